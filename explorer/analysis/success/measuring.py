"""Whether a metric is measured: on data, or as arithmetic of metrics that are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from explorer.domain.entities import Edge
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind, Relation, Role, Subtype
from explorer.domain.system_graph import SystemGraph

_LEARNT_FROM = frozenset((Subtype.TRAINING, Subtype.LABELS))


def measured_metrics(graph: SystemGraph, measuring: Iterable[Edge]) -> Mapping[str, bool]:
    """The metrics measured over these `measures` edges; the value says whether that is more than inferred."""
    measured: dict[str, bool] = {}
    waiting = [(e.to_id, e.evidence is not Evidence.INFERRED) for e in measuring]
    while waiting:
        metric, sure = waiting.pop()
        if measured.get(metric, False) or (metric in measured and not sure):
            continue
        measured[metric] = sure
        for edge in graph.edges_from(metric):
            if edge.kind is EdgeKind.DRIVES and edge.relation is Relation.COMPONENT:
                waiting.append((edge.to_id, sure and edge.evidence is not Evidence.INFERRED))
    return measured


def measured_on(graph: SystemGraph, metric: str) -> list[Edge]:
    """The edges over which a metric is measured, those from data before those from other metrics."""
    edges = graph.edges_into(metric)
    return [e for e in edges if e.kind is EdgeKind.MEASURES] + [
        e for e in edges if e.kind is EdgeKind.DRIVES and e.relation is Relation.COMPONENT
    ]


def is_offline(graph: SystemGraph, metric: str) -> bool:
    """Whether it says how well a model learnt and not what it did: a quality, or measured on what it learns from."""
    if graph.nodes[metric].role is Role.QUALITY:
        return True
    sources = [graph.nodes[e.from_id] for e in graph.edges_into(metric) if e.kind is EdgeKind.MEASURES]
    return bool(sources) and all(
        n.kind in (NodeKind.MODEL, NodeKind.JOB) or n.subtype in _LEARNT_FROM for n in sources
    )
