"""The window of the help: a page, the trail of pages, a search; and nothing is ever loaded from outside."""

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument

from explorer.ui.help_pages import help_pages
from explorer.ui.help_window import HelpWindow


@pytest.fixture
def shown(qtbot):
    """The help, open at its first page."""
    made = HelpWindow(help_pages())
    qtbot.addWidget(made)
    with qtbot.waitActive(made, timeout=20_000):
        made.open()
    return made


def rows(shown):
    """What stands on the left."""
    return [shown.list.item(i).text() for i in range(shown.list.count())]


def title(shown):
    """The heading of the page that is read."""
    return shown.reader.document().begin().text()


def test_pages_are_chosen_on_the_left(shown):
    """The list names every page, and the one that is read is marked."""
    assert rows(shown) == [page.title for page in help_pages()]
    assert (title(shown), shown.list.currentItem().text()) == ("Getting started", "Getting started")
    shown.list.setCurrentRow(3)
    assert (shown.page, title(shown)) == ("what-if", "What if")
    assert shown.reader.accessibleName() == "Help: What if"


def test_links_and_the_trail_of_pages(qtbot, shown):
    """A link leads on, Back leads back, and a new way forward takes the place of the old."""
    assert not shown.back.isEnabled()
    shown.reader.anchorClicked.emit(QUrl("picture.md"))
    shown.reader.anchorClicked.emit(QUrl("faults.md"))
    assert title(shown) == "Faults"
    qtbot.keyClick(shown, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: (shown.page, title(shown)) == ("picture", "The picture"))
    qtbot.keyClick(shown, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: shown.page == "faults")
    shown.back.click()
    shown.back.click()
    assert (shown.page, shown.back.isEnabled(), shown.forward.isEnabled()) == ("start", False, True)
    shown.read("keys")
    assert not shown.forward.isEnabled()


def test_a_search_shows_the_sections_that_have_the_words_and_marks_them(qtbot, shown):
    """The first is opened by Enter, at its heading."""
    qtbot.keyClicks(shown.search, "playbook")
    assert rows(shown) == ["Reading the suspects\nFaults"]
    qtbot.keyClick(shown.search, Qt.Key.Key_Return)
    assert shown.page == "faults"
    assert shown.reader.textCursor().block().text() == "Reading the suspects"
    assert {each.cursor.selectedText().casefold() for each in shown.reader.extraSelections()} == {"playbook"}
    shown.search.clear()
    assert rows(shown) == [page.title for page in help_pages()]
    assert shown.list.currentItem().text() == "Faults"


def test_a_search_that_finds_nothing_says_what_to_try(qtbot, shown):
    """And what it says cannot be chosen."""
    qtbot.keyClicks(shown.search, "qwertz")
    assert rows(shown) == ["Nothing found. Try another word, or fewer."]
    qtbot.keyClick(shown.search, Qt.Key.Key_Return)
    assert shown.page == "start"


def test_nothing_is_loaded_from_outside(shown, tmp_path):
    """Whatever a page might name: no file, no address; and a link elsewhere leads nowhere."""
    (tmp_path / "secret.md").write_text("secret", "utf-8")
    outside = QUrl.fromLocalFile(str(tmp_path / "secret.md"))
    assert shown.reader.loadResource(QTextDocument.ResourceType.MarkdownResource, outside) is None
    for link in (outside, QUrl("https://example.org/picture.md2"), QUrl("nowhere.md")):
        shown.reader.anchorClicked.emit(link)
        assert shown.page == "start"


def test_escape_closes_it(qtbot, shown):
    """As every window that is only read."""
    qtbot.keyClick(shown, Qt.Key.Key_Escape)
    assert not shown.isVisible()
