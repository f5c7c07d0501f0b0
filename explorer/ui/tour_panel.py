"""The small panel of the tour, beside what it speaks of, and the frame around that."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QRegion
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from explorer.language import tr
from explorer.ui import plain
from explorer.ui.passing_card import PassingCard

_WIDTH = 400
_GAP = 10
_LINE = 3


class TourPanel(PassingCard):
    """A step in words, and where one can go from it."""

    next_wanted = Signal()
    back_wanted = Signal()
    done_wanted = Signal()
    """The program is to do the step."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self.setFixedWidth(_WIDTH)
        self._title = plain.label()
        self._title.setObjectName("heading")
        self._place = plain.label()
        self._place.setObjectName("muted")
        self._text = plain.label()
        self._text.setWordWrap(True)
        self._done = plain.label(tr("✓ Done"))
        self.do = QPushButton()
        self.back = QPushButton(tr("Back"))
        self.next = QPushButton(tr("Next"))
        self._leave = QPushButton(tr("Leave the tour"))
        plain.tooltip(self._leave, tr("Leave the tour (Esc); Help → Tour begins it again."))
        self._assemble()
        self.do.clicked.connect(self.done_wanted)
        self.back.clicked.connect(self.back_wanted)
        self.next.clicked.connect(self.next_wanted)
        self._leave.clicked.connect(self.leave)

    @property
    def text(self) -> str:
        """What it says: the title, the place among the steps, the words."""
        return f"{self._title.text()} ({self._place.text()}). {self._text.text()}"

    def show_step(self, title: str, text: str, offer: str, place: int, count: int) -> None:
        """Say another step, and let the keyboard go on from it."""
        self._title.setText(title)
        self._place.setText(tr("Step {place} of {count}", place=place, count=count))
        self._text.setText(text)
        self.do.setText(offer)
        self.do.setVisible(bool(offer))
        self.back.setEnabled(place > 1)
        self.next.setText(tr("Next") if place < count else tr("Finish"))
        self.setAccessibleName(
            tr("Tour: {title}, step {place} of {count}", title=title, place=place, count=count)
        )
        self.setAccessibleDescription(plain.legible(text))
        self.adjustSize()
        self.show()
        self.raise_()
        self.next.setFocus()
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, plain.legible(self.text)))

    def show_state(self, *, is_done: bool, is_possible: bool) -> None:
        """Whether the step is done, and whether it can be; the keyboard is where one goes on from."""
        had_keys = self.do.hasFocus() or self.next.hasFocus()
        self._done.setVisible(is_done)
        self.do.setEnabled(is_possible)
        first = self.do if is_possible and not is_done and self.do.isVisible() else self.next
        for button in (self.do, self.next):
            button.setDefault(button is first)
        if had_keys:
            first.setFocus()

    def _assemble(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._place)
        middle = QHBoxLayout()
        middle.addWidget(self.do)
        middle.addWidget(self._done)
        middle.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self._leave)
        foot.addStretch(1)
        foot.addWidget(self.back)
        foot.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self._text)
        column.addLayout(middle)
        column.addLayout(foot)


class Ring(QFrame):
    """A frame around a part of the window; it takes no clicks and covers nothing but its own line."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setStyleSheet(f"border: {_LINE}px solid palette(highlight);")

    def surround(self, part: QRect) -> None:
        """Stand around this part of the window."""
        self.setGeometry(part)
        inner = self.rect().adjusted(_LINE, _LINE, -_LINE, -_LINE)
        self.setMask(QRegion(self.rect()) - QRegion(inner))
        self.show()
        self.raise_()


def place_beside(part: QRect, size: QSize, room: QRect) -> QPoint:
    """Where something of this size stands beside a part without leaving the room: right, left, below or above of it.

    Where no side has room, inside of it, in its upper right corner.
    """
    x = _within(part.left(), size.width(), room.left(), room.right())
    y = _within(part.top(), size.height(), room.top(), room.bottom())
    for place in (
        QPoint(part.right() + 1 + _GAP, y),
        QPoint(part.left() - _GAP - size.width(), y),
        QPoint(x, part.bottom() + 1 + _GAP),
        QPoint(x, part.top() - _GAP - size.height()),
    ):
        if room.contains(QRect(place, size)):
            return place
    corner = part.topRight() + QPoint(-_GAP - size.width(), _GAP)
    return QPoint(
        _within(corner.x(), size.width(), room.left(), room.right()),
        _within(corner.y(), size.height(), room.top(), room.bottom()),
    )


def _within(start: int, length: int, low: int, high: int) -> int:
    """The start nearest to `start` at which `length` ends within the room, or at least begins in it."""
    return max(low, min(start, high + 1 - length))
