"""Where what is measured is what a model caused: behind a world that reacts to a model, with nothing left to chance.

What is shown decides what is clicked, and what is clicked seems to prove that showing it was right. A share of
exploration, stated on an edge, ends the loop on every way over that edge; what nobody has said does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from explorer.domain.entities import Edge
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


def _is_shown_by_a_model(graph: SystemGraph, world: str, check: Callable[[], None]) -> bool:
    seen = {world}
    frontier = [world]
    while frontier:
        check()
        before: Iterable[str] = (
            e.from_id for i in frontier for e in graph.edges_into(i) if _passes(e, _TO_THE_WORLD)
        )
        frontier = [i for i in dict.fromkeys(before) if i not in seen]
        seen.update(frontier)
        if any(graph.nodes[i].kind is NodeKind.MODEL for i in frontier):
            return True
    return False


def _passes(edge: Edge, kinds: frozenset[EdgeKind]) -> bool:
    return edge.kind in kinds and edge.pin is not Pin.FROZEN and not edge.exploration
