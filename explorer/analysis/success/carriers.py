"""The edges that carry data: what a model does passes over them, for all models at once, one bit a model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.reaching import Order
from explorer.domain.entities import Edge
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind, Pin, Relation
from explorer.domain.system_graph import Ints, SystemGraph

Flags = NDArray[np.bool_]
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
