"""Keys that a list keeps for itself, though elsewhere in the window they do something else.

As shortcuts of the list they would not do: Qt answers to neither of two that are meant alike.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

Key = QKeySequence | QKeySequence.StandardKey | Qt.Key | str


def keep_key(widget: QWidget, key: Key, do: Callable[[], object]) -> None:
    """Let a key do this while the widget has the keyboard. key: a standard one may be several."""
    keys = QKeySequence.keyBindings(key) if isinstance(key, QKeySequence.StandardKey) else [QKeySequence(key)]
    _Kept(widget, keys, do)


class _Kept(QObject):
    def __init__(self, widget: QWidget, keys: list[QKeySequence], do: Callable[[], object]) -> None:
        super().__init__(widget)
        self._keys, self._do = keys, do
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: say that the key is wanted here, before any shortcut is looked for; then do what it does."""
        if not isinstance(event, QKeyEvent):
            return False
        bare = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if QKeySequence(QKeyCombination(bare, Qt.Key(event.key()))) not in self._keys:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress:
            self._do()
            return True
        return False
