"""The models with their points in the four sections of the ML Test Score, the weakest first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from explorer.analysis.ml_test_score.rubric import Section
from explorer.analysis.ml_test_score.sheet import Sheet
from explorer.analysis.ml_test_score.telling import points_told, sheet_told
from explorer.domain.system_graph import SystemGraph
from explorer.language import marked, tr
from explorer.ui import plain

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_SHORT = {
    Section.DATA: marked("Data"),
    Section.MODEL: marked("Model"),
    Section.INFRASTRUCTURE: marked("Infra."),
    Section.MONITORING: marked("Monit."),
}
COLUMNS = (marked("Name"), *_SHORT.values(), marked("Score"))


class ScoresModel(QAbstractTableModel):
    """One row a model."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._graph = SystemGraph()
        self.sheets: Sequence[Sheet] = ()

    def set_sheets(self, graph: SystemGraph, sheets: Sequence[Sheet]) -> None:
        """Show these about `graph`."""
        self.beginResetModel()
        self._graph, self.sheets = graph, sheets
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Qt: one row a model."""
        return 0 if parent.isValid() else len(self.sheets)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Qt: the name, the sections, the score."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Qt: the columns' names."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return tr(COLUMNS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole and section:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt: a cell's text; the row in a sentence for whoever does not see it."""
        if not index.isValid():
            return None
        sheet = self.sheets[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            points = (points_told(sheet.points(each)) for each in Section)
            texts = (self._graph.nodes[sheet.model].name, *points, points_told(sheet.score))
            return plain.legible(texts[index.column()])
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column():
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            return plain.legible(sheet_told(self._graph, sheet))
        return None
