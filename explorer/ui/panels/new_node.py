"""The forms for a new node, and for one that was only named: kind, name, id, who owns it, and what sort it is."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from explorer.domain.attributes import NODE_ATTRIBUTES
from explorer.domain.changes import EditGraph
from explorer.domain.entities import Node
from explorer.domain.kinds import EdgeKind, NodeKind, Subtype
from explorer.domain.system_graph import SystemGraph
from explorer.domain.words import told
from explorer.language import tr
from explorer.session.editing import MADE, added_after, added_node, declared, derived_id, likely_kind
from explorer.session.written_values import words_of
from explorer.ui import plain
from explorer.ui.panels.form import PartForm, offer_teams
from explorer.ui.panels.new_edge import fill_kinds

_FIRST = (NodeKind.DATASET, NodeKind.FEATURE, NodeKind.MODEL, NodeKind.CONSUMER)


class NewNode(PartForm):
    """Asks for one node; its id can be left to the name."""

    def __init__(self, graph: SystemGraph, parent: QWidget | None = None) -> None:
        super().__init__(tr("Add Node"), self._change, parent)
        self._graph = graph
        self.kind = QComboBox()
        self.kind.setAccessibleName(tr("Kind"))
        for kind in (*_FIRST, *(k for k in MADE if k not in _FIRST)):
            self.kind.addItem(told(kind), kind.value)
        self.name = QLineEdit()
        self.name.setAccessibleName(tr("Name"))
        self.id = QLineEdit()
        self.id.setAccessibleName(tr("Id, which follows from the name where none is given"))
        self.owner = QLineEdit()
        self.owner.setAccessibleName(tr("Owner"))
        offer_teams(self.owner, graph)
        self.subtype = QComboBox()
        self.subtype.setAccessibleName(tr("Subtype"))
        for label, field in (
            (tr("Kind"), self.kind),
            (tr("Name"), self.name),
            (tr("Id"), self.id),
            (tr("Owner"), self.owner),
            (tr("Subtype"), self.subtype),
        ):
            self.rows.addRow(label, field)
        self.kind.currentIndexChanged.connect(self._show_subtypes)
        self.name.textChanged.connect(self._show_id)
        self._show_subtypes()
        self.name.setFocus()

    def _show_subtypes(self) -> None:
        attribute = NODE_ATTRIBUTES[NodeKind(self.kind.currentData())].get("subtype")
        self.subtype.clear()
        self.subtype.addItem(tr("nobody has said"), None)
        for word in () if attribute is None else words_of(attribute):
            self.subtype.addItem(told(Subtype(word)), word)
        self.rows.setRowVisible(self.subtype, attribute is not None)

    def _show_id(self, name: str) -> None:
        self.id.setPlaceholderText(derived_id(self._graph, name) if name.strip() else "")

    def _change(self) -> EditGraph:
        subtype = self.subtype.currentData()
        return added_node(
            self._graph,
            NodeKind(self.kind.currentData()),
            self.name.text(),
            node_id=self.id.text(),
            owner=self.owner.text(),
            subtype=None if subtype is None else Subtype(subtype),
        )


class NewNodeAfter(NewNode):
    """Asks for a node that takes what another gives, and for the kind of the edge to it."""

    def __init__(
        self, graph: SystemGraph, start: str, parent: QWidget | None = None, *, owner: str = ""
    ) -> None:
        """owner: who is proposed."""
        super().__init__(graph, parent)
        self.owner.setText(owner)
        self._start = graph.nodes[start]
        self.setWindowTitle(plain.legible(tr("Add Node after {name}", name=self._start.name)))
        self.edge_kind = QComboBox()
        self.edge_kind.setAccessibleName(tr("Kind of edge"))
        self.rows.addRow(tr("Kind of edge"), self.edge_kind)
        self.kind.currentIndexChanged.connect(self._show_edge_kinds)
        self.subtype.currentIndexChanged.connect(self._show_edge_kinds)
        self._show_edge_kinds()

    def _show_edge_kinds(self) -> None:
        subtype = self.subtype.currentData()
        kind = NodeKind(self.kind.currentData())
        fill_kinds(
            self.edge_kind, self._start, Node(id="", kind=kind, name="", subtype=subtype and Subtype(subtype))
        )

    def _change(self) -> EditGraph:
        subtype = self.subtype.currentData()
        return added_after(
            self._graph,
            self._start.id,
            NodeKind(self.kind.currentData()),
            self.name.text(),
            edge_kind=EdgeKind(self.edge_kind.currentData()),
            node_id=self.id.text(),
            owner=self.owner.text(),
            subtype=None if subtype is None else Subtype(subtype),
        )


class Declare(NewNode):
    """Asks what a part is that is only named so far; its id is known, and a kind that fits its edges is proposed."""

    def __init__(self, graph: SystemGraph, ghost: str, parent: QWidget | None = None) -> None:
        super().__init__(graph, parent)
        self.setWindowTitle(plain.legible(tr("Declare {name}", name=ghost)))
        self.id.setText(ghost)
        self.id.setReadOnly(True)
        self.name.setText(ghost)
        self.name.selectAll()
        self.kind.setCurrentIndex(self.kind.findData(likely_kind(graph, ghost).value))

    def _change(self) -> EditGraph:
        subtype = self.subtype.currentData()
        return declared(
            self._graph,
            self.id.text(),
            NodeKind(self.kind.currentData()),
            self.name.text(),
            owner=self.owner.text(),
            subtype=None if subtype is None else Subtype(subtype),
        )
