"""The suspects as a table: how likely, as a thin bar and a number, what may have happened, and what that explains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from explorer.ui import plain

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_COLUMNS = ("Likely", "What may have happened", "Explains")
_BAR, _BAR_HEIGHT, _PAD = 52, 4, 6


@dataclass(frozen=True, slots=True)
class SuspectRow:
    """One suspect, in words."""

    id: str
    probability: float
    what: str
    explains: str


class SuspectsModel(QAbstractTableModel):
    """One row a suspect, the likeliest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[SuspectRow] = ()

    def set_rows(self, rows: Sequence[SuspectRow]) -> None:
        """Show these."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def row_of(self, node_id: str) -> int | None:
        """The row of a node, where it is suspected."""
        return next((i for i, row in enumerate(self.rows) if row.id == node_id), None)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Qt: one row a suspect."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Qt: three columns."""
        return 0 if parent.isValid() else len(_COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Qt: the columns' names."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return _COLUMNS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt: a cell's words; the probability itself for the bar."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row.probability
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain.escaped(f"{row.probability:.1%}: {row.what}. It would explain {row.explains}.")
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            return plain.legible(f"{row.probability:.1%} likely: {row.what}")
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return plain.legible((f"{row.probability:.1%}", row.what, row.explains)[index.column()])


class BarDelegate(QStyledItemDelegate):
    """Paints a probability as a thin bar with its number beside it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt: the row's own ground, then bar and number."""
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        roles = QPalette.ColorRole
        ink = option.palette.color(roles.HighlightedText if chosen else roles.Text)
        bar = option.palette.color(roles.HighlightedText if chosen else roles.Link)
        track = option.palette.color(roles.HighlightedText if chosen else roles.Mid)
        track.setAlphaF(0.35)
        box = QRectF(option.rect)
        ground = QRectF(box.left() + _PAD, box.center().y() - _BAR_HEIGHT / 2, _BAR, _BAR_HEIGHT)
        part = min(max(float(index.data(Qt.ItemDataRole.UserRole)), 0.0), 1.0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(track)
        painter.drawRoundedRect(ground, 1, 1)
        painter.setBrush(bar)
        painter.drawRoundedRect(QRectF(ground.left(), ground.top(), max(_BAR * part, 2), _BAR_HEIGHT), 1, 1)
        painter.setPen(ink)
        number = box.adjusted(_PAD + _BAR + 4, 0, -_PAD, 0)
        painter.drawText(number, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), text)
        painter.restore()
