"""The foot of the window: a tab for each page of answers, each following the project by itself."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QTabWidget, QToolButton, QWidget

from explorer.domain.entities import EdgeKey
from explorer.domain.findings import Finding
from explorer.language import marked, tr, tr_in
from explorer.ui.open_project import OpenProject
from explorer.ui.panels.faults import FaultsPanel
from explorer.ui.panels.findings import FindingsPanel
from explorer.ui.panels.loop import LoopPanel
from explorer.ui.panels.problems import Problems
from explorer.ui.panels.questions import Questions
from explorer.ui.panels.score import ScorePanel
from explorer.ui.panels.sources import SourcesPanel
from explorer.ui.panels.success import SuccessPanel
from explorer.ui.panels.what_if import WhatIfPanel
from explorer.ui.steps import AT_ONCE_UP_TO, Steps

L = TypeVar(
    "L",
    Questions,
    FindingsPanel,
    WhatIfPanel,
    FaultsPanel,
    LoopPanel,
    SuccessPanel,
    ScorePanel,
    SourcesPanel,
)  # what lights nodes and edges
_Light = tuple[tuple[str, ...], tuple[EdgeKey, ...]]
_DARK: _Light = ((), ())
_WORKING = marked("Working it out…")
_STOPPED = marked("Stopped. “Arrange Again” in the menu “View” works it out.")


class Foot(QTabWidget):
    """Questions, findings, what-ifs and the other pages that answer; what the one in front lights is shown."""

    lit = Signal(tuple, tuple)
    """Ids of the nodes, and keys of the edges, that a sentence rests on."""
    told = Signal(str)

    questions: Questions
    findings: FindingsPanel
    what_if: WhatIfPanel
    faults: FaultsPanel
    loop: LoopPanel
    success: SuccessPanel
    score: ScorePanel
    sources: SourcesPanel
    problems: Problems

    def __init__(self, project: OpenProject, parent: QWidget | None = None) -> None:
        """Empty; `furnish` makes the pages."""
        super().__init__(parent)
        self.setDocumentMode(True)
        self.setAccessibleName(tr("Answers"))
        self.tabBar().setAccessibleName(tr("Pages of the answers"))
        self._project = project
        self._lights: dict[QWidget, _Light] = {}  # of each page, until what it shows is another
        self._shown_light = _DARK
        self._answer_steps, self._what_if_steps = Steps(self), Steps(self)

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is not shown everywhere yet."""
        return self._answer_steps.is_waiting or self._what_if_steps.is_waiting

    def furnish(self) -> Iterator[None]:
        """Make a page at each step, so that each can have a turn of its own; together they take 0.1 s."""
        project = self._project
        self.questions = self._lighting(Questions(), tr("Questions"))
        yield
        self.findings = self._lighting(FindingsPanel(), tr("Findings"))
        yield
        self.what_if = self._lighting(WhatIfPanel(project.scenarios), tr_in("a page", "What if"))
        yield
        self.faults = self._lighting(FaultsPanel(project.faults), tr("Faults"))
        yield
        self.loop = self._lighting(LoopPanel(project.loop), tr("Loop"))
        yield
        self.success = self._lighting(SuccessPanel(project.success, project.histories), tr("Success"))
        yield
        self.score = self._lighting(ScorePanel(project.scores), tr("Test score"))
        for page in (self.score, self.questions, self.findings):
            page.set_dark(project.theme.dark)
        yield
        self.sources = self._lighting(SourcesPanel(project.sources), tr("Sources"))
        self.problems = Problems()
        self.addTab(self.problems, tr("Problems"))
        self._connect()

    def set_corner(self, action: QAction) -> None:
        """Offer an action beside the tabs."""
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setAutoRaise(True)
        button.setAccessibleDescription(action.statusTip())  # the tooltip is rich text
        self.setCornerWidget(button)
        QWidget.setTabOrder(self.tabBar(), button)

    def show_system(self) -> None:
        """Another project is open, or none."""
        self._lights.clear()
        self.setCurrentWidget(self.questions)
        if not self._project.answers:
            self._tell_of_no_answers("")
        self._show_findings()

    def follow_graph(self) -> Iterator[None]:
        """The system has changed; shown in steps."""
        self._lights.clear()
        self.what_if.set_graph(self._project.graph)
        yield
        self._show_problems()
        yield
        if self._project.is_open and not self._project.answers:
            self._tell_of_no_answers(tr(_WORKING))

    def show_nodes(self, ids: tuple[str, ...]) -> None:
        """These nodes are selected."""
        self.what_if.show_nodes(ids)
        self.faults.show_nodes(ids)
        self.sources.show_nodes(ids)

    def ask_about(self, ids: tuple[str, ...]) -> None:
        """Turn to the what-if: ask what the one node that is selected would do, or let a person name one."""
        self.setCurrentWidget(self.what_if)
        if len(ids) == 1:
            self.what_if.form.set_node(ids[0])
            self.what_if.form.submit()
        else:
            self.what_if.form.setFocus()

    def show_finding(self, finding: Finding) -> None:
        """Turn to the findings and choose this one."""
        self.setCurrentWidget(self.findings)
        self.findings.show_finding(finding)

    def show_findings_of(self, node_id: str) -> None:
        """Turn to the findings of this node."""
        self.setCurrentWidget(self.findings)
        self.findings.show_of(node_id)

    def mark(self, *, is_bad: bool) -> None:
        """Mark the selected nodes as broken, or as healthy."""
        self.setCurrentWidget(self.faults)
        self.faults.mark(is_bad=is_bad)

    def show_stopped(self) -> None:
        """What was being worked out was stopped."""
        if self._project.is_open and not self._project.answers:
            self._tell_of_no_answers(tr(_STOPPED))
        if self._project.is_open and not self._project.are_findings_known:
            self.findings.clear(tr(_STOPPED))

    def _lighting(self, page: L, title: str) -> L:
        self.addTab(page, title)
        page.lit.connect(partial(self._keep_light, page))
        return page

    def _keep_light(self, page: QWidget, nodes: tuple[str, ...], edges: tuple[EdgeKey, ...]) -> None:
        self._lights[page] = nodes, edges
        if page is self.currentWidget():
            self._light(nodes, edges)

    def _turn(self) -> None:
        light = self._lights.get(self.currentWidget(), _DARK)
        if light != self._shown_light:  # else what another part of the window lights may stay
            self._light(*light)

    def _light(self, nodes: tuple[str, ...], edges: tuple[EdgeKey, ...]) -> None:
        self._shown_light = nodes, edges
        self.lit.emit(nodes, edges)

    def _connect(self) -> None:
        project = self._project
        self.currentChanged.connect(lambda _: self._turn())
        project.faults.marks_changed.connect(lambda: self._lights.pop(self.faults, None))
        project.answers_changed.connect(self._show_answers)
        project.findings_changed.connect(self._show_findings)
        project.what_if_changed.connect(self._show_what_if)
        project.theme_changed.connect(self._show_theme)
        self.findings.loop_wanted.connect(self._show_loop)
        self.problems.doubt_wanted.connect(self._show_doubt)
        self.what_if.asked.connect(project.ask_scenario)
        self.what_if.form.left.connect(project.leave_what_if)
        self.what_if.told.connect(self.told)

    def _show_answers(self) -> None:
        self._lights.pop(self.questions, None)
        answers = self.questions.follow(self._project.graph, self._project.answers)
        self._answer_steps.begin(answers, at_once=self._is_small)

    def _tell_of_no_answers(self, why: str) -> None:
        self._answer_steps.stop()
        self.questions.clear(why)

    @property
    def _is_small(self) -> bool:
        return len(self._project.graph.nodes) <= AT_ONCE_UP_TO

    def _show_findings(self) -> None:
        found = self._project.findings
        self._lights.pop(self.findings, None)
        if self._project.are_findings_known:
            self.findings.set_findings(self._project.graph, found)
        else:
            self.findings.clear(tr(_WORKING) if self._project.is_open else "")
        self._title(self.findings, tr("Findings"), len(found.findings))

    def _show_loop(self, loop: Finding) -> None:
        if self.loop.choose_loop(loop):
            self.setCurrentWidget(self.loop)

    def _show_doubt(self, name: str) -> None:
        self.setCurrentWidget(self.sources)
        self.sources.show_doubts(name)

    def _show_problems(self) -> None:
        problems = self._project.problems
        self.problems.set_problems(problems, dark=self._project.theme.dark)
        self._title(self.problems, tr("Problems"), len(problems))

    def _show_what_if(self) -> None:
        answer = self._project.what_if
        self._lights.pop(self.what_if, None)
        if answer is not None:
            self.setCurrentWidget(self.what_if)
        self._what_if_steps.begin(self.what_if.follow(answer), at_once=self._is_small)

    def _show_theme(self) -> None:
        dark = self._project.theme.dark
        for page in (self.score, self.questions, self.findings):
            page.set_dark(dark)
        self._show_problems()

    def _title(self, panel: QWidget, title: str, count: int) -> None:
        self.setTabText(
            self.indexOf(panel), tr("{title} ({count:,})", title=title, count=count) if count else title
        )
