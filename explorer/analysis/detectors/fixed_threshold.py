"""Thresholds set by hand on what a model says: the model learns on, and the number stays where it was."""

from __future__ import annotations

from explorer.analysis.detectors.inspection import Inspection, capped, told_node
from explorer.analysis.detectors.unstable_dependency import makers
from explorer.analysis.told_edges import told_edge
from explorer.domain.entities import Edge
from explorer.domain.findings import Finding
from explorer.domain.kinds import NodeKind, Retrain, Severity, Subtype
from explorer.domain.words import told
from explorer.language import tr

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
    gaps = {"reader": inspection.name(edge.to_id), "filter": edge.filter, "read": read.name}
    reason = (
        tr(
            "{reader} takes only {filter} of {read}, a number set by hand; what it lets through changes every time "
            "{model} is retrained.",
            **gaps,
            model=who,
        )
        if models or read.kind is NodeKind.MODEL
        else tr(
            "{reader} takes only {filter} of {read}, a number set by hand; what it lets through changes every time "
            "the model is retrained.",
            **gaps,
        )
    )
    return Finding(
        rule=RULE,
        severity=capped(Severity.WARNING, [edge]),
        nodes=(edge.from_id, edge.to_id, *models),
        edges=(edge.key,),
        reason=reason,
        remedy=tr(
            "Set the threshold from held-out data after every retraining, and hand it on as an artifact whose id "
            "stands in the filter in the place of the number."
        ),
        evidence=(
            told_edge(inspection.graph, edge),
            *(told_node(graph.nodes[i], _retraining(graph.nodes[i].retrain)) for i in models),
        ),
        clears=tr("A filter that names a learnt threshold, or a model that never learns again."),
    )


def _retraining(retrain: Retrain | None) -> str:
    return tr("retraining {when}", when=told(retrain)) if retrain else tr("retraining not stated")
