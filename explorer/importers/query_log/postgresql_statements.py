"""An export of PostgreSQL's view pg_stat_statements: each statement once, with how often it was run, without when."""

from __future__ import annotations

from collections.abc import Iterable

from explorer.importers.query_log.cells import first_text, whole
from explorer.importers.query_log.entries import HIDDEN, Account, Entries, Entry, day_of
from explorer.importers.query_log.rows import Row

_USERS = ("rolname", "usename", "username", "user_name", "role")
_DATABASES = ("datname", "database", "dbname", "database_name")
_HIDDEN = "<insufficient privilege>"


def is_view(names: frozenset[str]) -> bool:
    """Whether the columns are those of the view, with or without the names of roles and databases."""
    return {"query", "calls"} <= names and not names.isdisjoint(
        ("queryid", "total_exec_time", "total_time", "userid", "shared_blks_hit")
    )


def entries_of(rows: Iterable[tuple[int, Row]], account: Account) -> Entries:
    """One entry a row. A statement inside a function is told beside the one that calls it."""
    for line, row in rows:
        statement = first_text(row, "query")
        if not statement or statement == _HIDDEN:
            account.leave_out(HIDDEN, line)
            continue
        since = day_of(row.get("stats_since"))
        account.saw(since)
        yield Entry(
            line,
            first_text(row, *_USERS) or first_text(row, "userid"),
            database=first_text(row, *_DATABASES),
            day=since,
            statement=statement,
            count=whole(row.get("calls"), 1),
            summed=True,
        )
