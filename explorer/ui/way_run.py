"""The ways between two nodes, as the window looks for them; forgotten with the system."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from explorer.domain.system_graph import SystemGraph
from explorer.importers.adapter import Task
from explorer.language import tr
from explorer.ui.page_run import Run
from explorer.ui.work import Work

if TYPE_CHECKING:
    from explorer.analysis.ways import Ways


class WayRun(Run["Ways"]):
    """At most one search, or its result."""

    def __init__(self, work: Work, graph: Callable[[], SystemGraph], parent: QObject | None = None) -> None:
        super().__init__(work, "ways", graph, tr("Stopped looking for ways."), parent)

    def ask(self, start: str, end: str) -> None:
        """Look for the ways from one node to another, in the place of what was looked for."""

        def look(graph: SystemGraph, task: Task) -> Ways:
            from explorer.analysis.ways import find_ways

            task.progress(tr("Looking for ways"), None)
            return find_ways(graph, start, end, check=task.check)

        self._start(look)
