"""The looks a person chooses: at once, everywhere, and again the next time."""

import pytest
from PySide6.QtWidgets import QApplication

from explorer.drawing.theme import LIGHT, THEMES
from explorer.session.settings import Settings, load_settings, save_settings
from explorer.ui.appearance import SIZES
from explorer.ui.palette import apply_palette
from tests.ui.windows import at_rest, new_window, open_in, small


@pytest.fixture
def window(qtbot, monkeypatch, tmp_path):
    """A window with settings of its own; the application looks as before when the test is over."""
    monkeypatch.setenv("RIPPLEMAP_SETTINGS", str(tmp_path / "settings.json"))
    save_settings(Settings(theme="light"))
    font = QApplication.font()
    yield new_window(qtbot)
    QApplication.setFont(font)
    apply_palette(QApplication.instance(), LIGHT)


@pytest.mark.parametrize(
    ("action", "theme"),
    [
        ("look_dark", "dark"),
        ("look_contrast", "contrast"),
        ("look_contrast_dark", "contrast-dark"),
        ("look_light", "light"),
    ],
)
def test_a_theme_is_chosen_for_picture_and_widgets_and_remembered(qtbot, window, tmp_path, action, theme):
    """The ground of the canvas and of the window are those of the theme."""
    open_in(qtbot, window, small(tmp_path))
    window.actions_by_name[action].trigger()
    at_rest(qtbot, window)
    assert window.canvas.picture.theme == theme
    assert window.canvas.grab().toImage().pixelColor(2, 2).name().upper() == THEMES[theme].ground
    assert (window.palette().window().color().lightness() < 128) is THEMES[theme].dark
    assert load_settings().theme == theme
    assert window.actions_by_name[action].isChecked()


def test_text_grows_and_shrinks_in_steps_and_goes_back_to_normal(window):
    """For all widgets; it stops at the largest and the smallest."""
    own = QApplication.font().pointSizeF()
    for _ in range(10):
        window.actions_by_name["text_larger"].trigger()
    assert QApplication.font().pointSizeF() == pytest.approx(own * SIZES[-1])
    assert window.start.fontInfo().pointSizeF() == pytest.approx(own * SIZES[-1], rel=0.1)
    assert load_settings().text_size == SIZES[-1]
    for _ in range(10):
        window.actions_by_name["text_smaller"].trigger()
    assert QApplication.font().pointSizeF() == pytest.approx(own * SIZES[0])
    window.actions_by_name["text_normal"].trigger()
    assert QApplication.font().pointSizeF() == pytest.approx(own)


def test_the_picture_is_written_larger_too(qtbot, window, tmp_path):
    """At once, and in a window that is opened later; smaller than usual nobody could read it."""
    open_in(qtbot, window, small(tmp_path))
    assert window.canvas.viewport.text == 1.0
    window.actions_by_name["text_larger"].trigger()
    at_rest(qtbot, window)
    assert window.canvas.viewport.text == load_settings().text_size > 1.0
    later = new_window(qtbot)
    open_in(qtbot, later, small(tmp_path))
    assert later.canvas.viewport.text == window.canvas.viewport.text
    window.actions_by_name["text_normal"].trigger()
    window.actions_by_name["text_smaller"].trigger()
    assert window.canvas.viewport.text == 1.0
