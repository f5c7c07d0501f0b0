"""The service levels of a data contract: how old the data may be, how often it comes, how long it is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from explorer.domain.provenance import Source
from explorer.importers.written_records import Record
from explorer.language import tr

_FRESHNESS = ("freshness", "latency", "ly")
_CADENCE = ("frequency", "fy")
_SECONDS = {
    1: ("s", "sec", "second", "seconds"),
    60: ("min", "mins", "minute", "minutes"),
    3_600: ("h", "hr", "hrs", "hour", "hours"),
    86_400: ("d", "day", "days"),
    604_800: ("w", "wk", "week", "weeks"),
    2_629_800: ("mo", "month", "months"),
    31_557_600: ("y", "yr", "yrs", "year", "years"),
}
_UNITS = {unit: seconds for seconds, units in _SECONDS.items() for unit in units}


@dataclass(frozen=True, slots=True)
class Level:
    """One service level as it is written; elements are the objects or columns it is about, none means all."""

    property: str
    value: str
    elements: tuple[str, ...]
    duration: timedelta | None
    place: Source

    def __str__(self) -> str:
        about = f" ({', '.join(self.elements)})" if self.elements else ""
        return f"{self.property}: {self.value}{about}"


def level_of(record: Record, default_element: str | None) -> Level | None:
    """The service level that a mapping under `slaProperties` states."""
    what, value, unit = record.name("property"), record.name("value"), record.name("unit")
    elements = record.name("element") or default_element or ""
    for key in ("driver", "schedule", "scheduler"):
        record.name(key)
    record.known("id", "valueExt", "description", "customProperties")
    record.close()
    if what is None or value is None:
        record.tell(tr("A service level is left out: it says no property or no value."))
        return None
    timed = what.lower() in (*_FRESHNESS, *_CADENCE)
    return Level(
        what,
        f"{value} {unit}" if unit else value,
        tuple(e.strip() for e in elements.split(",") if e.strip()),
        _duration(record, what, value, unit) if timed else None,
        record.place,
    )


def freshness_of(levels: Iterable[Level]) -> timedelta | None:
    """How old the data may be: the shortest that is promised."""
    return _shortest(levels, _FRESHNESS)


def cadence_of(levels: Iterable[Level]) -> timedelta | None:
    """How often the data comes."""
    return _shortest(levels, _CADENCE)


def _shortest(levels: Iterable[Level], properties: tuple[str, ...]) -> timedelta | None:
    said = [x.duration for x in levels if x.duration is not None and x.property.lower() in properties]
    return min(said, default=None)


def _duration(record: Record, what: str, value: str, unit: str | None) -> timedelta | None:
    try:
        count = float(value)
        if unit is not None and unit.lower() in _UNITS and count > 0:
            return timedelta(seconds=count * _UNITS[unit.lower()])
    except (ValueError, OverflowError):
        pass  # said below, as is a unit that is not known
    shown = f"{value} {unit or ''}".strip()[:60]
    record.tell(
        tr(
            "The service level {what} is “{shown}”, which is no duration; it counts as unknown. "
            "Write a number, and a unit such as min, h, d, w, month or y.",
            what=what[:60],
            shown=shown,
        ),
        "value",
    )
    return None
