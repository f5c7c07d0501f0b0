"""The scenarios of the open project for the window: kept, compared side by side; and what isolates a node."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from explorer.domain.scenarios import Scenario
from explorer.errors import RipplemapError
from explorer.importers.adapter import Task
from explorer.language import tr
from explorer.session.session import Session
from explorer.ui.work import Work

if TYPE_CHECKING:
    from explorer.analysis.scenarios.side_by_side import SideBySide
    from explorer.analysis.what_if.isolation import Isolation
    from explorer.session.what_ifs import WhatIf


class ScenarioRun(QObject):
    """At most one comparison and one isolation; everything it tells comes as a signal, on the window's own thread."""

    changed = Signal()
    """The list of scenarios is another."""
    compared = Signal()
    """`table` is new, or None because the system is another."""
    isolated = Signal()
    """`isolation` is new, or None because the what-if is another."""
    failed = Signal(str)
    """One sentence on what could not be done, or was stopped."""

    def __init__(self, work: Work, session: Callable[[], Session], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._session = session
        self._known: tuple[Scenario, ...] = ()
        self.table: SideBySide | None = None
        self.isolation: Isolation | None = None
        self.is_comparing = False

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """What is kept in the project."""
        return self._session().project.scenarios

    def follow(self) -> None:
        """The project was changed, perhaps its scenarios."""
        if self.scenarios != self._known:
            self._known = self.scenarios
            self.changed.emit()

    def forget(self) -> None:
        """The system is another."""
        self._halt()
        self.table = None
        self.compared.emit()
        self.forget_isolation()

    def forget_isolation(self) -> None:
        """The what-if is another."""
        self._work.stop("cuts")
        self.isolation = None
        self.isolated.emit()

    def compare(self, scenarios: tuple[Scenario, ...]) -> None:
        """Work these out beside the system as it is."""
        graph = self._session().graph

        def work(task: Task) -> SideBySide:
            from explorer.analysis.scenarios.side_by_side import side_by_side
            from explorer.session.comparing import compare_scenarios

            return side_by_side(compare_scenarios(graph, scenarios, task))

        self.is_comparing = True
        self._work.run("compare", work, self._take, self._fail, self._stop)

    def isolate(self, answer: WhatIf, node: str) -> None:
        """Look for what keeps this node untouched by what is asked."""

        def work(task: Task) -> Isolation:
            from explorer.session.what_ifs import isolate

            return isolate(answer.graph, answer.impact.changes, node, task)

        self._work.run("cuts", work, self._take_isolation, lambda error: self.failed.emit(str(error)))

    def keep(self, scenario: Scenario) -> bool:
        """Save a scenario, in the place of one of its name; whether that was possible."""
        parts = scenario.additions, scenario.removals, scenario.mitigations
        return self._try(lambda: self._session().keep_scenario(scenario.name, scenario.changes, *parts))

    def rename(self, name: str, new: str) -> bool:
        """Give a scenario another name."""
        return self._try(lambda: self._session().rename_scenario(name, new))

    def duplicate(self, name: str) -> bool:
        """Put a copy behind a scenario."""
        return self._try(lambda: self._session().duplicate_scenario(name))

    def remove(self, name: str) -> bool:
        """Remove a scenario from the project."""
        return self._try(lambda: self._session().remove_scenario(name))

    def _try(self, edit: Callable[[], object]) -> bool:
        try:
            edit()
        except RipplemapError as error:
            self.failed.emit(str(error))
            return False
        return True

    def _take(self, table: SideBySide) -> None:
        self.is_comparing = False
        self.table = table
        self.compared.emit()

    def _take_isolation(self, found: Isolation) -> None:
        self.isolation = found
        self.isolated.emit()

    def _fail(self, error: RipplemapError) -> None:
        self.is_comparing = False
        self.compared.emit()
        self.failed.emit(str(error))

    def _halt(self) -> None:
        self.is_comparing = False
        self._work.stop("compare")

    def _stop(self) -> None:
        if self.is_comparing:  # else nobody waits for it any more
            self.is_comparing = False
            self.compared.emit()
            self.failed.emit(tr("Stopped. Press “Compare” to work it out again."))
