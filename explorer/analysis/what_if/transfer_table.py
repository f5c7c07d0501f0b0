"""The transfer table: what an effect becomes on its way over an edge.

RULES holds the cells, one line or more a cell: a stable name that answers show, what goes in, what comes out,
when, and whether it is as certain as it was (if not said otherwise). An empty cell has no line. LIMITS holds
what is said of whole rows, or of all. Conditions are in conditions.py, how lines add up in transfer.py, the
sentence for each name in sentences.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as dataclass_field
from enum import Enum

from explorer.analysis.what_if import conditions as c
from explorer.analysis.what_if.conditions import Condition, always, both, never
from explorer.analysis.what_if.effects import Effect
from explorer.domain.kinds import Channel


class Row(Enum):
    """The rows of the table; produces and derives have one for what is at rest and one for what is live."""

    FEEDS = "feeds"
    PRODUCES = "produces"
    PRODUCES_LIVE = "produces-live"
    DERIVES = "derives"
    DERIVES_LIVE = "derives-live"
    TRAINS = "trains"
    INFLUENCES = "influences"
    MEASURES = "measures"
    DRIVES = "drives"
    TRIGGERS = "triggers"
    WATCHES = "watches"
    OPTIMISES = "optimises"


class OfField(Enum):
    """Which field the effect is of, behind the edge, when it was of one field before it."""

    SAME = "the same"
    SAME_INTO_JOB = "the same into a job, else the whole"
    WHOLE = "the whole"
    COLUMNS = "each column written from it"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a cell. gives: None leaves the effect what it was. certain: when it is as sure as before."""

    name: str
    takes: tuple[Effect, ...]
    gives: Effect | None
    when: Condition = always
    certain: Condition = always
    field: OfField = OfField.WHOLE
    row: Row = dataclass_field(init=False)

    def __post_init__(self) -> None:
        # The first part of the name; a plain attribute, because it is asked for every line of the table.
        object.__setattr__(self, "row", Row(self.name.partition(".")[0]))


class Bound(Enum):
    """What a limit does."""

    STOPS = "stops"
    ONLY_POSSIBLE = "only possible"
    ONE_WAVE_LATER = "one wave later"


@dataclass(frozen=True, slots=True)
class Limit:
    """What holds beside the cells, for effects in these channels."""

    name: str
    bound: Bound
    when: Condition
    channels: frozenset[Channel] = frozenset(Channel)


GONE, DEGRADED, LATE = (Effect.BREAKS,), (Effect.DEGRADED,), (Effect.STALE,)
FIELD_GONE, FIELD_ADDED = (Effect.SCHEMA_BREAK,), (Effect.SCHEMA_ADD,)
VALUE = (Effect.WRONG, Effect.SHIFTS)
_SAME, _INTO_JOB, _COLUMNS = OfField.SAME, OfField.SAME_INTO_JOB, OfField.COLUMNS


def _gone_as_feeds(row: str) -> tuple[Rule, ...]:
    return (
        Rule(f"{row}.gone.cached", GONE, Effect.STALE, c.cached),
        Rule(f"{row}.gone.default", GONE, Effect.DEGRADED, c.defaulted),
        Rule(f"{row}.gone", GONE, Effect.BREAKS, c.bare),
    )


def _degraded_as_feeds(row: str) -> tuple[Rule, ...]:
    return (
        Rule(f"{row}.degraded.cached", DEGRADED, Effect.STALE, c.cached, never),
        Rule(f"{row}.degraded.default", DEGRADED, Effect.DEGRADED, c.defaulted, never),
        Rule(f"{row}.degraded", DEGRADED, Effect.SHIFTS, c.bare, never),
    )


def _late_as_feeds(row: str) -> tuple[Rule, ...]:
    return (
        Rule(f"{row}.late", LATE, Effect.STALE, c.too_late),
        Rule(f"{row}.late.perhaps", LATE, Effect.STALE, c.lateness_unknown, never),
    )


def _value_written(row: str) -> tuple[Rule, ...]:
    return (
        Rule(f"{row}.value.columns", VALUE, None, c.lineage_known, field=_COLUMNS),
        Rule(f"{row}.value", VALUE, None, c.lineage_unknown, c.whole),
    )


def _written(row: str) -> tuple[Rule, ...]:
    return (
        Rule(f"{row}.schema.contract", FIELD_GONE, Effect.STALE, c.contracted),
        Rule(f"{row}.schema", FIELD_GONE, Effect.SCHEMA_BREAK, c.uncontracted, field=_SAME),
        Rule(f"{row}.schema.late", FIELD_GONE, Effect.STALE, c.uncontracted, never),
        Rule(f"{row}.schema-add", FIELD_ADDED, Effect.SCHEMA_ADD, c.uncontracted, field=_SAME),
        *_value_written(row),
        Rule(f"{row}.late", LATE, Effect.STALE),
    )


