"""How the lines of the transfer table add up to what arrives behind an edge.

Decided where the table leaves a choice:
- A target whose subtype is unknown gets what both rows give, each as possible; what both give alike (a cached
  copy grows stale either way) stays as certain as both say.
- A tolerance bears a delay as long as itself.
- A feature whose importance has no standard error is not known to be negligible.
- The confidence of an edge out of the world counts when it is stated, whatever the edge's evidence is.
- Column lineage says what is made from a field, not that the field is used: on a derives edge the rule about
  `fields` comes first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from explorer.analysis.what_if import transfer_table
from explorer.analysis.what_if.conditions import Passage
from explorer.analysis.what_if.edge_use import EdgeUse, Standing
from explorer.analysis.what_if.effects import CHANNEL, Effect
from explorer.analysis.what_if.transfer_table import Bound, OfField, Row, Rule
from explorer.domain.kinds import EdgeKind


@dataclass(frozen=True, slots=True)
class Delivery:
    """What arrives behind an edge, and by which rule."""

    rule: Rule
    effect: Effect
    field: OfField
    is_certain: bool


def deliveries(use: EdgeUse, passage: Passage) -> tuple[Delivery, ...]:
    """All that arrives when this passes over such an edge, in the order of the table."""
    lines = _lines()
    rows = [lines.get((row, passage.effect), ()) for row in rows_of(use)]
    if not any(rows):
        return ()
    bounds = {
        limit.bound
        for limit in transfer_table.LIMITS
        if CHANNEL[passage.effect] in limit.channels and limit.when(use, passage)
    }
    if Bound.STOPS in bounds:
        return ()
    found = _combined([list(_in_row(row, use, passage)) for row in rows])
    if Bound.ONLY_POSSIBLE in bounds:
        found = [_unsure(d) for d in found]
    return tuple(found)


def comes_later(use: EdgeUse) -> bool:
    """Whether what passes over such an edge arrives a wave later."""
    anything = Passage(Effect.SHIFTS)
    return any(
        limit.bound is Bound.ONE_WAVE_LATER and limit.when(use, anything) for limit in transfer_table.LIMITS
    )


def rows_of(use: EdgeUse) -> tuple[Row, ...]:
    """The row of the table for such an edge, or the two between which nobody can tell."""
    if use.kind is EdgeKind.PRODUCES:
        at_rest, live = Row.PRODUCES, Row.PRODUCES_LIVE
    elif use.kind is EdgeKind.DERIVES:
        at_rest, live = Row.DERIVES, Row.DERIVES_LIVE
    else:
        return (Row(use.kind.value),)
    if use.target.standing is Standing.UNSURE:
        return at_rest, live
    answers = use.target.standing is Standing.LIVE or (live is Row.PRODUCES_LIVE and use.target.is_feature)
    return (live,) if answers else (at_rest,)


_Cells = Mapping[tuple[Row, Effect], tuple[Rule, ...]]
_sorted: dict[int, tuple[tuple[Rule, ...], _Cells]] = {}
"""The one table there is, by its identity, with its lines sorted into cells."""


def _lines() -> _Cells:
    """The lines of each cell, in their order; a system of many classes asks for each of them thousands of times."""
    rules = transfer_table.RULES
    if id(rules) not in _sorted:
        cells: dict[tuple[Row, Effect], tuple[Rule, ...]] = {}
        for rule in rules:
            for effect in rule.takes:
                cells[rule.row, effect] = (*cells.get((rule.row, effect), ()), rule)
        _sorted.clear()
        _sorted[id(rules)] = rules, cells
    return _sorted[id(rules)][1]


def _in_row(lines: tuple[Rule, ...], use: EdgeUse, passage: Passage) -> Iterator[Delivery]:
    for rule in lines:
        if rule.when(use, passage):
            field = rule.field
            if field is OfField.SAME_INTO_JOB:
                field = OfField.SAME if use.target.is_job else OfField.WHOLE
            yield Delivery(rule, rule.gives or passage.effect, field, rule.certain(use, passage))


def _combined(rows: list[list[Delivery]]) -> list[Delivery]:
    """The deliveries of one row; or of both, where what only one of them gives is possible."""
    if len(rows) == 1:
        return rows[0]
    first, second = ({(d.effect, d.field): d for d in row} for row in rows)
    shared = [d if key in second and second[key].is_certain else _unsure(d) for key, d in first.items()]
    return shared + [_unsure(d) for key, d in second.items() if key not in first]


def _unsure(delivery: Delivery) -> Delivery:
    return replace(delivery, is_certain=False) if delivery.is_certain else delivery
