"""The suspects as a table: how likely, as a thin bar and a number, what may have happened, and what that explains."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from explorer.language import number, tr
from explorer.ui.panels.row_model import Column, Index, RowModel

_BAR, _BAR_HEIGHT, _PAD = 52, 4, 6


@dataclass(frozen=True, slots=True)
class SuspectRow:
    """One suspect, in words."""

    id: str
    probability: float
    what: str
    explains: str


class SuspectsModel(RowModel[SuspectRow]):
    """One row a suspect, the likeliest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        columns = (
            Column[SuspectRow](tr("Likely"), lambda row: number(row.probability, ".1%")),
            Column[SuspectRow](tr("What may have happened"), lambda row: row.what),
            Column[SuspectRow](tr("Explains"), lambda row: row.explains),
        )
        super().__init__(
            columns,
            parent,
            tip=lambda row: tr(
                "{likely:.1%}: {what}. It would explain {explained}.",
                likely=row.probability,
                what=row.what,
                explained=row.explains,
            ),
            spoken=lambda row: tr("{likely:.1%} likely: {what}", likely=row.probability, what=row.what),
            value=lambda row: row.probability,
        )

    def row_of(self, node_id: str) -> int | None:
        """The row of a node, where it is suspected."""
        return next((i for i, row in enumerate(self.rows) if row.id == node_id), None)


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
