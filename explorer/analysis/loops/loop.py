"""A feedback loop as a value: one real way round that stands for it, what runs beside it, and how strong it is."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from explorer.analysis.loops.carrying import Part
from explorer.analysis.loops.ways_round import Way, step
from explorer.domain.entities import Edge
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind
from explorer.domain.system_graph import SystemGraph
from explorer.language import marked_in

MOST_BESIDE = 200
"""Features of one view that are told of one loop."""
_COST = {Evidence.DECLARED: 1, Evidence.OBSERVED: 1_000, Evidence.INFERRED: 1_000_000}
# The least sure edge decides how sure a way is, and a way has far fewer than a thousand edges.


class Strength(StrEnum):
    """How much of what a model sees again is its own doing; an order, not a measure."""

    STRONG = marked_in("Strength", "strong")
    MODERATE = marked_in("Strength", "moderate")
    WEAK = marked_in("Strength", "weak")


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """One loop. nodes and edges: the surest way round, from a model; edge i leaves node i.

    beside: for each node that is a feature, the other features of its view that take part. edges_beside: theirs, and
    those that run beside an edge of the way between the same two nodes.
    learning: the way trains something; otherwise it acts as soon as it is read.
    """

    nodes: tuple[str, ...]
    edges: tuple[Edge, ...]
    beside: tuple[tuple[str, ...], ...]
    edges_beside: tuple[Edge, ...]
    learning: bool

    def models(self, graph: SystemGraph) -> tuple[str, ...]:
        """The models on it."""
        return self.of_kind(graph, NodeKind.MODEL)

    def of_kind(self, graph: SystemGraph, kind: NodeKind) -> tuple[str, ...]:
        """The nodes of a kind on it."""
        return tuple(i for i in self.nodes if graph.nodes[i].kind is kind)

    @property
    def is_explored(self) -> bool:
        """Whether a known share of the traffic is not decided by the model, past every filter on the loop."""
        filtered = [e for e in self.edges if e.filter is not None]
        if any(e.exploration for e in self.edges if e.kind is EdgeKind.TRAINS):
            return True
        if filtered:
            return all(e.exploration for e in filtered)
        return any(e.exploration for e in self.edges)

    @property
    def strength(self) -> Strength:
        """Weak where something is explored or an edge only inferred, strong where an unexplored filter hides."""
        if self.is_explored or any(e.evidence is Evidence.INFERRED for e in self.edges):
            return Strength.WEAK
        if any(e.filter is not None for e in self.edges):
            return Strength.STRONG
        return Strength.MODERATE


def loops_of_way(part: Part, way: Way) -> list[Loop]:
    """The loops of one way round: one that trains, one that does not, or both where there are edges of both sorts."""
    loops = []
    for learning in (True, False):
        found = _surest(part, way, learning=learning)
        if found is not None:
            loops.append(_loop(part, way, *found, learning=learning))
    return loops


Real = list[tuple[int, int]]
"""A real way: for each node, its place in the way of groups and its index."""


def _surest(part: Part, way: Way, *, learning: bool) -> tuple[Real, list[Edge]] | None:
    """The real way of these groups with the surest edges, with a training edge among them or without any."""
    start = (0, way[0], False)
    length = len(way)
    best: dict[tuple[int, int, bool], tuple[int, tuple[int, int, bool] | None, Edge | None]] = {
        start: (0, None, None)
    }
    heap = [(0, start)]
    done: set[tuple[int, int, bool]] = set()
    while heap:
        cost, here = heapq.heappop(heap)
        if here in done:
            continue
        done.add(here)
        place, i, trained = here
        if place == length:
            if trained is learning:
                return _traced(best, here)
            continue
        for t in part.after[i]:
            if part.group[t] == way[(place + 1) % length]:
                next_place = place + 1
            elif part.group[t] == way[place] and part.node(i).view is not None:
                next_place = place
            else:
                continue
            for edge in part.edges_between(i, t):
                # a feature that trains another one of its view has learnt nothing
                trains = edge.kind is EdgeKind.TRAINS and next_place > place
                if trains and not learning:
                    continue
                there = (next_place, t, trained or trains)
                new = cost + _COST[edge.evidence]
                if there not in best or new < best[there][0]:
                    best[there] = (new, here, edge)
                    heapq.heappush(heap, (new, there))
    return None


def _traced(
    best: dict[tuple[int, int, bool], tuple[int, tuple[int, int, bool] | None, Edge | None]],
    end: tuple[int, int, bool],
) -> tuple[Real, list[Edge]]:
    real: Real = []
    edges: list[Edge] = []
    here = end
    while True:
        _, before, edge = best[here]
        if before is None or edge is None:
            return real[::-1], edges[::-1]
        edges.append(edge)
        real.append((before[0], before[1]))
        here = before


def _loop(part: Part, way: Way, real: Real, edges: list[Edge], *, learning: bool) -> Loop:
    ids = part.arrays.ids
    begin = _first_model(part, real, edges)
    nodes = [i for _, i in real]
    on_way = set(nodes)
    taking_part = _taking_part(part, way)
    beside = [
        tuple(sorted(ids[i] for i in taking_part[place] - on_way)[:MOST_BESIDE]) if first else ()
        for first, place in _first_of_each([place for place, _ in real])
    ]
    return Loop(
        nodes=tuple(ids[i] for i in nodes[begin:] + nodes[:begin]),
        edges=tuple(edges[begin:] + edges[:begin]),
        beside=tuple(beside[begin:] + beside[:begin]),
        edges_beside=_edges_beside(part, taking_part, edges, learning=learning),
        learning=learning,
    )


def _first_of_each(places: list[int]) -> list[tuple[bool, int]]:
    return [(k == 0 or places[k - 1] != place, place) for k, place in enumerate(places)]


def _first_model(part: Part, real: Real, edges: list[Edge]) -> int:
    """Where the loop begins: at the model that learns from itself, or the first by id."""
    trained = {e.to_id for e in edges if e.kind is EdgeKind.TRAINS}
    models = [k for k, (_, i) in enumerate(real) if part.node(i).kind is NodeKind.MODEL]
    return min(models, key=lambda k: (part.arrays.ids[real[k][1]] not in trained, real[k][1]))


def _taking_part(part: Part, way: Way) -> list[frozenset[int]]:
    """For each place the nodes that some walk of these groups passes there."""
    reached = [frozenset((way[0],))]
    for group in way[1:]:
        reached.append(step(part, reached[-1], group))
    result = [frozenset((way[0],))]
    for k in range(len(way) - 1, 0, -1):
        onward = result[-1]
        leading = {i for i in reached[k] if any(t in onward for t in part.after[i])}
        waiting = True
        while waiting:  # features that lead to those through others of their view
            more = {i for i in reached[k] - leading if any(t in leading for t in part.after[i])}
            leading |= more
            waiting = bool(more)
        result.append(frozenset(leading))
    return [result[0], *result[:0:-1]]


def _edges_beside(
    part: Part, taking_part: list[frozenset[int]], way: list[Edge], *, learning: bool
) -> tuple[Edge, ...]:
    """The edges that the way itself does not take, at views and between the same nodes, in order of the way."""
    taken = set(map(id, way))  # a system has each of its edges once, and making keys takes long
    found: dict[int, Edge] = {}
    for here, there in pairwise([*taking_part, taking_part[0]]):
        for i in sorted(here)[:MOST_BESIDE]:
            for t in part.after[i]:
                if t in there or (t in here and t != i):
                    for edge in part.edges_between(i, t):
                        if learning or edge.kind is not EdgeKind.TRAINS:
                            found[id(edge)] = edge
    return tuple(edge for number, edge in found.items() if number not in taken)
