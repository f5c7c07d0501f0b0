"""Readers that hold different versions of one thing, whose outputs no longer mean the same."""

from __future__ import annotations

from explorer.analysis.detectors.copies import Readers, all_readers, told_copies, version_read
from explorer.analysis.detectors.inspection import Inspection, capped
from explorer.domain.entities import Edge, Node
from explorer.domain.findings import Finding
from explorer.domain.kinds import NodeKind, Severity
from explorer.domain.wording import counted, listed, named
from explorer.language import tr

RULE = "mixed-versions"
_VERSIONED = frozenset((NodeKind.ARTIFACT, NodeKind.MODEL, NodeKind.DATASET, NodeKind.FEATURE))


def find_mixed_versions(inspection: Inspection) -> list[Finding]:
    """Things that are read in more than one version, or in a copy of which nobody knows the version."""
    findings = []
    known = all_readers(inspection)
    for node in inspection.nodes():
        readers = known.get(node.id)
        if node.kind in _VERSIONED and readers is not None and readers.held:
            finding = _finding(inspection, node, readers)
            if finding is not None:
                findings.append(finding)
    return findings


def _finding(inspection: Inspection, node: Node, readers: Readers) -> Finding | None:
    graph = inspection.graph
    edges = (*readers.live, *readers.held)
    if len(edges) < 2:
        return None
    by_version: dict[str | None, list[Edge]] = {}
    for edge in edges:
        by_version.setdefault(version_read(graph, edge), []).append(edge)
    if len(by_version) < 2:
        return None
    known = sorted(v for v in by_version if v is not None)
    readers_of = {v: named(graph, [e.to_id for e in some]) for v, some in by_version.items()}
    each = [tr("{version} at {names}", version=v, names=readers_of[v]) for v in known]
    if None in by_version:
        each.append(tr("one that nobody states at {names}", names=readers_of[None]))
    severity = Severity.WARNING if len(known) > 1 else Severity.INFO
    count = counted(len(by_version), "version") if len(known) > 1 else tr("possibly several versions")
    return Finding(
        rule=RULE,
        severity=capped(severity, edges),
        nodes=(node.id, *dict.fromkeys(e.to_id for e in edges)),
        edges=tuple(e.key for e in edges),
        reason=tr(
            "{node} is in use in {versions}: {each}.", node=node.name, versions=count, each=listed(each)
        ),
        remedy=tr(
            "Bring all readers of {node} to one version, and move them together from then on.", node=node.name
        ),
        evidence=told_copies(graph, readers),
        clears=tr("One version of {node} with all its readers.", node=node.name),
    )
