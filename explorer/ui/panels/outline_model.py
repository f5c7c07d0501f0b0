"""The system as a tree, team → kind → node, for the outline; light enough for 100,000 nodes.

A row is found by arithmetic from its place, so that filtering rebuilds plain lists and nothing else, of a large
system in steps. What stands below a kind is put in order when somebody looks there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionRange,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from explorer.domain.entities import Node
from explorer.domain.kinds import NodeKind
from explorer.domain.system_graph import SystemGraph
from explorer.language import marked, number, tr
from explorer.session.filtering import matching_in_parts, parse_filter
from explorer.ui import plain
from explorer.ui.kind_icons import kind_icon

Index = QModelIndex | QPersistentModelIndex
_ORDER = {kind: place for place, kind in enumerate(NodeKind)}
_HEADINGS: Mapping[NodeKind, str] = {
    NodeKind.PRODUCER: marked("Producers"),
    NodeKind.DATASET: marked("Datasets"),
    NodeKind.JOB: marked("Jobs"),
    NodeKind.FEATURE: marked("Features"),
    NodeKind.ARTIFACT: marked("Artifacts"),
    NodeKind.MODEL: marked("Models"),
    NodeKind.CONSUMER: marked("Consumers"),
    NodeKind.WORLD: marked("World"),
    NodeKind.METRIC: marked("Metrics"),
    NodeKind.OBJECTIVE: marked("Objectives"),
    NodeKind.MONITOR: marked("Monitors"),
    NodeKind.UNKNOWN: marked("Declared nowhere"),
}
_SHIFTED = 1 << 24
_A_TURN = 5_000
"""Nodes, which take some 4 ms."""
_ROOT = QModelIndex()


class _KindBranch:
    """The nodes of a team and a kind."""

    def __init__(self, team: int, number: int, kind: NodeKind, label: str, nodes: list[Node]) -> None:
        """`nodes` in order of id; team and number: where it stands."""
        self.team, self.number, self.kind = team, number, kind
        self.count = len(nodes)
        self.label = label
        self._unordered = nodes

    @property
    def heading(self) -> str:
        """Its kind, and how many there are."""
        return f"{self.label} ({number(self.count)})"

    @cached_property
    def nodes(self) -> list[Node]:
        """In order of name."""
        return sorted(self._unordered, key=lambda n: n.name.lower())

    @cached_property
    def rows(self) -> dict[str, int]:
        """The row of each node, by its id."""
        return {node.id: row for row, node in enumerate(self.nodes)}


@dataclass(slots=True)
class _TeamBranch:
    label: str
    kinds: list[_KindBranch]


class OutlineModel(QAbstractItemModel):
    """Teams, below them kinds, below them nodes, in order of name; only what matches the filter."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._graph = SystemGraph()
        self.wanted = self._graph, ""
        """The system and the filter that are shown, or made ready to be shown."""
        self._dark = False
        self._teams: list[_TeamBranch] = []
        self._branches: dict[tuple[str | None, NodeKind], _KindBranch] = {}
        self._shown_count = 0

    @property
    def shown_count(self) -> int:
        """How many nodes match the filter."""
        return self._shown_count

    @property
    def longest_headings(self) -> list[str]:
        """Of each kind, what stands over its nodes where a team has the most of them."""
        longest: dict[NodeKind, _KindBranch] = {}
        for branch in self._branches.values():
            if branch.kind not in longest or branch.count > longest[branch.kind].count:
                longest[branch.kind] = branch
        return [branch.heading for branch in longest.values()]

    def show_graph(self, graph: SystemGraph) -> Iterator[None]:
        """Show this system, in steps; until the last one what was shown before."""
        return self._show(graph, self.wanted[1])

    def show_matching(self, text: str) -> Iterator[None]:
        """Show only nodes whose name, id, kind or second line holds every word of `text`, in steps."""
        return self._show(self.wanted[0], text)

    def set_dark(self, dark: bool) -> None:
        """Draw the icons dark or light."""
        if dark != self._dark:
            self._dark = dark
            self.layoutChanged.emit()  # no row has moved, all look different

    def node_id(self, index: Index) -> str | None:
        """The id of the node in a row; None for a team or kind."""
        node = self._node(index)
        return None if node is None else node.id

    def index_of(self, node_id: str) -> QModelIndex:
        """The row of a node; an invalid index where the filter hides it."""
        node = self._graph.nodes.get(node_id)
        branch = None if node is None else self._branches.get((node.owner, node.kind))
        row = None if branch is None else branch.rows.get(node_id)
        if branch is None or row is None:
            return QModelIndex()
        return self.createIndex(row, 0, _address(branch.team, branch.number))

    def selection_of(self, ids: Iterable[str]) -> QItemSelection:
        """The rows of these nodes, in as few ranges as there are gaps between them."""
        rows: dict[int, list[int]] = {}
        for index in map(self.index_of, ids):
            if index.isValid():
                rows.setdefault(index.internalId(), []).append(index.row())
        found = QItemSelection()
        for address, here in rows.items():
            here.sort()
            begins = [row for before, row in zip([-2, *here], here, strict=False) if row != before + 1]
            ends = [row for row, after in zip(here, [*here[1:], -2], strict=True) if after != row + 1]
            for first, last in zip(begins, ends, strict=True):
                found.append(
                    QItemSelectionRange(
                        self.createIndex(first, 0, address), self.createIndex(last, 0, address)
                    )
                )
        return found

    def _show(self, graph: SystemGraph, text: str) -> Iterator[None]:
        self.wanted = wanted = graph, text
        grouped: dict[str | None, dict[NodeKind, list[Node]]] = {}
        for part in _parts(graph, text):
            for node in part:
                grouped.setdefault(node.owner, {}).setdefault(node.kind, []).append(node)
            yield
            if self.wanted is not wanted:
                return
        self.beginResetModel()
        self._graph, self._teams, self._branches = graph, [], {}
        labels = {kind: tr(heading) for kind, heading in _HEADINGS.items()}
        for team, owner in enumerate(sorted(grouped, key=lambda o: (o is None, o or ""))):
            kinds = sorted(grouped[owner].items(), key=lambda item: _ORDER[item[0]])
            branches = [
                _KindBranch(team, place, kind, labels[kind], nodes)
                for place, (kind, nodes) in enumerate(kinds)
            ]
            self._teams.append(_TeamBranch(self._team_label(owner), branches))
            self._branches.update(((owner, branch.kind), branch) for branch in branches)
        self._shown_count = sum(branch.count for branch in self._branches.values())
        self.endResetModel()

    def _team_label(self, owner: str | None) -> str:
        if owner is None:
            return tr("No owner")
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
            return self._teams[address - 1].kinds[parent.row()].count
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
            return self._teams[address - 1].kinds[index.row()].heading
        if role == Qt.ItemDataRole.DecorationRole and 0 < index.internalId() <= _SHIFTED:
            return kind_icon(self._teams[index.internalId() - 1].kinds[index.row()].kind, dark=self._dark)
        if role == Qt.ItemDataRole.ToolTipRole and node is not None:
            lines = dict.fromkeys((node.name, node.id, node.description or ""))
            return plain.escaped("\n".join(lines).strip())
        return None


def _address(team: int, kind: int) -> int:
    return _SHIFTED + 1 + team * 64 + kind


def _parts(graph: SystemGraph, text: str) -> Iterator[list[Node]]:
    """The nodes that match, some at a time."""
    wanted = parse_filter(text)
    if wanted:
        for ids in matching_in_parts(graph, wanted):
            yield [graph.nodes[i] for i in ids]
    else:
        nodes = list(graph.nodes.values())
        for start in range(0, len(nodes), _A_TURN):
            yield nodes[start : start + _A_TURN]
