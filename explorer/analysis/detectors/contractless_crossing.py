"""Data that goes from one team to another without a contract for its schema."""

from __future__ import annotations

from explorer.analysis.detectors.inspection import READ_KINDS, Inspection, capped
from explorer.analysis.told_edges import told_edge
from explorer.domain.entities import Edge
from explorer.domain.findings import Finding
from explorer.domain.kinds import EdgeKind, NodeKind, Severity
from explorer.domain.pauses import checked
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted, named
from explorer.language import tr

RULE = "cross-team-without-contract"
CONTRACTED = frozenset((NodeKind.DATASET, NodeKind.FEATURE, NodeKind.ARTIFACT, NodeKind.MODEL))


def find_contractless_crossings(inspection: Inspection) -> list[Finding]:
    """One finding for each pair of teams, with what passes between them and is under no enforced schema."""
    groups: dict[tuple[str, str], dict[str, list[Edge]]] = {}
    graph = inspection.graph
    for edge in checked(inspection.crossing, inspection.check):
        holder = contract_holder(graph, edge)
        if holder is not None and not has_contract(graph, holder):
            ends = (str(graph.nodes[edge.from_id].owner), str(graph.nodes[edge.to_id].owner))
            groups.setdefault(ends, {}).setdefault(holder, []).append(edge)
    findings = []
    for ends in sorted(groups):
        inspection.check()
        held = groups[ends]
        for holders in inspection.split_by_suppression(RULE, held):
            findings.append(_finding(inspection, holders, [e for h in holders for e in held[h]]))
    return findings


def contract_holder(graph: SystemGraph, edge: Edge) -> str | None:
    """Whose contract an edge rests on: of what is read or, where something is written, of that."""
    if edge.kind in READ_KINDS:
        holder = edge.from_id
    elif edge.kind is EdgeKind.PRODUCES:
        holder = edge.to_id
    else:
        return None
    return holder if graph.nodes[holder].kind in CONTRACTED else None


def has_contract(graph: SystemGraph, node_id: str) -> bool:
    """Whether a build that breaks the schema is refused."""
    contract = graph.nodes[node_id].contract
    return contract is not None and contract.schema_enforced


def _finding(inspection: Inspection, holders: tuple[str, ...], edges: list[Edge]) -> Finding:
    graph = inspection.graph
    first = edges[0]
    giver, taker = inspection.owner(first.from_id), inspection.owner(first.to_id)
    ends = tuple(dict.fromkeys((*holders, *(i for e in edges for i in (e.from_id, e.to_id)))))
    stated = [i for i in holders if graph.nodes[i].contract is not None]
    held = named(graph, holders)
    reason = tr(
        "{edges} from {giver} to {taker} without a known contract for the schema of {names}.",
        edges=counted(len(edges), "edge"),
        giver=giver,
        taker=taker,
        names=held,
    )
    if stated:
        without = tr("{names} says that no schema is enforced.", names=named(graph, stated))
        reason = f"{reason} {without}"
    return Finding(
        rule=RULE,
        severity=capped(Severity.WARNING if stated else Severity.INFO, edges),
        nodes=ends,
        edges=tuple(e.key for e in edges),
        reason=reason,
        remedy=tr(
            "Agree on the schema of {names}, and have it enforced where it is written: contract.", names=held
        ),
        evidence=tuple(told_edge(inspection.graph, e) for e in edges[:10]),
        clears=tr("An enforced schema on {names}.", names=held),
    )
