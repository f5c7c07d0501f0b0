"""The way through the window by keys: from part to part, and with Tab through all of them and back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from explorer.ui.parts import go_to_part
from tests.ui.windows import SAMPLE, opened


@pytest.fixture
def window(qtbot):
    """The sample, its ranker selected, the keyboard on the picture."""
    made = opened(qtbot, SAMPLE)
    made.select(("ranker",))
    qtbot.waitUntil(lambda: made.is_at_rest, timeout=30_000)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.canvas.setFocus()
    return made


def part(window):
    """Which part has the keyboard."""
    focused = QApplication.focusWidget()
    parts = {"outline": window.outline, "inspector": window.inspector, "answers": window.foot}
    return next(
        (name for name, each in parts.items() if each is focused or each.isAncestorOf(focused)), "picture"
    )


def test_a_key_goes_from_part_to_part_and_another_goes_back(window):
    """A part that is closed is passed over; the bars above the picture are of the picture."""
    gone = []
    for _ in range(4):
        window.actions_by_name["next_part"].trigger()
        gone.append(part(window))
    assert gone == ["outline", "inspector", "answers", "picture"]
    window.desk.docks[2].hide()
    window.actions_by_name["part_before"].trigger()
    assert part(window) == "inspector"
    window.desk.filter_bar.open()
    go_to_part(window.desk, 1)
    assert part(window) == "outline"


def test_tab_goes_through_every_part_once_and_ends_where_it_began(qtbot, window):
    """In the order in which one reads; nothing holds it."""
    gone, seen = ["picture"], {}
    for _ in range(200):
        focused: QWidget = QApplication.focusWidget()
        assert focused not in seen
        seen[focused] = None
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
        if part(window) != gone[-1]:
            gone.append(part(window))
        if QApplication.focusWidget() is window.canvas:
            break
    assert gone == ["picture", "outline", "inspector", "answers", "picture"]
    assert window.foot.cornerWidget() in seen
