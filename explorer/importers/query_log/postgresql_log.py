"""PostgreSQL's log as CSV or JSON: who ran which statement when, and what was refused or failed.

The CSV file has no header; its columns have stood in the same order since version 9, and newer versions add some at
the end. The JSON holds the same under names. A statement that is refused stands there twice: as it was sent, and
again with the error. Preparing, parsing and binding of a statement are no runs of it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator

from explorer.importers.adapter import Task
from explorer.importers.query_log.entries import (
    NO_STATEMENT,
    TOO_SHORT,
    Account,
    Entries,
    Entry,
    Outcome,
    day_of,
)
from explorer.importers.query_log.rows import Row, cells_of
from explorer.importers.written_records import Faults

DIALECT = "postgres"
_TIME, _USER, _DATABASE, _SESSION, _SEVERITY, _STATE, _MESSAGE, _DETAIL, _QUERY, _APPLICATION = (
    *(0, 1, 2, 5, 11, 12, 13, 14, 19),
    22,
)
_FEWEST_COLUMNS = 22
_NAMES = {
    _TIME: "timestamp",
    _USER: "user",
    _DATABASE: "dbname",
    _SESSION: "session_id",
    _SEVERITY: "error_severity",
    _STATE: "state_code",
    _MESSAGE: "message",
    _DETAIL: "detail",
    _QUERY: "statement",
    _APPLICATION: "application_name",
}
_FIRST = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
_SEVERITIES = frozenset(
    ("LOG", "ERROR", "FATAL", "PANIC", "WARNING", "NOTICE", "INFO", "DEBUG", "DEBUG1", "DEBUG2", "DEBUG3")
)
# What is sent in one piece, or the run of what was prepared; "execute fetch from" only goes on with a run.
_RUN = re.compile(
    r"(?:duration: (?P<ms>[\d.]+) ms  )?(?:statement|execute (?!fetch from )[^:\n]*): "
    r"(?!\s*(?i:prepare)\s+(?!(?i:transaction)\b))(?P<sql>.*)",
    re.DOTALL,
)
_PARAMETER = re.compile(r"\$(\d+) = (?:'((?:[^']|'')*)'|(NULL))")
# What EXECUTE runs stands in the detail, and the values that it gives in brackets behind the name.
_PREPARED = re.compile(
    r"prepare: prepare\s+[^(]{1,200}?\s*(?:\([^()]*\)\s*)?\bas\s+(.*)", re.IGNORECASE | re.DOTALL
)
_GIVEN = re.compile(r"\s*execute\s+[^(]{1,200}\((.*)\)\s*;?\s*", re.IGNORECASE | re.DOTALL)
_GIVEN_VALUE = re.compile(r"\s*(?:'((?:[^']|'')*)'|([^\s',()]+))(?:\s*::\s*[\w ]+)?\s*(?:,|\Z)")
_SEARCH_PATH = re.compile(
    r"\s*set\s+(?:session\s+|local\s+)?search_path\s*(?:to|=)\s*([^;]+?)\s*;?\s*", re.IGNORECASE
)
_LONGEST_PATH = 1_000
_REFUSED = "42501"
_NOT_BEGUN = frozenset(("0A", "25", "26", "34", "3D", "3F", "42"))
"""Classes of errors with which a statement ends before it has read anything: what it names is not there, or wrong."""


def is_csvlog(head: str) -> bool:
    """Whether the first row is one of PostgreSQL's log."""
    if not _FIRST.match(head):
        return False
    try:
        cells = next(csv.reader(head.splitlines(keepends=True)), [])
    except csv.Error:
        return False
    return len(cells) >= _FEWEST_COLUMNS and cells[_SEVERITY] in _SEVERITIES


def is_jsonlog(names: frozenset[str]) -> bool:
    """Whether the keys of the first line are those of PostgreSQL's log."""
    return {"timestamp", "error_severity", "session_id"} <= names


def entries_of(data: bytes, account: Account, faults: Faults, task: Task) -> Entries:
    """The statements of a csvlog in the order in which they end."""
    return _entries(cells_of(data, faults, task), account)


