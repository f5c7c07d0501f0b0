"""How one node is connected with another: the shortest ways between them, with the data where there is one.

Ways pass no node twice. They are found in order of length by Yen's method (1971), each detour searched towards the
end by how far that is from every node, so that a system of 100,000 nodes is hardly looked at where ways are short.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from heapq import heappop, heappush
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from explorer.domain.entities import EdgeKey
from explorer.domain.kinds import EdgeKind
from explorer.domain.system_graph import SystemGraph

Check = Callable[[], None]
Nodes = tuple[int, ...]
MOST_WAYS = 10
MOST_LOOKS = 50_000
"""Nodes looked at before the search for further ways is given up: a second or two."""
_A_WHILE = 2_000


class Course(StrEnum):
    """How the ways lie to the data."""

    ALONG = "along"
    """From the start to the end, with the data."""
    AGAINST = "against"
    """With the data too, but from the end to the start: there is none the other way."""
    EITHER = "either"
    """Partly with and partly against the data: neither end is made from the other."""
    NONE = "none"
    """Nothing connects the two."""


@dataclass(frozen=True, slots=True)
class Way:
    """Nodes from one end to the other, and between each two that follow one another all edges that connect them."""

    nodes: tuple[str, ...]
    steps: tuple[tuple[EdgeKey, ...], ...]

    @property
    def edges(self) -> tuple[EdgeKey, ...]:
        """All edges of the way."""
        return tuple(key for step in self.steps for key in step)


@dataclass(frozen=True, slots=True)
class Ways:
    """The shortest ways between two nodes. more: whether there are others; None where that was not looked at."""

    start: str
    end: str
    course: Course
    ways: tuple[Way, ...] = ()
    more: bool | None = False
    returns: bool = False
    """Whether, besides the ways along the data, the data also come back from the end to the start."""


def find_ways(
    graph: SystemGraph,
    start: str,
    end: str,
    *,
    most: int = MOST_WAYS,
    looks: int = MOST_LOOKS,
    check: Check = lambda: None,
) -> Ways:
    """The `most` shortest ways from one node to another one, by length and then by id; KeyError for no node."""
    arrays = graph.arrays
    one, other = arrays.index[start], arrays.index[end]
    carries = np.fromiter((k.kind is not EdgeKind.OPTIMISES for k in arrays.keys), np.bool_, len(arrays.keys))
    tails, heads = arrays.from_index.astype(np.int64), arrays.to_index.astype(np.int64)
    with_data = _Net(len(arrays.ids), tails[carries], heads[carries], check)
    to_end, to_start = with_data.distances_to(other), with_data.distances_to(one)
    if to_end[one] >= 0:
        course, net, ends, away = Course.ALONG, with_data, (one, other), to_end
    elif to_start[other] >= 0:
        course, net, ends, away = Course.AGAINST, with_data, (other, one), to_start
    else:
        either = np.concatenate([tails, heads]), np.concatenate([heads, tails])
        course, net, ends = Course.EITHER, _Net(len(arrays.ids), *either, check), (one, other)
        away = net.distances_to(other)
    if away[ends[0]] < 0:
        return Ways(start, end, Course.NONE)
    search = _Search(net, ends[1], away, looks, check)
    found, more = search.shortest_ways(ends[0], most)
    ways = tuple(_way(graph, nodes, either=course is Course.EITHER) for nodes in found)
    return Ways(start, end, course, ways, more, course is Course.ALONG and to_start[other] >= 0)


def _way(graph: SystemGraph, numbers: Nodes, *, either: bool) -> Way:
    ids = tuple(graph.arrays.ids[number] for number in numbers)
    return Way(ids, tuple(_between(graph, a, b, either) for a, b in pairwise(ids)))


def _between(graph: SystemGraph, one: str, other: str, either: bool) -> tuple[EdgeKey, ...]:
    if either:
        keys = [EdgeKey(*ends, kind) for ends in ((one, other), (other, one)) for kind in EdgeKind]
    else:
        keys = [EdgeKey(one, other, kind) for kind in EdgeKind if kind is not EdgeKind.OPTIMISES]
    return tuple(key for key in keys if key in graph.edges)


class _Net:
    """Which nodes follow which, each once and in order."""

    def __init__(self, count: int, tails: NDArray[np.int64], heads: NDArray[np.int64], check: Check) -> None:
        check()
        self._check = check
        self._followers, self._first = _listed(count, tails, heads)
        check()
        self._leaders, self._first_leader = _listed(count, heads, tails)
        self._count = count

    def after(self, node: int) -> list[int]:
        """The nodes that follow a node, in order."""
        return self._followers[self._first[node] : self._first[node + 1]]

    def distances_to(self, end: int) -> list[int]:
        """From each node the steps to the end; -1 where there is no way."""
        away = [-1] * self._count
        away[end] = 0
        waiting = deque([end])
        turn = 0
        while waiting:
            turn += 1
            if not turn % _A_WHILE:
                self._check()
            node = waiting.popleft()
            for leader in self._leaders[self._first_leader[node] : self._first_leader[node + 1]]:
                if away[leader] < 0:
                    away[leader] = away[node] + 1
                    waiting.append(leader)
        return away


def _listed(count: int, tails: NDArray[np.int64], heads: NDArray[np.int64]) -> tuple[list[int], list[int]]:
    pairs = np.unique(tails * count + heads)
    first = np.searchsorted(pairs, np.arange(count + 1) * count)
    return (pairs % count).tolist(), first.tolist()


class _Search:
    """Ways to one end, shortest first."""

    def __init__(self, net: _Net, end: int, away: list[int], looks: int, check: Check) -> None:
        self._net = net
        self._end = end
        self._away = away
        self._left = looks
        self._check = check

    def shortest_ways(self, start: int, most: int) -> tuple[list[Nodes], bool | None]:
        """The shortest ways in order, and whether there are more; None where the looks were used up."""
        found: list[Nodes] = []
        waiting: list[tuple[int, Nodes, int]] = []
        self._wait(waiting, (start,), set())
        while waiting and self._left > 0:
            if len(found) == most:
                return found, True
            _, way, parted = heappop(waiting)
            found.append(way)
            for place in range(parted, len(way) - 1):
                begun = way[: place + 1]
                taken = {known[place + 1] for known in found if known[: place + 1] == begun}
                self._wait(waiting, begun, taken)
        return found, None if self._left <= 0 else False

    def _wait(self, waiting: list[tuple[int, Nodes, int]], begun: Nodes, taken: set[int]) -> None:
        way = self._shortest(begun, taken)
        if way is not None:
            heappush(waiting, (len(way), way, len(begun) - 1))

    def _shortest(self, begun: Nodes, taken: set[int]) -> Nodes | None:
        """The shortest way that begins so and does not go on with a node that is taken; the first of those by id."""
        passed = set(begun[:-1])
        waiting = [(len(begun) - 1 + self._away[begun[-1]], begun)]
        while waiting and self._left > 0:
            _, way = heappop(waiting)
            node = way[-1]
            if node == self._end:
                return way
            if node in passed:
                continue
            passed.add(node)
            self._left -= 1
            if not self._left % _A_WHILE:
                self._check()
            for follower in self._net.after(node):
                is_open = follower not in passed and self._away[follower] >= 0
                if is_open and not (len(way) == len(begun) and follower in taken):
                    heappush(waiting, (len(way) + self._away[follower], (*way, follower)))
        return None
