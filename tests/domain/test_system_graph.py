"""The graph as a value: what goes in comes out, edits leave the base alone, arrays and neighbours agree."""

import pickle

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.entities import Edge, EdgeKey, Node
from explorer.domain.kinds import EdgeKind, NodeKind
from explorer.domain.system_graph import SystemGraph
from tests.domain import strategies

IDS = [f"n{i}" for i in range(8)]


@st.composite
def graphs(draw):
    """A graph of a few nodes with any edges between them, loops and several kinds between two included."""
    ids = draw(st.lists(st.sampled_from(IDS), min_size=1, unique=True))
    nodes = [draw(strategies.nodes(ids=st.just(i))) for i in ids]
    keys = st.builds(EdgeKey, st.sampled_from(ids), st.sampled_from(ids), st.sampled_from(EdgeKind))
    edges = [
        Edge(from_id=k[0], to_id=k[1], kind=k[2]) for k in draw(st.lists(keys, unique=True, max_size=20))
    ]
    return SystemGraph.of(nodes, edges, name=draw(strategies.TEXT))


def node(node_id, **given):
    """A dataset of this id."""
    return Node(id=node_id, name=node_id, kind=NodeKind.DATASET, **given)


def edge(start, end, kind=EdgeKind.FEEDS):
    """An edge that says nothing more."""
    return Edge(from_id=start, to_id=end, kind=kind)


@given(graphs())
def test_survives_pickling(graph):
    """A graph that went to another process is the same graph."""
    assert pickle.loads(pickle.dumps(graph)) == graph  # noqa: S301 - its own bytes


@given(graphs(), st.randoms())
def test_the_order_of_statements_does_not_matter(graph, random):
    """The same parts in any order are an equal graph, iterated in the same order."""
    nodes, edges = list(graph.nodes.values()), list(graph.edges.values())
    random.shuffle(nodes)
    random.shuffle(edges)
    other = SystemGraph.of(nodes, edges, name=graph.name)
    assert other == graph
    assert (list(other.nodes), list(other.edges)) == (sorted(graph.nodes), sorted(graph.edges))


@given(graphs())
def test_neighbours_and_arrays_agree(graph):
    """Edges of a node are those whose end it is, in both forms."""
    arrays = graph.arrays
    for node_id in graph.nodes:
        leaving = [k for k in graph.edges if k.from_id == node_id]
        entering = [k for k in graph.edges if k.to_id == node_id]
        i = arrays.index[node_id]
        out, into = arrays.edges_from(i), arrays.edges_into(i)
        assert [e.key for e in graph.edges_from(node_id)] == leaving == [arrays.keys[j] for j in out]
        assert [e.key for e in graph.edges_into(node_id)] == entering == [arrays.keys[j] for j in into]
    for j, key in enumerate(arrays.keys):
        assert arrays.number_of(key) == j
        assert arrays.ids[arrays.from_index[j]] == key.from_id
        assert arrays.ids[arrays.to_index[j]] == key.to_id
    assert arrays.from_index.dtype == arrays.out_edges.dtype == np.int32


@given(graphs(), st.sets(st.sampled_from(IDS)), st.integers(0, 4))
def test_within_is_reaching_in_so_many_steps(graph, center, hops):
    """The nodes within n hops are those at such a distance when directions are forgotten."""
    center &= set(graph.nodes)
    plain = nx.Graph()
    plain.add_nodes_from(graph.nodes)
    plain.add_edges_from((k.from_id, k.to_id) for k in graph.edges)
    expected = {
        i for c in center for i, d in nx.single_source_shortest_path_length(plain, c).items() if d <= hops
    }
    assert graph.within(center, hops) == expected


@given(graphs(), st.sets(st.sampled_from(IDS)))
def test_without_and_subgraph_take_the_edges_along(graph, gone):
    """What is taken out takes its edges; the subgraph of the rest is the same; the base is as before."""
    before = (dict(graph.nodes), dict(graph.edges))
    left = graph.without(gone)
    assert set(left.nodes) == set(graph.nodes) - gone
    assert set(left.edges) == {k for k in graph.edges if not {k.from_id, k.to_id} & gone}
    assert graph.subgraph(set(graph.nodes) - gone) == left
    assert (dict(graph.nodes), dict(graph.edges)) == before


