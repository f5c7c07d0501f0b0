"""Finding things in the window: the command palette, going to a node, and the ways between two."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from explorer.domain.geometry import Point
from explorer.domain.wording import counted, named
from explorer.language import tr
from explorer.ui.choices import Choice, Choices, Offer
from explorer.ui.panels.command_palette import CommandPalette

if TYPE_CHECKING:
    from explorer.drawing.picture import Ints
    from explorer.ui.canvas.canvas import Canvas
    from explorer.ui.desk import Desk
    from explorer.ui.main_window import MainWindow

_LEGIBLE = 0.5
"""At a smaller zoom the names of a way would hardly be read."""


class Seeking:
    """What one window offers to whoever types."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._project = window.project
        self._choices = Choices(window.actions_by_name)
        self._awaited: str | None = None  # where to go when the picture has it
        self._go: Callable[[str], None] = self.go_to
        self.palette = CommandPalette(window)
        self.palette.chosen.connect(self._do)
        self._project.names.changed.connect(self._show_names)
        self._project.names.stopped.connect(lambda _: self.palette.be_ready())  # with what there is
        self._project.ways.stopped.connect(self._project.told)

    def connect_desk(self, desk: Desk) -> None:
        """Show the ways, and follow their panel."""
        self._project.ways.changed.connect(self._show_ways)
        self._project.picture_changed.connect(lambda *_: self._arrive())
        desk.ways.left.connect(desk.canvas.setFocus)
        desk.ways.lit.connect(lambda nodes, _: self._light(nodes))
        desk.ways.turned.connect(self._project.ways.ask)
        desk.ways.edge_chosen.connect(desk.canvas.select_edge)

    def open_palette(self) -> None:
        """Offer everything that can be done, and every node."""
        self._open(tr("What to do, or where to go"), self.go_to, only_nodes=False)

    def search(self) -> None:
        """Offer the nodes, to go to one."""
        self._open(tr("Go to which node?"), self.go_to, only_nodes=True)

    def find_ways(self) -> None:
        """The ways between the two selected nodes; of one that is selected, to one that is asked for."""
        selected = self._window.selection
        if len(selected) == 2:
            self._project.ways.ask(*selected)
        elif selected:
            start = selected[0]
            prompt = tr("Ways from {node} to which node?", node=named(self._project.graph, selected))
            self._open(prompt, lambda end: self._ask_ways(start, end), only_nodes=True)

    def go_to(self, node_id: str, *, take_keyboard: bool = True) -> None:
        """Select a node and bring it into view; a closed team, a focus elsewhere, a filter that hides it give way."""
        project = self._project
        if node_id in project.graph.nodes:
            if not self._is_drawn(node_id):
                self._awaited = node_id
                self._window.reading.filtering.let_in(node_id)
                if not project.showing.folds.reveal(node_id):
                    project.leave_focus()
            self._window.select((node_id,))
            self._window.canvas.bring_into_view(node_id, to_read=True)
            if take_keyboard:
                self._window.canvas.setFocus()

    def _arrive(self) -> None:
        node_id = self._awaited
        if node_id is None or self._window.selection != (node_id,):
            self._awaited = None  # a person went on to something else
        elif self._is_drawn(node_id):
            self._awaited = None
            self._window.select((node_id,))
            self._window.canvas.bring_into_view(node_id, to_read=True)
        elif not self._project.showing.is_due:  # the focus is left, and its team is closed
            self._project.showing.folds.reveal(node_id)

    def _is_drawn(self, node_id: str) -> bool:
        return node_id in self._window.canvas.scene.index

    def _ask_ways(self, start: str, end: str) -> None:
        if start == end:
            self._project.told.emit(tr("That is the node itself: choose another one."))
        elif start in self._project.graph.nodes:
            self._project.ways.ask(start, end)

    def _open(self, prompt: str, go: Callable[[str], None], *, only_nodes: bool) -> None:
        project = self._project
        self._go = go
        self._choices.refresh()

        def offer(typed: str) -> Offer:
            nodes = project.names.result
            offer = self._choices.offer(typed, project.graph, nodes, only_nodes=only_nodes)
            if typed and nodes is None and project.names.is_asked:
                names = counted(len(project.graph.nodes), "name")
                return replace(offer, note=tr("Making {names} ready…", names=names))
            return offer

        is_ready = project.names.result is not None or not project.is_open
        if not is_ready:
            project.names.ask()
        self.palette.open(prompt, offer, ready=is_ready, dark=project.theme.dark)

    def _do(self, choice: Choice) -> None:
        self._choices.chosen(choice)
        if choice.is_node:
            self._go(choice.name)
        else:
            self._window.actions_by_name[choice.name].trigger()

    def _show_names(self) -> None:
        if self._project.names.result is not None:
            self.palette.be_ready()
        else:
            self.palette.leave()  # what it offers is of another system

    def _show_ways(self) -> None:
        found = self._project.ways.result
        if found is not None:
            self._window.desk.ways.show_ways(self._project.graph, found)
        else:
            self._window.desk.ways.leave()

    def _light(self, nodes: tuple[str, ...]) -> None:
        canvas = self._window.canvas
        canvas.set_highlight(nodes)  # with the edges between them, which need not be looked for
        shown = canvas.scene.places(nodes)
        if len(shown) and (canvas.viewport.zoom < _LEGIBLE or not _is_in_sight(canvas, shown)):
            canvas.zoom_to(nodes)
        if len(shown) < len(nodes):
            away = counted(len(nodes) - len(shown), "node")
            self._project.told.emit(tr("{nodes} of this way lie outside what is shown.", nodes=away))


def _is_in_sight(canvas: Canvas, nodes: Ints) -> bool:
    """Whether these cards are seen whole, with neither the title nor the legend over them."""
    scene, viewport, title = canvas.scene, canvas.viewport, canvas.title_rect()
    if not viewport.shows(scene.extent(nodes)):
        return False
    sides = zip(*(side[nodes].tolist() for side in (scene.x0, scene.y0, scene.x1, scene.y1)), strict=True)
    corners = (viewport.to_view(Point(x, y)) for x0, y0, x1, y1 in sides for x in (x0, x1) for y in (y0, y1))
    return not any(canvas.is_covered(at) or title.contains(at) for at in (QPointF(*c) for c in corners))
