"""Producers whose data nobody is known to use."""

from __future__ import annotations

from explorer.analysis.detectors.inspection import DATA_KINDS, Inspection, told_node
from explorer.analysis.told_edges import told_edge
from explorer.domain.entities import Node
from explorer.domain.findings import Finding
from explorer.domain.kinds import NodeKind, Severity
from explorer.domain.wording import named
from explorer.language import tr

RULE = "orphan-producer"


def find_orphan_producers(inspection: Inspection) -> list[Finding]:
    """Producers that feed nothing, or only what nothing reads on."""
    findings = []
    for node in inspection.nodes():
        if node.kind is NodeKind.PRODUCER:
            finding = _finding(inspection, node)
            if finding is not None:
                findings.append(finding)
    return findings


def _finding(inspection: Inspection, node: Node) -> Finding | None:
    graph = inspection.graph
    given = [e for e in graph.edges_from(node.id) if e.kind in DATA_KINDS]
    kept = {NodeKind.DATASET, NodeKind.ARTIFACT}
    if any(
        graph.nodes[e.to_id].kind not in kept
        or any(f.kind in DATA_KINDS and f.to_id != e.to_id for f in graph.edges_from(e.to_id))
        for e in given
    ):
        return None
    into = tuple(dict.fromkeys(e.to_id for e in given))
    reason = (
        tr(
            "What {node} gives only goes into {names}, which nothing is known to read.",
            node=node.name,
            names=named(graph, into),
        )
        if into
        else tr("What {node} gives goes nowhere.", node=node.name)
    )
    return Finding(
        rule=RULE,
        severity=Severity.INFO,
        nodes=(node.id, *into),
        edges=tuple(e.key for e in given),
        reason=reason,
        remedy=tr("Declare who reads it, or switch {node} off.", node=node.name),
        evidence=tuple(told_edge(inspection.graph, e) for e in given)
        or (told_node(node, tr("no edge leaves it")),),
        clears=tr("A known reader of what it gives."),
    )
