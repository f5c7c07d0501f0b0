"""Reading the picture in the window: back and forward, nearer and wider, the minimap."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from explorer.session.settings import load_settings
from tests.ui.windows import at_rest, open_in, opened, small


@pytest.fixture
def window(qtbot, tmp_path):
    """A window on a small system."""
    return opened(qtbot, small(tmp_path))


def shown(window):
    """The ids of the nodes in the picture."""
    return set(window.canvas.picture.nodes.ids)


def act(qtbot, window, name):
    window.actions_by_name[name].trigger()
    at_rest(qtbot, window)


def enabled(window, *names):
    return [window.actions_by_name[name].isEnabled() for name in names]


def test_back_and_forward_walk_through_what_was_in_focus(qtbot, window):
    """From the whole system to a node, one step wider, and all the way back and forward again."""
    everything = shown(window)
    assert enabled(window, "back", "forward", "nearer") == [False, False, False]
    window.project.focus(("events",))
    at_rest(qtbot, window)
    near = shown(window)
    assert enabled(window, "back", "forward", "nearer") == [True, False, False]
    act(qtbot, window, "wider")
    wide = shown(window)
    assert near < wide < everything
    act(qtbot, window, "back")
    assert shown(window) == near
    act(qtbot, window, "back")
    assert shown(window) == everything
    assert window.desk.focus_banner.isHidden()
    assert enabled(window, "back", "forward") == [False, True]
    act(qtbot, window, "forward")
    act(qtbot, window, "forward")
    assert shown(window) == wide
    assert enabled(window, "back", "forward", "nearer") == [True, False, True]


def test_the_banner_says_where_one_is_and_leads_on(qtbot, window):
    """Its buttons are the menu's own actions, so that they are grey where those are."""
    window.project.focus(("events",))
    at_rest(qtbot, window)
    banner = window.desk.focus_banner
    buttons = {b.defaultAction().objectName(): b for b in banner.findChildren(QToolButton)}
    assert list(buttons) == ["back", "forward", "nearer", "wider"]
    assert not buttons["nearer"].isEnabled()
    buttons["wider"].click()
    at_rest(qtbot, window)
    assert "2 steps" in banner.text
    buttons["nearer"].click()
    at_rest(qtbot, window)
    assert "1 step:" in banner.text


def test_what_was_in_focus_and_is_gone_is_passed_over(qtbot, window):
    """Back from a focus after the node of an earlier one was removed leads to the whole system."""
    window.project.focus(("page",))
    at_rest(qtbot, window)
    window.project.focus(("events",))
    at_rest(qtbot, window)
    window.project.remove_nodes(("page",))
    at_rest(qtbot, window)
    act(qtbot, window, "back")
    assert shown(window) == {"events", "ranker", "scores"}
    assert not window.project.focus_line


def test_another_system_has_a_way_of_its_own(qtbot, window, tmp_path):
    """Nothing leads back into the system before."""
    window.project.focus(("events",))
    at_rest(qtbot, window)
    open_in(qtbot, window, small(tmp_path, name="other.yaml"))
    assert enabled(window, "back", "forward", "nearer") == [False, False, False]


def test_the_minimap_follows_its_action_and_is_remembered(qtbot, window):
    """The key M toggles it on the canvas; the next window has it as it was left."""
    canvas, minimap = window.canvas, window.reading.minimap
    canvas.zoom_by(4)
    assert minimap.isVisible()
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_M)
    assert not minimap.isVisible()
    assert not load_settings().minimap
    qtbot.keyClick(canvas, Qt.Key.Key_M)
    assert minimap.isVisible()
    assert load_settings().minimap
