"""Every word of the window passes through the language that is spoken: seen in one that marks what it is given."""

import ast
import re
from gettext import NullTranslations

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAction, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QDialogButtonBox,
    QDockWidget,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QTabWidget,
    QWidget,
)

from explorer.language import speak
from tests.ui.windows import SAMPLE, at_rest, new_window, open_in

_OPEN, _CLOSE = "⟦⟧"
_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
_OWN_NAMES = {"Ripplemap", "English", "Deutsch", "Streamly", "Tidy", "streamly", "tidy", "yaml"}


class _Marking(NullTranslations):
    """A language in which each text stands in brackets."""

    def gettext(self, message):
        return f"{_OPEN}{message}{_CLOSE}"

    def ngettext(self, one, many, count):
        return f"{_OPEN}{one if count == 1 else many}{_CLOSE}"

    def pgettext(self, context, message):
        return f"{_OPEN}{message}{_CLOSE}"


@pytest.fixture
def window(qtbot, monkeypatch, tmp_path):
    """A window that speaks in brackets, with the sample open."""
    monkeypatch.setenv("RIPPLEMAP_SETTINGS", str(tmp_path / "settings.json"))
    speak("xx", _Marking())
    made = new_window(qtbot)
    yield made
    speak("en")


def test_the_start_page_is_told_in_the_language_that_is_spoken(window):
    """Before anything is open: menus, the page, what each thing is called to whoever hears it."""
    assert not (left := untold(window, set())), "\n".join(left)


def test_every_page_is_told_in_the_language_that_is_spoken(qtbot, window):
    """With a system, a selection, an answer and a search for a fault on show; its own names stay as they are."""
    open_in(qtbot, window, SAMPLE)
    names = names_of(window.project.graph)
    assert not (left := untold(window, names)), "\n".join(left)
    window.select(("ranker",))
    at_rest(qtbot, window)
    window.actions_by_name["what_if"].trigger()
    at_rest(qtbot, window)
    window.foot.what_if.choose(0)
    assert not (left := untold(window, names)), "\n".join(left)
    window.project.leave_what_if()
    window.select(("home-page",))
    window.actions_by_name["mark_bad"].trigger()
    at_rest(qtbot, window)
    for page in range(window.foot.count()):
        window.foot.setCurrentIndex(page)
        at_rest(qtbot, window)
        assert not (left := untold(window, names)), "\n".join(left)


_SHOWS = {
    *("label", "wrapped", "message", "question", "tooltip", "static_text"),
    *(
        "QPushButton",
        "QToolButton",
        "QCheckBox",
        "QAction",
        "QDockWidget",
        "QGroupBox",
        "addTab",
        "addRow",
        "addMenu",
    ),
    *(
        "setText",
        "setTitle",
        "setWindowTitle",
        "setPlaceholderText",
        "setAccessibleName",
        "setAccessibleDescription",
    ),
}
"""What is called with words for a person to read."""
_WORDS = re.compile(r"[^\W\d_]{2}")


def test_no_bare_words_are_handed_to_what_shows_them(root):
    """Also in what the tests above do not open; names and examples of code stay as they are."""
    bare = [
        f"{path.relative_to(root)}:{call.lineno}: {word.value!r}"
        for path in sorted((root / "explorer" / "ui").rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "attr", getattr(call.func, "id", "")) in _SHOWS
        for word in (*call.args, *(keyword.value for keyword in call.keywords))
        if isinstance(word, ast.Constant)
        and isinstance(word.value, str)
        and _WORDS.search(word.value)
        and word.value not in {"Ripplemap", "error", "warning", "information", "question"}
        and not word.value.startswith(("SELECT ", "postgresql://"))
    ]
    assert not bare, "\n".join(bare)


def untold(window, names):
    """By where it stands, each text with a word that is neither in brackets nor a name of the system's."""
    found = {}
    for where, text in texts_of(window):
        rest = outside(text)
        for name in sorted(names | _OWN_NAMES, key=len, reverse=True):
            rest = rest.replace(name, " ")
        if re.search(r"[A-Za-z]{3}", rest) and not text.endswith(
            ("resources/samples/streamly.yaml", ".yaml</span>")
        ):
            found[where] = text
    return found


