"""Which columns each model takes of which table, as its compiled SQL says; and what it reads without saying so.

dbt knows that a model reads a table, not what of it. A table that the SQL names itself, instead of by ref() or
source(), dbt does not know at all. A megabyte of SQL takes some seconds, so there is a bound to it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import msgspec
from msgspec import Raw

from explorer.domain.entities import Filter
from explorer.importers.adapter import Task
from explorer.importers.dbt.entries import Entry, parents_of
from explorer.importers.dbt.relations import Relations
from explorer.importers.sql.faults import Fault
from explorer.importers.sql.parsed import Parsed, Read, TableName
from explorer.importers.sql_parsing import tables_of
from explorer.language import tr

MOST_SQL = 1_000_000
"""Characters; the models with the shortest SQL are parsed first."""
DIALECTS = {
    **dict.fromkeys(("sqlserver", "fabric", "synapse"), "tsql"),
    **{
        name: name for name in ("athena", "bigquery", "clickhouse", "databricks", "doris", "dremio", "duckdb")
    },
    **{
        name: name
        for name in ("exasol", "materialize", "mysql", "oracle", "postgres", "redshift", "risingwave")
    },
    **{name: name for name in ("snowflake", "spark", "sqlite", "starrocks", "teradata", "trino")},
}
"""What sqlglot calls the SQL of each dbt adapter."""
_OF_THE_DATABASE = frozenset(("information_schema", "pg_catalog", "sys", "system"))
_ORDERS = frozenset((">", ">=", "<", "<="))


@dataclass(frozen=True, slots=True)
class Taken:
    """What a model takes of one table."""

    fields: tuple[str, ...] | None
    select_all: bool | None
    columns: Mapping[str, tuple[str, ...]] | None
    filter: Filter | None


NOT_KNOWN = Taken(fields=None, select_all=None, columns=None, filter=None)


@dataclass(slots=True)
class Lineage:
    """What the SQL of a project says beside its manifest."""

    taken: dict[tuple[str, str], Taken] = field(default_factory=dict)
    """(Read, reader) → what of it; also where the manifest knows nothing of it."""
    foreign: dict[str, list[tuple[TableName, Taken]]] = field(default_factory=dict)
    """Reader → the tables of no entry that its SQL names."""
    written: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Model → all its columns."""
    faults: dict[str, Fault] = field(default_factory=dict)
    """Model → why its SQL could not be understood."""
    left_out: int = 0
    """How many models there were beyond the bound."""


def sql_of(entry: Entry, ran: str | None) -> str | None:
    """The SQL of an entry with all templates filled in; ran: as its last run had it."""
    for raw in (entry.compiled_code, entry.compiled_sql):
        text = _text(raw)
        if text:
            return text
    return ran


def lineage_of(
    entries: Mapping[str, Entry],
    sql: Mapping[str, str],
    relations: Relations,
    columns: Mapping[str, tuple[str, ...]],
    task: Task,
) -> Lineage:
    """What the SQL of each model takes; columns: entry id → all the columns of its table, where they are known."""
    found = Lineage()
    chosen, size = [], 0
    for entry_id in sorted(sql, key=lambda i: (len(sql[i]), i)):
        size += len(sql[entry_id])
        if size <= MOST_SQL:
            chosen.append(entry_id)
    found.left_out = len(sql) - len(chosen)
    stage = tr("Reading the SQL of the models")
    parsed = tables_of(
        [sql[i] for i in chosen],
        DIALECTS.get(relations.adapter, ""),
        task,
        progress=lambda part: task.progress(stage, part),
    )
    for entry_id, said in sorted(zip(chosen, parsed, strict=True), key=lambda pair: pair[0]):
        if said.fault is not None:
            found.faults[entry_id] = said.fault
        else:
            _Model(entry_id, entries, relations, columns, found).take(said)
    return found


