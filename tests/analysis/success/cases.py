"""Small systems around one model and its metrics, sound in everything, to be spoilt in one thing at a time."""

from dataclasses import replace
from datetime import date, timedelta

from explorer.domain.entities import Filter
from explorer.domain.kinds import Channel, Direction, Evidence, Relation, Role, Sign
from tests.analysis.systems import node, system

WEEK = timedelta(days=7)
AS_OF = date(2026, 6, 1)
STATED = {
    "direction": Direction.UP,
    "baseline": 1.0,
    "target": 2.0,
    "window": WEEK,
    "reviewed": date(2026, 5, 1),
    "owner": "growth",
}
FILTER = Filter(field="score", op=">=", value=0.5)
SURE = {"sign": Sign.PLUS, "relation": Relation.COMPONENT}


def sound(*, exploration=0.1, filtered=True, drives=SURE):
    """A ranker that shows things to people, explores a little, and is judged by their clicks: nothing to find."""
    nodes = [
        node("model", "ranker", owner="recs"),
        node("dataset", "scores"),
        node("consumer", "page"),
        node("world", "people"),
        node("dataset", "events"),
        node("metric", "clicks", role=Role.SUCCESS, **STATED),
        node("objective", "retention", direction=Direction.UP, target="more", owner="growth"),
        node("monitor", "watch", owner="web", detects=tuple(Channel)),
    ]
    shown = {"exploration": exploration, "filter": FILTER if filtered else None}
    arrows = [
        ("ranker", "scores"),
        ("scores", "page", shown),
        ("page", "people"),
        ("people", "events", {"confidence": 0.9}),
        ("events", "clicks"),
        ("clicks", "retention", dict(drives)),
        ("ranker", "clicks", {"kind": "optimises"}),
        ("scores", "watch"),
    ]
    return replace(system(nodes, arrows), as_of=AS_OF)


def extended(graph, nodes=(), arrows=()):
    """The same system with more in it; an arrow that is there already is put in its place."""
    more = system([*graph.nodes.values(), *nodes], arrows)
    return graph.with_parts(nodes, more.edges.values())


def changed(graph, node_id, **attributes):
    """The same system with other attributes of one node."""
    return graph.with_parts([replace(graph.nodes[node_id], **attributes)])


def changed_edge(graph, start, end, **attributes):
    """The same system with other attributes of the edges from one node to another."""
    edges = [replace(e, **attributes) for e in graph.edges_from(start) if e.to_id == end]
    assert edges
    return graph.with_parts(edges=edges)


def without_edge(graph, start, end):
    """The same system without the edges from one node to another."""
    return graph.without(edges=[e.key for e in graph.edges_from(start) if e.to_id == end])


INFERRED = {"evidence": Evidence.INFERRED}
