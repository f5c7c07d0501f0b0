"""What pins and fallbacks hold off: the same changes in the same system without these shields.

A node is protected when it would then be affected, or worse affected. The edges named are the shields on the
shortest way by which that effect would come; there may be others on longer ways.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from explorer.analysis.what_if.edge_classes import EdgeClasses, Longs, edge_classes
from explorer.analysis.what_if.effects import EFFECTS, RANK, SIDE, WIDTH, WORST, Effect, bit, closed
from explorer.analysis.what_if.impact import Impact, impact_over
from explorer.analysis.what_if.passing import arrivals
from explorer.analysis.what_if.witness import Step
from explorer.domain.entities import EdgeKey

_SET = (1 << WIDTH) - 1


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
    found = []
    for node in worse[np.argsort(after[worse], kind="stable")].tolist():
        check()
        effect = EFFECTS[after[node]]
        instead = EFFECTS[before[node]] if before[node] < WIDTH else None
        node_id = impact.graph.arrays.ids[node]
        found.append(Protected(node_id, effect, instead, _shields(impact, exposed, classes, node_id, effect)))
    return tuple(found)


def _worst(impact: Impact) -> Longs:
    state = impact.state & SIDE
    worst: Longs = WORST[(state | state >> WIDTH | state >> 2 * WIDTH) & _SET]
    return worst


def _shields(
    impact: Impact, exposed: Impact, classes: EdgeClasses, node_id: str, effect: Effect
) -> tuple[EdgeKey, ...]:
    path = exposed.path_to(node_id, effect, certain=False)
    before: list[tuple[str | None, Effect]] = list(_first_facts(exposed, path))
    shields = []
    for step in path:
        if not _passes(classes, _edge_index(classes, step.edge), before, step):
            shields.append(step.edge)
        before = [(step.field, step.effect)]
    return tuple(shields)


def _first_facts(exposed: Impact, path: tuple[Step, ...]) -> Iterator[tuple[str | None, Effect]]:
    """What is at the node where a path begins, from the changes alone."""
    if not path:
        return
    index = exposed.graph.arrays.index[path[0].edge.from_id]
    for run in exposed.runs:
        for start in run.starts:
            if start.over_edge is not None:
                yield None, Effect.BREAKS
                yield None, Effect.DEGRADED
            elif start.node == index:
                yield from ((start.field, e) for e in EFFECTS if start.bits >> RANK[e] & 1)


def _passes(classes: EdgeClasses, index: int, before: list[tuple[str | None, Effect]], step: Step) -> bool:
    """Whether the step is made with its shield, too."""
    use, edge = classes.uses[classes.class_of[index]], classes.edges[index]
    return any(
        arrival.field == step.field and closed(bit(arrival.effect)) & bit(step.effect)
        for field, effect in before
        for arrival in arrivals(edge, use, field, effect)
    )


def _edge_index(classes: EdgeClasses, key: EdgeKey) -> int:
    arrays = classes.arrays
    node = arrays.index[key.from_id]
    leaving: list[int] = arrays.out_edges[arrays.out_start[node] : arrays.out_start[node + 1]].tolist()
    return next(j for j in leaving if arrays.keys[j] == key)
