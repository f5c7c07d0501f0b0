"""Edges sorted into classes all at once are in the class each has by itself."""

from hypothesis import given, settings

from explorer.analysis.what_if import edge_classes as module
from explorer.analysis.what_if.edge_classes import edge_classes
from explorer.analysis.what_if.edge_use import source_of, target_of, use_of
from explorer.domain.system_graph import SystemGraph
from tests.analysis.what_if.systems import graphs


def one_by_one(graph):
    """The class of every edge, each worked out from the edge and its ends alone."""
    ends = [(e, graph.nodes[e.from_id], graph.nodes[e.to_id]) for e in graph.edges.values()]
    return [use_of(edge, source_of(start), target_of(end)) for edge, start, end in ends]


def sorted_together(graph):
    """The class of every edge, as the graph's classes tell it."""
    classes = edge_classes(graph)
    return [classes.uses[number] for number in classes.class_of.tolist()]


@settings(max_examples=200)
@given(graphs(most_nodes=9, most_edges=30))
def test_edges_have_the_class_each_has_by_itself(graph):
    """Sorting all edges at once finds for each the class that its own attributes and ends give."""
    classes = edge_classes(graph)
    assert sorted_together(graph) == one_by_one(graph)
    assert len(set(classes.uses)) == len(classes.uses)
    bare = [classes.uses[number] for number in classes.bare.tolist()]
    assert bare == [use.without_shields() for use in classes.uses]


@settings(max_examples=50)
@given(graphs(most_nodes=9, most_edges=30))
def test_more_combinations_than_can_be_marked_are_sorted(graph):
    """Where marks for all combinations would not fit into memory, the classes are the same."""
    limit = module._MOST_MARKS
    module._MOST_MARKS = 0
    try:
        assert sorted_together(graph) == one_by_one(graph)
    finally:
        module._MOST_MARKS = limit


def test_a_system_without_edges_has_no_classes():
    """Nothing is sorted where there is nothing."""
    assert edge_classes(SystemGraph.of([], [])).uses == ()
