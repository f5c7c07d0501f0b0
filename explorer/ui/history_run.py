"""Histories as the window sees them: read and compared in the background, forgotten with their system."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from explorer.domain.system_graph import SystemGraph
from explorer.errors import RipplemapError
from explorer.importers.adapter import Task
from explorer.ui.work import Work

if TYPE_CHECKING:
    from explorer.session.metric_trees import Compared


class HistoryRun(QObject):
    """At most one comparison; a newer question stops the older."""

    changed = Signal()
    """`result` is new, or None because the system is another."""
    started = Signal()
    stopped = Signal(str)
    """There is nothing new: why, in a sentence."""

    def __init__(self, work: Work, graph: Callable[[], SystemGraph], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._graph = graph
        self._is_asked = False
        self.result: Compared | None = None

    @property
    def graph(self) -> SystemGraph:
        """The system as it is."""
        return self._graph()

    def forget(self) -> None:
        """The system is another."""
        self._is_asked = False
        self._work.stop("histories")
        self.result = None
        self.changed.emit()

    def ask(self, source: str, query: str) -> None:
        """Read and compare what a file or database holds; an empty query is none."""
        graph = self._graph()

        def work(task: Task) -> Compared:
            from explorer.session.histories import ask_histories

            return ask_histories(graph, [source], query=query or None, task=task)

        self._is_asked = True
        self.started.emit()
        self._work.run("histories", work, self._take, self._fail, self._halt)

    def _take(self, result: Compared) -> None:
        self._is_asked = False
        self.result = result
        self.changed.emit()

    def _fail(self, error: RipplemapError) -> None:
        self._is_asked = False
        self.stopped.emit(str(error))

    def _halt(self) -> None:
        if self._is_asked:  # else nobody waits for it any more
            self._is_asked = False
            self.stopped.emit("Stopped. Nothing was compared.")
