"""Boxes a person moved."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.layout import reroute as reroute_module
from explorer.layout.detours import CLEARANCE
from explorer.layout.engine import quick_layout
from explorer.layout.layers import layers
from explorer.layout.reroute import mend, reroute


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1000), st.integers(4, 40), st.integers(0, 39), st.integers(0, 4))
def test_routes_follow_a_moved_box(random_system, faults, seed, count, box, groups):
    """After a move to free ground its edges end on its borders again and nothing passes under it."""
    request = random_system(seed, count, count * 3 // 2, groups, pills=0.0)
    box %= count
    layout = layers(request)
    centres = layout.centres.copy()
    centres[box] = centres.max(axis=0) + np.array([200, 120])
    moved = reroute(request, replace(layout, centres=centres), [box])
    found = [fault for fault in faults(request, moved) if "group" not in fault]
    assert found == []
    away = ~(request.edges == box).any(axis=1)
    for edge in np.flatnonzero(away):
        before = layout.routes[layout.starts[edge] : layout.starts[edge + 1]]
        after = moved.routes[moved.starts[edge] : moved.starts[edge + 1]]
        assert np.array_equal(before, after)


def test_an_edge_under_a_moved_box_is_led_round_it(make_request, faults):
    """A box dropped onto a foreign edge pushes the edge aside."""
    request = make_request([(100, 38)] * 3, [(0, 1)])
    layout = layers(request)
    centres = layout.centres.copy()
    centres[:2] = [[0, 0], [600, 0]]
    start = reroute(request, replace(layout, centres=centres), [0, 1])
    centres = centres.copy()
    centres[2] = [300, 0]
    dropped = reroute(request, replace(start, centres=centres), [2])
    assert faults(request, dropped) == []


def test_the_group_follows_its_box(make_request):
    """A group's area contains a member that was moved, its padding and name included."""
    request = make_request([(100, 38)] * 2, [(0, 1)], [0, 0], 1)
    layout = layers(request)
    centres = layout.centres.copy()
    centres[1] = [700, 500]
    _, y0, x1, y1 = reroute(request, replace(layout, centres=centres), [1]).group_rects[0]
    assert (x1, y1) == (766, 535)
    assert y0 <= centres[0, 1] - 19 - 18


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 1000), st.integers(3, 40), st.data())
def test_fixed_boxes_stay_and_others_give_way(random_system, seed, count, data):
    """A fixed box is exactly where it was put, and no box that is free to move stands on it."""
    request = random_system(seed, count, count, 3)
    fixed = data.draw(st.sets(st.integers(0, count - 1), min_size=1, max_size=min(count, 5)))
    positions = np.zeros((count, 2), np.float32)
    marks = np.zeros(count, bool)
    for n, i in enumerate(sorted(fixed)):
        marks[i] = True
        positions[i] = [data.draw(st.integers(-300, 900)), 100 * n + data.draw(st.integers(0, 40))]
    request = replace(request, fixed=marks, positions=positions)
    layout = quick_layout(request)
    assert (layout.centres[marks] == positions[marks]).all()
    half = request.sizes / 2
    for i in np.flatnonzero(~marks):
        over = (np.abs(layout.centres[i] - layout.centres) < half[i] + half - 1).all(axis=1)
        assert over.sum() == 1
    ends = layout.routes[layout.starts[1:] - 1]
    heads = request.edges[:, 1]
    assert np.abs(ends[:, 0] - (layout.centres[heads, 0] - half[heads, 0])).max(initial=0) < 1


def test_mending_leaves_a_sound_picture_alone(random_system):
    """Where nothing crosses, no route with the flow changes."""
    request = random_system(3, 30, 40, 3, back=0.0)
    layout = layers(request)
    mended = mend(request, layout)
    assert np.array_equal(layout.routes, mended.routes)


def test_pills_of_edges_that_cross_lie_apart(make_request):
    """Both would stand in the middle of their edges, which is where these cross."""
    request = make_request(
        [(100, 38)] * 4, [(0, 3), (1, 2)], pills={0: (40, 18), 1: (40, 18)}, fixed=[0, 1, 2, 3]
    )
    centres = np.array([(0, 0), (0, 300), (600, 0), (600, 300)], np.float32)
    made = reroute(request, replace(layers(request), centres=centres), [0, 1, 2, 3])
    one, other = made.label_centres
    assert (np.abs(one - other) >= (40, 18)).any()
    assert np.isfinite(made.label_centres).all()


def test_a_steep_way_back_becomes_a_level_run_beside_what_stands_half_way_up(make_request, faults):
    """The run is at the height of the steep one's middle, or as near to it as the box that stands there allows."""
    request = make_request([(100, 38)] * 3, [(0, 1)])
    corners = np.array([(1050, 400), (1090, 400), (1090, 500), (1000, 500), (-90, 0), (-60, 0), (-50, 0)])
    points = np.concatenate([corners[:1], *([before, after, after] for before, after in pairwise(corners))])
    for height, wanted in ((0, 250), (240, 259 + CLEARANCE), (260, 241 - CLEARANCE)):
        centres = np.array([(1000, 400), (0, 0), (500, height)], np.float32)
        steep = replace(
            layers(request),
            centres=centres,
            routes=points.astype(np.float32),
            starts=np.array([0, len(points)], np.int32),
        )
        mended = mend(request, steep)
        assert faults(request, mended) == []
        way = mended.routes[::3]
        longest = np.argmax(np.hypot(*np.diff(way, axis=0).T))
        assert way[longest : longest + 2, 1].tolist() == [wanted, wanted]


@settings(deadline=None, max_examples=20)
@given(seed=st.integers(0, 10_000), at_once=st.integers(1, 9))
def test_it_does_not_matter_how_many_routes_are_followed_in_one_go(random_system, seed, at_once):
    """The same layout, and between two goes it can be stopped."""
    request = random_system(seed, 30, 45, 3)
    layout = layers(request)
    box = seed % request.node_count
    centres = layout.centres.copy()
    centres[box] += (130.0, 70.0)
    moved = replace(layout, centres=centres)
    expected, looks = reroute(request, moved, [box]), []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reroute_module, "_FOLLOWED", at_once)
        made = reroute(request, moved, [box], check=lambda: looks.append(True))
    assert np.array_equal(made.routes, expected.routes)
    assert np.array_equal(made.starts, expected.starts)
    assert np.array_equal(made.label_centres, expected.label_centres, equal_nan=True)
    assert looks
