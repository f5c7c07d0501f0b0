"""OpenLineage's events, as clients write them to a file and backends keep them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from explorer.domain.assembly import Statements
from explorer.domain.collector import collector_at_rest
from explorer.domain.provenance import Problem
from explorer.errors import InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.folder import first_of, problem_of
from explorer.importers.openlineage.event import EventReader
from explorer.importers.openlineage.gathered import Gathered
from explorer.importers.openlineage.statements import statements_of, unread_facets
from explorer.importers.openlineage.stored_events import MAX_SIZE, looks_like_events, stored_events
from explorer.importers.reading import read_bytes
from explorer.importers.written_records import Faults
from explorer.language import marked, tr


class OpenLineageAdapter:
    """Reads events, and those of several files as one log: a run may begin in one and end in another."""

    name = "openlineage"
    recognises = marked(
        "OpenLineage: events as JSON, one a line or in a list, or Marquez's table lineage_events"
    )

    def matches(self, location: Location, head: bytes) -> bool:
        """Whether the beginning of the file holds an event."""
        return location.path is not None and looks_like_events(head)

    def read(self, location: Location, task: Task) -> Statements:
        """All that the events of a file tell."""
        return self.read_together([location], task)

    def read_together(self, locations: Sequence[Location], task: Task) -> Statements:
        """All that the events of several files tell; a file that cannot be read is a problem among others."""
        reader, gathered = EventReader(), Gathered()
        problems: list[Problem] = []
        broken: list[InputError] = []
        with collector_at_rest():
            for location in locations:
                faults = Faults(location.shown)
                try:
                    _read(location, reader, gathered, faults, task)
                except InputError as error:
                    broken.append(error)
                    problems.append(problem_of(error, location.shown))
                problems += faults.problems()
            if len(broken) == len(locations):
                raise first_of(broken)
            said = statements_of(gathered, task.check)
        said.problems = [*problems, *unread_facets(reader)]
        return said


def _read(location: Location, reader: EventReader, gathered: Gathered, faults: Faults, task: Task) -> None:
    """One file's events; InputError where it is none, or holds no event at all."""
    if location.path is None:
        raise InputError(tr("OpenLineage's events stand in a file."), where=location.shown)
    stage = tr("Reading {name}", name=location.shown)

    def reading(part: float) -> None:
        task.check()
        task.progress(stage, part)

    reading(0)
    found = False
    data = read_bytes(location.path, location.shown, MAX_SIZE, task.check)
    for stored in stored_events(data, faults, reading):
        event = reader.event(stored, faults)
        if event is not None:
            found = True
            gathered.add(event, partial(faults.tell, place=event.place))
    if not found:
        told = next((p.message for p in faults.problems()), "")
        raise InputError(
            tr("This file holds no event of OpenLineage that can be read."),
            where=location.shown,
            hint=told or None,
        )
