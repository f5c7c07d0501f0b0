"""Ways between two nodes in words: what connects them, and each edge with how it is known."""

from __future__ import annotations

from explorer.analysis.ways import Course, Way, Ways
from explorer.domain.edge_verbs import EDGE_VERBS
from explorer.domain.entities import EdgeKey
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted
from explorer.domain.words import told
from explorer.language import tr, tr_n


def tell_ways(graph: SystemGraph, found: Ways) -> str:
    """What connects the two, in which direction, and whether all of it is listed."""
    start, end = graph.nodes[found.start].name, graph.nodes[found.end].name
    if found.course is Course.NONE:
        return tr("Nothing connects {start} and {end}.", start=start, end=end)
    if found.course is Course.ALONG:
        course = tr("Data of {start} reach {end}.", start=start, end=end)
    elif found.course is Course.AGAINST:
        course = tr(
            "There is no way from {start} to {end}; there is one from {end} to {start}.", start=start, end=end
        )
    else:
        course = tr(
            "No data pass from {start} to {end} or back; these ways go partly against the data.",
            start=start,
            end=end,
        )
    returns = [tr("There is a way back from {end} too.", end=end)] if found.returns else []
    return " ".join((course, *returns, _extent(found)))


def _extent(found: Ways) -> str:
    count = len(found.ways)
    if found.more is None:
        return tr_n(
            "{count:,} way found; the search was given up before it had tried all.",
            "{count:,} ways found; the search was given up before it had tried all.",
            count,
        )
    if found.more:
        return tr_n(
            "This is the shortest way; there are more.",
            "These are the {count} shortest ways; there are more.",
            count,
        )
    return tr_n("{count:,} way in all.", "{count:,} ways in all.", count)


def tell_way(graph: SystemGraph, way: Way) -> str:
    """How long a way is, and its nodes in order."""
    names = " – ".join(graph.nodes[node].name for node in way.nodes)
    return f"{counted(len(way.steps), 'step')}: {names}"


def tell_edge(graph: SystemGraph, key: EdgeKey) -> str:
    """Who gives whom, and how that is known."""
    start, end = graph.nodes[key.from_id].name, graph.nodes[key.to_id].name
    return f"{start} {tr(EDGE_VERBS[key.kind][1])} {end} ({told(graph.edges[key].evidence)})"
