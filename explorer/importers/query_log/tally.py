"""A log counted up: who read and wrote which table how often, from when to when, and with which thresholds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from explorer.domain.kinds import Subtype
from explorer.domain.provenance import Source
from explorer.importers.query_log.entries import Entry, Outcome, Program
from explorer.importers.query_log.shapes import Statement, Values, place_of
from explorer.importers.query_log.table_names import Names, folded
from explorer.importers.query_log.users import User
from explorer.importers.sql.parsed import Read, TableName, Write, joined


@dataclass(slots=True)
class Span:
    """How often something was seen, from when to when, and where it stands first."""

    at: Source
    count: int = 0
    first: date | None = None
    last: date | None = None

    def see(self, entry: Entry, shown: str) -> None:
        """One entry of a file."""
        if (shown, entry.line) < (self.at.name, self.at.line):
            self.at = Source(shown, entry.line)
        self.count += entry.count
        day = entry.day
        if day is not None:
            if self.first is None or day < self.first:
                self.first = day
            if not entry.summed and (self.last is None or day > self.last):
                self.last = day

    def add(self, other: Span) -> None:
        """What was seen elsewhere as well."""
        self.at = min(self.at, other.at)
        self.count += other.count
        self.first = _of_both(min, self.first, other.first)
        self.last = _of_both(max, self.last, other.last)


@dataclass(slots=True)
class Run:
    """One shape of a statement as one user ran it in one place, how it ended, and the tables that the log names."""

    user: str
    outcome: Outcome
    statement: Statement
    database: str
    schema: str
    span: Span
    values: list[Values]
    reads: dict[TableName, Read] = field(default_factory=dict)
    writes: tuple[Write, ...] = ()


@dataclass(slots=True)
class Taking:
    """What one user or table takes of a table: in how many shapes of statements, what of it, on which conditions."""

    span: Span
    shapes: int = 0
    read: Read | None = None
    guessed: bool = True
    is_platforms: bool = False
    """Whether it is a platform's own job that takes it to make a table."""
    conditions: dict[tuple[str, str], Values] = field(default_factory=dict)
    always: set[tuple[str, str]] | None = None
    """The conditions that stand in every shape; None before the first."""

    def add(self, run: Run, read: Read) -> None:
        """One more shape of statement that takes it."""
        self.span.add(run.span)
        self.shapes += 1
        self.guessed = self.guessed and read.guessed
        self.read = read if self.read is None else joined(self.read, read)
        here = set()
        for each in read.filters:
            values = _values_of(each.value, run)
            if values is not None:
                here.add((each.field, each.op))
                self.conditions.setdefault((each.field, each.op), Values()).join(values)
        self.always = here if self.always is None else self.always & here

    def merge(self, other: Taking) -> None:
        """What was taken under another name of the same table."""
        self.span.add(other.span)
        self.shapes += other.shapes
        self.guessed = self.guessed and other.guessed
        self.is_platforms = self.is_platforms or other.is_platforms
        if self.read is not None and other.read is not None:
            self.read = joined(self.read, other.read)
        for condition, values in other.conditions.items():
            self.conditions.setdefault(condition, Values()).join(values)
        if self.always is not None and other.always is not None:
            self.always &= other.always

    def onward(self, span: Span) -> Taking:
        """The same as it is given on by a later step, which may call the columns otherwise."""
        read = self.read and replace(self.read, columns=None)
        return replace(self, span=span, read=read)


@dataclass(slots=True)
class Table:
    """What is known of a table by itself; at: where it is first named."""

    at: Source
    subtype: Subtype | None = None
    writers: set[str] = field(default_factory=set)
    refused: dict[str, Span] = field(default_factory=dict)


@dataclass(slots=True)
class Unparsed:
    """A shape that was not understood, or not in whole."""

    span: Span
    text: str
    reason: str
    is_guessed: bool = False
    """Whether its words name tables all the same."""


