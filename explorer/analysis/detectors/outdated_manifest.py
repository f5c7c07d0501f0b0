"""A manifest that is older than a log which contradicts it; both are shown, and neither is believed blindly."""

from __future__ import annotations

from datetime import date

from explorer.analysis.detectors.inspection import READ_KINDS, Inspection, told_node
from explorer.analysis.detectors.undeclared_consumer import consumers_undeclared
from explorer.analysis.told_edges import told_edge
from explorer.domain.entities import Edge, Node
from explorer.domain.findings import Finding
from explorer.domain.kinds import Evidence, Severity
from explorer.domain.wording import counted, named
from explorer.language import tr

RULE = "outdated-manifest"


def find_outdated_manifests(inspection: Inspection) -> list[Finding]:
    """Reads seen after the manifest's day that it does not know, and last days of use that a log contradicts."""
    graph = inspection.graph
    findings = []
    if graph.as_of is not None:
        later = [
            e
            for e in consumers_undeclared(inspection)
            if e.last_seen is not None and e.last_seen > graph.as_of
        ]
        by_read: dict[str, list[Edge]] = {}
        for edge in later:
            by_read.setdefault(edge.from_id, []).append(edge)
        for group in inspection.split_by_suppression(RULE, by_read):
            edges = [e for i in group for e in by_read[i]]
            findings.append(_unknown_reads(inspection, edges, graph.as_of))
    for node in inspection.nodes():
        if node.last_used is not None and node.evidence is Evidence.DECLARED:
            findings.extend(_used_later(inspection, node, node.last_used))
    return findings


def _unknown_reads(inspection: Inspection, edges: list[Edge], as_of: date) -> Finding:
    latest = max(e.last_seen for e in edges if e.last_seen is not None)
    read = dict.fromkeys(e.from_id for e in edges)
    return Finding(
        rule=RULE,
        severity=Severity.WARNING,
        nodes=tuple(dict.fromkeys(i for e in edges for i in (e.from_id, e.to_id))),
        edges=tuple(e.key for e in edges),
        reason=tr(
            "The manifest is of {day}; a log that goes on to {latest} shows {readers} of {names} that it does not "
            "know.",
            day=as_of,
            latest=latest,
            readers=counted(len(edges), "reader"),
            names=named(inspection.graph, read),
        ),
        remedy=tr("Bring the manifest up to date: declare these readers, and set as_of."),
        evidence=(
            tr("manifest: as of {day}", day=as_of),
            *(tr("log: {edge}", edge=told_edge(inspection.graph, e)) for e in edges[:10]),
        ),
        clears=tr("A manifest that declares them, or one that is younger than the log."),
    )


def _used_later(inspection: Inspection, node: Node, last_used: date) -> list[Finding]:
    edges = inspection.graph.edges_from(node.id)
    later = [e for e in edges if e.kind in READ_KINDS and e.last_seen is not None and e.last_seen > last_used]
    if not later:
        return []
    latest = max(e.last_seen for e in later if e.last_seen is not None)
    readers = named(inspection.graph, dict.fromkeys(e.to_id for e in later))
    return [
        Finding(
            rule=RULE,
            severity=Severity.WARNING,
            nodes=(node.id, *dict.fromkeys(e.to_id for e in later)),
            edges=tuple(e.key for e in later),
            reason=tr(
                "The manifest says that {node} was last used on {day}; a log shows a read on {latest}.",
                node=node.name,
                day=last_used,
                latest=latest,
            ),
            remedy=tr(
                "Correct last_used of {node}, and ask {readers} what it is used for.",
                node=node.name,
                readers=readers,
            ),
            evidence=(
                told_node(node, tr("manifest: last used on {day}", day=last_used)),
                *(tr("log: {edge}", edge=told_edge(inspection.graph, e)) for e in later),
            ),
            clears=tr("A last day of use that agrees with the log."),
        )
    ]
