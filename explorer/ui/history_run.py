"""Histories as the window sees them: read and compared in the background, forgotten with their system."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from explorer.domain.system_graph import SystemGraph
from explorer.importers.adapter import Task
from explorer.language import tr
from explorer.ui.page_run import Run
from explorer.ui.work import Work

if TYPE_CHECKING:
    from explorer.analysis.histories.evidence import Compared


class HistoryRun(Run["Compared"]):
    """At most one comparison; a newer question stops the older."""

    started = Signal()

    def __init__(self, work: Work, graph: Callable[[], SystemGraph], parent: QObject | None = None) -> None:
        super().__init__(work, "histories", graph, tr("Stopped. Nothing was compared."), parent)

    def ask(self, source: str, query: str) -> None:
        """Read and compare what a file or database holds; an empty query is none."""

        def work(graph: SystemGraph, task: Task) -> Compared:
            from explorer.session.histories import ask_histories

            return ask_histories(graph, [source], query=query or None, task=task)

        self.started.emit()
        self._start(work)
