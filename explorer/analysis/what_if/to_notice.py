"""Which facts of a node somebody would have to notice, so that more doubt never means more to see.

Of what is certain one fact is enough: it comes, and it is seen. What is only possible may come in any of the
ways the answer holds open, so every one of them would have to be seen. In the answer to a change of one field,
what is only possible of the whole may in truth be that of one field which nobody can name: it is followed as
such, and is certain to pass only where every field does. Without these rules an answer in which less is known,
and therefore more is possible, would seem to be measured better.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from explorer.analysis.what_if.conditions import Passage
from explorer.analysis.what_if.effects import (
    CHANNEL,
    EFFECTS,
    MUST,
    NEEDS_A_FIELD,
    RANK,
    SIDE,
    WAVES,
    WIDTH,
    Effect,
    bit,
)
from explorer.analysis.what_if.impact import Impact
from explorer.analysis.what_if.propagation import Run
from explorer.analysis.what_if.transfer import deliveries
from explorer.domain.kinds import Channel

SOME_FIELD = "\0"
"""A field that nobody can name; no edge lists it."""
Place = tuple[int, str | None, Effect]
"""An effect of a field (None: of the whole) at a node."""
_SET = (1 << WIDTH) - 1


@dataclass(frozen=True, slots=True)
class ToNotice:
    """Of one node and channel: any one of `certain` is enough to see; else all of `possible` must be seen."""

    certain: set[Place] = field(default_factory=set)
    possible: set[Place] = field(default_factory=set)


def to_notice(impact: Impact, node: int) -> dict[Channel, ToNotice]:
    """What there is to notice at a node, by channel."""
    found: dict[Channel, ToNotice] = {}
    for run in impact.runs:
        for name, state in _states(run, node):
            for effect in _effects(state >> MUST):
                found.setdefault(CHANNEL[effect], ToNotice()).certain.add((node, name, effect))
            must = _any_wave(state >> MUST)
            for effect in _not_implied(run, node, _any_wave(state & SIDE)):
                place = (node, name, effect)
                if name is None and _may_be_of_a_field(run, effect) and not must & bit(effect):
                    place = (node, SOME_FIELD, effect)
                found.setdefault(CHANNEL[effect], ToNotice()).possible.add(place)
    return found


def _states(run: Run, node: int) -> Iterator[tuple[str | None, int]]:
    whole = int(run.whole.state[node])
    if whole:
        yield None, whole
    for name, came in run.fields.rounds.get(node, {}).items():
        bits = 0
        for _, fresh in came:
            bits |= fresh
        yield name, bits


def _effects(side: int) -> Iterator[Effect]:
    present = _any_wave(side)
    return (e for e in EFFECTS if present >> RANK[e] & 1)


def _any_wave(side: int) -> int:
    present = 0
    for wave in range(WAVES):
        present |= side >> (wave * WIDTH)
    return present & _SET


def _may_be_of_a_field(run: Run, effect: Effect) -> bool:
    return effect in NEEDS_A_FIELD and bool(run.fields.rounds)


def _not_implied(run: Run, node: int, present: int) -> Iterator[Effect]:
    """The effects but those that only go with a worse one of their channel."""
    for effect in EFFECTS:
        if not present & bit(effect):
            continue
        if effect is Effect.SHIFTS and present & bit(Effect.WRONG):
            continue  # wherever what is wrong passes, what shifts passes just so
        if effect is Effect.DEGRADED and present & bit(Effect.BREAKS) and not _degrades_by_itself(run, node):
            continue
        yield effect


def _degrades_by_itself(run: Run, node: int) -> bool:
    """Whether a node is degraded in another way, too, than by being gone."""
    gone, degraded = bit(Effect.BREAKS), bit(Effect.DEGRADED)
    if any(s.node == node and _any_wave(s.bits & SIDE) & (gone | degraded) == degraded for s in run.starts):
        return True
    classes = run.classes
    arrays = classes.arrays
    for j in arrays.in_edges[arrays.in_start[node] : arrays.in_start[node + 1]].tolist():
        before = _any_wave(int(run.whole.state[arrays.from_index[j]]) & SIDE)
        use = classes.uses[classes.class_of[j]]
        for effect in (Effect.BREAKS, Effect.DEGRADED):
            if before & bit(effect) and any(
                d.effect is Effect.DEGRADED for d in deliveries(use, Passage(effect, True, run.delay))
            ):
                return True
    return False
