"""Ways in words: the direction, how many there are, and how each edge is known."""

import pytest

from explorer.analysis.ways import find_ways
from explorer.analysis.ways_telling import tell_edge, tell_way, tell_ways
from tests.analysis.test_ways import chain, system


@pytest.mark.parametrize(
    ("edges", "told"),
    [
        ("acb", "Data of a reach b. 1 way in all."),
        ("acb bda", "Data of a reach b. There is a way back from b too. 1 way in all."),
        ("bca", "There is no way from a to b; there is one from b to a. 1 way in all."),
        ("ca cb", "No data pass from a to b or back; these ways go partly against the data. 1 way in all."),
        ("ac db", "Nothing connects a and b."),
        ("acb adb aeb", "Data of a reach b. These are the 2 shortest ways; there are more."),
    ],
)
def test_what_connects_two_nodes_is_told_with_its_direction(edges, told):
    """A way against the question, or against the data, is never told as if it were one along them."""
    graph = system(chain(edges))
    assert tell_ways(graph, find_ways(graph, "a", "b", most=2)) == told


def test_a_search_given_up_is_told_of():
    """Nobody takes what was found for all there is."""
    graph = system(chain("acb adb aeb"))
    found = find_ways(graph, "a", "b", looks=3)
    assert "given up" in tell_ways(graph, found)


def test_a_way_is_told_by_its_nodes_and_edges():
    """Names in order, and each edge with how it is known."""
    graph = system(chain("acb"))
    way = find_ways(graph, "a", "b").ways[0]
    assert tell_way(graph, way) == "2 steps: a – c – b"
    assert [tell_edge(graph, key) for key in way.edges] == [
        "a is read by c (declared)",
        "c is read by b (declared)",
    ]
