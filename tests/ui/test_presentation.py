"""A presentation: the saved views one after the other on the whole screen, and everything as it was afterwards."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox

from tests.ui.windows import SAMPLE, at_rest, open_in, opened, small

KEY = Qt.Key


def said(presentation):
    """What stands under the picture, and what does not change left out."""
    return [label.text() for label in presentation.findChildren(QLabel) if "Esc" not in label.text()]


def settled(qtbot, window):
    """Wait until the view is drawn."""
    at_rest(qtbot, window)
    qtbot.waitUntil(lambda: window.viewing.presentation.stage.is_settled, timeout=30_000)


@pytest.fixture
def window(qtbot):
    """The sample with three views: the whole, a part of it, and what is around one node."""
    window = opened(qtbot, SAMPLE)
    window.viewing.keep_as("The whole")
    window.canvas.zoom_by(3)
    window.viewing.keep_as("Closer")
    window.project.focus(("ranker",), 1)
    at_rest(qtbot, window)
    window.viewing.keep_as("Around one")
    window.project.leave_focus()
    at_rest(qtbot, window)
    return window


def test_views_are_walked_through_by_key_and_everything_is_as_it_was_afterwards(qtbot, window):
    """Each under its name, with its place among the others; the ends are ends."""
    window.canvas.zoom_by(1.3)
    before = window.viewing.here("")
    window.actions_by_name["present"].trigger()
    shown = window.viewing.presentation
    assert shown.isFullScreen()
    walk = [
        (KEY.Key_Left, "The whole", "1 of 3"),
        (KEY.Key_Right, "Closer", "2 of 3"),
        (KEY.Key_Space, "Around one", "3 of 3"),
        (KEY.Key_PageDown, "Around one", "3 of 3"),
        (KEY.Key_Backspace, "Closer", "2 of 3"),
        (KEY.Key_Home, "The whole", "1 of 3"),
        (KEY.Key_End, "Around one", "3 of 3"),
    ]
    for key, name, place in walk:
        qtbot.keyClick(shown, key)
        settled(qtbot, window)
        assert [text for text in said(shown) if text] == [name, place]
        assert shown.windowTitle().startswith(name)
        assert len(shown.stage.picture.nodes) == len(window.canvas.picture.nodes)
        seen, pixel = shown.stage.viewport.visible, 1 / shown.stage.viewport.zoom
        assert seen.x0 <= shown.view.seen.x0 + pixel
        assert seen.y1 >= shown.view.seen.y1 - pixel
    with qtbot.waitSignal(shown.left):
        qtbot.keyClick(shown, KEY.Key_Escape)
    at_rest(qtbot, window)
    assert window.viewing.presentation is None
    after = window.viewing.here("")
    assert (after.focus, after.scenario, after.filter) == (before.focus, before.scenario, before.filter)
    assert [round(each) for each in after.seen] == [round(each) for each in before.seen]
    assert not window.project.is_dirty or window.project.undo_name == "Keep the view Around one"


def test_a_click_goes_on_and_the_right_button_back(qtbot, window):
    """For those who hold a mouse."""
    window.viewing.present()
    shown = window.viewing.presentation
    for button, name in (
        (Qt.MouseButton.LeftButton, "Closer"),
        (Qt.MouseButton.LeftButton, "Around one"),
        (Qt.MouseButton.RightButton, "Closer"),
    ):
        qtbot.mouseClick(shown.stage, button)
        assert shown.view.name == name
    shown.close()
    at_rest(qtbot, window)


def test_a_larger_window_shows_the_same_part_larger(qtbot, window):
    """The screen of a hall is not that of a desk."""
    window.viewing.present()
    shown = window.viewing.presentation
    qtbot.keyClick(shown, KEY.Key_Right)
    settled(qtbot, window)
    shown.showNormal()
    zooms = []
    for size in ((600, 450), (1200, 900)):
        shown.resize(*size)
        qtbot.waitUntil(lambda size=size: shown.stage.width() == size[0])
        zooms.append(shown.stage.viewport.zoom)
        assert shown.stage.viewport.visible.x1 >= shown.view.seen.x1 - 1 / shown.stage.viewport.zoom
    assert zooms[0] < zooms[1]
    shown.close()
    at_rest(qtbot, window)


def test_the_legend_folds(qtbot, window):
    """It may stand where the picture is looked at."""
    window.viewing.present()
    shown = window.viewing.presentation
    settled(qtbot, window)
    before = shown.stage.grab().toImage()
    qtbot.keyClick(shown, KEY.Key_L)
    assert shown.stage.grab().toImage() != before
    shown.close()
    at_rest(qtbot, window)


def test_what_of_a_view_is_gone_stands_beside_its_name(qtbot, window):
    """The presentation goes on with the rest."""
    window.project.remove_nodes(("ranker",))
    at_rest(qtbot, window)
    window.viewing.present()
    shown = window.viewing.presentation
    qtbot.keyClick(shown, KEY.Key_End)
    settled(qtbot, window)
    assert "1 of its 1 node in focus is gone." in said(shown)
    shown.close()
    at_rest(qtbot, window)


def test_without_a_view_a_sentence_says_how_to_keep_one(qtbot, tmp_path):
    """Nothing goes full screen."""
    window = opened(qtbot, small(tmp_path))
    window.actions_by_name["present"].trigger()
    boxes = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]
    assert len(boxes) == 1
    assert "Keep This View" in boxes[0].text()
    boxes[0].close()
    assert window.viewing.presentation is None


def test_another_system_ends_the_presentation(qtbot, window, tmp_path):
    """Its views are of the last one."""
    window.project.save(tmp_path / "p.ripplemap")
    window.viewing.present()
    settled(qtbot, window)
    open_in(qtbot, window, small(tmp_path))
    assert window.viewing.presentation is None
    assert "ranker" in window.project.graph.nodes
