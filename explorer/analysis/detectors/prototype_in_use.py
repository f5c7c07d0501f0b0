"""Prototypes in use: experiments and notebooks on which something live depends."""

from __future__ import annotations

from explorer.analysis.detectors.inspection import (
    DATA_KINDS,
    END_KINDS,
    Inspection,
    capped,
    told_last_use,
    told_node,
)
from explorer.analysis.told_edges import told_edge
from explorer.domain.entities import Edge, Node
from explorer.domain.findings import Finding
from explorer.domain.kinds import Criticality, Lifecycle, NodeKind, Severity, Subtype
from explorer.domain.wording import named
from explorer.domain.words import told
from explorer.language import marked_n, tr, tr_n

RULE = "prototype-in-use"
_NOT_LIVE = (Lifecycle.EXPERIMENTAL, Lifecycle.DEPRECATED)
_NOTEBOOK = marked_n(
    "{node} is a notebook, and {names} depends on it.", "{node} is a notebook, and {names} depend on it."
)
_EXPERIMENT = marked_n(
    "{node} is an experiment, and {names} depends on it.",
    "{node} is an experiment, and {names} depend on it.",
)


def find_prototypes_in_use(inspection: Inspection) -> list[Finding]:
    """Each experimental node, and each notebook that writes, whose data goes on to something live."""
    graph = inspection.graph
    prototypes = [n for n in inspection.nodes() if _is_prototype(n)]
    if not prototypes:
        return []
    live_ends = {
        n.id for n in inspection.nodes() if n.kind in END_KINDS and not _is_prototype(n) and _is_live(n)
    }
    leads_on = inspection.reaching(live_ends)
    findings = []
    for node in prototypes:
        edges = [
            e
            for e in graph.edges_from(node.id)
            if e.kind in DATA_KINDS and e.to_id in leads_on and _is_live(graph.nodes[e.to_id])
        ]
        if edges:
            findings.append(_finding(inspection, node, edges))
    return findings


def _is_prototype(node: Node) -> bool:
    return node.lifecycle is Lifecycle.EXPERIMENTAL or (
        node.kind is NodeKind.CONSUMER and node.subtype is Subtype.NOTEBOOK
    )


def _is_live(node: Node) -> bool:
    return node.lifecycle not in _NOT_LIVE


def _finding(inspection: Inspection, node: Node, edges: list[Edge]) -> Finding:
    graph = inspection.graph
    users = tuple(dict.fromkeys(e.to_id for e in edges))
    critical = [i for i in users if graph.nodes[i].criticality is Criticality.HIGH]
    what = node.lifecycle or node.subtype
    return Finding(
        rule=RULE,
        severity=capped(Severity.ERROR if critical else Severity.WARNING, edges),
        nodes=(node.id, *users),
        edges=tuple(e.key for e in edges),
        reason=tr_n(
            *(_NOTEBOOK if node.subtype is Subtype.NOTEBOOK else _EXPERIMENT),
            len(users),
            node=node.name,
            names=named(graph, users),
        ),
        remedy=tr(
            "Make {node} a part of the system, with an owner, tests and a version, and call it live; or take it out.",
            node=node.name,
        ),
        evidence=(
            told_node(node, told(what) if what else "", told_last_use(node)),
            *(told_edge(inspection.graph, e) for e in edges[:10]),
        ),
        clears=tr("{node} live, or nothing live behind it.", node=node.name),
    )
