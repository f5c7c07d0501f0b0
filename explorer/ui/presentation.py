"""The saved views one after the other, each full screen under its name: to show a system to others."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from explorer.domain.geometry import Rect
from explorer.domain.saved_views import SavedView
from explorer.drawing.picture import Picture
from explorer.drawing.text import shown
from explorer.drawing.theme import Theme
from explorer.language import marked, tr
from explorer.ui import plain
from explorer.ui.actions import LONGEST_NAME
from explorer.ui.canvas.surface import Surface

_ON = (
    Qt.Key.Key_Right,
    Qt.Key.Key_Down,
    Qt.Key.Key_Space,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Return,
    Qt.Key.Key_N,
)
_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Backspace, Qt.Key.Key_PageUp, Qt.Key.Key_P)
_HINT = marked("→ next · ← back · Esc ends")


class Stage(Surface):
    """A picture that is only looked at; one part of it stays in view, whatever becomes of picture and window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._corners.tells_answer = True  # no banner is above it
        self._part: Rect | None = None

    def keep_in_view(self, part: Rect) -> None:
        """Show this part of the picture, and of those that come after it."""
        self._part = part
        self.look_at(part)

    def set_picture(self, picture: Picture, *, animate: bool = False) -> None:
        """As the surface does, with the same part in view."""
        super().set_picture(picture, animate=animate)
        self._look_again()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """All of the part, as large as the window lets it be."""
        super().resizeEvent(event)
        self._look_again()

    def turn_legend(self) -> None:
        """Unfold the legend, or fold it."""
        self.set_legend_unfolded(not self._corners.unfolded)

    def _look_again(self) -> None:
        if self._part is not None:
            self.look_at(self._part)


class Presentation(QWidget):
    """A window of its own, in which nothing can be changed; the project follows it from view to view."""

    left = Signal()
    """It was closed."""

    def __init__(
        self, parent: QWidget, views: Sequence[SavedView], go: Callable[[SavedView], str], theme: Theme
    ) -> None:
        """`go` lets the project show a view, and gives a sentence on what of it is no longer there."""
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("presentation")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._views = tuple(views)
        self._go = go
        self._place = 0
        self.stage = Stage(self)
        self.stage.set_theme(theme)
        self._title = plain.label()
        self._title.setObjectName("title")
        self._note = plain.label()
        self._note.setObjectName("muted")
        self._count = plain.label()
        self._count.setObjectName("muted")
        hint = plain.label(tr(_HINT))
        hint.setObjectName("muted")
        strip = QHBoxLayout()
        strip.setContentsMargins(24, 10, 24, 12)
        strip.setSpacing(16)
        strip.addWidget(self._title)
        strip.addWidget(self._note)
        strip.addStretch(1)
        strip.addWidget(hint)
        strip.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.stage, 1)
        column.addLayout(strip)

    @property
    def view(self) -> SavedView:
        """The one that is shown."""
        return self._views[self._place]

    def begin(self) -> None:
        """Show the first view on the whole screen."""
        self.setGeometry(self.screen().geometry())  # where no window manager makes it full screen
        self.showFullScreen()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show()

    def step(self, by: int) -> None:
        """So many views on, or back; the first and the last are the ends."""
        place = min(max(self._place + by, 0), len(self._views) - 1)
        if place != self._place:
            self._place = place
            self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """On, back, to the ends, out; and the legend."""
        key = Qt.Key(event.key())
        if key in _ON:
            self.step(1)
        elif key in _BACK:
            self.step(-1)
        elif key == Qt.Key.Key_Home:
            self.step(-len(self._views))
        elif key == Qt.Key.Key_End:
            self.step(len(self._views))
        elif key == Qt.Key.Key_L:
            self.stage.turn_legend()
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_F5):
            self.close()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click goes on, the right button back."""
        self.step(-1 if event.button() == Qt.MouseButton.RightButton else 1)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Say that it is over."""
        super().closeEvent(event)
        self.left.emit()

    def _show(self) -> None:
        view = self.view
        name = shown(view.name, LONGEST_NAME)
        self._title.setText(name)
        self._count.setText(tr("{place} of {count}", place=self._place + 1, count=len(self._views)))
        self.setWindowTitle(f"{name} – Ripplemap")
        self._note.setText(self._go(view))
        self.stage.keep_in_view(view.seen)
