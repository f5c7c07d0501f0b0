"""Which edges carry what a model caused, and the parts of a system in which it can come back to a model.

The features of one view count as one node, so that 200 of them side by side are one loop and not 200. Every walk is
nevertheless one of the real edges: a loop that only the merging of features would make is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.reaching import strong_parts
from explorer.domain.entities import Edge, EdgeKey, Node
from explorer.domain.kinds import EdgeKind, NodeKind, Pin, Retrain
from explorer.domain.system_graph import GraphArrays, SystemGraph

LOOP_KINDS = frozenset(
    (EdgeKind.FEEDS, EdgeKind.PRODUCES, EdgeKind.DERIVES, EdgeKind.TRAINS, EdgeKind.INFLUENCES)
)
_KINDS = tuple(sorted(LOOP_KINDS))
_CHECKED_EVERY = 5_000  # edges, about 5 ms


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Nodes that all reach each other, a model among them; nodes are indices of the graph's arrays.

    edges: the carrying edges between them. after: what each node's lead to. group: the node that stands for its
    feature view (the first of the view's features in the part), or itself.
    """

    graph: SystemGraph
    members: tuple[int, ...]
    models: tuple[int, ...]
    edges: tuple[Edge, ...]
    after: Mapping[int, tuple[int, ...]]
    group: Mapping[int, int]

    @property
    def arrays(self) -> GraphArrays:
        """What the indices point into."""
        return self.graph.arrays

    def node(self, index: int) -> Node:
        """The node of an index."""
        return self.graph.nodes[self.arrays.ids[index]]

    def edges_between(self, start: int, end: int, *, trains: bool | None = None) -> list[Edge]:
        """The carrying edges from one node to another; with `trains`, only those that do, or do not."""
        ids, edges = self.arrays.ids, self.graph.edges
        found = (edges.get(EdgeKey(ids[start], ids[end], kind)) for kind in _KINDS)
        return [
            e
            for e in found
            if e is not None
            and is_carrying(self.graph, e)
            and (trains is None or trains is (e.kind is EdgeKind.TRAINS))
        ]


def is_carrying(graph: SystemGraph, edge: Edge) -> bool:
    """Whether what a model caused passes over the edge."""
    return edge.kind in LOOP_KINDS and why_broken(graph, edge) is None


def why_broken(graph: SystemGraph, edge: Edge) -> str | None:
    """Why nothing that a model caused passes over an edge of such a kind; None where it does pass.

    An edge with an exploration of 1 passes only what no model decided: it is a hold-out.
    """
    if edge.pin is Pin.FROZEN:
        return "a frozen copy"
    if edge.exploration is not None and edge.exploration >= 1:
        return "a hold-out" if edge.kind is EdgeKind.TRAINS else "traffic that no model decides"
    if edge.kind is EdgeKind.TRAINS and graph.nodes[edge.to_id].retrain is Retrain.NEVER:
        return f"{graph.nodes[edge.to_id].name}, which never learns again"
    return None


def looping_parts(
    graph: SystemGraph, check: Callable[[], None] = lambda: None, *, with_broken: bool = False
) -> list[Part]:
    """The parts in which something can come back to a model, largest first.

    with_broken: also over edges that are broken, to see what they hold off.
    """
    arrays = graph.arrays
    carries = np.zeros(len(arrays.keys), bool)
    for number, edge in enumerate(graph.edges.values()):
        if number % _CHECKED_EVERY == 0:
            check()
        if edge.kind in LOOP_KINDS:
            carries[number] = with_broken or why_broken(graph, edge) is None
    carrying = np.flatnonzero(carries)
    start, end = arrays.from_index[carrying], arrays.to_index[carrying]
    labels = strong_parts(len(arrays.ids), start, end)
    check()
    models = [i for i, n in enumerate(graph.nodes.values()) if n.kind is NodeKind.MODEL]
    inside = (labels[start] == labels[end]) & np.isin(labels[start], labels[models])
    return _parts(graph, labels[start[inside]], carrying[inside], check)


def _parts(
    graph: SystemGraph, labels: NDArray[np.int32], edges: NDArray[np.int64], check: Callable[[], None]
) -> list[Part]:
    """The parts of these edges, each of which has the label of its part."""
    keys, from_index, to_index = graph.arrays.keys, graph.arrays.from_index, graph.arrays.to_index
    edges_of: dict[int, list[Edge]] = {}
    after_of: dict[int, dict[int, dict[int, None]]] = {}
    for number, (label, j) in enumerate(zip(labels.tolist(), edges.tolist(), strict=True)):
        if number % _CHECKED_EVERY == 0:
            check()
        edges_of.setdefault(label, []).append(graph.edges[keys[j]])
        after = after_of.setdefault(label, {})
        after.setdefault(int(from_index[j]), {})[int(to_index[j])] = None
    parts = [_part(graph, edges_of[label], after) for label, after in after_of.items()]
    return sorted(parts, key=lambda p: (-len(p.members), p.members))


def _part(graph: SystemGraph, edges: list[Edge], after: dict[int, dict[int, None]]) -> Part:
    ids, nodes = graph.arrays.ids, graph.nodes
    members = tuple(sorted(after))
    return Part(
        graph,
        members,
        tuple(i for i in members if nodes[ids[i]].kind is NodeKind.MODEL),
        tuple(edges),
        {i: tuple(sorted(to)) for i, to in after.items()},
        _groups(graph, members),
    )


def _groups(graph: SystemGraph, members: Iterable[int]) -> dict[int, int]:
    ids, nodes = graph.arrays.ids, graph.nodes
    first_of_view: dict[str, int] = {}
    group = {}
    for i in members:
        node = nodes[ids[i]]
        if node.kind is NodeKind.FEATURE and node.view is not None:
            group[i] = first_of_view.setdefault(node.view, i)
        else:
            group[i] = i
    return group