@given(graphs(), graphs())
def test_parts_put_in_are_there(graph, other):
    """Adding all parts of another graph gives the union; where both know an id, the new part stands."""
    joined = graph.with_parts(other.nodes.values(), other.edges.values())
    assert dict(joined.nodes) == {**graph.nodes, **other.nodes}
    assert dict(joined.edges) == {**graph.edges, **other.edges}
    assert (list(joined.nodes), list(joined.edges)) == (sorted(joined.nodes), sorted(joined.edges))


@given(graphs(), st.data())
def test_a_graph_with_other_nodes_knows_its_edges_as_a_new_one_would(graph, data):
    """Nodes put in the place of others of the same id: edges of a node and arrays are as if worked out anew."""
    ids = data.draw(st.lists(st.sampled_from(list(graph.nodes)), unique=True))
    for worked_out in (graph.edges_from, graph.edges_into):
        worked_out(next(iter(graph.nodes)))
    edited = graph.with_parts([node(i, description="another") for i in ids])
    fresh = SystemGraph.of(edited.nodes.values(), edited.edges.values(), name=graph.name)
    assert edited == fresh
    for i in fresh.nodes:
        assert (edited.edges_from(i), edited.edges_into(i)) == (fresh.edges_from(i), fresh.edges_into(i))
    assert (edited.arrays.ids, edited.arrays.keys) == (fresh.arrays.ids, fresh.arrays.keys)
    assert np.array_equal(edited.arrays.out_edges, fresh.arrays.out_edges)


@given(graphs(), graphs(), st.data())
def test_what_is_known_of_neighbours_stays_right_when_parts_come_and_go(graph, other, data):
    """Once a graph has worked out who is beside whom, the graphs made of it know it as if worked out anew."""
    graph.edges_from(IDS[0]) if IDS[0] in graph.nodes else None
    graph.edges_into(IDS[0]) if IDS[0] in graph.nodes else None
    gone = data.draw(st.sets(st.sampled_from(IDS)))
    cut = data.draw(st.sets(st.sampled_from(list(graph.edges)))) if graph.edges else set()
    edited = graph.without(gone, cut).with_parts(other.nodes.values(), other.edges.values())
    fresh = SystemGraph.of(edited.nodes.values(), edited.edges.values(), name=graph.name)
    assert edited == fresh
    for i in fresh.nodes:
        assert (edited.edges_from(i), edited.edges_into(i)) == (fresh.edges_from(i), fresh.edges_into(i))


def test_an_edge_needs_both_ends():
    """An edge to nowhere is a fault of the program, not a ghost."""
    with pytest.raises(ValueError, match="The edge a → b has an end that is no node"):
        SystemGraph.of([node("a")], [edge("a", "b")])
    with pytest.raises(ValueError, match="The edge a → b has an end that is no node"):
        SystemGraph.of([node("a")], []).with_parts(edges=[edge("a", "b")])


def test_an_id_comes_once():
    """Two nodes of one id, or two edges of one key, are not quietly one."""
    with pytest.raises(ValueError, match="“a” comes twice"):
        SystemGraph.of([node("a"), node("a", owner="x")], [])
    with pytest.raises(ValueError, match="The edge a → a \\(feeds\\) comes twice"):
        SystemGraph.of([node("a")], [edge("a", "a"), edge("a", "a")])


def test_a_graph_cannot_be_changed():
    """Its mappings refuse writing."""
    graph = SystemGraph.of([node("a")], [])
    with pytest.raises(TypeError):
        graph.nodes["b"] = node("b")
    assert graph.renamed("new").name == "new"
    assert graph.name == ""


def test_owners_in_order():
    """Owners are listed once, in order; a node without one adds none."""
    graph = SystemGraph.of(
        [node("a", owner="web"), node("b", owner="ml"), node("c"), node("d", owner="web")], []
    )
    assert graph.owners() == ["ml", "web"]
