"""Names that lead nowhere: an edge or a successor that names what nothing declares."""

from __future__ import annotations

from explorer.analysis.detectors.inspection import Inspection, told_node
from explorer.analysis.told_edges import told_edge
from explorer.domain.entities import Node
from explorer.domain.findings import Finding
from explorer.domain.kinds import Severity
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import named
from explorer.language import tr, tr_n

RULE = "dangling-reference"


def find_dangling_references(inspection: Inspection) -> list[Finding]:
    """A finding for each ghost, and for each successor that there is not."""
    graph = inspection.graph
    findings = [_ghost(inspection, n) for n in ghosts(graph)]
    for node in inspection.nodes():
        if node.superseded_by is not None and node.superseded_by not in graph.nodes:
            findings.append(_successor(node, node.superseded_by))
    return findings


def ghosts(graph: SystemGraph) -> list[Node]:
    """Nodes that an edge names and nothing declares."""
    return [n for n in graph.nodes.values() if n.is_ghost]


def _ghost(inspection: Inspection, node: Node) -> Finding:
    graph = inspection.graph
    edges = graph.edges_from(node.id) + graph.edges_into(node.id)
    users = dict.fromkeys(e.to_id if e.from_id == node.id else e.from_id for e in edges)
    return Finding(
        rule=RULE,
        severity=Severity.WARNING,
        nodes=(node.id,),
        edges=tuple(e.key for e in edges),
        reason=tr_n(
            "{names} names {node}, which nothing declares.",
            "{names} name {node}, which nothing declares.",
            len(users),
            names=named(graph, users),
            node=node.name,
        ),
        remedy=tr("Declare {node}, or correct the name.", node=node.name),
        evidence=tuple(told_edge(inspection.graph, e) for e in edges)
        or (told_node(node, tr("declared nowhere")),),
        clears=tr("A declaration of {node}, or no edge that names it.", node=node.name),
    )


def _successor(node: Node, successor: str) -> Finding:
    return Finding(
        rule=RULE,
        severity=Severity.WARNING,
        nodes=(node.id,),
        reason=tr(
            "{node} is superseded by {successor}, which nothing declares.",
            node=node.name,
            successor=successor,
        ),
        remedy=tr("Declare {successor}, or correct superseded_by.", successor=successor),
        evidence=(told_node(node, tr("superseded by {successor}", successor=successor)),),
        clears=tr("A declaration of {successor}, or another successor.", successor=successor),
    )
