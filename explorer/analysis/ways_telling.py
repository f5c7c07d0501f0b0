"""Ways between two nodes in words: what connects them, and each edge with how it is known."""

from __future__ import annotations

from explorer.analysis.ways import Course, Way, Ways
from explorer.domain.edge_verbs import EDGE_VERBS
from explorer.domain.entities import EdgeKey
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted


def tell_ways(graph: SystemGraph, found: Ways) -> str:
    """What connects the two, in which direction, and whether all of it is listed."""
    start, end = graph.nodes[found.start].name, graph.nodes[found.end].name
    if found.course is Course.NONE:
        return f"Nothing connects {start} and {end}."
    if found.course is Course.ALONG:
        told = f"Data of {start} reach {end}."
    elif found.course is Course.AGAINST:
        told = f"There is no way from {start} to {end}; there is one from {end} to {start}."
    else:
        told = f"No data pass from {start} to {end} or back; these ways go partly against the data."
    returns = f" There is a way back from {end} too." if found.returns else ""
    return f"{told}{returns} {_extent(found)}"


def _extent(found: Ways) -> str:
    count = len(found.ways)
    if found.more is None:
        return f"{counted(count, 'way')} found; the search was given up before it had tried all."
    if found.more:
        told = f"These are the {count} shortest ways" if count > 1 else "This is the shortest way"
        return f"{told}; there are more."
    return f"{counted(count, 'way')} in all."


def tell_way(graph: SystemGraph, way: Way) -> str:
    """How long a way is, and its nodes in order."""
    names = " – ".join(graph.nodes[node].name for node in way.nodes)
    return f"{counted(len(way.steps), 'step')}: {names}"


def tell_edge(graph: SystemGraph, key: EdgeKey) -> str:
    """Who gives whom, and how that is known."""
    start, end = graph.nodes[key.from_id].name, graph.nodes[key.to_id].name
    return f"{start} {EDGE_VERBS[key.kind][1]} {end} ({graph.edges[key].evidence})"
