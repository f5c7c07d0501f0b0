"""Datasets that only a log or a run shows: nobody declares them, so nobody answers for what is in them.

Asked only of what hangs together with something declared; where there is but a log, everything in it is undeclared,
and saying so of each would say nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from explorer.analysis.detectors.inspection import DATA_KINDS, READ_KINDS, Inspection, told_node
from explorer.analysis.detectors.undeclared_consumer import base_names
from explorer.analysis.told_edges import told_edge
from explorer.domain.entities import Edge, Node
from explorer.domain.findings import Finding
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind, Severity
from explorer.domain.pauses import checked
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import named
from explorer.language import tr

RULE = "undeclared-dataset"
_MOST_EDGES = 10


def find_undeclared_datasets(inspection: Inspection) -> list[Finding]:
    """A finding for each, with what it is made from and who reads it."""
    return [_finding(inspection, node) for node in undeclared_datasets(inspection.graph, inspection.check)]


def undeclared_datasets(graph: SystemGraph, check: Callable[[], None] = lambda: None) -> list[Node]:
    """Datasets that were seen and that nobody declares; a temporary name is that of the dataset it stands for."""
    seen = [
        n
        for n in checked(graph.nodes.values(), check)
        if n.kind is NodeKind.DATASET and n.evidence is Evidence.OBSERVED
    ]
    if not seen:
        return []
    temporary, beside = base_names(graph, check), _beside_declared(graph, seen, check)
    return [n for n in seen if n.id in beside and n.id not in temporary]


def _beside_declared(graph: SystemGraph, seen: list[Node], check: Callable[[], None]) -> set[str]:
    """The ids from which something declared is reached, over whatever is not declared."""
    found: set[str] = set()
    known: set[str] = set()
    for node in checked(seen, check):
        if node.id in known:
            continue
        group, touches = [node.id], False
        known.add(node.id)
        for here in group:
            around = [e.to_id for e in graph.edges_from(here)] + [e.from_id for e in graph.edges_into(here)]
            for other in around:
                if graph.nodes[other].evidence is Evidence.DECLARED:
                    touches = True
                elif other not in known:
                    known.add(other)
                    group.append(other)
        if touches:
            found.update(group)
    return found


def _finding(inspection: Inspection, node: Node) -> Finding:
    graph = inspection.graph
    into = [e for e in graph.edges_into(node.id) if e.kind in DATA_KINDS]
    out = [e for e in graph.edges_from(node.id) if e.kind in READ_KINDS and e.kind is not EdgeKind.DERIVES]
    made_from = _named(graph, (e.from_id for e in into))
    read_by = _named(graph, (e.to_id for e in out))
    gaps = {"node": node.name, "sources": made_from, "readers": read_by}
    if made_from and read_by:
        reason = tr(
            "{node} was seen, made from {sources} and read by {readers}, and nobody declares it.", **gaps
        )
    elif made_from:
        reason = tr("{node} was seen, made from {sources}, and nobody declares it.", **gaps)
    elif read_by:
        reason = tr("{node} was seen, read by {readers}, and nobody declares it.", **gaps)
    else:
        reason = tr("{node} was seen, and nobody declares it.", **gaps)
    edges: list[Edge] = [*into, *out]
    return Finding(
        rule=RULE,
        severity=Severity.WARNING,
        nodes=(node.id,),
        edges=tuple(e.key for e in edges),
        reason=reason,
        remedy=tr("Declare {node} with its owner, or have it removed.", node=node.name),
        evidence=(told_node(node), *(told_edge(graph, e) for e in edges[:_MOST_EDGES])),
        clears=tr("A declaration of {node}.", node=node.name),
    )


def _named(graph: SystemGraph, ids: Iterable[str]) -> str:
    found = dict.fromkeys(ids)
    return named(graph, found) if found else ""
