"""What pins and fallbacks hold off: the same changes in the same system without these shields.

A node is protected when it would then be affected, or worse affected. The edges named are the shields on the
shortest way by which that effect would come; there may be others on longer ways.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from explorer.analysis.what_if.edge_classes import Longs, edge_classes
from explorer.analysis.what_if.effects import EFFECTS, SIDE, WIDTH, WORST, Effect
from explorer.analysis.what_if.impact import Impact, impact_over
from explorer.analysis.what_if.shields import Shields
from explorer.domain.entities import EdgeKey

_SET = (1 << WIDTH) - 1
_NODES_BETWEEN_CHECKS = 256


@dataclass(frozen=True, slots=True)
class Protected:
    """A node, the effect it would have without the shields, the one it has, and the edges that shield it."""

    id: str
    effect: Effect
    instead: Effect | None
    by: tuple[EdgeKey, ...]


def protected_nodes(impact: Impact, *, check: Callable[[], None] = lambda: None) -> tuple[Protected, ...]:
    """Every node that the shields keep from this impact or from a part of it, worst first."""
    classes = edge_classes(impact.graph, check)
    if np.array_equal(classes.bare[classes.class_of], classes.class_of):
        return ()  # there are no shields
    exposed = impact_over(impact.graph, classes.without_shields(), impact.changes, check)
    before, after = _worst(impact), _worst(exposed)
    worse = np.flatnonzero(after < before)
    ways = tuple(Shields(run, classes, exposed.runs) for run in exposed.runs)
    found = []
    for number, node in enumerate(worse[np.argsort(after[worse], kind="stable")].tolist()):
        if number % _NODES_BETWEEN_CHECKS == 0:
            check()
        effect = EFFECTS[after[node]]
        instead = EFFECTS[before[node]] if before[node] < WIDTH else None
        node_id = impact.graph.arrays.ids[node]
        found.append(Protected(node_id, effect, instead, _shields(ways, node, effect)))
    return tuple(found)


def _worst(impact: Impact) -> Longs:
    state = impact.state & SIDE
    worst: Longs = WORST[(state | state >> WIDTH | state >> 2 * WIDTH) & _SET]
    return worst


def _shields(ways: tuple[Shields, ...], node: int, effect: Effect) -> tuple[EdgeKey, ...]:
    """The shields on the shortest way by which this effect comes to the node."""
    found = [(*first, way) for way in ways if (first := way.first(node, effect)) is not None]
    hop, fact, way = min(found, key=lambda one: (one[0], one[1].wave))
    return way.on_way_to(hop, fact)