def outside(text):
    """What stands outside of all brackets, without a tooltip's markup and an address's scheme."""
    if re.search(r"<[a-z/]", text):
        document = QTextDocument()
        document.setHtml(text)
        text = document.toPlainText()
    depth, kept = 0, []
    for letter in text.replace("&", ""):
        depth += (letter == _OPEN) - (letter == _CLOSE)
        if not depth and letter != _CLOSE:
            kept.append(letter)
    return "".join(kept)


def names_of(graph):
    """Whatever a stranger wrote: names, ids, owners, tags, texts and places of the system."""
    names = {graph.name or "", *strings_in(graph.teams)}
    for part in (*graph.nodes.values(), *graph.edges):
        for value in strings_in({name: getattr(part, name) for name in part.__slots__}):
            names |= {value, *re.findall(r"[\w.-]+", value)}
    return {name for each in names if len(each) > 1 for name in (each, each[:1].upper() + each[1:])}


def strings_in(value):
    """Every string inside of a value."""
    if isinstance(value, str):
        yield str(value)
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings_in(each)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for each in value:
            yield from strings_in(each)
    elif hasattr(value, "items"):
        yield from strings_in(dict(value.items()))
    elif hasattr(value, "__slots__"):
        for name in value.__slots__:
            yield from strings_in(getattr(value, name))


def texts_of(window):
    """(where, text) of everything the window shows or says."""
    for widget in (window, *window.findChildren(QWidget)):
        if widget.objectName().startswith(("qt_", "Scroll")) or isinstance(widget.parent(), QDialogButtonBox):
            continue  # Qt's own words are translated by Qt
        where = f"{type(widget).__name__} {widget.objectName()}"
        for text in (
            *own_texts(widget),
            widget.toolTip(),
            widget.accessibleName(),
            widget.accessibleDescription(),
        ):
            if text:
                yield f"{where}: {text[:40]}", text
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            for text in texts_in(widget.model(), QModelIndex()):
                yield f"{where} of {type(widget.parent()).__name__}: {text[:40]}", text
    if window.project.is_open:
        yield from ((f"in the picture: {text}", text) for text in texts_drawn(window.canvas.picture) if text)
    for action in window.findChildren(QAction):
        for text in (action.text(), action.statusTip(), action.toolTip()):
            if text:
                yield f"action {action.objectName()}: {text[:40]}", text


def texts_drawn(picture):
    """What stands in the picture itself, names of nodes aside."""
    yield from (picture.title, picture.subtitle, picture.description, *picture.nodes.subtitles)
    yield from (each.text for each in (*picture.legend, *picture.pills))
    yield from (group.label.removeprefix(group.name) for group in picture.groups)


def own_texts(widget):
    """What this widget itself shows."""
    if isinstance(widget, (QLabel, QAbstractButton)):
        yield widget.text()
    if isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(row) for row in range(widget.count()))
    if isinstance(widget, (QGroupBox, QMenu)):
        yield widget.title()
    if isinstance(widget, QDockWidget):
        yield widget.windowTitle()
    if isinstance(widget, QTabWidget):
        yield from (widget.tabText(place) for place in range(widget.count()))


def texts_in(model: QAbstractItemModel, above: QModelIndex):
    """What the rows and heads of a model say."""
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(above)
    for column in range(columns):
        if not above.isValid():
            head = model.headerData(column, Qt.Orientation.Horizontal)
            if isinstance(head, str) and not head.isdigit():
                yield head
        for row in range(min(model.rowCount(above), 200)):
            index = model.index(row, column, above)
            yield from (text for role in _ROLES if isinstance(text := index.data(role), str) and text)
            if column == 0 and not isinstance(model, QAbstractListModel):
                yield from texts_in(model, index)
