"""An edge as evidence: its ends, how it is known, what it does, when it was seen, where it is written."""

from __future__ import annotations

from explorer.domain.entities import Edge, EdgeKey
from explorer.domain.kinds import EdgeKind
from explorer.domain.system_graph import SystemGraph


def arrow(graph: SystemGraph, key: EdgeKey) -> str:
    """ "a → b"."""
    return f"{graph.nodes[key.from_id].name} → {graph.nodes[key.to_id].name}"


def told_edge(graph: SystemGraph, edge: Edge) -> str:
    """Everything an answer may rest on at an edge, in one line."""
    facts = [f"{arrow(graph, edge.key)}: {edge.kind}, {edge.evidence}"]
    if edge.kind is EdgeKind.DRIVES:
        facts.append(f"sign {edge.sign or 'not stated'}")
        facts.append(str(edge.relation or "nobody says whether component or influence"))
        if edge.backing is not None:
            facts.append(f"backed by {edge.backing}")
    if edge.version is not None:
        facts.append(f"version {edge.version}")
    if edge.filter is not None:
        facts.append(f"filter {edge.filter}")
    if edge.exploration is not None:
        facts.append(f"exploration {edge.exploration:.0%}")
    if edge.confidence is not None:
        facts.append(f"confidence {edge.confidence:g}")
    if edge.count is not None:
        facts.append(f"seen {edge.count:,} times")
    if edge.last_seen is not None:
        facts.append(
            f"last on {edge.last_seen}" if edge.count is not None else f"last seen on {edge.last_seen}"
        )
    if edge.source is not None:
        facts.append(str(edge.source))
    return ", ".join(facts)
