"""The search for a fault as the window sees it: what was marked, and where the fault lies after that.

A newer search stops the older. Marks stay with the nodes they were made on; of another project nothing is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from explorer.analysis.localisation.marks import BAD, GOOD, Mark, Sightings
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted
from explorer.errors import RipplemapError
from explorer.importers.adapter import Task
from explorer.language import tr
from explorer.ui.work import Work

if TYPE_CHECKING:
    from explorer.analysis.localisation.located import Located
    from explorer.analysis.localisation.next_check import Check
    from explorer.ui.panels.fault_lines import Line


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Where the fault lies, what else could be, and what to do about it as text."""

    located: Located
    also: tuple[Line, ...]
    playbook: str


class FaultSearch(QObject):
    """Marks and their answer; everything it tells comes as a signal, on the window's own thread."""

    marks_changed = Signal()
    started = Signal()
    found_changed = Signal()
    """`found` is new, or None: what was found is of other marks, or of another system."""
    told = Signal(str)
    """What came of a comparison with an earlier version."""
    stopped = Signal(str)
    """The search came to no answer: why, in a sentence."""

    def __init__(self, work: Work, graph: Callable[[], SystemGraph], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._graph = graph
        self.seen = Sightings()
        self.found: Found | None = None
        self._is_under_way = False

    @property
    def graph(self) -> SystemGraph:
        """The system as it is."""
        return self._graph()

    @property
    def is_under_way(self) -> bool:
        """Whether an answer to the marks is on its way."""
        return self._is_under_way

    def see(self, seen: Sightings) -> None:
        """This is what was marked; where the fault lies after that is searched for."""
        self.seen = seen
        self.marks_changed.emit()
        if seen.symptoms:
            self._search()
        else:
            self._halt()
            self._take(None)

    def mark(self, nodes: Iterable[str], *, is_bad: bool) -> None:
        """A person says of these nodes that they are bad, or good; that replaces what was said of them before."""
        seen = self.seen
        for node in nodes:
            if node in self.graph.nodes:
                seen = seen.without(node).with_mark(Mark(node=node, degree=BAD if is_bad else GOOD))
        self.see(seen)

    def unmark(self, marks: Iterable[Mark]) -> None:
        """Take marks back."""
        gone = set(marks)
        self.see(replace(self.seen, marks=tuple(m for m in self.seen.marks if m not in gone)))

    def refine(self, mark: Mark, instead: Mark) -> None:
        """Say more exactly what was marked."""
        kept = replace(self.seen, marks=tuple(m for m in self.seen.marks if m != mark))
        self.see(kept.with_mark(instead))

    def answer(self, check: Check, *, is_bad: bool) -> None:
        """A person has done this check."""
        self.see(self.seen.after_check(check.id, is_bad=is_bad, cut=check.cut))

    def compare_with(self, source: str) -> None:
        """What is different from an earlier version of the system changed lately."""
        graph = self.graph

        def work(task: Task) -> frozenset[str]:
            from explorer.session.loading import open_sources
            from explorer.session.versions import changed_since

            return changed_since(open_sources([source], task=task).project.graph, graph)

        self._work.run("earlier", work, self._take_changed, lambda error: self.told.emit(str(error)))

    def start_over(self) -> None:
        """Nothing is marked."""
        self.see(Sightings())

    def forget(self) -> None:
        """Another project is open."""
        self._halt()
        self._work.stop("earlier")
        self.seen = Sightings()
        self.marks_changed.emit()
        self._take(None)

    def follow_graph(self) -> None:
        """The system is another: what is marked and still there is searched in it anew."""
        self._work.stop("earlier")
        graph = self.graph
        kept = tuple(
            m for m in self.seen.marks if m.node in graph.nodes and (m.cut is None or m.cut in graph.edges)
        )
        self._halt()
        self._take(None)
        self.see(replace(self.seen, marks=kept, changed=self.seen.changed & graph.nodes.keys()))

    def _take_changed(self, changed: frozenset[str]) -> None:
        known = changed & self.graph.nodes.keys()
        self.see(replace(self.seen, changed=known))
        self.told.emit(
            tr("{nodes} changed since then: suspected the more.", nodes=counted(len(known), "node"))
            if known
            else tr("Nothing changed since then.")
        )

    def _search(self) -> None:
        graph, seen = self.graph, self.seen

        def work(task: Task) -> Found:
            from explorer.analysis.localisation.playbook import playbook, playbook_text
            from explorer.session.locating import ask_locate
            from explorer.ui.panels.fault_lines import also_lines

            located = ask_locate(graph, seen, task)
            also = tuple(also_lines(located, task.check))  # here, because it looks at everything upstream
            return Found(located, also, playbook_text(playbook(located, check=task.check)))

        self._is_under_way = True
        self.started.emit()
        self._work.run("faults", work, self._finish, self._fail, self._stop)

    def _halt(self) -> None:
        self._is_under_way = False
        self._work.stop("faults")

    def _finish(self, found: Found) -> None:
        self._is_under_way = False
        self._take(found)

    def _fail(self, error: RipplemapError) -> None:
        self._is_under_way = False
        self._take(None)
        self.stopped.emit(str(error))

    def _stop(self) -> None:
        if self._is_under_way:  # else nobody waits for it any more
            self._is_under_way = False
            self._take(None)
            self.stopped.emit(tr("Stopped. Mark something, or take a mark back, to search again."))

    def _take(self, found: Found | None) -> None:
        self.found = found
        self.found_changed.emit()
