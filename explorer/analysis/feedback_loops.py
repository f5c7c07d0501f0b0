"""Feedback loops: a model that shapes what it reads or learns from, at serving time or when it is retrained.

Thin on purpose: one finding for each strongly connected part that holds a model, told by the shortest way round
through one of its models. Elementary loops, where to break them and their simulation build on this part.
A loop's path follows data only; an edge with a frozen copy carries no change and closes no loop.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

from explorer.domain.entities import Edge, EdgeKey
from explorer.domain.findings import Finding
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind, Pin, Severity
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted, listed, named

if TYPE_CHECKING:
    import networkx as nx

LOOP_KINDS = frozenset(
    (EdgeKind.FEEDS, EdgeKind.PRODUCES, EdgeKind.DERIVES, EdgeKind.TRAINS, EdgeKind.INFLUENCES)
)


def find_feedback_loops(graph: SystemGraph, check: Callable[[], None] = lambda: None) -> list[Finding]:
    """One finding for each strongly connected part of the data's ways that holds a model, largest first."""
    import networkx as nx  # costs 0.5 s at start, which a picture does not need

    carriers: nx.DiGraph[str] = nx.DiGraph()
    for edge in graph.edges.values():
        if edge.kind in LOOP_KINDS and edge.pin is not Pin.FROZEN:
            carriers.add_edge(edge.from_id, edge.to_id)
    check()
    parts = [
        sorted(part) for part in nx.strongly_connected_components(carriers) if _holds_loop(carriers, part)
    ]
    findings = []
    for part in sorted(parts, key=lambda p: (-len(p), p)):
        check()
        models = [i for i in part if graph.nodes[i].kind is NodeKind.MODEL]
        if models:
            findings.append(_finding(graph, part, _shortest_round(carriers.subgraph(part), models)))
    return findings


def _holds_loop(carriers: nx.DiGraph[str], part: set[str]) -> bool:
    return len(part) > 1 or all(carriers.has_edge(i, i) for i in part)


def _shortest_round(part: nx.DiGraph[str], models: list[str]) -> list[str]:
    """The nodes of the shortest way from a model back to itself; the first model wins among equals."""
    import networkx as nx

    best: list[str] = []
    for model in models:
        for successor in sorted(part.successors(model)):
            way = [model, *nx.shortest_path(part, successor, model)]
            if not best or len(way) < len(best):
                best = way
    return best


def _finding(graph: SystemGraph, part: list[str], way: list[str]) -> Finding:
    edges = [_carrying_edge(graph, a, b) for a, b in pairwise(way)]
    models = [i for i in part if graph.nodes[i].kind is NodeKind.MODEL]
    learning = any(e.kind is EdgeKind.TRAINS for e in edges)
    hidden = _hidden_because(graph, way, edges)
    weak = any(e.evidence is Evidence.INFERRED for e in edges)
    told = " → ".join(graph.nodes[i].name for i in way)
    kind = "learns from what it caused" if learning else "reads at serving time what it caused"
    reason = f"{graph.nodes[way[0]].name} {kind}: {told}."
    if hidden:
        reason += f" The loop is hidden: {listed(hidden)}."
    if len(part) > len(set(way)):
        others = [i for i in models if i not in way]
        also = f", among them {named(graph, others)}" if others else ""
        reason += f" {counted(len(part), 'node')} influence each other in this part of the system{also}."
    return Finding(
        rule="feedback-loop",
        severity=Severity.ERROR if hidden and not weak else Severity.WARNING,
        nodes=tuple(dict.fromkeys((*way, *part))),
        edges=tuple(e.key for e in edges),
        reason=reason,
        remedy=_remedy(graph, edges),
        evidence=tuple(_evidence(graph, e) for e in edges),
    )


def _carrying_edge(graph: SystemGraph, from_id: str, to_id: str) -> Edge:
    """The surest edge that carries data from one node to the next."""
    order = list(Evidence)
    found = [
        e
        for e in graph.edges_from(from_id)
        if e.to_id == to_id and e.kind in LOOP_KINDS and e.pin is not Pin.FROZEN
    ]
    return min(found, key=lambda e: (order.index(e.evidence), e.key))


def _hidden_because(graph: SystemGraph, way: list[str], edges: list[Edge]) -> list[str]:
    reasons = []
    owners = list(dict.fromkeys(o for i in way if (o := graph.nodes[i].owner)))
    if len(owners) > 1:
        reasons.append(f"it crosses teams ({listed(owners)})")
    worlds = list(dict.fromkeys(i for i in way if graph.nodes[i].kind is NodeKind.WORLD))
    if worlds:
        reasons.append(f"it passes through {named(graph, worlds)}")
    undeclared = [e for e in edges if e.evidence is not Evidence.DECLARED]
    if undeclared:
        reasons.append("nobody declared " + listed(_arrow(graph, e.key) for e in undeclared))
    return reasons


def _remedy(graph: SystemGraph, edges: list[Edge]) -> str:
    filters = [e for e in edges if e.filter is not None]
    if filters:
        first = filters[0]
        return (
            f"Let a share of traffic pass the filter “{first.filter}” at {graph.nodes[first.to_id].name} by chance "
            "(exploration), and train on that share or weight by it."
        )
    trains = [e for e in edges if e.kind is EdgeKind.TRAINS]
    if trains:
        learner = graph.nodes[trains[0].to_id].name
        return f"Train {learner} on a randomised slice, or log propensities and weight by them."
    return "Leave the model's own output out of what it reads, or read a frozen copy of it."


def _evidence(graph: SystemGraph, edge: Edge) -> str:
    facts = [f"{_arrow(graph, edge.key)}: {edge.kind}, {edge.evidence}"]
    if edge.filter is not None:
        facts.append(f"filter {edge.filter}")
    if edge.exploration is not None:
        facts.append(f"exploration {edge.exploration:.0%}")
    if edge.confidence is not None:
        facts.append(f"confidence {edge.confidence:g}")
    if edge.source is not None:
        facts.append(str(edge.source))
    return ", ".join(facts)


def _arrow(graph: SystemGraph, key: EdgeKey) -> str:
    return f"{graph.nodes[key.from_id].name} → {graph.nodes[key.to_id].name}"
