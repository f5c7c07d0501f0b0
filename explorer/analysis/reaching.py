"""What is reached over some edges: by any of some nodes, or by which of them, for every node at once.

Walking from each of 2,000 models through a system of 100,000 nodes takes minutes. Nodes that reach one another are
reached by the same, so they are taken together; what remains has no rounds, and one look at each edge passes on
a number whose bits are the models, however many they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.domain.pauses import checked
from explorer.domain.system_graph import GraphArrays, Ints

Bits = list[int]
_A_WHILE = 5_000
_ROWS_AT_ONCE = 2_000


def reached(count: int, starts: Ints, ends: Ints, sources: Iterable[int]) -> NDArray[np.bool_]:
    """Which of so many nodes are reached from one of the sources, these among them."""
    from scipy.sparse import csr_array  # scipy costs 0.2 s at start, which a picture does not need
    from scipy.sparse.csgraph import breadth_first_order

    begin = np.fromiter(sources, np.int32)
    before_all = np.full(len(begin), count, np.int32)  # one more node, that leads to all sources
    rows, columns = np.concatenate([starts, before_all]), np.concatenate([ends, begin])
    matrix = csr_array((np.ones(len(rows), np.int8), (rows, columns)), shape=(count + 1, count + 1))
    found = np.zeros(count + 1, np.bool_)
    found[breadth_first_order(matrix, count, return_predecessors=False)] = True
    return found[:count]


class Order:
    """The strongly connected parts of a graph with the edges between them, in an order in which data passes."""

    def __init__(self, size: int, starts: Ints, ends: Ints, check: Callable[[], None] = lambda: None) -> None:
        self._check = check
        labels = strong_parts(size, starts, ends)
        count = int(labels.max()) + 1 if size else 0
        check()
        self._part_of: list[int] = labels.tolist()
        before, after = labels[starts], labels[ends]
        between = before != after
        before, after = before[between], after[between]
        waiting: list[int] = np.bincount(after, minlength=count).tolist()
        by_start = np.argsort(before, kind="stable")
        first: list[int] = np.searchsorted(before[by_start], np.arange(count + 1)).tolist()
        following: list[int] = after[by_start].tolist()
        ready = [part for part in range(count) if not waiting[part]]
        self._passes: list[tuple[int, list[int]]] = []
        for turn, part in enumerate(ready):  # grows as it is walked
            if turn % _A_WHILE == 0:
                check()
            reaches = following[first[part] : first[part + 1]]
            if reaches:
                self._passes.append((part, reaches))
            for other in reaches:
                waiting[other] -= 1
                if not waiting[other]:
                    ready.append(other)
        self._count = count

    def spread(self, start: Mapping[int, int]) -> Bits:
        """Per node the bits that lead to it, from the bits at these nodes; they are at their own nodes too."""
        at = [0] * self._count
        for node, bits in start.items():
            at[self._part_of[node]] |= bits
        for turn, (part, reaches) in enumerate(self._passes):
            if turn % _A_WHILE == 0:
                self._check()
            bits = at[part]
            if bits:
                for other in reaches:
                    at[other] |= bits
        return [at[part] for part in self._part_of]


def counts_of(bits: Sequence[int], width: int, check: Callable[[], None] = lambda: None) -> NDArray[np.int64]:
    """For each of `width` bits in how many of the numbers it is set."""
    found = np.zeros(-(-width // 8) * 8, np.int64)
    for first in range(0, len(bits), _ROWS_AT_ONCE):
        check()
        some = b"".join(b.to_bytes(len(found) // 8, "little") for b in bits[first : first + _ROWS_AT_ONCE])
        rows = np.frombuffer(some, np.uint8).reshape(-1, max(1, len(found) // 8))
        found += np.unpackbits(rows, axis=1, bitorder="little")[:, : len(found)].sum(axis=0, dtype=np.int64)
    return found[:width]


def strong_parts(count: int, starts: NDArray[Any], ends: NDArray[Any]) -> Ints:
    """For each of so many nodes the number of its strongly connected part."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    if not count:
        return np.zeros(0, np.int32)
    matrix = csr_array((np.ones(len(starts), np.int8), (starts, ends)), shape=(count, count))
    labels = connected_components(matrix, directed=True, connection="strong")[1]
    return np.asarray(labels, np.int32)


def steps_to(
    arrays: GraphArrays, ends: Iterable[int], most: int, check: Callable[[], None] = lambda: None
) -> dict[int, int]:
    """How many edges it is from a node to the nearest of these ends; nodes more than so many away are left out."""
    distance = dict.fromkeys(ends, 0)
    frontier = list(distance)
    for hops in range(1, most + 1):
        before = []
        for node in checked(frontier, check):
            for source in arrays.from_index[arrays.edges_into(node)].tolist():
                if source not in distance:
                    distance[source] = hops
                    before.append(source)
        frontier = before
    return distance
