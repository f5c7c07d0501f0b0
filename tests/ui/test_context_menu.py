"""The menu of what is under the pointer: right for each kind of thing, and nothing in it that cannot be done."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication

from explorer.domain.geometry import Point
from explorer.drawing.folded import card_of
from tests.ui.windows import at_rest, opened, small

pytestmark = pytest.mark.qt_log_ignore("does not support raise", "does not support grabbing")
"""What the platform without a screen says of every menu that opens."""


@pytest.fixture
def window(qtbot, tmp_path):
    """A window on a system of three teams."""
    return opened(qtbot, small(tmp_path))


@pytest.fixture(autouse=True)
def no_menu_stays_open(qapp):
    """A menu that is open takes the next test's clicks."""
    yield
    for widget in QApplication.topLevelWidgets():
        if widget.inherits("QMenu"):
            widget.close()


def middle_of(window, node):
    """The middle of a card on the canvas."""
    x, y, wide, high = window.canvas.picture.nodes.boxes[window.canvas.scene.index[node]].tolist()
    at = window.canvas.viewport.to_view(Point(x + wide / 2, y + high / 2))
    return QPoint(round(at.x), round(at.y))


def right_click(window, place, reason=QContextMenuEvent.Reason.Mouse):
    """Ask for a menu there; what it offers, by the words without the marker of the key."""
    canvas = window.canvas
    QApplication.sendEvent(canvas, QContextMenuEvent(reason, place, canvas.mapToGlobal(place)))
    return offered(window)


def offered(window):
    """What the open menu offers."""
    menu = window.context_menu.menu
    assert menu is not None
    found = {}
    for action in menu.actions():
        inner = action.menu()
        for each in inner.actions() if inner is not None else [action]:
            if not each.isSeparator():
                found[each.text().replace("&", "")] = each
    return found


def test_a_node_has_the_windows_own_actions(qtbot, window):
    """It is selected by that; every one can be done now, and shows its key."""
    menu = right_click(window, middle_of(window, "ranker"))
    assert window.selection == ("ranker",)
    assert all(action.isEnabled() for action in menu.values())
    own = window.actions_by_name
    for name in ("what_if", "focus", "ways", "edit", "rename", "connect", "remove", "close_team"):
        assert own[name] in menu.values()
        assert own[name].isShortcutVisibleInContextMenu()
    assert own["give_back"] not in menu.values()  # it was never moved
    assert "Copy Name" in menu
    menu["Copy Name"].trigger()
    assert QGuiApplication.clipboard().text() == "ranker"


def test_a_node_among_those_selected_keeps_them_selected(qtbot, window):
    """So that all of them can be asked about, or named."""
    window.select(("events", "ranker"))
    menu = right_click(window, middle_of(window, "ranker"))
    assert set(window.selection) == {"events", "ranker"}
    assert window.actions_by_name["align_left"] in menu.values()
    menu["Copy Names"].trigger()
    assert sorted(QGuiApplication.clipboard().text().splitlines()) == ["events", "ranker"]


def test_an_edge_leads_to_its_ends(qtbot, window):
    """And can be edited and taken out."""
    canvas = window.canvas
    place = next(j for j, key in enumerate(canvas.picture.edges.keys) if key.from_id == "events")
    start, end = canvas.picture.edges.starts[place : place + 2].tolist()
    course = canvas.picture.edges.routes[start:end]
    spot = (course[0] + 3 * course[1] + 3 * course[2] + course[3]) / 8  # half-way along its first curve
    at = canvas.viewport.to_view(Point(*spot.tolist()))
    menu = right_click(window, QPoint(round(at.x), round(at.y)))
    own = window.actions_by_name
    assert own["edit"] in menu.values()
    assert own["remove"] in menu.values()
    menu["Go to “ranker”"].trigger()
    assert window.selection == ("ranker",)


def test_a_team_closes_and_opens(qtbot, window):
    """From its area, and from its card."""
    group = next(g for g in window.canvas.picture.groups if g.id == "recs")
    at = window.canvas.viewport.to_view(Point(group.label_at.x + 3, group.label_at.y - 3))
    menu = right_click(window, QPoint(round(at.x), round(at.y)))
    with qtbot.waitSignal(window.project.picture_changed, timeout=30_000):
        menu["Close “recs”"].trigger()
    at_rest(qtbot, window)
    window.context_menu.menu.close()
    qtbot.waitUntil(lambda: window.context_menu.menu is None)
    menu = right_click(window, middle_of(window, card_of("recs")))
    assert window.actions_by_name["open_teams"] in menu.values()
    with qtbot.waitSignal(window.project.picture_changed, timeout=30_000):
        menu["Open “recs”"].trigger()
    at_rest(qtbot, window)
    assert "ranker" in window.canvas.scene.index


def test_the_focus_on_a_team_shows_its_nodes(qtbot, window):
    """And those beside them."""
    window.context_menu.open(card_of("recs"), QPoint(5, 5))
    offered(window)["Focus on “recs”"].trigger()
    at_rest(qtbot, window)
    assert set(window.project.focused.ids) == {"ranker", "scores"}


def test_the_ground_has_what_is_done_to_all(qtbot, window):
    """Nothing stays selected; without a focus, there is no way back out of it."""
    window.select(("ranker",))
    menu = right_click(window, QPoint(window.canvas.width() - 3, window.canvas.height() // 2))
    assert window.selection == ()
    own = window.actions_by_name
    for name in ("add_node", "fit", "arrange", "close_teams", "select_all"):
        assert own[name] in menu.values()
    for name in ("whole", "open_teams", "edit", "remove"):
        assert own[name] not in menu.values()


@pytest.mark.parametrize("by", ["menu key", "Shift+F10"])
def test_the_keyboard_opens_it_beside_the_selection(qtbot, window, by):
    """Of the node it is at; its place is that of the node, not of the pointer."""
    window.select(("page",))
    with qtbot.waitSignal(window.canvas.context_menu_requested) as asked:
        if by == "menu key":
            right_click(window, QPoint(1, 1), QContextMenuEvent.Reason.Keyboard)
        else:
            qtbot.keyClick(window.canvas, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    assert asked.args == ["page", window.canvas.mapToGlobal(middle_of(window, "page"))]
    assert window.actions_by_name["focus"] in offered(window).values()


def test_there_is_never_a_second_one(qtbot, window):
    """Some platforms tell of the key twice."""
    window.select(("page",))
    right_click(window, QPoint(1, 1), QContextMenuEvent.Reason.Keyboard)
    first = window.context_menu.menu
    qtbot.keyClick(window.canvas, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    assert window.context_menu.menu is first
