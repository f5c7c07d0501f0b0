"""Layouts that are kept while a system changes a little."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.domain.edge_kinds import infer_edge_kind
from explorer.domain.entities import Edge, Node
from explorer.domain.geometry import Point
from explorer.domain.kinds import NodeKind
from explorer.domain.system_graph import SystemGraph
from explorer.drawing.cards import cards_of
from explorer.drawing.kept_layout import kept_layout
from explorer.drawing.placing import layout_request
from explorer.layout.engine import LayoutEngine, quick_layout

KINDS = (NodeKind.DATASET, NodeKind.JOB, NodeKind.FEATURE, NodeKind.MODEL, NodeKind.CONSUMER)


def edge(start, end):
    return Edge(from_id=start.id, to_id=end.id, kind=infer_edge_kind(start, end))


def company(seed, count, teams):
    """A system with a direction, uneven teams and some nodes of nobody."""
    random = np.random.default_rng(seed)
    owners = [f"team {t}" for t in range(teams)]
    nodes = [
        Node(
            id=f"n{i}",
            kind=KINDS[min(i * len(KINDS) // count, len(KINDS) - 1)],
            name=f"node number {i}",
            owner=owners[int(random.integers(0, teams))] if teams and random.random() < 0.9 else None,
        )
        for i in range(count)
    ]
    edges = {}
    for i in range(1, count):
        for start in {max(0, i - int(random.geometric(0.05))), max(0, i - int(random.geometric(0.2)))}:
            made = edge(nodes[start], nodes[i])
            edges[made.key] = made
    return SystemGraph.of(nodes, edges.values(), name="company")


def leaf(graph, seed, number=0):
    """The system with one node more, which reads one that was there."""
    ids = graph.arrays.ids
    at = graph.nodes[ids[int(np.random.default_rng(seed).integers(0, len(ids)))]]
    node = Node(id=f"leaf{number}", kind=NodeKind.CONSUMER, name="a new dashboard", owner=at.owner)
    return graph.with_parts([node], [edge(at, node)])


def centres(graph, layout):
    return dict(zip(graph.arrays.ids, layout.centres.tolist(), strict=True))


def moved(before, after):
    """How many nodes that are in both stand elsewhere, by more than a pixel."""
    both = before.keys() & after.keys()
    return sum(np.abs(np.subtract(before[i], after[i])).max() > 1 for i in both) / len(both)


def laid_out(graph, engine=None):
    cards = cards_of(graph)
    request = layout_request(graph, {}, cards=cards)
    return cards, quick_layout(request) if engine is None else engine.layout(request)


def faults(graph, kept):
    """Cards over cards, and edges that are not drawn."""
    half = kept.cards.sizes / 2
    low, high = kept.layout.centres - half, kept.layout.centres + half
    over = ((low[:, None] + 1 < high[None]).all(2) & (low[None] + 1 < high[:, None]).all(2)).sum()
    undrawn = (np.diff(kept.layout.starts) < 4).sum()
    return int(over) - len(half), int(undrawn)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(200, 500), st.integers(0, 12))
def test_one_leaf_more_moves_no_more_than_one_node_in_twenty(seed, count, teams):
    """In our own layout of systems of 200 to 500 nodes; it lies over no card, and every edge is drawn."""
    graph = company(seed, count, teams)
    cards, layout = laid_out(graph)
    made = leaf(graph, seed)
    kept = kept_layout(graph, cards, layout, made, {})
    assert kept is not None
    assert moved(centres(graph, layout), centres(made, kept.layout)) <= 0.05
    assert faults(made, kept) == (0, 0)


def test_one_leaf_more_moves_nothing_in_a_layout_of_graphviz():
    """Nor do ten, one after the other."""
    graph = company(1, 200, 5)
    engine = LayoutEngine()
    try:
        cards, layout = laid_out(graph, engine)
    finally:
        engine.close()
    assert layout.engine == "dot"
    first = centres(graph, layout)
    for number in range(10):
        made = leaf(graph, number, number)
        kept = kept_layout(graph, cards, layout, made, {})
        graph, cards, layout = made, kept.cards, kept.layout
    assert moved(first, centres(graph, layout)) == 0
    assert faults(graph, kept) == (0, 0)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(20, 80), st.integers(1, 6))
def test_the_area_of_a_team_grows_for_a_node_only_where_it_meets_nothing_of_others(seed, count, teams):
    """An area that was apart from all others, and from the cards of others, still is."""
    graph = company(seed, count, teams)
    cards, layout = laid_out(graph)
    made = leaf(graph, seed)
    kept = kept_layout(graph, cards, layout, made, {})
    index, owners = made.arrays.index, made.owners()
    half = kept.cards.sizes / 2
    low, high = kept.layout.centres - half, kept.layout.centres + half
    rects = kept.layout.group_rects
    for i, owner in enumerate(owners):
        foreign = [index[n.id] for n in made.nodes.values() if n.owner != owner and n.id != "leaf0"]
        for j in foreign:
            assert not ((low[j] + 1 < rects[i, 2:]).all() and (high[j] - 1 > rects[i, :2]).all())
        for j in range(i):
            assert not ((rects[j, :2] + 1 < rects[i, 2:]).all() and (rects[j, 2:] - 1 > rects[i, :2]).all())


def test_what_is_taken_out_leaves_all_others_where_they_are():
    """And a leaf that comes and goes again leaves the layout as it was, areas too."""
    graph = company(3, 60, 4)
    cards, layout = laid_out(graph)
    more = leaf(graph, 3)
    grown = kept_layout(graph, cards, layout, more, {})
    back = kept_layout(more, grown.cards, grown.layout, graph, {})
    assert np.array_equal(back.layout.centres, layout.centres)
    assert np.allclose(back.layout.group_rects, layout.group_rects, atol=0.01, equal_nan=True)
    less = graph.without(["n7", "n8"], [])
    kept = kept_layout(graph, cards, layout, less, {})
    assert moved(centres(graph, layout), centres(less, kept.layout)) == 0
    assert faults(less, kept) == (0, 0)


def test_a_new_node_stands_in_the_area_of_its_team_where_there_is_room():
    """Beside what it reads; the area holds it."""
    graph = company(5, 12, 1)
    cards, layout = laid_out(graph)
    owner = graph.owners()[0]
    at = next(n for n in reversed(graph.nodes.values()) if n.owner == owner)
    node = Node(id="new", kind=NodeKind.CONSUMER, name="new", owner=owner)
    made = graph.with_parts([node], [edge(at, node)])
    kept = kept_layout(graph, cards, layout, made, {})
    x, y = centres(made, kept.layout)["new"]
    x0, y0, x1, y1 = kept.layout.group_rects[made.owners().index(owner)]
    assert x0 < x < x1
    assert y0 < y < y1


def test_a_place_that_a_person_chose_for_a_new_node_holds():
    """Undo brings a node back to where it was put."""
    graph = company(5, 12, 1)
    cards, layout = laid_out(graph)
    made = leaf(graph, 1)
    kept = kept_layout(graph, cards, layout, made, {"leaf0": Point(900, -300)})
    assert centres(made, kept.layout)["leaf0"] == [900, -300]


def test_a_renamed_node_stays_and_its_card_follows_its_name():
    """Its lines begin at the new border."""
    graph = company(5, 12, 0)
    cards, layout = laid_out(graph)
    made = graph.with_parts([replace(graph.nodes["n3"], name="n")], [])
    kept = kept_layout(graph, cards, layout, made, {})
    place = made.arrays.index["n3"]
    assert kept.cards.sizes[place, 0] < cards.sizes[place, 0]
    assert moved(centres(graph, layout), centres(made, kept.layout)) == 0
    out = int(np.flatnonzero(made.arrays.from_index == place)[0])
    border = kept.layout.centres[place, 0] + kept.cards.sizes[place, 0] / 2
    assert kept.layout.routes[kept.layout.starts[out], 0] == pytest.approx(border, abs=1)


def test_where_much_is_new_or_a_node_changes_its_team_a_layout_of_its_own_is_wanted():
    """Nothing is kept then."""
    graph = company(5, 30, 3)
    cards, layout = laid_out(graph)
    many = graph
    for number in range(4):
        many = leaf(many, number, number)
    assert kept_layout(graph, cards, layout, many, {}) is None
    given_away = graph.with_parts([replace(graph.nodes["n3"], owner="others")], [])
    assert kept_layout(graph, cards, layout, given_away, {}) is None
    assert kept_layout(graph, cards, layout, graph, {"n3": Point(5000, 5000)}) is None


def test_a_pinned_node_needs_a_new_layout_only_where_it_stands_in_another_column():
    """Pinned where it stands, it stays with all others through an edit; a new one finds no column beside others."""
    graph = company(4, 60, 3)
    cards, layout = laid_out(graph)
    at = int(np.flatnonzero(layout.layers >= 0)[5])
    node, column = graph.arrays.ids[at], int(layout.layers[at])
    made = leaf(graph, 4)
    kept = kept_layout(graph, cards, layout, made, {}, pins={node: column})
    assert moved(centres(graph, layout), centres(made, kept.layout)) == 0
    assert kept.layout.layers[made.arrays.index[node]] == column
    assert kept_layout(graph, cards, layout, made, {}, pins={node: column + 1}) is None
    new = next(i for i in made.nodes if i not in graph.nodes)
    assert kept_layout(graph, cards, layout, made, {}, pins={new: 0}) is None
