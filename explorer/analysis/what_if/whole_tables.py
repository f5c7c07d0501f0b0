"""What each class of edges makes of every set of facts about the whole, looked up instead of worked out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.what_if.conditions import Passage
from explorer.analysis.what_if.edge_use import EdgeUse
from explorer.analysis.what_if.effects import EFFECTS, MUST, WAVES, WIDTH, Effect, bit, closed
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
    rows: dict[EdgeUse, int] = {}
    row = [rows.setdefault(_as_late(use, delay), len(rows)) for use in uses]
    passages = [Passage(effect, True, delay) for effect in EFFECTS]
    may, must, later = [], [], []
    for use in rows:
        found = [deliveries(use, passage) for passage in passages]
        may.append([_together(d.effect for d in each) for each in found])
        must.append([_together(d.effect for d in each if d.is_certain) for each in found])
        later.append(comes_later(use))
    number = np.array(row, np.int64)
    return WholeTables(
        tuple(_lookups(_of_sets(may)[number], _of_sets(must)[number], np.array(later, np.bool_)[number]))
    )


def _together(effects: Iterable[Effect]) -> int:
    result = 0
    for effect in effects:
        result |= closed(bit(effect))
    return result


def _of_sets(of_effects: list[list[int]]) -> Longs:
    """What becomes of every set of effects, one column a set, when this becomes of single ones."""
    single = np.array(of_effects, np.int64).reshape(-1, WIDTH)
    result = np.zeros((len(single), SETS), np.int64)
    for rank in range(WIDTH):
        result[:, 1 << rank : 2 << rank] = result[:, : 1 << rank] | single[:, rank, None]
    return result


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
