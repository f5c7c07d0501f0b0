"""Data that is declared to be without access control, so that a consumer can appear unseen."""

from __future__ import annotations

from explorer.analysis.detectors.inspection import READ_KINDS, Inspection, told_node
from explorer.domain.entities import Node
from explorer.domain.findings import Finding
from explorer.domain.kinds import Access, Severity
from explorer.domain.wording import counted
from explorer.language import tr

RULE = "open-access"


def find_open_access(inspection: Inspection) -> list[Finding]:
    """Each node that says it has no control; nothing said is not known and is told by the coverage."""
    return [_finding(inspection, n) for n in inspection.nodes() if n.access is Access.NONE]


def _finding(inspection: Inspection, node: Node) -> Finding:
    readers = {e.to_id for e in inspection.graph.edges_from(node.id) if e.kind in READ_KINDS}
    return Finding(
        rule=RULE,
        severity=Severity.WARNING,
        nodes=(node.id,),
        reason=tr(
            "{node} is declared to be without access control, so a consumer can appear unseen.",
            node=node.name,
        ),
        remedy=tr("Put it under access control, so that every reader has to be named."),
        evidence=(
            told_node(
                node, tr("access none"), tr("{readers} known", readers=counted(len(readers), "reader"))
            ),
        ),
        clears=tr("Access control on {node}.", node=node.name),
    )
