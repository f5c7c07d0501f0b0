"""Opening files that anybody may have written: regular files only, never more than a cap, encodings named."""

from __future__ import annotations

import codecs
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from explorer.errors import InputError
from explorer.language import marked, tr

Identity = tuple[int, int]
"""What is one file by whatever path it is opened: its device and its number there."""
HEAD_SIZE = 64 * 1024
_MAX_FOLDER_DEPTH = 40
_PIECE = 1 << 20
_SAVE = marked("Save it as UTF-8.")
_SKIPPED_FOLDERS = frozenset(("node_modules", "__pycache__", "site-packages"))
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_opened: ContextVar[set[Identity] | None] = ContextVar("files that are opened", default=None)


def read_bytes(path: Path, shown: str, limit: int, check: Callable[[], None] = lambda: None) -> bytes:
    """The whole file; InputError when it is none, cannot be opened, or is larger than `limit` bytes."""
    pieces = []
    left = limit + 1
    with _open(path, shown) as file:
        while left > 0 and (piece := _next_piece(file, min(_PIECE, left), shown)):
            check()
            pieces.append(piece)
            left -= len(piece)
    if left <= 0:
        raise InputError(
            tr("The file is larger than {size:,.0f} MB.", size=limit / 1_000_000),
            where=shown,
            hint=tr("Split it into several."),
        )
    return b"".join(pieces)


def read_head(path: Path, shown: str, size: int = HEAD_SIZE) -> bytes:
    """The first bytes of a file, for recognising it."""
    with _open(path, shown) as file:
        return _next_piece(file, size, shown)


@contextmanager
def opened_meanwhile() -> Iterator[set[Identity]]:
    """The files that are opened within the block, by whichever importer."""
    opened: set[Identity] = set()
    before = _opened.set(opened)
    try:
        yield opened
    finally:
        _opened.reset(before)


def identity_of(status: os.stat_result) -> Identity:
    """Which file it is."""
    return status.st_dev, status.st_ino


def decode_text(data: bytes, shown: str) -> str:
    """The text in UTF-8, or in UTF-16 or UTF-32 where it says so; else InputError that names the encoding."""
    encoding = encoding_of(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        message, hint = _not_decoded(data, encoding, error)
        raise InputError(message, where=_where(data, shown, error, encoding), hint=hint) from None


def encoding_of(data: bytes) -> str:
    """The encoding that the first bytes show, UTF-8 where they show none."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    if len(data) > 1 and data[0] and not data[1]:
        return "utf-16-le"
    if len(data) > 1 and data[1] and not data[0]:
        return "utf-16-be"
    return "utf-8"


def walk(folder: Path, on_skip: Callable[[Path, str], None]) -> Iterator[Path]:
    """The regular files beneath a folder, in order of name; hidden folders and ways out of it are left out.

    Links to folders are not followed, links to files only where they stay beneath the folder; a file is given
    once however many links lead to it. on_skip hears of links and folders left out, with the reason.
    """
    root = folder.resolve()
    seen: set[Identity] = set()
    waiting = [(folder, 0)]
    while waiting:
        here, depth = waiting.pop()
        try:
            with os.scandir(here) as found:
                entries = sorted(found, key=lambda e: e.name)
        except OSError as error:
            on_skip(here, tr("This folder cannot be read: {reason}.", reason=error.strerror))
            continue
        inner: list[tuple[Path, int]] = []
        for entry in entries:
            path = here / entry.name
            if entry.name.startswith(".") or entry.name in _SKIPPED_FOLDERS:
                continue
            if entry.is_dir(follow_symlinks=False):
                inner.append((path, depth + 1))
            elif _is_within(entry, path, root, seen, on_skip):
                yield path
        if depth < _MAX_FOLDER_DEPTH:
            waiting.extend(reversed(inner))
        elif inner:
            on_skip(here, tr("Folders more than {count} deep are not looked into.", count=_MAX_FOLDER_DEPTH))


def _is_within(
    entry: os.DirEntry[str],
    path: Path,
    root: Path,
    seen: set[Identity],
    on_skip: Callable[[Path, str], None],
) -> bool:
    """Whether it is a regular file of the folder's own that was not given before."""
    try:
        status = entry.stat()
        if not stat.S_ISREG(status.st_mode):
            return False
        if entry.is_symlink() and not path.resolve().is_relative_to(root):
            on_skip(path, tr("This link leads out of the folder and is not followed."))
            return False
    except (OSError, RuntimeError):  # a dangling link, or a ring of links
        return False
    identity = identity_of(status)
    # Windows gives no inode here; there each path counts.
    if status.st_ino and identity in seen:
        return False
    seen.add(identity)
    return True


class _RegularFile:
    """A file descriptor known to be a regular file; closed at the end of a with block."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def __enter__(self) -> int:
        return self.descriptor

    def __exit__(self, *args: object) -> None:
        os.close(self.descriptor)


def _open(path: Path, shown: str) -> _RegularFile:
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        # Without waiting: opening a pipe that nobody writes to would hang for ever.
        descriptor = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        raise InputError(tr("There is no such file."), where=shown, hint=tr("Check the path.")) from None
    except IsADirectoryError:
        raise InputError(tr("This is a folder, not a file."), where=shown) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(tr("The file cannot be opened: {reason}.", reason=reason), where=shown) from error
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise InputError(tr("This is not a regular file (a folder, pipe or device)."), where=shown)
    if (opened := _opened.get()) is not None:
        opened.add(identity_of(status))
    return _RegularFile(descriptor)


def _next_piece(descriptor: int, size: int, shown: str) -> bytes:
    try:
        return os.read(descriptor, size)
    except OSError as error:
        raise InputError(
            tr("The file cannot be read: {reason}.", reason=error.strerror), where=shown
        ) from error


def _not_decoded(data: bytes, encoding: str, error: UnicodeDecodeError) -> tuple[str, str]:
    if encoding not in ("utf-8", "utf-8-sig"):
        name = encoding.upper()[:6]
        return tr("The text begins as {encoding} but is not valid {encoding}.", encoding=name), tr(_SAVE)
    piece = data[error.start : error.start + 3]
    if piece[:1] == b"\xed" and len(piece) == 3 and 0xA0 <= piece[1] <= 0xBF:
        return tr("The text holds half a character (a lone surrogate), which is not UTF-8."), tr(_SAVE)
    return (
        tr("The text is not UTF-8: it holds the byte 0x{byte:02X}.", byte=data[error.start]),
        tr("It may be Latin-1 or Windows-1252; save it as UTF-8."),
    )


def _where(data: bytes, shown: str, error: UnicodeDecodeError, encoding: str) -> str:
    if encoding not in ("utf-8", "utf-8-sig"):
        return shown
    return f"{shown}:{data[: error.start].count(10) + 1}"
