"""The loop simulation as the window sees it: the loops there are, one run at a time, and what came of the last.

A newer run stops the older, and what was found about an older system is forgotten with it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from explorer.domain.findings import Finding
from explorer.domain.system_graph import SystemGraph
from explorer.errors import RipplemapError
from explorer.importers.adapter import Task
from explorer.language import tr
from explorer.ui.work import Work

if TYPE_CHECKING:
    from explorer.analysis.simulation.loop_simulation import LoopSimulation
    from explorer.analysis.simulation.parameters import ReadSettings
    from explorer.analysis.simulation.settings import LoopSettings

_RULE = "feedback-loop"
_SETTLES_MS = 120
"""While a slider moves, only where it rests for as long is run."""


class LoopRun(QObject):
    """At most one run; everything it tells comes as a signal, on the window's own thread."""

    loops_changed = Signal()
    """Other loops, or none; `loops` holds them."""
    started = Signal()
    finished = Signal()
    """`result` is new."""
    stopped = Signal(str)
    """The run came to no result: why, in a sentence."""

    def __init__(self, work: Work, graph: Callable[[], SystemGraph], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._graph = graph
        self.loops: tuple[Finding, ...] | None = None
        self.result: LoopSimulation | None = None
        self._asked: LoopSettings | None = None  # what runs, or will as soon as it has come to rest
        self._soon = QTimer(self, singleShot=True, interval=_SETTLES_MS)
        self._soon.timeout.connect(self._start)

    @property
    def graph(self) -> SystemGraph:
        """The system as it is."""
        return self._graph()

    @property
    def is_under_way(self) -> bool:
        """Whether a run will come to a result, or waits for its settings to come to rest."""
        return self._asked is not None

    def set_findings(self, findings: tuple[Finding, ...] | None) -> None:
        """The single loops among the findings of the system as it is; None while they are looked for."""
        from explorer.analysis.feedback_loops import way_of

        loops = None if findings is None else tuple(f for f in findings if f.rule == _RULE and way_of(f))
        if loops is None or loops != self.loops:
            self.forget()
            self.loops = loops
            self.loops_changed.emit()

    def forget(self) -> None:
        """What was run is of a system, or of a loop, that is shown no more."""
        self._soon.stop()
        self._asked = self.result = None
        self._work.stop("loop")

    def read(self, loop: Finding | None) -> ReadSettings:
        """What the edges of a loop say about its simulation; without a loop, the usual example."""
        from explorer.analysis.simulation.parameters import ReadSettings
        from explorer.analysis.simulation.settings import LoopSettings

        if loop is None:
            return ReadSettings(
                LoopSettings(), (tr("No loop of this system: an example with made-up settings."),)
            )
        from explorer.session.simulating import loop_settings

        return loop_settings(self.graph, loop)

    def run(self, settings: LoopSettings) -> None:
        """Run with these settings, in the place of what runs now, as soon as they come to rest."""
        self._work.stop("loop")
        self._asked = settings
        self._soon.start()

    def _start(self) -> None:
        settings = self._asked
        if settings is None:
            return

        def work(task: Task) -> LoopSimulation:
            from explorer.session.simulating import simulate

            return simulate(settings, task)

        self.started.emit()
        self._work.run("loop", work, self._finish, self._fail, self._halt)

    def _finish(self, result: LoopSimulation) -> None:
        self._asked = None
        self.result = result
        self.finished.emit()

    def _fail(self, error: RipplemapError) -> None:
        self._asked = None
        self.stopped.emit(str(error))

    def _halt(self) -> None:
        if self.is_under_way and not self._soon.isActive():  # else nobody waits for it any more
            self._asked = None
            self.stopped.emit(tr("Stopped. Move a slider to run it again."))
