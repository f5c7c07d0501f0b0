"""The card that tells of what the pointer rests on: beside it, never over it, and never in the mouse's way."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from explorer.session.glances import Glance
from explorer.ui import plain

WIDEST = 320
_AWAY = 10.0
_NARROWEST = 140
_PADDING = 12


class HoverCard(QFrame):
    """Takes neither the keyboard nor the mouse; what lies under it is hovered and clicked as if it were not there."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setObjectName("palette")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._title = plain.label()
        self._title.setObjectName("heading")
        self._second = plain.label()
        self._second.setObjectName("muted")
        self._lines = plain.label()
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(_PADDING, 8, _PADDING, 8)
        column.setSpacing(4)
        for made in (self._title, self._second, self._lines):
            made.setWordWrap(True)
            column.addWidget(made)
        self.hide()

    @property
    def text(self) -> str:
        """All that it says."""
        return "\n".join((self._title.text(), self._second.text(), self._lines.text()))

    def tell(self, glance: Glance, beside: QRectF) -> None:
        """Say this beside a part of the widget it lies over; nothing where there is no room beside it."""
        self._title.setText(glance.title)
        self._second.setText(glance.second)
        self._lines.setText("\n".join(glance.lines))
        self._lines.setVisible(bool(glance.lines))
        self.ensurePolished()
        size = self._size()
        place = place_beside(size, beside, QRectF(self._over.rect()))
        self.setVisible(place is not None)
        if place is not None:
            self.setGeometry(QRectF(place, size).toRect())
            self.raise_()

    def _size(self) -> QSizeF:
        """As wide as its longest line, up to a width that is read at a glance."""
        longest = max(
            made.fontMetrics().horizontalAdvance(line)
            for made in (self._title, self._second, self._lines)
            for line in made.text().split("\n")
        )
        width = min(max(longest + 2 * _PADDING + 8, _NARROWEST), WIDEST)
        return QSizeF(width, self._column.totalHeightForWidth(width))


def place_beside(size: QSizeF, kept: QRectF, room: QRectF) -> QPointF | None:
    """Where something may lie without covering `kept`: right of it, left, below, above; None for nowhere."""
    free = room.adjusted(4, 4, -4, -4)
    x = min(max(kept.left(), free.left()), free.right() - size.width())
    y = min(max(kept.top(), free.top()), free.bottom() - size.height())
    for place in (
        QPointF(kept.right() + _AWAY, y),
        QPointF(kept.left() - _AWAY - size.width(), y),
        QPointF(x, kept.bottom() + _AWAY),
        QPointF(x, kept.top() - _AWAY - size.height()),
    ):
        if free.contains(QRectF(place, size)):
            return place
    return None
