"""The inspector: everything that is known of the selection, from where, how surely, and who its neighbours are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from explorer.domain.attributes import describe
from explorer.domain.edge_verbs import EDGE_VERBS
from explorer.domain.entities import Edge, EdgeKey, Node
from explorer.domain.findings import Finding
from explorer.domain.kinds import Evidence, NodeKind
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted
from explorer.ui import plain, style
from explorer.ui.kind_icons import SIZE, kind_icon, kind_pixmap

_MOST_NEIGHBOURS = 200
_IN_THE_HEAD = frozenset(
    ("name", "kind", "subtype", "owner", "description", "evidence", "from", "to", "source")
)


class Inspector(QScrollArea):
    """Shows one node, one edge, several nodes, or the whole system when nothing is selected."""

    node_chosen = Signal(str)
    """The id of a neighbour a person clicked."""
    lit = Signal(tuple, tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._graph = SystemGraph()
        self._findings: Sequence[Finding] = ()
        self._dark = False
        self._ids: tuple[str, ...] = ()
        self._edge: EdgeKey | None = None
        self._show()

    def set_system(self, graph: SystemGraph) -> None:
        """Show this system; the selection stays where its parts still exist."""
        self._graph = graph
        self._ids = tuple(i for i in self._ids if i in graph.nodes)
        if self._edge is not None and self._edge not in graph.edges:
            self._edge = None
        self._show()

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """What is to be said of the selected nodes beyond their attributes."""
        self._findings = findings
        if self._ids:  # no other page tells of findings
            self._show()

    def set_dark(self, dark: bool) -> None:
        """Draw the marks and icons dark or light."""
        if dark != self._dark:
            self._dark = dark
            self._show()

    def show_nodes(self, ids: tuple[str, ...]) -> None:
        """Show these nodes."""
        before = self._ids, self._edge
        self._ids, self._edge = tuple(i for i in ids if i in self._graph.nodes), None
        if (self._ids, self._edge) != before:
            self._show()

    def show_edge(self, key: EdgeKey | None) -> None:
        """Show this edge."""
        self._edge = key if key in self._graph.edges else None
        self._show()

    def text(self) -> str:
        """All that is shown, line by line; what a screen reader and a test read."""
        labels = [w.text() for w in self.findChildren(QLabel)]
        for lines in self.findChildren(QListWidget):
            labels += [lines.item(i).text() for i in range(lines.count())]
        return "\n".join(labels)

    def _show(self) -> None:
        page = QWidget(self)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(8)
        if self._edge is not None:
            self._show_edge(layout, self._graph.edges[self._edge])
        elif len(self._ids) == 1:
            self._show_node(layout, self._graph.nodes[self._ids[0]])
        elif self._ids:
            self._show_several(layout)
        else:
            self._show_system(layout)
        layout.addStretch(1)
        self.setWidget(page)  # deletes the page before

    def _show_node(self, layout: QVBoxLayout, node: Node) -> None:
        parts = [_kind_text(node.kind), str(node.subtype) if node.subtype else "", node.owner or "no owner"]
        _head(layout, node.name, " · ".join(p for p in parts if p), self._mark(node.kind))
        if node.description:
            layout.addWidget(_wrapped(node.description))
        rows = [(k, v) for k, v in describe(node) if k.lower() not in _IN_THE_HEAD]
        _rows(layout, [*rows, ("known by", str(node.evidence)), *_stated(node)])
        found = [f for f in self._findings if node.id in f.nodes]
        if found:
            _listed(layout, counted(len(found), "finding"), self._finding_list(found))
        into, out = self._graph.edges_into(node.id), self._graph.edges_from(node.id)
        for heading, edges, upstream in (("Upstream", into, True), ("Downstream", out, False)):
            if edges:
                _listed(layout, f"{heading} ({len(edges):,})", self._neighbours(edges, upstream=upstream))
            else:
                _heading(layout, f"{heading}: nothing known")

    def _show_edge(self, layout: QVBoxLayout, edge: Edge) -> None:
        start, end = self._graph.nodes[edge.from_id], self._graph.nodes[edge.to_id]
        _head(layout, f"{start.name} → {end.name}", f"{edge.kind} · {edge.evidence}")
        rows = [(k, v) for k, v in describe(edge) if k.lower() not in _IN_THE_HEAD]
        _rows(layout, [*rows, *_stated(edge)])
        _listed(layout, "From and to", self._node_list([start, end]))

    def _show_several(self, layout: QVBoxLayout) -> None:
        _head(layout, counted(len(self._ids), "node"), "selected")
        made = self._node_list([self._graph.nodes[i] for i in self._ids[:_MOST_NEIGHBOURS]])
        made.setAccessibleName("Selected nodes")
        layout.addWidget(made)
        if len(self._ids) > _MOST_NEIGHBOURS:
            layout.addWidget(plain.label(f"and {len(self._ids) - _MOST_NEIGHBOURS:,} more"))

    def _show_system(self, layout: QVBoxLayout) -> None:
        graph = self._graph
        if not graph.nodes:
            layout.addWidget(_wrapped("Select a node to see what is known of it."))
            return
        _head(layout, graph.name or "System", f"as of {graph.as_of}" if graph.as_of else "date not stated")
        kinds = Counter(node.kind for node in graph.nodes.values())
        known = Counter(edge.evidence for edge in graph.edges.values())
        _heading(layout, counted(len(graph.nodes), "node"))
        rows = QVBoxLayout()
        rows.setSpacing(4)
        for kind in (k for k in NodeKind if kinds[k]):
            rows.addLayout(_marked_row(self._mark(kind), _kind_text(kind), f"{kinds[kind]:,}"))
        layout.addLayout(rows)
        _heading(layout, counted(len(graph.edges), "edge"))
        _rows(layout, [(str(evidence), f"{known[evidence]:,}") for evidence in Evidence if known[evidence]])
        layout.addWidget(_wrapped("Select a node or an edge to see what is known of it."))

    def _neighbours(self, edges: Sequence[Edge], *, upstream: bool) -> QListWidget:
        lines = []
        for edge in edges[:_MOST_NEIGHBOURS]:
            other = edge.from_id if upstream else edge.to_id
            verb = EDGE_VERBS[edge.kind][0 if upstream else 1]
            known = "" if edge.evidence is Evidence.DECLARED else f" ({edge.evidence})"
            node = self._graph.nodes[other]
            lines.append((f"{verb} {node.name}{known}", node))
        return self._list(lines, len(edges))

    def _node_list(self, nodes: Sequence[Node]) -> QListWidget:
        return self._list([(f"{n.name} · {n.kind}", n) for n in nodes], len(nodes))

    def _mark(self, kind: NodeKind) -> QPixmap:
        return kind_pixmap(kind, dark=self._dark)

    def _list(self, lines: Sequence[tuple[str, Node]], total: int) -> QListWidget:
        made = _bare_list(len(lines) + (total > len(lines)))
        made.setIconSize(QSize(SIZE, SIZE))
        for text, node in lines:
            item = QListWidgetItem(kind_icon(node.kind, dark=self._dark), plain.legible(text))
            item.setData(Qt.ItemDataRole.UserRole, node.id)
            made.addItem(item)
        if total > len(lines):
            rest = QListWidgetItem(f"and {total - len(lines):,} more")
            rest.setFlags(Qt.ItemFlag.NoItemFlags)
            made.addItem(rest)
        made.itemClicked.connect(self._tell_node)
        made.itemActivated.connect(self._tell_node)
        return made

    def _finding_list(self, findings: Sequence[Finding]) -> QListWidget:
        made = _bare_list(min(len(findings), 8), rows_of=3)
        made.setWordWrap(True)
        for finding in findings:
            item = QListWidgetItem(
                style.severity_icon(finding.severity, dark=self._dark), plain.legible(finding.reason)
            )
            item.setToolTip(plain.escaped(finding.remedy))
            item.setData(Qt.ItemDataRole.UserRole, (finding.nodes, finding.edges))
            made.addItem(item)
        made.itemClicked.connect(lambda i: self.lit.emit(*i.data(Qt.ItemDataRole.UserRole)))
        return made

    def _tell_node(self, item: QListWidgetItem) -> None:
        node_id = item.data(Qt.ItemDataRole.UserRole)
        if node_id is not None:
            self.node_chosen.emit(node_id)


def _kind_text(kind: NodeKind) -> str:
    return "declared nowhere" if kind is NodeKind.UNKNOWN else str(kind)


def _stated(item: Node | Edge) -> list[tuple[str, str]]:
    return [("stated in", str(item.source) if item.source else "not recorded")]


def _head(layout: QVBoxLayout, title: str, second: str, mark: QPixmap | None = None) -> None:
    big = _wrapped(title)
    big.setObjectName("title")
    small = _wrapped(second)
    small.setObjectName("muted")
    layout.addWidget(big)
    if mark is None:
        layout.addWidget(small)
        return
    row = QHBoxLayout()
    row.addWidget(_picture(mark))
    row.addWidget(small, 1)
    layout.addLayout(row)


def _marked_row(mark: QPixmap, name: str, value: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    faint = plain.label(name)
    faint.setObjectName("muted")
    number = plain.label(value)
    number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    row.addWidget(_picture(mark))
    row.addWidget(faint, 1)
    row.addWidget(number)
    return row


def _picture(mark: QPixmap) -> QLabel:
    made = plain.label()
    made.setPixmap(mark)
    made.setFixedWidth(SIZE)
    return made


def _heading(layout: QVBoxLayout, text: str) -> None:
    made = plain.label(text)
    made.setObjectName("heading")
    layout.addSpacing(4)
    layout.addWidget(made)


def _rows(layout: QVBoxLayout, rows: Iterable[tuple[str, str]]) -> None:
    form = QFormLayout()
    form.setHorizontalSpacing(12)
    form.setVerticalSpacing(4)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    for name, value in rows:
        faint = plain.label(name)
        faint.setObjectName("muted")
        form.addRow(faint, _wrapped(value))
    layout.addLayout(form)


def _wrapped(text: str) -> QLabel:
    made = plain.label(text)
    made.setWordWrap(True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def _listed(layout: QVBoxLayout, heading: str, made: QListWidget) -> None:
    """A heading and its list, which is called so by a screen reader too."""
    _heading(layout, heading)
    made.setAccessibleName(heading)
    layout.addWidget(made)


def _bare_list(rows: int, *, rows_of: int = 1) -> QListWidget:
    made = QListWidget()
    made.setObjectName("sentences")
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    height = made.fontMetrics().height() * rows_of + 8
    made.setFixedHeight(min(rows, 12) * height + 8)
    return made
