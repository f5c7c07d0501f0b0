"""The form for a new edge: its two ends, and the kinds that make sense between them, the likeliest first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from explorer.domain.changes import EditGraph
from explorer.domain.edge_verbs import EDGE_VERBS
from explorer.domain.entities import Node
from explorer.domain.kinds import EdgeKind
from explorer.domain.names import known_node, resolve_node
from explorer.domain.system_graph import SystemGraph
from explorer.domain.words import told
from explorer.errors import UsageError
from explorer.language import tr
from explorer.session.editing import connected, connection_kinds
from explorer.ui.panels.form import PartForm, node_field


class NewEdge(PartForm):
    """Asks for one edge; data flows from the first end to the second."""

    def __init__(self, graph: SystemGraph, selected: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(tr("Connect"), self._change, parent)
        self._graph = graph
        ends = [*selected[:2], "", ""]
        self.start = node_field(graph, tr("From: who gives"), ends[0])
        self.end = node_field(graph, tr("To: who takes"), ends[1])
        self.kind = QComboBox()
        self.kind.setAccessibleName(tr("Kind of edge"))
        self.rows.addRow(tr("From"), self.start)
        self.rows.addRow(tr("To"), self.end)
        self.rows.addRow(tr("Kind"), self.kind)
        self.start.textChanged.connect(self._show_kinds)
        self.end.textChanged.connect(self._show_kinds)
        self._show_kinds()
        first = self.end if ends[0] and not ends[1] else self.kind if ends[1] else self.start
        first.setFocus()

    def _show_kinds(self) -> None:
        self.kind.clear()
        nodes = self._graph.nodes
        start, end = (known_node(self._graph, field.text().strip()) for field in (self.start, self.end))
        if start is None or end is None:  # not written to its end yet
            self.kind.setEnabled(False)
            return
        self.kind.setEnabled(True)
        fill_kinds(self.kind, nodes[start], nodes[end])

    def _change(self) -> EditGraph:
        start, end = (self._end(field) for field in (self.start, self.end))
        return connected(self._graph, start, end, EdgeKind(self.kind.currentData()))

    def _end(self, field: QLineEdit) -> str:
        text = field.text().strip()
        if not text:
            raise UsageError(tr("Name the nodes at both ends."))
        return resolve_node(self._graph, text)


def fill_kinds(field: QComboBox, start: Node, end: Node) -> None:
    """Offer the kinds that an edge can have between two nodes, the likeliest first."""
    field.clear()
    for kind in connection_kinds(start, end):
        words = tr("{kind}: the first {verb} the second", kind=told(kind), verb=tr(EDGE_VERBS[kind][1]))
        field.addItem(words, kind.value)
