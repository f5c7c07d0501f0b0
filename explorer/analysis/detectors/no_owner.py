"""Nodes that nobody answers for."""

from __future__ import annotations

from explorer.analysis.detectors.inspection import Inspection, told_node
from explorer.domain.findings import Finding
from explorer.domain.kinds import NodeKind, Severity
from explorer.domain.wording import counted, named
from explorer.language import tr

RULE = "no-owner"
OWNABLE = frozenset(NodeKind) - {NodeKind.WORLD, NodeKind.UNKNOWN}


def find_no_owner(inspection: Inspection) -> list[Finding]:
    """One finding for all of them; a ghost has its own."""
    graph = inspection.graph
    unowned = [n.id for n in inspection.nodes() if n.kind in OWNABLE and n.owner is None]
    return [
        Finding(
            rule=RULE,
            severity=Severity.INFO,
            nodes=group,
            reason=tr(
                "{nodes} without an owner: {names}.",
                nodes=counted(len(group), "node"),
                names=named(graph, group),
            ),
            remedy=tr("Say who owns them: owner."),
            evidence=tuple(told_node(graph.nodes[i], tr("owner not stated")) for i in group[:10]),
            clears=tr("An owner for each of them."),
        )
        for group in inspection.split_by_suppression(RULE, unowned)
    ]
