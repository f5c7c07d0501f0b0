"""What a page shows, as the window sees it: worked out when somebody looks at it, forgotten with its system."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from explorer.domain.system_graph import SystemGraph
from explorer.errors import RipplemapError
from explorer.importers.adapter import Task
from explorer.language import tr
from explorer.ui.work import Work

if TYPE_CHECKING:
    from explorer.analysis.ml_test_score.sheet import Sheet
    from explorer.analysis.success.metric_tree import MetricTree
    from explorer.session.search import SearchIndex

T = TypeVar("T")


class Run(QObject, Generic[T]):
    """At most one result about the system; everything it tells comes as a signal, on the window's own thread."""

    changed = Signal()
    """`result` is new, or None because the system is another."""
    stopped = Signal(str)
    """There will be no new result: why, in a sentence."""

    def __init__(
        self,
        work: Work,
        lane: str,
        graph: Callable[[], SystemGraph],
        halted: str,
        parent: QObject | None = None,
    ) -> None:
        """Work in a lane; `halted` is what is said when it was cancelled."""
        super().__init__(parent)
        self._work = work
        self._lane = lane
        self._graph = graph
        self._halted = halted
        self._is_asked = False
        self.result: T | None = None

    @property
    def graph(self) -> SystemGraph:
        """The system as it is."""
        return self._graph()

    @property
    def is_asked(self) -> bool:
        """Whether a result is on its way."""
        return self._is_asked

    def forget(self) -> None:
        """The system is another."""
        self._is_asked = False
        self._work.stop(self._lane)
        self.result = None
        self.changed.emit()

    def _start(self, ask: Callable[[SystemGraph, Task], T]) -> None:
        graph = self._graph()
        self._is_asked = True
        self._work.run(self._lane, lambda task: ask(graph, task), self._take, self._fail, self._halt)

    def _take(self, result: T) -> None:
        self._is_asked = False
        self.result = result
        self.changed.emit()

    def _fail(self, error: RipplemapError) -> None:
        self._is_asked = False
        self.stopped.emit(str(error))

    def _halt(self) -> None:
        if self._is_asked:  # else nobody waits for it any more
            self._is_asked = False
            self.stopped.emit(self._halted)


class PageRun(Run[T]):
    """A result that needs nothing but the system."""

    def __init__(
        self,
        work: Work,
        lane: str,
        graph: Callable[[], SystemGraph],
        ask: Callable[[SystemGraph, Task], T],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(
            work, lane, graph, tr("Stopped. It is worked out when this page is shown again."), parent
        )
        self._work_out = ask

    def ask(self) -> None:
        """Work it out, unless it is there or on its way."""
        if self.result is None and not self._is_asked:
            self._start(self._work_out)


def metric_tree(graph: SystemGraph, task: Task) -> MetricTree:
    """What the Success page shows."""
    from explorer.session.metric_trees import ask_metric_tree

    return ask_metric_tree(graph, task)


def node_names(graph: SystemGraph, task: Task) -> SearchIndex:
    """What the command palette looks for nodes in."""
    from explorer.session.search import node_index

    task.progress(tr("Making the names ready"), None)
    return node_index(graph, task.check)


def score_sheets(graph: SystemGraph, task: Task) -> tuple[Sheet, ...]:
    """What the Test score page shows."""
    from explorer.session.scoring import ask_scores

    return ask_scores(graph, task)
