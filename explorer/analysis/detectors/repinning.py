"""The what-if of re-pinning: what a new version reaches now, and what it would reach if its readers were pinned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from explorer.analysis.detectors.inspection import Inspection
from explorer.analysis.what_if.edge_classes import edge_classes
from explorer.analysis.what_if.impact import impact_over
from explorer.domain.entities import Edge
from explorer.domain.kinds import Pin
from explorer.domain.scenarios import ChangeKind, HypotheticalChange
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted
from explorer.language import tr

MOST = 3
"""Nodes for which it is worked out in one look at a system."""
LARGEST = 6_000
"""Nodes of a system in which it is worked out unasked."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How many other nodes a new version reaches, and how many of them for certain."""

    nodes: int
    certain: int


def reach_now_and_pinned(
    inspection: Inspection, graph: SystemGraph, node_id: str, live: Iterable[Edge]
) -> tuple[Reach, Reach]:
    """What a new version of a node reaches as it is, and with its live readers pinned; the base is not touched."""
    pinned = graph.with_parts(edges=[replace(e, pin=Pin.PINNED) for e in live])
    return _reach(inspection, graph, node_id), _reach(inspection, pinned, node_id)


def told_reach(node_name: str, now: Reach, pinned: Reach) -> str:
    """The comparison in a sentence."""
    return tr(
        "What if: a new version of {node} reaches {nodes}, {certain:,} for certain; with its readers pinned, "
        "{pinned}",
        node=node_name,
        nodes=counted(now.nodes, "other node"),
        certain=now.certain,
        pinned=counted(pinned.nodes, "other node"),
    )


def _reach(inspection: Inspection, graph: SystemGraph, node_id: str) -> Reach:
    change = HypotheticalChange(kind=ChangeKind.NEW_VERSION, node=node_id)
    classes = edge_classes(graph, inspection.check)
    rows = impact_over(graph, classes, (change,), inspection.check).affected
    others = [r for r in rows if r.id != node_id]
    return Reach(len(others), sum(r.certainty == "certain" for r in others))
