"""Jobs that run for nobody: what they write reaches no model, consumer or metric."""

from __future__ import annotations

from explorer.analysis.detectors.inspection import DATA_KINDS, Inspection, told_node
from explorer.analysis.told_edges import told_edge
from explorer.domain.entities import Node
from explorer.domain.findings import Finding
from explorer.domain.kinds import Lifecycle, NodeKind, Severity
from explorer.domain.wording import counted, named

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
    where = (
        f"writes {named(graph, into)}, from which nothing live is known to reach a model, consumer or metric"
        if into
        else "writes nothing that is known"
    )
    dying = inspection.dies_without([node.id])
    cascade = f" Without it, {counted(len(dying), 'node')} upstream would serve nothing: " if dying else ""
    return Finding(
        rule=RULE,
        severity=Severity.WARNING,
        nodes=(node.id, *into),
        edges=tuple(e.key for e in written),
        reason=f"{node.name} {where}.{cascade}{named(graph, dying) + '.' if dying else ''}",
        remedy=f"Declare who reads what {node.name} writes, or stop running it.",
        evidence=tuple(told_edge(inspection.graph, e) for e in written)
        or (told_node(node, f"last used on {node.last_used}" if node.last_used else "no output"),),
        clears="A live reader of what it writes, or no such job.",
    )
