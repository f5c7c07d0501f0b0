"""Databases, opened to be read and for nothing else, by a thread that can be stopped from outside.

The server, the file and the names in it may be anybody's: only base tables are read, never a view, since a view
runs what its author wrote; each by one SELECT of named columns; within limits of rows, bytes and time. A driver
that waits for a silent server cannot be asked to stop, so the waiting is done in a thread of its own, whose
connection is cut when a person cancels or the time is over.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Generic, TypeVar

from explorer.domain.kinds import Severity
from explorer.domain.provenance import Problem, Source
from explorer.errors import Cancelled, InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.database_url import DatabaseUrl, parse_database_url
from explorer.language import tr

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

T = TypeVar("T")
Row = Mapping[str, object]
_POLL = 0.04  # seconds; a person's Cancel is seen at least every 50 ms
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read of a database: rows of one table, bytes and seconds altogether, characters of a value."""

    rows: int = 500_000
    bytes: int = 500_000_000
    seconds: float = 120.0
    value: int = 200_000


@dataclass(slots=True)
class Cut:
    """How the reading thread is stopped: it looks now and then, and is interrupted where it waits in a driver."""

    now: threading.Event = field(default_factory=threading.Event)
    interrupt: Callable[[], None] = lambda: None

    def by(self, interrupt: Callable[[], None]) -> None:
        """Says how to interrupt from here on; raises Cancelled where it is too late to begin."""
        self.interrupt = interrupt
        self.check()

    def check(self) -> None:
        """Raises Cancelled in the reading thread once it is to stop."""
        if self.now.is_set():
            raise Cancelled


@dataclass(slots=True)
class Reader:
    """An open database. What cannot be read is a problem and comes out empty."""

    shown: str
    connection: Connection
    tables: frozenset[str]
    cut: Cut
    limits: Limits = Limits()
    problems: list[Problem] = field(default_factory=list)
    stage: str = ""
    read: int = 0
    broken: bool = False

    def rows(
        self,
        table: str,
        columns: Sequence[str],
        *,
        long: Sequence[str] = (),
        among: Mapping[str, Sequence[str]] | None = None,
    ) -> list[Row]:
        """The rows of a table, where `among` is given only those whose column holds one of its values.

        Columns that the table has not are None; values of `long` columns are cut to a length.
        """
        if table not in self.tables or self.broken:
            return []
        self.stage = tr("Reading {name}", name=table)
        from sqlalchemy.exc import SQLAlchemyError

        found: list[Row] = []
        try:
            for row in self._selected(table, columns, long, among or {}):
                if self._is_too_much(table, found, row):
                    break
                found.append(row)
        except (SQLAlchemyError, UnicodeDecodeError, ValueError, OverflowError) as error:
            self._break(table, error, len(found))
        return found

    def problem(self, message: str, table: str | None = None, severity: Severity = Severity.WARNING) -> None:
        """Tells a fault of the database, or of one table."""
        self.problems.append(Problem(message, self.source(table), severity))

    def source(self, table: str | None = None) -> Source:
        """Where something was read."""
        return Source(f"{self.shown}: {table}" if table else self.shown)

    def _selected(
        self, table: str, columns: Sequence[str], long: Sequence[str], among: Mapping[str, Sequence[str]]
    ) -> Iterator[Row]:
        import sqlalchemy as sql

        described = sql.inspect(self.connection).get_columns(table)
        present = {c["name"] for c in described if "computed" not in c}
        for name in (c["name"] for c in described if "computed" in c and c["name"] in columns):
            self.problem(
                tr(
                    "The column {column} of {table} is worked out as it is read, and is left out.",
                    column=name,
                    table=table,
                ),
                table,
            )
        wanted = [c for c in columns if c in present]
        if not wanted:
            return
        picked = [
            sql.func.substr(sql.column(c), 1, self.limits.value).label(c) if c in long else sql.column(c)
            for c in wanted
        ]
        query: Select[tuple[object, ...]] = (
            sql.select(*picked)
            .select_from(sql.table(table))
            .where(*(sql.column(c).in_(values) for c, values in among.items() if c in present))
            .limit(self.limits.rows + 1)
        )
        absent = dict.fromkeys(c for c in columns if c not in present)
        result = self.connection.execution_options(yield_per=_BATCH).execute(query)
        for values in result:
            self.cut.check()
            yield {**dict(zip(wanted, values, strict=True)), **absent}

    def _is_too_much(self, table: str, found: list[Row], row: Row) -> bool:
        self.read += sum(len(v) if isinstance(v, str | bytes) else 8 for v in row.values())
        if len(found) >= self.limits.rows:
            self.problem(
                tr(
                    "Only {rows:,} rows of {table} were read; it has more.",
                    rows=self.limits.rows,
                    table=table,
                ),
                table,
            )
        elif self.read > self.limits.bytes:
            self.problem(
                tr(
                    "Reading stopped in {table} after {size:,.0f} MB; the rest is missing.",
                    table=table,
                    size=self.limits.bytes / 1e6,
                ),
                table,
            )
            self.broken = True
        else:
            return False
        return True

    def _break(self, table: str, error: Exception, count: int) -> None:
        """One table that fails leaves the connection in doubt: what was read stays, no more is asked."""
        self.broken = True
        if not self.cut.now.is_set():
            self.problem(
                tr(
                    "Reading stopped in {table} after {rows:,} rows, so that what follows is missing: {reason}.",
                    table=table,
                    rows=count,
                    reason=reason_of(error),
                ),
                table,
                Severity.ERROR,
            )


