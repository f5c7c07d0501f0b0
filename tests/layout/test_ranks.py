"""Ranks, against slow and plain definitions."""

from __future__ import annotations

from unittest.mock import patch

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explorer.layout import ranks as ranks_module
from explorer.layout.ranks import backward_edges, components, distances, ranks


@st.composite
def graphs(draw):
    count = draw(st.integers(1, 12))
    node = st.integers(0, count - 1)
    return count, np.array(draw(st.lists(st.tuples(node, node), max_size=30)), np.int32).reshape(-1, 2)


@given(graphs())
def test_turning_the_backward_edges_leaves_no_cycle(graph):
    """What is not backward runs one way, and a graph without cycles has no backward edge."""
    count, edges = graph
    backward = backward_edges(count, edges)
    assert nx.is_directed_acyclic_graph(nx.DiGraph(edges[~backward].tolist()))
    if nx.is_directed_acyclic_graph(nx.DiGraph(edges.tolist())):
        assert not backward.any()


@given(graphs(), st.data())
def test_only_edges_on_a_cycle_are_turned(graph, data):
    """An edge that closes no loop keeps its direction, unless it was named as returning."""
    count, edges = graph
    returning = np.array(data.draw(st.lists(st.booleans(), min_size=len(edges), max_size=len(edges))), bool)
    backward = backward_edges(count, edges, returning)
    parts = {
        n: i
        for i, part in enumerate(nx.strongly_connected_components(nx.DiGraph(edges.tolist())))
        for n in part
    }
    for (tail, head), turned, hinted in zip(edges.tolist(), backward, returning, strict=True):
        assert not turned or hinted or parts[tail] == parts[head]
    assert nx.is_directed_acyclic_graph(nx.DiGraph(edges[~backward].tolist()))


def test_a_loop_is_cut_at_its_returning_edge():
    """The edge that comes back from the world is the one drawn against the flow."""
    edges = np.array([(3, 0), (0, 1), (1, 2), (2, 3), (4, 1)], np.int32)
    assert backward_edges(5, edges, np.array([1, 0, 0, 0, 0], bool)).tolist() == [
        True,
        False,
        False,
        False,
        False,
    ]


@given(graphs(), st.data())
def test_ranks_keep_every_length(graph, data):
    """Every edge spans at least its length, and the deepest rank is the longest path's."""
    count, edges = graph
    edges = edges[~backward_edges(count, edges)]
    lengths = np.array(
        data.draw(st.lists(st.integers(1, 3), min_size=len(edges), max_size=len(edges))), np.int32
    )
    rank = ranks(count, edges, lengths)
    assert (rank[edges[:, 1]] - rank[edges[:, 0]] >= lengths).all()
    graph = nx.MultiDiGraph()
    graph.add_weighted_edges_from((int(a), int(b), int(w)) for (a, b), w in zip(edges, lengths, strict=True))
    best = {(a, b): max(d["weight"] for d in graph[a][b].values()) for a, b in graph.edges()}
    plain = nx.DiGraph()
    plain.add_weighted_edges_from((a, b, w) for (a, b), w in best.items())
    assert rank.max() == (nx.dag_longest_path_length(plain) if len(plain) else 0)


@given(graphs(), st.data())
def test_arrays_and_loops_rank_alike(graph, data):
    """The way for large systems gives the very ranks and cuts of the way for small ones."""
    count, edges = graph
    lengths = np.array(
        data.draw(st.lists(st.integers(1, 3), min_size=len(edges), max_size=len(edges))), np.int32
    )
    backward = backward_edges(count, edges)
    expected = ranks(count, edges[~backward], lengths[~backward])
    with patch.object(ranks_module, "_LOOPS_ARE_FASTER", 0):
        assert np.array_equal(backward, backward_edges(count, edges))
        assert np.array_equal(expected, ranks(count, edges[~backward], lengths[~backward]))


@given(graphs())
def test_components_are_the_connected_parts(graph):
    """Boxes share a name exactly where some chain of edges, in either direction, joins them."""
    count, edges = graph
    expected = nx.Graph()
    expected.add_nodes_from(range(count))
    expected.add_edges_from(edges.tolist())
    name = components(count, edges)
    for part in nx.connected_components(expected):
        assert {int(name[i]) for i in part} == {min(part)}


@given(graphs())
def test_distances_reach_every_box(graph):
    """Every box gets a level, and one beyond the first is fed from the level before."""
    count, edges = graph
    level = distances(count, edges)
    for box in range(count):
        feeders = {int(level[tail]) for tail, head in edges.tolist() if head == box}
        assert level[box] == 0 or level[box] - 1 in feeders
