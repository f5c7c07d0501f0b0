"""What the window knows of the open project, and how it hears that it knows something else.

Here stand the session, the work under way and everything worked out about the system; what a person can do to it is
open_project's. Long work runs in the background and comes back as signals. No widget is known here.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from explorer.domain.answers import Answer
from explorer.domain.findings import Findings
from explorer.domain.provenance import Problem
from explorer.domain.system_graph import SystemGraph
from explorer.drawing.theme import LIGHT, Theme
from explorer.session.session import Session
from explorer.ui.answering import Answering
from explorer.ui.fault_search import FaultSearch
from explorer.ui.history_run import HistoryRun
from explorer.ui.loop_run import LoopRun
from explorer.ui.offers import Offers
from explorer.ui.page_run import PageRun, metric_tree, node_names, score_sheets
from explorer.ui.picture_run import PictureRun
from explorer.ui.scenario_run import ScenarioRun
from explorer.ui.showing import Showing
from explorer.ui.source_run import SourceRun
from explorer.ui.view_run import ViewRun
from explorer.ui.way_run import WayRun
from explorer.ui.work import Work

if TYPE_CHECKING:
    from explorer.layout.engine import LayoutEngine
    from explorer.session.views import Focus
    from explorer.session.what_ifs import WhatIf


class KnownProject(QObject):
    """One project, or none. Everything it tells comes as a signal, on the window's own thread."""

    replaced = Signal()
    """Another project is open, or none is."""
    graph_changed = Signal()
    picture_changed = Signal(object, bool)
    """A Picture, and whether its nodes should move there smoothly."""
    answers_changed = Signal()
    findings_changed = Signal()
    what_if_changed = Signal()
    focus_changed = Signal()
    history_changed = Signal()
    theme_changed = Signal()
    text_size_changed = Signal()
    moved_away = Signal()
    """The next picture shows something else than the one before, so that it wants to be seen whole."""
    working = Signal(str, object)
    """What is being done, and which part of it is done (0 to 1) or None."""
    rested = Signal()
    told = Signal(str)
    failed = Signal(str)

    def __init__(
        self, parent: QObject | None = None, *, engine: LayoutEngine | None = None, theme: Theme = LIGHT
    ) -> None:
        super().__init__(parent)
        self._session = Session()
        self.is_open = False
        self.theme, self.text_size = theme, 1.0
        self.what_if: WhatIf | None = None
        self._work = Work(self)
        self._work.working.connect(self.working)
        self._work.rested.connect(self.rested)
        self._work.failed.connect(self.failed)
        self.offers = Offers(self._work)
        self._answering = Answering(self._work, lambda: self.graph, self)
        self._answering.answers_changed.connect(self.answers_changed)
        self._answering.findings_changed.connect(self.findings_changed)
        self.loop = LoopRun(self._work, lambda: self.graph, self)
        self.success = PageRun(self._work, "success", lambda: self.graph, metric_tree, self)
        self.scores = PageRun(self._work, "scores", lambda: self.graph, score_sheets, self)
        self.histories = HistoryRun(self._work, lambda: self.graph, self)
        self.names = PageRun(self._work, "names", lambda: self.graph, node_names, self)
        self.ways = WayRun(self._work, lambda: self.graph, self)
        self.faults = FaultSearch(self._work, lambda: self.graph, self)
        self.scenarios = ScenarioRun(self._work, lambda: self._session, self)
        self.sources = SourceRun(self._work, lambda: self._session, self)
        self.sources.failed.connect(self.failed)
        self.sources.told.connect(self.told)
        self.showing = Showing(
            self._work, lambda: self._session.project, lambda: (self.theme, self.what_if), engine
        )
        self.views = ViewRun(lambda: self._session, self)
        self.views.failed.connect(self.failed)
        self.pictures = PictureRun(
            self._work, lambda: self.showing.view, lambda: (self.theme, self.what_if), self
        )
        self.pictures.told.connect(self.told)
        self.showing.picture_changed.connect(self.picture_changed)
        self.showing.focus_changed.connect(self.focus_changed)
        self.showing.moved_away.connect(self.moved_away)
        self.showing.told.connect(self.told)
        self.showing.laid_out.connect(self._answering.ask_where_due)
        self._connect_runs()

    @property
    def graph(self) -> SystemGraph:
        """The system as it is, whatever is asked about it."""
        return self._session.graph

    @property
    def work(self) -> Work:
        """The lanes of what runs in the background, for who asks a person something that takes time."""
        return self._work

    @property
    def has_edits(self) -> bool:
        """Whether anything was edited by hand."""
        return bool(self._session.project.originals)

    @property
    def answers(self) -> Sequence[Answer]:
        """The answers to the three questions, with what histories say; none while they are being worked out."""
        compared = self.histories.result
        if compared is None:
            return self._answering.answers
        from explorer.analysis.histories.evidence import with_histories

        return with_histories(self._answering.answers, compared)

    @property
    def findings(self) -> Findings:
        """Every finding about the system; none while they are being looked for."""
        return self._answering.findings

    @property
    def are_findings_known(self) -> bool:
        """Whether they were looked for to the end, so that none means none."""
        return self._answering.are_findings_known

    @property
    def problems(self) -> Sequence[Problem]:
        """What was wrong in the sources."""
        return self._session.problems

    @property
    def path(self) -> Path | None:
        """The project's file, if it has one."""
        return self._session.path

    @property
    def read_only(self) -> bool:
        """Whether the file may not be written back."""
        return self._session.read_only

    @property
    def is_dirty(self) -> bool:
        """Whether there is anything to save."""
        return self.is_open and self._session.dirty

    @property
    def is_busy(self) -> bool:
        """Whether anything is being worked on."""
        return self._work.is_busy

    @property
    def title(self) -> str:
        """What the window calls it."""
        return self._session.title

    @property
    def undo_name(self) -> str | None:
        """What undo would take back."""
        return self._session.undo_name if self.is_open else None

    @property
    def redo_name(self) -> str | None:
        """What redo would do again."""
        return self._session.redo_name if self.is_open else None

    @property
    def what_if_line(self) -> str:
        """The what-if and the size of its answer; empty when nothing is asked."""
        return "" if self.what_if is None else self.what_if.summary

    @property
    def focus_line(self) -> str:
        """What is in focus; empty when the whole system is shown."""
        return self.showing.focus_line

    @property
    def focused(self) -> Focus | None:
        """Which part of the system is shown; None for the whole."""
        return self.showing.focused

    def _connect_runs(self) -> None:
        """What was worked out about one system says nothing about the next."""
        self.histories.changed.connect(self._answer_with_histories)
        self.replaced.connect(self.faults.forget)
        self.graph_changed.connect(self.faults.follow_graph)
        for changed in (self.replaced, self.graph_changed):
            for run in (self.success, self.scores, self.histories, self.names, self.ways, self.scenarios):
                changed.connect(run.forget)
            changed.connect(lambda: self.loop.set_findings(None))
        self.replaced.connect(self.sources.forget)
        self.history_changed.connect(self.sources.follow)
        self.replaced.connect(self.scenarios.follow)
        self.history_changed.connect(self.scenarios.follow)
        self.what_if_changed.connect(self.scenarios.forget_isolation)
        self.findings_changed.connect(lambda: self.loop.set_findings(self.findings.findings))
        self.history_changed.connect(self.views.follow)
        self.replaced.connect(self.views.follow)

    def _answer_with_histories(self) -> None:
        if self.answers:
            self.answers_changed.emit()
