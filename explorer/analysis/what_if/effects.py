"""What can be wrong with what a node gives: seven effects, and sets of them as bits.

An effect is a channel and a level. Bit 0 is the worst, so the lowest bit of a set is its worst effect. Where a
set is packed for the fixpoint, seven bits stand for each wave, first those that may be, then those that must.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from explorer.domain.kinds import Channel


class Effect(StrEnum):
    """The effects, worst first."""

    BREAKS = "breaks"
    WRONG = "wrong"
    DEGRADED = "degraded"
    SCHEMA_BREAK = "schema-break"
    SHIFTS = "shifts"
    STALE = "stale"
    SCHEMA_ADD = "schema-add"


EFFECTS = tuple(Effect)
RANK = {effect: i for i, effect in enumerate(EFFECTS)}
CHANNEL = {
    Effect.BREAKS: Channel.AVAILABILITY,
    Effect.DEGRADED: Channel.AVAILABILITY,
    Effect.SCHEMA_BREAK: Channel.SCHEMA,
    Effect.SCHEMA_ADD: Channel.SCHEMA,
    Effect.WRONG: Channel.VALUE,
    Effect.SHIFTS: Channel.VALUE,
    Effect.STALE: Channel.TIME,
}
IMPLIED = {
    Effect.BREAKS: Effect.DEGRADED,
    Effect.SCHEMA_BREAK: Effect.SCHEMA_ADD,
    Effect.WRONG: Effect.SHIFTS,
}
"""Level 2 implies level 1 of its channel; the implied effect travels too."""

NEEDS_A_FIELD = frozenset(e for e in EFFECTS if CHANNEL[e] in (Channel.SCHEMA, Channel.VALUE))
"""Effects that can be those of one field; availability and time are always those of the whole."""

WAVES = 3
WIDTH = len(EFFECTS)
MUST = WAVES * WIDTH
"""Where in a packed set the effects begin that must be."""
SIDE = (1 << MUST) - 1


def bit(effect: Effect) -> int:
    """The set of this effect alone."""
    return 1 << RANK[effect]


def closed(effects: int) -> int:
    """A set of effects with those they imply."""
    for effect, implied in IMPLIED.items():
        if effects & bit(effect):
            effects |= bit(implied)
    return effects


def packed(effects: int, wave: int, *, certain: bool) -> int:
    """A set of effects in a wave, as bits of a packed set; what is certain is possible as well."""
    placed = effects << (WIDTH * wave)
    return placed | placed << MUST if certain else placed


def worst_rank(effects: int) -> int | None:
    """The rank of the worst effect of a set; None for the empty set."""
    return (effects & -effects).bit_length() - 1 if effects else None


WORST = np.array([WIDTH if not s else (s & -s).bit_length() - 1 for s in range(1 << WIDTH)], np.int64)
"""The rank of the worst effect of every set; WIDTH for the empty one."""
