"""Where a statement comes from, and what was wrong where it was read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from explorer.domain.frozen import quick_maker
from explorer.domain.kinds import Severity
from explorer.domain.words import told


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A file, table or address, and the line in it (from 1) where there are lines."""

    name: str
    line: int | None = None

    def __str__(self) -> str:
        return self.name if self.line is None else f"{self.name}:{self.line}"

    @property
    def location(self) -> str:
        """The file or address, without the place in it."""
        return self.name.split(": ", 1)[0]

    @property
    def document(self) -> str:
        """The file alone, without its folders and the place in it; an address or a table as it is."""
        location = self.location
        return location if "://" in location else re.split(r"[\\/]", location)[-1] or location


make_source = quick_maker(Source)


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault of the input, told in one sentence; the rest was read.

    gap: the id that it says nothing declares; once something does, it is no problem any more.
    doubt: the name that could be any of several things; somebody can settle it.
    """

    message: str
    source: Source
    severity: Severity = Severity.ERROR
    gap: str | None = field(default=None, compare=False)
    doubt: str | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return f"{self.source}: {told(self.severity)}: {self.message}"
