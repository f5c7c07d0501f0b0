"""Larger text and longer words: German at one and a half times the usual size, on a screen of 1,280 × 800 pixels."""

import pytest
from PySide6.QtCore import Qt
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


@pytest.mark.parametrize("size", [1.5, 2.0])
def test_the_headings_of_what_is_affected_are_whole(qtbot, window, size):
    """Words below them give way sooner; at twice the size one scrolls, but the window is no wider than the screen."""
    font = QApplication.font()
    font.setPointSizeF(font.pointSizeF() * size / 1.5)
    QApplication.setFont(font)
    window.foot.ask_about(("image-embedding",))
    qtbot.waitUntil(lambda: window.project.what_if is not None and window.is_at_rest, timeout=30_000)
    table = window.foot.what_if.table
    header, model = table.horizontalHeader(), table.model()
    for column in range(model.columnCount()):
        words = model.headerData(column, Qt.Orientation.Horizontal)
        assert header.sectionSize(column) > header.fontMetrics().horizontalAdvance(words)
    assert size > 1.5 or header.length() <= table.viewport().width()
    assert window.width() == 1280
