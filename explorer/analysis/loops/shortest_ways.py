"""The shortest ways round of a part with too many to list: through each model, each training edge and each world."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.loops.carrying import Part
from explorer.analysis.loops.ways_round import Way
from explorer.domain.kinds import EdgeKind, NodeKind
from explorer.domain.pauses import checked

if TYPE_CHECKING:
    from scipy.sparse import csr_array


def shortest_ways(
    part: Part, most_models: int, most_ways: int, check: Callable[[], None] = lambda: None
) -> list[Way]:
    """Each model's shortest way first, then the others; each way once, at most so many."""
    through_models: dict[Way, None] = {}
    others: dict[Way, None] = {}
    walks = _Walks(part, check)
    worlds = [i for i in checked(part.members, check) if part.node(i).kind is NodeKind.WORLD]
    for model in part.models[:most_models]:
        check()
        out, back = walks.over(model, forth=True), walks.over(model, forth=False)
        check()
        entries = walks.entries(model)
        through_models[_in_groups(part, out.shortest(entries)[::-1])] = None
        for i in entries:
            if any(e.kind is EdgeKind.TRAINS for e in part.edges_between(i, model)):
                others[_in_groups(part, out.traced(i)[::-1])] = None
        for world in worlds if len(others) < most_ways else ():  # more of them would not be told
            check()
            way = out.traced(world)[::-1] + back.traced(world)[1:-1]
            # out and back may meet on the way, which is two loops and no third; both are told by themselves
            if len(set(way)) == len(way):
                others[_in_groups(part, way)] = None
    return list(through_models | others)[:most_ways]


def _in_groups(part: Part, way: Iterable[int]) -> Way:
    """A real way as a round of groups; steps inside of a view are none."""
    groups: list[int] = []
    for i in way:
        if not groups or part.group[i] != groups[-1]:
            groups.append(part.group[i])
    return tuple(groups)


class _Walks:
    """Breadth-first walks over the nodes of a part."""

    def __init__(self, part: Part, check: Callable[[], None]) -> None:
        from scipy.sparse import csr_array

        self._members = members = np.array(part.members)
        self._place = {i: k for k, i in enumerate(part.members)}
        start = np.searchsorted(members, part.arrays.from_index[part.numbers])
        end = np.searchsorted(members, part.arrays.to_index[part.numbers])
        shape = (len(members), len(members))
        # Of floats, for any other numbers would be made into these at each walk.
        check()
        self._forth = csr_array((np.ones(len(end)), (start, end)), shape=shape)
        check()
        self._back = csr_array((np.ones(len(end)), (end, start)), shape=shape)

    def entries(self, node: int) -> list[int]:
        """The nodes that lead to a node, in order."""
        row = self._place[node]
        found = self._back.indices[self._back.indptr[row] : self._back.indptr[row + 1]]
        return sorted(self._members[found].tolist())

    def over(self, node: int, *, forth: bool) -> _Walk:
        """The walk from a node with the edges, or against them."""
        return _Walk(self._forth if forth else self._back, self._members, self._place, node)


class _Walk:
    """The shortest ways from one node, each told from its end."""

    def __init__(
        self,
        matrix: csr_array[np.float64, tuple[int, int]],
        members: NDArray[np.int64],
        place: dict[int, int],
        node: int,
    ) -> None:
        from scipy.sparse.csgraph import breadth_first_order

        self._members, self._place = members, place
        order, before = breadth_first_order(matrix, place[node], directed=True)
        self._met = np.empty(len(members), np.int64)
        self._met[order] = np.arange(len(order))
        # From where each place was come to; a view reads single items faster than the array does.
        self._before: memoryview = before.data

    def shortest(self, ends: list[int]) -> Way:
        """The way to the first of the ends that are nearest."""
        nearest = min(ends, key=lambda i: int(self._met[self._place[i]]))
        most = len(self.traced(nearest))
        return next(way for i in ends if len(way := self.traced(i, most)) == most)

    def traced(self, end: int, most: int | None = None) -> Way:
        """The way to an end, or as much of it as is longer than wanted by one node."""
        place = self._place[end]
        way: list[int] = []
        while place >= 0 and (most is None or len(way) <= most):
            way.append(place)
            place = self._before[place]
        return tuple(self._members[way].tolist())
