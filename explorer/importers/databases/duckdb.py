"""DuckDB files, opened read-only by an engine that may touch nothing else.

The engine itself can read and write files, load extensions and reach the web from SQL: all that is switched off
before the file is opened, and locked. What still stands in a log beside the file is read and not written back.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.errors import InputError
from explorer.importers.databases.files import head_of, is_duckdb
from explorer.importers.databases.guard import only_reading
from explorer.importers.databases.reader import reason_of
from explorer.language import tr

if TYPE_CHECKING:
    import duckdb
    from sqlalchemy import Connection

    from explorer.importers.databases.reader import Cut

_CONFINED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "temp_directory": "",  # else a folder beside the file, where memory runs short
    "memory_limit": "1GB",
    "threads": 2,
    "lock_configuration": True,
}


@contextmanager
def open_duckdb(path: Path, shown: str, cut: Cut) -> Iterator[Connection]:
    """A connection that can only read the file's own tables."""
    import sqlalchemy as sql
    from sqlalchemy.pool import NullPool

    if not is_duckdb(head_of(path, shown)):
        raise InputError(
            tr("It is not a DuckDB database."), where=shown, hint=tr("Check which file was meant.")
        )
    raw = _connected(path, shown)
    # Loaded only now: it knows the driver, which is large.
    from explorer.importers.databases.duckdb_dialect import NAME, Line

    line = Line(raw)
    cut.by(line.interrupt)
    engine = sql.create_engine(f"{NAME}://", creator=lambda: line, poolclass=NullPool)
    only_reading(engine, cut)
    try:
        with engine.connect() as connection:
            yield connection
    except sql.exc.DBAPIError as error:
        raise InputError(tr("It cannot be read: {reason}.", reason=reason_of(error)), where=shown) from None
    finally:
        engine.dispose()
        line.close()


def _connected(path: Path, shown: str) -> duckdb.DuckDBPyConnection:
    try:
        import duckdb
    except ImportError:
        raise InputError(
            tr("DuckDB's library cannot be loaded here."), where=shown, hint=tr("Install duckdb.")
        ) from None
    try:
        return duckdb.connect(path.resolve(), read_only=True, config=_CONFINED)
    except duckdb.Error as error:
        text = str(error)
        if "set lock" in text:
            raise InputError(
                tr("Another program has it open for writing."),
                where=shown,
                hint=tr("Close that program, or try again."),
            ) from None
        if "version number" in text:
            raise InputError(
                tr("Its file was written by a version of DuckDB that is not known here."),
                where=shown,
                hint=tr("Export it there, and import it with DuckDB {version}.", version=duckdb.__version__),
            ) from None
        raise InputError(
            tr("The file is damaged or cut short."), where=shown, hint=tr("Take another copy of it.")
        ) from None
