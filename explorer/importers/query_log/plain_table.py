"""Any table of who ran what: columns are found by what they are called, in any order, in capitals or not.

A row names a user, and the text of a query or the tables that were read. Everything else helps and is not needed.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from explorer.importers.query_log.cells import first_text, texts, whole
from explorer.importers.query_log.entries import (
    NO_TIME,
    NO_USE,
    Account,
    Entries,
    Entry,
    Outcome,
    day_of,
)
from explorer.importers.query_log.rows import Row
from explorer.importers.sql.parsed import Read, TableName, Write

USER = (
    "user", "user_name", "username", "usename", "rolname", "user_email", "email", "principal", "principal_email",
    "principal_name", "executed_by", "login", "login_name", "account", "role", "userid", "user_id", "db_user",
    "dbuser", "usr", "user_host", "caller",
)  # fmt: skip
QUERY = (
    "query", "query_text", "querytxt", "statement", "statement_text", "sql", "sql_text", "query_string",
    "querystring", "command", "argument",
)  # fmt: skip
READS = (
    "tables", "tables_read", "read_tables", "source_tables", "referenced_tables", "table", "table_name", "relation",
    "object_name", "source_table",
)  # fmt: skip
WRITES = ("tables_written", "written_tables", "target_tables", "destination_table", "target_table")
TIME = (
    "time", "timestamp", "ts", "start_time", "starttime", "query_start", "query_start_time", "event_time",
    "started_at", "executed_at", "created_at", "creation_time", "log_time", "datetime", "date", "event_date", "day",
)  # fmt: skip
DATABASE = ("database", "database_name", "datname", "dbname", "db", "catalog", "catalog_name", "project_id")
SCHEMA = ("schema", "schema_name", "default_schema", "search_path")
APPLICATION = (
    "application", "application_name", "app", "app_name", "client", "client_application", "program", "program_name",
    "source",
)  # fmt: skip
COUNT = ("count", "calls", "executions", "execution_count", "n", "reads", "runs")
STATUS = ("status", "execution_status", "state", "outcome", "result", "success")
ERROR = ("error", "error_code", "error_message", "exception", "sqlstate", "error_state", "exception_code")
_KNOWN = frozenset(
    (*USER, *QUERY, *READS, *WRITES, *TIME, *DATABASE, *SCHEMA, *APPLICATION, *COUNT, *STATUS, *ERROR)
)
_REFUSED = ("permission denied", "access denied", "insufficient priv", "not authorized", "denied", "42501")
_WELL = frozenset((
    "", "0", "ok", "success", "succeeded", "successful", "done", "finished", "true", "t", "completed", "queryfinish",
    "00000", "none", "null",
))  # fmt: skip
_BADLY = frozenset(
    ("fail", "failed", "failure", "error", "false", "f", "refused", "denied", "fail_with_error")
)


def is_log(names: frozenset[str]) -> bool:
    """Whether there is a column of users, and one of queries or of tables."""
    return not names.isdisjoint(USER) and not names.isdisjoint((*QUERY, *READS))


def knows_any(names: Iterable[str]) -> bool:
    """Whether one of the columns means something here."""
    return not _KNOWN.isdisjoint(names)


def unread(names: Iterable[str]) -> list[str]:
    """The columns that mean nothing here."""
    return [name for name in names if name not in _KNOWN]


def entries_of(rows: Iterable[tuple[int, Row]], account: Account) -> Entries:
    """One entry a row."""
    for line, row in rows:
        its = _columns(tuple(row))
        time = first_text(row, *its.time)
        day = day_of(time)
        account.saw(day)
        if time and day is None:
            account.leave_out(NO_TIME, line)
        user = first_text(row, *its.user)
        if not account.knows_user(user, line):
            continue
        statement, reads, writes = (
            first_text(row, *its.query),
            _tables(row, its.reads),
            _tables(row, its.writes),
        )
        if not statement and not reads and not writes:
            account.leave_out(NO_USE, line)
            continue
        yield Entry(
            line,
            user,
            application=first_text(row, *its.application),
            database=first_text(row, *its.database),
            schema=first_text(row, *its.schema),
            day=day,
            statement=statement,
            reads=tuple(Read(table) for table in reads),
            writes=tuple(Write(table, "create" if reads else "insert") for table in writes),
            count=next((whole(row[key], 1) for key in its.times if row[key] not in (None, "")), 1),
            outcome=_outcome(first_text(row, *its.status).lower(), first_text(row, *its.error).lower()),
        )


class _Columns(NamedTuple):
    """Which of the columns of a row mean what; of several that mean the same the first in which something stands."""

    user: tuple[str, ...]
    query: tuple[str, ...]
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    time: tuple[str, ...]
    database: tuple[str, ...]
    schema: tuple[str, ...]
    application: tuple[str, ...]
    times: tuple[str, ...]
    status: tuple[str, ...]
    error: tuple[str, ...]


@lru_cache(maxsize=256)
def _columns(names: tuple[str, ...]) -> _Columns:
    """Rows of JSON may differ in their columns; most do not."""
    roles = (USER, QUERY, READS, WRITES, TIME, DATABASE, SCHEMA, APPLICATION, COUNT, STATUS, ERROR)
    return _Columns(*(tuple(name for name in role if name in names) for role in roles))


def _tables(row: Row, columns: Iterable[str]) -> list[TableName]:
    found = []
    for name in (name for column in columns for name in texts(row[column])):
        parts = tuple(part.strip().strip('"`[]') for part in name.split("."))
        if all(parts):
            found.append(parts)
    return list(dict.fromkeys(found))


def _outcome(status: str, error: str) -> Outcome:
    if error in _WELL and status not in _BADLY:
        return Outcome.DONE
    said = f"{status} {error}"
    return Outcome.REFUSED if any(word in said for word in _REFUSED) else Outcome.FAILED
