"""What all events of a source tell together: runs merged, and what is said last of each job and dataset.

Events of one run come in any order and from several files. Their inputs and outputs are added up, and a facet that
is sent again replaces the older one, so that the order in which files are read makes no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from explorer.domain.provenance import Source
from explorer.importers.openlineage.event import Event, Facets, Said
from explorer.importers.openlineage.facets import (
    ColumnLineage,
    DatasetLineage,
    Dependencies,
    Facet,
    JobLineage,
    LineageEntry,
    MadeColumn,
    Named,
    Origin,
    Parent,
)
from explorer.importers.openlineage.naming import dataset_id, job_id
from explorer.language import tr

BEFORE_ALL = datetime.min.replace(tzinfo=UTC)
"""The time of what says none."""
Ends = tuple[str, str]
RunKey = tuple[str, str]
"""The job and the id of its run, for not every client gives each run an id of its own."""
Naming = Callable[[str, str], str]
F = TypeVar("F", bound=Facet)
_ENDS = {"COMPLETE": False, "FAIL": True, "ABORT": True}
"""The states in which a run ends, and whether it has failed."""


@dataclass(slots=True)
class Part:
    """A job or a dataset: its latest facets, and whether it was stated or only seen."""

    id: str
    names: Named
    place: Source
    is_stated: bool = False
    facets: dict[str, tuple[datetime, Facet]] = field(default_factory=dict)

    def latest(self, name: str, kind: type[F]) -> F | None:
        """What was said last under this name; None where it was taken back."""
        said = self.facets.get(name)
        return _as(kind, said[1]) if said else None


@dataclass(slots=True)
class Passage:
    """What passes from one part to another: the runs that showed it, and when."""

    place: Source
    is_stated: bool = False
    runs: set[RunKey] = field(default_factory=set)
    first: datetime | None = None
    last: datetime | None = None

    def seen(self, run: RunKey, time: datetime | None) -> None:
        """A run shows it."""
        self.runs.add(run)
        if time:
            self.first = min(self.first or time, time)
            self.last = max(self.last or time, time)

    def joined(self, other: Passage) -> Passage:
        """Both as one."""
        both = Passage(self.place, self.is_stated or other.is_stated, self.runs | other.runs)
        times = [time for each in (self, other) for time in (each.first, each.last) if time]
        if times:
            both.first, both.last = min(times), max(times)
        return both


@dataclass(slots=True)
class Run:
    """One run of a job: when it was seen last, and how it ended."""

    last: datetime
    ended: datetime = BEFORE_ALL
    has_failed: bool | None = None


@dataclass(slots=True)
class Gathered:
    """Everything by id, in the order in which it was met."""

    jobs: dict[str, Part] = field(default_factory=dict)
    datasets: dict[str, Part] = field(default_factory=dict)
    passages: dict[Ends, Passage] = field(default_factory=dict)
    triggers: dict[Ends, Passage] = field(default_factory=dict)
    runs: dict[RunKey, Run] = field(default_factory=dict)
    lineage: dict[tuple[str | None, str], tuple[datetime, ColumnLineage]] = field(default_factory=dict)
    """By job (None where no job is named) and dataset: of which columns it makes those of the dataset."""
    latest: datetime | None = None
    ids: dict[tuple[Naming, Named], str | None] = field(default_factory=dict)

    def add(self, event: Event, tell: Callable[[str], None]) -> None:
        """What one event tells; tell hears of names that can be no ids."""
        if event.time and (self.latest is None or event.time > self.latest):
            self.latest = event.time
        _Adding(self, event, tell).add()


def origins(lineage: ColumnLineage) -> Iterator[Origin]:
    """Everything that a lineage by columns names."""
    for column in (lineage.fields or {}).values():
        yield from column.inputs or ()
        yield from column.input_fields or ()
    yield from lineage.dataset or ()


def is_job(said: Origin | LineageEntry) -> bool:
    """Whether it is about a job, not a dataset."""
    return (said.type or "").upper() == "JOB"


class _Adding:
    """One event on its way to what is gathered."""

    def __init__(self, gathered: Gathered, event: Event, tell: Callable[[str], None]) -> None:
        self._all = gathered
        self._event = event
        self._time = event.time or BEFORE_ALL
        self._tell = tell
        self._run: RunKey | None = None

    def add(self) -> None:
        """The job, its run, and the datasets; or the dataset alone."""
        event = self._event
        job = self._job(self._with_schedule(event.job)) if event.job else None
        if job is not None:
            self._of_job(job)
        elif event.job is None and event.dataset is not None and (made := self._dataset(event.dataset)):
            self._made_from(None, made, event.dataset.facets)

    def _of_job(self, job: str) -> None:
        event = self._event
        if event.run is not None:
            self._run = job, event.run
            self._note_run(self._run)
        for said in event.inputs:
            self._pass(self._dataset(said), job)
        for said in event.outputs:
            if made := self._dataset(said):
                self._pass(job, made)
                self._made_from(job, made, said.facets)
        lineage = _as(JobLineage, event.job.facets.get("lineage")) if event.job else None
        for entry in (lineage.entries if lineage else None) or ():
            self._entry(job, entry)
        self._started(job)

    def _with_schedule(self, job: Said) -> Said:
        """The job with what its run says of its schedule."""
        time = self._event.run_facets.get("nominalTime")
        return Said(job.names, {**job.facets, "nominalTime": time}) if time else job

    def _note_run(self, key: RunKey) -> None:
        run = self._all.runs.setdefault(key, Run(self._time))
        run.last = max(run.last, self._time)
        if self._event.state in _ENDS and self._time >= run.ended:
            run.ended, run.has_failed = self._time, _ENDS[self._event.state]

    def _started(self, job: str) -> None:
        """The jobs that start this one, and those that it starts."""
        facets = self._event.run_facets
        parent, known = _as(Parent, facets.get("parent")), _as(Dependencies, facets.get("jobDependencies"))
        before = [parent.job] if parent and parent.job else []
        before += [d.job for d in (known.upstream if known else None) or ()]
        after = [d.job for d in (known.downstream if known else None) or ()]
        for names in before:
            self._pass(self._job(Said(names, {})), job, self._all.triggers)
        for names in after:
            self._pass(job, self._job(Said(names, {})), self._all.triggers)

    def _made_from(self, job: str | None, made: str, facets: Facets) -> None:
        """What a dataset says of what it is made from, as a whole and column by column."""
        stated = _as(DatasetLineage, facets.get("lineage"))
        columns = _as(ColumnLineage, facets.get("columnLineage"))
        if stated:
            self._state(job, made, stated.inputs, stated.fields)
        if columns:
            self._note(job, made, columns)

    def _entry(self, job: str, entry: LineageEntry) -> None:
        """One entry of what a job says goes into what by its doing."""
        names = Named(entry.namespace, entry.name) if entry.namespace and entry.name else None
        if is_job(entry):
            reader = self._job(Said(names, {})) if names else job
            for origin in entry.inputs or ():
                self._pass(self._origin(origin, job), reader)
        elif names and (made := self._dataset(Said(names, {}))):
            self._state(job, made, entry.inputs, entry.fields)
            if all(not is_job(origin) or origin.name is None for origin in entry.inputs or ()):
                self._pass(job, made)

    def _state(
        self,
        job: str | None,
        made: str,
        inputs: list[Origin] | None,
        fields: dict[str, MadeColumn] | None,
    ) -> None:
        """A lineage that is stated for its own sake: a dataset goes through the job, a job writes by itself."""
        for origin in inputs or ():
            self._pass(self._origin(origin, job), made if is_job(origin) else job or made)
        if fields:
            self._note(job, made, ColumnLineage(fields=fields))

    def _note(self, job: str | None, made: str, said: ColumnLineage) -> None:
        known = self._all.lineage.get((job, made))
        if known is None or self._time >= known[0]:
            self._all.lineage[job, made] = (self._time, said)
        for origin in origins(said):
            if not is_job(origin):
                self._pass(self._origin(origin, job), job or made)

    def _origin(self, origin: Origin, job: str | None) -> str | None:
        """A dataset or job from which something comes; a job without names is the one of the event."""
        if origin.namespace and origin.name:
            said = Said(Named(origin.namespace, origin.name), {})
            return self._job(said) if is_job(origin) else self._dataset(said)
        if not is_job(origin):
            self._tell(tr("What something is made from is left out: it has no namespace or no name."))
            return None
        return job

    def _pass(self, start: str | None, end: str | None, among: dict[Ends, Passage] | None = None) -> None:
        """Something passes from one part to another in this event."""
        if start is None or end is None or start == end:
            return
        among, event = self._all.passages if among is None else among, self._event
        passage = among.get((start, end))
        if passage is None:
            passage = among[start, end] = Passage(event.place)
        if self._run is None:
            passage.is_stated = True
        else:
            passage.seen(self._run, event.time)

    def _job(self, said: Said) -> str | None:
        return self._part(self._all.jobs, job_id, said)

    def _dataset(self, said: Said) -> str | None:
        return self._part(self._all.datasets, dataset_id, said)

    def _part(self, among: dict[str, Part], naming: Naming, said: Said) -> str | None:
        node_id = self._id(naming, said.names)
        if node_id is None:
            return None
        part = among.get(node_id)
        if part is None:
            part = among[node_id] = Part(node_id, said.names, self._event.place)
        part.is_stated |= self._event.run is None
        for name, facet in said.facets.items():
            known = part.facets.get(name)
            if known is None or self._time >= known[0]:
                part.facets[name] = (self._time, facet)
        return node_id

    def _id(self, naming: Naming, names: Named) -> str | None:
        ids = self._all.ids
        if (naming, names) not in ids:
            try:
                ids[naming, names] = naming(names.namespace, names.name)
            except ValueError as error:
                ids[naming, names] = None
                self._tell(tr("A job or dataset is left out: {reason}", reason=error))
        return ids[naming, names]


def _as(kind: type[F], facet: Facet | None) -> F | None:
    """The facet, where it is of this kind and was not taken back."""
    return facet if isinstance(facet, kind) and not facet.deleted else None
