"""Our own layout: what an architect may expect of any picture, and what large and odd systems must not do to it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.layout.layers import layers

SIZES = st.tuples(st.integers(0, 10_000), st.integers(1, 60), st.floats(0, 2.2), st.integers(0, 7))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SIZES)
def test_a_small_picture_has_no_faults(random_system, faults, shape):
    """No overlaps, no group over another or over foreign boxes, no edge through a box, no pill over one."""
    seed, count, density, groups = shape
    request = random_system(seed, count, int(count * density), groups)
    assert faults(request, layers(request)) == []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_five_hundred_boxes_have_no_faults(random_system, faults, seed):
    """The promise holds at the size where pictures are still read box by box."""
    request = random_system(seed, 500, 800, 9)
    assert faults(request, layers(request)) == []


def test_nothing_to_draw(make_request):
    """A system without boxes is an empty picture, its groups without areas."""
    layout = layers(make_request([], group_count=2))
    assert layout.centres.shape == (0, 2)
    assert layout.starts.tolist() == [0]
    assert np.isnan(layout.group_rects).all()


def test_one_box_that_feeds_itself(make_request, faults):
    """A self-loop leaves on the right, enters on the left and stays out of the box."""
    request = make_request([(100, 38)], [(0, 0)], [0], 1)
    layout = layers(request)
    assert faults(request, layout) == []
    assert len(layout.routes) >= 7


def test_arrowheads_of_parallel_edges_stay_apart(make_request):
    """Edges between the same two boxes enter at different points."""
    request = make_request([(100, 38)] * 2, [(0, 1)] * 3)
    layout = layers(request)
    ends = layout.routes[layout.starts[1:] - 1]
    assert len({round(float(y), 1) for _, y in ends}) == 3


def test_data_flows_to_the_right(random_system):
    """In a system without loops every edge leads to a column further right."""
    request = random_system(4, 60, 90, 4, back=0.0)
    edges = request.edges[request.edges[:, 0] != request.edges[:, 1]]
    layout = layers(request)
    assert (layout.centres[edges[:, 1], 0] > layout.centres[edges[:, 0], 0]).all()


@pytest.mark.parametrize("count", [60, 400, 1_500, 1_501, 10_000])
def test_a_star_is_no_tower(star, count):
    """However many boxes one box feeds, the picture keeps a shape that fits a screen."""
    extent = np.ptp(layers(star(count)).centres, axis=0)
    assert 0.3 < extent[0] / extent[1] < 5


def test_a_chain_of_thousands_is_folded(make_request):
    """A chain longer than any screen is folded into strips."""
    request = make_request([(120, 38)] * 5_000, [(i, i + 1) for i in range(4_999)])
    extent = np.ptp(layers(request).centres, axis=0)
    assert 0.3 < extent[0] / extent[1] < 5


def test_boxes_without_edges_stand_in_rows(make_request, faults):
    """Lonely boxes fill a grid: few different heights and few different left borders."""
    request = make_request([(120, 38)] * 100, [], [0] * 50 + [-1] * 50, 1)
    layout = layers(request)
    assert faults(request, layout) == []
    left = np.unique(np.round(layout.centres[:, 0]))
    assert len(left) <= 12
    assert len(np.unique(np.round(layout.centres[:50, 1]))) <= 12


@pytest.mark.parametrize("shape", [(3_000, 9_000, 0), (3_000, 9_000, 12), (1_200, 6_500, 5)])
def test_a_tangle_is_laid_out(make_request, shape):
    """A random graph, mostly one cycle, gives finite places without overlap, in a sane shape."""
    count, edges, groups = shape
    random = np.random.default_rng(7)
    team = random.integers(0, groups, count) if groups else None
    request = make_request([(120, 38)] * count, random.integers(0, count, (edges, 2)), team, groups)
    layout = layers(request)
    assert np.isfinite(layout.centres).all()
    assert np.isfinite(layout.routes).all()
    rows = np.round(layout.centres / 2).astype(int)
    assert len(np.unique(rows, axis=0)) == count
    extent = np.ptp(layout.centres, axis=0)
    assert 0.2 < extent[0] / extent[1] < 8


@pytest.mark.parametrize("shape", [(40, 60, 4), (2_000, 3_000, 9)])
def test_the_same_system_gives_the_same_picture(random_system, shape):
    """Byte for byte, twice."""
    first, second = (layers(random_system(9, *shape)) for _ in range(2))
    for name in ("centres", "routes", "starts", "label_centres", "group_rects"):
        assert getattr(first, name).tobytes() == getattr(second, name).tobytes()


def test_one_more_leaf_moves_few_others(random_system, make_request):
    """With the former picture at hand, order within columns stays: few boxes change places with a neighbour."""
    request = random_system(12, 60, 80, 4, back=0.0, pills=0.0)
    before = layers(request)
    more = make_request(
        np.vstack([request.sizes, [[100, 38]]]),
        np.vstack([request.edges, [[5, 60]]]),
        np.append(request.groups, request.groups[5]),
        4,
        previous=np.vstack([before.centres, [[np.nan, np.nan]]]).astype(np.float32),
    )
    after = layers(more)
    columns = np.round(before.centres[:, 0])
    swapped = 0
    for column in np.unique(columns):
        members = np.flatnonzero(columns == column)
        a = np.argsort(before.centres[members, 1])
        swapped += int((np.diff(after.centres[members][a][:, 1]) < 0).sum())
    assert swapped <= 6


def test_long_edges_against_the_flow_run_round_the_team(make_request):
    """A loop back over a whole team passes above or below all of its boxes, not between them."""
    count = 8
    edges = [(i, i + 1) for i in range(count - 1)] + [(i, i + 2) for i in range(count - 2)] + [(count - 1, 0)]
    request = make_request([(100, 38)] * count, edges, [0] * count, 1)
    layout = layers(request)
    way = layout.routes[layout.starts[-2] : layout.starts[-1]]
    level = way[len(way) // 2, 1]
    assert level < layout.group_rects[0, 1] or level > layout.group_rects[0, 3]


def test_a_pill_has_its_own_room(make_request, faults):
    """A wide pill between neighbours stands between their columns, on its edge."""
    request = make_request([(100, 38)] * 2, [(0, 1)], [0, 0], 1, {0: (150, 18)})
    layout = layers(request)
    assert faults(request, layout) == []
    way = layout.routes
    assert way[:, 0].min() < layout.label_centres[0, 0] < way[:, 0].max()


def test_teams_of_any_number_are_laid_out(random_system):
    """A system of more blocks than one flow can hold goes on shelves, without overlap."""
    request = random_system(3, 300, 300, 90)
    layout = layers(replace(request))
    rects = layout.group_rects[np.isfinite(layout.group_rects[:, 0])]
    for i, (x0, y0, x1, y1) in enumerate(rects):
        over = (rects[:i, 0] < x1) & (rects[:i, 2] > x0) & (rects[:i, 1] < y1) & (rects[:i, 3] > y0)
        assert not over.any()


@pytest.mark.parametrize("seed", range(4))
def test_on_shelves_hardly_a_pill_covers_a_box(random_system, curve_points, seed):
    """Most of those that would do so in the middle of their edges do not; compared with each box, one by one."""
    request = random_system(seed, 260, 320, 80, pills=0.3)
    layout = layers(request)
    assert layout.by_group
    corners = np.concatenate([layout.centres - request.sizes / 2, layout.centres + request.sizes / 2], axis=1)
    pills = np.flatnonzero(request.label_sizes[:, 0] > 0).tolist()

    def covers(middle, edge):
        (x, y), (wide, high) = middle, request.label_sizes[edge] / 2
        return any(
            x0 < x + wide and x1 > x - wide and y0 < y + high and y1 > y - high
            for x0, y0, x1, y1 in corners.tolist()
        )

    ways = [curve_points(layout.routes[layout.starts[i] : layout.starts[i + 1]]) for i in pills]
    in_the_middle = sum(covers(way[len(way) // 2], i) for way, i in zip(ways, pills, strict=True))
    assert in_the_middle > 10
    assert sum(covers(layout.label_centres[i], i) for i in pills) <= in_the_middle / 4
