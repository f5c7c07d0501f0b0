"""An export of Snowflake's ACCESS_HISTORY: the tables and columns that each query read and wrote, not its text.

AGGREGATE_ACCESS_HISTORY has the same columns, with the number of calls in a minute.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from explorer.importers.query_log.cells import first_text, mappings, whole
from explorer.importers.query_log.entries import Account, Entries, Entry, day_of
from explorer.importers.query_log.rows import Row
from explorer.importers.sql.parsed import Read, TableName, Write

DIALECT = "snowflake"
_STORED = frozenset(
    ("", "table", "view", "materialized view", "external table", "dynamic table", "stream", "iceberg table")
)
_VIEWS = frozenset(("view", "materialized view"))


def is_access_history(names: frozenset[str]) -> bool:
    """Whether the columns are those of the view."""
    return not names.isdisjoint(("direct_objects_accessed", "base_objects_accessed")) and "user_name" in names


def entries_of(rows: Iterable[tuple[int, Row]], account: Account) -> Entries:
    """One entry a query: what it names itself, so that a view is read and not what lies beneath it."""
    for line, row in rows:
        day = day_of(first_text(row, "query_start_time", "interval_start_time", "start_time"))
        account.saw(day)
        user = first_text(row, "user_name")
        if not account.knows_user(user, line):
            continue
        modified = _tables(row, "objects_modified")
        named = _tables(row, "direct_objects_accessed") or _tables(row, "base_objects_accessed")
        yield Entry(
            line,
            user,
            day=day,
            count=whole(row.get("calls"), 1),
            reads=tuple(_read(table, each, modified) for table, each in named),
            writes=tuple(
                Write(t, "view" if _sort(each) in _VIEWS else "create" if named else "insert")
                for t, each in modified
            ),
        )


def _tables(row: Row, column: str) -> list[tuple[TableName, Mapping[str, object]]]:
    """The tables and views among the objects that a column lists, stages and functions left out."""
    found = []
    for each in mappings(row.get(column)):
        name = str(each.get("objectname") or "")
        if name and _sort(each) in _STORED:
            found.append((_parts(name), each))
    return found


def _sort(named: Mapping[str, object]) -> str:
    return str(named.get("objectdomain") or "").lower()


def _read(
    table: TableName,
    named: Mapping[str, object],
    modified: list[tuple[TableName, Mapping[str, object]]],
) -> Read:
    columns: dict[str, tuple[str, ...]] = {}
    for _, target in modified:
        for written in mappings(target.get("columns")):
            sources = mappings(written.get("directsources")) or mappings(written.get("basesources"))
            read = [
                str(s.get("columnname"))
                for s in sources
                if s.get("columnname") and _parts(str(s.get("objectname") or "")) == table
            ]
            if read and written.get("columnname"):
                columns[str(written["columnname"])] = tuple(sorted(set(read)))
    fields = sorted({str(c["columnname"]) for c in mappings(named.get("columns")) if c.get("columnname")})
    return Read(table, fields=tuple(fields) or None, columns=columns if len(modified) == 1 else None)


def _parts(name: str) -> TableName:
    """The parts of a name, in which quotation marks stand around what is not all in capitals."""
    parts, part, is_quoted = [], "", False
    for before, sign in pairwise(f" {name}"):
        if sign == '"':
            part += '"' if before == '"' and not is_quoted else ""  # two of them stand for one
            is_quoted = not is_quoted
        elif sign == "." and not is_quoted:
            parts.append(part)
            part = ""
        else:
            part += sign
    return (*parts, part)
