"""Keys that mean one thing in a list and another in the window: the list is answered, and only it."""

from itertools import combinations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QShortcut
from PySide6.QtWidgets import QListWidget, QMainWindow

from explorer.ui.own_keys import keep_key
from tests.ui.windows import SAMPLE, opened

WHILE = Qt.ShortcutContext


@pytest.mark.parametrize(
    ("key", "pressed", "modifier"),
    [
        (Qt.Key.Key_F2, Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Delete, Qt.Key.Key_Delete, Qt.KeyboardModifier.KeypadModifier),
        ("Ctrl+C", Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier),
    ],
)
def test_a_key_does_what_it_does_where_the_keyboard_is(qtbot, key, pressed, modifier):
    """In the list the one, in the window the other, never both and never neither."""
    window = QMainWindow()
    qtbot.addWidget(window)
    lines, other = QListWidget(window), QListWidget(window)
    done = []
    action = QAction("window", window)
    action.setShortcut(key)
    action.triggered.connect(lambda: done.append("window"))
    window.addAction(action)
    keep_key(lines, key, lambda: done.append("list"))
    window.show()
    window.activateWindow()
    for widget in (lines, other):
        widget.setFocus()
        qtbot.waitUntil(widget.hasFocus)
        qtbot.keyClick(widget, pressed, modifier)
    assert done == ["list", "window"]


def test_no_key_of_the_window_is_meant_twice(qtbot):
    """Of two shortcuts that hold at once Qt would follow neither."""
    window = opened(qtbot, SAMPLE)
    held = []
    for action in window.findChildren(QAction):
        places = [each for each in action.associatedObjects() if each.isWidgetType()]
        held += [
            (key.toString(), action.shortcutContext(), places, action.text()) for key in action.shortcuts()
        ]
    for shortcut in window.findChildren(QShortcut):
        held.append((shortcut.key().toString(), shortcut.context(), [shortcut.parent()], "a shortcut"))
    twice = [
        (key, one, two)
        for (key, how, where, one), (other, as_well, there, two) in combinations(held, 2)
        if key == other and (WHILE.WindowShortcut in (how, as_well) or set(where) & set(there))
    ]
    assert twice == []
