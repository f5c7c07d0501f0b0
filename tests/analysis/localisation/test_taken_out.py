"""Edges taken out of the classes of a system, beside the classes of the system without them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explorer.analysis.localisation.taken_out import without_edges
from explorer.analysis.what_if.edge_classes import edge_classes
from tests.analysis.what_if.systems import graphs


@given(graphs(most_nodes=7, most_edges=14), st.data())
def test_the_rest_is_as_if_the_edges_had_never_been_there(graph, data):
    """Every edge that stays has its ends, its class and its place among those of its nodes."""
    keys = list(graph.edges)
    gone = np.array([data.draw(st.booleans()) for _ in keys], np.bool_)
    found = without_edges(edge_classes(graph), gone)
    fewer = graph.without(edges=[key for key, is_gone in zip(keys, gone, strict=True) if is_gone])
    expected = edge_classes(fewer)
    assert found.edges == expected.edges
    assert [found.uses[c] for c in found.class_of] == [expected.uses[c] for c in expected.class_of]
    arrays = fewer.arrays
    for name in ("ids", "keys"):
        assert getattr(found.arrays, name) == getattr(arrays, name)
    for name in ("from_index", "to_index", "out_start", "out_edges", "in_start", "in_edges"):
        assert getattr(found.arrays, name).tolist() == getattr(arrays, name).tolist()
