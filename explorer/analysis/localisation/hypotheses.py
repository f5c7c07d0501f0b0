"""What may have happened: every (node, kind of change), and how likely it is before anything was seen.

A node is as likely as another unless something is known of it: what changed lately is suspected first, and so is what
changes without telling. The kinds of change a node can suffer share its likelihood equally.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta

from explorer.analysis.what_if.effects import RANK
from explorer.analysis.what_if.first_facts import first_effect
from explorer.domain.entities import Node
from explorer.domain.kinds import EdgeKind, NodeKind, Versioning
from explorer.domain.scenarios import ChangeKind
from explorer.domain.system_graph import SystemGraph

LATELY = timedelta(days=14)
RAISED_FOR_A_CHANGE = 4.0
RAISED_FOR_SILENCE = 3.0

_K = ChangeKind
_RUNNING = (_K.OUTAGE, _K.DEGRADE, _K.SCHEMA_BREAK, _K.CORRUPT, _K.SHIFT, _K.DELAY)
KINDS: Mapping[NodeKind, tuple[ChangeKind, ...]] = {
    NodeKind.PRODUCER: _RUNNING,
    NodeKind.DATASET: _RUNNING,
    NodeKind.JOB: _RUNNING,
    NodeKind.UNKNOWN: _RUNNING,
    NodeKind.FEATURE: (_K.OUTAGE, _K.DEGRADE, _K.CORRUPT, _K.SHIFT, _K.DELAY),
    NodeKind.ARTIFACT: (_K.NEW_VERSION, _K.OUTAGE, _K.DEGRADE, _K.SHIFT, _K.DELAY),
    NodeKind.MODEL: (_K.NEW_VERSION, _K.OUTAGE, _K.DEGRADE, _K.CORRUPT, _K.DELAY),
    NodeKind.CONSUMER: (_K.OUTAGE, _K.DEGRADE, _K.CORRUPT, _K.SHIFT, _K.DELAY),
    NodeKind.WORLD: (_K.SHIFT,),
    NodeKind.METRIC: (_K.CORRUPT, _K.DELAY),
    NodeKind.OBJECTIVE: (_K.SHIFT,),
    NodeKind.MONITOR: (_K.CORRUPT,),
}
"""What can happen to a node of each kind. Kinds that begin with the same effect are told apart by nobody, so one of
them stands for all; where two fit equally well, the first is named. A corrupt monitor raises false alarms."""


def effect_ranks(node: Node) -> tuple[int, ...]:
    """The rank of the first effect of each kind of change that can happen to the node."""
    return tuple(RANK[first_effect(kind, node)] for kind in KINDS[node.kind])


@dataclass(frozen=True, slots=True)
class Prior:
    """How much likelier than another a node is before anything was seen, and why."""

    weight: float
    reasons: tuple[str, ...]


_NOTHING_KNOWN = Prior(1.0, ())


def priors(graph: SystemGraph, changed: Collection[str]) -> Mapping[str, Prior]:
    """The nodes likelier than others; `changed` are those of which somebody knows that they changed lately."""
    appeared = _readers_that_appeared(graph)
    found = {}
    for node in graph.nodes.values():
        weight, reasons = 1.0, []
        if node.id in changed:
            weight *= RAISED_FOR_A_CHANGE
            reasons.append("it changed lately")
        elif node.id in appeared:
            weight *= RAISED_FOR_A_CHANGE
            reasons.append(appeared[node.id])
        if node.versioning is Versioning.SILENT:
            weight *= RAISED_FOR_SILENCE
            reasons.append("new versions of it come without notice")
        if reasons:
            found[node.id] = Prior(weight, tuple(reasons))
    return found


def prior_of(found: Mapping[str, Prior], node: str) -> Prior:
    """A node's prior; that of any other node where nothing is known of it."""
    return found.get(node, _NOTHING_KNOWN)


def _readers_that_appeared(graph: SystemGraph) -> Mapping[str, str]:
    """Nodes that a log shows reading or writing something new: (id, what, in words)."""
    if graph.as_of is None:
        return {}
    found: dict[str, str] = {}
    for edge in graph.edges.values():
        if edge.first_seen is None or not timedelta() <= graph.as_of - edge.first_seen <= LATELY:
            continue
        writes = edge.kind in (EdgeKind.PRODUCES, EdgeKind.INFLUENCES)
        who, what = (edge.from_id, edge.to_id) if writes else (edge.to_id, edge.from_id)
        verb = "writes" if writes else "reads"
        found.setdefault(who, f"it {verb} {graph.nodes[what].name} since {edge.first_seen}")
    return found
