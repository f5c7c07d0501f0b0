"""F1 opens the help about the part of the window that has the keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from explorer.errors import InputError
from explorer.ui import help as help_module
from tests.ui.windows import new_window, opened, small


def test_before_a_system_is_open_it_says_how_to_begin(qtbot):
    """The start page is about getting started."""
    window = new_window(qtbot)
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert (window.help.shown.page, window.help.shown.isVisible()) == ("start", True)


def test_each_part_of_the_window_has_its_page(qtbot, tmp_path):
    """The picture, and each tab of answers."""
    window = opened(qtbot, small(tmp_path))
    window.canvas.setFocus()
    qtbot.keyClick(window.canvas, Qt.Key.Key_F1)
    assert window.help.shown.page == "picture"
    foot = window.foot
    for tab, page in (
        (foot.questions, "questions"),
        (foot.findings, "findings"),
        (foot.what_if, "what-if"),
        (foot.faults, "faults"),
        (foot.problems, "importing"),
    ):
        foot.setCurrentWidget(tab)
        foot.tabBar().setFocus()
        window.help.open_about()
        assert window.help.shown.page == page
    assert all(window.help._page() for i in range(foot.count()) if not foot.setCurrentIndex(i))


def test_the_keys_are_one_click_away(qtbot):
    """Help → Keys."""
    window = new_window(qtbot)
    window.actions_by_name["help_keys"].trigger()
    assert window.help.shown.page == "keys"


def test_missing_pages_are_told(qtbot, monkeypatch):
    """An installation without them is no reason to fall over."""

    def missing():
        raise InputError("The help pages are missing.", hint="Install it again.")

    window = new_window(qtbot)
    monkeypatch.setattr(help_module, "help_pages", missing)
    window.actions_by_name["help"].trigger()
    box = window.findChild(QMessageBox)
    assert "Install it again" in box.text()
    box.close()
    assert window.help.shown is None


@pytest.mark.parametrize("name", ["help", "help_keys"])
def test_the_actions_are_in_the_menu(qtbot, name):
    """Under Help, with words for the status line."""
    window = new_window(qtbot)
    menu = next(each for each in window.menuBar().actions() if each.text() == "&Help").menu()
    assert window.actions_by_name[name] in menu.actions()
    assert window.actions_by_name[name].statusTip()
