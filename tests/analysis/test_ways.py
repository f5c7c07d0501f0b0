"""Ways between two nodes, against every way there is."""

from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.analysis.ways import Course, find_ways
from explorer.domain.entities import Edge, EdgeKey, Node
from explorer.domain.kinds import EdgeKind, NodeKind
from explorer.domain.system_graph import SystemGraph
from explorer.errors import Cancelled

NAMES = "abcdefgh"
KINDS = (EdgeKind.FEEDS, EdgeKind.TRAINS, EdgeKind.OPTIMISES)
EDGES = st.sets(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from(KINDS)), max_size=24
)


def system(edges, names=NAMES):
    """Datasets with these edges between them."""
    nodes = [Node(id=name, kind=NodeKind.DATASET, name=name) for name in names]
    return SystemGraph.of(nodes, [Edge(from_id=a, to_id=b, kind=kind) for a, b, kind in edges])


def chain(text):
    """Edges along each of some words: "abc de"."""
    return {(a, b, EdgeKind.FEEDS) for word in text.split() for a, b in pairwise(word)}


def every_way(pairs, start, end):
    """Every simple way there is, by length and then by name."""
    inner = [name for name in NAMES if name not in (start, end)]
    found = []
    for count in range(len(inner) + 1):
        for between in permutations(inner, count):
            way = (start, *between, end)
            if all(pair in pairs for pair in pairwise(way)):
                found.append(way)
    return sorted(found, key=lambda way: (len(way), way))


@given(EDGES, st.integers(1, 12))
def test_the_shortest_ways_are_those_of_trying_all(edges, most):
    """Along the data, else back, else whichever way the edges point; by length, then by id; more is told of."""
    found = find_ways(system(edges), "a", "b", most=most)
    data = {(a, b) for a, b, kind in edges if kind is not EdgeKind.OPTIMISES}
    both = {pair for a, b, _ in edges for pair in ((a, b), (b, a))}
    along, back, either = every_way(data, "a", "b"), every_way(data, "b", "a"), every_way(both, "a", "b")
    course, expected = next(
        (
            each
            for each in ((Course.ALONG, along), (Course.AGAINST, back), (Course.EITHER, either))
            if each[1]
        ),
        (Course.NONE, []),
    )
    assert found.course is course
    assert [way.nodes for way in found.ways] == expected[:most]
    assert found.more is (len(expected) > most)
    assert found.returns is (course is Course.ALONG and bool(back))


@given(EDGES)
def test_every_step_names_all_edges_that_make_it(edges):
    """Of the ways with the data those that carry data, of the others all, whichever way they point."""
    found = find_ways(system(edges), "a", "b")
    keys = {EdgeKey(*edge) for edge in edges}
    for way in found.ways:
        for a, b, step in zip(way.nodes, way.nodes[1:], way.steps, strict=False):
            if found.course is Course.EITHER:
                expected = {key for key in keys if {key.from_id, key.to_id} == {a, b}}
            else:
                expected = {k for k in keys if k[:2] == (a, b) and k.kind is not EdgeKind.OPTIMISES}
            assert set(step) == expected
            assert step


def test_what_only_aims_carries_no_data():
    """A model is judged by a metric, which gets nothing from it thereby; but the two are connected."""
    found = find_ways(system({("a", "b", EdgeKind.OPTIMISES)}), "a", "b")
    assert found.course is Course.EITHER
    assert found.ways[0].edges == (EdgeKey("a", "b", EdgeKind.OPTIMISES),)


def test_a_way_that_comes_back_is_told_of():
    """Both are part of a round."""
    assert find_ways(system(chain("acb bda")), "a", "b").returns
    assert not find_ways(system(chain("acb")), "a", "b").returns


def test_a_search_that_ends_too_soon_says_that_there_may_be_more():
    """What was found is right; whether there is more nobody has looked."""
    found = find_ways(system(chain("acb adb aeb")), "a", "b", looks=3)
    assert [way.nodes for way in found.ways] == [("a", "c", "b")]
    assert found.more is None


def test_a_search_can_be_stopped():
    """The check may raise."""

    def stop():
        raise Cancelled

    with pytest.raises(Cancelled):
        find_ways(system(chain("ab")), "a", "b", check=stop)


def test_no_such_node_is_a_fault_of_the_caller():
    """Whoever asks has resolved the names."""
    with pytest.raises(KeyError):
        find_ways(system(()), "a", "nobody")
