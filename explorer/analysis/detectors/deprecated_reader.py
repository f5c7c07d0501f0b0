"""Readers of what is deprecated or superseded. (A deprecated feature is an unused one: see unused_feature.)"""

from __future__ import annotations

from explorer.analysis.detectors.inspection import DATA_KINDS, Inspection, capped, told_node
from explorer.analysis.told_edges import told_edge
from explorer.domain.entities import Node
from explorer.domain.findings import Finding
from explorer.domain.kinds import Lifecycle, NodeKind, Severity
from explorer.domain.wording import named

RULE = "reads-deprecated"


def find_deprecated_readers(inspection: Inspection) -> list[Finding]:
    """For each deprecated node those that still read it and are not deprecated themselves."""
    findings = []
    for node in inspection.nodes():
        retired = node.lifecycle is Lifecycle.DEPRECATED or node.superseded_by is not None
        if retired and node.kind is not NodeKind.FEATURE:
            findings.extend(_findings(inspection, node))
    return findings


def _findings(inspection: Inspection, node: Node) -> list[Finding]:
    graph = inspection.graph
    reads = {
        e.to_id: e
        for e in graph.edges_from(node.id)
        if e.kind in DATA_KINDS
        and graph.nodes[e.to_id].lifecycle is not Lifecycle.DEPRECATED
        and e.to_id != node.superseded_by
    }
    successor = graph.nodes.get(node.superseded_by) if node.superseded_by is not None else None
    instead = node.superseded_by if successor is None else successor.name
    state = "deprecated" if node.lifecycle is Lifecycle.DEPRECATED else "superseded"
    findings = []
    for readers in inspection.split_by_suppression(RULE, reads):
        edges = [reads[i] for i in readers]
        who = named(graph, readers)
        findings.append(
            Finding(
                rule=RULE,
                severity=capped(Severity.WARNING, edges),
                nodes=(node.id, *readers),
                edges=tuple(e.key for e in edges),
                reason=f"{who} still {'reads' if len(readers) == 1 else 'read'} {node.name}, which is {state}"
                f"{f' by {instead}' if instead and state == 'superseded' else ''}.",
                remedy=f"Move {who} to {instead}." if instead else f"Move {who} away from {node.name}.",
                evidence=(
                    told_node(node, state, f"last used on {node.last_used}" if node.last_used else ""),
                    *(told_edge(inspection.graph, e) for e in edges),
                ),
                clears=f"No live reader of {node.name}.",
            )
        )
    return findings
