"""The fixpoint for facts about the whole: rounds over integer arrays, one hop a round."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from explorer.analysis.what_if.edge_classes import EdgeClasses, Longs
from explorer.analysis.what_if.frontiers import (
    Frontier,
    Inbox,
    Items,
    Wide,
    as_arrays,
    by_node,
    fitting,
    laid_end_to_end,
    leaving,
)
from explorer.analysis.what_if.whole_tables import WholeTables
from explorer.domain.system_graph import Ints

_ROUNDS_BETWEEN_CHECKS = 512


@dataclass(frozen=True, eq=False)
class WholeFacts:
    """state[i]: all that node i has, packed. nodes, hops, bits: what came new where and when, by hop."""

    state: Longs
    nodes: Longs
    hops: Longs
    bits: Longs

    @cached_property
    def by_node(self) -> tuple[Items, Items, Items]:
        """What came new at node i stands in rows [start[i], start[i + 1]) of hops and bits, by hop."""
        start, order = by_node(self.nodes)
        start = np.append(start, np.full(len(self.state) + 1 - len(start), len(order)))
        return start.data, self.hops[order].data, self.bits[order].data


def spread(
    classes: EdgeClasses,
    tables: WholeTables,
    starts: Mapping[int, Frontier | Wide],
    check: Callable[[], None],
) -> WholeFacts:
    """All facts that follow from those in `starts`, which are there from the hop they stand under."""
    rounds = _Rounds(classes, tables)
    hop = -1
    hops: list[int] = []
    came: list[Frontier | Wide] = []
    frontier: Frontier | Wide = {}
    pending = dict(starts)
    while frontier or pending:
        hop = hop + 1 if frontier else min(pending)
        if hop in pending:
            frontier = rounds.joined(frontier, pending.pop(hop))
        is_wide = not isinstance(frontier, dict)
        if is_wide or hop % _ROUNDS_BETWEEN_CHECKS == 0:
            check()
        hops.append(hop)
        came.append(frontier)
        frontier = rounds.over_few(frontier) if isinstance(frontier, dict) else rounds.over_wide(frontier)
    nodes, bits, number = laid_end_to_end(came)
    return WholeFacts(rounds.state, nodes, np.array(hops, np.int64)[number], bits)


class _Rounds:
    """The state all rounds share. Views of its arrays read and write single items faster than numpy does."""

    def __init__(self, classes: EdgeClasses, tables: WholeTables) -> None:
        self.arrays = classes.arrays
        self.tables = tables
        self.to: Ints = self.arrays.to_index[self.arrays.out_edges]
        self.edge_class: Ints = classes.class_of[self.arrays.out_edges]
        self.state: Longs = np.zeros(len(self.arrays.ids), np.int64)
        self.inbox = Inbox(len(self.arrays.ids))
        self.views = (self.arrays.out_start.data, self.to.data, self.edge_class.data)
        self.state_view = self.state.data

    def joined(self, frontier: Frontier | Wide, more: Frontier | Wide) -> Frontier | Wide:
        """The frontier with what starts now; only what is new."""
        fresh = self.inbox.take(*as_arrays(more), self.state)
        return fitting(self.inbox.together([as_arrays(frontier), fresh]))

    def over_few(self, frontier: Frontier) -> Frontier | Wide:
        """The next round of a small frontier."""
        start, to, edge_class = self.views
        state, becomes = self.state_view, self.tables.becomes
        result: Frontier = {}
        for node, bits in frontier.items():
            becoming = becomes(bits)
            for j in range(start[node], start[node + 1]):
                target = to[j]
                had = state[target]
                has = had | becoming[edge_class[j]]
                if has != had:
                    state[target] = has
                    result[target] = result.get(target, 0) | has ^ had
        return fitting(result)

    def over_wide(self, frontier: Wide) -> Frontier | Wide:
        """The next round of a large frontier."""
        nodes, bits = frontier
        edges, counts = leaving(self.arrays, nodes)
        arriving = self.tables.arriving(self.edge_class[edges], np.repeat(bits, counts))
        return fitting(self.inbox.take(self.to[edges], arriving, self.state))
