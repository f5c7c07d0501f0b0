"""An edge as evidence: its ends, how it is known, what it does, when it was seen, where it is written."""

from __future__ import annotations

from explorer.domain.entities import Edge, EdgeKey
from explorer.domain.kinds import EdgeKind
from explorer.domain.system_graph import SystemGraph
from explorer.domain.words import told
from explorer.language import tr, tr_n


def arrow(graph: SystemGraph, key: EdgeKey) -> str:
    """ "a → b"."""
    return f"{graph.nodes[key.from_id].name} → {graph.nodes[key.to_id].name}"


def told_edge(graph: SystemGraph, edge: Edge) -> str:
    """Everything an answer may rest on at an edge, in one line."""
    facts = [f"{arrow(graph, edge.key)}: {told(edge.kind)}, {told(edge.evidence)}"]
    if edge.kind is EdgeKind.DRIVES:
        facts.append(tr("sign {sign}", sign=told(edge.sign)) if edge.sign else tr("sign not stated"))
        unsaid = tr("nobody says whether component or influence")
        facts.append(told(edge.relation) if edge.relation else unsaid)
        if edge.backing is not None:
            facts.append(tr("backed by {backing}", backing=told(edge.backing)))
    if edge.version is not None:
        facts.append(tr("version {version}", version=edge.version))
    if edge.filter is not None:
        facts.append(tr("filter {filter}", filter=edge.filter))
    if edge.exploration is not None:
        facts.append(tr("exploration {share:.0%}", share=edge.exploration))
    if edge.confidence is not None:
        facts.append(tr("confidence {confidence:g}", confidence=edge.confidence))
    if edge.count is not None:
        facts.append(times_seen(edge.count))
    if edge.last_seen is not None:
        last = tr("last on {day}", day=edge.last_seen)
        facts.append(last if edge.count is not None else tr("last seen on {day}", day=edge.last_seen))
    if edge.source is not None:
        facts.append(str(edge.source))
    return ", ".join(facts)


def times_seen(count: int) -> str:
    """How often a log shows it."""
    return tr_n("seen {count:,} time", "seen {count:,} times", count)
