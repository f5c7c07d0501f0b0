"""The findings as a tree: a rule, below it the part of the system where there are several, below it each finding.

A row is found from its place in the groups, so that 10,000 findings cost no object each.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from explorer.domain.findings import Finding, SuppressedFinding
from explorer.domain.kinds import Severity
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import named, severity_word, spoken
from explorer.language import marked, tr
from explorer.session.folding import FindingGroup
from explorer.ui import plain, style

Index = QModelIndex | QPersistentModelIndex
Row = FindingGroup | Finding | SuppressedFinding
_COLUMNS = (marked("Finding"), marked("Why"))
_ROOT = QModelIndex()
_NAMES = 3


class FindingsModel(QAbstractItemModel):
    """Two columns: what it is and how often, or where; and why."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._graph = SystemGraph()
        self._top: Sequence[Row] = ()
        self._groups: list[
            tuple[FindingGroup, int, int]
        ] = []  # each with its own row and its parent's number
        self._numbers: dict[FindingGroup, int] = {}
        self._icons = {s: style.severity_icon(s, dark=False) for s in Severity}

    def set_dark(self, dark: bool) -> None:
        """Draw the marks dark or light."""
        self._icons = {s: style.severity_icon(s, dark=dark) for s in Severity}

    def set_groups(self, graph: SystemGraph, groups: Sequence[FindingGroup]) -> None:
        """Show these; a rule with one finding is that finding itself."""
        self.beginResetModel()
        self._graph = graph
        self._top = [g.children[0] if len(g.findings) == 1 else g for g in groups]
        self._groups.clear()
        self._numbers.clear()
        self._number(self._top, -1)
        self.endResetModel()

    def row_at(self, index: Index) -> Row | None:
        """What stands in a row."""
        if not index.isValid():
            return None
        return self._rows(int(index.internalId()))[index.row()]

    def index_of(self, finding: Finding) -> QModelIndex:
        """The row of a finding; invalid where it is not shown."""
        for number in range(len(self._groups) + 1):
            for place, row in enumerate(self._rows(number)):
                if row is finding:
                    return self.createIndex(place, 0, number)
        return QModelIndex()

    def first(self) -> QModelIndex:
        """The first row that is a finding; invalid where there is none."""
        index = self.index(0, 0)
        while isinstance(self.row_at(index), FindingGroup):
            index = self.index(0, 0, index)
        return index

    # What Qt asks.

    def index(self, row: int, column: int, parent: Index = _ROOT) -> QModelIndex:
        """Qt: a place in the tree."""
        if not 0 <= column < len(_COLUMNS) or not 0 <= row < self.rowCount(parent):
            return QModelIndex()
        group = self.row_at(parent)
        number = self._numbers[group] + 1 if isinstance(group, FindingGroup) else 0
        return self.createIndex(row, column, number)

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]  # QObject.parent() is another
        """Qt: the group a row is in."""
        number = int(index.internalId()) if index.isValid() else 0
        if not number:
            return QModelIndex()
        _, row, above = self._groups[number - 1]
        return self.createIndex(row, 0, above + 1)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Qt: how many rows a group has."""
        if not parent.isValid():
            return len(self._top)
        row = self.row_at(parent)
        return len(row.children) if isinstance(row, FindingGroup) and parent.column() == 0 else 0

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Qt: two everywhere."""
        return len(_COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Qt: the columns' names."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return tr(_COLUMNS[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt: a cell's text; its severity as an icon, and in words for whoever does not see it."""
        row = self.row_at(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return plain.legible(self._why(row) if index.column() else self._what(index, row))
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 0:
            return self._icons[_severity(row)]
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            return plain.legible(f"{severity_word(_severity(row))}: {self._what(index, row)}")
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 1:
            return plain.escaped(self._why(row))
        return None

    def _number(self, rows: Sequence[Row], above: int) -> None:
        for place, row in enumerate(rows):
            if isinstance(row, FindingGroup):
                self._numbers[row] = len(self._groups)
                self._groups.append((row, place, above))
                self._number(row.children, self._numbers[row])

    def _rows(self, number: int) -> Sequence[Row]:
        return self._groups[number - 1][0].children if number else self._top

    def _what(self, index: Index, row: Row) -> str:
        """A rule by name at the top; below it, where."""
        if isinstance(row, FindingGroup):
            return f"{row.title} ({len(row.findings):,})"
        finding = row.finding if isinstance(row, SuppressedFinding) else row
        if isinstance(row, SuppressedFinding):
            rule = spoken(finding.rule)
            return rule if index.parent().isValid() else tr("Suppressed: {finding}", finding=rule)
        if not index.parent().isValid():
            return spoken(finding.rule)
        above = self.row_at(index.parent())
        common = above.common if isinstance(above, FindingGroup) else frozenset()
        nodes = [i for i in finding.nodes if i in self._graph.nodes]
        if common:
            between = [i for i in nodes if i not in common] or nodes
            return tr("by way of {nodes}", nodes=named(self._graph, between, _NAMES))
        where = named(self._graph, nodes, _NAMES)
        return f"{spoken(finding.variant)}: {where}" if finding.variant else where

    def _why(self, row: Row) -> str:
        if isinstance(row, FindingGroup):
            return row.told
        if isinstance(row, SuppressedFinding):
            said = row.suppression
            until = tr("Until {day}: {reason}.", day=said.until, reason=said.reason.rstrip("."))
            return f"{until} {row.finding.reason}"
        return row.reason


def _severity(row: Row) -> Severity:
    return row.finding.severity if isinstance(row, SuppressedFinding) else row.severity
