"""Seven measures of a region of jobs, each with the default above which it is out of the ordinary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from explorer.analysis.detectors.inspection import Inspection
from explorer.analysis.detectors.many_languages import languages
from explorer.analysis.detectors.near_duplicate_joins import Pair, near_duplicate_joins, steps_in_pairs
from explorer.analysis.detectors.regions import Region
from explorer.domain.kinds import Lifecycle
from explorer.domain.system_graph import SystemGraph
from explorer.language import marked

if TYPE_CHECKING:
    import networkx as nx

GLUE, LANGUAGES, DEPTH = marked("glue code"), marked("languages"), marked("steps in a row")
CROSSING, CYCLES = marked("edges that cross teams"), marked("steps in cycles")
DUPLICATES, DEAD = marked("steps that repeat a join"), marked("dead branches")

DEFAULTS: Mapping[str, float] = MappingProxyType(
    {GLUE: 0.35, LANGUAGES: 3, DEPTH: 8, CROSSING: 0.25, CYCLES: 0, DUPLICATES: 0.1, DEAD: 0.1}
)
"""The most that is ordinary. Shares are of the region's steps, those of crossing edges of its edges."""
SHARES = frozenset((GLUE, CROSSING, CYCLES, DUPLICATES, DEAD))


@dataclass(frozen=True, slots=True)
class Measures:
    """What was measured, and the steps each measure speaks of."""

    values: Mapping[str, float]
    steps: Mapping[str, tuple[str, ...]]
    pairs: tuple[Pair, ...]


def measure(inspection: Inspection, region: Region) -> Measures:
    """All seven, of one region."""
    graph = inspection.graph
    count = len(region.steps)
    glue = tuple(i for i in region.steps if graph.nodes[i].glue)
    flow = step_flow(graph, region)
    cycles, depth = cycles_and_depth(flow)
    pairs = tuple(near_duplicate_joins(graph, region))
    repeating = tuple(sorted(steps_in_pairs(list(pairs))))
    dead = tuple(
        i
        for i in region.steps
        if i not in inspection.useful or graph.nodes[i].lifecycle is Lifecycle.DEPRECATED
    )
    owned = [
        e for e in region.edges if graph.nodes[e.from_id].owner is not None and graph.nodes[e.to_id].owner
    ]
    crossing = [e for e in owned if inspection.crosses(e)]
    spoken = languages(graph, region)
    return Measures(
        values={
            GLUE: len(glue) / count,
            LANGUAGES: len(spoken),
            DEPTH: depth,
            CROSSING: len(crossing) / len(region.edges) if region.edges else 0.0,
            CYCLES: len(cycles) / count,
            DUPLICATES: len(repeating) / count,
            DEAD: len(dead) / count,
        },
        steps={GLUE: glue, CYCLES: cycles, DUPLICATES: repeating, DEAD: dead},
        pairs=pairs,
    )


def step_flow(graph: SystemGraph, region: Region) -> nx.DiGraph[str]:
    """The steps alone, joined where what one writes another reads."""
    import networkx as nx

    flow: nx.DiGraph[str] = nx.DiGraph()
    flow.add_nodes_from(region.steps)
    steps = set(region.steps)
    readers: dict[str, list[str]] = {}
    for edge in region.edges:
        if edge.to_id in steps:
            readers.setdefault(edge.from_id, []).append(edge.to_id)
    joined: list[tuple[str, str]] = []
    for edge in region.edges:
        if edge.from_id in steps:
            following = [edge.to_id] if edge.to_id in steps else readers.get(edge.to_id, [])
            # a table made from its own yesterday is no cycle
            joined.extend((edge.from_id, other) for other in following if other != edge.from_id)
    flow.add_edges_from(joined)
    return flow


def cycles_and_depth(flow: nx.DiGraph[str]) -> tuple[tuple[str, ...], int]:
    """The steps that lie on a cycle, and the most steps in a row, a cycle counted with all of its steps."""
    import networkx as nx

    cycles: list[str] = []
    longest: dict[str, int] = {}  # the most steps in a row from each step on
    for members in nx.strongly_connected_components(flow):  # each after all that come after it
        if len(members) > 1:
            cycles.extend(members)
        after = (longest[i] for step in members for i in flow.successors(step) if i not in members)
        longest.update(dict.fromkeys(members, len(members) + max(after, default=0)))
    return tuple(sorted(cycles)), max(longest.values(), default=0)
