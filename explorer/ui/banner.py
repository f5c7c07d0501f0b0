"""The banner above the canvas: which what-if, or which part of the system, is being looked at, and the way out."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

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
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 8, 8)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._leave)
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
        self.style().unpolish(self)
        self.style().polish(self)
