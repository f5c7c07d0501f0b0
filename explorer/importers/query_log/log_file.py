"""A query or access log in a file: which of the formats it is, and from there to what it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from explorer.domain.assembly import Statements
from explorer.domain.collector import collector_at_rest
from explorer.domain.wording import counted
from explorer.errors import InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.query_log import (
    bigquery,
    databricks,
    plain_table,
    postgresql_log,
    postgresql_statements,
    snowflake,
)
from explorer.importers.query_log.counting import Counting
from explorer.importers.query_log.entries import Account, Entries
from explorer.importers.query_log.rows import Row, columns_of, rows_of
from explorer.importers.query_log.stating import statements_of
from explorer.importers.query_log.telling import called, tell, tell_unread
from explorer.importers.query_log.users import Rules, rules_beside
from explorer.importers.reading import HEAD_SIZE, decode_text, encoding_of, read_bytes
from explorer.importers.sql_parsing import tables_of
from explorer.importers.written_records import Faults
from explorer.language import marked, tr

_LARGEST = 500_000_000
_SUFFIXES = frozenset((".csv", ".tsv", ".txt", ".log", ".json", ".jsonl", ".ndjson", ""))


@dataclass(frozen=True, slots=True)
class Format:
    """One sort of table with a header. entries: what its rows say."""

    matches: Callable[[frozenset[str]], bool]
    entries: Callable[[Iterable[tuple[int, Row]], Account], Entries]
    dialect: str = ""


_FORMATS = (
    Format(bigquery.is_jobs, bigquery.entries_of, bigquery.DIALECT),
    Format(snowflake.is_access_history, snowflake.entries_of, snowflake.DIALECT),
    Format(databricks.is_table_lineage, databricks.entries_of, databricks.DIALECT),
    Format(postgresql_statements.is_view, postgresql_statements.entries_of, postgresql_log.DIALECT),
    Format(plain_table.is_log, plain_table.entries_of),
)


class QueryLogAdapter:
    """Reads logs of who asked a database for what."""

    name = "query-log"
    recognises = marked(
        "Query log: csvlog or pg_stat_statements of PostgreSQL, BigQuery JOBS, Snowflake ACCESS_HISTORY, Databricks "
        "table_lineage, or CSV or JSON lines with user, time and query or tables"
    )

    def matches(self, location: Location, head: bytes) -> bool:
        """Whether its first row or its header is that of a log."""
        if location.path is None or location.path.suffix.lower() not in _SUFFIXES:
            return False
        text = head.decode(encoding_of(head), errors="ignore")
        return postgresql_log.is_csvlog(text) or _format_of(text) is not None

    def read(self, location: Location, task: Task) -> Statements:
        """All that the log shows; InputError where it is none."""
        if location.path is None:
            raise InputError(tr("A query log is a file."), where=location.shown)
        data = read_bytes(location.path, location.shown, _LARGEST, task.check)
        faults = Faults(location.shown)
        rules = rules_beside(location.path, faults)
        with collector_at_rest():
            return _read(data, location, rules, faults, task)


ADAPTER = QueryLogAdapter()


def _read(data: bytes, location: Location, rules: Rules, faults: Faults, task: Task) -> Statements:
    account = Account()
    head = data[:HEAD_SIZE].decode(encoding_of(data), errors="ignore")
    if postgresql_log.is_csvlog(head):
        dialect = postgresql_log.DIALECT
        entries = postgresql_log.entries_of(decode_text(data, location.shown), account, faults, task)
    else:
        found = _format_of(head)
        if found is None:
            raise InputError(
                tr("This is no log of queries: it has no column of users, or none of queries or tables."),
                where=location.shown,
                hint=tr("Call the columns user, time and query, or user, time and tables."),
            )
        dialect = found.dialect
        entries = found.entries(rows_of(data, faults, task), account)
        if found.entries is plain_table.entries_of:
            tell_unread(plain_table.unread(columns_of(head)), faults)
    dialect = rules.dialect or dialect
    counting = Counting(rules, dialect)
    task.progress(tr("Reading {name}", name=location.shown), None)
    for entry in entries:
        counting.add(entry)
    shapes = counting.shapes()
    task.progress(tr("Understanding {queries}", queries=counted(len(shapes), "query")), None)
    tally = counting.tally(dict(zip(shapes, tables_of(shapes, dialect, task), strict=True)), task.check)
    said = statements_of(tally, account, rules, location.shown, called(location.shown, account, rules))
    tell(tally, account, faults)
    said.problems = faults.problems()
    return said


def _format_of(head: str) -> Format | None:
    names = frozenset(columns_of(head))
    return next((each for each in _FORMATS if each.matches(names)), None)
