"""Where to break the loops of a part: the cheapest set of cuts that leaves none, exactly where time allows.

An integer program chooses cuts that hit every loop known so far; a search looks for a loop that is left, which then
has to be hit too; when none is left, no cheaper set exists. Where that takes too long, cuts are taken greedily and
nobody claims that they are the cheapest.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from time import thread_time

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.loops.actions import Cut, cut_at
from explorer.analysis.loops.carrying import Part
from explorer.analysis.reaching import strong_parts
from explorer.domain.entities import Edge, EdgeKey
from explorer.domain.kinds import EdgeKind

_LOOPS_A_TURN = 30
_CHECKED_EVERY = 5_000  # edges
_GREEDY_SECONDS = 0.3
_Arc = tuple[int, int, bool]
"""From a group to a group, and whether it trains: what is cut together."""


@dataclass(frozen=True)
class BreakingPlan:
    """Cuts that leave no loop in a part. is_proven: no cheaper set of cuts does. seconds: what finding it took."""

    cuts: tuple[Cut, ...]
    is_proven: bool
    seconds: float = 0.0

    @property
    def cost(self) -> int:
        """Of all cuts."""
        return sum(cut.cost for cut in self.cuts)

    def at(self, keys: Iterable[EdgeKey]) -> list[Cut]:
        """The cuts at some of these edges, in order."""
        found = {self._number_at[key] for key in keys if key in self._number_at}
        return [self.cuts[i] for i in sorted(found)]

    @cached_property
    def _number_at(self) -> dict[EdgeKey, int]:
        return {edge.key: i for i, cut in enumerate(self.cuts) for edge in cut.edges}


def cheapest_cuts(part: Part, seconds: float, check: Callable[[], None] = lambda: None) -> BreakingPlan:
    """The cheapest cuts, if the exact search takes at most so many seconds of processor time."""
    import scipy.optimize  # noqa: F401 - here, so that it is no part of the time: it takes 0.3 s once

    started = thread_time()
    search = _Search(part, started + seconds, check)
    chosen = search.exactly()
    is_proven = chosen is not None
    if chosen is None:
        chosen = search.greedily()
    cuts = sorted(search.cuts(chosen), key=lambda c: (not c.is_own, c.cost, c.edges[0].key))
    return BreakingPlan(tuple(cuts), is_proven, thread_time() - started)


class _Search:
    """The arcs of a part, the loops met so far as sets of arcs, and what is left when some arcs are cut."""

    def __init__(self, part: Part, until: float, check: Callable[[], None]) -> None:
        self._part, self._until, self._check = part, until, check
        self._place = {i: k for k, i in enumerate(part.members)}
        self._models = [self._place[i] for i in part.models]
        index = part.arrays.index
        arcs: dict[_Arc, list[Edge]] = {}
        arc_of_step: list[_Arc | None] = []
        ends = []
        for number, edge in enumerate(part.edges):
            if number % _CHECKED_EVERY == 0:
                check()
            a, b = index[edge.from_id], index[edge.to_id]
            arc = self._arc(a, b, trains=edge.kind is EdgeKind.TRAINS)
            if arc is not None:
                arcs.setdefault(arc, []).append(edge)
            ends.append((self._place[a], self._place[b]))
            arc_of_step.append(arc)
        own = {o for i in part.models if (o := part.node(i).owner) is not None}
        self._cuts: list[Cut] = []
        number_of: dict[_Arc | None, int] = {}
        for number, (arc, edges) in enumerate(arcs.items()):
            if number % _CHECKED_EVERY == 0:
                check()
            cut = cut_at(part.graph, edges, own)
            if cut is not None:
                number_of[arc] = len(self._cuts)
                self._cuts.append(cut)
        # -1: a step that cannot be cut, being the world's own or within a view
        self._cut_of = np.array([number_of.get(arc, -1) for arc in arc_of_step], np.int64)
        check()
        self._start, self._end = np.array(ends, np.int32).T
        self._loops: dict[frozenset[int], None] = {}

    def _arc(self, a: int, b: int, *, trains: bool) -> _Arc | None:
        start, end = self._part.group[a], self._part.group[b]
        return None if start == end and a != b else (start, end, trains)

    def cuts(self, chosen: Iterable[int]) -> list[Cut]:
        return [self._cuts[i] for i in chosen]

    def exactly(self) -> frozenset[int] | None:
        """The cheapest set; None when time has run out."""
        chosen: frozenset[int] | None = frozenset()
        while chosen is not None and thread_time() < self._until:
            left = self._loops_left(chosen, until=self._until)
            if not left:
                return chosen
            self._loops.update(dict.fromkeys(left))
            chosen = self._cheapest_hitting()
        return None

    def _cheapest_hitting(self) -> frozenset[int] | None:
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array

        self._check()
        greedy = self._hitting(self._loops)
        if sum(self._cuts[i].cost for i in greedy) == self._least_cost():
            return frozenset(greedy)
        seconds = self._until - thread_time()
        if seconds <= 0:
            return None
        rows = [r for r, loop in enumerate(self._loops) for _ in loop]
        columns = [i for loop in self._loops for i in sorted(loop)]
        shape = (len(self._loops), len(self._cuts))
        hits = csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
        answer = milp(
            np.array([cut.cost for cut in self._cuts], float),
            constraints=LinearConstraint(hits, lb=1),
            integrality=np.ones(len(self._cuts), np.int64),
            bounds=Bounds(0, 1),
            options={"time_limit": seconds, "mip_rel_gap": 0.0},
        )
        if answer.status != 0 or answer.x is None:
            return None
        return frozenset(np.flatnonzero(answer.x > 0.5).tolist())

    def _least_cost(self) -> int:
        """What any set of cuts costs at least: loops that share no cut have to be hit one by one."""
        cost, used = 0, set[int]()
        cheapest = {loop: min(self._cuts[i].cost for i in loop) for loop in self._loops}
        for loop in sorted(self._loops, key=lambda each: (-cheapest[each], len(each), sorted(each))):
            if not loop & used:
                used |= loop
                cost += cheapest[loop]
        return cost

    def greedily(self) -> frozenset[int]:
        """Cuts that hit the most loops for their cost, until none is left; then without those not needed."""
        chosen: set[int] = set()
        last = self._until + _GREEDY_SECONDS
        while thread_time() < last:
            left = self._loops_left(chosen, until=last)
            if not left:
                break
            self._loops.update(dict.fromkeys(left))
            chosen |= self._hitting([loop for loop in self._loops if not loop & chosen])
        return self._without_needless(self._finished(chosen))

    def _hitting(self, loops: Iterable[frozenset[int]]) -> set[int]:
        """Cuts that hit all these loops, one after the other the one that hits the most for its cost."""
        waiting = list(loops)
        chosen: set[int] = set()
        while waiting:
            hits: dict[int, int] = {}
            for loop in waiting:
                for i in loop:
                    hits[i] = hits.get(i, 0) + 1
            best = min(hits, key=lambda i: (self._cuts[i].cost / hits[i], i))
            chosen.add(best)
            waiting = [loop for loop in waiting if best not in loop]
        return chosen

    def _finished(self, chosen: set[int]) -> set[int]:
        """Where loops are left, everything that a model on one reads is cut, or else all that it gives."""
        self._check()
        labels = self._labels(chosen)
        inside = labels[self._start] == labels[self._end]
        sides = [_Grouped(ends, inside) for ends in (self._end, self._start)]
        for number, model in enumerate(self._models):
            if number % 100 == 0:
                self._check()
            for side in sides:
                cuts = self._cut_of[side.at(model)]
                if (cuts >= 0).all():
                    chosen.update(cuts.tolist())
                    break
        return chosen

    def _without_needless(self, chosen: set[int]) -> frozenset[int]:
        """One after the other is taken back, the dearest first, while no loop comes back and time is left."""
        for i in sorted(chosen, key=lambda i: (-self._cuts[i].cost, i)):
            if thread_time() > self._until + _GREEDY_SECONDS:
                break
            if not self._loops_left(chosen - {i}, until=self._until, most=1):
                chosen = chosen - {i}
        return frozenset(chosen)

    def _kept(self, cut: Collection[int]) -> NDArray[np.bool_]:
        return ~np.isin(self._cut_of, list(cut))

    def _labels(self, cut: Collection[int]) -> NDArray[np.int32]:
        kept = self._kept(cut)
        return strong_parts(len(self._place), self._start[kept], self._end[kept])

    def _loops_left(
        self, cut: Collection[int], *, until: float, most: int = _LOOPS_A_TURN
    ) -> list[frozenset[int]]:
        """Short loops through a model that none of these cuts hits, one a model and at most so many.

        Where time runs out fewer, but one if there is any.
        """
        self._check()
        kept = self._kept(cut)
        labels = strong_parts(len(self._place), self._start[kept], self._end[kept])
        inside = np.flatnonzero(kept & (labels[self._start] == labels[self._end]))
        steps: dict[int, list[tuple[int, int]]] = {}
        for number, k in enumerate(inside.tolist()):
            if number % _CHECKED_EVERY == 0:
                self._check()
            steps.setdefault(int(self._start[k]), []).append((int(self._end[k]), int(self._cut_of[k])))
        found: dict[frozenset[int], None] = {}
        for model in self._models:
            if model in steps:
                self._check()
                found[_shortest_round(steps, model)] = None
                if len(found) == most or thread_time() > until:
                    break
        return list(found)


class _Grouped:
    """The places of a selection of numbers, by number."""

    def __init__(self, numbers: NDArray[np.int32], selected: NDArray[np.bool_]) -> None:
        places = np.flatnonzero(selected)
        self._places = places[np.argsort(numbers[places], kind="stable")]
        self._numbers = numbers[self._places]

    def at(self, number: int) -> NDArray[np.int64]:
        """Where the number is."""
        first, last = np.searchsorted(self._numbers, (number, number + 1))
        found: NDArray[np.int64] = self._places[first:last]
        return found


def _shortest_round(steps: dict[int, list[tuple[int, int]]], start: int) -> frozenset[int]:
    """The cuts that a shortest way from a node back to itself can be broken at; there is one."""
    before: dict[int, tuple[int, int]] = {}
    frontier = [start]
    while frontier and start not in before:
        following = []
        for i in frontier:
            for to, cut in steps[i]:
                if to not in before:
                    before[to] = (i, cut)
                    following.append(to)
        frontier = following
    cuts = set()
    here = start
    while True:
        here, cut = before[here]
        if cut >= 0:
            cuts.add(cut)
        if here == start:
            return frozenset(cuts)
