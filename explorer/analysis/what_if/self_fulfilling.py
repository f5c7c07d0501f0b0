"""Where what is measured is what a model caused: behind a world that reacts to a model, with nothing left to chance.

What is shown decides what is clicked, and what is clicked seems to prove that showing it was right. A share of
exploration, stated on an edge, ends the loop on every way over that edge; what nobody has said does not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from explorer.domain.entities import Edge, EdgeKey
from explorer.domain.kinds import EdgeKind, NodeKind, Pin
from explorer.domain.system_graph import SystemGraph

_TO_THE_WORLD = frozenset((EdgeKind.FEEDS, EdgeKind.PRODUCES, EdgeKind.DERIVES, EdgeKind.INFLUENCES))
_TO_A_METRIC = _TO_THE_WORLD | {EdgeKind.MEASURES, EdgeKind.DRIVES}


def self_fulfilling_nodes(graph: SystemGraph, check: Callable[[], None] = lambda: None) -> frozenset[str]:
    """The data and metrics that some model shapes through a world; models, and what they give, are not among them.

    A model's own output is left out, since a change of it is seen there before the world has reacted.
    """
    worlds = [i for i, n in graph.nodes.items() if n.kind is NodeKind.WORLD]
    shaped = [w for w in worlds if _is_shown_by_a_model(graph, w, check)]
    found: set[str] = set()
    frontier = shaped
    while frontier:
        check()
        following = []
        for edge in (e for i in frontier for e in graph.edges_from(i)):
            kind = graph.nodes[edge.to_id].kind
            if kind in (NodeKind.MODEL, NodeKind.WORLD) or not _passes(edge, _TO_A_METRIC):
                continue
            if edge.to_id not in found:
                found.add(edge.to_id)
                following.append(edge.to_id)
        frontier = following
    return frozenset(found)


def ways_to_worlds(
    graph: SystemGraph, check: Callable[[], None] = lambda: None
) -> Mapping[str, tuple[tuple[EdgeKey, ...], ...]]:
    """For each world that a model shapes, groups of edges over one of which every way from a model to it leads.

    First the edges out of the models, then the edges into the world; a group is told once.
    """
    found: dict[str, tuple[tuple[EdgeKey, ...], ...]] = {}
    for world in (i for i, n in graph.nodes.items() if n.kind is NodeKind.WORLD):
        before = _before(graph, world, check)
        models = [i for i in before if graph.nodes[i].kind is NodeKind.MODEL]
        if not models:
            continue
        shown = _after(graph, models, before, check)
        inside = before | {world}
        out = {
            e.key
            for i in models
            for e in graph.edges_from(i)
            if e.to_id in inside and _passes(e, _TO_THE_WORLD)
        }
        into = {e.key for e in graph.edges_into(world) if e.from_id in shown and _passes(e, _TO_THE_WORLD)}
        found[world] = tuple(dict.fromkeys((tuple(sorted(out)), tuple(sorted(into)))))
    return found


def _is_shown_by_a_model(graph: SystemGraph, world: str, check: Callable[[], None]) -> bool:
    return any(graph.nodes[i].kind is NodeKind.MODEL for i in _before(graph, world, check))


def _before(graph: SystemGraph, world: str, check: Callable[[], None]) -> set[str]:
    """Everything from which something passes to the world unexplored."""
    seen: set[str] = set()
    frontier = [world]
    while frontier:
        check()
        before = (e.from_id for i in frontier for e in graph.edges_into(i) if _passes(e, _TO_THE_WORLD))
        frontier = [i for i in dict.fromkeys(before) if i not in seen]
        seen.update(frontier)
    return seen


def _after(graph: SystemGraph, models: list[str], within: set[str], check: Callable[[], None]) -> set[str]:
    """What comes behind the models, within these nodes, and the models."""
    seen, frontier = set(models), models
    while frontier:
        check()
        after = (e.to_id for i in frontier for e in graph.edges_from(i) if _passes(e, _TO_THE_WORLD))
        frontier = [i for i in dict.fromkeys(after) if i in within and i not in seen]
        seen.update(frontier)
    return seen


def _passes(edge: Edge, kinds: frozenset[EdgeKind]) -> bool:
    return edge.kind in kinds and edge.pin is not Pin.FROZEN and not edge.exploration
