"""Readers of what is deprecated or superseded. (A deprecated feature is an unused one: see unused_feature.)"""

from __future__ import annotations

from explorer.analysis.detectors.inspection import DATA_KINDS, Inspection, capped, told_last_use, told_node
from explorer.analysis.told_edges import told_edge
from explorer.domain.entities import Node
from explorer.domain.findings import Finding
from explorer.domain.kinds import Lifecycle, NodeKind, Severity
from explorer.domain.wording import named
from explorer.domain.words import told
from explorer.language import tr, tr_n

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
    is_deprecated = node.lifecycle is Lifecycle.DEPRECATED
    state = told(Lifecycle.DEPRECATED) if is_deprecated else tr("superseded")
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
                reason=_reason(readers, who, node, None if is_deprecated else instead),
                remedy=tr("Move {names} to {successor}.", names=who, successor=instead)
                if instead
                else tr("Move {names} away from {node}.", names=who, node=node.name),
                evidence=(
                    told_node(node, state, told_last_use(node)),
                    *(told_edge(inspection.graph, e) for e in edges),
                ),
                clears=tr("No live reader of {node}.", node=node.name),
            )
        )
    return findings


def _reason(readers: tuple[str, ...], names: str, node: Node, successor: str | None) -> str:
    """successor: what took the node's place; None where it is deprecated."""
    if successor is None:
        return tr_n(
            "{names} still reads {node}, which is deprecated.",
            "{names} still read {node}, which is deprecated.",
            len(readers),
            names=names,
            node=node.name,
        )
    return tr_n(
        "{names} still reads {node}, which is superseded by {successor}.",
        "{names} still read {node}, which is superseded by {successor}.",
        len(readers),
        names=names,
        node=node.name,
        successor=successor,
    )
