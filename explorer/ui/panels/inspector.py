"""The inspector: everything that is known of the selection, from where, how surely, and who its neighbours are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from explorer.domain.attributes import described
from explorer.domain.edge_verbs import EDGE_VERBS
from explorer.domain.entities import Edge, EdgeKey, Node
from explorer.domain.extra_rows import extra_rows
from explorer.domain.findings import Finding
from explorer.domain.kinds import Evidence, NodeKind
from explorer.domain.notes import Note
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted
from explorer.domain.words import told
from explorer.drawing.edits import NO_EDITS, sign_of
from explorer.drawing.picture import Edit
from explorer.language import marked, number, tr
from explorer.session.editing import BY_HAND
from explorer.session.what_ifs import WhatIf
from explorer.ui import plain
from explorer.ui.kind_icons import SIZE, kind_icon, kind_pixmap
from explorer.ui.panels.also_stated import AlsoStated
from explorer.ui.panels.attribute_rows import rows_form
from explorer.ui.panels.found_list import FoundList
from explorer.ui.panels.page_parts import add_head, add_heading, add_list, bare_list, marked_row

_MOST_NEIGHBOURS = 200
_EDITED: Mapping[Edit, tuple[str, str]] = {
    Edit.ADDED: (
        marked("Added in the scenario “{name}”; it is not part of the system."),
        marked("Added in this what-if; it is not part of the system."),
    ),
    Edit.REMOVED: (
        marked("Removed in the scenario “{name}”; it is still part of the system."),
        marked("Removed in this what-if; it is still part of the system."),
    ),
}
"""What is said of a part that a scenario edits: in one with a name, and in one without."""
_IN_THE_HEAD = frozenset(
    ("name", "kind", "subtype", "owner", "description", "evidence", "from", "to", "source")
)


class Inspector(QScrollArea):
    """Shows one node, one edge, several nodes, or the whole system when nothing is selected."""

    node_chosen = Signal(str)
    """The id of a neighbour a person clicked."""
    note_chosen = Signal(str)
    """The id of a note a person clicked."""
    finding_chosen = Signal(object)
    """A Finding about the node, which a person wants to read."""
    findings_wanted = Signal(str)
    """The id of the node of which a person wants to read all findings."""
    edit_requested = Signal()
    """A person wants to change what is shown, or to declare it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setAccessibleName(tr("Inspector"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._graph = SystemGraph()
        self._findings: Sequence[Finding] = ()
        self._notes: Sequence[Note] = ()
        self._edits = NO_EDITS
        self._scenario = ""
        self._dark = False
        self._tells_extra = False
        self._ids: tuple[str, ...] = ()
        self._edge: EdgeKey | None = None
        self._lists: list[tuple[QListWidget, list[QListWidgetItem]]] = []
        """What is to be filled with what, once the page is there."""
        self._told_of: tuple[object, ...] = ()
        self._counted: tuple[Counter[NodeKind], Counter[Evidence]] | None = None
        self._show()

    def follow_system(self, graph: SystemGraph) -> Iterator[None]:
        """Show this system, in steps; the selection stays where its parts still exist."""
        self._graph, self._counted = graph, None
        self._keep_selection()
        if not (self._ids or self._edge):
            self._counts()
            yield
        if not (self._ids or self._edge) or self._subject() != self._told_of:
            self._show()

    def set_scenario(self, answer: WhatIf | None) -> None:
        """Know what the scenario that is shown adds to the system and takes out of it; None where none is shown."""
        edits = NO_EDITS if answer is None else answer.edits
        if edits or self._edits:
            named = answer is not None and answer.scenario is not None and answer.scenario.name
            self._edits, self._scenario = edits, named or ""
            self._keep_selection()
            self._show()

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """What is to be said of the selected nodes beyond their attributes."""
        self._findings = findings
        if self._subject() != self._told_of:
            self._show()

    def set_notes(self, notes: Sequence[Note]) -> None:
        """What people wrote on the picture: all of it is listed of the system, and of a node what follows it."""
        if notes != self._notes:
            self._notes = notes
            self._show()

    def set_dark(self, dark: bool) -> None:
        """Draw the marks and icons dark or light."""
        if dark != self._dark:
            self._dark = dark
            self._show()

    def show_nodes(self, ids: tuple[str, ...]) -> None:
        """Show these nodes."""
        before = self._ids, self._edge
        self._ids, self._edge = self._known(ids), None
        if (self._ids, self._edge) != before:
            self._show()

    def show_edge(self, key: EdgeKey | None) -> None:
        """Show this edge."""
        self._edge = key
        self._keep_selection()
        self._show()

    def text(self) -> str:
        """All that is shown, line by line; what a screen reader and a test read."""
        labels = [w.text() for w in self.findChildren(QLabel)]
        for lines in self.findChildren(QListWidget):
            labels += [lines.item(i).text() for i in range(lines.count())]
        return "\n".join(labels)

    def _subject(self) -> tuple[object, ...]:
        """What the page tells of a selection: where that stays the same, so does the page."""
        edge, nodes = self._shown_edge(self._edge), [self._node(i) for i in self._ids[:_MOST_NEIGHBOURS]]
        if edge is not None:
            return edge, self._node(edge.from_id), self._node(edge.to_id), edge.key in self._graph.edges
        if len(nodes) != 1 or nodes[0] is None:
            return len(self._ids), nodes
        node = nodes[0]
        edges = [self._edges_of(node.id, upstream=up) for up in (True, False)]
        others = [self._node(i) for side in edges for edge in side for i in (edge.from_id, edge.to_id)]
        return node, edges, others, node.id in self._graph.nodes, self._findings_of(node)

    def _show(self) -> None:
        self._told_of = self._subject()
        page = QWidget(self)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(8)
        shown = self._ids[:_MOST_NEIGHBOURS]
        edge, nodes = self._shown_edge(self._edge), [n for i in shown if (n := self._node(i)) is not None]
        if edge is not None:
            self._show_edge(layout, edge)
        elif len(nodes) == 1:
            self._show_node(layout, nodes[0])
        elif self._ids:
            self._show_several(layout, nodes)
        else:
            self._show_system(layout)
        layout.addStretch(1)
        self.setWidget(page)  # deletes the page before
        before: QWidget = self
        for each in page.findChildren(
            QWidget
        ):  # else Tab would come to what is new last of all in the window
            if each.focusPolicy() & Qt.FocusPolicy.TabFocus:
                QWidget.setTabOrder(before, each)
                before = each
        # only now: a list lays out all that it has whenever it is put anywhere
        for made, items in self._lists:
            for item in items:
                made.addItem(item)
        self._lists.clear()

    def _show_node(self, layout: QVBoxLayout, node: Node) -> None:
        parts = [
            _kind_text(node.kind),
            told(node.subtype) if node.subtype else "",
            node.owner or tr("no owner"),
        ]
        add_head(layout, node.name, " · ".join(p for p in parts if p), self._mark(node.kind))
        edit = self._edits.of_node(node.id)
        self._tell_edit(layout, edit)
        if node.id in self._graph.nodes:
            self._offer_edit(layout, tr("Declare…") if node.is_ghost else tr("Edit…"))
        if node.description:
            layout.addWidget(plain.wrapped(node.description))
        rows = [row for key, row in described(node).items() if key not in _IN_THE_HEAD]
        known = [(tr("known by"), told(node.evidence)), *_stated(node)]
        layout.addLayout(rows_form(rows if edit is Edit.ADDED else [*rows, *known]))
        self._tell_extra(layout, node)
        self._tell_notes(layout, [note for note in self._notes if node.id in note.follows])
        found = self._findings_of(node)
        if found:
            add_list(layout, counted(len(found), "finding"), self._finding_list(node, found))
        into, out = self._edges_of(node.id, upstream=True), self._edges_of(node.id, upstream=False)
        for heading, nothing, edges, upstream in (
            (tr("Upstream"), tr("Upstream: nothing known"), into, True),
            (tr("Downstream"), tr("Downstream: nothing known"), out, False),
        ):
            if edges:
                title = f"{heading} ({number(len(edges))})"
                add_list(layout, title, self._neighbours(edges, upstream=upstream))
            else:
                add_heading(layout, nothing)

    def _show_edge(self, layout: QVBoxLayout, edge: Edge) -> None:
        edit = self._edits.of_edge(edge.key)
        ends = [node for i in (edge.from_id, edge.to_id) if (node := self._node(i)) is not None]
        known = "" if edit is Edit.ADDED else f" · {told(edge.evidence)}"
        add_head(layout, " → ".join(node.name for node in ends), f"{told(edge.kind)}{known}")
        self._tell_edit(layout, edit)
        if edge.key in self._graph.edges:
            self._offer_edit(layout, tr("Edit…"))
        rows = [row for key, row in described(edge).items() if key not in _IN_THE_HEAD]
        layout.addLayout(rows_form(rows if edit is Edit.ADDED else [*rows, *_stated(edge)]))
        self._tell_extra(layout, edge)
        add_list(layout, tr("From and to"), self._node_list(ends))

    def _offer_edit(self, layout: QVBoxLayout, words: str) -> None:
        button = QPushButton(words)
        button.setObjectName("edit")
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self.edit_requested.emit())
        layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _tell_edit(self, layout: QVBoxLayout, edit: Edit) -> None:
        texts = _EDITED.get(edit)
        if texts is not None:
            in_scenario, in_what_if = texts
            text = tr(in_scenario, name=self._scenario) if self._scenario else tr(in_what_if)
            layout.addWidget(plain.wrapped(text))

    def _tell_extra(self, layout: QVBoxLayout, item: Node | Edge) -> None:
        if item.extra:
            fold = AlsoStated(extra_rows(item.extra), is_open=self._tells_extra)
            fold.turned.connect(self._remember_fold)
            layout.addWidget(fold)

    def _remember_fold(self, is_open: bool) -> None:
        self._tells_extra = is_open

    def _show_several(self, layout: QVBoxLayout, nodes: Sequence[Node]) -> None:
        """nodes: those that there is room for."""
        count = len(self._ids)
        add_head(layout, counted(count, "node"), tr("selected"))
        made = self._node_list(nodes)
        made.setAccessibleName(tr("Selected nodes"))
        layout.addWidget(made)
        if count > len(nodes):
            layout.addWidget(plain.label(tr("and {count:,} more", count=count - len(nodes))))

    def _show_system(self, layout: QVBoxLayout) -> None:
        graph = self._graph
        if not graph.nodes:
            layout.addWidget(plain.wrapped(tr("Select a node to see what is known of it.")))
            return
        day = tr("as of {day}", day=graph.as_of) if graph.as_of else tr("date not stated")
        add_head(layout, graph.name or tr("System"), day)
        kinds, known = self._counts()
        add_heading(layout, counted(len(graph.nodes), "node"))
        rows = QVBoxLayout()
        rows.setSpacing(4)
        for kind in (k for k in NodeKind if kinds[k]):
            rows.addLayout(marked_row(self._mark(kind), _kind_text(kind), number(kinds[kind])))
        layout.addLayout(rows)
        add_heading(layout, counted(len(graph.edges), "edge"))
        rows_of_words = [(told(word), number(known[word])) for word in Evidence if known[word]]
        layout.addLayout(rows_form(rows_of_words))
        self._tell_notes(layout, self._notes)
        layout.addWidget(plain.wrapped(tr("Select a node or an edge to see what is known of it.")))

    def _counts(self) -> tuple[Counter[NodeKind], Counter[Evidence]]:
        """How many nodes there are of each kind, and edges of each evidence; gone through once for each system."""
        if self._counted is None:
            kinds = Counter(node.kind for node in self._graph.nodes.values())
            self._counted = kinds, Counter(edge.evidence for edge in self._graph.edges.values())
        return self._counted

    def _tell_notes(self, layout: QVBoxLayout, notes: Sequence[Note]) -> None:
        if not notes:
            return
        made = bare_list(min(len(notes), 8), rows_of=3)
        made.setWordWrap(True)
        items = self._filled(made)
        for note in notes:
            item = QListWidgetItem(plain.legible(note.text))
            item.setData(Qt.ItemDataRole.UserRole, note.id)
            items.append(item)
        made.itemActivated.connect(lambda i: self.note_chosen.emit(i.data(Qt.ItemDataRole.UserRole)))
        made.itemClicked.connect(lambda i: self.note_chosen.emit(i.data(Qt.ItemDataRole.UserRole)))
        add_list(layout, tr("Notes ({count:,})", count=len(notes)), made)

    def _neighbours(self, edges: Sequence[Edge], *, upstream: bool) -> QListWidget:
        lines = []
        for edge in edges[:_MOST_NEIGHBOURS]:
            other = edge.from_id if upstream else edge.to_id
            verb = tr(EDGE_VERBS[edge.kind][0 if upstream else 1])
            known = "" if edge.evidence is Evidence.DECLARED else f" ({told(edge.evidence)})"
            edit = self._edits.of_edge(edge.key)
            if edit is not Edit.KEPT:
                known = f" ({sign_of(edit)})"
            node = self._node(other)
            if node is not None:
                lines.append((f"{verb} {node.name}{known}", node))
        return self._list(lines, len(edges))

    def _node_list(self, nodes: Sequence[Node]) -> QListWidget:
        return self._list([(f"{n.name} · {told(n.kind)}", n) for n in nodes], len(nodes))

    def _mark(self, kind: NodeKind) -> QPixmap:
        return kind_pixmap(kind, dark=self._dark)

    def _list(self, lines: Sequence[tuple[str, Node]], total: int) -> QListWidget:
        made = bare_list(len(lines) + (total > len(lines)))
        made.setIconSize(QSize(SIZE, SIZE))
        made.setWordWrap(True)
        items = self._filled(made)
        for text, node in lines:
            item = QListWidgetItem(kind_icon(node.kind, dark=self._dark), plain.legible(text))
            item.setToolTip(plain.escaped(text))  # a name of one long word is cut where the panel is narrow
            item.setData(Qt.ItemDataRole.UserRole, node.id)
            items.append(item)
        if total > len(lines):
            rest = QListWidgetItem(tr("and {count:,} more", count=total - len(lines)))
            rest.setFlags(Qt.ItemFlag.NoItemFlags)
            items.append(rest)
        made.itemClicked.connect(self._tell_node)
        made.itemActivated.connect(self._tell_node)
        return made

    def _findings_of(self, node: Node) -> list[Finding]:
        return [f for f in self._findings if node.id in f.nodes]

    def _finding_list(self, node: Node, findings: Sequence[Finding]) -> FoundList:
        made = FoundList(self._graph, node.id, findings, dark=self._dark)
        made.chosen.connect(self.finding_chosen)
        made.all_wanted.connect(lambda: self.findings_wanted.emit(node.id))
        return made

    def _filled(self, made: QListWidget) -> list[QListWidgetItem]:
        """What will be in this list when the page is shown, which is nothing yet."""
        items: list[QListWidgetItem] = []
        self._lists.append((made, items))
        return items

    def _keep_selection(self) -> None:
        """Of what is selected only what there is."""
        self._ids = self._known(self._ids)
        if self._shown_edge(self._edge) is None:
            self._edge = None

    def _known(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Of these what the system has or the scenario adds."""
        nodes, new = self._graph.nodes, {node.id for node in self._edits.nodes}
        return tuple(i for i in ids if i in nodes or i in new)

    def _node(self, node_id: str) -> Node | None:
        """A node of the system, or one that the scenario adds."""
        found = self._graph.nodes.get(node_id)
        return found or next((n for n in self._edits.nodes if n.id == node_id), None)

    def _shown_edge(self, key: EdgeKey | None) -> Edge | None:
        """An edge of the system, or one that the scenario adds."""
        if key is None:
            return None
        return self._graph.edges.get(key) or next((e for e in self._edits.edges if e.key == key), None)

    def _edges_of(self, node: str, *, upstream: bool) -> list[Edge]:
        """The edges on one side of a node, first what the scenario adds there."""
        graph = self._graph
        new = [e for e in self._edits.edges if node == (e.to_id if upstream else e.from_id)]
        if node not in graph.nodes:
            return new
        return [*new, *(graph.edges_into(node) if upstream else graph.edges_from(node))]

    def _tell_node(self, item: QListWidgetItem) -> None:
        node_id = item.data(Qt.ItemDataRole.UserRole)
        if node_id is not None:
            self.node_chosen.emit(node_id)


def _kind_text(kind: NodeKind) -> str:
    return tr("declared nowhere") if kind is NodeKind.UNKNOWN else told(kind)


def _stated(item: Node | Edge) -> list[tuple[str, str]]:
    if item.source is None:
        return [(tr("stated in"), tr("not recorded"))]
    return [(tr("stated in"), tr("by hand") if item.source == BY_HAND else str(item.source))]
