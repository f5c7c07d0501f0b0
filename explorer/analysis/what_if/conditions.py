"""The conditions the transfer table names: plain questions to an edge and to what would pass over it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from explorer.analysis.what_if.edge_use import EdgeUse
from explorer.analysis.what_if.effects import Effect
from explorer.domain.kinds import EdgeKind, Fallback, OnSchemaChange, Pin, Relation, Retrain


@dataclass(frozen=True, slots=True)
class Passage:
    """What passes: an effect of the whole or of one field, later by `delay` where that is known."""

    effect: Effect
    is_whole: bool = True
    delay: timedelta | None = None


Condition = Callable[[EdgeUse, Passage], bool]


def always(use: EdgeUse, passage: Passage) -> bool:
    """On every edge."""
    return True


def never(use: EdgeUse, passage: Passage) -> bool:
    """On no edge: what is only ever possible is certain never."""
    return False


def both(first: Condition, second: Condition) -> Condition:
    """Where both hold."""
    return lambda use, passage: first(use, passage) and second(use, passage)


def cached(use: EdgeUse, passage: Passage) -> bool:
    """The reader goes on with its last copy."""
    return use.fallback is Fallback.CACHED


def defaulted(use: EdgeUse, passage: Passage) -> bool:
    """The reader falls back to a default."""
    return use.fallback is Fallback.DEFAULT


def bare(use: EdgeUse, passage: Passage) -> bool:
    """The reader has no fallback, or nobody has said that it has one."""
    return use.fallback in (None, Fallback.NONE)


def fails(use: EdgeUse, passage: Passage) -> bool:
    """The reader stops when a field it reads is gone."""
    return use.on_schema_change is OnSchemaChange.FAIL


def goes_on(use: EdgeUse, passage: Passage) -> bool:
    """The reader goes on with nonsense when a field it reads is gone."""
    return use.on_schema_change is OnSchemaChange.SILENT


def unsaid(use: EdgeUse, passage: Passage) -> bool:
    """Nobody has said what the reader does when a field it reads is gone."""
    return use.on_schema_change is None


def takes_all(use: EdgeUse, passage: Passage) -> bool:
    """The reader takes every field there is."""
    return use.select_all is True


def may_take_all(use: EdgeUse, passage: Passage) -> bool:
    """Nobody has said whether the reader takes every field there is."""
    return use.select_all is None


def contracted(use: EdgeUse, passage: Passage) -> bool:
    """The target's schema contract is enforced."""
    return use.target.has_schema_contract


def uncontracted(use: EdgeUse, passage: Passage) -> bool:
    """The target has no enforced schema contract, or nobody has said that it has."""
    return not use.target.has_schema_contract


def negligible(use: EdgeUse, passage: Passage) -> bool:
    """A feature whose measured importance is next to nothing, and a model that reads it."""
    return use.source.is_negligible_feature and use.target.is_model


def matters(use: EdgeUse, passage: Passage) -> bool:
    """Anything but that."""
    return not negligible(use, passage)


def too_late(use: EdgeUse, passage: Passage) -> bool:
    """Both known, the delay is longer than the reader's tolerance; a delay as long as that is still borne."""
    return use.tolerance is not None and passage.delay is not None and passage.delay > use.tolerance


def lateness_unknown(use: EdgeUse, passage: Passage) -> bool:
    """The delay or the reader's tolerance is not known."""
    return use.tolerance is None or passage.delay is None


def lineage_known(use: EdgeUse, passage: Passage) -> bool:
    """It is known which columns are made from which."""
    return use.has_columns


def lineage_unknown(use: EdgeUse, passage: Passage) -> bool:
    """It is not known which columns are made from which."""
    return not use.has_columns


def whole(use: EdgeUse, passage: Passage) -> bool:
    """What passes is of the whole, not of one field."""
    return passage.is_whole


def component(use: EdgeUse, passage: Passage) -> bool:
    """One metric drives the other by arithmetic."""
    return use.relation is Relation.COMPONENT


def frozen(use: EdgeUse, passage: Passage) -> bool:
    """The reader holds a copy of its own."""
    return use.pin is Pin.FROZEN


def pinned(use: EdgeUse, passage: Passage) -> bool:
    """The reader names a version that the producer keeps."""
    return use.pin is Pin.PINNED


def learns(use: EdgeUse, passage: Passage) -> bool:
    """A model learns from it."""
    return use.kind is EdgeKind.TRAINS


def never_learns(use: EdgeUse, passage: Passage) -> bool:
    """A model that is never trained again."""
    return learns(use, passage) and use.target.retrain is Retrain.NEVER


def may_not_learn(use: EdgeUse, passage: Passage) -> bool:
    """A model that is not trained again by itself, or nobody has said that it is."""
    return learns(use, passage) and use.target.retrain not in (Retrain.SCHEDULED, Retrain.CONTINUOUS)


def leaves_the_world(use: EdgeUse, passage: Passage) -> bool:
    """The world reacts."""
    return use.kind is EdgeKind.INFLUENCES and use.source.is_world


def reacts_unsurely(use: EdgeUse, passage: Passage) -> bool:
    """The world reacts, and nobody has said with enough confidence that it does."""
    return leaves_the_world(use, passage) and not use.is_trusted


def inferred(use: EdgeUse, passage: Passage) -> bool:
    """The edge was derived from code, not declared or observed."""
    return use.is_inferred
