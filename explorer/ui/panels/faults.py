"""Looking for a fault step by step: what is bad and good, the next check and the suspects, and their reasons."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from explorer.language import marked, tr
from explorer.ui import plain
from explorer.ui.fault_search import FaultSearch
from explorer.ui.panels.check_card import CheckCard
from explorer.ui.panels.mark_list import MarkList
from explorer.ui.panels.row_tree import scale_columns
from explorer.ui.panels.suspects_model import BarDelegate, SuspectsModel

if TYPE_CHECKING:
    from explorer.ui.panels.fault_lines import Line

EMPTY = marked(
    "Select what is bad, on the canvas or in the outline, and press “Mark bad” (Ctrl+B).\n"
    "Then mark what you know to be good. Suspects, and what to look at next, appear here."
)
ONLY_GOOD = marked(
    "Nothing is bad yet. Select the symptom and press “Mark bad”; what is good then clears suspects."
)
_EARLIER = marked(
    "Compare with an earlier file: what is different changed lately, and is suspected the more."
)
_MARKS = 270
_LIKELY, _WHAT = 118, 260


class FaultsPanel(QWidget):
    """Marks, suspects, the next check; choosing a suspect lights its ways to the symptoms."""

    lit = Signal(tuple, tuple)

    def __init__(self, search: FaultSearch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("faults")
        self._search = search
        self._selection: tuple[str, ...] = ()
        self._telling = False
        self.bad = MarkList(
            tr("Mark bad"), tr("Marked as bad"), tr("Say that the selected nodes are bad: the symptoms.")
        )
        self.good = MarkList(
            tr("Mark good"), tr("Marked as good"), tr("Say that the selected nodes were seen to be good.")
        )
        self._over = QPushButton(tr("Start over"))
        plain.tooltip(self._over, tr("Take every mark back."))
        self.earlier = QPushButton(tr("Earlier file…"))
        self.earlier.setAccessibleDescription(tr(_EARLIER))
        plain.tooltip(self.earlier, tr(_EARLIER))
        self._changed = plain.label()
        self._changed.setObjectName("muted")
        self._changed.setWordWrap(True)
        self._changed.hide()
        self._empty = plain.label(tr(EMPTY))
        self._empty.setObjectName("muted")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.card = CheckCard()
        self._summary = plain.label()
        self._summary.setObjectName("muted")
        self._summary.setWordWrap(True)
        self.model = SuspectsModel(self)
        self._table = _table(self.model)
        self._why = _lines(tr("Why: what speaks for and against the chosen suspect"))
        self._also = _lines(tr("Several faults, loops, and other orders"))
        self._cleared = _lines(tr("Cleared nodes, and by what"))
        self._playbook = QPlainTextEdit()
        self._playbook.setReadOnly(True)
        self._playbook.setAccessibleName(tr("Playbook"))
        self._tabs = QTabWidget()
        self._pages = QStackedWidget()
        self._assemble()
        self._connect()
        self._show_marks()
        self._show_found()

    @property
    def state(self) -> str:
        """What is shown in the place of an answer, or above it."""
        return self._empty.text() if self._pages.currentIndex() == 0 else self._summary.text()

    @property
    def playbook(self) -> str:
        """What to do, as text."""
        return self._playbook.toPlainText()

    def lines(self, tab: str) -> list[str]:
        """What the lines of a tab say: “why”, “also” or “cleared”."""
        rows = {"why": self._why, "also": self._also, "cleared": self._cleared}[tab]
        return [rows.item(i).text() for i in range(rows.count())]

    def show_nodes(self, ids: tuple[str, ...]) -> None:
        """The selection, which the buttons mark; a suspect among it is chosen."""
        self._selection = ids
        for marks in (self.bad, self.good):
            marks.button.setEnabled(bool(ids))
        row = self.model.row_of(ids[0]) if len(ids) == 1 else None
        if row is not None:
            self._telling = True
            self._table.selectRow(row)
            self._telling = False

    def mark(self, *, is_bad: bool) -> None:
        """Mark the selection."""
        self._search.mark(self._selection, is_bad=is_bad)

    def choose(self, row: int) -> None:
        """Choose a suspect, as a click does."""
        self._table.selectRow(row)

    def copy_playbook(self) -> None:
        """Put the playbook on the clipboard."""
        QGuiApplication.clipboard().setText(self.playbook)

    # Putting it together.

    def _assemble(self) -> None:
        lists = QHBoxLayout()
        lists.setSpacing(8)
        lists.addWidget(self.bad, 1)
        lists.addWidget(self.good, 1)
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addLayout(lists, 1)
        left.addWidget(self._changed)
        below = QHBoxLayout()
        below.addWidget(self.earlier)
        below.addStretch(1)
        below.addWidget(self._over)
        left.addLayout(below)
        marks = QWidget()
        marks.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        marks.setFixedWidth(max(_MARKS, marks.minimumSizeHint().width()))
        middle = QVBoxLayout()
        middle.setSpacing(6)
        middle.addWidget(self.card)
        middle.addWidget(self._summary)
        middle.addWidget(self._table, 1)
        answer = QWidget()
        columns = QHBoxLayout(answer)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(16)
        columns.addLayout(middle, 6)
        columns.addWidget(self._tabs, 5)
        self._tabs.setDocumentMode(True)
        for widget, title in (
            (self._why, tr("Why")),
            (self._also, tr("Also")),
            (self._cleared, tr("Cleared")),
            (self._playbook_page(), tr("Playbook")),
        ):
            self._tabs.addTab(widget, title)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(answer)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 8)
        layout.setSpacing(16)
        layout.addWidget(marks)
        layout.addWidget(self._pages, 1)

    def _playbook_page(self) -> QWidget:
        copy = QPushButton(tr("Copy"))
        plain.tooltip(
            copy, tr("Put the playbook on the clipboard, to paste it where the incident is written down.")
        )
        copy.clicked.connect(self.copy_playbook)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._playbook, 1)
        column.addWidget(copy, 0, Qt.AlignmentFlag.AlignRight)
        return page

    def _connect(self) -> None:
        search = self._search
        self.bad.wanted.connect(lambda: self.mark(is_bad=True))
        self.good.wanted.connect(lambda: self.mark(is_bad=False))
        for marks in (self.bad, self.good):
            marks.unwanted.connect(search.unmark)
            marks.refined.connect(search.refine)
            marks.chosen.connect(lambda node: self.lit.emit((node,), ()))
        self._over.clicked.connect(search.start_over)
        self.earlier.clicked.connect(self._choose_earlier)
        search.told.connect(self._tell_changed)
        self.card.answered.connect(self._answer)
        self.card.turned.connect(self._light_check)
        self._table.selectionModel().selectionChanged.connect(lambda *_: self._choose())
        for rows in (self._why, self._also, self._cleared):
            rows.itemClicked.connect(lambda item: self.lit.emit(*item.data(Qt.ItemDataRole.UserRole)))
            rows.itemActivated.connect(lambda item: self.lit.emit(*item.data(Qt.ItemDataRole.UserRole)))
        search.marks_changed.connect(self._show_marks)
        search.started.connect(self._wait)
        search.found_changed.connect(self._show_found)
        search.stopped.connect(self._say)

    def _choose_earlier(self) -> None:
        chosen = QFileDialog.getOpenFileName(self, tr("An Earlier Version of the System"))[0]
        if chosen:
            self._search.compare_with(chosen)

    # Following the search.

    def _tell_changed(self, text: str) -> None:
        self._changed.setText(text)
        self._changed.show()

    def _show_marks(self) -> None:
        graph, marks = self._search.graph, self._search.seen.marks
        self.bad.set_marks(graph, [m for m in marks if m.is_symptom])
        self.good.set_marks(graph, [m for m in marks if not m.is_symptom])
        self._over.setVisible(bool(marks))
        if not self._search.seen.changed:
            self._changed.hide()

    def _wait(self) -> None:
        """The answer that is shown is to other marks; its check is not asked for any more."""
        self.card.set_ready(False)
        self._summary.setText(tr("Looking for the cause…"))
        if self._search.found is None:
            self._say(tr("Looking for the cause…"))

    def _say(self, text: str) -> None:
        self._empty.setText(text)
        self._pages.setCurrentIndex(0)

    def _show_found(self) -> None:
        found = self._search.found
        if found is None:
            self.model.set_rows(())
            for rows in (self._why, self._also, self._cleared):
                rows.clear()
            self._playbook.clear()
            self._say(tr(ONLY_GOOD if self._search.seen.marks else EMPTY))
            return
        from explorer.ui.panels import fault_lines as words

        located = found.located
        if located.next_check is None:
            self.card.tell(located.why_no_check or "")
        else:
            self.card.ask([words.check_words(located.graph, check) for check in located.checks])
        self._summary.setText(words.summary(located))
        self.model.set_rows(words.suspect_rows(located))
        _fill(self._also, found.also)
        _fill(self._cleared, words.cleared_lines(located))
        count = len(located.ranking.cleared)
        title = tr("Cleared ({count:,})", count=count) if count else tr("Cleared")
        self._tabs.setTabText(self._tabs.indexOf(self._cleared), title)
        self._playbook.setPlainText("\n".join(map(plain.legible, found.playbook.split("\n"))))
        self._pages.setCurrentIndex(1)
        self._telling = True
        self._table.selectRow(0)
        self._telling = False

    def _answer(self, place: int, is_bad: bool) -> None:
        found = self._search.found
        if found is not None:
            self._search.answer(found.located.checks[place], is_bad=is_bad)

    def _light_check(self, place: int) -> None:
        found = self._search.found
        if found is not None:
            check = found.located.checks[place]
            self.lit.emit((check.id,), () if check.cut is None else (check.cut,))

    def _choose(self) -> None:
        rows, found = self._table.selectionModel().selectedRows(), self._search.found
        self._why.clear()
        if not rows or found is None:
            return
        from explorer.ui.panels import fault_lines as words

        number = rows[0].row()
        evidence = found.located.suspects[number]
        _fill(self._why, words.why_lines(found.located, number))
        if not self._telling:
            self._tabs.setCurrentWidget(self._why)
            self.lit.emit(*words.way_parts(evidence.ways, evidence.suspect.id))


def _table(model: SuspectsModel) -> QTableView:
    table = QTableView()
    table.setAccessibleName(tr("Suspects"))
    table.setModel(model)
    table.setItemDelegateForColumn(0, BarDelegate(table))
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setShowGrid(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(22)
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    header.setStretchLastSection(True)
    scale_columns(table, header, (_LIKELY, _WHAT))
    return table


def _lines(name: str) -> QListWidget:
    made = QListWidget()
    made.setObjectName("sentences")
    made.setAccessibleName(name)
    made.setWordWrap(True)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return made


def _fill(rows: QListWidget, lines: Iterable[Line]) -> None:
    rows.clear()
    for line in lines:
        item = QListWidgetItem(plain.legible(line.text))
        item.setData(Qt.ItemDataRole.UserRole, (line.nodes, line.edges))
        rows.addItem(item)