def read_database(
    location: Location, task: Task, work: Callable[[Reader], T], limits: Limits = Limits()
) -> T:
    """What `work` makes of the open database; InputError where it cannot be opened, Cancelled when asked to stop."""
    url = parse_database_url(location.url) if location.url is not None else None
    shown = url.shown if url else location.shown
    reading = _Reading(work, url, location.path, shown, limits)
    reading.start()
    deadline = monotonic() + limits.seconds
    try:
        while not reading.finished.wait(_POLL):
            task.check()
            task.progress(reading.stage, None)
            if monotonic() > deadline:
                raise InputError(
                    tr("It did not answer within {seconds:,.0f} seconds.", seconds=limits.seconds),
                    where=shown,
                    hint=tr("Try again when it is less busy, or import a copy of its file."),
                )
    except BaseException:
        reading.stop()
        raise
    return reading.result()


def reason_of(error: Exception) -> str:
    """The first line of a driver's own message, shortened; statements and parameters are not in it."""
    text = str(getattr(error, "orig", None) or error).strip()
    return text.splitlines()[0][:200].rstrip(". ") if text else type(error).__name__


class _Reading(Generic[T]):
    """The thread that waits for the database."""

    def __init__(
        self,
        work: Callable[[Reader], T],
        url: DatabaseUrl | None,
        path: Path | None,
        shown: str,
        limits: Limits,
    ) -> None:
        self.finished = threading.Event()
        self._cut = Cut()
        self._work, self._url, self._path, self._shown, self._limits = work, url, path, shown, limits
        self._reader: Reader | None = None
        self._done: list[T] = []
        self._failure: BaseException | None = None
        # A daemon: a driver that cannot be interrupted while it connects must not keep the program alive.
        self._thread = threading.Thread(target=self._run, name="database", daemon=True)

    @property
    def stage(self) -> str:
        """What is being done."""
        return self._reader.stage if self._reader else tr("Opening {name}", name=self._shown)

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    def stop(self) -> None:
        """Cuts the connection; the thread ends by itself."""
        self._cut.now.set()
        self._cut.interrupt()
        self._thread.join(0.2)

    def result(self) -> T:
        """What the work came to; raises what it raised."""
        if self._failure is not None:
            raise self._failure
        return self._done[0]

    def _run(self) -> None:
        try:
            with self._opened() as connection:
                self._reader = _reader(connection, self._shown, self._cut, self._limits)
                self._done.append(self._work(self._reader))
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that waits
            self._failure = error
        finally:
            self.finished.set()

    @contextmanager
    def _opened(self) -> Iterator[Connection]:
        from sqlalchemy.exc import SAWarning

        from explorer.importers.database_postgresql import open_postgresql
        from explorer.importers.database_sqlite import open_sqlite

        # SQLAlchemy warns of column types it does not know; none is used here.
        warnings.filterwarnings("ignore", message="Did not recognize type", category=SAWarning)
        if self._url is not None and self._url.dialect == "postgresql":
            opened = open_postgresql(self._url, self._cut, self._limits.seconds)
        else:
            opened = open_sqlite(_file_of(self._url, self._path, self._shown), self._shown, self._cut)
        with opened as connection:
            yield connection


def _file_of(url: DatabaseUrl | None, path: Path | None, shown: str) -> Path:
    if url is None and path is not None:
        return path
    if url is None or url.host or not url.database or url.database == ":memory:":
        raise InputError(
            tr("The address names no file."),
            where=shown,
            hint=tr("Write sqlite:///folder/file.db (three strokes)."),
        )
    return Path(url.database)


def _reader(connection: Connection, shown: str, cut: Cut, limits: Limits) -> Reader:
    import sqlalchemy as sql
    from sqlalchemy.exc import SQLAlchemyError

    try:
        tables = frozenset(sql.inspect(connection).get_table_names())
    except SQLAlchemyError as error:
        raise InputError(
            tr("Its tables cannot be listed: {reason}.", reason=reason_of(error)),
            where=shown,
            hint=tr("If another program is writing to it, close that or try again."),
        ) from None
    reader = Reader(shown, connection, tables, cut, limits)
    if connection.dialect.name == "postgresql":
        from explorer.importers.database_postgresql import is_superuser

        if is_superuser(connection):
            reader.problem(tr("It was read as a superuser of the server; a user who may only read is safer."))
    return reader
