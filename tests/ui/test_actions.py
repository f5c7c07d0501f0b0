"""The actions: each is there once, has words, and no two answer to one key."""

from collections import Counter

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMainWindow, QToolBar

from explorer.ui.action_specs import SPECS
from explorer.ui.actions import LOOKS, MENUS, SPEECH, SUBMENUS, TOOLBAR, Actions
from tests.ui.windows import SAMPLE, new_window, opened


def test_no_two_actions_have_one_key(qapp):
    """Qt would then answer to neither."""
    keys = Counter(
        key.toString() for spec in SPECS if spec.key is not None for key in [QKeySequence(spec.key)]
    )
    assert {key: count for key, count in keys.items() if count > 1 or not key} == {}


def test_every_action_stands_in_exactly_one_menu():
    """Whoever looks for something finds it there; the toolbar only repeats."""
    menus = (*MENUS, *SUBMENUS.values())
    placed = [name for _, names in menus for name in names if name is not None and name not in SUBMENUS]
    assert sorted(placed) == sorted(spec.name for spec in SPECS)
    assert {name for name in TOOLBAR if name} <= set(placed)


def test_the_toolbar_stays_as_it_is_when_undo_gets_a_name(qtbot):
    """Its other words would move away under the pointer; the menu and the tooltip name what is undone."""
    window = opened(qtbot, SAMPLE)
    undo = window.actions_by_name["undo"]
    window.project.rename_node("ranker", "Ranking & more")
    window.project.rename_node("ranker", "ranker")
    assert (undo.iconText(), undo.text()) == ("Undo", "&Undo “Rename Ranking && more”")
    assert "Rename Ranking &amp; more" in undo.toolTip()
    window.project.undo()
    window.project.undo()
    assert "Ranking" not in undo.toolTip()


def test_every_action_says_what_it_does():
    """One sentence for the status bar and the tooltip."""
    assert [spec.name for spec in SPECS if not spec.tip.endswith(".")] == []


def test_menus_and_toolbar_hold_the_same_actions(qtbot):
    """Switching one off switches it off everywhere, and each does its work."""
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = Actions(window)
    menus = actions.fill_menus(window.menuBar())
    bar = QToolBar()
    qtbot.addWidget(bar)
    actions.fill_toolbar(bar)
    done = []
    actions.connect({"fit": lambda: done.append("fit")})
    actions["fit"].trigger()
    actions.enable(("fit",), False)
    actions["fit"].trigger()
    assert done == ["fit"]
    assert [a.isEnabled() for a in (*menus["View"].actions(), *bar.actions()) if a.text() == "&Fit"] == [
        False
    ] * 2


def test_an_action_that_does_not_exist_cannot_be_connected(qtbot):
    """A misspelt name is a bug, not silence."""
    window = QMainWindow()
    qtbot.addWidget(window)
    with pytest.raises(KeyError):
        Actions(window).connect({"fti": lambda: None})


def test_the_window_gives_every_action_something_to_do(qtbot):
    """None stands in a menu and does nothing."""
    window = new_window(qtbot)
    idle = [
        spec.name for spec in SPECS if not window.actions_by_name[spec.name].receivers("2triggered(bool)")
    ]
    assert idle == []


def test_without_a_system_only_opening_helping_and_leaving_are_on(qtbot):
    """Everything else but the looks and the language would have nothing to work on."""
    window = new_window(qtbot)
    on = {spec.name for spec in SPECS if window.actions_by_name[spec.name].isEnabled()}
    assert on - {*LOOKS, *SPEECH} == {
        "new_system",
        "open",
        "open_folder",
        "connect_database",
        "full_screen",
        "palette",
        "help",
        "help_keys",
        "tour",
        "quit",
        "about",
    }
