"""Nodes, edges and teams: what is stated of a system, attribute by attribute.

None always means "nobody has said"; no attribute has a default that could pass for knowledge. The field names
are the manifest's keys, the project file's keys and the inspector's rows (see domain/attributes.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from explorer.domain.frozen import quick_maker
from explorer.domain.kinds import (
    LIVE_SUBTYPES,
    Access,
    Backing,
    Channel,
    Criticality,
    Direction,
    EdgeKind,
    Evidence,
    Fallback,
    ImportanceMethod,
    Lifecycle,
    NodeKind,
    OnSchemaChange,
    Pin,
    Principal,
    Relation,
    Retrain,
    Role,
    Sign,
    Subtype,
    Versioning,
)
from explorer.domain.provenance import Source

_EXACT = 2.0**53
"""Beneath it a whole number loses no digit as a float."""
Extra = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Importance:
    """What a feature adds to a model: the metric's change when it is left out, with its standard error."""

    value: float
    se: float | None = None
    metric: str | None = None
    method: ImportanceMethod | None = None
    at: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """What a dataset's owner promises. Only an enforced schema changes an answer; the others are shown."""

    enforced: tuple[str, ...] = ()

    @property
    def schema_enforced(self) -> bool:
        """Whether a build that breaks the schema is refused."""
        return "schema" in self.enforced


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLog:
    """The log that shows who read something: what it is called, the days it covers, how much of it was understood."""

    log: str
    since: date
    until: date
    queries: int | None = None
    parsed: int | None = None

    @property
    def days(self) -> int:
        """How many days it covers, the first and the last among them."""
        return (self.until - self.since).days + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """Somebody has decided not to hear of a rule's findings here until a day; `about`: only those with that id."""

    rule: str
    reason: str
    until: date
    about: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """Somebody says that a test of the ML Test Score is done: when, where it is written down, until when it holds."""

    test: str
    at: date
    link: str
    until: date | None = None
    automated: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """Who owns nodes; drawn as an area, not as a node."""

    id: str
    name: str | None = None
    contact: str | None = None
    source: Source | None = None
    extra: Extra = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One part of the system. Durations are timedeltas; dates are days."""

    id: str
    kind: NodeKind
    name: str
    owner: str | None = None
    subtype: Subtype | None = None
    description: str | None = None
    criticality: Criticality | None = None
    version: str | None = None
    versioning: Versioning | None = None
    access: Access | None = None
    read_log: ReadLog | None = None
    contract: Contract | None = None
    freshness: timedelta | None = None
    fields: tuple[str, ...] | None = None
    language: str | None = None
    glue: bool | None = None
    join_keys: tuple[str, ...] | None = None
    principal: Principal | None = None
    lifecycle: Lifecycle | None = None
    last_used: date | None = None
    superseded_by: str | None = None
    view: str | None = None
    bundle: str | None = None
    correlated: str | None = None
    importance: Importance | None = None
    retrain: Retrain | None = None
    cadence: timedelta | None = None
    role: Role | None = None
    direction: Direction | None = None
    unit: str | None = None
    baseline: float | None = None
    target: float | str | None = None
    window: timedelta | None = None
    reviewed: date | None = None
    detects: tuple[Channel, ...] | None = None
    lag: timedelta | None = None
    tests: tuple[str, ...] | None = None
    attested: tuple[Attestation, ...] | None = None
    suppress: tuple[Suppression, ...] | None = None
    tags: tuple[str, ...] | None = None
    url: str | None = None
    same_as: tuple[str, ...] | None = None
    evidence: Evidence = Evidence.DECLARED
    source: Source | None = None
    extra: Extra = field(default_factory=dict, hash=False)

    @property
    def is_ghost(self) -> bool:
        """Whether only an edge speaks of it: no source declares it."""
        return self.kind is NodeKind.UNKNOWN

    @property
    def is_live(self) -> bool:
        """Whether it is a dataset that answers as it is asked (a stream, a view, predictions)."""
        return self.kind is NodeKind.DATASET and self.subtype in LIVE_SUBTYPES


class EdgeKey(NamedTuple):
    """What makes an edge one edge: the same two ends and the same kind."""

    from_id: str
    to_id: str
    kind: EdgeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A reader takes only what passes: `field op value`, such as confidence >= 0.5."""

    field: str
    op: str
    value: float | str | bool

    def __str__(self) -> str:
        shown = {">=": "≥", "<=": "≤", "!=": "≠", "==": "="}.get(self.op, self.op)
        value = as_written(self.value) if isinstance(self.value, float) else self.value
        return f"{self.field} {shown} {value}"


def as_written(amount: float) -> float:
    """A number as a person writes it: 2 for 2.0."""
    return int(amount) if amount.is_integer() and abs(amount) < _EXACT else amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """What one node gives another. `fields` None means nobody has said which fields are used."""

    from_id: str
    to_id: str
    kind: EdgeKind
    evidence: Evidence = Evidence.DECLARED
    fields: tuple[str, ...] | None = None
    select_all: bool | None = None
    columns: Mapping[str, tuple[str, ...]] | None = field(default=None, hash=False)
    columns_complete: bool | None = None
    pin: Pin | None = None
    version: str | None = None
    filter: Filter | None = None
    exploration: float | None = None
    fallback: Fallback | None = None
    tolerance: timedelta | None = None
    on_schema_change: OnSchemaChange | None = None
    sign: Sign | None = None
    relation: Relation | None = None
    backing: Backing | None = None
    delay: timedelta | None = None
    confidence: float | None = None
    first_seen: date | None = None
    last_seen: date | None = None
    count: int | None = None
    source: Source | None = None
    extra: Extra = field(default_factory=dict, hash=False)

    @property
    def key(self) -> EdgeKey:
        """Its identity within the system."""
        return EdgeKey(self.from_id, self.to_id, self.kind)

    @property
    def is_confirmed(self) -> bool:
        """Whether a declaration and a log agree on it."""
        return self.evidence is Evidence.DECLARED and self.last_seen is not None


make_node = quick_maker(Node)
make_edge = quick_maker(Edge)
"""Just as Node(…) and Edge(…), for where tens of thousands are made."""