def _derived(row: str, refused: Effect) -> tuple[Rule, ...]:
    fails, goes_on, unsaid = (both(c.uncontracted, x) for x in (c.fails, c.goes_on, c.unsaid))
    takes_all, may_take_all = (both(c.uncontracted, x) for x in (c.takes_all, c.may_take_all))
    return (
        Rule(f"{row}.schema.contract", FIELD_GONE, Effect.STALE, c.contracted),
        Rule(f"{row}.schema.fail", FIELD_GONE, refused, fails),
        Rule(f"{row}.schema.silent", FIELD_GONE, Effect.WRONG, goes_on),
        Rule(f"{row}.schema.perhaps-fail", FIELD_GONE, refused, unsaid, never),
        Rule(f"{row}.schema.perhaps-silent", FIELD_GONE, Effect.WRONG, unsaid, never),
        Rule(f"{row}.schema-add", FIELD_ADDED, Effect.SCHEMA_ADD, takes_all, field=_SAME),
        Rule(f"{row}.schema-add.perhaps", FIELD_ADDED, Effect.SCHEMA_ADD, may_take_all, never, _SAME),
        *_value_written(row),
        *_late_as_feeds(row),
    )


RULES: tuple[Rule, ...] = (
    *_gone_as_feeds("feeds"),
    *_degraded_as_feeds("feeds"),
    Rule("feeds.schema.fail", FIELD_GONE, Effect.BREAKS, c.fails),
    Rule("feeds.schema.silent", FIELD_GONE, Effect.WRONG, c.goes_on, field=_INTO_JOB),
    Rule("feeds.schema.perhaps-fail", FIELD_GONE, Effect.BREAKS, c.unsaid, never),
    Rule("feeds.schema.perhaps-silent", FIELD_GONE, Effect.WRONG, c.unsaid, never, _INTO_JOB),
    Rule("feeds.schema-add", FIELD_ADDED, Effect.SCHEMA_ADD, c.takes_all, field=_SAME),
    Rule("feeds.schema-add.perhaps", FIELD_ADDED, Effect.SCHEMA_ADD, c.may_take_all, never, _SAME),
    Rule("feeds.value", VALUE, None, c.matters, field=_INTO_JOB),
    Rule("feeds.value.negligible", VALUE, None, c.negligible, never),
    *_late_as_feeds("feeds"),
    Rule("produces.gone", GONE, Effect.STALE),
    Rule("produces.degraded", DEGRADED, Effect.STALE, certain=never),
    *_written("produces"),
    *_gone_as_feeds("produces-live"),
    Rule("produces-live.degraded", DEGRADED, Effect.SHIFTS, certain=never),
    *_written("produces-live"),
    Rule("derives.gone", GONE, Effect.STALE),
    Rule("derives.degraded", DEGRADED, Effect.STALE, certain=never),
    *_derived("derives", refused=Effect.STALE),
    *_gone_as_feeds("derives-live"),
    *_degraded_as_feeds("derives-live"),
    *_derived("derives-live", refused=Effect.BREAKS),
    Rule("trains.gone", GONE, Effect.STALE),
    Rule("trains.degraded", DEGRADED, Effect.SHIFTS, certain=never),
    Rule("trains.schema", FIELD_GONE, Effect.STALE, certain=c.fails),
    Rule("trains.value", VALUE, Effect.SHIFTS),
    Rule("trains.late", LATE, Effect.STALE),
    Rule("influences.gone", GONE, Effect.SHIFTS),
    Rule("influences.degraded", DEGRADED, Effect.SHIFTS),
    Rule("influences.value", VALUE, Effect.SHIFTS),
    Rule("influences.late", LATE, Effect.SHIFTS, certain=never),
    Rule("measures.gone", GONE, Effect.STALE),
    Rule("measures.degraded", DEGRADED, Effect.SHIFTS, certain=never),
    Rule("measures.schema", FIELD_GONE, Effect.SHIFTS, certain=never),
    Rule("measures.value", VALUE, Effect.SHIFTS),
    Rule("measures.late", LATE, Effect.STALE),
    Rule("drives.value", VALUE, Effect.SHIFTS, certain=c.component),
    Rule("triggers.gone", GONE, Effect.STALE),
)

LIMITS: tuple[Limit, ...] = (
    Limit("frozen", Bound.STOPS, c.frozen),
    Limit("pinned", Bound.STOPS, c.pinned, frozenset(Channel) - {Channel.AVAILABILITY}),
    Limit("never-retrained", Bound.STOPS, c.never_learns),
    Limit("retraining-unsure", Bound.ONLY_POSSIBLE, c.may_not_learn),
    Limit("next-retraining", Bound.ONE_WAVE_LATER, c.learns),
    Limit("reaction-unsure", Bound.ONLY_POSSIBLE, c.reacts_unsurely),
    Limit("reaction", Bound.ONE_WAVE_LATER, c.leaves_the_world),
    Limit("inferred", Bound.ONLY_POSSIBLE, c.inferred),
)
