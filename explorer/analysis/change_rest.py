"""Which models an answer tells one by one, and what new versions of the rest come to, all followed at once.

What a new version of a model gives has shifted, and over every edge what has shifted stays so or ends: so a node is
affected exactly where a way leads to it, and the sets of all models can be passed on together (see reaching.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.change_reach import Doubt, doubts_at, is_blind
from explorer.analysis.reaching import Bits, Order, counts_of
from explorer.analysis.what_if.edge_classes import Longs, edge_classes
from explorer.analysis.what_if.effects import MUST, SIDE, Effect, bit, packed
from explorer.domain.system_graph import SystemGraph

MOST_TOLD = 2_000
"""Models that are told one by one."""
MOST_ROWS = 600_000
"""Affected nodes of all models together that are told one by one."""
AT_ONCE = 4_096
"""Models that are followed together; so many bits at each of 100,000 nodes take some 100 MB."""
_A_WHILE = 5_000
SHIFTED = packed(bit(Effect.SHIFTS), 0, certain=True)


@dataclass(frozen=True, slots=True)
class Rest:
    """Models that are not told one by one. fewest, most: how many other nodes one of them reaches.

    imprecise: how many of them have an effect that is only possible or not seen, or no known reader (`unread`).
    doubts, blind: where certainty is lost for some of them, and which nodes of theirs nobody watches.
    """

    models: tuple[str, ...] = ()
    fewest: int = 0
    most: int = 0
    imprecise: int = 0
    has_some_certain_and_seen: bool = False
    unread: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    blind: tuple[str, ...] = ()

    def and_also(self, more: Rest) -> Rest:
        """Both together."""
        if not self.models:
            return more
        return Rest(
            self.models + more.models,
            min(self.fewest, more.fewest),
            max(self.most, more.most),
            self.imprecise + more.imprecise,
            self.has_some_certain_and_seen or more.has_some_certain_and_seen,
            self.unread + more.unread,
            tuple(dict.fromkeys(self.doubts + more.doubts)),
            tuple(dict.fromkeys(self.blind + more.blind)),
        )


def split(
    graph: SystemGraph, models: Sequence[str], check: Callable[[], None] = lambda: None
) -> tuple[Sequence[str], Rest]:
    """The first of these models, as many as can be told one by one, and the rest; the first is always told."""
    if len(models) <= MOST_TOLD and len(models) * len(graph.nodes) <= MOST_ROWS:
        return models, Rest()
    told: list[str] = []
    rows, rest = 0, Rest()
    for first in range(0, len(models), AT_ONCE):
        followed = Followed(graph, models[first : first + AT_ONCE], check)
        mine = 0
        for count in followed.others.tolist() if not rest.models else ():
            rows += count
            if told and (rows > MOST_ROWS or len(told) == MOST_TOLD):
                break
            told.append(followed.models[mine])
            mine += 1
        if mine < len(followed.models):
            rest = rest.and_also(followed.rest(mine, check))
    return told, rest


class Followed:
    """New versions of some models, followed at once; bit i of a number stands for the i-th of them.

    others, certain: how many other nodes each reaches, and how many of these for certain.
    """

    def __init__(
        self, graph: SystemGraph, models: Sequence[str], check: Callable[[], None] = lambda: None
    ) -> None:
        self.graph, self.models = graph, tuple(models)
        arrays = graph.arrays
        self._own = {arrays.index[model]: 1 << i for i, model in enumerate(self.models)}
        may, must = _passing(graph, check)
        self._may, self._must = (self._spread(over, check) for over in (may, must))
        self.others = counts_of(self._may, len(self.models), check) - 1
        self.certain = counts_of(self._must, len(self.models), check) - 1

    def rest(self, first: int, check: Callable[[], None] = lambda: None) -> Rest:
        """What the models from the first one on come to."""
        chosen = (1 << len(self.models)) - (1 << first)
        others = self.others[first:]
        unread = tuple(m for m, n in zip(self.models[first:], others.tolist(), strict=True) if not n)
        possible = blind = known = 0
        blind_nodes = []
        is_blind_at = is_blind(self.graph, check).tolist()
        for node, (may, must) in enumerate(zip(self._may, self._must, strict=True)):
            if node % _A_WHILE == 0:
                check()
            others_here = chosen & ~self._own.get(node, 0)
            possible |= may & ~must & others_here
            if not is_blind_at[node]:
                known |= must & others_here
            elif may & others_here:
                blind |= may & others_here
                blind_nodes.append(self.graph.arrays.ids[node])
        imprecise = (possible | blind).bit_count() + len(unread)
        return Rest(
            self.models[first:],
            int(others.min()),
            int(others.max()),
            imprecise,
            bool(known),
            unread,
            tuple(self._doubts(chosen, check)),
            tuple(blind_nodes),
        )

    def _doubts(self, chosen: int, check: Callable[[], None]) -> list[Doubt]:
        arrays, may, must = self.graph.arrays, self._may, self._must
        found: list[Doubt] = []
        ends = zip(arrays.from_index.tolist(), arrays.to_index.tolist(), strict=True)
        for number, (start, end) in enumerate(ends):
            if number % _A_WHILE == 0:
                check()
            if must[start] & may[end] & ~must[end] & chosen:
                found.extend(doubts_at(self.graph, self.graph.edges[arrays.keys[number]]))
        return found

    def _spread(self, over: NDArray[np.bool_], check: Callable[[], None]) -> Bits:
        arrays = self.graph.arrays
        kept = np.flatnonzero(over)
        starts, ends = arrays.from_index[kept], arrays.to_index[kept]
        return Order(len(arrays.ids), starts, ends, check).spread(self._own)


def _passing(graph: SystemGraph, check: Callable[[], None]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Over which edges what has shifted may pass, and over which it certainly does."""
    classes = edge_classes(graph, check)
    tables = classes.tables_for(None)
    arriving: Longs = np.array([tables.moved(c, SHIFTED) for c in range(len(classes.uses))], np.int64)
    return (arriving & SIDE != 0)[classes.class_of], (arriving >> MUST != 0)[classes.class_of]
