"""Rounds that look like feedback loops and are none, because an edge of them passes nothing that a model decided."""

from __future__ import annotations

from collections.abc import Callable

from explorer.analysis.loops.carrying import LOOP_KINDS, Part, looping_parts, why_broken
from explorer.domain.entities import Edge
from explorer.domain.system_graph import SystemGraph

_MOST_TOLD = 20
_CHECKED_EVERY = 5_000  # edges


def broken_loops(graph: SystemGraph, check: Callable[[], None] = lambda: None) -> list[str]:
    """A sentence for each edge that breaks what would be a loop: the shortest such round, and why it is none."""
    if not _are_any_broken(graph, check):
        return []
    told: list[str] = []
    seen: set[frozenset[int]] = set()
    left = 0
    for part in looping_parts(graph, check, with_broken=True):
        for edge in part.edges:
            reason = why_broken(graph, edge)
            if reason is None:
                continue
            check()
            way = _shortest_round_with_model(part, edge)
            if way is None or frozenset(way) in seen:
                continue
            seen.add(frozenset(way))
            if len(told) == _MOST_TOLD:
                left += 1
                continue
            names = " → ".join(part.node(i).name for i in (*way, way[0]))
            at = f"{graph.nodes[edge.from_id].name} → {graph.nodes[edge.to_id].name}"
            told.append(f"No loop: {names} is broken by {reason} at {at}.")
    if left:
        told.append(f"{left:,} more rounds are broken likewise.")
    return told


def _are_any_broken(graph: SystemGraph, check: Callable[[], None]) -> bool:
    for number, edge in enumerate(graph.edges.values()):
        if number % _CHECKED_EVERY == 0:
            check()
        if edge.kind in LOOP_KINDS and why_broken(graph, edge) is not None:
            return True
    return False


def _shortest_round_with_model(part: Part, edge: Edge) -> tuple[int, ...] | None:
    """From where an edge leads, the shortest way back to where it begins that passes a model; None where it would
    pass something twice, which is not one round but two.
    """
    index = part.arrays.index
    start, end = index[edge.to_id], index[edge.from_id]
    first = (start, start in part.models)
    before: dict[tuple[int, bool], tuple[int, bool] | None] = {first: None}
    frontier = [first]
    while frontier and (end, True) not in before:
        following = []
        for i, passed in frontier:
            for to in part.after[i]:
                there = (to, passed or to in part.models)
                if there not in before:
                    before[there] = (i, passed)
                    following.append(there)
        frontier = following
    if (end, True) not in before:
        return None
    way = []
    here: tuple[int, bool] | None = (end, True)
    while here is not None:
        way.append(here[0])
        here = before[here]
    return tuple(way[::-1]) if len(set(way)) == len(way) else None
