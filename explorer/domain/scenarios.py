"""What-ifs as values: hypothetical changes and edits of the system, and a scenario as a named list of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from explorer.domain.entities import Edge, EdgeKey, Node
from explorer.language import marked_in


class ChangeKind(StrEnum):
    """What might happen to a node or, for the last two, to an edge."""

    RETIRE = marked_in("ChangeKind", "retire")
    OUTAGE = marked_in("ChangeKind", "outage")
    DEGRADE = marked_in("ChangeKind", "degrade")
    SCHEMA_BREAK = marked_in("ChangeKind", "schema-break")
    SCHEMA_ADD = marked_in("ChangeKind", "schema-add")
    SHIFT = marked_in("ChangeKind", "shift")
    CORRUPT = marked_in("ChangeKind", "corrupt")
    NEW_VERSION = marked_in("ChangeKind", "new-version")
    RETRAIN = marked_in("ChangeKind", "retrain")
    DELAY = marked_in("ChangeKind", "delay")
    THRESHOLD = marked_in("ChangeKind", "threshold")
    REVOKE = marked_in("ChangeKind", "revoke")


EDGE_CHANGES = frozenset((ChangeKind.THRESHOLD, ChangeKind.REVOKE))
FIELD_CHANGES = frozenset(
    (ChangeKind.SCHEMA_BREAK, ChangeKind.SCHEMA_ADD, ChangeKind.SHIFT, ChangeKind.CORRUPT)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HypotheticalChange:
    """One thing that might happen to `node`, or to what passes from `node` to `to` (threshold and revoke).

    field: the field it is limited to, None for the whole. delay: for `delay`, how late; None when not said.
    """

    kind: ChangeKind
    node: str
    to: str | None = None
    field: str | None = None
    delay: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """A node that would be there, with the edges that are its inputs and outputs; or edges alone."""

    node: Node | None = None
    edges: tuple[Edge, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """A node that would not be there, nor any edge of it; or one edge. One of the two is given."""

    node: str | None = None
    edge: EdgeKey | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Attributes of one node, or of one edge, as they would be; all others stay. One of the two is given.

    values: by key, in the plain form of a node or an edge; what else is known of it by then counts.
    """

    node: str | None = None
    edge: EdgeKey | None = None
    values: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mitigation:
    """Something that would be done so that a change does less, in words, and what it sets."""

    says: str
    settings: tuple[Setting, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A named list of edits of the system and of changes to the system so edited, kept in the project."""

    name: str
    changes: tuple[HypotheticalChange, ...] = ()
    additions: tuple[Addition, ...] = ()
    removals: tuple[Removal, ...] = ()
    mitigations: tuple[Mitigation, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing happens in it."""
        return not (self.changes or self.is_edited)

    @property
    def is_edited(self) -> bool:
        """Whether it is about another system than the one there is."""
        return bool(self.additions or self.removals or self.mitigations)
