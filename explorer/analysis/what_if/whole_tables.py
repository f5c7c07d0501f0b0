"""What each class of edges makes of every set of facts about the whole, looked up instead of worked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.what_if.conditions import Passage
from explorer.analysis.what_if.edge_use import EdgeUse
from explorer.analysis.what_if.effects import EFFECTS, MUST, WAVES, WIDTH, bit, closed
from explorer.analysis.what_if.transfer import comes_later, deliveries

Longs = NDArray[np.int64]
SETS = 1 << WIDTH


@dataclass(frozen=True, slots=True, eq=False)
class WholeTables:
    """lookups: (shift, table) pairs; table[class * SETS + (packed >> shift & SETS - 1)] is what those bits become."""

    lookups: tuple[tuple[int, Longs], ...]
    known: dict[tuple[int, int], int] = field(default_factory=dict)

    def moved(self, edge_class: int, bits: int) -> int:
        """What a packed set becomes over an edge of this class."""
        key = (edge_class, bits)
        moved = self.known.get(key)
        if moved is None:
            moved = 0
            for shift, table in self.lookups:
                moved |= int(table[edge_class * SETS + (bits >> shift & (SETS - 1))])
            self.known[key] = moved
        return moved


def whole_tables(uses: Sequence[EdgeUse], delay: timedelta | None) -> WholeTables:
    """The tables for these classes, when the delay of what is late is this."""
    may, must = np.zeros((len(uses), SETS), np.int64), np.zeros((len(uses), SETS), np.int64)
    later = np.zeros(len(uses), np.bool_)
    rows: dict[EdgeUse, int] = {}
    for i, use in enumerate(uses):
        like = _as_late(use, delay)
        if like in rows:
            may[i], must[i], later[i] = may[rows[like]], must[rows[like]], later[rows[like]]
            continue
        rows[like] = i
        later[i] = comes_later(use)
        for rank, effect in enumerate(EFFECTS):
            found = deliveries(use, Passage(effect, True, delay))
            sets = np.arange(SETS) >> rank & 1 == 1
            may[i, sets] |= closed(sum({bit(d.effect) for d in found}))
            must[i, sets] |= closed(sum({bit(d.effect) for d in found if d.is_certain}))
    return WholeTables(tuple(_lookups(may, must, later)))


def _lookups(may: Longs, must: Longs, later: NDArray[np.bool_]) -> list[tuple[int, Longs]]:
    lookups = []
    for wave in range(WAVES):
        arrives = np.minimum(wave + later, WAVES - 1)[:, None] * WIDTH
        lookups.append((WIDTH * wave, (may << arrives).ravel()))
        lookups.append((WIDTH * wave + MUST, (must << arrives + MUST).ravel()))
    return lookups


def _as_late(use: EdgeUse, delay: timedelta | None) -> EdgeUse:
    """The class with its tolerance reduced to what this delay makes of it, so that many become one."""
    if use.tolerance is None or delay is None:
        return replace(use, tolerance=None)
    return replace(use, tolerance=timedelta.max if delay <= use.tolerance else timedelta.min)
