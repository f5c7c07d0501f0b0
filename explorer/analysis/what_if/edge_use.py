"""What the transfer table looks at in an edge and its two ends; edges that look alike transfer alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum

from explorer.domain.entities import Edge, Importance, Node
from explorer.domain.kinds import (
    EdgeKind,
    Evidence,
    Fallback,
    NodeKind,
    OnSchemaChange,
    Pin,
    Relation,
    Retrain,
    Subtype,
)

TRUSTED_CONFIDENCE = 0.8
NEGLIGIBLE_IMPORTANCE = 0.01


class Standing(Enum):
    """Whether a target answers as it is asked, or holds what was written; UNSURE where nobody knows."""

    LIVE = "live"
    AT_REST = "at rest"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What matters of the node an edge leaves."""

    is_world: bool
    is_negligible_feature: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What matters of the node an edge enters."""

    standing: Standing
    is_feature: bool
    is_job: bool
    is_model: bool
    has_schema_contract: bool
    retrain: Retrain | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeUse:
    """One class of edges: all that decides what passes over an edge, but for the names of fields."""

    kind: EdgeKind
    source: Source
    target: Target
    pin: Pin | None = None
    fallback: Fallback | None = None
    on_schema_change: OnSchemaChange | None = None
    select_all: bool | None = None
    tolerance: timedelta | None = None
    relation: Relation | None = None
    is_trusted: bool = False
    is_inferred: bool = False
    has_columns: bool = False

    def without_shields(self) -> EdgeUse:
        """The same edge without its pin and fallback."""
        return replace(self, pin=None, fallback=None)


_READ_BY: Mapping[str, frozenset[EdgeKind]] = {
    "fallback": frozenset((EdgeKind.FEEDS, EdgeKind.PRODUCES, EdgeKind.DERIVES)),
    "on_schema_change": frozenset((EdgeKind.FEEDS, EdgeKind.DERIVES, EdgeKind.TRAINS)),
    "select_all": frozenset((EdgeKind.FEEDS, EdgeKind.DERIVES)),
    "tolerance": frozenset((EdgeKind.FEEDS, EdgeKind.DERIVES)),
    "relation": frozenset((EdgeKind.DRIVES,)),
    "confidence": frozenset((EdgeKind.INFLUENCES,)),
    "columns": frozenset((EdgeKind.PRODUCES, EdgeKind.DERIVES)),
}
"""The attributes that the table looks at for edges of some kinds only; pin and evidence it looks at for all."""
_ANY_SOURCE = Source(is_world=False, is_negligible_feature=False)
_ANY_TARGET = Target(
    standing=Standing.AT_REST,
    is_feature=False,
    is_job=False,
    is_model=False,
    has_schema_contract=False,
    retrain=None,
)


def use_of(edge: Edge, source: Source, target: Target) -> EdgeUse:
    """The class of an edge between such ends; of what its kind does not look at nothing is kept."""
    start, end = ends_seen(edge.kind, source, target)
    return replace(look_of(edge), source=start, target=end)


def look_of(edge: Edge) -> EdgeUse:
    """What the table sees in the edge itself, whatever lies at its ends."""

    def looks_at(name: str) -> bool:
        return edge.kind in _READ_BY[name]

    return EdgeUse(
        kind=edge.kind,
        source=_ANY_SOURCE,
        target=_ANY_TARGET,
        pin=edge.pin,
        fallback=edge.fallback if looks_at("fallback") else None,
        on_schema_change=edge.on_schema_change if looks_at("on_schema_change") else None,
        select_all=edge.select_all if looks_at("select_all") else None,
        tolerance=edge.tolerance if looks_at("tolerance") else None,
        relation=edge.relation if looks_at("relation") else None,
        is_trusted=is_trusted(edge.confidence) and looks_at("confidence"),
        is_inferred=edge.evidence is Evidence.INFERRED,
        has_columns=edge.columns is not None and looks_at("columns"),
    )


def ends_seen(kind: EdgeKind, source: Source, target: Target) -> tuple[Source, Target]:
    """What an edge of this kind sees of its two ends."""
    writes = kind in (EdgeKind.PRODUCES, EdgeKind.DERIVES)
    of_source = Source(
        is_world=source.is_world and kind is EdgeKind.INFLUENCES,
        is_negligible_feature=source.is_negligible_feature and kind is EdgeKind.FEEDS and target.is_model,
    )
    of_target = Target(
        standing=target.standing if writes else Standing.AT_REST,
        is_feature=target.is_feature and kind is EdgeKind.PRODUCES,
        is_job=target.is_job and kind is EdgeKind.FEEDS,
        is_model=target.is_model and kind is EdgeKind.FEEDS and source.is_negligible_feature,
        has_schema_contract=target.has_schema_contract and writes,
        retrain=target.retrain if kind is EdgeKind.TRAINS else None,
    )
    return of_source, of_target


def is_trusted(confidence: float | None) -> bool:
    """Whether a reaction of the world is as good as certain, because somebody said how sure it is."""
    return confidence is not None and confidence >= TRUSTED_CONFIDENCE


def source_of(node: Node) -> Source:
    """What matters of a node that an edge leaves."""
    return Source(
        is_world=node.kind is NodeKind.WORLD,
        is_negligible_feature=(
            node.kind is NodeKind.FEATURE and node.correlated is None and is_negligible(node.importance)
        ),
    )


def is_negligible(importance: Importance | None) -> bool:
    """Whether the value ± 2 standard errors lies below 0.01 and includes 0; not without a standard error."""
    if importance is None or importance.se is None:
        return False
    low, high = importance.value - 2 * importance.se, importance.value + 2 * importance.se
    return low <= 0 <= high < NEGLIGIBLE_IMPORTANCE


def target_of(node: Node) -> Target:
    """What matters of a node that an edge enters.

    Only datasets can be live; a node nobody declares is at rest like every other node that is no dataset.
    """
    standing = Standing.LIVE if node.is_live else Standing.AT_REST
    if node.kind is NodeKind.DATASET and node.subtype is Subtype.UNKNOWN:
        standing = Standing.UNSURE
    return Target(
        standing=standing,
        is_feature=node.kind is NodeKind.FEATURE,
        is_job=node.kind is NodeKind.JOB,
        is_model=node.kind is NodeKind.MODEL,
        has_schema_contract=node.contract is not None and node.contract.schema_enforced,
        retrain=node.retrain,
    )
