"""What is reached over some edges: the same as by walking, for all sources at once."""

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explorer.analysis.reaching import Order, counts_of, reached

COUNT = 9
ENDS = st.lists(st.tuples(st.integers(0, COUNT - 1), st.integers(0, COUNT - 1)), max_size=25)
SOURCES = st.lists(st.integers(0, COUNT - 1), max_size=5, unique=True)


def walked(ends, source):
    """What a walk from one node comes to, that node among it."""
    graph = nx.DiGraph(ends)
    graph.add_nodes_from(range(COUNT))
    return nx.descendants(graph, source) | {source}


def columns(ends):
    """The two columns of a list of edges."""
    return tuple(np.array([e[side] for e in ends], np.int32) for side in (0, 1))


@given(ENDS, SOURCES)
def test_what_is_reached_from_any_of_some_nodes(ends, sources):
    """Exactly what the walks from each come to together."""
    found = reached(COUNT, *columns(ends), sources)
    assert set(np.flatnonzero(found)) == set().union(*(walked(ends, s) for s in sources))


@given(ENDS, SOURCES)
def test_who_reaches_each_node(ends, sources):
    """A bit is at a node exactly when a walk from its source comes there; loops change nothing."""
    bits = Order(COUNT, *columns(ends)).spread({s: 1 << i for i, s in enumerate(sources)})
    for i, source in enumerate(sources):
        assert {n for n in range(COUNT) if bits[n] >> i & 1} == walked(ends, source)


@given(st.lists(st.integers(0, 2**11 - 1)), st.integers(11, 20))
def test_how_often_each_bit_is_set(bits, width):
    """Counted for all bits at once as one by one."""
    assert counts_of(bits, width).tolist() == [sum(b >> i & 1 for b in bits) for i in range(width)]
