"""What a model shapes through the world, against walking node by node."""

from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from explorer.analysis.what_if.self_fulfilling import self_fulfilling_nodes, ways_to_worlds
from explorer.domain.kinds import EdgeKind, NodeKind, Pin
from tests.analysis.what_if.systems import edge, graphs, node

TO_THE_WORLD = {EdgeKind.FEEDS, EdgeKind.PRODUCES, EdgeKind.DERIVES, EdgeKind.INFLUENCES}
TO_A_METRIC = TO_THE_WORLD | {EdgeKind.MEASURES, EdgeKind.DRIVES}


def passes(one, kinds):
    """Whether something passes over the edge that a model decided."""
    return one.kind in kinds and one.pin is not Pin.FROZEN and not one.exploration


def walked(graph, sources, kinds, *, back=False, through=lambda node: True):
    """What lies behind (or before) some nodes, over edges of these kinds."""
    seen, waiting = set(), list(sources)
    while waiting:
        at = waiting.pop()
        for one in graph.edges_into(at) if back else graph.edges_from(at):
            other = one.from_id if back else one.to_id
            if passes(one, kinds) and other not in seen and through(graph.nodes[other]):
                seen.add(other)
                waiting.append(other)
    return seen


@settings(max_examples=150)
@given(st.data(), graphs())
def test_as_by_walking(data, graph):
    """The nodes behind a world that some model is before, but for models and worlds; an edit counts as made."""
    graph = with_worlds(data, graph)
    edited = []
    if graph.edges and data.draw(st.booleans()):
        one = graph.edges[data.draw(st.sampled_from(list(graph.edges)))]
        edited = [replace(one, exploration=data.draw(st.sampled_from([None, 0.1])), pin=None)]
    found = self_fulfilling_nodes(graph, edited=edited)
    graph = graph.with_parts(edges=edited)
    worlds = [n.id for n in graph.nodes.values() if n.kind is NodeKind.WORLD]
    shaped = [w for w in worlds if models_before(graph, w)]
    expected = walked(
        graph, shaped, TO_A_METRIC, through=lambda n: n.kind not in (NodeKind.MODEL, NodeKind.WORLD)
    )
    assert found == expected


@settings(max_examples=150)
@given(st.data(), graphs())
def test_every_way_to_a_world_passes_each_group(data, graph):
    """Without one group's edges no model shapes the world, and no edge of a group is beside the ways."""
    graph = with_worlds(data, graph)
    ways = ways_to_worlds(graph)
    worlds = [n.id for n in graph.nodes.values() if n.kind is NodeKind.WORLD]
    assert list(ways) == [w for w in worlds if models_before(graph, w)]
    for world, groups in ways.items():
        for group in groups:
            assert not models_before(graph.without(edges=group), world)
        for key in (key for group in groups for key in group):
            behind = walked(graph, [key.to_id], TO_THE_WORLD) | {key.to_id}
            assert world in behind
            before = walked(graph, [key.from_id], TO_THE_WORLD, back=True) | {key.from_id}
            assert any(graph.nodes[i].kind is NodeKind.MODEL for i in before)


def models_before(graph, world):
    """The models from which something passes to a world unexplored."""
    before = walked(graph, [world], TO_THE_WORLD, back=True)
    return [i for i in before if graph.nodes[i].kind is NodeKind.MODEL]


def with_worlds(data, graph):
    """The system with worlds beside it that some nodes influence, and are influenced by."""
    ids = list(graph.nodes)
    assume(ids)
    worlds = [node(f"world{i}", NodeKind.WORLD) for i in range(data.draw(st.integers(1, 3)))]
    into = data.draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(worlds)), max_size=4))
    out = data.draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(worlds)), max_size=4))
    edges = [edge(i, w.id, EdgeKind.INFLUENCES) for i, w in into]
    edges += [edge(w.id, i, EdgeKind.INFLUENCES) for i, w in out]
    return graph.with_parts(worlds, edges)
