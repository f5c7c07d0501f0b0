"""What is made of models' own output and of nothing else: a metric or labels that no outcome from outside checks.

Looked at backwards, through what only computes; a world, a consumer, a producer, a table that nothing is known to
write, and whatever nobody declares may each hold an outcome, so they end the suspicion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from explorer.analysis.success.carriers import carries
from explorer.domain.entities import Edge
from explorer.domain.kinds import EdgeKind, NodeKind, Subtype
from explorer.domain.pauses import checked
from explorer.domain.system_graph import SystemGraph

_LOOKUPS = frozenset((NodeKind.ARTIFACT, NodeKind.FEATURE))
"""What they hold is looked up or computed with; by themselves they are no outcome."""
_OUTSIDE = frozenset((NodeKind.WORLD, NodeKind.CONSUMER, NodeKind.PRODUCER, NodeKind.UNKNOWN))


def made_by(graph: SystemGraph, target: str, check: Callable[[], None] = lambda: None) -> frozenset[str]:
    """The models whose output alone the target is made of; none where anything else may come in."""
    found: set[str] = set()
    seen = {target}
    frontier = [target]
    while frontier:
        if len(seen) % 1_000 == 0:
            check()
        here = frontier.pop()
        before = [e.from_id for e in graph.edges_into(here) if carries(e)]
        kind = graph.nodes[here].kind
        if here != target and (kind in _OUTSIDE or (not before and kind not in _LOOKUPS)):
            return frozenset()
        for node_id in before:
            if graph.nodes[node_id].kind is NodeKind.MODEL:
                found.add(node_id)
            elif node_id not in seen:
                seen.add(node_id)
                frontier.append(node_id)
    return frozenset(found)


def labels_of_own_making(
    graph: SystemGraph, training: Iterable[Edge], check: Callable[[], None] = lambda: None
) -> list[tuple[str, str]]:
    """Labels made only of a model's output, with the model that learns from them over `training`: (labels, model)."""
    teaching = {e.from_id for e in training}
    nodes = checked(graph.nodes.values(), check)
    labels = [n.id for n in nodes if n.subtype is Subtype.LABELS or n.id in teaching]
    found: list[tuple[str, str]] = []
    for node_id in labels:
        check()
        if makers := made_by(graph, node_id, check) or _itself(graph, node_id):
            taught = _taught_by(graph, node_id)
            alone = graph.nodes[node_id].subtype is Subtype.LABELS
            found.extend((node_id, m) for m in sorted(makers & taught) if alone or _only(graph, node_id, m))
    return found


def _itself(graph: SystemGraph, node_id: str) -> frozenset[str]:
    """A model that teaches another or itself gives its output directly."""
    return frozenset((node_id,)) if graph.nodes[node_id].kind is NodeKind.MODEL else frozenset()


def _only(graph: SystemGraph, node_id: str, model: str) -> bool:
    """Whether the model learns from nothing else."""
    return all(e.from_id == node_id for e in graph.edges_into(model) if e.kind is EdgeKind.TRAINS)


def _taught_by(graph: SystemGraph, labels: str) -> set[str]:
    """The models that learn from these labels, over whatever only computes with them."""
    taught: set[str] = set()
    seen = {labels}
    frontier = [labels]
    while frontier:
        for edge in graph.edges_from(frontier.pop()):
            if edge.kind is EdgeKind.TRAINS:
                taught.add(edge.to_id)
            elif carries(edge) and edge.to_id not in seen:
                kind = graph.nodes[edge.to_id].kind
                if kind in (NodeKind.DATASET, NodeKind.JOB):
                    seen.add(edge.to_id)
                    frontier.append(edge.to_id)
    return taught
