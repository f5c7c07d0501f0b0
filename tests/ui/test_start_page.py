"""The start page: what it offers, and what it tells of when somebody chooses."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from explorer.ui.start_page import StartPage
from tests.ui.windows import new_window


def page(qtbot) -> StartPage:
    """A start page."""
    made = StartPage()
    qtbot.addWidget(made)
    return made


def test_a_sample_is_one_click_away(qtbot):
    """Its file is told of."""
    start = page(qtbot)
    start.set_samples([("Streamly: a service", Path("/s/streamly.yaml")), ("Tidy", Path("/s/tidy.yaml"))])
    assert start._samples.count() == 2
    with qtbot.waitSignal(start.sources_chosen) as told:
        start._samples.itemClicked.emit(start._samples.item(1))
    assert told.args == [[str(Path("/s/tidy.yaml"))]]


def test_while_something_is_read_the_page_says_what_and_offers_nothing(qtbot):
    """What is known of its progress is shown; once it is done or has failed, the offers are back."""
    start = page(qtbot)
    start.show()
    start.tell_of_work("Opening streamly.yaml", None)
    assert start._doing.isVisible() and start._doing.text() == "Opening streamly.yaml"
    assert start._bar.isVisible() and start._bar.maximum() == 0
    assert not start._open.isVisible() and not start._samples.isVisible()
    start.tell_of_work("Opening streamly.yaml", 0.5)
    assert start._bar.value() * 2 == start._bar.maximum()
    start.offer()
    assert start._open.isVisible() and start._samples.isVisible()
    assert not start._doing.isVisible()


def test_a_window_that_reads_says_so_where_its_system_will_be(qtbot, tmp_path):
    """Without the folder, let alone a password; a file that cannot be read leaves the offers as they were."""
    window = new_window(qtbot)
    told = []
    window.project.working.connect(lambda text, _: told.append((text, window.start._open.isVisible())))
    broken = tmp_path / "broken.yaml"
    broken.write_text("no: manifest", "utf-8")
    window.project.failed.disconnect()
    with qtbot.waitSignal(window.project.failed, timeout=30_000):
        window.open_sources([str(broken)])
    qtbot.waitUntil(lambda: not window.project.is_busy)
    assert told[0] == ("Opening broken.yaml", False)
    assert window.start._open.isVisible()


def test_a_recent_entry_opens_all_its_sources(qtbot):
    """Short in the list, whole in the tooltip, and hidden while there is none."""
    start = page(qtbot)
    start.set_recent([])
    assert start._recent_box.isHidden()
    start.set_recent([("/work/a/system.yaml", "/work/b/log.yaml")])
    assert not start._recent_box.isHidden()
    item = start._recent.item(0)
    assert item.text() == "system.yaml and 1 more · a"
    assert "/work/b/log.yaml" in item.toolTip()
    with qtbot.waitSignal(start.sources_chosen) as told:
        start._recent.itemActivated.emit(item)
    assert told.args == [["/work/a/system.yaml", "/work/b/log.yaml"]]


def test_a_recent_file_with_a_hostile_name_is_only_text(qtbot):
    """Nothing of it is taken for markup."""
    start = page(qtbot)
    start.set_recent([('/x/<img src="/dev/zero">.yaml',)])
    assert "&lt;img" in start._recent.item(0).toolTip()


def test_the_lists_are_as_high_as_their_rows(qtbot):
    """No empty box below two samples, nothing to scroll aside; a text that is too long takes two lines."""
    start = page(qtbot)
    start.resize(700, 700)
    start.set_recent([(f"/work/{number}.yaml",) for number in range(6)])
    start.set_samples([("Streamly: a service with the debts of real systems, at some length", Path("/s"))])
    start.show()
    samples, recent = start._samples, start._recent
    row = recent.visualItemRect(recent.item(0)).height()
    qtbot.waitUntil(lambda: recent.height() == pytest.approx(6 * row, abs=4))
    qtbot.waitUntil(lambda: 1.4 * row < samples.height() < 2.5 * row)
    assert not samples.horizontalScrollBar().isVisible()
    assert not recent.verticalScrollBar().isVisible()


def test_the_buttons_ask_for_a_file_a_folder_and_an_empty_system(qtbot):
    """Each with a signal of its own."""
    start = page(qtbot)
    with qtbot.waitSignal(start.new_requested):
        start._new.click()
    with qtbot.waitSignal(start.open_requested):
        start._open.click()
    with qtbot.waitSignal(start.folder_requested):
        start._folder.click()


def test_several_files_can_be_dropped_at_once(qtbot):
    """They are opened as one system; what is on the web is not a file."""
    start = page(qtbot)
    data = QMimeData()
    local = [QUrl.fromLocalFile("/a.yaml"), QUrl.fromLocalFile("/b c.yaml")]
    data.setUrls([*local, QUrl("https://example.org/x.yaml")])
    drop = QDropEvent(
        QPointF(1, 1),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with qtbot.waitSignal(start.sources_chosen) as told:
        start.dropEvent(drop)
    assert told.args == [["/a.yaml", "/b c.yaml"]]
