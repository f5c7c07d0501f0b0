"""Where a region could be cut into smaller parts: communities of steps that hang together more than chance does.

Louvain finds communities in anything: a random graph scores 0.17 too. So the parts are only proposed where their
modularity lies above the 95th percentile of 50 rewirings that leave every step its number of neighbours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from explorer.analysis.detectors.inspection import Inspection
from explorer.analysis.detectors.region_measures import step_flow
from explorer.analysis.detectors.regions import Region
from explorer.domain.entities import Edge

if TYPE_CHECKING:
    import networkx as nx

MOST_JOBS = 12
REWIRINGS = 50
PERCENTILE = 0.95
SEED = 7
_RESOLUTIONS = (1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0)
_FEWEST_EDGES = 4


@dataclass(frozen=True, slots=True)
class Parts:
    """The proposed parts, the edges between them, and how much better than chance they are."""

    parts: tuple[tuple[str, ...], ...]
    cut: tuple[Edge, ...]
    modularity: float
    by_chance: float


def smaller_parts(inspection: Inspection, region: Region) -> Parts | None:
    """The parts of a region with the edges that become contracts; None where chance does as well."""
    flow = step_flow(inspection.graph, region).to_undirected()
    if flow.number_of_edges() < _FEWEST_EDGES or len(flow) < 4:
        return None
    ordered = _ordered(flow)
    for resolution in _RESOLUTIONS:
        parts, score = _communities(ordered, resolution)
        if max(map(len, parts)) <= MOST_JOBS:
            break
    else:
        return None
    if len(parts) < 2:
        return None
    by_chance = _by_chance(inspection, ordered, resolution)
    if by_chance is None or score <= by_chance:
        return None
    return Parts(parts, _cut(region, parts), score, by_chance)


def _ordered(flow: nx.Graph[str]) -> nx.Graph[str]:
    """The graph with nodes and edges in order, since Louvain's result depends on it."""
    import networkx as nx

    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(sorted(flow))
    ordered.add_edges_from(sorted((min(edge), max(edge)) for edge in flow.edges))
    return ordered


def _communities(flow: nx.Graph[str], resolution: float) -> tuple[tuple[tuple[str, ...], ...], float]:
    """Louvain communities, and their modularity at resolution 1."""
    import networkx as nx

    found = list(nx.community.louvain_communities(flow, resolution=resolution, seed=SEED))
    parts = tuple(sorted(tuple(sorted(part)) for part in found))
    return parts, float(nx.community.modularity(flow, found))


def _by_chance(inspection: Inspection, flow: nx.Graph[str], resolution: float) -> float | None:
    """The modularity that 95 % of the rewirings do not exceed; None where there is nothing to rewire."""
    import networkx as nx

    scores = []
    for number in range(REWIRINGS):
        inspection.check()
        shuffled = flow.copy()
        edges = shuffled.number_of_edges()
        try:
            nx.double_edge_swap(shuffled, nswap=2 * edges, max_tries=200 * edges, seed=SEED + number)
        except (nx.NetworkXError, nx.NetworkXAlgorithmError):
            return None  # stars and the like have no other form
        _, score = _communities(shuffled, resolution)
        scores.append(score)
    scores.sort()
    return scores[min(len(scores) - 1, int(PERCENTILE * len(scores)))]


def _cut(region: Region, parts: Iterable[tuple[str, ...]]) -> tuple[Edge, ...]:
    """The reads of one part from what another part writes: where a contract has to be written."""
    part_of = {step: number for number, part in enumerate(parts) for step in part}
    writers: dict[str, set[int]] = {}
    for edge in region.edges:
        if edge.from_id in part_of and edge.to_id not in part_of:
            writers.setdefault(edge.to_id, set()).add(part_of[edge.from_id])
    cut = []
    for edge in region.edges:
        if edge.to_id in part_of:
            made_in = {part_of[edge.from_id]} if edge.from_id in part_of else writers.get(edge.from_id, set())
            if made_in - {part_of[edge.to_id]}:
                cut.append(edge)
    return tuple(cut)
