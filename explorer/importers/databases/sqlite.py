"""SQLite files, read without leaving a trace: the file's bytes and its folder stay as they were.

`mode=ro` alone is not enough: it may still ATTACH and create other files, run what a schema's author wrote, and
leave -wal and -shm files beside a database in WAL mode. Such a one is opened as immutable where nothing is
pending, and as a private copy where something is.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.errors import InputError
from explorer.importers.databases.files import SQLITE_MAGIC, head_of
from explorer.importers.databases.guard import only_reading
from explorer.language import marked, tr

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from explorer.importers.databases.reader import Cut

_WAL = 2  # the header's bytes 18 and 19 in WAL mode
_BUSY_SECONDS = 2.0
_MOST_COPIED = 2_000_000_000
_COPY_TRIES = 3
_CLOSE = marked("Close that program, or try again.")
_PRAGMAS = frozenset(
    ("table_info", "table_xinfo", "table_list", "index_list", "foreign_key_list", "read_uncommitted")
)
# Nothing here reads anything but what it is given; a person's own SELECT for a history may use them.
_FUNCTIONS = frozenset(
    (
        "substr",
        "substring",
        "like",
        "sum",
        "total",
        "avg",
        "min",
        "max",
        "count",
        "round",
        "abs",
        "coalesce",
        "nullif",
    )
) | {"lower", "upper", "date", "datetime", "strftime"}


@contextmanager
def open_sqlite(path: Path, shown: str, cut: Cut) -> Iterator[Connection]:
    """A connection that can only SELECT from the file's own tables."""
    import sqlalchemy as sql
    from sqlalchemy.pool import NullPool

    head = head_of(path, shown)
    if not head.startswith(SQLITE_MAGIC):
        raise InputError(
            tr("It is not an SQLite database."), where=shown, hint=tr("Check which file was meant.")
        )
    with _untouched(path, _WAL in head[18:20], shown, cut) as uri:
        raw = _connected(uri, shown)
        cut.by(raw.interrupt)
        engine = sql.create_engine("sqlite://", creator=lambda: raw, poolclass=NullPool)
        only_reading(engine, cut)
        try:
            with engine.connect() as connection:
                yield connection
        except (sqlite3.Error, sql.exc.DBAPIError) as error:
            raise _refused(error, shown) from None
        finally:
            engine.dispose()
            raw.close()


@contextmanager
def _untouched(path: Path, is_wal: bool, shown: str, cut: Cut) -> Iterator[str]:
    """The URI under which SQLite can read the file and changes nothing beside it."""
    path = path.resolve()  # the log lies beside the file, not beside a link to it
    whole = path.as_uri()
    if not is_wal:
        yield f"{whole}?mode=ro"
    elif not _size(_beside(path, "-wal")):
        yield f"{whole}?mode=ro&immutable=1"
    else:
        with tempfile.TemporaryDirectory(prefix="ripplemap-") as folder:
            yield f"{_copied(path, Path(folder), shown, cut).as_uri()}?mode=ro"


def _copied(path: Path, folder: Path, shown: str, cut: Cut) -> Path:
    """A copy of the database and its log, taken while neither changed."""
    log = _beside(path, "-wal")
    if _size(path) + _size(log) > _MOST_COPIED:
        raise InputError(
            tr("Its latest changes stand in its write-ahead log, and it is too large to be copied."),
            where=shown,
            hint=tr("Close the program that writes to it, or run “PRAGMA wal_checkpoint(TRUNCATE)” there."),
        )
    for _ in range(_COPY_TRIES):
        before = _state(path), _state(log)
        copy = folder / "copy.db"
        _copy(path, copy, cut)
        _copy(log, _beside(copy, "-wal"), cut)
        if before == (_state(path), _state(log)):
            return copy
    raise InputError(tr("Another program keeps writing to it."), where=shown, hint=tr(_CLOSE))


def _copy(original: Path, target: Path, cut: Cut) -> None:
    with suppress(FileNotFoundError), original.open("rb") as source, target.open("wb") as sink:
        while piece := source.read(1 << 20):
            cut.check()
            sink.write(piece)


def _connected(uri: str, shown: str) -> sqlite3.Connection:
    try:
        # Interrupted from another thread, used in this one only.
        raw = sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS, check_same_thread=False)
        raw.text_factory = lambda data: data.decode("utf-8", "replace")
        for pragma in ("query_only = 1", "trusted_schema = 0", "mmap_size = 0", "cell_size_check = 1"):
            raw.execute(f"PRAGMA {pragma}")
        raw.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        raw.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 50_000_000)
        raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
        raw.set_authorizer(_authorised)
    except sqlite3.Error as error:
        raise _refused(error, shown) from None
    return raw


def _authorised(
    action: int, first: str | None, second: str | None, database: str | None, view: str | None
) -> int:
    """Only SELECTs on tables, and the questions by which SQLAlchemy learns their columns."""
    allowed = view is None and (
        action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_TRANSACTION)
        or (action == sqlite3.SQLITE_READ and database in ("main", "temp", None))
        or (action == sqlite3.SQLITE_FUNCTION and second in _FUNCTIONS)
        or (action == sqlite3.SQLITE_PRAGMA and first in _PRAGMAS)
    )
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def _refused(error: Exception, shown: str) -> InputError:
    text = str(getattr(error, "orig", None) or error)
    if "locked" in text:
        return InputError(tr("Another program has it locked."), where=shown, hint=tr(_CLOSE))
    if "malformed" in text or "not a database" in text:
        return InputError(
            tr("The file is damaged or cut short."), where=shown, hint=tr("Take another copy of it.")
        )
    if "readonly" in text or "unable to open" in text:
        return InputError(
            tr("A change to it was broken off and must be rolled back first."),
            where=shown,
            hint=tr("Open it once with the program that writes to it."),
        )
    return InputError(tr("It cannot be read: {reason}.", reason=text.splitlines()[0][:200]), where=shown)


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _state(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return (status.st_size, status.st_mtime_ns)
