"""A query or access log in a file: which of the formats it is, and from there to what it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from explorer.domain.assembly import Statements
from explorer.domain.collector import collector_at_rest
from explorer.domain.entities import ReadLog
from explorer.domain.provenance import Problem
from explorer.domain.wording import counted
from explorer.errors import InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.folder import first_of, problem_of
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
from explorer.importers.query_log.rows import Row, header_of, rows_of
from explorer.importers.query_log.stating import readers_of, statements_of
from explorer.importers.query_log.tally import Tally
from explorer.importers.query_log.telling import called, tell, tell_left_out, tell_unread
from explorer.importers.query_log.users import Rules, rules_beside
from explorer.importers.reading import HEAD_SIZE, encoding_of, read_bytes, read_head
from explorer.importers.sql.dialects import most_common
from explorer.importers.sql.parsed import Parsed
from explorer.importers.sql_parsing import tables_of
from explorer.importers.written_records import Faults
from explorer.language import marked, tr

_LARGEST = 500_000_000
_LONGEST_FIRST = 8_000_000
"""Bytes within which the first record names its user, where something long stands before that."""
_SUFFIXES = frozenset((".csv", ".tsv", ".txt", ".log", ".json", ".jsonl", ".ndjson", ""))


@dataclass(frozen=True, slots=True)
class Format:
    """One sort of table with a header. entries: what its rows say."""

    matches: Callable[[frozenset[str]], bool]
    entries: Callable[[Iterable[tuple[int, Row]], Account], Entries]
    dialect: str = ""


_PLAIN = Format(plain_table.is_log, plain_table.entries_of)
_FORMATS = (
    Format(bigquery.is_jobs, bigquery.entries_of, bigquery.DIALECT),
    Format(snowflake.is_access_history, snowflake.entries_of, snowflake.DIALECT),
    Format(databricks.is_table_lineage, databricks.entries_of, databricks.DIALECT),
    Format(postgresql_statements.is_view, postgresql_statements.entries_of, postgresql_log.DIALECT),
    Format(postgresql_log.is_jsonlog, postgresql_log.entries_of_json, postgresql_log.DIALECT),
    _PLAIN,
)


class QueryLogAdapter:
    """Reads logs of who asked a database for what."""

    name = "query-log"
    recognises = marked(
        "Query log: csvlog, jsonlog or pg_stat_statements of PostgreSQL, BigQuery JOBS, Snowflake ACCESS_HISTORY, "
        "Databricks table_lineage, or CSV or JSON lines with user, time and query or tables"
    )

    def matches(self, location: Location, head: bytes) -> bool:
        """Whether its first row or its header is that of a log."""
        path, shown = location.path, location.shown
        if path is None or path.suffix.lower() not in _SUFFIXES:
            return False
        if postgresql_log.is_csvlog(_text(head)):
            return True
        return _format_of(head, lambda: read_head(path, shown, _LONGEST_FIRST)) is not None

    def read(self, location: Location, task: Task) -> Statements:
        """All that the log shows; InputError where it is none."""
        return self.read_together([location], task)

    def read_together(self, locations: Sequence[Location], task: Task) -> Statements:
        """What all the files show: those of one folder and one format are one log, as where a log is rotated."""
        logs: dict[tuple[Path, object], _Log] = {}
        faults: list[InputError] = []
        problems: list[Problem] = []
        with collector_at_rest():
            for location in locations:
                try:
                    _read_file(location, logs, task)
                except InputError as error:
                    faults.append(error)
                    problems.append(problem_of(error, location.shown))
            if len(faults) == len(locations):
                raise first_of(faults)
            return _joined([log for log in logs.values() if log.files], problems, task)


ADAPTER = QueryLogAdapter()


def read_view(rows: Iterable[tuple[int, Row]], shown: str, task: Task) -> Statements:
    """What the rows of pg_stat_statements show, each with its number; `shown` is what a person calls the view."""
    log, account = _Log(None, shown, postgresql_log.DIALECT), Account()
    log.count(postgresql_statements.entries_of(rows, account), account, Faults(shown))
    return _joined([log], [], task)


class _Log:
    """The files of one log on their way to statements."""

    def __init__(self, path: Path | None, shown: str, dialect: str) -> None:
        self.faults = Faults(shown)
        self.rules = rules_beside(path, self.faults) if path else Rules()
        self.dialect = self.rules.dialect or dialect
        self.counting = Counting(self.rules, self.dialect)
        self.account = Account()
        self.files: list[str] = []
        self.problems: list[Problem] = []

    def read(self, data: bytes, shown: str, found: Format | None, task: Task) -> None:
        """One more file; found is None for PostgreSQL's csvlog."""
        account, faults = Account(), Faults(shown)
        if found is None:
            entries = postgresql_log.entries_of(data, account, faults, task)
        else:
            entries = found.entries(rows_of(data, faults, task), account)
            if found is _PLAIN:
                tell_unread(plain_table.unread(header_of(_text(data[:_LONGEST_FIRST])).names), faults)
        self.count(entries, account, faults)

    def count(self, entries: Entries, account: Account, faults: Faults) -> None:
        """All entries of one file; `account` and `faults` are what is told of them meanwhile."""
        for entry in entries:
            self.counting.add(entry, faults.shown)
        tell_left_out(account, faults)
        self.files.append(faults.shown)
        self.account.add(account)
        self.problems += faults.problems()

    def tally(self, parsed: Mapping[str, Parsed], task: Task) -> Tally:
        """Everything counted. parsed: what was found out of each shape of its statements."""
        tally = self.counting.tally(parsed, task.check)
        tell(tally, self.account, self.faults)
        return tally

    def read_log(self, tally: Tally) -> ReadLog | None:
        """Its days and how much of it was understood; None where it tells no days."""
        since, until = self.account.since, self.account.until
        if since is None or until is None:
            return None
        name = called(self.files, self.account, self.rules)
        return ReadLog(log=name, since=since, until=until, queries=tally.queries, parsed=tally.parsed)


