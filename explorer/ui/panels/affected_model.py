"""The affected nodes of a what-if as a table: what happens, how surely, when, to whom, and whether it is seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from explorer.ui import plain

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_COLUMNS = ("Effect", "Node", "Certainty", "When", "Seen by")
WAVES = {0: "now", 1: "after the next retraining or reaction", 2: "later"}
_SHORT_WAVES = {0: "now", 1: "next round", 2: "later"}

EFFECT_WORDS = {
    "breaks": "✕ breaks",
    "wrong": "≠ silently wrong",
    "degraded": "▽ degraded",
    "schema-break": "± loses a field",
    "shifts": "≈ shifts",
    "stale": "◷ stale",
    "schema-add": "± gets a field",
}


@dataclass(frozen=True, slots=True)
class AffectedRow:
    """One affected node, in words."""

    id: str
    name: str
    effect: str
    certainty: str
    wave: int
    seen: str


class AffectedModel(QAbstractTableModel):
    """One row an affected node, in the order of the answer."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[AffectedRow] = ()

    def set_rows(self, rows: Sequence[AffectedRow]) -> None:
        """Show these."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def row_of(self, node_id: str) -> int | None:
        """The row of a node, where it is affected."""
        return next((i for i, row in enumerate(self.rows) if row.id == node_id), None)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Qt: one row a node."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Qt: the columns above."""
        return 0 if parent.isValid() else len(_COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Qt: the columns' names."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return _COLUMNS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt: a cell's words."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain.escaped(f"{row.name}: {row.certainty}, {WAVES[row.wave]}. Seen by {row.seen}.")
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        cells: Mapping[int, str] = {
            0: EFFECT_WORDS.get(row.effect, row.effect),
            1: row.name,
            2: row.certainty,
            3: _SHORT_WAVES[row.wave],
            4: row.seen,
        }
        return plain.legible(cells[index.column()])
