"""One event of OpenLineage: the run, job or dataset that it is about, and the datasets that it names.

Each piece is decoded by itself, so that a broken one costs only itself; a facet that a job sends again with each of
its runs is decoded once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from msgspec import Raw, Struct

from explorer.domain.ids import shown_plainly
from explorer.domain.provenance import Source
from explorer.importers.json_pieces import decode_piece
from explorer.importers.openlineage import facets
from explorer.importers.openlineage.facets import Facet, Named
from explorer.importers.openlineage.stored_events import StoredEvent
from explorer.importers.written_records import Faults
from explorer.language import tr

_MOST_KEPT = 20_000
_KEYS = frozenset(
    ("eventTime", "eventType", "producer", "schemaURL", "run", "job", "dataset", "inputs", "outputs")
)
_NULL = b"null"
T = TypeVar("T")


class _Job(Struct):
    namespace: str
    name: str
    facets: dict[str, Raw] | None = None


class _Dataset(Struct):
    namespace: str
    name: str
    facets: dict[str, Raw] | None = None
    inputFacets: dict[str, Raw] | None = None  # noqa: N815 - as it is written
    outputFacets: dict[str, Raw] | None = None  # noqa: N815 - as it is written


class _Run(Struct):
    runId: str  # noqa: N815 - as it is written
    facets: dict[str, Raw] | None = None


Facets = Mapping[str, Facet]


@dataclass(frozen=True, slots=True)
class Said:
    """What an event says of one job or dataset."""

    names: Named
    facets: Facets


@dataclass(frozen=True, slots=True)
class Event:
    """What one event tells. `run` is None where it is a statement and no run; `time` where it says none."""

    place: Source
    time: datetime | None
    state: str
    run: str | None
    run_facets: Facets
    job: Said | None
    dataset: Said | None
    inputs: list[Said]
    outputs: list[Said]


class EventReader:
    """Decodes the events of all files of one source; facets that nobody reads are counted by name."""

    def __init__(self) -> None:
        self.unread: dict[str, Source] = {}
        self._decoded: dict[tuple[type[Facet], bytes], Facet | ValueError] = {}

    def event(self, stored: StoredEvent, faults: Faults) -> Event | None:
        """The event; None where it is about nothing, which is told."""
        pieces = _Pieces(stored, faults)
        for key in stored.members.keys() - _KEYS:
            faults.unread(tr("Event"), key, pieces.place)
        run, job = pieces.piece("run", _Run), pieces.piece("job", _Job)
        dataset = pieces.piece("dataset", _Dataset) if job is None else None
        if job is None and dataset is None:
            pieces.tell(tr("An event is left out: it names no job and no dataset."))
            return None
        return Event(
            place=pieces.place,
            time=pieces.time(),
            state=(pieces.piece("eventType", str) or "").upper(),
            run=run.runId if run else None,
            run_facets=self._facets(run.facets, facets.OF_RUNS, pieces) if run else {},
            job=self._job(job, pieces) if job else None,
            dataset=self._dataset(dataset, pieces) if dataset else None,
            inputs=[self._dataset(d, pieces) for d in pieces.datasets("inputs")],
            outputs=[self._dataset(d, pieces) for d in pieces.datasets("outputs")],
        )

    def _job(self, said: _Job, pieces: _Pieces) -> Said:
        return Said(Named(said.namespace, said.name), self._facets(said.facets, facets.OF_JOBS, pieces))

    def _dataset(self, said: _Dataset, pieces: _Pieces) -> Said:
        found: dict[str, Facet] = {}
        for each in (said.inputFacets, said.outputFacets, said.facets):
            if each:
                found |= self._facets(each, facets.OF_DATASETS, pieces)
        return Said(Named(said.namespace, said.name), found)

    def _facets(
        self, said: Mapping[str, Raw] | None, kinds: Mapping[str, type[Facet]], pieces: _Pieces
    ) -> dict[str, Facet]:
        found: dict[str, Facet] = {}
        for name, raw in (said or {}).items():
            kind = kinds.get(name)
            if kind is None:
                if name not in facets.LEFT_OUT:
                    self.unread.setdefault(name, pieces.place)
                continue
            decoded = self._facet(raw, kind)
            if isinstance(decoded, ValueError):
                pieces.tell(tr("The facet “{name}” is left out: {reason}.", name=name, reason=decoded))
            elif decoded is not None:
                found[name] = decoded
        return found

    def _facet(self, raw: Raw, kind: type[Facet]) -> Facet | ValueError | None:
        text = bytes(raw)
        if text == _NULL:
            return None
        known = self._decoded.get((kind, text))
        if known is None:
            try:
                known = decode_piece(text, kind)
            except ValueError as error:
                known = error
            if len(self._decoded) >= _MOST_KEPT:
                self._decoded.clear()
            self._decoded[kind, text] = known
        return known


class _Pieces:
    """The members of one event as they are asked for."""

    def __init__(self, stored: StoredEvent, faults: Faults) -> None:
        self.place = faults.source(stored.line)
        self._faults = faults
        self._members = stored.members

    def tell(self, message: str) -> None:
        """A fault of this event."""
        self._faults.tell(message, self.place)

    def piece(self, key: str, kind: type[T]) -> T | None:
        """What stands under a key; None where that is nothing, or something else, which is told."""
        raw = self._members.get(key)
        return None if raw is None or bytes(raw) == _NULL else self._decoded(raw, kind, key)

    def datasets(self, key: str) -> Iterator[_Dataset]:
        """The datasets in the list under a key."""
        for raw in self.piece(key, list[Raw]) or ():
            if (said := self._decoded(raw, _Dataset, key)) is not None:
                yield said

    def time(self) -> datetime | None:
        """When it was; without a time zone it counts as UTC."""
        said = self.piece("eventTime", str)
        if said is None:
            if "eventTime" not in self._members:
                self.tell(tr("An event does not say when it was."))
            return None
        try:
            time = datetime.fromisoformat(said)
        except ValueError:
            self.tell(tr("The time “{time}” of an event is not understood.", time=shown_plainly(said[:40])))
            return None
        return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)

    def _decoded(self, raw: Raw, kind: type[T], key: str) -> T | None:
        try:
            return decode_piece(raw, kind)
        except ValueError as error:
            self.tell(tr("“{key}” of an event is left out: {reason}.", key=key, reason=error))
            return None
