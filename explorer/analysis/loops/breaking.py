"""Where to break the loops of a part: the cheapest set of cuts that leaves none, exactly where time allows.

An integer program chooses cuts that hit every loop known so far; a search looks for a loop that is left, which then
has to be hit too; when none is left, no cheaper set exists. Where that takes too long, cuts are taken greedily and
nobody claims that they are the cheapest.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from heapq import heapify, heappop, heappush
from operator import itemgetter
from time import thread_time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.loops.actions import Cut, cut_at
from explorer.analysis.loops.carrying import Part
from explorer.analysis.reaching import strong_parts
from explorer.domain.entities import EdgeKey
from explorer.domain.kinds import EdgeKind, NodeKind

_LOOPS_A_TURN = 30
_GREEDY_SECONDS = 0.3


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
    """The arcs of a part, the loops met so far as sets of arcs, and what is left when some arcs are cut.

    Cuts are numbers, made into cuts where they are asked for: of most nothing but the number is ever needed.
    """

    def __init__(self, part: Part, until: float, check: Callable[[], None]) -> None:
        self._part, self._until, self._check = part, until, check
        members = np.array(part.members, np.int64)
        self._count = len(members)
        self._start = np.searchsorted(members, part.arrays.from_index[part.numbers])
        self._end = np.searchsorted(members, part.arrays.to_index[part.numbers])
        self._models = np.searchsorted(members, part.models).tolist()
        self._own = {o for i in part.models if (o := part.node(i).owner) is not None}
        check()
        self._cut_of = self._numbered()
        "-1 at a step that cannot be cut, being the world's own or within a view."
        self._edges_of = _Grouped(self._cut_of, self._cut_of >= 0)
        self._made: dict[int, Cut] = {}
        self._loops: dict[frozenset[int], tuple[int, int, list[int]]] = {}
        "With what they are put in order by: those first that are dear to break, then those of few arcs."

    def _numbered(self) -> NDArray[np.int64]:
        """The number of the cut at each edge: the edges of one arc are cut together."""
        part = self._part
        group = np.array([part.group[i] for i in part.members], np.int64)
        world = np.array([part.node(i).kind is NodeKind.WORLD for i in part.members], bool)
        self._check()
        trains = np.array([e.kind is EdgeKind.TRAINS for e in part.edges], bool)
        before, after = group[self._start], group[self._end]
        can_be_cut = ((before != after) | (self._start == self._end)) & ~world[self._start]
        arcs = ((before * len(part.arrays.ids) + after) * 2 + trains)[can_be_cut]
        _, first, number = np.unique(arcs, return_index=True, return_inverse=True)
        in_order = np.empty(len(first), np.int64)
        in_order[np.argsort(first)] = np.arange(len(first))
        numbers = np.full(len(part.edges), -1, np.int64)
        numbers[can_be_cut] = in_order[number]
        self._check()
        return numbers

    def _cut(self, number: int) -> Cut:
        cut = self._made.get(number)
        if cut is None:
            edges = [self._part.edges[j] for j in self._edges_of.at(number).tolist()]
            cut = cut_at(self._part.graph, edges, self._own)
            assert cut is not None  # noqa: S101 - the world's own edges have no number
            self._made[number] = cut
        return cut

    def cuts(self, chosen: Iterable[int]) -> list[Cut]:
        return [self._cut(i) for i in chosen]

    def exactly(self) -> frozenset[int] | None:
        """The cheapest set; None when time has run out."""
        chosen: frozenset[int] | None = frozenset()
        while chosen is not None and thread_time() < self._until:
            left = self._loops_left(chosen, until=self._until)
            if not left:
                return chosen
            self._add(left)
            chosen = self._cheapest_hitting()
        return None

    def _add(self, loops: Iterable[frozenset[int]]) -> None:
        for loop in loops:
            if loop not in self._loops:
                cheapest = min((self._cut(i).cost for i in loop), default=0)
                self._loops[loop] = (-cheapest, len(loop), sorted(loop))

    def _cheapest_hitting(self) -> frozenset[int] | None:
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array

        self._check()
        greedy = self._hitting(self._loops)
        if sum(self._cut(i).cost for i in greedy) == self._least_cost():
            return frozenset(greedy)
        seconds = self._until - thread_time()
        if seconds <= 0:
            return None
        numbers = sorted(set().union(*self._loops))
        column = {number: k for k, number in enumerate(numbers)}
        rows = [r for r, loop in enumerate(self._loops) for _ in loop]
        columns = [column[i] for _, _, loop in self._loops.values() for i in loop]
        shape = (len(self._loops), len(numbers))
        hits = csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
        answer = milp(
            np.array([self._cut(i).cost for i in numbers], float),
            constraints=LinearConstraint(hits, lb=1),
            integrality=np.ones(len(numbers), np.int64),
            bounds=Bounds(0, 1),
            options={"time_limit": seconds, "mip_rel_gap": 0.0},
        )
        if answer.status != 0 or answer.x is None:
            return None
        return frozenset(numbers[k] for k in np.flatnonzero(answer.x > 0.5).tolist())

    def _least_cost(self) -> int:
        """What any set of cuts costs at least: loops that share no cut have to be hit one by one."""
        cost, used = 0, set[int]()
        for loop, (cheapest, _, _) in sorted(self._loops.items(), key=itemgetter(1)):
            if not loop & used:
                used |= loop
                cost -= cheapest
        return cost

    def greedily(self) -> frozenset[int]:
        """Cuts that hit the most loops for their cost, until none is left; then without those not needed."""
        chosen: set[int] = set()
        last = self._until + _GREEDY_SECONDS
        while thread_time() < last:
            left = self._loops_left(chosen, until=last)
            if not left:
                break
            self._add(left)
            chosen |= self._hitting([loop for loop in self._loops if not loop & chosen])
        return self._without_needless(self._finished(chosen))

    def _hitting(self, loops: Iterable[frozenset[int]]) -> set[int]:
        """Cuts that hit all these loops, one after the other the one that hits the most for its cost."""
        through: dict[int, list[frozenset[int]]] = {}
        for loop in loops:
            for i in loop:
                through.setdefault(i, []).append(loop)
        hits = {i: len(some) for i, some in through.items()}
        # What a cut hits becomes only fewer, so that one that has come to the top is looked at again and no other.
        heap = [(self._cut(i).cost / count, i, count) for i, count in hits.items()]
        heapify(heap)
        hit, chosen = set[frozenset[int]](), set[int]()
        while heap:
            _, i, count = heappop(heap)
            if count != hits[i]:
                if hits[i]:
                    heappush(heap, (self._cut(i).cost / hits[i], i, hits[i]))
                continue
            chosen.add(i)
            for loop in through[i]:
                if loop not in hit:
                    hit.add(loop)
                    for other in loop:
                        hits[other] -= 1
        return chosen

    def _finished(self, chosen: set[int]) -> set[int]:
        """Where loops are left, everything that a model on one reads is cut, or else all that it gives."""
        self._check()
        inside = self._inside(chosen)
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
        for i in sorted(chosen, key=lambda i: (-self._cut(i).cost, i)):
            if thread_time() > self._until + _GREEDY_SECONDS:
                break
            if not self._loops_left(chosen - {i}, until=self._until, most=1):
                chosen = chosen - {i}
        return frozenset(chosen)

    def _inside(self, cut: Collection[int]) -> NDArray[np.bool_]:
        """The edges that are left and lie on a round."""
        kept = ~np.isin(self._cut_of, list(cut))
        labels = strong_parts(self._count, self._start[kept], self._end[kept])
        inside: NDArray[np.bool_] = kept & (labels[self._start] == labels[self._end])
        return inside

    def _loops_left(
        self, cut: Collection[int], *, until: float, most: int = _LOOPS_A_TURN
    ) -> list[frozenset[int]]:
        """Short loops through a model that none of these cuts hits, one a model and at most so many.

        Where time runs out fewer, but one if there is any.
        """
        self._check()
        left = np.flatnonzero(self._inside(cut))
        rounds = _Rounds(self._count, self._start[left], self._end[left], self._cut_of[left])
        found: dict[frozenset[int], None] = {}
        for model in self._models:
            if rounds.leads_on(model):
                self._check()
                found[rounds.shortest(model)] = None
                if len(found) == most or thread_time() > until:
                    break
        return list(found)


class _Rounds:
    """Edges in order of start and end that all lie on rounds, and the cut at each; of two side by side the first."""

    def __init__(self, count: int, start: NDArray[Any], end: NDArray[Any], cut: NDArray[np.int64]) -> None:
        from scipy.sparse import csr_array

        first = np.ones(len(start), bool)
        first[1:] = (np.diff(start) != 0) | (np.diff(end) != 0)
        start, self._cut = start[first], cut[first]
        begin = np.searchsorted(start, np.arange(count + 1))
        shape = (count, count)
        # Of floats, for any other numbers would be made into these at each walk.
        self._matrix = csr_array((np.ones(len(start)), end[first], begin), shape=shape)

    def leads_on(self, node: int) -> bool:
        """Whether anything leaves a node, which then lies on a round."""
        begin = self._matrix.indptr
        return bool(begin[node] < begin[node + 1])

    def shortest(self, start: int) -> frozenset[int]:
        """The cuts that a shortest way from a node back to itself can be broken at."""
        from scipy.sparse.csgraph import breadth_first_order

        order, before = breadth_first_order(self._matrix, start)
        ends, begin = self._matrix.indices, self._matrix.indptr
        cuts = set()
        here, to = self._last(order, start), start
        while True:
            among = ends[begin[here] : begin[here + 1]]
            cut = int(self._cut[begin[here] + np.searchsorted(among, to)])
            if cut >= 0:
                cuts.add(cut)
            if here == start:
                return frozenset(cuts)
            here, to = int(before[here]), here

    def _last(self, order: NDArray[np.int32], start: int) -> int:
        """The first node met that leads back to the start."""
        met = np.empty(self._matrix.shape[0], np.int64)
        met[order] = np.arange(len(order))
        back = np.flatnonzero(self._matrix.indices == start)
        nodes = np.searchsorted(self._matrix.indptr, back, side="right") - 1
        return int(nodes[np.argmin(met[nodes])])


class _Grouped:
    """The places of a selection of numbers, by number."""

    def __init__(self, numbers: NDArray[Any], selected: NDArray[np.bool_]) -> None:
        places = np.flatnonzero(selected)
        self._places = places[np.argsort(numbers[places], kind="stable")]
        self._numbers = numbers[self._places]

    def at(self, number: int) -> NDArray[np.int64]:
        """Where the number is."""
        first, last = np.searchsorted(self._numbers, (number, number + 1))
        found: NDArray[np.int64] = self._places[first:last]
        return found
