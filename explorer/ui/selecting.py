"""What is selected in the window: the same nodes on the canvas, in the outline, the inspector and the pages below."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from explorer.ui.steps import AT_ONCE_UP_TO, Steps

if TYPE_CHECKING:
    from explorer.domain.entities import EdgeKey
    from explorer.ui.desk import Desk
    from explorer.ui.main_window import MainWindow

_NEEDS_SELECTION = ("focus", "rename", "mark_bad", "mark_good")


class Selecting:
    """The selection of one window; whoever selects anything anywhere comes here."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._project = window.project
        self._ids: tuple[str, ...] = ()
        self._chosen: tuple[str, ...] = ()  # with what is no part of the system
        self._is_under_way = False
        self._steps = Steps(window)

    def connect_desk(self, desk: Desk) -> None:
        """Hear what is selected where, and what a sentence that is pointed at rests on."""
        desk.outline.selection_changed.connect(self.select)
        desk.canvas.selection_changed.connect(self.select)
        desk.canvas.edge_selected.connect(self._follow_edge)
        desk.canvas.inspect_requested.connect(lambda i: self.select((i,)))
        desk.foot.lit.connect(self._light)

    @property
    def ids(self) -> tuple[str, ...]:
        """Of the selected nodes."""
        return self._ids

    @property
    def is_waiting(self) -> bool:
        """Whether the selection is not shown everywhere yet."""
        return self._steps.is_waiting

    def select(self, ids: tuple[str, ...]) -> None:
        """Select these nodes everywhere, where they are shown.

        What is no part of the system, such as what only a scenario has, can be looked at and nothing else.
        """
        if self._is_under_way:  # the canvas tells that it selected what it was told to
            return
        from explorer.ui.aloud import announce_selection

        canvas, graph = self._window.canvas, self._project.graph
        self._chosen, self._ids = ids, tuple(i for i in ids if i in graph.nodes)
        self._is_under_way = True
        canvas.select(ids)
        self._is_under_way = False
        announce_selection(canvas, graph, self._ids)
        self.enable()
        self._begin(self._showing())

    def _follow_edge(self, key: EdgeKey | None) -> None:
        """An edge is selected on the canvas, or none any more; first what is still to be shown of nodes."""
        waiting = self._showing() if self._steps.is_waiting else ()
        self._begin(chain(waiting, self._showing_edge(key)))

    def _begin(self, steps: Iterator[None]) -> None:
        self._steps.begin(steps, at_once=len(self._project.graph.nodes) <= AT_ONCE_UP_TO)

    def _showing(self) -> Iterator[None]:
        desk = self._window.desk
        desk.outline.select(self._ids)
        yield
        desk.inspector.show_nodes(self._chosen)
        yield
        desk.foot.show_nodes(self._ids)
        yield

    def _showing_edge(self, key: EdgeKey | None) -> Iterator[None]:
        self._window.desk.inspector.show_edge(key)
        yield

    def follow_system(self) -> None:
        """The system is another: the same nodes, where they are still there; an edge that is selected stays so."""
        if self._ids:
            self.select(self._ids)
        else:
            self.enable()

    def select_all(self) -> None:
        """Every node of the system."""
        self.select(tuple(self._project.graph.nodes))

    def enable(self) -> None:
        """What can be done now depends on how many are selected."""
        actions = self._window.actions_by_name
        actions.enable(_NEEDS_SELECTION, bool(self._ids))
        self._window.arranging.follow_selection(self._ids)
        actions.enable(("ways",), len(self._ids) in (1, 2))

    def _light(self, nodes: tuple[str, ...], edges: tuple[EdgeKey, ...]) -> None:
        self._window.canvas.set_highlight(nodes, edges)