class _Model:
    """One model, and what its SQL was found to do."""

    def __init__(
        self,
        entry_id: str,
        entries: Mapping[str, Entry],
        relations: Relations,
        columns: Mapping[str, tuple[str, ...]],
        into: Lineage,
    ) -> None:
        self._id = entry_id
        self._entries = entries
        self._relations = relations
        self._columns = columns
        self._into = into

    def take(self, said: Parsed) -> None:
        """Note what it takes of each table."""
        if said.written_columns is not None:
            self._into.written[self._id] = self._spelled(self._id, said.written_columns)
        declared = parents_of(self._entries[self._id])
        pasted = self._pasted()
        for read in said.reads:
            known = self._relations.at(read.table)
            # Of the entries that are one table the one that the model says it reads.
            other = next((i for i in known if i in declared), next(iter(known), None))
            if self._id in known or (other in pasted and other not in declared):
                continue
            taken = self._taken(read, other, said.reads)
            if other is not None:
                # What is read under two names is not put together: then nothing is claimed.
                is_twice = (other, self._id) in self._into.taken
                self._into.taken[other, self._id] = NOT_KNOWN if is_twice else taken
            elif len(read.table) > 1 and not _is_of_the_database(read.table):
                self._into.foreign.setdefault(self._id, []).append((read.table, taken))

    def _pasted(self) -> set[str]:
        """What ephemeral models read on behalf of this one: their text is a part of its own."""
        found: set[str] = set()
        seen = {self._id}
        waiting = [self._id]
        while waiting:
            for parent in parents_of(self._entries[waiting.pop()]):
                entry = self._entries.get(parent)
                if entry is not None and entry.is_ephemeral and parent not in seen:
                    seen.add(parent)
                    found.update(parents_of(entry))
                    waiting.append(parent)
        return found

    def _taken(self, read: Read, other: str | None, reads: Collection[Read]) -> Taken:
        fields = self._fields(read, other, reads)
        columns = None
        if read.columns is not None:
            columns = {
                self._spelled(self._id, (written,))[0]: self._spelled(other, names)
                for written, names in read.columns.items()
            }
        thresholds = [f for f in read.filters if f.op in _ORDERS and isinstance(f.value, float)]
        return Taken(
            fields=fields,
            select_all=read.select_all if read.select_all or read.fields is not None else None,
            columns=columns or None,
            filter=next(iter(thresholds or read.filters[: len(read.filters) == 1]), None),
        )

    def _fields(self, read: Read, other: str | None, reads: Collection[Read]) -> tuple[str, ...] | None:
        """The columns that are used; None where one may be another table's and nobody knows what that one has."""
        if read.fields is None:
            return None
        own = []
        for name in read.perhaps:
            rivals = [r for r in reads if name in r.perhaps]
            has = [self._has(next(iter(self._relations.at(r.table)), None), name) for r in rivals]
            if None in has or has.count(True) != 1:
                return None
            if self._has(other, name):
                own.append(name)
        return self._spelled(other, tuple(dict.fromkeys((*read.fields, *own))))

    def _has(self, entry_id: str | None, name: str) -> bool | None:
        known = self._columns.get(entry_id or "")
        return None if known is None else name.casefold() in {c.casefold() for c in known}

    def _spelled(self, entry_id: str | None, names: tuple[str, ...]) -> tuple[str, ...]:
        """The columns as the manifest or the catalogue writes them."""
        entry = self._entries.get(entry_id or "")
        known = self._columns.get(entry_id or "") or (entry.columns if entry else None) or ()
        written = {name.casefold(): name for name in known}
        return tuple(written.get(name.casefold(), name) for name in names)


def _is_of_the_database(table: TableName) -> bool:
    """Whether it is a table in which the database tells of itself; BigQuery's are one part with a dot in it."""
    return not _OF_THE_DATABASE.isdisjoint(".".join(table).casefold().split("."))


def _text(raw: Raw) -> str | None:
    if not bytes(raw):
        return None
    try:
        said = msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError):
        return None
    return said.strip() or None if isinstance(said, str) else None