def _read_file(location: Location, logs: dict[tuple[Path, object], _Log], task: Task) -> None:
    path, shown = location.path, location.shown
    if path is None:
        raise InputError(tr("A query log is a file."), where=shown)
    task.progress(tr("Reading {name}", name=shown), None)
    data = read_bytes(path, shown, _LARGEST, task.check)
    head = data[:HEAD_SIZE]
    is_csvlog = postgresql_log.is_csvlog(_text(head))
    found = None if is_csvlog else _format_of(head, lambda: data[:_LONGEST_FIRST])
    if found is None and not is_csvlog:
        raise InputError(
            tr("This is no log of queries: it has no column of users, or none of queries or tables."),
            where=shown,
            hint=tr("Call the columns user, time and query, or user, time and tables."),
        )
    key = (path.resolve().parent, found)
    if key not in logs:
        dialect = postgresql_log.DIALECT if found is None else found.dialect
        # A log of any database shows by how its statements are written which one it is.
        logs[key] = _Log(path, shown, dialect or most_common(_text(head).splitlines()))
    logs[key].read(data, shown, found, task)


def _joined(logs: Sequence[_Log], problems: list[Problem], task: Task) -> Statements:
    parsed = _parsed(logs, task)
    tallies = [log.tally(parsed[log.dialect], task) for log in logs]
    readers = {user for tally in tallies for user in readers_of(tally)}
    whole = Statements(problems=problems)
    for log, tally in zip(logs, tallies, strict=True):
        said = statements_of(tally, log.rules, readers, log.read_log(tally), task.check)
        whole.nodes += said.nodes
        whole.edges += said.edges
        whole.problems += [*log.problems, *log.faults.problems()]
    return whole


def _parsed(logs: Sequence[_Log], task: Task) -> dict[str, dict[str, Parsed]]:
    """What the shapes of all statements do, by dialect: parsed at once, for each call starts processes."""
    found = {}
    for dialect in dict.fromkeys(log.dialect for log in logs):
        same = [log for log in logs if log.dialect == dialect]
        shapes = list(dict.fromkeys(shape for log in same for shape in log.counting.shapes()))
        task.progress(tr("Understanding {queries}", queries=counted(len(shapes), "query")), None)
        found[dialect] = dict(zip(shapes, tables_of(shapes, dialect, task), strict=True))
    return found


def _text(head: bytes) -> str:
    return head.decode(encoding_of(head), errors="ignore")


def _format_of(head: bytes, more: Callable[[], bytes]) -> Format | None:
    """Of which format a file is by its beginning; more: a longer one, should the first record go on past this."""
    header = header_of(_text(head))
    found = _format_with(header.names)
    if found is None and not header.is_whole and plain_table.knows_any(header.names):
        found = _format_with(header_of(_text(more())).names)
    return found


def _format_with(columns: Sequence[str]) -> Format | None:
    names = frozenset(columns)
    return next((each for each in _FORMATS if each.matches(names)), None)
