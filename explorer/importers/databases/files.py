"""Databases that are files: which engine wrote one, as its first bytes say."""

from __future__ import annotations

import stat
from pathlib import Path

from explorer.errors import InputError
from explorer.language import tr

SQLITE_MAGIC = b"SQLite format 3\x00"
SUFFIXES = (".db", ".sqlite", ".sqlite3", ".duckdb", ".ddb")
_DUCKDB_MAGIC = b"DUCK"  # behind a checksum of eight bytes


def is_duckdb(head: bytes) -> bool:
    """Whether a file that begins so is DuckDB's."""
    return head[8:12] == _DUCKDB_MAGIC


def is_database(head: bytes) -> bool:
    """Whether a file that begins so is a database that can be read."""
    return head.startswith(SQLITE_MAGIC) or is_duckdb(head)


def head_of(path: Path, shown: str) -> bytes:
    """The first hundred bytes of a file; InputError where it is none, is empty or cannot be opened."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # opening a FIFO would wait for ever
            raise InputError(
                tr("It is not a file."), where=shown, hint=tr("Name the database's file itself.")
            )
        with path.open("rb") as file:
            head = file.read(100)
    except FileNotFoundError:
        raise InputError(tr("There is no such file."), where=shown, hint=tr("Check the path.")) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or tr("its name cannot be one of a file")
        raise InputError(tr("It cannot be opened: {reason}.", reason=why), where=shown) from error
    if not head:
        raise InputError(
            tr("The file is empty."), where=shown, hint=tr("Name the database that the server writes to.")
        )
    return head
