"""The fixpoint for facts about the whole: rounds over integer arrays, one hop a round.

A frontier of a few nodes is worked off in plain Python, because an array operation costs more than a short
loop and a chain of 100,000 nodes has 100,000 rounds; a wide frontier is worked off as arrays.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from explorer.analysis.what_if.edge_classes import EdgeClasses, Longs
from explorer.analysis.what_if.whole_tables import SETS, WholeTables
from explorer.domain.system_graph import Ints

_FEW = 150
_ROUNDS_BETWEEN_CHECKS = 512

Frontier = dict[int, int]
"""The new bits of each node."""


@dataclass(frozen=True, slots=True, eq=False)
class WholeFacts:
    """state[i]: all that node i has, packed. nodes, hops, bits: what came new where and when, by hop."""

    state: Longs
    nodes: Longs
    hops: Longs
    bits: Longs


def spread(
    classes: EdgeClasses, tables: WholeTables, starts: dict[int, Frontier], check: Callable[[], None]
) -> WholeFacts:
    """All facts that follow from those in `starts`, which are there from the hop they stand under."""
    rounds = _Rounds(classes, tables)
    hop = -1
    frontier: Frontier = {}
    wide: tuple[Longs, Longs] | None = None
    pending = dict(starts)
    while frontier or wide or pending:
        hop = hop + 1 if frontier or wide else min(pending)
        if hop % _ROUNDS_BETWEEN_CHECKS == 0 or wide:
            check()
        if hop in pending:
            frontier = rounds.joined(frontier, wide, pending.pop(hop))
            wide = None
        if wide is None and len(frontier) > _FEW:
            wide, frontier = _as_arrays(frontier), {}
        if wide is not None:
            rounds.note_wide(hop, wide)
            wide = rounds.over_wide(wide)
            if wide is not None and len(wide[0]) <= _FEW:
                frontier, wide = dict(zip(wide[0].tolist(), wide[1].tolist(), strict=True)), None
        elif frontier:
            rounds.note_few(hop, frontier)
            frontier = rounds.over_few(frontier)
    return rounds.facts()


def _as_arrays(frontier: Frontier) -> tuple[Longs, Longs]:
    count = len(frontier)
    return np.fromiter(frontier, np.int64, count), np.fromiter(frontier.values(), np.int64, count)


class _Rounds:
    """The state all rounds share. Views of its arrays read and write single items faster than numpy does."""

    def __init__(self, classes: EdgeClasses, tables: WholeTables) -> None:
        arrays = classes.arrays
        self.tables = tables
        self.start: Ints = arrays.out_start
        self.to: Ints = arrays.to_index[arrays.out_edges]
        self.edge_class: Ints = classes.class_of[arrays.out_edges]
        self.state: Longs = np.zeros(len(arrays.ids), np.int64)
        self.incoming: Longs = np.zeros(len(arrays.ids), np.int64)
        self.views = (self.start.data, self.to.data, self.edge_class.data)
        self.state_view = self.state.data
        self.noted: list[tuple[Longs, Longs, Longs]] = []
        self.few: tuple[list[int], list[int], list[int]] = ([], [], [])

    def joined(self, frontier: Frontier, wide: tuple[Longs, Longs] | None, more: Frontier) -> Frontier:
        """The frontier with what starts now; only what is new."""
        if wide is not None:
            frontier = dict(zip(wide[0].tolist(), wide[1].tolist(), strict=True))
        for node, bits in more.items():
            fresh = bits & ~self.state_view[node]
            if fresh:
                self.state_view[node] |= fresh
                frontier[node] = frontier.get(node, 0) | fresh
        return frontier

    def over_few(self, frontier: Frontier) -> Frontier:
        """The next round of a small frontier."""
        start, to, edge_class = self.views
        state, moved = self.state_view, self.tables.moved
        result: Frontier = {}
        for node, bits in frontier.items():
            for j in range(start[node], start[node + 1]):
                arriving = moved(edge_class[j], bits)
                target = to[j]
                fresh = arriving & ~state[target]
                if fresh:
                    state[target] |= fresh
                    result[target] = result.get(target, 0) | fresh
        return result

    def over_wide(self, frontier: tuple[Longs, Longs]) -> tuple[Longs, Longs] | None:
        """The next round of a large frontier; None when nothing new came of it."""
        nodes, bits = frontier
        counts = self.start[nodes + 1] - self.start[nodes]
        before = np.cumsum(counts) - counts
        edges = np.repeat(self.start[nodes] - before, counts) + np.arange(counts.sum())
        target = self.to[edges]
        row = self.edge_class[edges].astype(np.int64) * SETS
        moving = np.repeat(bits, counts)
        present = int(np.bitwise_or.reduce(bits))
        arriving = np.zeros(len(edges), np.int64)
        for shift, table in self.tables.lookups:
            if present >> shift & (SETS - 1):
                arriving |= table[row + (moving >> shift & (SETS - 1))]
        arriving &= ~self.state[target]
        new = np.flatnonzero(arriving)
        if not len(new):
            return None
        np.bitwise_or.at(self.incoming, target[new], arriving[new])
        reached = np.flatnonzero(self.incoming)
        fresh = self.incoming[reached]
        self.incoming[reached] = 0
        self.state[reached] |= fresh
        return reached, fresh

    def note_few(self, hop: int, frontier: Frontier) -> None:
        nodes, hops, bits = self.few
        nodes.extend(frontier)
        hops.extend([hop] * len(frontier))
        bits.extend(frontier.values())

    def note_wide(self, hop: int, frontier: tuple[Longs, Longs]) -> None:
        self._flush()
        nodes, bits = frontier
        self.noted.append((nodes, np.full(len(nodes), hop, np.int64), bits))

    def _flush(self) -> None:
        if self.few[0]:
            nodes, hops, bits = (np.array(column, np.int64) for column in self.few)
            self.noted.append((nodes, hops, bits))
            self.few = ([], [], [])

    def facts(self) -> WholeFacts:
        self._flush()
        if not self.noted:
            empty = np.zeros(0, np.int64)
            return WholeFacts(self.state, empty, empty, empty)
        nodes, hops, bits = (np.concatenate(column) for column in zip(*self.noted, strict=True))
        return WholeFacts(self.state, nodes, hops, bits)
