"""What a text of SQL was found to do: the tables it reads and writes, and what it takes of them.

Names are tuples of the parts that are written, such as ("sales", "orders"): which table of which database they mean
depends on where the text was run, and is for the reader of that source to say. Plain values, sent between processes.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from explorer.domain.entities import Filter
from explorer.importers.sql.faults import Fault

T = TypeVar("T", bound=Hashable)
TableName = tuple[str, ...]
"""The parts of a name as the dialect reads them: unquoted letters folded where it folds them."""
Flow = tuple[TableName, TableName]
"""A table whose rows go into another one."""
PARAMETER = "\x1f"
"""A text that begins so stands where the log has kept a parameter ($1) instead of its value."""


@dataclass(frozen=True, slots=True)
class Read:
    """One table that is read, however often the text names it."""

    table: TableName
    fields: tuple[str, ...] | None = None
    """The columns that are used for sure; None where nothing can be told. See used_fields."""
    perhaps: tuple[str, ...] = ()
    """Columns that are used and may be this table's or another's; whoever knows the tables' columns can tell."""
    select_all: bool = False
    """Whether all columns are taken, by a `*`."""
    columns: Mapping[str, tuple[str, ...]] | None = None
    """Column that is written → the columns of this table that it is made from; None where that cannot be told."""
    filters: tuple[Filter, ...] = ()
    """The conditions that every row taken must meet, as far as they compare a column with a value."""
    guessed: bool = False
    """Found among the words of a statement that could not be parsed."""

    @property
    def used_fields(self) -> tuple[str, ...] | None:
        """All the columns that are used; None where that cannot be told without knowing what other tables hold."""
        return None if self.perhaps else self.fields


@dataclass(frozen=True, slots=True)
class Write:
    """One table that is written; `how` is insert, create, view, update, delete, merge, copy or truncate."""

    table: TableName
    how: str
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Rename:
    """A table that goes by another name from then on."""

    old: TableName
    new: TableName


@dataclass(frozen=True, slots=True)
class Parsed:
    """One text: what its statements do together. Tables that it makes for itself alone are not among them."""

    reads: tuple[Read, ...] = ()
    writes: tuple[Write, ...] = ()
    renames: tuple[Rename, ...] = ()
    written_columns: tuple[str, ...] | None = None
    """What the columns of its last query are called; None where a `*` hides them or there is no query."""
    join_keys: tuple[str, ...] | None = None
    """The columns on which it joins what it reads; None where it joins nothing, or on something else too."""
    flows: frozenset[Flow] | None = None
    """Which of the tables go into which, temporary ones among them; None where all that is read does."""
    own: tuple[TableName, ...] = ()
    """The temporary tables that it makes for itself."""
    fault: Fault | None = None
    """The first statement that was not understood; the others were read all the same."""
    faults: int = 0
    """How many of its statements were not understood."""

    def sources_of(self, target: TableName) -> frozenset[TableName] | None:
        """The tables that go into a table that it writes; None where all that it reads do."""
        if self.flows is None:
            return None
        return frozenset(start for start, end in through(self.flows, self.own) if end == target)


@dataclass(slots=True)
class Gathering:
    """What has been found of a text so far, statement by statement."""

    reads: dict[TableName, Read] = field(default_factory=dict)
    writes: dict[tuple[TableName, str], Write] = field(default_factory=dict)
    renames: list[Rename] = field(default_factory=list)
    own: set[TableName] = field(default_factory=set)
    """Temporary tables: made by this text and gone with it."""
    written_columns: tuple[str, ...] | None = None
    join_keys: set[str] = field(default_factory=set)
    joins_otherwise: bool = False
    faults: list[Fault] = field(default_factory=list)
    flows: set[Flow] = field(default_factory=set)
    statements: int = 0
    _sources: set[TableName] = field(default_factory=set)
    _targets: set[TableName] = field(default_factory=set)

    def read(self, said: Read) -> None:
        """A table that a statement reads."""
        known = self.reads.get(said.table)
        self.reads[said.table] = said if known is None else joined(known, said)
        self._sources.add(said.table)

    def write(self, said: Write) -> None:
        """A table that a statement writes."""
        self.writes.setdefault((said.table, said.how), said)
        self._targets.add(said.table)

    def change(self, said: Write, sources: Iterable[TableName]) -> None:
        """A table that a part of a statement writes by itself, and what goes into it."""
        self.writes.setdefault((said.table, said.how), said)
        self.flows |= {(start, said.table) for start in sources if start != said.table}
        self.statements += 1

    def make(self, table: TableName) -> None:
        """A temporary table that a statement makes."""
        self.own.add(table)
        self._targets.add(table)

    def end_statement(self) -> None:
        """What was read since the last one ended goes into what was written since."""
        self.flows |= {(start, end) for start in self._sources for end in self._targets if start != end}
        self.statements += bool(self._sources or self._targets)
        self._sources.clear()
        self._targets.clear()

    def whole(self) -> Parsed:
        """All of it, in the order of names."""
        reads = [r for name, r in sorted(self.reads.items()) if name not in self.own]
        writes = [w for (name, _), w in sorted(self.writes.items()) if name not in self.own]
        if self.own or len({w.table for w in writes}) > 1:
            # Which of the tables a column was written to is not kept.
            reads = [replace(r, columns=None) for r in reads]
        return Parsed(
            reads=tuple(reads),
            writes=tuple(writes),
            renames=tuple(self.renames),
            written_columns=self.written_columns,
            join_keys=tuple(sorted(self.join_keys)) if self.join_keys and not self.joins_otherwise else None,
            flows=frozenset(self.flows) if self.own or self.statements > 1 else None,
            own=tuple(sorted(self.own)),
            fault=self.faults[0] if self.faults else None,
            faults=len(self.faults),
        )


def through(flows: Iterable[tuple[T, T]], own: Collection[T]) -> set[tuple[T, T]]:
    """The flows between tables that stay, where some lead through temporary ones."""
    onward: dict[T, set[T]] = {}
    for start, end in flows:
        onward.setdefault(start, set()).add(end)
    found = set()
    for start in onward:
        if start not in own:
            waiting, met = list(onward[start]), set()
            while waiting:
                end = waiting.pop()
                if end not in own:
                    found.add((start, end))
                elif end not in met:
                    met.add(end)
                    waiting += onward.get(end, ())
    return {(start, end) for start, end in found if start != end}


def joined(one: Read, other: Read) -> Read:
    """What two statements, or two places of one, take of the same table: unknown where one of them is unknown."""
    fields, columns = None, None
    if one.fields is not None and other.fields is not None:
        fields = tuple(sorted({*one.fields, *other.fields}))
    if one.columns is not None and other.columns is not None:
        names = sorted({*one.columns, *other.columns})
        columns = {
            name: tuple(sorted({*one.columns.get(name, ()), *other.columns.get(name, ())})) for name in names
        }
    return Read(
        table=one.table,
        fields=fields,
        perhaps=tuple(sorted({*one.perhaps, *other.perhaps})),
        select_all=one.select_all or other.select_all,
        columns=columns,
        # A row that fails the condition of one place may still be taken at the other.
        filters=tuple(f for f in one.filters if f in other.filters),
        guessed=one.guessed and other.guessed,
    )
