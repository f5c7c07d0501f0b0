"""The ML Test Score as a page: the models, and of the chosen one the 28 tests in their four sections."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from explorer.analysis.ml_test_score.rubric import Section
from explorer.analysis.ml_test_score.sheet import Row, Sheet
from explorer.analysis.ml_test_score.telling import (
    FULL,
    State,
    points_told,
    sheet_told,
    state_of,
    system_told,
)
from explorer.domain.words import told
from explorer.language import tr
from explorer.ui import plain, style
from explorer.ui.page_run import PageRun
from explorer.ui.panels.page_parts import NO_MODEL_YET
from explorer.ui.panels.scores_model import COLUMNS, ScoresModel
from explorer.ui.panels.wrapping import Wrapping

_SIGNS = {State.HOLDS: "tick", State.ATTESTED: "ringed", State.FAILS: "cross"}
_NAME, _POINTS = 20, 48
"""Letters of a model's name, and pixels of its points."""
_LETTERS = 26
"""So wide is a section at least: the longest word of a test, in German, beside its mark and the scroll bar."""


class ScorePanel(QWidget):
    """Choosing a model shows its tests; choosing a test says why it stands so and lights what it rests on."""

    lit = Signal(tuple, tuple)

    def __init__(self, run: PageRun[tuple[Sheet, ...]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("score")
        self._run = run
        self._dark = False
        self.model = ScoresModel(self)
        self.table = _table(self.model)
        self._told = plain.label()
        self._told.setWordWrap(True)
        self._told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._told.setMinimumHeight(
            2 * self._told.fontMetrics().lineSpacing()
        )  # so that the rows stay in place
        self._heads = {section: plain.label() for section in Section}
        self.tests = {section: _tests(section) for section in Section}
        self._assemble()
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_model())
        for section, rows in self.tests.items():
            rows.itemSelectionChanged.connect(lambda each=section: self._choose(each))
        run.changed.connect(self._show)
        run.stopped.connect(self._told.setText)
        self._show()

    @property
    def told(self) -> str:
        """What the chosen test, model or system comes to."""
        return self._told.text()

    def set_dark(self, dark: bool) -> None:
        """Draw the marks dark or light."""
        self._dark = dark
        self._show_model()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: what nobody looks at is not worked out."""
        super().showEvent(event)
        self._run.ask()

    def _assemble(self) -> None:
        columns = QHBoxLayout()
        columns.setSpacing(12)
        columns.addWidget(self.table)
        sections = [_column(self._heads[section], self.tests[section]) for section in Section]
        columns.addWidget(Wrapping(sections, [1] * len(sections)), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 8)
        layout.setSpacing(6)
        layout.addWidget(self._told)
        layout.addLayout(columns, 1)

    def _show(self) -> None:
        sheets = self._run.result
        self.model.set_sheets(self._run.graph, sheets or ())
        self.table.setVisible(sheets is not None and len(sheets) > 1)
        if sheets is None:
            self._told.setText(tr("Working it out…"))
            if self.isVisible():
                self._run.ask()
        if sheets:
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._show_model()
        if sheets is not None:
            told = system_told(self._run.graph, sheets)
            self._told.setText(told if sheets else f"{told} {tr(NO_MODEL_YET)}")

    def _sheet(self) -> Sheet | None:
        row = self.table.currentIndex().row()
        return self.model.sheets[row] if 0 <= row < len(self.model.sheets) else None

    def _show_model(self) -> None:
        sheet = self._sheet()
        for section, rows in self.tests.items():
            rows.blockSignals(True)
            rows.clear()
            rows.setVisible(sheet is not None)
            self._heads[section].setText("" if sheet is None else _headed(sheet, section))
            for row in () if sheet is None else sheet.rows:
                if row.test.section is section:
                    rows.addItem(self._item(row))
            rows.blockSignals(False)
        if sheet is not None:
            self._told.setText(sheet_told(self._run.graph, sheet))
            self.lit.emit((sheet.model,), ())

    def _item(self, row: Row) -> QListWidgetItem:
        state = state_of(row)
        sign = _SIGNS.get(state, "?")
        title, stands = tr(row.test.title), told(state)
        item = QListWidgetItem(style.test_icon(sign, dark=self._dark), plain.legible(title))
        item.setToolTip(plain.escaped(f"{stands[:1].upper()}{stands[1:]}. {row.why}"))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, plain.legible(f"{title}: {stands}. {row.why}"))
        item.setData(Qt.ItemDataRole.UserRole, row)
        return item

    def _choose(self, section: Section) -> None:
        items = self.tests[section].selectedItems()
        sheet = self._sheet()
        if not items or sheet is None:
            return
        for other, rows in self.tests.items():
            if other is not section:
                rows.blockSignals(True)
                rows.clearSelection()
                rows.setCurrentRow(-1)
                rows.blockSignals(False)
        row: Row = items[0].data(Qt.ItemDataRole.UserRole)
        self._told.setText(f"{tr(row.test.title)}: {told(state_of(row))}. {row.why}")
        self.lit.emit(row.nodes or (sheet.model,), ())


def _headed(sheet: Sheet, section: Section) -> str:
    title = told(section)
    points = points_told(sheet.points(section))
    return tr(
        "{section}  {points} of {most}", section=f"{title[:1].upper()}{title[1:]}", points=points, most=FULL
    )


def _column(head: QLabel, tests: QListWidget) -> QWidget:
    head.setObjectName("heading")
    made = QWidget()
    tests.setMinimumWidth(_LETTERS * tests.fontMetrics().averageCharWidth())
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(head)
    column.addWidget(tests, 1)
    return made


def _tests(section: Section) -> QListWidget:
    made = QListWidget()
    made.setObjectName("sentences")
    made.setAccessibleName(tr("Tests of the section {section}", section=told(section)))
    made.setWordWrap(True)
    made.setResizeMode(QListWidget.ResizeMode.Adjust)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return made


def _table(model: ScoresModel) -> QTreeView:
    made = QTreeView()
    made.setAccessibleName(tr("Models and their scores"))
    made.setModel(model)
    made.setRootIsDecorated(False)
    made.setUniformRowHeights(True)
    made.setAllColumnsShowFocus(True)
    made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    header: QHeaderView = made.header()
    header.setStretchLastSection(False)
    header.setMinimumSectionSize(_POINTS)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    widths = [max(_POINTS, header.sectionSizeHint(column)) for column in range(1, len(COLUMNS))]
    for column, width in enumerate(widths, start=1):
        header.resizeSection(column, width)
    made.setFixedWidth(_NAME * made.fontMetrics().averageCharWidth() + sum(widths) + 20)
    return made
