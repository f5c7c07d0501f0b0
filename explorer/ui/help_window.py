"""The window of the help: pages on the left, or what a search found; the page that is read on the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QKeySequence, QShortcut, QTextBlock, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTextBrowser,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from explorer.language import marked, tr
from explorer.ui import plain
from explorer.ui.help_pages import FIRST, Page, Section, find

_SIZE = (900, 680)
_LIST, _READER = 230, 670
_MARGIN = 20
_NOTHING = marked("Nothing found. Try another word, or fewer.")
_TARGET = Qt.ItemDataRole.UserRole


class Reader(QTextBrowser):
    """Shows one page; what a page might point to outside of the help is never loaded."""

    def loadResource(self, kind: int, name: QUrl | str) -> None:
        """Nothing: no page needs more than its own text."""

    def read(self, page: Page, section: Section | None, words: Sequence[str]) -> None:
        """Show a page from a section on, or from its beginning, with these words marked."""
        plain.own_markdown(self.document(), page.markdown)
        self.document().setDocumentMargin(_MARGIN)
        self._space_headings()
        self.setExtraSelections(
            [self._marked(cursor) for word in words for cursor in _found(self.document(), word)]
        )
        block = self._heading(section.heading) if section is not None else self.document().begin()
        self.setTextCursor(QTextCursor(block))
        top = self.document().documentLayout().blockBoundingRect(block).top()
        self.verticalScrollBar().setValue(round(top) - _MARGIN)

    def _space_headings(self) -> None:
        """More room above a heading than below it, so that one sees what it belongs to."""
        block = self.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() > 1:
                spaced = block.blockFormat()
                spaced.setTopMargin(_MARGIN)
                spaced.setBottomMargin(_MARGIN / 4)
                QTextCursor(block).setBlockFormat(spaced)
            block = block.next()

    def _heading(self, text: str) -> QTextBlock:
        block = self.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and block.text() == text:
                return block
            block = block.next()
        return self.document().begin()

    def _marked(self, cursor: QTextCursor) -> QTextEdit.ExtraSelection:
        made = QTextEdit.ExtraSelection()
        made.cursor = cursor
        made.format.setBackground(self.palette().highlight())
        made.format.setForeground(self.palette().highlightedText())
        return made


class HelpWindow(QWidget):
    """A window of its own, so that one can read and do at the same time."""

    def __init__(self, pages: Sequence[Page], parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("help")
        self.setWindowTitle(tr("Ripplemap Help"))
        self.resize(*_SIZE)
        self._pages = {page.name: page for page in pages}
        self._trail: list[str] = []
        self._place = -1
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search the help"))
        self.search.setAccessibleName(tr("Search the help"))
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setObjectName("sentences")
        self.list.setWordWrap(True)
        self.reader = Reader()
        self.reader.setOpenLinks(False)
        self.back = _button(tr("← Back"), "Alt+Left", tr("Go back to the page before."))
        self.forward = _button(tr("Forward →"), "Alt+Right", tr("Go to the page after."))
        self._assemble()
        self._connect()
        self._fill()

    @property
    def page(self) -> str:
        """The name of the page that is read."""
        return self._trail[self._place] if self._trail else ""

    def open(self, name: str = FIRST) -> None:
        """Show a page in front of everything."""
        self.search.clear()
        self.read(name)
        self.show()
        self.activateWindow()
        self.reader.setFocus()

    def read(self, name: str, section: Section | None = None) -> None:
        """Turn to a page, and to a section of it."""
        if name != self.page:
            self._trail[self._place + 1 :] = [name]
            self._place += 1
        self._show(section)

    def changeEvent(self, event: QEvent) -> None:
        """In other colours the links have another one too; a page that is not seen is shown anew when it is."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.isVisible():
            self._show(None)

    def _assemble(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(12, 12, 4, 12)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        right = QWidget()
        body = QVBoxLayout(right)
        body.setContentsMargins(4, 12, 12, 12)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addWidget(self.forward)
        row.addStretch(1)
        body.addLayout(row)
        body.addWidget(self.reader, 1)
        halves = QSplitter()
        halves.addWidget(left)
        halves.addWidget(right)
        halves.setSizes([_LIST, _READER])
        halves.setStretchFactor(1, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(halves)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._fill)
        self.search.returnPressed.connect(lambda: self.list.setCurrentRow(0))
        self.list.currentItemChanged.connect(lambda item, _: self._choose(item))
        self.reader.anchorClicked.connect(self._follow)
        self.back.clicked.connect(lambda: self._step(-1))
        self.forward.clicked.connect(lambda: self._step(1))
        for key, do in (
            (QKeySequence.StandardKey.Find, self.search.setFocus),
            (Qt.Key.Key_Escape, self.close),
        ):
            QShortcut(QKeySequence(key), self, do)

    def _fill(self) -> None:
        """The pages; or, while something is searched for, the sections that have it."""
        query = self.search.text()
        self.list.blockSignals(True)
        self.list.clear()
        if query.strip():
            self.list.setAccessibleName(tr("Found in the help"))
            for hit in find(list(self._pages.values()), query):
                where = "" if hit.section.heading == hit.page.title else f"\n{hit.page.title}"
                self._add(f"{hit.section.heading}{where}", hit.page.name, hit.section)
            if not self.list.count():
                self._add(tr(_NOTHING), None, None)
        else:
            self.list.setAccessibleName(tr("Pages of the help"))
            for page in self._pages.values():
                self._add(page.title, page.name, None)
            self._point()
        self.list.blockSignals(False)

    def _add(self, text: str, page: str | None, section: Section | None) -> None:
        item = QListWidgetItem(text)
        item.setData(_TARGET, (page, section))
        if page is None:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.addItem(item)

    def _choose(self, item: QListWidgetItem | None) -> None:
        page, section = (None, None) if item is None else item.data(_TARGET)
        if page is not None:
            self.read(page, section)

    def _follow(self, link: QUrl) -> None:
        name = link.path().removesuffix(".md")
        if name in self._pages:
            self.search.clear()
            self.read(name)

    def _step(self, by: int) -> None:
        self._place = min(max(self._place + by, 0), len(self._trail) - 1)
        self._show(None)

    def _show(self, section: Section | None) -> None:
        self.reader.read(self._pages[self.page], section, self.search.text().split())
        self.reader.setAccessibleName(tr("Help: {title}", title=self._pages[self.page].title))
        self.back.setEnabled(self._place > 0)
        self.forward.setEnabled(self._place < len(self._trail) - 1)
        self._point()

    def _point(self) -> None:
        """Let the list of all pages say which one is read."""
        if self.page and not self.search.text().strip():
            self.list.blockSignals(True)
            self.list.setCurrentRow(list(self._pages).index(self.page))
            self.list.blockSignals(False)


def _found(document: QTextDocument, word: str) -> list[QTextCursor]:
    found = []
    cursor = document.find(word)
    while not cursor.isNull():
        found.append(cursor)
        cursor = document.find(word, cursor)
    return found


def _button(text: str, key: str, tip: str) -> QToolButton:
    made = QToolButton()
    made.setText(text)
    made.setShortcut(QKeySequence(key))
    made.setAutoRaise(True)
    plain.tooltip(made, f"{tip} ({key})")
    return made
