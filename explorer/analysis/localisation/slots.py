"""Sets of hypotheses as Python integers, one bit for each, in a slot for each effect, wave and side.

Waves are now and later; sides are what may be and what must be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from explorer.analysis.localisation.prediction import PERHAPS, PERHAPS_LATER, SURELY, any_wave
from explorer.analysis.what_if.effects import MUST, SIDE, WIDTH

Slots = list[int]

MAY_NOW, MAY_LATER, MUST_NOW, MUST_LATER = (side * WIDTH for side in range(4))
SLOTS = 4 * WIDTH
LATER = WIDTH
"""How far a slot of what is now lies before that of what comes later."""
LEVELS = ((PERHAPS_LATER, (MAY_LATER,)), (PERHAPS, (MAY_NOW, MUST_LATER)), (SURELY, (MUST_NOW,)))
"""The sides that make each level, the weakest first."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where a hypothesis begins: packed facts at a node, of one field or (None) of the whole."""

    node: int
    field: str | None
    bits: int


@dataclass(frozen=True, slots=True)
class Seen:
    """Nodes through which nothing passes, because they are healthy, and those where what may arrive has arrived.

    held: the number of an edge over which nothing passes meanwhile.
    """

    healthy: frozenset[int] = frozenset()
    bad: frozenset[int] = frozenset()
    held: int | None = None


def put(slots: Slots, bits: int, hypothesis: int) -> None:
    """Add a hypothesis's packed facts; waves after the first are all “later”."""
    now = (1 << WIDTH) - 1
    for base, side in ((MAY_NOW, bits & SIDE), (MUST_NOW, bits >> MUST)):
        for shift, effects in ((0, side & now), (LATER, any_wave(side & ~now))):
            for rank in range(WIDTH):
                if effects >> rank & 1:
                    slots[base + shift + rank] |= 1 << hypothesis


def joined(some: Iterable[Slots]) -> Slots:
    """What is in any of these."""
    found = [0] * SLOTS
    for slots in some:
        for slot, members in enumerate(slots):
            found[slot] |= members
    return found


def by_slot(state: Mapping[int, Slots]) -> dict[int, dict[int, int]]:
    """What places have, the other way round: per slot the members at each place that has any."""
    found: dict[int, dict[int, int]] = {}
    for place, slots in state.items():
        for slot, members in enumerate(slots):
            if members:
                found.setdefault(slot, {})[place] = members
    return found


def arrived(slots: Slots) -> Slots:
    """What may have come to a node that was seen to be bad: it is there, and now."""
    there = [slots[MAY_NOW + rank] | slots[MAY_LATER + rank] for rank in range(WIDTH)]
    return [*there, *([0] * WIDTH), *there, *([0] * WIDTH)]
