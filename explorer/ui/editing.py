"""Editing by hand in the window: a system drawn from nothing, nodes and edges added, changed and taken out."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel, QWidget

from explorer.domain.entities import Edge, EdgeKey
from explorer.domain.geometry import Point
from explorer.language import marked, tr
from explorer.ui import asking, plain

if TYPE_CHECKING:
    from explorer.domain.changes import EditGraph
    from explorer.ui.canvas.canvas import Canvas
    from explorer.ui.desk import Desk
    from explorer.ui.main_window import MainWindow
    from explorer.ui.panels.form import PartForm

_NOTHING_YET = marked("This system is empty.\nPress N to add the first node.")
_ON_CANVAS = ("add_node", "connect")
"""Their keys are letters, so they are the canvas's own: elsewhere a letter looks for a row."""


class Editing(QObject):
    """What one window's person does to the system itself; each edit can be undone by its name."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._project = window.project
        self._edge: EdgeKey | None = None
        self._empty: QLabel | None = None
        self._actions = window.actions_by_name
        self._actions.connect(
            {
                "new_system": self.new_system,
                "add_node": self.add_node,
                "connect": self.connect_nodes,
                "edit": self.edit,
                "remove": self.remove,
                "export_edits": window.filing.export_edits,
            }
        )
        self._project.history_changed.connect(self._follow)
        self._project.replaced.connect(self._forget)
        self._follow()

    def connect_desk(self, desk: Desk) -> None:
        """Hear what is selected, and say on the canvas that there is nothing yet."""
        for name in _ON_CANVAS:
            action = self._actions[name]
            self._window.removeAction(action)
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            desk.canvas.addAction(action)
        desk.canvas.edge_selected.connect(self._select_edge)
        desk.canvas.edit_requested.connect(self.edit)
        desk.canvas.connection_requested.connect(self.connect_drawn)
        desk.inspector.edit_requested.connect(self.edit)
        desk.canvas.selection_changed.connect(self._follow)
        desk.outline.selection_changed.connect(self._follow)
        self._empty = _note_on(desk.canvas)
        self._follow()

    def new_system(self) -> None:
        """Ask for a name and begin with nothing."""
        if not self._window.filing.may_leave():
            return
        name = asking.system_name(self._window)
        if name is not None:
            self.begin(name)

    def begin(self, name: str) -> None:
        """Open an empty system of this name."""
        from explorer.domain.ids import shown_plainly
        from explorer.domain.system_graph import SystemGraph
        from explorer.session.loading import Loaded, new_project

        graph = SystemGraph.of((), (), name=shown_plainly(name.strip()))
        self._project.show_loaded(Loaded(new_project(graph), ()))

    def add_node(self) -> None:
        """Ask for a new node."""
        from explorer.ui.panels.new_node import NewNode

        form = NewNode(self._project.graph, self._window)
        form.made.connect(self._add)
        form.open()

    def connect_nodes(self) -> None:
        """Ask for a new edge, from the first of the selected nodes to the second."""
        self._ask_for_edge(self._selected)

    def connect_drawn(self, start: str, end: str | Point) -> None:
        """Ask for the edge that was drawn from one node to another; on the ground for a new node at its end."""
        from explorer.ui.panels.new_node import NewNodeAfter

        graph = self._project.graph
        strange = [i for i in (start, end) if isinstance(i, str) and i not in graph.nodes]
        if strange:
            words = tr("“{name}” is not part of the system: only a scenario has it.", name=strange[0])
            self._project.told.emit(words)
        elif isinstance(end, str):
            self._ask_for_edge((start, end))
        else:
            area = self._window.canvas.scene.group_at(end.x, end.y)
            form = NewNodeAfter(graph, start, self._window, owner=area or "")
            form.made.connect(lambda change: self._add(self._put(change, end)))
            form.open()

    def edit(self) -> None:
        """Ask for other values of the selected node or edge."""
        from explorer.ui.panels.edit_part import EditPart
        from explorer.ui.panels.new_node import Declare

        graph = self._project.graph
        form: PartForm
        if self._edge is not None:
            form = EditPart(graph, graph.edges[self._edge], self._window)
        elif len(self._selected) != 1:
            return
        elif graph.nodes[self._selected[0]].is_ghost:
            form = Declare(graph, self._selected[0], self._window)
        else:
            form = EditPart(graph, graph.nodes[self._selected[0]], self._window)
        form.made.connect(self._make)
        form.open()

    def remove(self) -> None:
        """Take out what is selected."""
        from explorer.session.editing import removed

        edges = () if self._edge is None else (self._edge,)
        if self._selected or edges:
            self._make(removed(self._project.graph, self._selected, edges))

    @property
    def _selected(self) -> tuple[str, ...]:
        return self._window.selection

    def _ask_for_edge(self, ends: tuple[str, ...]) -> None:
        from explorer.ui.panels.new_edge import NewEdge

        form = NewEdge(self._project.graph, ends, self._window)
        form.made.connect(self._make)
        form.open()

    def _make(self, change: EditGraph) -> None:
        graph = self._project.graph
        ends = [end for key, edge in change.edges.items() if isinstance(edge, Edge) for end in key[:2]]
        if any(
            i not in graph.nodes and i not in change.nodes for i in ends
        ):  # taken out while the form was open
            self._project.failed.emit(tr("A node at an end of this edge is gone meanwhile. Connect others."))
            return
        self._project.apply(change)

    def _put(self, change: EditGraph, at: Point) -> EditGraph:
        """The same with what it adds where it was dropped; a focus has a layout of its own, which finds a place."""
        return (
            change
            if self._project.showing.has_focus
            else replace(change, positions=dict.fromkeys(change.nodes, at))
        )

    def _add(self, change: EditGraph) -> None:
        self._make(change)
        self._window.select(tuple(change.nodes))
        self._window.canvas.setFocus()

    def _select_edge(self, key: EdgeKey | None) -> None:
        self._edge = key if key in self._project.graph.edges else None
        self._follow()

    def _forget(self) -> None:
        self._edge = None
        self._follow()

    def _follow(self) -> None:
        """What can be done now."""
        graph = self._project.graph
        if self._edge is not None and self._edge not in graph.edges:
            self._edge = None
        ids = list(islice((i for i in self._selected if i in graph.nodes), 2))
        self._actions.enable(("add_node", "export_edits"), self._project.is_open)
        self._actions.enable(("connect",), self._project.is_open and len(graph.nodes) > 1)
        self._actions.enable(("edit",), self._edge is not None or len(ids) == 1)
        self._actions.enable(("remove",), self._edge is not None or bool(ids))
        if self._empty is not None:
            self._window.canvas.handle.allow(self._project.is_open)
            self._empty.setVisible(self._project.is_open and not graph.nodes)


def _note_on(canvas: Canvas) -> QLabel:
    note = plain.label(tr(_NOTHING_YET), canvas)
    note.setObjectName("muted")
    note.setAlignment(Qt.AlignmentFlag.AlignCenter)
    note.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    canvas.installEventFilter(_Filling(note, canvas))
    note.resize(canvas.size())
    return note


class _Filling(QObject):
    """Keeps a label as large as what it lies on."""

    def __init__(self, note: QLabel, below: QWidget) -> None:
        super().__init__(note)
        self._note = note
        self._below = below

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the widget below has another size."""
        if event.type() == QEvent.Type.Resize:
            self._note.resize(self._below.size())
        return False
