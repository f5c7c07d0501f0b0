"""Files for others, written whole or not at all: several that belong together are all written, or none of them."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from explorer.errors import UsageError
from explorer.language import tr


def write_whole(path: Path, data: bytes | bytearray) -> None:
    """Put a file in the place of what was there, when all of it is written; UsageError where that fails."""
    write_together({path: data})


def write_together(files: Mapping[Path, bytes | bytearray]) -> None:
    """Put each in its place when all are written; where one fails, all is again as it was: UsageError."""
    last = list(files)[-1]
    with ExitStack() as tidy:
        staged = []
        for path, data in files.items():
            with _telling(path):
                staged.append(_stage(path, data, tidy))
        with ExitStack() as undo:
            kept = []
            for each in staged:
                with _telling(each.path):
                    # After the last nothing can fail any more, so what was in its place need not be kept.
                    kept += each.put(undo, keep=each.path != last)
            undo.pop_all()
        for old in kept:
            _drop(old)


@dataclass(frozen=True, slots=True)
class _Staged:
    """What is to stand at `path`: it lies beside it, or where that is a pipe or a device, in `data` still."""

    path: Path
    beside: Path | None
    data: bytes | bytearray

    def put(self, undo: ExitStack, *, keep: bool) -> list[Path]:
        """Move it to its place; gives where what was there is kept, to be put back by `undo`, or to be dropped."""
        if self.beside is None:
            self.path.write_bytes(self.data)
            return []
        target = self.path.resolve()
        kept = [_near(target)] if keep and target.exists() else []
        for old in kept:
            target.replace(old)
            undo.callback(old.replace, target)
        if keep and not kept:
            undo.callback(_drop, target)
        self.beside.replace(target)
        return kept


def _stage(path: Path, data: bytes | bytearray, tidy: ExitStack) -> _Staged:
    if path.exists() and not path.is_file():
        return _Staged(path, None, data)
    beside = _near(path.resolve())
    tidy.callback(_drop, beside)
    beside.write_bytes(data)
    return _Staged(path, beside, data)


def _near(target: Path) -> Path:
    return target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}")


def _drop(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


@contextlib.contextmanager
def _telling(path: Path) -> Iterator[None]:
    """Say in a sentence why a file could not be written."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(
            tr("The file could not be written: {reason}.", reason=reason.lower().rstrip(".")),
            where=str(path),
            hint=tr("Try another place."),
        ) from None