@dataclass(slots=True)
class Tally:
    """All that was counted. taken: (table, user) · made: (table, table) · written: (user, table)."""

    names: Names
    users: dict[str, User] = field(default_factory=dict)
    programs: dict[str, Program] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    temporary: dict[str, bool] = field(default_factory=dict)
    """Tables that are gone with the session or script that made them; whether one of the name is always the same."""
    taken: dict[tuple[str, str], Taking] = field(default_factory=dict)
    made: dict[tuple[str, str], Taking] = field(default_factory=dict)
    written: dict[tuple[str, str], Span] = field(default_factory=dict)
    applications: dict[str, set[str]] = field(default_factory=dict)
    unparsed: list[Unparsed] = field(default_factory=list)
    queries: int = 0
    parsed: int = 0
    failed: int = 0
    procedures: int = 0
    """Runs of procedures and blocks of code, of which the log does not show what they read."""
    left_out: int = 0
    nameless: list[tuple[Source, str]] = field(default_factory=list)
    """Users whose names can be no ids: where each stands first, and why."""


def dissolve(tally: Tally) -> None:
    """Take the temporary tables out: what went into one of them has gone into what was made of it.

    Where tables of several sorts went by one name, what was made of them comes from the user who made it.
    """
    temporary, made, written = tally.temporary, tally.made, tally.written
    if not temporary:
        return
    tally.tables = {name: table for name, table in tally.tables.items() if name not in temporary}
    tally.taken = {ends: each for ends, each in tally.taken.items() if ends[0] not in temporary}
    tally.made = {ends: each for ends, each in made.items() if temporary.keys().isdisjoint(ends)}
    tally.written = {ends: span for ends, span in written.items() if ends[1] not in temporary}
    steps: dict[str, list[tuple[str, Span]]] = {}
    for (start, end), taking in made.items():
        if start in temporary:
            steps.setdefault(start, []).append((end, taking.span))
    for (start, end), taking in sorted(made.items()):
        if start in temporary and not temporary[start] and end not in temporary:
            user = start.partition("\0")[0]
            if not tally.users[user].is_platform:
                tally.written.setdefault((user, end), Span(taking.span.at)).add(taking.span)
        if start in temporary or not temporary.get(end, False):
            continue
        for target, span in _last_steps(end, temporary, steps):
            if target != start:
                known = tally.made.setdefault((start, target), Taking(Span(span.at)))
                known.merge(taking.onward(span))
    for (user, table), _ in sorted(written.items()):
        for target, span in _last_steps(table, temporary, steps) if table in temporary else ():
            tally.written.setdefault((user, target), Span(span.at)).add(span)


def _last_steps(
    table: str, temporary: Mapping[str, bool], steps: Mapping[str, Sequence[tuple[str, Span]]]
) -> Iterator[tuple[str, Span]]:
    """The tables that stay and are made of a temporary one, be it by way of others, and the steps into them."""
    waiting, met = [table], {table}
    while waiting:
        for end, span in steps.get(waiting.pop(), ()):
            if end not in temporary:
                yield end, span
            elif end not in met and temporary[end]:
                met.add(end)
                waiting.append(end)


def fold(tally: Tally) -> None:
    """Lay what was done to a temporary table to the account of the table it stands for."""
    bases = folded(tally.tables)
    if not bases:
        return
    for temporary, base in sorted(bases.items()):
        old, new = tally.tables.pop(temporary), tally.tables[base]
        new.at = min(new.at, old.at)
        new.writers |= old.writers
        for user, span in old.refused.items():
            new.refused.setdefault(user, Span(span.at)).add(span)
    tally.taken = _moved(tally.taken, bases)
    tally.made = {ends: each for ends, each in _moved(tally.made, bases).items() if ends[0] != ends[1]}
    written: dict[tuple[str, str], Span] = {}
    for (user, table), span in tally.written.items():
        written.setdefault((user, bases.get(table, table)), Span(span.at)).add(span)
    tally.written = written


def _moved(takings: dict[tuple[str, str], Taking], bases: Mapping[str, str]) -> dict[tuple[str, str], Taking]:
    found: dict[tuple[str, str], Taking] = {}
    for (start, end), taking in takings.items():
        ends = bases.get(start, start), bases.get(end, end)
        known = found.get(ends)
        if known is None:
            found[ends] = taking
        else:
            known.merge(taking)
    return found


def _values_of(value: object, run: Run) -> Values | None:
    """What a column was compared with in all the runs of a shape."""
    place = place_of(value)
    if place is None:
        constant = Values()
        constant.add(str(value))
        return constant
    compared = run.statement.shape.compared
    return run.values[compared.index(place)] if place in compared else None


def _of_both(choose: Callable[[date, date], date], one: date | None, other: date | None) -> date | None:
    if one is None or other is None:
        return one or other
    return choose(one, other)
