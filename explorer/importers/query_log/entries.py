"""One entry of a query or access log: who ran what, when, and how it ended.

Every format is brought to this shape. An entry holds the text of a statement, or the tables that the log itself
names, or both; what was read of it all is for the tally to say (tally.py).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache

from explorer.domain.kinds import Subtype
from explorer.importers.sql.parsed import Read, Write
from explorer.language import marked_n


class Outcome(StrEnum):
    """How a statement ended. What failed has read nothing; what was refused shows who would have liked to."""

    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Program:
    """What ran a statement where the log knows it better than by its user: a notebook, a job, a dashboard."""

    id: str
    name: str
    subtype: Subtype | None = None


@dataclass(slots=True)
class Entry:
    """One run of a statement, or `count` runs that the log has summed up. line: where it stands, from 1."""

    line: int
    user: str
    application: str = ""
    database: str = ""
    schema: str = ""
    day: date | None = None
    summed: bool = False
    """Whether the log has summed up runs, the first of them on `day` and the last on a day it does not tell."""
    statement: str = ""
    parameters: dict[int, str] = field(default_factory=dict)
    reads: tuple[Read, ...] = ()
    writes: tuple[Write, ...] = ()
    count: int = 1
    outcome: Outcome = Outcome.DONE
    program: Program | None = None


Reason = tuple[str, str]
"""Why rows were left out: a text for one row and one for several, as `tr_n` takes them."""

NO_USER = marked_n("{count:,} row names no user.", "{count:,} rows name no user.")
MASKED_USER = marked_n(
    "{count:,} row hides its user behind a mask, so that it is not known who reads there.",
    "{count:,} rows hide their users behind a mask, so that it is not known who reads there.",
)
NO_TABLE = marked_n("{count:,} row names no table.", "{count:,} rows name no table.")
NO_USE = marked_n(
    "{count:,} row names neither a query nor a table.", "{count:,} rows name neither a query nor a table."
)
NO_STATEMENT = marked_n(
    "{count:,} error names no statement, so that it is not known what was refused or failed.",
    "{count:,} errors name no statement, so that it is not known what was refused or failed.",
)
NO_TIME = marked_n(
    "The time of {count:,} row is not understood; write it as 2026-11-23 14:05.",
    "The time of {count:,} rows is not understood; write it as 2026-11-23 14:05.",
)
HIDDEN = marked_n(
    "The text of {count:,} statement is hidden from the role that made the export.",
    "The text of {count:,} statements is hidden from the role that made the export.",
)
TOO_SHORT = marked_n(
    "{count:,} row has too few columns for a log of PostgreSQL.",
    "{count:,} rows have too few columns for a log of PostgreSQL.",
)


@dataclass(slots=True)
class Account:
    """What a file says of itself while it is read: the days it covers, and what had to be left out, with the line."""

    since: date | None = None
    until: date | None = None
    left_out: dict[Reason, tuple[int, int]] = field(default_factory=dict)
    """Why → how many rows, and the first line of them."""
    least: float = math.inf
    """Milliseconds that the quickest statement took."""
    is_timed: bool = True
    """Whether the log says of every statement how long it took."""

    def saw(self, day: date | None) -> None:
        """A day of which the log speaks."""
        if day is not None:
            self.since = day if self.since is None or day < self.since else self.since
            self.until = day if self.until is None or day > self.until else self.until

    def took(self, milliseconds: float | None) -> None:
        """How long a statement ran, where the log tells it."""
        if milliseconds is None:
            self.is_timed = False
        else:
            self.least = min(self.least, milliseconds)

    def knows_user(self, user: str, line: int) -> bool:
        """Whether a row says who ran it; one that does not is left out."""
        if not user or _is_masked(user):
            self.leave_out(MASKED_USER if user else NO_USER, line)
            return False
        return True

    def leave_out(self, reason: Reason, line: int) -> None:
        """A row that says nothing of who reads what."""
        count, first = self.left_out.get(reason, (0, line))
        self.left_out[reason] = count + 1, min(first, line)

    @property
    def quickest(self) -> float | None:
        """Milliseconds that every statement took at the least, where that is known."""
        return self.least if self.is_timed and self.least < math.inf else None

    def add(self, other: Account) -> None:
        """Another file of the same log: its days and how long its statements took."""
        self.saw(other.since)
        self.saw(other.until)
        self.least = min(self.least, other.least)
        self.is_timed = self.is_timed and other.is_timed


Entries = Iterator[Entry]

_MASKED = re.compile(r"[*•#]{2,}[^@]*|[xX]{4,}|\W?(?:masked|redacted|hidden|anonymi[sz]ed)\W?", re.IGNORECASE)
_EPOCH = re.compile(r"\d{9,17}(?:\.\d*)?(?:[eE]\+?\d+)?|\d\.\d+[eE]\+?\d+")


@lru_cache(maxsize=4096)
def _is_masked(user: str) -> bool:
    """Whether a mask stands in the place of the name, the same for everybody; a hash is a name like others."""
    return _MASKED.fullmatch(user) is not None


@lru_cache(maxsize=4096)
def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def day_of(value: object) -> date | None:
    """The day that a log writes: as 2026-11-23 … or in seconds, milli- or microseconds since 1970, in UTC."""
    text = str(value or "").strip()
    if (day := _day_of(text[:10])) is not None:
        return day
    if not _EPOCH.fullmatch(text):
        return None
    seconds = float(text)
    for scale in (1e14, 1e11):
        if seconds > scale:
            seconds /= 1e6 if scale == 1e14 else 1e3
            break
    try:
        return datetime.fromtimestamp(seconds, UTC).date()
    except (OverflowError, OSError, ValueError):
        return None
