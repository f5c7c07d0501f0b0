"""The command palette by keyboard: move, take, close, and wait for what is still being made ready."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLineEdit, QMainWindow

from explorer.domain.kinds import NodeKind
from explorer.ui.choices import Choice, Offer
from explorer.ui.panels.command_palette import CommandPalette

FRUIT = ("apple", "apricot", "banana")


def offer(typed):
    """Fruit that begins so."""
    found = tuple(Choice(n, n, "fruit", NodeKind.MODEL) for n in FRUIT if n.startswith(typed))
    return Offer(found, f"{len(found)} fit.")


@pytest.fixture
def window(qtbot):
    """A window with one line to type into."""
    made = QMainWindow()
    qtbot.addWidget(made)
    made.setCentralWidget(QLineEdit())
    made.resize(900, 600)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.centralWidget().setFocus()
    return made


@pytest.fixture
def palette(window):
    """A palette that offers fruit, open."""
    made = CommandPalette(window)
    made.open("Which fruit?", offer, ready=True, dark=False)
    return made


def press(qtbot, palette, *keys):
    """Press keys in the line."""
    for key in keys:
        qtbot.keyClick(palette.focusWidget(), key)


def test_arrows_move_round_and_enter_takes(qtbot, palette):
    """After the last comes the first; the palette is closed before anything happens."""
    assert palette.current.name == "apple"
    press(qtbot, palette, Qt.Key.Key_Up)
    assert palette.current.name == "banana"
    press(qtbot, palette, Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_Down)
    assert palette.current.name == "apricot"
    with qtbot.waitSignal(palette.chosen, check_params_cb=lambda choice: choice.name == "apricot"):
        press(qtbot, palette, Qt.Key.Key_Return)
    assert not palette.isVisible()


def test_what_fits_follows_each_letter(qtbot, palette):
    """The best is current again after each of them."""
    press(qtbot, palette, Qt.Key.Key_Down)
    qtbot.keyClicks(palette.focusWidget(), "b")
    assert [choice.name for choice in palette.choices] == ["banana"]
    assert (palette.current.name, palette.note) == ("banana", "1 fit.")
    qtbot.keyClicks(palette.focusWidget(), "x")
    assert (palette.choices, palette.current) == ([], None)
    press(qtbot, palette, Qt.Key.Key_Return, Qt.Key.Key_Down)
    assert palette.isVisible()


def test_esc_closes_and_gives_the_keyboard_back(qtbot, window, palette):
    """Nothing is chosen."""
    with qtbot.assertNotEmitted(palette.chosen), qtbot.waitSignal(palette.closed):
        press(qtbot, palette, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    qtbot.waitUntil(window.centralWidget().hasFocus)


def test_looking_elsewhere_closes(qtbot, window, palette):
    """A palette that lies over what one works on would be in the way."""
    window.centralWidget().setFocus()
    qtbot.waitUntil(lambda: not palette.isVisible())


def test_a_click_takes_a_row(qtbot, palette):
    """As Enter does."""
    rows = palette._list
    at = rows.visualRect(rows.model().index(2, 0)).center()
    with qtbot.waitSignal(palette.chosen, check_params_cb=lambda choice: choice.name == "banana"):
        qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_enter_waits_for_what_is_being_made_ready(qtbot, window):
    """Else a quick hand would take what only happens to be known first."""
    palette = CommandPalette(window)
    known = []
    palette.open("Which?", lambda typed: offer(typed) if known else Offer((), "…"), ready=False, dark=False)
    qtbot.keyClicks(palette.focusWidget(), "ban")
    with qtbot.assertNotEmitted(palette.chosen):
        press(qtbot, palette, Qt.Key.Key_Return)
    known.append(True)
    with qtbot.waitSignal(palette.chosen, check_params_cb=lambda choice: choice.name == "banana"):
        palette.be_ready()


def test_typing_on_takes_an_early_enter_back(qtbot, window):
    """What was entered is not what is wanted any more."""
    palette = CommandPalette(window)
    palette.open("Which?", offer, ready=False, dark=False)
    qtbot.keyClicks(palette.focusWidget(), "a")
    press(qtbot, palette, Qt.Key.Key_Return)
    qtbot.keyClicks(palette.focusWidget(), "p")
    with qtbot.assertNotEmitted(palette.chosen):
        palette.be_ready()
    assert palette.isVisible()


def test_it_stays_within_a_window_of_any_size(qtbot, window, palette):
    """And in its middle."""
    for width, height in ((500, 400), (1400, 900)):
        window.resize(width, height)
        qtbot.waitUntil(lambda: abs(palette.geometry().center().x() - window.rect().center().x()) <= 1)
        assert window.rect().contains(palette.geometry())


def test_a_hostile_name_is_shown_as_it_is(qtbot, window):
    """No markup is read, and what acts unseen is marked."""
    palette = CommandPalette(window)
    name = '<img src="/dev/zero">\u202e'
    palette.open("?", lambda _: Offer((Choice(name, name, "x", NodeKind.MODEL),), ""), ready=True, dark=True)
    shown = palette._list.model().index(0, 0)
    assert shown.data().startswith('<img src="/dev/zero">')
    assert "\u202e" not in shown.data()
    assert "&lt;img" in shown.data(Qt.ItemDataRole.ToolTipRole)
    palette.grab()


def test_a_screen_reader_hears_the_prompt_and_the_rows(palette):
    """The line is named by what it asks; a row is its words and its detail."""
    line = QAccessible.queryAccessibleInterface(palette.focusWidget())
    assert line.text(QAccessible.Text.Name) == "Which fruit?"
    row = palette._list.model().index(0, 0)
    assert row.data(Qt.ItemDataRole.AccessibleTextRole) == "apple, fruit"
