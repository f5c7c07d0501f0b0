"""What each class of edges makes of every set of facts about the whole, looked up instead of worked out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.what_if.conditions import Passage
from explorer.analysis.what_if.edge_use import EdgeUse
from explorer.analysis.what_if.effects import EFFECTS, MUST, WAVES, WIDTH, Effect, bit, closed
from explorer.analysis.what_if.transfer import comes_later, deliveries
from explorer.domain.system_graph import Ints

Longs = NDArray[np.int64]
SETS = 1 << WIDTH


@dataclass(frozen=True, slots=True, eq=False)
class WholeTables:
    """lookups: (shift, table) pairs; table[class * SETS + (packed >> shift & SETS - 1)] is what those bits become."""

    lookups: tuple[tuple[int, Longs], ...]
    known: dict[int, _Becoming] = field(default_factory=dict)

    def moved(self, edge_class: int, bits: int) -> int:
        """What a packed set becomes over an edge of this class."""
        return self.becomes(bits)[edge_class]

    def becomes(self, bits: int) -> Mapping[int, int]:
        """What a packed set becomes, by the class of the edge."""
        found = self.known.get(bits)
        if found is None:
            found = self.known[bits] = _Becoming(self.lookups, bits)
        return found

    def arriving(self, edge_class: Ints, bits: Longs) -> Longs:
        """What each of these packed sets becomes over the edge, whose class stands beside it."""
        row = edge_class.astype(np.int64) * SETS
        present = int(np.bitwise_or.reduce(bits))
        arriving: Longs = np.zeros(len(bits), np.int64)
        for shift, table in self.lookups:
            if present >> shift & (SETS - 1):
                arriving |= table[row + (bits >> shift & (SETS - 1))]
        return arriving


class _Becoming(dict[int, int]):
    """What one packed set becomes, by the class of the edge; looked up when it is first asked for."""

    def __init__(self, lookups: tuple[tuple[int, Longs], ...], bits: int) -> None:
        super().__init__()
        self._at = [(table, bits >> shift & (SETS - 1)) for shift, table in lookups]

    def __missing__(self, edge_class: int) -> int:
        moved = 0
        for table, part in self._at:
            moved |= int(table[edge_class * SETS + part])
        self[edge_class] = moved
        return moved


def whole_tables(uses: Sequence[EdgeUse], delay: timedelta | None) -> WholeTables:
    """The tables for these classes, when the delay of what is late is this."""
    rows: dict[EdgeUse, int] = {}
    row = [rows.setdefault(_as_late(use, delay), len(rows)) for use in uses]
    passages = [Passage(effect, True, delay) for effect in EFFECTS]
    may, must, later = [], [], []
    for use in rows:
        found = [deliveries(use, passage) for passage in passages]
        may.append([together(d.effect for d in each) for each in found])
        must.append([together(d.effect for d in each if d.is_certain) for each in found])
        later.append(comes_later(use))
    number = np.array(row, np.int64)
    return tables_of(of_sets(may)[number], of_sets(must)[number], np.array(later, np.bool_)[number])


def together(effects: Iterable[Effect]) -> int:
    """The set of these effects, with those they imply."""
    result = 0
    for effect in effects:
        result |= closed(bit(effect))
    return result


def of_sets(of_effects: list[list[int]]) -> Longs:
    """What becomes of every set of effects, one column a set, when this becomes of single ones."""
    single = np.array(of_effects, np.int64).reshape(-1, WIDTH)
    result = np.zeros((len(single), SETS), np.int64)
    for rank in range(WIDTH):
        result[:, 1 << rank : 2 << rank] = result[:, : 1 << rank] | single[:, rank, None]
    return result


def tables_of(may: Longs, must: Longs, later: NDArray[np.bool_]) -> WholeTables:
    """The tables of packed sets, from what each class makes of what may be, and of what must."""
    lookups = []
    for wave in range(WAVES):
        arrives = np.minimum(wave + later, WAVES - 1)[:, None] * WIDTH
        lookups.append((WIDTH * wave, (may << arrives).ravel()))
        lookups.append((WIDTH * wave + MUST, (must << arrives + MUST).ravel()))
    return WholeTables(tuple(lookups))


def _as_late(use: EdgeUse, delay: timedelta | None) -> EdgeUse:
    """The class with its tolerance reduced to what this delay makes of it, so that many become one."""
    if use.tolerance is None:
        return use
    if delay is None:
        return replace(use, tolerance=None)
    return replace(use, tolerance=timedelta.max if delay <= use.tolerance else timedelta.min)
