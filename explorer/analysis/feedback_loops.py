"""Feedback loops: a model that shapes what it reads or learns from, at serving time or when it is retrained.

In each strongly connected part that holds a model, the shortest ways round are told: through each of its models,
through each edge that trains one of them, and through the world; each way once. A loop's path follows data only; an
edge with a frozen copy carries no change and closes no loop.
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

MOST_MODELS = 200
"""Models of one part whose ways round are told; a part with more is a system of its own."""

LOOP_KINDS = frozenset(
    (EdgeKind.FEEDS, EdgeKind.PRODUCES, EdgeKind.DERIVES, EdgeKind.TRAINS, EdgeKind.INFLUENCES)
)


def find_feedback_loops(graph: SystemGraph, check: Callable[[], None] = lambda: None) -> list[Finding]:
    """The shortest ways round through each model, each training edge and the world; hidden ones first."""
    import networkx as nx  # costs 0.5 s at start, which a picture does not need

    carriers: nx.DiGraph[str] = nx.DiGraph()
    for edge in graph.edges.values():
        if edge.kind in LOOP_KINDS and edge.pin is not Pin.FROZEN:
            carriers.add_edge(edge.from_id, edge.to_id)
    check()
    findings = []
    for part in sorted(
        (sorted(p) for p in nx.strongly_connected_components(carriers)), key=lambda p: (-len(p), p)
    ):
        if not _holds_loop(carriers, part):
            continue
        inner = carriers.subgraph(part)
        models = [i for i in part if graph.nodes[i].kind is NodeKind.MODEL][:MOST_MODELS]
        told: set[frozenset[tuple[str, str]]] = set()
        for model in models:
            check()
            for way in _ways_round(graph, inner, model):
                steps = frozenset(pairwise(way))
                if steps not in told:
                    told.add(steps)
                    findings.append(_finding(graph, part, way))
    order = list(Severity)
    return sorted(findings, key=lambda f: (order.index(f.severity), len(f.edges), f.nodes))


def _holds_loop(carriers: nx.DiGraph[str], part: list[str]) -> bool:
    return len(part) > 1 or carriers.has_edge(part[0], part[0])


def _ways_round(graph: SystemGraph, part: nx.DiGraph[str], model: str) -> list[list[str]]:
    """Ways from a model back to itself: the shortest, the shortest over each training edge, and by each world."""
    import networkx as nx

    out = nx.single_source_shortest_path(part, model)
    back = {
        end: way[::-1] for end, way in nx.single_source_shortest_path(part.reverse(copy=False), model).items()
    }
    entries = sorted(part.predecessors(model))
    trains = [i for i in entries if EdgeKey(i, model, EdgeKind.TRAINS) in graph.edges]
    worlds = sorted(i for i in part if graph.nodes[i].kind is NodeKind.WORLD)
    ways = [min(([*out[i], model] for i in entries), key=len)]
    ways += [[*out[i], model] for i in trains]
    ways += [out[i] + back[i][1:] for i in worlds]
    # out and back may meet on the way, which is two loops and no third; both are told by themselves
    return [way for way in ways if len(set(way)) == len(way) - 1]


def _finding(graph: SystemGraph, part: list[str], way: list[str]) -> Finding:
    edges = [_carrying_edge(graph, a, b) for a, b in pairwise(way)]
    learning = any(e.kind is EdgeKind.TRAINS for e in edges)
    hidden = _hidden_because(graph, way, edges)
    weak = any(e.evidence is Evidence.INFERRED for e in edges)
    told = " → ".join(graph.nodes[i].name for i in way)
    kind = "learns from what it caused" if learning else "reads at serving time what it caused"
    reason = f"{graph.nodes[way[0]].name} {kind}: {told}."
    if hidden:
        reason += f" The loop is hidden: {listed(hidden)}."
    others = [i for i in way[1:-1] if graph.nodes[i].kind is NodeKind.MODEL]
    if others:
        reason += f" {named(graph, others)} {'is' if len(others) == 1 else 'are'} in it too."
    return Finding(
        rule="feedback-loop",
        severity=Severity.ERROR if hidden and not weak else Severity.WARNING,
        nodes=tuple(way[:-1]),
        edges=tuple(e.key for e in edges),
        reason=reason,
        remedy=_remedy(graph, edges),
        evidence=(
            *(_evidence(graph, e) for e in edges),
            f"{counted(len(part), 'node')} influence each other here",
        ),
    )


def _carrying_edge(graph: SystemGraph, from_id: str, to_id: str) -> Edge:
    """The edge that carries data from one node to the next: training before reading, then the surest."""
    order = list(Evidence)
    found = [
        e
        for e in graph.edges_from(from_id)
        if e.to_id == to_id and e.kind in LOOP_KINDS and e.pin is not Pin.FROZEN
    ]
    return min(found, key=lambda e: (e.kind is not EdgeKind.TRAINS, order.index(e.evidence), e.key))


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
