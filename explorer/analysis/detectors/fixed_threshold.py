"""Thresholds set by hand on what a model says: the model learns on, and the number stays where it was."""

from __future__ import annotations

from explorer.analysis.detectors.inspection import Inspection, capped, told_node
from explorer.analysis.detectors.unstable_dependency import makers
from explorer.analysis.told_edges import told_edge
from explorer.domain.entities import Edge
from explorer.domain.findings import Finding
from explorer.domain.kinds import NodeKind, Retrain, Severity, Subtype

RULE = "fixed-threshold"
_ORDERS = frozenset((">=", "<=", ">", "<"))
"""A number is a threshold where more or less of it decides; where it must be equal it is a category."""


def find_fixed_thresholds(inspection: Inspection) -> list[Finding]:
    """Each filter on a model's output by a number, unless the model never learns again."""
    return [
        _finding(inspection, edge)
        for edge in inspection.edges()
        if edge.filter is not None
        and edge.filter.op in _ORDERS
        and isinstance(edge.filter.value, (int, float))
        and not isinstance(edge.filter.value, bool)
        and _may_move(inspection, edge)
    ]


def _may_move(inspection: Inspection, edge: Edge) -> bool:
    """Whether what is filtered comes from a model that may learn again; predictions of no known model do."""
    graph = inspection.graph
    node = graph.nodes[edge.from_id]
    models = makers(graph, node)
    if not models:
        return node.subtype is Subtype.PREDICTIONS
    return any(graph.nodes[i].retrain is not Retrain.NEVER for i in models)


def _finding(inspection: Inspection, edge: Edge) -> Finding:
    graph = inspection.graph
    read = graph.nodes[edge.from_id]
    models = [i for i in makers(graph, read) if i != edge.from_id]
    who = graph.nodes[models[0]].name if models else read.name
    learns = (
        f"every time {who} is retrained"
        if models or read.kind is NodeKind.MODEL
        else "every time the model is retrained"
    )
    return Finding(
        rule=RULE,
        severity=capped(Severity.WARNING, [edge]),
        nodes=(edge.from_id, edge.to_id, *models),
        edges=(edge.key,),
        reason=f"{inspection.name(edge.to_id)} takes only {edge.filter} of {read.name}, a number set by hand; what "
        f"it lets through changes {learns}.",
        remedy="Set the threshold from held-out data after every retraining, and hand it on as an artifact whose id "
        "stands in the filter in the place of the number.",
        evidence=(
            told_edge(inspection.graph, edge),
            *(
                told_node(graph.nodes[i], f"retraining {graph.nodes[i].retrain or 'not stated'}")
                for i in models
            ),
        ),
        clears="A filter that names a learnt threshold, or a model that never learns again.",
    )
