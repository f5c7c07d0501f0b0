"""Ways round boxes."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.layout.curves import sample
from explorer.layout.detours import crossings, detour

PLACE = st.tuples(st.integers(0, 9), st.integers(0, 9))


@settings(max_examples=60, deadline=None)
@given(st.sets(PLACE, min_size=2, max_size=24))
def test_a_detour_crosses_no_box(places):
    """Between any two boxes of a crowd the way leaves right, arrives left and keeps out of all boxes."""
    corners = np.array(sorted(places), float) * [170, 70]
    boxes = np.hstack([corners, corners + np.array([110, 38])])
    start, end = boxes[0][[2, 1]] + [0, 19], boxes[-1][[0, 1]] + [0, 19]
    for a, b in ((start, end), (boxes[-1][[2, 1]] + [0, 19], boxes[0][[0, 1]] + [0, 19])):
        way = detour(a, b, boxes)
        assert way is not None
        assert (way[0] == a).all()
        assert (way[-1] == b).all()
        points, _ = sample(way.astype(np.float32), np.array([0, len(way)]), 4)
        inside = (points[:, None] > boxes[None, :, :2] + 1) & (points[:, None] < boxes[None, :, 2:] - 1)
        assert not inside.all(2).any()


@given(st.lists(st.tuples(st.floats(0, 2000), st.floats(0, 1000)), min_size=1, max_size=60))
def test_crossings_are_those_points_inside_foreign_boxes(points):
    """The map of the ground finds exactly the owners that a look at every box finds."""
    corners = np.array([(x * 170.0, y * 70.0) for x in range(12) for y in range(12) if (x * y) % 3])
    boxes = np.hstack([corners, corners + np.array([110, 38])])
    points = np.array(points)
    owner = np.arange(len(points))
    ends = np.full((len(points), 2), 0)
    ends[::2] = 5
    expected = set()
    for i, (x, y) in enumerate(points):
        for k, (a, b, c, d) in enumerate(boxes):
            deep = min(x - a, c - x, y - b, d - y)
            if deep > -1.5 and (k not in ends[i] or deep > 4):
                expected.add(i)
    assert expected == set(crossings(points, owner, ends, boxes).tolist())


def test_a_walled_in_box_has_no_way_out():
    """Where boxes touch all round, the answer is that there is no detour, not a wrong one."""
    start, end = np.array([0.0, 0.0]), np.array([500.0, 0.0])
    walls = np.array([[40, -60, 60, 60], [-60, 40, 60, 60], [-60, -60, 60, -40], [-60, -60, -40, 60]], float)
    assert detour(start, end, walls) is None
