"""The shortest ways round of a part with too many to list: through each model, each training edge and each world."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.loops.carrying import Part
from explorer.analysis.loops.ways_round import Way
from explorer.domain.kinds import EdgeKind, NodeKind

if TYPE_CHECKING:
    from scipy.sparse import csr_array


def shortest_ways(
    part: Part, most_models: int, most_ways: int, check: Callable[[], None] = lambda: None
) -> list[Way]:
    """Each model's shortest way first, then the others; each way once, at most so many."""
    through_models: dict[Way, None] = {}
    others: dict[Way, None] = {}
    walks = _Walks(part)
    worlds = [i for i in part.members if part.node(i).kind is NodeKind.WORLD]
    for model in part.models[:most_models]:
        check()
        out, back = walks.from_node(model), walks.to_node(model)
        entries = walks.entries(model)
        shortest: Way = min((out(i) for i in entries), key=len)
        through_models[_in_groups(part, shortest)] = None
        for i in entries:
            if any(e.kind is EdgeKind.TRAINS for e in part.edges_between(i, model)):
                others[_in_groups(part, out(i))] = None
        for world in worlds if len(others) < most_ways else ():  # more of them would not be told
            check()
            way = out(world) + back(world)[1:-1]
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

    def __init__(self, part: Part) -> None:
        from scipy.sparse import csr_array

        self._members = part.members
        self._place = {i: k for k, i in enumerate(part.members)}
        ends = [(self._place[a], self._place[b]) for a, to in part.after.items() for b in to]
        start, end = np.array(ends).T
        shape = (len(part.members), len(part.members))
        self._forth = csr_array((np.ones(len(ends), np.int8), (start, end)), shape=shape)
        self._back = csr_array((np.ones(len(ends), np.int8), (end, start)), shape=shape)

    def entries(self, node: int) -> list[int]:
        """The nodes that lead to a node, in order."""
        row = self._place[node]
        found = self._back.indices[self._back.indptr[row] : self._back.indptr[row + 1]]
        return sorted(self._members[k] for k in found.tolist())

    def from_node(self, node: int) -> Callable[[int], Way]:
        """The shortest way from a node to each, both ends told."""
        before = self._before(self._forth, node)

        def way(end: int) -> Way:
            return self._traced(before, end)[::-1]

        return way

    def to_node(self, node: int) -> Callable[[int], Way]:
        """The shortest way from each node to this one, both ends told."""
        before = self._before(self._back, node)

        def way(start: int) -> Way:
            return self._traced(before, start)

        return way

    def _before(self, matrix: csr_array[np.int8, tuple[int, int]], node: int) -> memoryview:
        """From where each place was come to; a view reads single items faster than the array does."""
        from scipy.sparse.csgraph import breadth_first_order

        before: NDArray[np.int32] = breadth_first_order(matrix, self._place[node], directed=True)[1]
        return before.data

    def _traced(self, before: memoryview, end: int) -> Way:
        members = self._members
        place = self._place[end]
        way = []
        while place >= 0:
            way.append(members[place])
            place = before[place]
        return tuple(way)
