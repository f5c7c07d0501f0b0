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

from explorer.analysis.what_if.effects import (
    CHANNEL,
    EFFECTS,
    MUST,
    NEEDS_A_FIELD,
    RANK,
    SIDE,
    WIDTH,
    Effect,
    bit,
)
from explorer.analysis.what_if.impact import Impact
from explorer.analysis.what_if.propagation import Run
from explorer.domain.kinds import Channel

SOME_FIELD = "\0"
"""A field that nobody can name; no edge lists it."""
Place = tuple[int, str | None, Effect]
"""An effect of a field (None: of the whole) at a node."""
_SET = (1 << WIDTH) - 1
_GONE, _DEGRADED = bit(Effect.BREAKS), bit(Effect.DEGRADED)
_EFFECTS_OF = tuple(tuple(e for e in EFFECTS if present >> RANK[e] & 1) for present in range(1 << WIDTH))


@dataclass(frozen=True, slots=True)
class ToNotice:
    """Of one node and channel: any one of `certain` is enough to see; where there is none, all of `possible`."""

    certain: set[Place] = field(default_factory=set)
    possible: set[Place] = field(default_factory=set)


def to_notice(impact: Impact, node: int) -> dict[Channel, ToNotice]:
    """What there is to notice at a node, by channel."""
    found: dict[Channel, ToNotice] = {}
    states = [(run, name, state) for run in impact.runs for name, state in _states(run, node)]
    for _, name, state in states:
        for effect in _EFFECTS_OF[_any_wave(state >> MUST)]:
            found.setdefault(CHANNEL[effect], ToNotice()).certain.add((node, name, effect))
    for run, name, state in states:
        for effect in _EFFECTS_OF[_any_wave(state & SIDE)]:
            facts = found.setdefault(CHANNEL[effect], ToNotice())
            if not facts.certain and not _is_implied(run, node, effect, _any_wave(state & SIDE)):
                is_vague = name is None and _may_be_of_a_field(run, effect)
                facts.possible.add((node, SOME_FIELD if is_vague else name, effect))
    return found


def _states(run: Run, node: int) -> Iterator[tuple[str | None, int]]:
    whole = int(run.whole.state[node])
    if whole:
        yield None, whole
    for name, came in run.fields.at(node).items():
        bits = 0
        for _, fresh in came:
            bits |= fresh
        yield name, bits


def _any_wave(side: int) -> int:
    return (side | side >> WIDTH | side >> 2 * WIDTH) & _SET


def _may_be_of_a_field(run: Run, effect: Effect) -> bool:
    return effect in NEEDS_A_FIELD and len(run.fields.nodes) > 0


def _is_implied(run: Run, node: int, effect: Effect, present: int) -> bool:
    """Whether an effect only goes with a worse one of its channel that is there, too."""
    if effect is Effect.SHIFTS:
        return bool(present & bit(Effect.WRONG))  # wherever what is wrong passes, what shifts passes just so
    if effect is Effect.DEGRADED and present & _GONE:
        return not _degrades_by_itself(run, node)
    return False


def _degrades_by_itself(run: Run, node: int) -> bool:
    """Whether a node is degraded in another way, too, than by being gone."""
    for start in run.starts:
        if start.node == node and _any_wave(start.bits & SIDE) & (_GONE | _DEGRADED) == _DEGRADED:
            return True
    classes, tables = run.classes, run.classes.tables_for(run.delay)
    arrays = classes.arrays
    for j in arrays.edges_into(node).tolist():
        before = _any_wave(int(run.whole.state[arrays.from_index[j]]) & SIDE)
        number = int(classes.class_of[j])
        for effect in (_GONE, _DEGRADED):
            if before & effect:
                arrived = _any_wave(tables.moved(number, effect) & SIDE)
                if arrived & (_GONE | _DEGRADED) == _DEGRADED:
                    return True
    return False
