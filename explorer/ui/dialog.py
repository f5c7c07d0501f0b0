"""What every dialog has: a letter for each of its buttons and fields."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog

from explorer.ui.letters import give_letters


class Dialog(QDialog):
    """Gives the letters as soon as it is shown, when all its words are there."""

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: it is there."""
        give_letters(self)
        super().showEvent(event)
