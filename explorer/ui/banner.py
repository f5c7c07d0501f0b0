"""The banner above the canvas: which what-if, or which part of the system, is being looked at, and the way out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from explorer.ui import plain


class Banner(QFrame):
    """One line and a button that leaves; hidden while the whole system is shown as it is."""

    left = Signal()

    def __init__(self, leave: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._text = plain.label()
        self._text.setWordWrap(True)
        self._leave = QPushButton(leave)
        self._leave.clicked.connect(self.left)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 4, 8, 4)
        self._row.addWidget(self._text, 1)
        self._row.addWidget(self._leave)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def tell(self, text: str) -> None:
        """Show a line; an empty one hides the banner."""
        self._text.setText(text)
        self.setVisible(bool(text))

    def set_dark(self, dark: bool) -> None:
        """Use the colours for a dark or a light window."""
        self.setProperty("dark", dark)
        for widget in (self, *self.findChildren(QWidget)):
            self.style().unpolish(widget)
            self.style().polish(widget)


class FocusBanner(Banner):
    """Which part is shown, with the way back and forward, and how far around it one sees."""

    def offer(self, before: Sequence[QAction], after: Sequence[QAction]) -> None:
        """A button for each of these actions, before the text and after it; greyed where the action is."""
        for place, action in enumerate(before):
            self._row.insertWidget(place, self._button(action))
        for action in after:
            self._row.insertWidget(self._row.count() - 1, self._button(action))

    def _button(self, action: QAction) -> QToolButton:
        made = QToolButton(self)
        made.setDefaultAction(action)
        made.setAutoRaise(True)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setAccessibleDescription(action.statusTip())
        return made
