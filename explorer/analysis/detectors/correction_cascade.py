"""Correction cascades: a model that reads another's output to be right where that one is wrong.

Improving the first then makes the last worse. Models that serve another aim may read each other's output; where
nobody says what the aims are, they may be the same.
"""

from __future__ import annotations

from explorer.analysis.detectors.inspection import Inspection, capped, told_node
from explorer.analysis.told_edges import told_edge
from explorer.domain.entities import Edge
from explorer.domain.findings import Finding
from explorer.domain.kinds import EdgeKind, NodeKind, Severity, Subtype
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted, named
from explorer.language import tr

RULE = "correction-cascade"
MOST_HOPS = 4
"""Steps between two models within which one reads the other."""
_CARRIES = frozenset((EdgeKind.FEEDS, EdgeKind.PRODUCES, EdgeKind.DERIVES))
_BETWEEN = frozenset((NodeKind.DATASET, NodeKind.FEATURE, NodeKind.JOB, NodeKind.ARTIFACT))


def find_correction_cascades(inspection: Inspection) -> list[Finding]:
    """A finding for each model that reads another of the same aim, as far as the aims are known."""
    graph = inspection.graph
    findings = []
    for node in inspection.nodes():
        if node.kind is not NodeKind.MODEL:
            continue
        inspection.check()
        for path in model_paths(graph, node.id):
            shared = _shared_aim(graph, node.id, path[-1].to_id)
            if shared is not None:
                findings.append(_finding(inspection, path, shared))
    return findings


def model_paths(graph: SystemGraph, model: str) -> list[tuple[Edge, ...]]:
    """The shortest way of a model's output to each other model that reads it at serving time."""
    ways: dict[str, tuple[Edge, ...]] = {model: ()}
    frontier = [model]
    found = []
    for _ in range(MOST_HOPS):
        reached = []
        for node_id in frontier:
            for edge in graph.edges_from(node_id):
                end = edge.to_id
                if edge.kind not in _CARRIES or end in ways:
                    continue
                ways[end] = (*ways[node_id], edge)
                if graph.nodes[end].kind is NodeKind.MODEL:
                    found.append(ways[end])
                elif graph.nodes[end].kind in _BETWEEN:
                    reached.append(end)
        frontier = reached
    return found


def _shared_aim(graph: SystemGraph, first: str, second: str) -> str | None:
    """What two models are both for, "" where that is not known; None where their aims differ."""
    metrics = [_aims(graph, i) for i in (first, second)]
    both = metrics[0] & metrics[1]
    if both:
        return tr("both are judged by {names}", names=named(graph, sorted(both)))
    if all(metrics):
        return None
    labels = [_labels(graph, i) for i in (first, second)]
    both = labels[0] & labels[1]
    if both:
        return tr("both learn from {names}", names=named(graph, sorted(both)))
    return ""


def _aims(graph: SystemGraph, model: str) -> set[str]:
    return {e.to_id for e in graph.edges_from(model) if e.kind is EdgeKind.OPTIMISES}


def _labels(graph: SystemGraph, model: str) -> set[str]:
    return {
        e.from_id
        for e in graph.edges_into(model)
        if e.kind is EdgeKind.TRAINS and graph.nodes[e.from_id].subtype in (Subtype.LABELS, Subtype.TRAINING)
    }


def _finding(inspection: Inspection, path: tuple[Edge, ...], shared: str) -> Finding:
    first, second = path[0].from_id, path[-1].to_id
    one, other = inspection.name(first), inspection.name(second)
    why = shared or tr("nobody says that they are for different things")
    return Finding(
        rule=RULE,
        severity=capped(Severity.WARNING, path),
        nodes=(first, *(e.to_id for e in path)),
        edges=tuple(e.key for e in path),
        reason=tr(
            "{other} reads what {one} says, over {steps}, and {why}: it learns to correct {one}, and a better {one} "
            "can make {other} worse.",
            other=other,
            one=one,
            steps=counted(len(path), "step"),
            why=why,
        ),
        remedy=tr(
            "Teach {one} itself what {other} corrects, or judge {other} by an aim of its own; retrain and release "
            "them together until then.",
            one=one,
            other=other,
        ),
        evidence=(
            *(told_edge(inspection.graph, e) for e in path),
            *(told_node(inspection.graph.nodes[i], _told_aims(inspection, i)) for i in (first, second)),
        ),
        clears=tr(
            "{other} without the output of {one}, or success metrics that differ.", other=other, one=one
        ),
    )


def _told_aims(inspection: Inspection, model: str) -> str:
    aims = sorted(_aims(inspection.graph, model))
    if not aims:
        return tr("success metric not stated")
    return tr("judged by {names}", names=named(inspection.graph, aims))
