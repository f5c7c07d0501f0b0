"""The card that tells of what the pointer rests on: beside it, never over it, and never in the mouse's way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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

    def tell(self, glance: Glance, beside: QRectF, spared: Sequence[QRectF] = (), text: float = 1.0) -> None:
        """Say this beside a part of the widget it lies over, on the side where it covers the fewest of what is to be
        spared; nothing where there is no room beside it. text: how many times as large as usual words are.
        """
        self._title.setText(glance.title)
        self._second.setText(glance.second)
        self._lines.setText("\n".join(glance.lines))
        self._lines.setVisible(bool(glance.lines))
        self.ensurePolished()
        size = self._size(round(WIDEST * text))
        place = place_beside(size, beside, QRectF(self._over.rect()), spared)
        self.setVisible(place is not None)
        if place is not None:
            self.setGeometry(QRectF(place, size).toRect())
            self.raise_()

    def _size(self, widest: int) -> QSizeF:
        """As wide as its longest line, up to a width that is read at a glance."""
        longest = max(
            made.fontMetrics().horizontalAdvance(line)
            for made in (self._title, self._second, self._lines)
            for line in made.text().split("\n")
        )
        width = min(max(longest + 2 * _PADDING + 8, _NARROWEST), widest)
        return QSizeF(width, self._column.totalHeightForWidth(width))


def place_beside(size: QSizeF, kept: QRectF, room: QRectF, spared: Sequence[QRectF] = ()) -> QPointF | None:
    """Where something may lie without covering `kept`: right of it, left, below or above, on whichever side it covers
    the fewest of what is to be spared; None for nowhere.
    """
    free = room.adjusted(4, 4, -4, -4)
    found = [place for place in _sides(size, kept, free) if free.contains(QRectF(place, size))]
    return min(found, key=lambda at: sum(QRectF(at, size).intersects(each) for each in spared), default=None)


def _sides(size: QSizeF, kept: QRectF, free: QRectF) -> Iterator[QPointF]:
    """Begin with begin, then middle with middle, then end with end; at each the right side first."""
    wide, high = size.width(), size.height()
    for share in (0.0, 0.5, 1.0):
        x = kept.left() + share * (kept.width() - wide)
        y = kept.top() + share * (kept.height() - high)
        x = min(max(x, free.left()), free.right() - wide)
        y = min(max(y, free.top()), free.bottom() - high)
        yield QPointF(kept.right() + _AWAY, y)
        yield QPointF(kept.left() - _AWAY - wide, y)
        yield QPointF(x, kept.bottom() + _AWAY)
        yield QPointF(x, kept.top() - _AWAY - high)
