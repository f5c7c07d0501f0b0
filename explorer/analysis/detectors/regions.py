"""The regions of a system's preparation: jobs that are joined by the data between them, up to models and readers.

A region is what a person would call one pipeline. A step is a job, or a dataset or artifact made from others with the
job folded in (as in dbt). Very large regions are divided into groups of steps that hang together, which is named as
a bound.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import cast

from explorer.analysis.detectors.inspection import Inspection
from explorer.domain.entities import Edge, Node
from explorer.domain.kinds import EdgeKind, NodeKind
from explorer.domain.pauses import checked
from explorer.domain.system_graph import SystemGraph
from explorer.language import tr

LARGEST = 60
"""Steps of a region that is looked at as one."""
_ROUNDS = 10
_A_WHILE = 500
"""Nodes that are looked at between two looks whether to stop."""
_PARTS = frozenset((NodeKind.JOB, NodeKind.DATASET, NodeKind.ARTIFACT, NodeKind.PRODUCER))
_FLOWS = frozenset((EdgeKind.FEEDS, EdgeKind.PRODUCES, EdgeKind.DERIVES))


@dataclass(frozen=True, slots=True)
class Region:
    """Its steps, the other nodes among them, and the edges between all of them, in order of id."""

    steps: tuple[str, ...]
    others: tuple[str, ...]
    edges: tuple[Edge, ...]

    @property
    def nodes(self) -> tuple[str, ...]:
        """Every node of it."""
        return (*self.steps, *self.others)


def is_step(graph: SystemGraph, node: Node) -> bool:
    """Whether something is done here: a job, or what is derived with the job folded in."""
    if node.kind is NodeKind.JOB:
        return True
    return node.kind in (NodeKind.DATASET, NodeKind.ARTIFACT) and any(
        e.kind is EdgeKind.DERIVES for e in graph.edges_into(node.id)
    )


def regions(inspection: Inspection) -> list[Region]:
    """All regions with at least one step, those with the most steps first; worked out once in one look."""
    known = inspection.remembered.get("regions")
    if known is None:
        known = inspection.remembered["regions"] = _regions(inspection)
    return cast(list[Region], known)


def _regions(inspection: Inspection) -> list[Region]:
    graph = inspection.graph
    inside = {n.id for n in inspection.nodes() if n.kind in _PARTS}
    found = []
    placed: set[str] = set()
    for first in graph.nodes:
        if first in inside and first not in placed:
            members = _joined(inspection, first, inside)
            placed |= members
            found.extend(_divided(inspection, members))
    kept = [r for r in found if r.steps]
    return sorted(kept, key=lambda r: (-len(r.steps), r.steps))


def _joined(inspection: Inspection, first: str, inside: set[str]) -> set[str]:
    graph = inspection.graph
    members, frontier = {first}, [first]
    turns = 0
    while frontier:
        node_id = frontier.pop()
        turns += 1
        if turns % _A_WHILE == 0:
            inspection.check()
        for edge in (*graph.edges_from(node_id), *graph.edges_into(node_id)):
            if edge.kind in _FLOWS:
                for end in (edge.from_id, edge.to_id):
                    if end in inside and end not in members:
                        members.add(end)
                        frontier.append(end)
    return members


def _divided(inspection: Inspection, members: set[str]) -> list[Region]:
    """The region of these nodes, or where it is too large one for each cluster of steps that work together."""
    graph = inspection.graph
    steps = {i for i in checked(members, inspection.check) if is_step(graph, graph.nodes[i])}
    if len(steps) <= LARGEST:
        return [_region(graph, members, steps)]
    parts = _clusters(inspection, steps)
    inspection.bound(
        tr(
            "Pipelines of more than {count:,} steps are looked at in parts that hang together most closely.",
            count=LARGEST,
        )
    )
    return [
        _region(graph, _with_surroundings(graph, part, members), part)
        for part in checked(parts, inspection.check, 100)
    ]


def _clusters(inspection: Inspection, steps: set[str]) -> list[set[str]]:
    """Steps grouped by label propagation: each takes the label of most of its neighbours that is not full.

    In order of id and from the smallest label, so that it repeats; linear in the edges.
    """
    neighbours = step_neighbours(inspection, steps)
    label = {i: i for i in neighbours}
    size = Counter(label.values())
    for _ in range(_ROUNDS):
        moved = 0
        for node_id in checked(neighbours, inspection.check):
            here = label[node_id]
            votes: dict[str, int] = {}
            for other, weight in neighbours[node_id].items():
                voted = label[other]
                votes[voted] = votes.get(voted, 0) + weight
            open_to_it = [(-count, v) for v, count in votes.items() if size[v] < LARGEST]
            most, best = min(open_to_it, default=(0, here))
            if -most > votes.get(here, 0):
                label[node_id] = best
                size[here] -= 1
                size[best] += 1
                moved += 1
        if not moved:
            break
    groups: dict[str, set[str]] = {}
    for node_id, name in label.items():
        groups.setdefault(name, set()).add(node_id)
    return list(groups.values())


def step_neighbours(inspection: Inspection, steps: set[str]) -> dict[str, dict[str, int]]:
    """For each step the steps it gives to or takes from, over at most one dataset, with how often."""
    graph = inspection.graph
    neighbours: dict[str, dict[str, int]] = {i: {} for i in sorted(steps)}
    for node_id in checked(neighbours, inspection.check):
        for edge in graph.edges_from(node_id):
            if edge.kind not in _FLOWS:
                continue
            reached = [edge.to_id]
            if edge.to_id not in steps:
                reached = [e.to_id for e in graph.edges_from(edge.to_id) if e.kind in _FLOWS]
            for other in reached:
                if other in steps and other != node_id:
                    neighbours[node_id][other] = neighbours[node_id].get(other, 0) + 1
                    neighbours[other][node_id] = neighbours[other].get(node_id, 0) + 1
    return neighbours


def _with_surroundings(graph: SystemGraph, steps: set[str], members: set[str]) -> set[str]:
    """The steps with what they read and write."""
    around = set(steps)
    for node_id in steps:
        around.update(e.from_id for e in graph.edges_into(node_id) if e.from_id in members)
        around.update(e.to_id for e in graph.edges_from(node_id) if e.to_id in members)
    return around


def _region(graph: SystemGraph, members: set[str], steps: set[str]) -> Region:
    edges = tuple(
        e
        for i in sorted(members)
        for e in graph.edges_from(i)
        if e.to_id in members and e.kind in _FLOWS and (e.from_id in steps or e.to_id in steps)
    )
    return Region(tuple(sorted(steps)), tuple(sorted(members - steps)), edges)
