"""The sources of the open project for the window: read again, and what of them is one thing, decided by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from explorer.domain.identities import Identities
from explorer.domain.identity import Decision, Doubt
from explorer.domain.project import ImportedSource
from explorer.domain.system_graph import SystemGraph
from explorer.errors import RipplemapError
from explorer.importers.adapter import Task
from explorer.language import tr
from explorer.session.identities import Decided, forgetting, merging, settling, splitting
from explorer.session.session import Read, Session
from explorer.ui.work import Work

if TYPE_CHECKING:
    from explorer.session.versions import PartsDifference


class SourceRun(QObject):
    """At most one reading at a time; everything it tells comes as a signal, on the window's own thread."""

    changed = Signal()
    """The sources, what is one of them, or what the last reading changed is another."""
    failed = Signal(str)
    """One sentence on what could not be done."""
    told = Signal(str)
    """What a reading came to."""
    passwords_wanted = Signal(list)
    """What is to be read again, once the passwords of servers among it are known: then `read_these_again`."""

    def __init__(self, work: Work, session: Callable[[], Session], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._session = session
        self._known: tuple[object, ...] = ()
        self.since: PartsDifference | None = None

    @property
    def sources(self) -> tuple[ImportedSource, ...]:
        """What the system was read from."""
        return self._session().project.sources

    @property
    def identities(self) -> Identities:
        """What is one thing though several speak of it."""
        return self._session().project.identities

    @property
    def graph(self) -> SystemGraph:
        """The system."""
        return self._session().graph

    def follow(self) -> None:
        """The project was changed, perhaps its sources."""
        known = (self.sources, self.identities, self.graph)
        if any(one is not other for one, other in zip(known, self._known or (None,) * 3, strict=True)):
            self._known = known
            self.changed.emit()

    def forget(self) -> None:
        """Another project is open: nothing was read again."""
        self.since = None
        self.follow()

    def read(self, sources: Sequence[str], name: str = "") -> None:
        """Read these and join them to the system; positions, and what a person added, stay."""
        self._start(self._session().reading(tuple(sources)), name)

    def read_again(self) -> None:
        """Read everything once more that the system was read from, so that it is as that says now."""
        from explorer.session.connecting import servers_asking

        sources = [s.location for s in self.sources]
        if servers_asking(sources):
            self.passwords_wanted.emit(sources)
        else:
            self.read_these_again(sources)

    def read_these_again(self, sources: Sequence[str]) -> None:
        """Read what is known already; the addresses of servers hold the passwords that the keyring does not."""
        self.read(sources, tr("Read the sources again"))

    def merge(self, first: str, second: str) -> None:
        """Make one of two nodes."""
        self._decide(lambda: merging(self._session().project, first, second))

    def split(self, node_id: str, name: str, document: str) -> None:
        """Take what is said under one name, by one document where several use it, out of a node."""
        self._decide(lambda: splitting(self._session().project, node_id, name, document))

    def settle(self, doubt: Doubt, candidate: str | None) -> None:
        """Say which of its candidates a name is, or with None that it is none of them."""
        self._decide(lambda: settling(self._session().project, doubt, candidate))

    def take_back(self, decision: Decision) -> None:
        """Let the rules hold again where something was decided."""
        self._decide(lambda: forgetting(self._session().project, decision))

    def _decide(self, decide: Callable[[], Decided]) -> None:
        try:
            decided = decide()
        except RipplemapError as error:
            self.failed.emit(str(error))
        else:
            self._start(self._session().deciding(decided.identities), decided.name)

    def _start(self, reading: Callable[[Task], Read], name: str) -> None:
        def work(task: Task) -> tuple[Read, PartsDifference]:
            from explorer.session.versions import parts_difference

            read = reading(task)
            return read, parts_difference(read.base.graph, read.project.graph, task.check)

        self._work.run("open", work, lambda found: self._take(*found, name))

    def _take(self, read: Read, since: PartsDifference, name: str) -> None:
        self.since = since
        try:
            self._session().add_sources(read, name)
        except RipplemapError as error:
            self.failed.emit(str(error))
            return
        self.follow()
        self.told.emit(told_difference(since))


def told_difference(since: PartsDifference) -> str:
    """How much of a system is different, in a sentence."""
    if not len(since):
        return tr("Nothing has changed.")
    return tr(
        "Nodes: {new:,} new, {gone:,} gone, {changed:,} changed. "
        "Edges: {edges_new:,} new, {edges_gone:,} gone, {edges_changed:,} changed.",
        new=len(since.nodes_new),
        gone=len(since.nodes_gone),
        changed=len(since.changed_nodes),
        edges_new=len(since.edges_new),
        edges_gone=len(since.edges_gone),
        edges_changed=len(since.changed_edges),
    )
