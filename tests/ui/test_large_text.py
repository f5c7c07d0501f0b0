"""Larger text and longer words: German at one and a half times the usual size, on a screen of 1,280 × 800 pixels."""

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from explorer.language import speak
from explorer.session.settings import Settings, save_settings
from tests.ui.windows import SAMPLE, at_rest, new_window, open_in


@pytest.fixture
def window(qtbot, tmp_path, monkeypatch):
    """The sample with its answers."""
    monkeypatch.setenv("RIPPLEMAP_SETTINGS", str(tmp_path / "settings.json"))
    save_settings(Settings(text_size=1.5))
    before = QApplication.font()
    speak("de")
    made = new_window(qtbot)
    made.resize(1280, 800)
    open_in(qtbot, made, SAMPLE)
    qtbot.waitUntil(lambda: bool(made.project.answers) and made.is_at_rest, timeout=30_000)
    yield made
    speak("en")
    QApplication.setFont(before)


def test_no_page_makes_the_window_wider_than_a_small_screen(qtbot, window):
    """Their parts stand below each other, or are scrolled to."""
    foot = window.foot
    for place in range(foot.count()):
        foot.setCurrentIndex(place)
        at_rest(qtbot, window)
        assert foot.widget(place).minimumSizeHint().width() <= 1280, foot.tabText(place)
    assert window.width() == 1280


def test_the_questions_are_whole(qtbot, window):
    """Where they need more lines than there is room for, the page is scrolled."""
    for label in window.foot.questions.findChildren(QLabel):
        if label.wordWrap():
            qtbot.waitUntil(lambda each=label: each.height() >= each.heightForWidth(each.width()))
