"""What a page shows, as the window sees it: worked out when somebody looks at it, forgotten with its system."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from explorer.domain.system_graph import SystemGraph
from explorer.errors import RipplemapError
from explorer.importers.adapter import Task
from explorer.ui.work import Work

T = TypeVar("T")


class PageRun(QObject, Generic[T]):
    """At most one result; everything it tells comes as a signal, on the window's own thread."""

    changed = Signal()
    """`result` is new, or None because the system is another."""
    stopped = Signal(str)
    """There will be no result: why, in a sentence."""

    def __init__(
        self,
        work: Work,
        lane: str,
        graph: Callable[[], SystemGraph],
        ask: Callable[[SystemGraph, Task], T],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._work = work
        self._lane = lane
        self._graph = graph
        self._work_out = ask
        self._is_asked = False
        self.result: T | None = None

    @property
    def graph(self) -> SystemGraph:
        """The system as it is."""
        return self._graph()

    def forget(self) -> None:
        """The system is another."""
        self._is_asked = False
        self._work.stop(self._lane)
        self.result = None
        self.changed.emit()

    def ask(self) -> None:
        """Work it out, unless it is there or on its way."""
        if self.result is not None or self._is_asked:
            return
        graph = self._graph()
        self._is_asked = True
        self._work.run(
            self._lane, lambda task: self._work_out(graph, task), self._take, self._fail, self._halt
        )

    def _take(self, result: T) -> None:
        self.result = result
        self.changed.emit()

    def _fail(self, error: RipplemapError) -> None:
        self._is_asked = False
        self.stopped.emit(str(error))

    def _halt(self) -> None:
        if self._is_asked:  # else nobody waits for it any more
            self._is_asked = False
            self.stopped.emit("Stopped. It is worked out when this page is shown again.")
