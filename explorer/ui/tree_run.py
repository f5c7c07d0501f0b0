"""The metric tree as the window sees it: worked out when somebody looks at it, forgotten with its system."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from explorer.domain.system_graph import SystemGraph
from explorer.errors import RipplemapError
from explorer.importers.adapter import Task
from explorer.ui.work import Work

if TYPE_CHECKING:
    from explorer.analysis.success.metric_tree import MetricTree


class TreeRun(QObject):
    """At most one tree; everything it tells comes as a signal, on the window's own thread."""

    changed = Signal()
    """`tree` is new, or None because the system is another."""
    stopped = Signal(str)
    """There will be no tree: why, in a sentence."""

    def __init__(self, work: Work, graph: Callable[[], SystemGraph], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._graph = graph
        self._is_asked = False
        self.tree: MetricTree | None = None

    def forget(self) -> None:
        """The system is another."""
        self._is_asked = False
        self._work.stop("success")
        self.tree = None
        self.changed.emit()

    def ask(self) -> None:
        """Work out the tree, unless it is there or on its way."""
        if self.tree is not None or self._is_asked:
            return
        graph = self._graph()
        self._is_asked = True

        def work(task: Task) -> MetricTree:
            from explorer.session.metric_trees import ask_metric_tree

            return ask_metric_tree(graph, task)

        self._work.run("success", work, self._take, self._fail, self._halt)

    def _take(self, tree: MetricTree) -> None:
        self.tree = tree
        self.changed.emit()

    def _fail(self, error: RipplemapError) -> None:
        self._is_asked = False
        self.stopped.emit(str(error))

    def _halt(self) -> None:
        if self._is_asked:  # else nobody waits for it any more
            self._is_asked = False
            self.stopped.emit("Stopped. It is worked out when this page is shown again.")
