"""What people do without help, to show beside our ranking and to measure it against."""

from __future__ import annotations

from collections.abc import Callable

from explorer.analysis.localisation.marks import Sightings
from explorer.analysis.localisation.prediction import sight_of
from explorer.domain.kinds import EdgeKind
from explorer.domain.system_graph import SystemGraph

_NO_DATA = frozenset((EdgeKind.WATCHES, EdgeKind.OPTIMISES))
_NODES_BETWEEN_CHECKS = 5_000


def nearest_upstream_first(
    graph: SystemGraph, seen: Sightings, *, check: Callable[[], None] = lambda: None
) -> tuple[str, ...]:
    """Everything upstream of what is bad, the nearest to any of it first, itself at first; then by id."""
    ids = graph.arrays.ids
    near = sorted({ids[node] for mark in seen.symptoms for node, _ in sight_of(graph, mark).at})
    found, reached = list(near), set(near)
    while near:
        further: set[str] = set()
        for i, node in enumerate(near):
            if i % _NODES_BETWEEN_CHECKS == 0:
                check()
            entering = graph.edges_into(node)
            further.update(e.from_id for e in entering if e.kind not in _NO_DATA and e.from_id not in reached)
        near = sorted(further)
        reached |= further
        found += near
    return tuple(found)


def most_anomalous_first(seen: Sightings) -> tuple[str, ...]:
    """What was looked at, the worst first; then by id."""
    degrees: dict[str, float] = {}
    for mark in seen.marks:
        degrees[mark.node] = max(mark.degree, degrees.get(mark.node, 0.0))
    return tuple(sorted(degrees, key=lambda i: (-degrees[i], i)))
