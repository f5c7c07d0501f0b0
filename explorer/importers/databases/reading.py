"""Databases, opened to be read and for nothing else, by a thread that can be stopped from outside.

A driver that waits for a silent server cannot be asked to stop, so the waiting is done in a thread of its own, whose
connection is cut when a person cancels or the time is over.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Generic, TypeVar

from explorer.errors import InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.databases.address import SERVERS, DatabaseUrl, parse_database_url
from explorer.importers.databases.files import head_of, is_duckdb
from explorer.importers.databases.passwords import kept_password
from explorer.importers.databases.reader import Cut, Limits, Reader, reason_of
from explorer.language import tr

if TYPE_CHECKING:
    from sqlalchemy import Connection

T = TypeVar("T")
_POLL = 0.04  # seconds; a person's Cancel is seen at least every 50 ms


def read_database(
    location: Location,
    task: Task,
    work: Callable[[Reader], T],
    limits: Limits = Limits(),  # noqa: B008 - a frozen value
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

        # SQLAlchemy warns of column types it does not know; none is used here.
        warnings.filterwarnings("ignore", message="Did not recognize type", category=SAWarning)
        with self._engine() as connection:
            yield connection

    def _engine(self) -> AbstractContextManager[Connection]:
        """The way into a database of its sort; the drivers are loaded only now."""
        if self._url is not None and self._url.dialect in SERVERS:
            return self._server(self._url)
        path = _file_of(self._url, self._path, self._shown)
        head = head_of(path, self._shown)
        is_named = self._url is not None and self._url.dialect == "duckdb"
        if is_named or is_duckdb(head):
            from explorer.importers.databases.duckdb import open_duckdb

            return open_duckdb(path, self._shown, self._cut)
        from explorer.importers.databases.sqlite import open_sqlite

        return open_sqlite(path, self._shown, self._cut)

    def _server(self, url: DatabaseUrl) -> AbstractContextManager[Connection]:
        if url.user and not url.password:
            url = replace(url, password=kept_password(url.place))
            self._cut.check()
        if url.dialect == "postgresql":
            from explorer.importers.databases.postgresql import open_postgresql

            return open_postgresql(url, self._cut, self._limits.seconds)
        from explorer.importers.databases.mysql import open_mysql

        return open_mysql(url, self._cut, self._limits.seconds)


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


def _may_do_anything(reader: Reader) -> bool:
    if reader.engine == "postgresql":
        from explorer.importers.databases.postgresql import is_superuser

        return is_superuser(reader.connection)
    if reader.engine == "mysql":
        from explorer.importers.databases.mysql import may_do_anything

        return may_do_anything(reader.connection)
    return False


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
    if _may_do_anything(reader):
        reader.problem(tr("It was read as a superuser of the server; a user who may only read is safer."))
    return reader
