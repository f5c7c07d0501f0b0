"""The what-if: the question on the left, its answer in tabs, and on the right why the chosen line is so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from explorer.analysis.scenarios.telling import finding_told, retired_told
from explorer.analysis.what_if.telling import (
    Told,
    blind_told,
    path_told,
    protected_told,
    retirements_told,
    seen_told,
    unnoticed_told,
)
from explorer.domain.entities import EdgeKey
from explorer.domain.scenarios import Addition, Scenario
from explorer.domain.system_graph import SystemGraph
from explorer.language import marked, number, tr
from explorer.session.what_ifs import WhatIf
from explorer.ui import plain
from explorer.ui.panels.affected_model import AffectedModel
from explorer.ui.panels.comparing import ComparingTab
from explorer.ui.panels.helping import HelpingTab
from explorer.ui.panels.measuring import MeasuringTab
from explorer.ui.panels.new_part import NewPart
from explorer.ui.panels.row_tree import row_table
from explorer.ui.panels.told_list import ToldList
from explorer.ui.panels.what_if_form import WhatIfForm
from explorer.ui.scenario_run import ScenarioRun

_ASK = marked("Choose a node and what happens to it.")
_AFFECTED = marked("Affected")
_MEASURING = marked("Where to measure")
_HELPING = marked("What helps")
_PROTECTED = marked("Protected")
_AROUND, _ABOVE_AND_BELOW = 16, 6  # pixels of a cell beside its words
_GIVING_WAY = (2, 4, 1)  # columns whose words may be cut, the first soonest; the tip has them whole
_USUAL, _LEAST = 30, 9  # letters that such a column has room for
_FORM, _MOST_FOR_FORM = 320, 0.28  # pixels of the form, and of the page's width where its words need more


class WhatIfPanel(QWidget):
    """Asks a what-if and shows its answer; choosing a row lights what proves it."""

    lit = Signal(tuple, tuple)
    asked = Signal(object)
    """A Scenario to be followed."""
    told = Signal(str)

    def __init__(self, run: ScenarioRun, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("what-if")
        self._run = run
        self._graph = SystemGraph()
        self._answer: WhatIf | None = None
        self._telling = False
        self.form = WhatIfForm()
        self.form.setFixedWidth(_FORM)
        self.model = AffectedModel(self)
        self.table = row_table(tr("Affected nodes"), self.model, ())
        for part in (self.table, self.table.viewport()):
            part.installEventFilter(self)
        self.measuring = MeasuringTab()
        self.helping = HelpingTab()
        self.protected = ToldList(tr("Protected nodes"))
        self.retired = ToldList(tr("After retiring"))
        self.comparing = ComparingTab(run)
        self.why = ToldList(tr("Why"))
        self._why_title = plain.label(tr("Why"))
        self._why_title.setObjectName("heading")
        self._summary = plain.label(tr(_ASK))
        self._summary.setObjectName("muted")
        self._summary.setWordWrap(True)
        self._assemble()
        self._connect()
        self.set_what_if(None)

    def _assemble(self) -> None:
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for page, title in (
            (self.table, _AFFECTED),
            (self.measuring, _MEASURING),
            (self.helping, _HELPING),
            (self.protected, _PROTECTED),
            (self.retired, marked("After retiring")),
            (self.comparing, marked("Compare")),
        ):
            self.tabs.addTab(page, tr(title))
        middle = QVBoxLayout()
        middle.setSpacing(4)
        middle.addWidget(self._summary)
        middle.addWidget(self.tabs, 1)
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.addWidget(self._why_title)
        side.addWidget(self.why, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(16)
        layout.addWidget(self.form)
        layout.addLayout(middle, 11)
        layout.addWidget(self._side, 3)

    def _connect(self) -> None:
        self.form.asked.connect(self.ask)
        self.form.failed.connect(self.told)
        self.form.part_wanted.connect(self._ask_for_part)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._choose())
        self.measuring.chosen.connect(self._tell_why)
        self.helping.chosen.connect(self._tell_why)
        self.helping.tried.connect(self.ask)
        self.helping.failed.connect(self.told)
        self.helping.isolation_wanted.connect(self._isolate)
        self.comparing.opened.connect(self.ask)
        for page in (self.protected, self.retired, self.comparing, self.why):
            page.lit.connect(self.lit)
        self.tabs.currentChanged.connect(
            lambda _: self._side.setVisible(self.tabs.currentWidget() is not self.comparing)
        )
        self._run.isolated.connect(lambda: self.helping.set_isolation(self._run.isolation))
        self._run.failed.connect(self.told)

    def ask(self, scenario: Scenario) -> None:
        """Follow this; where it only takes parts out, nothing happens that could be followed, but much may differ."""
        if scenario.changes or scenario.additions or scenario.removals:
            self.asked.emit(scenario)
        if scenario.changes or scenario.additions:
            return
        self.form.set_draft(scenario)
        self.comparing.set_asked(scenario)
        self.tabs.setCurrentWidget(self.comparing)
        self.comparing.compare()

    def set_graph(self, graph: SystemGraph) -> None:
        """Ask about this system."""
        self._graph = graph
        self.form.set_graph(graph)

    def set_what_if(self, answer: WhatIf | None) -> None:
        """Show an answer, or none."""
        for _ in self.follow(answer):
            pass

    def follow(self, answer: WhatIf | None) -> Iterator[None]:
        """The same in steps: first who is affected, then each other list."""
        asked = Scenario(name="")
        if answer is not None:
            asked = answer.scenario or Scenario(name="", changes=answer.impact.changes)
        self.form.set_draft(asked)
        self.comparing.set_asked(asked)
        self._summary.setText(tr(_ASK) if answer is None else _apart(answer))
        self._summary.setVisible(bool(self._summary.text()))
        self._head(answer)
        yield
        self._answer = answer
        self.model.set_answer(answer)
        yield
        self.measuring.set_answer(answer)
        yield
        self.helping.set_answer(answer)
        yield
        self.why.tell(() if answer is None else [unnoticed_told(answer.graph, answer.seen)])
        self.protected.tell(
            () if answer is None else [protected_told(answer.graph, p) for p in answer.protected]
        )
        retired = [] if answer is None else _retired(answer)
        self.retired.tell(retired)
        self.tabs.setTabVisible(self.tabs.indexOf(self.retired), bool(retired))

    def _head(self, answer: WhatIf | None) -> None:
        """Tabs say how much they hold; of the affected only the others, as the banner does."""
        affected = 0 if answer is None else sum(not row.changed for row in answer.rows)
        for page, title, count in (
            (self.table, _AFFECTED, affected),
            (self.measuring, _MEASURING, 0),
            (self.helping, _HELPING, 0 if answer is None else len(answer.helps.helps)),
            (self.protected, _PROTECTED, 0 if answer is None else len(answer.protected)),
        ):
            text = f"{tr(title)} ({number(count)})" if count else tr(title)
            self.tabs.setTabText(self.tabs.indexOf(page), text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The form has the room that its words need, as far as it leaves enough to the answer."""
        most = round(_MOST_FOR_FORM * self.width())
        self.form.setFixedWidth(max(_FORM, min(self.form.sizeHint().width(), most)))
        super().resizeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the table may be wider or narrower, or speak in larger letters."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange):
            self._make_room()
        return super().eventFilter(watched, event)

    def _make_room(self) -> None:
        """The columns of a few fixed words have the width of the longest, in whatever language and size of text; rows
        are as high as these words. Where there is too little room, columns give way as far as their headings;
        then the table is scrolled sideways."""
        header, metrics = self.table.horizontalHeader(), self.table.fontMetrics()
        self.table.verticalHeader().setDefaultSectionSize(metrics.height() + _ABOVE_AND_BELOW)
        letter = metrics.averageCharWidth()
        widths = dict.fromkeys(_GIVING_WAY, _USUAL * letter)
        for column, words in self.model.fixed_words().items():
            widths[column] = max(metrics.horizontalAdvance(word) for word in words) + _AROUND
        missing = sum(widths.values()) - self.table.viewport().width()
        for column in _GIVING_WAY:
            heading = self.model.headerData(column, Qt.Orientation.Horizontal)
            least = header.fontMetrics().horizontalAdvance(str(heading)) + _AROUND
            narrower = min(max(missing, 0), max(widths[column] - max(least, _LEAST * letter), 0))
            widths[column] -= narrower
            missing -= narrower
        for column, width in widths.items():
            header.resizeSection(column, width)  # the last takes what is left all the same

    def show_nodes(self, ids: tuple[str, ...]) -> None:
        """Offer the selected node in the form; show its path when it is affected."""
        if len(ids) != 1:
            return
        self.form.offer_node(ids[0])
        row = self.model.row_of(ids[0])
        if row is not None and not self._telling:
            self._telling = True
            self.choose(row)
            self._telling = False

    def choose(self, row: int) -> None:
        """Choose an affected node, as a click does."""
        self.table.setCurrentIndex(self.model.index(row, 0, QModelIndex()))

    @property
    def summary(self) -> str:
        """The line above the tabs: what to do, or which scenario this is; empty for a plain what-if."""
        return self._summary.text()

    def _choose(self) -> None:
        rows = self.table.selectionModel().selectedRows()
        row = self.model.row_at(rows[0]) if rows else None
        if row is None or self._answer is None:
            return
        answer, seen = self._answer, self._answer.seen[row.id]
        steps = path_told(answer.impact, row.id)
        sights = [
            Told(tr("Seen: {how}.", how=seen_told(answer.graph, o)), (row.id, o.at, o.monitor))
            for o in seen.observed_by
        ]
        blind = blind_told(seen)
        if blind is not None:
            sights.append(Told(tr("Blind: {where}.", where=blind), (row.id,)))
        nodes = dict.fromkeys((*(i for step in steps for i in step.nodes), row.id))
        self._tell_why([*steps, *sights], tuple(nodes), tuple(key for step in steps for key in step.edges))

    def _tell_why(self, told: Sequence[Told], nodes: tuple[str, ...], edges: tuple[EdgeKey, ...]) -> None:
        self.why.tell(told)
        if not self._telling:
            self.lit.emit(nodes, edges)

    def _isolate(self, node: str) -> None:
        if self._answer is not None:
            self._run.isolate(self._answer, node)

    def _ask_for_part(self) -> None:
        graph = self._graph if self._answer is None else self._answer.graph
        form = NewPart(graph, self)
        form.made.connect(self.add_part)
        form.open()

    def add_part(self, part: Addition) -> None:
        """Ask about the system with this in it."""
        draft = self.form.draft
        self.ask(replace(draft, additions=(*draft.additions, part)))


def _apart(answer: WhatIf) -> str:
    """Which scenario it is, and whether of another system than there is; the banner says what is asked."""
    scenario = answer.scenario
    if scenario is None:
        return ""
    told = [tr("Scenario “{name}”.", name=scenario.name)] if scenario.name else []
    if scenario.is_edited:
        told.append(tr("The list on the left says how the system is taken to differ."))
    return " ".join(told)


def _retired(answer: WhatIf) -> list[Told]:
    """What a retirement needs, and which findings would go and come with it."""
    told = list(retirements_told(answer.impact))
    if answer.retired is not None:
        told.append(Told(retired_told(answer.retired)))
        told += [Told(f"– {finding_told(f)}", f.nodes, f.edges) for f in answer.retired.gone]
        told += [Told(f"+ {finding_told(f)}", f.nodes, f.edges) for f in answer.retired.new]
    return told
