"""Jobs that run for nobody: what they write reaches no model, consumer or metric."""

from __future__ import annotations

from explorer.analysis.detectors.inspection import (
    DATA_KINDS,
    Inspection,
    told_dying,
    told_last_use,
    told_node,
)
from explorer.analysis.told_edges import told_edge
from explorer.domain.entities import Node
from explorer.domain.findings import Finding
from explorer.domain.kinds import Lifecycle, NodeKind, Severity
from explorer.domain.wording import named
from explorer.language import tr

RULE = "dead-end-job"


def find_dead_end_jobs(inspection: Inspection) -> list[Finding]:
    """Dead-end jobs, without the experimental ones, which are a debt of their own."""
    return [
        _finding(inspection, node)
        for node in inspection.nodes()
        if node.kind is NodeKind.JOB
        and node.lifecycle is not Lifecycle.EXPERIMENTAL
        and node.id not in inspection.useful
    ]


def _finding(inspection: Inspection, node: Node) -> Finding:
    graph = inspection.graph
    written = [e for e in graph.edges_from(node.id) if e.kind in DATA_KINDS]
    into = tuple(dict.fromkeys(e.to_id for e in written))
    reason = (
        tr(
            "{job} writes {names}, from which nothing live is known to reach a model, consumer or metric.",
            job=node.name,
            names=named(graph, into),
        )
        if into
        else tr("{job} writes nothing that is known.", job=node.name)
    )
    return Finding(
        rule=RULE,
        severity=Severity.WARNING,
        nodes=(node.id, *into),
        edges=tuple(e.key for e in written),
        reason=f"{reason}{told_dying(graph, inspection.dies_without([node.id]))}",
        remedy=tr("Declare who reads what {job} writes, or stop running it.", job=node.name),
        evidence=tuple(told_edge(inspection.graph, e) for e in written)
        or (told_node(node, told_last_use(node) or tr("no output")),),
        clears=tr("A live reader of what it writes, or no such job."),
    )
