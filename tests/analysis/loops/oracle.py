"""Feedback loops by brute force: every round of every system that is small enough to walk them all."""

from dataclasses import replace
from itertools import combinations

from hypothesis import strategies as st

from explorer.domain.entities import Edge, Filter, Node
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind, Pin, Retrain
from explorer.domain.system_graph import SystemGraph

CARRYING = {"feeds", "produces", "derives", "trains", "influences"}
KINDS = ["model", "model", "dataset", "job", "world", "feature", "feature", "feature"]


@st.composite
def small_systems(draw, most=7, edges=13):
    """A few nodes of the kinds that loops are made of, many of them features of one of two views; any edges."""
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=most))
    nodes = [
        Node(
            id=f"n{i}",
            name=f"n{i}",
            kind=NodeKind(kind),
            owner=draw(st.sampled_from([None, "a", "b"])),
            view=draw(st.sampled_from(["v", "v", "w", None])) if kind == "feature" else None,
            retrain=draw(st.sampled_from([None, None, Retrain.NEVER])) if kind == "model" else None,
        )
        for i, kind in enumerate(kinds)
    ]
    end = st.sampled_from([n.id for n in nodes])
    edge_kinds = [
        "feeds",
        "feeds",
        "feeds",
        "produces",
        "trains",
        "trains",
        "influences",
        "derives",
        "watches",
    ]
    found = draw(st.lists(st.tuples(end, end, st.sampled_from(edge_kinds)), max_size=edges, unique=True))
    return SystemGraph.of(nodes, [draw(edges_of(*each)) for each in found])


@st.composite
def edges_of(draw, start, end, kind):
    """An edge with whatever may break, filter or weaken a loop."""
    return Edge(
        from_id=start,
        to_id=end,
        kind=EdgeKind(kind),
        pin=draw(st.sampled_from([None, None, None, Pin.PINNED, Pin.FROZEN])),
        exploration=draw(st.sampled_from([None, None, None, 0.0, 0.1, 1.0])),
        filter=draw(st.sampled_from([None, None, Filter(field="c", op=">=", value=0.5)])),
        evidence=draw(st.sampled_from([Evidence.DECLARED, Evidence.DECLARED, *Evidence])),
    )


def carries(graph, edge):
    """Whether a loop may go over the edge."""
    never = graph.nodes[edge.to_id].retrain is Retrain.NEVER and edge.kind.value == "trains"
    return (
        edge.kind.value in CARRYING and edge.pin is not Pin.FROZEN and edge.exploration != 1.0 and not never
    )


def steps_of(graph):
    """From each node to each that it leads to, whether by training, by something else, or both."""
    steps = {}
    for edge in graph.edges.values():
        if carries(graph, edge):
            ways = steps.setdefault(edge.from_id, {}).setdefault(edge.to_id, set())
            ways.add(edge.kind.value == "trains" and not within_view(graph, edge))
    return steps


def within_view(graph, edge):
    """Whether it leads from a feature to one of the same view, where a training edge trains nothing."""
    start, end = group(graph, edge.from_id), group(graph, edge.to_id)
    return start == end and isinstance(start, tuple)


def rounds(steps):
    """Every elementary round, once for each of its nodes that it may begin with."""
    found = []

    def walk(path):
        for to in steps.get(path[-1], ()):
            if to == path[0]:
                found.append(tuple(path))
            elif to not in path:
                walk([*path, to])

    for start in steps:
        walk([start])
    return found


def group(graph, node_id):
    """What a node counts as: the view of a feature, or itself."""
    node = graph.nodes[node_id]
    return ("view", node.view) if node.kind is NodeKind.FEATURE and node.view else node_id


def turned(sequence):
    """A round as it is written whatever it begins with."""
    return min(tuple(map(str, sequence[i:] + sequence[:i])) for i in range(len(sequence)))


def grouped(graph, nodes):
    """A round of nodes as a round of groups, several steps within one view being none."""
    groups = [group(graph, i) for i in nodes]
    return [g for i, g in enumerate(groups) if g != groups[i - 1] or len(groups) == 1]


def all_loops(graph):
    """What must be told: (round of groups, whether it learns), without what falls apart into two real rounds."""
    steps = steps_of(graph)
    told = set()
    for nodes in rounds(steps):
        if not any(graph.nodes[i].kind is NodeKind.MODEL for i in nodes):
            continue
        groups = grouped(graph, nodes)
        if falls_apart(graph, steps, groups):
            continue
        pairs = list(zip(nodes, (*nodes[1:], nodes[0]), strict=True))
        if any(True in steps[a][b] for a, b in pairs):
            told.add((turned(groups), True))
        if all(False in steps[a][b] for a, b in pairs):
            told.add((turned(groups), False))
    return told


def falls_apart(graph, steps, groups):
    """Whether a round that passes a view twice is made of two that can be walked by themselves."""
    return any(
        groups[i] == groups[j]
        and can_be_walked(graph, steps, groups[i:j])
        and can_be_walked(graph, steps, groups[j:] + groups[:i])
        for i, j in combinations(range(len(groups)), 2)
    )


def can_be_walked(graph, steps, groups):
    """Whether some node comes back to itself over these groups, tried from every node."""
    for first in graph.nodes:
        if group(graph, first) != groups[0]:
            continue
        seen, waiting = set(), [(0, first)]
        while waiting:
            place, node_id = waiting.pop()
            if (place, node_id) in seen:
                continue
            seen.add((place, node_id))
            if place == len(groups):
                if node_id == first:
                    return True
                following = []
            else:
                following = [
                    (place + 1, to)
                    for to in steps.get(node_id, ())
                    if group(graph, to) == groups[(place + 1) % len(groups)]
                ]
            inside = [
                (place, to) for to in steps.get(node_id, ()) if group(graph, to) == group(graph, node_id)
            ]
            waiting += following + (inside if isinstance(group(graph, node_id), tuple) else [])
    return False


def holds_loop(graph):
    """Whether anything comes back to a model."""
    steps = steps_of(graph)
    for start, node in graph.nodes.items():
        if node.kind is NodeKind.MODEL:
            seen, waiting = set(), [start]
            while waiting:
                for to in steps.get(waiting.pop(), ()):
                    if to not in seen:
                        seen.add(to)
                        waiting.append(to)
            if start in seen:
                return True
    return False


def cut_together(graph):
    """The carrying edges that are cut at once: between two groups, and of one sort; none that lies within a view."""
    arcs = {}
    for edge in graph.edges.values():
        start, end = group(graph, edge.from_id), group(graph, edge.to_id)
        if carries(graph, edge) and not (start == end and edge.from_id != edge.to_id):
            arcs.setdefault((start, end, edge.kind.value == "trains"), []).append(edge)
    return list(arcs.values())


def without(graph, edges):
    """The system with these edges broken."""
    return graph.with_parts(edges=[replace(e, pin=Pin.FROZEN) for e in edges])


def with_cuts(graph, cuts):
    """The system once the actions are done: nothing passes these edges but what no model decided."""
    return graph.with_parts(edges=[replace(e, exploration=1.0) for cut in cuts for e in cut.edges])
