"""What is said of names that may be one thing: why they are, what people decided, and what is left open.

Which of them are one is found out by identifying.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from explorer.domain.entities import Node
from explorer.domain.kinds import Evidence
from explorer.domain.provenance import Source


class Rule(StrEnum):
    """Why two names are one thing, surest first."""

    SAID = "said"
    BY_HAND = "by-hand"
    SAME_ID = "same-id"
    TABLE = "table"
    PATH = "path"
    ONE_DATABASE = "one-database"


class Verb(StrEnum):
    """What a person decides of two names."""

    SAME = "same"
    APART = "apart"
    CALLED = "called"
    """What one document calls `first` is called `second`: another thing that only has the same id."""


@dataclass(frozen=True, slots=True, order=True)
class Decision:
    """What a person decided of two ids; `document` is the source whose id is meant, where only that one's is."""

    verb: Verb
    first: str
    second: str
    document: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """One step from name to name."""

    start: str
    end: str
    rule: Rule
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A name that could be any of these, so that it counts as none of them."""

    name: str
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """One thing of which several names, or several sources, speak.

    members: the nodes as they were stated, each under its own id; none where edges alone speak of it. why: of each
    other name that was met, the steps to `id`.
    """

    id: str
    members: tuple[Node, ...]
    why: Mapping[str, tuple[Link, ...]] = field(default_factory=dict)

    def names(self) -> list[tuple[str, Source | None]]:
        """Each name under which it is stated, with the place, its own first; then those that are only spoken of."""
        stated = sorted(((m.id, m.source) for m in self.members), key=lambda said: said[0] != self.id)
        spoken = sorted(self.why.keys() - {name for name, _ in stated})
        return [*(stated or [(self.id, None)]), *((name, None) for name in spoken)]


STRENGTH = {Evidence.DECLARED: 0, Evidence.OBSERVED: 1, Evidence.INFERRED: 2}
"""The less, the surer."""
