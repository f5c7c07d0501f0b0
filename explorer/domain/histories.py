"""What a metric or an objective was, day by day, as some source says."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from explorer.domain.provenance import Problem, Source


@dataclass(frozen=True, slots=True)
class History:
    """A series of values, oldest first; a day may come more than once (several runs), days may be missing.

    name: what the source calls it: a node's id, or its name.
    """

    name: str
    days: tuple[date, ...]
    values: tuple[float, ...]
    source: Source | None = None

    def __post_init__(self) -> None:
        if len(self.days) != len(self.values):
            raise ValueError(
                f"The history of “{self.name}” has {len(self.days)} days and {len(self.values)} values."
            )
        if any(a > b for a, b in pairwise(self.days)):
            raise ValueError(f"The days of the history of “{self.name}” are not in order.")


@dataclass(slots=True)
class Histories:
    """What one source gives: its series in order of name, and what was wrong there. The rest was read."""

    found: tuple[History, ...] = ()
    problems: list[Problem] = field(default_factory=list)

    def named(self, name: str) -> History | None:
        """The series of that name."""
        return next((h for h in self.found if h.name == name), None)
