"""Boxes that come into a finished layout."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from explorer.domain.geometry import Point
from explorer.layout.beside import with_boxes
from explorer.layout.curves import starts_of
from explorer.layout.layers import layers
from explorer.layout.spacing import COLUMN_GAP


def without(request, new):
    """The request without its last boxes and what touches them; which edges stay."""
    old = request.node_count - new
    kept = (request.edges < old).all(axis=1)
    return replace(
        request,
        sizes=request.sizes[:old],
        edges=request.edges[kept],
        groups=request.groups[:old],
        label_sizes=request.label_sizes[kept],
        fixed=request.fixed[:old],
        positions=request.positions[:old],
    ), kept


def widened(request, layout, kept, new):
    """The layout with room for the last boxes and for the edges that are not there yet."""
    counts = np.zeros(len(request.edges), np.int64)
    counts[kept] = np.diff(layout.starts)
    labels = np.full((len(request.edges), 2), np.nan, np.float32)
    labels[kept] = layout.label_centres
    return replace(
        layout,
        centres=np.concatenate([layout.centres, np.full((new, 2), np.nan, np.float32)]),
        starts=starts_of(counts),
        label_centres=labels,
    )


def brought_in(request, new, placed=None):
    """The last boxes of a system brought into the layout of the others: both layouts, and which edges were there."""
    before, kept = without(request, new)
    layout = layers(before)
    first = request.node_count - new
    groups = {i: int(request.groups[i]) for i in range(first, request.node_count)}
    own = request.groups.copy()
    own[first:] = -1
    made = with_boxes(
        replace(request, groups=own),
        widened(request, layout, kept, new),
        groups,
        placed or {},
        np.flatnonzero(~kept).tolist(),
    )
    return layout, made, kept


def low_and_high(request, layout):
    half = request.sizes / 2
    return layout.centres - half, layout.centres + half


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(5, 60), st.integers(1, 4), st.integers(0, 4))
def test_what_comes_lies_over_nothing_and_nothing_else_moves(random_system, seed, count, new, groups):
    """No box over another, none over the border or the label of an area; other boxes and all areas stay."""
    request = random_system(seed, count + new, (count + new) * 3 // 2, groups)
    before, made, _ = brought_in(request, new)
    assert np.array_equal(before.centres, made.centres[:count])
    assert np.array_equal(before.group_rects, made.group_rects, equal_nan=True)
    low, high = low_and_high(request, made)
    for box in range(count, count + new):
        over = (low[box] < high).all(axis=1) & (high[box] > low).all(axis=1)
        assert np.flatnonzero(over).tolist() == [box]
        for x0, y0, x1, y1 in before.group_rects.tolist():
            touching = low[box][0] < x1 and high[box][0] > x0 and low[box][1] < y1 and high[box][1] > y0
            inside = low[box][0] > x0 and high[box][0] < x1 and low[box][1] > y0 + 22 and high[box][1] < y1
            assert inside or not touching


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(5, 40), st.integers(1, 2))
@example(0, 12, 2)  # an edge that turns at a corner of a new box, nearer than it should
@example(6056, 18, 2)  # a new box 14 pixels from where an edge begins
def test_every_new_edge_is_drawn_and_no_edge_runs_under_what_came(
    random_system, faults, curve_points, seed, count, new
):
    """Edges whose way is free stay as they are, to the point."""
    request = random_system(seed, count + new, (count + new) * 3 // 2, 0, pills=0.0)
    before, made, kept = brought_in(request, new)
    found = faults(request, made)
    assert not [f for f in found if "not drawn" in f]
    assert not [f for f in found for box in range(count, count + new) if f.endswith(f"through box {box}")]
    low, high = low_and_high(request, made)
    for i, edge in enumerate(np.flatnonzero(kept).tolist()):
        was = before.routes[before.starts[i] : before.starts[i + 1]]
        points = curve_points(was)[:, None]
        under = ((points > low[count:] - 2) & (points < high[count:] + 2)).all(axis=2).any()
        assert under or np.array_equal(was, made.routes[made.starts[edge] : made.starts[edge + 1]])


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(5, 40))
def test_the_same_system_gives_the_same_places(random_system, seed, count):
    """To the bit."""
    request = random_system(seed, count + 3, count * 2, 3)
    first, second = brought_in(request, 3)[1], brought_in(request, 3)[1]
    assert first.centres.tobytes() == second.centres.tobytes()
    assert first.routes.tobytes() == second.routes.tobytes()


def test_it_stands_to_the_right_of_what_it_reads(make_request):
    """A column's gap away, at the height of what it is joined to; a second one in the next free place."""
    request = make_request([(100, 38)] * 4, [(0, 1), (0, 2), (0, 3)])
    before, made, _ = brought_in(request, 2)
    right = before.centres[0, 0] + 50
    assert (made.centres[2:, 0] - 50 >= right + COLUMN_GAP).all()
    assert np.abs(made.centres[2] - made.centres[0]).max() < 300
    assert np.abs(made.centres[3] - made.centres[0]).max() < 300


def test_what_only_feeds_stands_to_the_left_and_what_is_joined_to_nothing_below(make_request):
    """Chains are followed: what is joined only to something new stands beside that."""
    request = make_request([(100, 38)] * 6, [(0, 1), (2, 0), (1, 3), (3, 4)])
    before, made, _ = brought_in(request, 4)
    x, y = made.centres.T
    assert x[2] + 50 <= x[0] - 50 - COLUMN_GAP
    assert x[3] - 50 >= x[1] + 50 + COLUMN_GAP
    assert x[4] - 50 >= x[3] + 50 + COLUMN_GAP
    assert y[5] > before.centres[:, 1].max() + 38


def test_boxes_joined_to_nothing_fill_rows(make_request):
    """A column of them would be as high as there are many; the picture keeps about the shape of a screen."""
    request = make_request([(100, 38)] * 24, [])
    _, made, _ = brought_in(request, 23)
    low, high = low_and_high(request, made)
    wide, tall = high.max(axis=0) - low.min(axis=0)
    assert 1 < wide / tall < 2.5


def test_a_place_that_a_person_chose_holds(make_request):
    """Whatever is there."""
    request = make_request([(100, 38)] * 3, [(0, 1), (1, 2)])
    _, made, _ = brought_in(request, 1, {2: Point(900, 70)})
    assert made.centres[2].tolist() == [900, 70]


def test_a_first_box_in_an_empty_picture_has_a_place(make_request):
    """There is nothing to stand beside."""
    _, made, _ = brought_in(make_request([(100, 38)]), 1)
    assert np.isfinite(made.centres).all()


def test_a_new_pill_on_an_old_edge_gets_a_place_that_covers_no_box(make_request, faults):
    """Its label had no room before; the edge stays where it is."""
    request = make_request([(100, 38)] * 3, [(0, 1), (1, 2)])
    layout = layers(request)
    wanted = replace(request, label_sizes=np.array([(50, 18), (0, 0)], np.float32))
    made = with_boxes(wanted, layout, {}, {}, [])
    assert faults(wanted, made) == []
    assert np.array_equal(layout.routes, made.routes)
