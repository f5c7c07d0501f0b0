"""The line at the foot of the window that says what is being done, how far it is, and stops it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from explorer.language import tr
from explorer.ui import plain

_APPEARS_AFTER_MS = 200
"""Work that is done sooner shows no bar: a flash tells nobody anything."""
_STEPS = 1000


class Progress(QWidget):
    """What is being done, a bar, and Cancel; hidden while nothing is."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = plain.label()
        self._bar = QProgressBar()
        self._bar.setMaximumWidth(220)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Progress"))
        self._cancel = QPushButton(tr("Cancel"))
        self._cancel.clicked.connect(self.cancelled)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 8, 0)
        for widget in (self._text, self._bar, self._cancel):
            layout.addWidget(widget)
        self._wait = QTimer(self, singleShot=True, interval=_APPEARS_AFTER_MS)
        self._wait.timeout.connect(self.show)
        self.hide()

    @property
    def text(self) -> str:
        """What is being done; empty when nothing is."""
        return self._text.text()

    def tell(self, text: str, part: float | None) -> None:
        """Show what is being done and which part of it is done, 0 to 1; None when that is not known."""
        self._text.setText(text)
        show_part(self._bar, part)
        if not self.isVisible() and not self._wait.isActive():
            self._wait.start()

    def done(self) -> None:
        """Nothing is being done any more."""
        self._wait.stop()
        self._text.clear()
        self.hide()


def show_part(bar: QProgressBar, part: float | None) -> None:
    """Show which part is done, 0 to 1; None when that is not known."""
    bar.setRange(0, 0 if part is None else _STEPS)
    if part is not None:
        bar.setValue(round(part * _STEPS))
