"""The rows of the command palette: an icon, the words, and at the right a key or what a node is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from explorer.ui import plain
from explorer.ui.choices import Choice
from explorer.ui.kind_icons import kind_icon

Index = QModelIndex | QPersistentModelIndex
DETAIL = Qt.ItemDataRole.UserRole
_ROOT = QModelIndex()
_MARGIN = 12
_GAP = 24
ROW = 30
_LEAST_DETAIL = 0.3
"""Of a row, for what stands at the right where the words are long."""


class ChoiceModel(QAbstractListModel):
    """Choices in order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.choices: Sequence[Choice] = ()
        self.dark = False

    def show(self, choices: Sequence[Choice], *, dark: bool) -> None:
        """Offer these, in the place of what was offered."""
        self.beginResetModel()
        self.choices, self.dark = choices, dark
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Qt: one row a choice."""
        return 0 if parent.isValid() else len(self.choices)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt: what a row shows and says."""
        if not index.isValid():
            return None
        choice = self.choices[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return plain.legible(choice.words)
        if role == DETAIL:
            return plain.legible(choice.detail)
        if role == Qt.ItemDataRole.DecorationRole and choice.kind is not None:
            return kind_icon(choice.kind, dark=self.dark)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain.escaped(_spoken(choice))
        return plain.legible(_spoken(choice)) if role == Qt.ItemDataRole.AccessibleTextRole else None


def _spoken(choice: Choice) -> str:
    return f"{choice.words}, {choice.detail}" if choice.detail else choice.words


class ChoiceDelegate(QStyledItemDelegate):
    """Paints the words at the left and the detail, fainter, at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Qt: all rows alike."""
        return QSize(0, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt: a row."""
        self.initStyleOption(option, index)
        metrics = QFontMetrics(option.font)
        area = option.rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        room = area.width() - option.decorationSize.width() - _MARGIN
        beside = room - metrics.horizontalAdvance(option.text) - _GAP
        right = _shortened(metrics, str(index.data(DETAIL)), max(beside, round(room * _LEAST_DETAIL)))
        taken = metrics.horizontalAdvance(right) + _GAP if right else 0
        option.text = _shortened(metrics, option.text, room - taken)
        style = option.widget.style() if option.widget is not None else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if is_chosen else QPalette.ColorRole.PlaceholderText
        painter.setPen(option.palette.color(role))
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, right)


def _shortened(metrics: QFontMetrics, text: str, width: int) -> str:
    return metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, max(0, width))
