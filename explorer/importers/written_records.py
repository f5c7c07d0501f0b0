"""Mappings of a foreign format as they are read key by key: nothing is lost without a word.

Contracts, catalogue entries and registries are mappings in mappings whose keys change between versions. A Record
gives each value as the type that is asked for, tells what has another type, and at its end names the keys that
nobody asked for: once for each key, however often it stands in the file.
"""

from __future__ import annotations

from typing import Any

from explorer.domain.ids import clean_id, shown_plainly
from explorer.domain.kinds import Severity
from explorer.domain.provenance import Problem, Source
from explorer.domain.value_types import TEXT, TRUTH, Literal, ValueType, plain_value
from explorer.importers.yaml_events import YamlList, YamlMapping
from explorer.language import tr, tr_n

_MOST_PROBLEMS = 200
_LONGEST_NAME = 80
_LONGEST_LINE = 2_000


class Faults:
    """What was wrong in one file, in the order in which it was met."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self._problems: dict[Problem, None] = {}
        self._unread: dict[tuple[str, str], list[Source]] = {}

    def tell(
        self, message: str, place: Source | int | None = None, severity: Severity = Severity.WARNING
    ) -> None:
        """A fault, at a line of the file or another place; the same fault at the same place counts once."""
        source = place if isinstance(place, Source) else self.source(place)
        self._problems[Problem(message, source, severity)] = None

    def unread(self, what: str, key: str, place: Source) -> None:
        """A key that is not understood, in something that is called `what`."""
        self._unread.setdefault((what, key), []).append(place)

    def source(self, line: int | None) -> Source:
        """A line of the file."""
        return Source(self.shown, line)

    def problems(self) -> list[Problem]:
        """All of them; past the first two hundred they are only counted."""
        told = [*self._problems, *(self._not_understood(*key, at) for key, at in self._unread.items())]
        more = len(told) - _MOST_PROBLEMS
        if more <= 0:
            return told
        rest = tr_n("{count:,} more problem of this file.", "{count:,} more problems of this file.", more)
        return [*told[:_MOST_PROBLEMS], Problem(rest, Source(self.shown), Severity.WARNING)]

    def _not_understood(self, what: str, key: str, places: list[Source]) -> Problem:
        name = shown_plainly(key[:_LONGEST_NAME])
        fault = tr_n(
            "{what}: the key “{key}” is not understood and was not read.",
            "{what}: the key “{key}” is not understood and was not read, here and further on: {count:,} times.",
            len(places),
            what=what,
            key=name,
        )
        return Problem(fault, places[0], Severity.WARNING)


class Record:
    """One mapping of a file; `what` is what a person calls such a mapping, such as “a server”."""

    def __init__(self, value: YamlMapping, place: Source, what: str, faults: Faults) -> None:
        self.value = value
        self.what = what
        self.place = place
        self.faults = faults
        self._asked: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return not _is_nothing(self.value.get(key))

    def at(self, key: str) -> Source:
        """The line in which a key stands."""
        return Source(self.place.name, self.value.line_of(key)) if key in self.value else self.place

    def text(self, key: str) -> str | None:
        """A text, trimmed; a number as it is written."""
        value = self.value.get(key)
        if type(value) is str:  # nearly always: no need to ask what else it may be
            self._asked.add(key)
            return value.strip() or None
        said: str | None = self.read(key, TEXT)
        return (said.strip() or None) if said else None

    def name(self, key: str) -> str | None:
        """A text in one line in which nothing is invisible; one that nobody could read is cut."""
        said = self.text(key)
        if said is None or len(said) <= _LONGEST_LINE:
            return shown_plainly(said) if said else None
        return shown_plainly(said[:_LONGEST_LINE]) + "…"

    def identifier(self, key: str) -> str | None:
        """A text as an id, or as a part of one; None where it can be none, which is told."""
        said = self.text(key)
        try:
            return clean_id(said) if said else None
        except ValueError as error:
            self._tell(key, tr("is left out: {reason}", reason=error))
            return None

    def truth(self, key: str) -> bool | None:
        """True or false, or None where it is neither."""
        said: bool | None = self.read(key, TRUTH)
        return said

    def read(self, key: str, kind: ValueType) -> Any:
        """A value of a type, or None; one of another type is told."""
        self._asked.add(key)
        value = self.value.get(key)
        if _is_nothing(value):
            return None
        try:
            return kind.decode(value)
        except ValueError as error:
            self._tell(key, str(error))
            return None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; a single text counts as a list of one."""
        self._asked.add(key)
        value = self.value.get(key)
        if _is_nothing(value):
            return ()
        found = []
        for item in value if isinstance(value, list) else [value]:
            try:
                found.append(TEXT.decode(item).strip())
            except ValueError as error:
                self._tell(key, str(error))
        return tuple(dict.fromkeys(filter(None, found)))

    def pairs(self, key: str) -> dict[str, str]:
        """A mapping of texts to texts."""
        record = self.record(key, self.what)
        if record is None:
            return {}
        said = {shown_plainly(k): record.text(k) for k in record.value}
        return {k: text for k, text in said.items() if text}

    def record(self, key: str, what: str) -> Record | None:
        """The mapping under a key."""
        self._asked.add(key)
        value = self.value.get(key)
        if _is_nothing(value):
            return None
        if not isinstance(value, YamlMapping):
            self._tell(key, tr("must be a mapping."))
            return None
        return Record(value, self.at(key), what, self.faults)

    def records(self, key: str, what: str) -> list[Record]:
        """The mappings in the list under a key."""
        self._asked.add(key)
        value = self.value.get(key)
        if _is_nothing(value):
            return []
        if not isinstance(value, YamlList):
            self._tell(key, tr("must be a list."))
            return []
        found = []
        for item, line in zip(value, value.lines, strict=True):
            place = Source(self.place.name, line)
            if isinstance(item, YamlMapping):
                found.append(Record(item, place, what, self.faults))
            else:
                self._tell(key, tr("must hold mappings only."), place)
        return found

    def plain(self, key: str) -> object:
        """Whatever stands there, to be shown and not understood."""
        self._asked.add(key)
        return plain_value(self.value.get(key))

    def known(self, *keys: str) -> None:
        """Keys that say nothing of the system, and are left unread on purpose."""
        self._asked.update(keys)

    def close(self) -> None:
        """Name the keys that nobody asked for."""
        if self.value.keys() <= self._asked:
            return
        for key, line in zip(self.value, self.value.lines, strict=True):
            if key not in self._asked:
                self.faults.unread(self.what, key, Source(self.place.name, line))

    def tell(self, message: str, key: str | None = None) -> None:
        """A fault of this mapping, or of what stands under one of its keys."""
        self.faults.tell(message, self.at(key) if key else self.place)

    def _tell(self, key: str, fault: str, place: Source | None = None) -> None:
        message = tr("{what}: {key} {fault}", what=self.what, key=key, fault=fault)
        self.faults.tell(message, place or self.at(key))


def identified(record: Record, text: str) -> str | None:
    """The text as an id; None where it can be none, which is told."""
    try:
        return clean_id(text)
    except ValueError as error:
        record.tell(tr("{what} is left out: {reason}", what=record.what, reason=error))
        return None


def table_identified(name: str, place: Source, faults: Faults) -> str | None:
    """The name of a table as an id; None where it can be none, which is told."""
    try:
        return clean_id(name)
    except ValueError as error:
        faults.tell(tr("A table is left out: {reason}", reason=error), place)
        return None


def _is_nothing(value: object) -> bool:
    return value is None or (isinstance(value, Literal) and value.value is None)
