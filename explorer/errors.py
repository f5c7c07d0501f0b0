"""The errors a person is told about: one sentence each, saying what, where, and what to try.

Everything here survives pickling, because work is done in other processes and its errors come back.
An exception that is not one of these is a bug.
"""

from __future__ import annotations

from explorer.language import tr


class RipplemapError(Exception):
    """A fault that is told to a person in one sentence."""

    def __init__(self, message: str, *, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(message, where, hint)
        self.message = message
        self.where = where
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.message, self.where, self.hint)

    def __str__(self) -> str:
        text = f"{self.where}: {self.message}" if self.where else self.message
        return f"{text} {self.hint}" if self.hint else text


def _rebuild(kind: type[RipplemapError], message: str, where: str | None, hint: str | None) -> RipplemapError:
    return kind(message, where=where, hint=hint)


class InputError(RipplemapError):
    """A source that could not be read at all; faults inside a readable source are problems, not errors."""


class UsageError(RipplemapError):
    """A request that names something unknown or ambiguous, or asks for what is not offered."""


class StorageError(RipplemapError):
    """A project file that could not be read or written."""


class Cancelled(RipplemapError):  # noqa: N818 - being cancelled is no fault, and callers read better so
    """Work that stopped because a person asked it to."""

    def __init__(
        self, message: str | None = None, *, where: str | None = None, hint: str | None = None
    ) -> None:
        super().__init__(tr("Cancelled.") if message is None else message, where=where, hint=hint)
