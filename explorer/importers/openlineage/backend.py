"""The database of an OpenLineage backend: Marquez keeps each event as it was sent, in the table lineage_events."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

import msgspec

from explorer.domain.assembly import Statements
from explorer.errors import InputError
from explorer.importers.databases.reader import Reader
from explorer.importers.openlineage.event import EventReader
from explorer.importers.openlineage.gathered import Gathered
from explorer.importers.openlineage.statements import statements_of, unread_facets
from explorer.importers.openlineage.stored_events import events_in
from explorer.importers.written_records import Faults
from explorer.language import tr

_TABLE = "lineage_events"


def keeps_events(tables: Collection[str]) -> bool:
    """Whether one of the tables is that of a backend."""
    return _TABLE in tables


def read_backend(reader: Reader) -> Statements:
    """All that the events of a backend tell; InputError where there are none."""
    events, gathered = EventReader(), Gathered()
    faults = Faults(str(reader.source(_TABLE)))
    rows = reader.rows(_TABLE, ("event",), keys=("event",))
    # A database gives its rows in no order, and the same events are to make the same system.
    for text in sorted(_json(row["event"]) for row in rows):
        reader.cut.check()
        for stored in events_in(text, None, faults):
            if event := events.event(stored, faults):
                gathered.add(event, partial(faults.tell, place=event.place))
    if not gathered.jobs and not gathered.datasets:
        raise InputError(
            tr("Its table {table} holds no event of OpenLineage that can be read.", table=_TABLE),
            where=reader.shown,
        )
    said = statements_of(gathered, reader.cut.check)
    said.problems = [*reader.problems, *faults.problems(), *unread_facets(events)]
    return said


def _json(value: object) -> bytes:
    """The JSON in a cell, which some drivers have decoded already."""
    if isinstance(value, bytes):
        return value
    return value.encode("utf-8", "replace") if isinstance(value, str) else msgspec.json.encode(value)
