"""How far what a model does is carried as data, for all models at once: each node holds one bit a model.

The graph is condensed to its strongly connected parts, so that spreading the bits takes one look at each edge,
loops or not, however many models there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from explorer.domain.entities import Edge
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind, Pin, Relation
from explorer.domain.system_graph import Ints, SystemGraph

Flags = NDArray[np.bool_]
Bits = list[int]
T = TypeVar("T")

_CARRYING = frozenset(
    (
        EdgeKind.FEEDS,
        EdgeKind.PRODUCES,
        EdgeKind.DERIVES,
        EdgeKind.TRAINS,
        EdgeKind.INFLUENCES,
        EdgeKind.MEASURES,
    )
)
_A_WHILE = 5_000


def carries(edge: Edge) -> bool:
    """Whether data passes: over any edge of data, and from a metric to one that is computed from it."""
    return edge.kind in _CARRYING or (edge.kind is EdgeKind.DRIVES and edge.relation is Relation.COMPONENT)


class Carriers:
    """The edges that carry data, as arrays, with what is asked of each."""

    def __init__(self, graph: SystemGraph, check: Callable[[], None] = lambda: None) -> None:
        self.graph = graph
        self.check = check
        edges = self.edges = [e for e in checked(graph.edges.values(), check) if carries(e)]
        self.size = len(graph.nodes)
        self.index: Mapping[str, int] = {node_id: i for i, node_id in enumerate(checked(graph.nodes, check))}
        index, count = self.index, len(edges)
        self.from_index: Ints = np.fromiter(
            (index[e.from_id] for e in checked(edges, check)), np.int32, count
        )
        self.to_index: Ints = np.fromiter((index[e.to_id] for e in checked(edges, check)), np.int32, count)
        self.inferred = self._flags(lambda e: e.evidence is Evidence.INFERRED)
        self.explored = self._flags(lambda e: bool(e.exploration))
        self.frozen = self._flags(lambda e: e.pin is Pin.FROZEN)
        self.filtered = self._flags(lambda e: e.filter is not None)
        kinds = [n.kind for n in checked(graph.nodes.values(), check)]
        self.is_world: Flags = np.fromiter((k is NodeKind.WORLD for k in kinds), bool, self.size)
        self.is_model: Flags = np.fromiter((k is NodeKind.MODEL for k in kinds), bool, self.size)

    def _flags(self, asked: Callable[[Edge], bool]) -> Flags:
        return np.fromiter(map(asked, checked(self.edges, self.check)), bool, len(self.edges))

    def order(self, kept: Flags) -> Order:
        """The graph of the kept edges, ready for spreading."""
        return Order(self.size, self.from_index[kept], self.to_index[kept], self.check)


def checked(items: Iterable[T], check: Callable[[], None]) -> Iterator[T]:
    """The same items; `check` is called now and then on the way."""
    for turn, item in enumerate(items):
        if turn % _A_WHILE == 0:
            check()
        yield item


class Order:
    """The strongly connected parts of a graph with the edges between them, in an order in which data passes."""

    def __init__(self, size: int, starts: Ints, ends: Ints, check: Callable[[], None]) -> None:
        self._check = check
        count, part_of = _parts(size, starts, ends)
        check()
        self._part_of: list[int] = part_of.tolist()
        before, after = part_of[starts], part_of[ends]
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
            reached = following[first[part] : first[part + 1]]
            if reached:
                self._passes.append((part, reached))
            for other in reached:
                waiting[other] -= 1
                if not waiting[other]:
                    ready.append(other)
        self._count = count

    def spread(self, start: Mapping[int, int]) -> Bits:
        """Per node the bits that lead to it, from the bits at these nodes; they are at their own nodes too."""
        at = [0] * self._count
        for node, bits in start.items():
            at[self._part_of[node]] |= bits
        for turn, (part, reached) in enumerate(self._passes):
            if turn % _A_WHILE == 0:
                self._check()
            bits = at[part]
            if bits:
                for other in reached:
                    at[other] |= bits
        return [at[part] for part in self._part_of]


def _parts(size: int, starts: Ints, ends: Ints) -> tuple[int, Ints]:
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    if not size:
        return 0, np.zeros(0, np.int32)
    ones = np.ones(len(starts), np.int8)
    matrix = csr_matrix((ones, (starts, ends)), (size, size))
    count, labels = connected_components(matrix, directed=True, connection="strong")
    return int(count), labels.astype(np.int32)
