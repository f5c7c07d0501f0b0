"""What a person draws by hand follows the flow: connected nodes do not stay where they were made."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.domain.entities import Node
from explorer.domain.geometry import Point
from explorer.domain.kinds import NodeKind
from explorer.domain.system_graph import SystemGraph
from explorer.drawing.cards import cards_of
from explorer.drawing.kept_layout import kept_layout
from explorer.drawing.placing import layout_request
from explorer.layout.engine import quick_layout
from tests.drawing.test_kept_layout import centres, edge, faults

NAMES = "abcdefghij"


class Drawing:
    """A system drawn from nothing, part by part, as in the window; some nodes of a team, and some held by hand."""

    def __init__(self, names=NAMES, held=(), pins=()):
        self.held, self.pins = dict(held), dict(pins)
        self.graph = SystemGraph.of([_node(names[0])], ())
        self.cards = cards_of(self.graph)
        self.layout = quick_layout(layout_request(self.graph, {}, cards=self.cards))
        for name in names[1:]:
            self._take(self.graph.with_parts([_node(name)]))

    def connect(self, start, end):
        nodes = self.graph.nodes
        self._take(self.graph.with_parts((), [edge(nodes[start], nodes[end])]))

    def _take(self, made):
        places = {name: at for name, at in self.held.items() if name in made.nodes}
        kept = kept_layout(self.graph, self.cards, self.layout, made, places, pins=self.pins)
        assert kept is not None
        assert faults(made, kept) == (0, 0)
        self.graph, self.cards, self.layout = made, kept.cards, kept.layout

    @property
    def at(self):
        return centres(self.graph, self.layout)

    def runs_right(self, start, end):
        half = self.cards.sizes[[self.graph.arrays.index[i] for i in (start, end)], 0].sum() / 2
        return self.at[end][0] - self.at[start][0] > half


def _node(name):
    return Node(id=name, kind=NodeKind.DATASET, name=name, owner="a team" if name in "acegi" else None)


def test_two_nodes_made_one_after_the_other_stand_side_by_side_once_they_are_connected():
    """The target right of its source, at its height; the source stays."""
    drawn = Drawing("ab")
    before = drawn.at
    assert not drawn.runs_right("a", "b")
    drawn.connect("a", "b")
    assert drawn.runs_right("a", "b")
    assert drawn.at["a"] == before["a"]
    assert drawn.at["b"][1] == pytest.approx(before["a"][1])


def test_two_chains_that_are_joined_become_one():
    """The shorter goes as a whole to the side of the longer on which the data comes or goes."""
    drawn = Drawing()
    for start, end in ("ab", "bc", "cd", "ef", "fg"):
        drawn.connect(start, end)
    before = drawn.at
    drawn.connect("g", "a")
    assert all(drawn.at[i] == before[i] for i in "abcdhij")
    assert all(drawn.runs_right(*pair) for pair in ("ef", "fg", "ga", "ab", "bc", "cd"))


def test_what_a_person_placed_or_pinned_stays_and_the_other_end_goes():
    """Where both are held, neither does."""
    places = {"b": Point(0.0, 500.0), "d": Point(40.0, 700.0)}
    drawn = Drawing("abcd", held=places)
    drawn.connect("a", "b")
    assert drawn.at["b"] == [*places["b"]]
    assert drawn.runs_right("a", "b")
    drawn.connect("b", "d")
    assert (drawn.at["b"], drawn.at["d"]) == ([*places["b"]], [*places["d"]])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=14))
def test_whatever_is_connected_only_one_part_goes_and_first_edges_run_right(pairs):
    """An edge moves nothing but what hung together with one of its ends; a node's first edge runs to the right."""
    drawn = Drawing()
    for start, end in pairs:
        arrays = drawn.graph.arrays
        if start == end or edge(_node(start), _node(end)).key in drawn.graph.edges:
            continue
        part = {end: _part(drawn.graph, end), start: _part(drawn.graph, start)}
        first = len(part[start]) == 1 or len(part[end]) == 1
        before = drawn.at
        drawn.connect(start, end)
        went = {name for name in arrays.ids if not np.allclose(before[name], drawn.at[name], atol=0.01)}
        assert went <= part[start] or went <= part[end]
        if first:
            assert drawn.runs_right(start, end)


def _part(graph, name):
    """All nodes that a walk along edges, either way, reaches."""
    found = {name}
    while True:
        more = {end for key in graph.edges for end in key[:2] if found & set(key[:2])} | found
        if more == found:
            return found
        found = more
