"""The system as a tree, team → kind → node, for the outline; light enough for 100,000 nodes.

A row is found by arithmetic from its place, so that filtering rebuilds plain lists and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from explorer.domain.entities import Node
from explorer.domain.kinds import NodeKind
from explorer.domain.system_graph import SystemGraph
from explorer.ui import plain
from explorer.ui.kind_icons import kind_icon

Index = QModelIndex | QPersistentModelIndex
_ORDER = {kind: place for place, kind in enumerate(NodeKind)}
_PLURAL = {NodeKind.WORLD: "world", NodeKind.UNKNOWN: "declared nowhere"}
_SHIFTED = 1 << 24
_ROOT = QModelIndex()


@dataclass(slots=True)
class _KindBranch:
    kind: NodeKind
    label: str
    nodes: list[Node]


@dataclass(slots=True)
class _TeamBranch:
    label: str
    kinds: list[_KindBranch]


class OutlineModel(QAbstractItemModel):
    """Teams, below them kinds, below them nodes, in order of name; only what matches the filter."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._graph = SystemGraph()
        self._filter = ""
        self._dark = False
        self._teams: list[_TeamBranch] = []
        self._places: dict[str, tuple[int, int, int]] = {}

    @property
    def shown_count(self) -> int:
        """How many nodes match the filter."""
        return len(self._places)

    def set_graph(self, graph: SystemGraph) -> None:
        """Show this system."""
        self._graph = graph
        self._rebuild()

    def set_dark(self, dark: bool) -> None:
        """Draw the icons dark or light."""
        if dark != self._dark:
            self._dark = dark
            self.layoutChanged.emit()  # no row has moved, all look different

    def set_filter(self, text: str) -> None:
        """Show only nodes whose name, id, kind or second line holds every word of `text`."""
        if text != self._filter:
            self._filter = text
            self._rebuild()

    def node_id(self, index: Index) -> str | None:
        """The id of the node in a row; None for a team or kind."""
        node = self._node(index)
        return None if node is None else node.id

    def index_of(self, node_id: str) -> QModelIndex:
        """The row of a node; an invalid index where the filter hides it."""
        place = self._places.get(node_id)
        if place is None:
            return QModelIndex()
        team, kind, row = place
        return self.createIndex(row, 0, _address(team, kind))

    def _rebuild(self) -> None:
        self.beginResetModel()
        words = self._filter.lower().split()
        grouped: dict[str | None, dict[NodeKind, list[Node]]] = {}
        for node in self._graph.nodes.values():
            if not words or _matches(node, words):
                grouped.setdefault(node.owner, {}).setdefault(node.kind, []).append(node)
        self._teams = []
        for owner in sorted(grouped, key=lambda o: (o is None, o or "")):
            kinds = sorted(grouped[owner].items(), key=lambda item: _ORDER[item[0]])
            self._teams.append(_TeamBranch(self._team_label(owner), [_branch(k, n) for k, n in kinds]))
        self._places = {
            node.id: (t, k, row)
            for t, team in enumerate(self._teams)
            for k, kind in enumerate(team.kinds)
            for row, node in enumerate(kind.nodes)
        }
        self.endResetModel()

    def _team_label(self, owner: str | None) -> str:
        if owner is None:
            return "No owner"
        team = self._graph.teams.get(owner)
        return team.name if team is not None and team.name else owner

    def _node(self, index: Index) -> Node | None:
        address = index.internalId() if index.isValid() else 0
        if address <= _SHIFTED:
            return None
        team, kind = divmod(address - _SHIFTED - 1, 64)
        return self._teams[team].kinds[kind].nodes[index.row()]

    # Qt's interface of a tree: an address of 0 is a team's, team + 1 a kind's, beyond _SHIFTED a node's.

    def index(self, row: int, column: int, parent: Index = _ROOT) -> QModelIndex:
        """Qt: the index of a row below `parent`."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        if not parent.isValid():
            return self.createIndex(row, column, 0)
        if parent.internalId() == 0:
            return self.createIndex(row, column, parent.row() + 1)
        return self.createIndex(row, column, _address(parent.internalId() - 1, parent.row()))

    def parent(self, index: Index = _ROOT) -> QModelIndex:  # type: ignore[override]
        """Qt: the row above, in the tree."""
        address = index.internalId() if index.isValid() else 0
        if address == 0:
            return QModelIndex()
        if address <= _SHIFTED:
            return self.createIndex(address - 1, 0, 0)
        team, kind = divmod(address - _SHIFTED - 1, 64)
        return self.createIndex(kind, 0, team + 1)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Qt: how many rows stand below `parent`."""
        if parent.column() > 0:
            return 0
        if not parent.isValid():
            return len(self._teams)
        address = parent.internalId()
        if address == 0:
            return len(self._teams[parent.row()].kinds)
        if address <= _SHIFTED:
            return len(self._teams[address - 1].kinds[parent.row()].nodes)
        return 0

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Qt: always one."""
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt: the text of a row, the icon of a kind, and the node's description as its tooltip."""
        if not index.isValid():
            return None
        node = self._node(index)
        if role == Qt.ItemDataRole.DisplayRole:
            if node is not None:
                return plain.legible(node.name)
            address = index.internalId()
            if address == 0:
                return plain.legible(self._teams[index.row()].label)
            branch = self._teams[address - 1].kinds[index.row()]
            return f"{branch.label} ({len(branch.nodes):,})"
        if role == Qt.ItemDataRole.DecorationRole and 0 < index.internalId() <= _SHIFTED:
            return kind_icon(self._teams[index.internalId() - 1].kinds[index.row()].kind, dark=self._dark)
        if role == Qt.ItemDataRole.ToolTipRole and node is not None:
            return plain.escaped(f"{node.id}\n{node.description or ''}".strip())
        return None


def _address(team: int, kind: int) -> int:
    return _SHIFTED + 1 + team * 64 + kind


def _branch(kind: NodeKind, nodes: list[Node]) -> _KindBranch:
    label = _PLURAL.get(kind, f"{kind}s")
    return _KindBranch(kind, label.capitalize(), sorted(nodes, key=lambda n: (n.name.lower(), n.id)))


def _matches(node: Node, words: list[str]) -> bool:
    text = f"{node.name} {node.id} {node.kind} {node.subtype or ''} {node.owner or ''}".lower()
    return all(word in text for word in words)