def entries_of_json(rows: Iterable[tuple[int, Row]], account: Account) -> Entries:
    """The statements of a jsonlog in the order in which they end."""
    columns = [_NAMES.get(place, "") for place in range(_APPLICATION + 1)]
    return _entries(((line, [str(row.get(name, "")) for name in columns]) for line, row in rows), account)


def _entries(rows: Iterable[tuple[int, list[str]]], account: Account) -> Entries:
    waiting: dict[str, Entry] = {}
    schemas: dict[str, str] = {}
    for line, cells in rows:
        if len(cells) < _FEWEST_COLUMNS:
            if cells:
                account.leave_out(TOO_SHORT, line)
            continue
        # Of every row: the days of a log are not only those of its statements.
        account.saw(day_of(cells[_TIME]))
        session, severity = cells[_SESSION], cells[_SEVERITY]
        if severity == "ERROR":
            yield from _failed(cells, line, waiting.pop(session, None), account)
            continue
        run = _RUN.fullmatch(cells[_MESSAGE]) if severity == "LOG" else None
        if run is None:
            continue
        if (before := waiting.pop(session, None)) is not None:
            yield before
        # A longer one is nobody's, and would take the expression its time.
        if len(run["sql"]) < _LONGEST_PATH and (path := _SEARCH_PATH.fullmatch(run["sql"])) is not None:
            schemas[session] = _first_schema(path[1])
        account.took(float(run["ms"]) if run["ms"] else None)
        waiting[session] = _entry(cells, line, run["sql"], schemas.get(session, ""))
    yield from waiting.values()


def _entry(cells: list[str], line: int, statement: str, schema: str) -> Entry:
    detail = cells[_DETAIL]
    if detail.startswith("prepare: ") and (prepared := _PREPARED.match(detail)) is not None:
        parameters, statement = _given(statement), prepared[1]
    else:
        parameters = _parameters(detail)
    return Entry(
        line,
        cells[_USER],
        application=cells[_APPLICATION] if len(cells) > _APPLICATION else "",
        database=cells[_DATABASE],
        schema=schema,
        day=day_of(cells[_TIME]),
        statement=statement,
        parameters=parameters,
    )


def _failed(cells: list[str], line: int, before: Entry | None, account: Account) -> Iterator[Entry]:
    """The statement that an error is about, which may just have been logged as it was sent."""
    state, statement = cells[_STATE], cells[_QUERY]
    entry = before
    if before is None or (statement and before.statement.strip() != statement.strip()):
        if before is not None:
            yield before
        if not statement:
            account.leave_out(NO_STATEMENT, line)
            return
        entry = _entry(cells, line, statement, "")
    if entry is not None:
        if state == _REFUSED:
            entry.outcome = Outcome.REFUSED
        elif state[:2] in _NOT_BEGUN:
            entry.outcome = Outcome.FAILED
        yield entry


def _parameters(detail: str) -> dict[int, str]:
    """The values of $1, $2, … where the log tells them."""
    if "$1 = " not in detail:
        return {}
    return {
        int(number): value.replace("''", "'")
        for number, value, null in _PARAMETER.findall(detail)
        if not null
    }


def _given(execute: str) -> dict[int, str]:
    """The values that an EXECUTE gives to what was prepared; none where one of them is more than a value."""
    brackets = _GIVEN.fullmatch(execute)
    values: list[str | None] = []
    at = 0
    while brackets is not None and at < len(brackets[1]):
        value = _GIVEN_VALUE.match(brackets[1], at)
        if value is None:
            return {}
        is_null = value[2] is not None and value[2].lower() == "null"
        values.append(None if is_null else value[2] or value[1].replace("''", "'"))
        at = value.end()
    return {number: value for number, value in enumerate(values, 1) if value is not None}


def _first_schema(path: str) -> str:
    """The schema in which tables named without one are looked for first, as far as the log knows it."""
    first = path.split(",")[0].strip().strip("\"'")
    return "" if first in ("$user", "default", "DEFAULT") else first
