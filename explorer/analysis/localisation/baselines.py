"""What people do without help, to show beside our ranking and to measure it against."""

from __future__ import annotations

from collections import deque

from explorer.analysis.localisation.marks import Sightings
from explorer.analysis.localisation.prediction import sight_of
from explorer.domain.kinds import EdgeKind
from explorer.domain.system_graph import SystemGraph

_NO_DATA = (EdgeKind.WATCHES, EdgeKind.OPTIMISES)


def nearest_upstream_first(graph: SystemGraph, seen: Sightings) -> tuple[str, ...]:
    """Everything upstream of what is bad, the nearest to any of it first, itself at first; then by id."""
    ids = graph.arrays.ids
    roots = sorted({ids[node] for mark in seen.symptoms for node, _ in sight_of(graph, mark).at})
    hops = dict.fromkeys(roots, 0)
    waiting = deque(roots)
    while waiting:
        node = waiting.popleft()
        for edge in graph.edges_into(node):
            if edge.kind not in _NO_DATA and edge.from_id not in hops:
                hops[edge.from_id] = hops[node] + 1
                waiting.append(edge.from_id)
    return tuple(sorted(hops, key=lambda i: (hops[i], i)))


def most_anomalous_first(seen: Sightings) -> tuple[str, ...]:
    """What was looked at, the worst first; then by id."""
    degrees: dict[str, float] = {}
    for mark in seen.marks:
        degrees[mark.node] = max(mark.degree, degrees.get(mark.node, 0.0))
    return tuple(sorted(degrees, key=lambda i: (-degrees[i], i)))
