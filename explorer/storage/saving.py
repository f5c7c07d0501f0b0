"""Saving a project so that nothing can be lost: the new file is whole and on the disk, or the old one is untouched.

Encode, decode again and compare, write beside, flush to the disk, keep the old file as `.bak`, rename, flush
the folder.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from explorer.domain.project import Project
from explorer.errors import StorageError
from explorer.language import marked, tr
from explorer.storage.decoding import Stored, decode_project
from explorer.storage.encoding import encode_project, packed
from explorer.storage.opening import says_project
from explorer.storage.packing import is_packed
from explorer.storage.records import in_order

BACKUP = ".bak"
# What file systems say that cannot flush a folder at all; everything else is a failure.
_NO_FOLDER_SYNC = frozenset((errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES, errno.EISDIR))


def save_project(
    project: Project, path: Path, *, parents: Sequence[str] = (), saved: datetime | None = None
) -> Stored:
    """Write the project to a file and give back what a reader of it sees; StorageError leaves the old file as it was.

    parents: the hashes of the bodies that the project was made from.
    """
    target = _target(path)
    data = encode_project(project, parents=tuple(parents), saved=saved)
    stored = _checked(project, data, path)
    _put(data, target, path)
    return stored


def send_copy(project: Project, path: Path, *, parents: Sequence[str] = ()) -> None:
    """Write a gzipped copy, for an e-mail; opening it needs nothing else."""
    target = _target(path)
    data = encode_project(project, parents=tuple(parents))
    _checked(project, data, path)
    small = packed(data)
    decode_project(small, str(path))
    _put(small, target, path)


def _target(path: Path) -> Path:
    """The file to write: where links lead, if there are any; never something that is no project."""
    try:
        target = path.resolve()
        status = target.stat()
    except FileNotFoundError:
        if not target.parent.is_dir():
            raise StorageError(
                tr("There is no such folder."), where=str(target.parent), hint=tr("Make it first.")
            ) from None
        return target
    except (OSError, RuntimeError) as error:  # RuntimeError: a ring of links
        raise _refused(path, error) from None
    if not stat.S_ISREG(status.st_mode):
        raise StorageError(tr("This is no regular file; nothing was written."), where=str(path))
    try:
        with target.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise _refused(path, error) from None
    if head and not is_packed(head) and not says_project(head):
        raise StorageError(
            tr("There is a file of that name that is no project; it was left as it is."),
            where=str(path),
            hint=tr("Choose another name, or remove it."),
        )
    return target


def _checked(project: Project, data: bytes, path: Path) -> Stored:
    """What the bytes read back as; StorageError where that is not what was meant."""
    stored = decode_project(data, str(path))
    found = stored.project
    pairs = {
        marked("The system"): (project.graph, found.graph),
        marked("A position"): (dict(project.positions), dict(found.positions)),
        marked("A pin"): (dict(project.pins), dict(found.pins)),
        marked("A scenario"): (project.scenarios, found.scenarios),
        marked("A saved view"): (project.views, found.views),
        marked("A note"): (project.notes, found.notes),
        marked("What is shown"): (project.shown, found.shown),
        marked("What an edited part was"): (project.originals, found.originals),
        marked("A source"): (set(project.sources), set(found.sources)),
        marked("A problem"): (in_order(project.problems), list(found.problems)),
    }
    for part, (meant, read) in pairs.items():
        if meant != read:
            raise StorageError(
                tr("{part} would not read back as it is; nothing was written.", part=tr(part)),
                where=str(path),
                hint=tr("A number that is not finite, or a position far off the canvas, is the usual cause."),
            )
    return stored


def _put(data: bytes, target: Path, path: Path) -> None:
    beside = target.with_name(f".{target.name[:100]}.{secrets.token_hex(6)}.part")
    try:
        _write(data, beside, target)
        _keep_old(target)
        beside.replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise _refused(path, error) from error
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
    try:
        _flush_folder(target.parent)
    except OSError as error:
        raise StorageError(
            tr("The project was written, but the disk did not confirm it: {reason}.", reason=_reason(error)),
            where=str(path),
            hint=tr("Save it elsewhere as well."),
        ) from error


def _write(data: bytes, beside: Path, target: Path) -> None:
    """A new file, whole and on the disk, with the rights of the one whose place it takes."""
    number = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(number, left) :]
        with contextlib.suppress(FileNotFoundError):
            beside.chmod(stat.S_IMODE(target.stat().st_mode))
        os.fsync(number)
    finally:
        os.close(number)


def _keep_old(target: Path) -> None:
    """The old file under a second name, so that it is there under its own until the new one takes it."""
    if not target.exists():
        return
    backup = target.with_name(target.name + BACKUP)
    spare = target.with_name(f".{target.name[:100]}.{secrets.token_hex(6)}.old")
    try:
        try:
            os.link(target, spare)
        except OSError:  # a file system without links
            _write(target.read_bytes(), spare, target)
        spare.replace(backup)
    except BaseException:
        with contextlib.suppress(OSError):
            spare.unlink()
        raise


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows flushes a folder with its files, and opens none
    try:
        number = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return  # a folder one may write to but not list
    try:
        os.fsync(number)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(number)


def _refused(path: Path, error: Exception) -> StorageError:
    return StorageError(
        tr("The project could not be saved: {reason}.", reason=_reason(error)),
        where=str(path),
        hint=tr(_UNTOUCHED),
    )


def _reason(error: Exception) -> str:
    text = error.strerror if isinstance(error, OSError) else None
    return (text or str(error)).rstrip(".").lower()


_UNTOUCHED = marked("What was there before is untouched; try another place.")
