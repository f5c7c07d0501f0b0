"""Which edges carry what a model caused, and the parts of a system in which it can come back to a model.

The features of one view count as one node, so that 200 of them side by side are one loop and not 200. Every walk is
nevertheless one of the real edges: a loop that only the merging of features would make is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from explorer.analysis.reaching import strong_parts
from explorer.domain.entities import Edge, EdgeKey, Node
from explorer.domain.kinds import EdgeKind, NodeKind, Pin, Retrain
from explorer.domain.pauses import checked
from explorer.domain.system_graph import GraphArrays, Ints, SystemGraph
from explorer.language import tr

LOOP_KINDS = frozenset(
    (EdgeKind.FEEDS, EdgeKind.PRODUCES, EdgeKind.DERIVES, EdgeKind.TRAINS, EdgeKind.INFLUENCES)
)
_KINDS = tuple(sorted(LOOP_KINDS))


@dataclass(frozen=True, slots=True, eq=False)
class LoopEdges:
    """The numbers of the edges of the kinds that loops are made of: those that pass on what a model caused, and those
    that would if they were not broken.
    """

    passing: Ints
    broken: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Nodes that all reach each other, a model among them; nodes are indices of the graph's arrays.

    edges: the carrying edges between them, in order of their numbers. after: what each node's lead to. group: the
    node that stands for its feature view (the first of the view's features in the part), or itself.
    """

    graph: SystemGraph
    members: tuple[int, ...]
    models: tuple[int, ...]
    numbers: Ints
    edges: tuple[Edge, ...]
    after: Mapping[int, tuple[int, ...]]
    group: Mapping[int, int]
    _between: dict[tuple[int, int], tuple[Edge, ...]] = field(default_factory=dict)

    @property
    def arrays(self) -> GraphArrays:
        """What the indices point into."""
        return self.graph.arrays

    def node(self, index: int) -> Node:
        """The node of an index."""
        return self.graph.nodes[self.arrays.ids[index]]

    def edges_between(self, start: int, end: int) -> tuple[Edge, ...]:
        """The carrying edges from one node to another; looked up once, for many loops run over the same."""
        found = self._between.get((start, end))
        if found is None:
            ids, edges = self.arrays.ids, self.graph.edges
            among = (edges.get(EdgeKey(ids[start], ids[end], kind)) for kind in _KINDS)
            found = tuple(e for e in among if e is not None and is_carrying(self.graph, e))
            self._between[start, end] = found
        return found


def is_carrying(graph: SystemGraph, edge: Edge) -> bool:
    """Whether what a model caused passes over the edge."""
    return edge.kind in LOOP_KINDS and why_broken(graph, edge) is None


def why_broken(graph: SystemGraph, edge: Edge) -> str | None:
    """Why nothing that a model caused passes over an edge of such a kind; None where it does pass.

    An edge with an exploration of 1 passes only what no model decided: it is a hold-out.
    """
    if edge.pin is Pin.FROZEN:
        return tr("a frozen copy")
    if edge.exploration is not None and edge.exploration >= 1:
        return tr("a hold-out") if edge.kind is EdgeKind.TRAINS else tr("traffic that no model decides")
    if edge.kind is EdgeKind.TRAINS and graph.nodes[edge.to_id].retrain is Retrain.NEVER:
        return tr("{model}, which never learns again", model=graph.nodes[edge.to_id].name)
    return None


def loop_edges(graph: SystemGraph, check: Callable[[], None] = lambda: None) -> LoopEdges:
    """The edges that loops are made of, and those that are broken."""
    passing: list[int] = []
    broken: list[int] = []
    for number, edge in enumerate(checked(graph.edges.values(), check)):
        if edge.kind in LOOP_KINDS:
            (passing if why_broken(graph, edge) is None else broken).append(number)
    return LoopEdges(np.array(passing, np.int32), np.array(broken, np.int32))


def looping_parts(
    graph: SystemGraph, check: Callable[[], None] = lambda: None, over: Ints | None = None
) -> list[Part]:
    """The parts in which something can come back to a model, largest first.

    over: the numbers of the edges looked at, in order; those that pass on what a model caused where none are given.
    """
    arrays = graph.arrays
    if over is None:
        over = loop_edges(graph, check).passing
    start, end = arrays.from_index[over], arrays.to_index[over]
    labels = strong_parts(len(arrays.ids), start, end)
    check()
    models = [i for i, n in enumerate(checked(graph.nodes.values(), check)) if n.kind is NodeKind.MODEL]
    inside = (labels[start] == labels[end]) & np.isin(labels[start], labels[models])
    numbers, label = over[inside], labels[start[inside]]
    if not len(numbers):
        return []
    by_part = np.argsort(label, kind="stable")
    ends = np.flatnonzero(np.diff(label[by_part])) + 1
    every = tuple(graph.edges.values())
    check()
    parts = [_part(graph, every, part, check) for part in np.split(numbers[by_part], ends)]
    return sorted(parts, key=lambda p: (-len(p.members), p.members))


def _part(graph: SystemGraph, every: tuple[Edge, ...], numbers: Ints, check: Callable[[], None]) -> Part:
    """The part of these edges, by their numbers, which are in order of their ends."""
    check()
    ids, nodes = graph.arrays.ids, graph.nodes
    after = _leading_to(graph.arrays.from_index[numbers], graph.arrays.to_index[numbers])
    members = tuple(after)
    check()
    return Part(
        graph,
        members,
        tuple(i for i in members if nodes[ids[i]].kind is NodeKind.MODEL),
        numbers,
        tuple(every[j] for j in numbers.tolist()),
        after,
        _groups(graph, members),
    )


def _leading_to(start: Ints, end: Ints) -> dict[int, tuple[int, ...]]:
    """What each node leads to, each end once; edges are in order of start and end."""
    first = np.ones(len(start), bool)
    first[1:] = (np.diff(start) != 0) | (np.diff(end) != 0)
    start, ends = start[first], end[first].tolist()
    begin = np.flatnonzero(np.diff(start, prepend=-1))
    bounds = [*begin.tolist(), len(ends)]
    nodes = start[begin].tolist()
    return {i: tuple(ends[a:b]) for i, a, b in zip(nodes, bounds, bounds[1:], strict=False)}


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
