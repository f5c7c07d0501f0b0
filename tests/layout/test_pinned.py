"""Boxes pinned to layers: they stand there in every picture, and the rest still flows as far as that leaves room."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from explorer.layout.blocks import blocks_of
from explorer.layout.engine import LayoutEngine, quick_layout
from explorer.layout.layers import layers

SHAPES = st.tuples(st.integers(0, 10_000), st.integers(1, 45), st.floats(0, 2), st.integers(0, 6))
PINS = st.lists(st.tuples(st.integers(0, 1_000), st.integers(0, 9)), min_size=1, max_size=6)


@pytest.fixture(scope="module")
def engine():
    """A warm Graphviz."""
    warm = LayoutEngine()
    yield warm
    warm.close()


def pinned(request, pins):
    """The same, with these boxes pinned: {box: layer}."""
    columns = np.full(request.node_count, -1, np.int32)
    for box, layer in pins:
        columns[box % request.node_count] = layer
    return replace(request, pinned=columns)


def misplaced(request, layout, scope):
    """Pinned boxes that are not where they were asked for, told by their places alone; scope: what shares layers."""
    low, high = (layout.centres + sign * request.sizes / 2 for sign in (-1, 1))
    found = []
    for a in np.flatnonzero(request.pinned >= 0):
        if layout.layers[a] != request.pinned[a]:
            found.append(f"box {a} says it stands in layer {layout.layers[a]}, not in {request.pinned[a]}")
        for b in np.flatnonzero((layout.layers >= 0) & (scope == scope[a])):
            if request.pinned[b] == request.pinned[a]:
                left, middle = abs(low[a, 0] - low[b, 0]), abs(layout.centres[a, 0] - layout.centres[b, 0])
                if min(left, middle) > 0.5:
                    found.append(f"boxes {a} and {b} of one layer are not in line")
            elif request.pinned[a] < layout.layers[b] and high[a, 0] >= low[b, 0]:
                found.append(f"box {a} does not stand left of {b}, of a layer further right")
            elif request.pinned[a] > layout.layers[b] and low[a, 0] <= high[b, 0]:
                found.append(f"box {a} does not stand right of {b}, of a layer further left")
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SHAPES, PINS)
@example((11, 12, 2.0, 0), [(291, 1)])  # a pill between neighbours has no column of its own
def test_our_own_picture_keeps_them_in_their_layers(random_system, faults, shape, pins):
    """Each in line with the others of its layer, between those of other layers; and the picture has no new faults."""
    seed, count, density, groups = shape
    request = pinned(random_system(seed, count, int(count * density), groups), pins)
    layout = layers(request)
    assert misplaced(request, layout, np.zeros(count)) == []
    assert faults(request, layout) == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SHAPES, PINS)
@example((0, 18, 0.0, 4), [(0, 0), (1, 0)])  # parts that no edge joins are not set closer together
def test_graphviz_keeps_them_in_their_layers(engine, random_system, faults, shape, pins):
    """The same of the picture that takes its place."""
    seed, count, density, groups = shape
    request = pinned(random_system(seed, count, int(count * density), groups), pins)
    layout = engine.layout(request)
    assert misplaced(request, layout, np.zeros(count)) == []
    assert not [fault for fault in faults(request, layout) if "overlap" in fault or "not drawn" in fault]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SHAPES, PINS)
def test_no_edge_runs_back_that_need_not(random_system, shape, pins):
    """Where some layers for all would let every edge run to the right, as a search for longest ways says, all do."""
    seed, count, density, _ = shape
    request = pinned(random_system(seed, count, int(count * density), 0, back=0.0, pills=0.0), pins)
    chosen = {int(i): int(request.pinned[i]) for i in np.flatnonzero(request.pinned >= 0)}
    limits = nx.DiGraph()
    limits.add_edges_from(("start", i, {"weight": 0}) for i in range(count))
    limits.add_edges_from((a, b, {"weight": -1}) for a, b in request.edges.tolist() if a != b)
    limits.add_edges_from(("start", i, {"weight": -layer}) for i, layer in chosen.items())
    limits.add_edges_from((i, "start", {"weight": layer}) for i, layer in chosen.items())
    layout = layers(request)
    tails, heads = (layout.layers[request.edges[:, side]] for side in (0, 1))
    back = (tails >= heads) & (request.edges[:, 0] != request.edges[:, 1])
    assert back.any() == nx.negative_edge_cycle(limits)


@pytest.mark.parametrize("count", [1_700, 4_000])
def test_on_shelves_layers_are_counted_in_each_group(engine, random_system, count):
    """A large system: the boxes pinned to a layer stand in line in their group, by our layers and by Graphviz."""
    request = random_system(5, count, int(count * 1.3), 12, back=0.02)
    request = pinned(request, [(i * 37, i % 4) for i in range(40)])
    scope = blocks_of(request).of
    for layout in (quick_layout(request), engine.layout(request)):
        assert misplaced(request, layout, scope) == []


def test_an_edge_to_a_layer_further_left_is_led_back(make_request, faults):
    """It leaves on the right and arrives on the left, as every edge against the flow."""
    request = make_request([(100, 38)] * 3, [(0, 1), (1, 2)], pinned=np.array([2, -1, 0], np.int32))
    layout = layers(request)
    assert faults(request, layout) == []
    assert layout.layers.tolist() == [2, 3, 0]
    assert layout.centres[2, 0] < layout.centres[0, 0] < layout.centres[1, 0]


def test_a_layer_with_a_pinned_box_is_not_split(star):
    """Of many boxes in one layer, those pinned there stand in line all the same."""
    request = pinned(star(200), [(i, 1) for i in range(50, 60)])
    layout = layers(request)
    assert misplaced(request, layout, np.zeros(200)) == []


def test_nothing_pinned_changes_nothing(random_system):
    """A request in which every box may stand anywhere gives the picture of one that says nothing of layers."""
    request = random_system(3, 40, 60, 4)
    free = replace(request, pinned=np.full(40, -1, np.int32))
    assert layers(free).centres.tobytes() == layers(request).centres.tobytes()
