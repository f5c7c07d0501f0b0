"""Opening a project file: one regular file, bounded, and nothing else touched."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from explorer.errors import StorageError
from explorer.language import tr
from explorer.storage.decoding import Stored, decode_project
from explorer.storage.header import FORMAT
from explorer.storage.packing import MAX_SIZE

SUFFIX = ".ripplemap"
_PIECE = 1 << 22
_HEAD = 4096


def open_project(path: Path, check: Callable[[], None] = lambda: None) -> Stored:
    """The project in a file; StorageError in one sentence where there is none. check may raise Cancelled."""
    return decode_project(_read(path, check), str(path), check)


def is_project(path: Path) -> bool:
    """Whether the file says that it is a project, by its name or by how it begins."""
    if path.name.lower().endswith((SUFFIX, SUFFIX + ".gz")):
        return True
    try:
        with _opened(path) as number:
            return says_project(os.read(number, _HEAD))
    except (OSError, StorageError):
        return False


def says_project(head: bytes) -> bool:
    """Whether a file that begins so is meant to be a project; a packed one cannot be told by its head."""
    first = head.split(b"\n", 1)[0]
    return first.startswith(b"{") and f'"format":"{FORMAT}"'.encode() in first.replace(b" ", b"")


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    """A regular file's descriptor; it is opened so that neither a pipe nor a device can hang us."""
    number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        mode = os.fstat(number).st_mode
        if not stat.S_ISREG(mode):
            is_folder = stat.S_ISDIR(mode)
            message = tr("This is a folder, not a project.") if is_folder else tr("This is no regular file.")
            raise StorageError(message, where=str(path))
        yield number
    finally:
        os.close(number)


def _read(path: Path, check: Callable[[], None]) -> bytes:
    pieces: list[bytes] = []
    size = 0
    try:
        with _opened(path) as number:
            while piece := os.read(number, _PIECE):
                check()
                size += len(piece)
                if size > MAX_SIZE:
                    raise StorageError(
                        tr(
                            "The file is larger than {size} MB, which no project is.",
                            size=MAX_SIZE // 1024 // 1024,
                        ),
                        where=str(path),
                    )
                pieces.append(piece)
    except FileNotFoundError:
        raise StorageError(tr("There is no such file."), where=str(path)) from None
    except OSError as error:
        raise StorageError(
            tr("The file cannot be read: {reason}.", reason=error.strerror), where=str(path)
        ) from None
    if not pieces:
        raise StorageError(
            tr("The file is empty."), where=str(path), hint=tr("Is there a .bak file beside it?")
        )
    return b"".join(pieces)
