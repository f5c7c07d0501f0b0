"""The edges that carry data: what a model does passes over them, for all models at once, one bit a model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.reaching import Order
from explorer.domain.entities import Edge
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind, Pin, Relation
from explorer.domain.pauses import checked
from explorer.domain.system_graph import Ints, SystemGraph

Flags = NDArray[np.bool_]

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


def carries(edge: Edge) -> bool:
    """Whether data passes: over any edge of data, and from a metric to one that is computed from it."""
    return edge.kind in _CARRYING or (edge.kind is EdgeKind.DRIVES and edge.relation is Relation.COMPONENT)


class Carriers:
    """The edges that carry data, as arrays, with what is asked of each."""

    def __init__(self, graph: SystemGraph, check: Callable[[], None] = lambda: None) -> None:
        self.graph = graph
        self.check = check
        arrays = graph.arrays
        self.size = len(graph.nodes)
        self.index: Mapping[str, int] = arrays.index
        kept = np.fromiter(map(carries, checked(graph.edges.values(), check)), bool, len(graph.edges))
        self.from_index: Ints = arrays.from_index[kept]
        self.to_index: Ints = arrays.to_index[kept]
        edges = self.edges = list(compress(checked(graph.edges.values(), check), kept.tolist()))
        self.inferred = self._flags(e.evidence is Evidence.INFERRED for e in checked(edges, check))
        self.explored = self._flags(bool(e.exploration) for e in checked(edges, check))
        self.frozen = self._flags(e.pin is Pin.FROZEN for e in checked(edges, check))
        self.filtered = self._flags(e.filter is not None for e in checked(edges, check))
        nodes = graph.nodes.values()
        self.is_world = self._flags(n.kind is NodeKind.WORLD for n in checked(nodes, check))
        self.is_model = self._flags(n.kind is NodeKind.MODEL for n in checked(nodes, check))

    def _flags(self, answers: Iterable[bool]) -> Flags:
        return np.fromiter(answers, bool)

    def order(self, kept: Flags) -> Order:
        """The graph of the kept edges, ready for spreading."""
        return Order(self.size, self.from_index[kept], self.to_index[kept], self.check)
