"""What a line offers to whoever writes in it: what there is, wherever in it the letters stand.

Qt's own list takes the first Return for itself, also from whoever wrote a name to its end and chose nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit

_RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Completing(QCompleter):
    """Return takes the row that is chosen; where none is, it does what it does in a line without a list."""

    def __init__(self, line: QLineEdit, offered: Sequence[str] = ()) -> None:
        super().__init__(line)
        self._offered = QStringListModel(list(offered), self)
        self.setModel(self._offered)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)

    def offer(self, texts: Sequence[str]) -> None:
        """Offer these in the place of what was offered."""
        self._offered.setStringList(list(texts))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the list is open, and has the keyboard."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _RETURN:
            rows = self.popup()
            if watched is rows and not rows.currentIndex().isValid():
                rows.hide()
                QCoreApplication.sendEvent(self.widget(), event)
                return True
        return super().eventFilter(watched, event)
