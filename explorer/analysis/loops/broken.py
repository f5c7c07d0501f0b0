"""Rounds that look like feedback loops and are none, because an edge of them passes nothing that a model decided.

Each is looked for by itself, so that in a large system with many such edges only so many steps are taken; how many
edges were then not looked at is told.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from explorer.analysis.loops.carrying import LoopEdges, Part, looping_parts, why_broken
from explorer.analysis.told_edges import arrow
from explorer.domain.entities import Edge
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted
from explorer.language import tr, tr_n

_MOST_TOLD = 20
MOST_STEPS = 2_500_000
"""Nodes that are passed on the way to these rounds, with a model before them or without; about a second."""


def broken_loops(graph: SystemGraph, edges: LoopEdges, check: Callable[[], None] = lambda: None) -> list[str]:
    """A sentence for each edge that breaks what would be a loop: the shortest such round, and why it is none."""
    if not len(edges.broken):
        return []
    told: list[str] = []
    seen: set[frozenset[int]] = set()
    left = unseen = 0
    steps = MOST_STEPS
    for part in looping_parts(graph, check, np.sort(np.concatenate([edges.passing, edges.broken]))):
        models = frozenset(part.models)
        for place in np.flatnonzero(np.isin(part.numbers, edges.broken)).tolist():
            edge = part.edges[place]
            reason = why_broken(graph, edge)
            check()
            if steps <= 0:
                unseen += 1
                continue
            way, taken = _shortest_round_with_model(part, models, edge)
            steps -= taken
            if way is None or frozenset(way) in seen:
                continue
            seen.add(frozenset(way))
            if len(told) == _MOST_TOLD:
                left += 1
                continue
            names = " → ".join(part.node(i).name for i in (*way, way[0]))
            told.append(
                tr(
                    "No loop: {names} is broken by {reason} at {edge}.",
                    names=names,
                    reason=reason,
                    edge=arrow(graph, edge.key),
                )
            )
    if left:
        told.append(tr("{count:,} more rounds are broken likewise.", count=left))
    if unseen:
        told.append(
            tr_n(
                "{edges} over which nothing passes that a model decided was not looked at: in a system as large and "
                "as woven as this it takes too long to say which rounds they break.",
                "{edges} over which nothing passes that a model decided were not looked at: in a system as large and "
                "as woven as this it takes too long to say which rounds they break.",
                unseen,
                edges=counted(unseen, "more edge"),
            )
        )
    return told


def _shortest_round_with_model(
    part: Part, models: frozenset[int], edge: Edge
) -> tuple[tuple[int, ...] | None, int]:
    """From where an edge leads, the shortest way back to where it begins that passes a model; None where it would
    pass something twice, which is not one round but two. And how many steps finding it took.
    """
    index, after = part.arrays.index, part.after
    start, end = index[edge.to_id], index[edge.from_id]
    # A node that is reached past a model is told by ~node, which is a whole number below zero.
    first, last = (~start if start in models else start), ~end
    before = {first: first}
    frontier = [first]
    while frontier and last not in before:
        following = []
        for at in frontier:
            passed = at < 0
            for to in after[~at if passed else at]:
                there = ~to if passed or to in models else to
                if there not in before:
                    before[there] = at
                    following.append(there)
        frontier = following
    if last not in before:
        return None, len(before)
    way = [end]
    here = last
    while here != first:
        here = before[here]
        way.append(~here if here < 0 else here)
    return (tuple(way[::-1]) if len(set(way)) == len(way) else None), len(before)
