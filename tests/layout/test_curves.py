"""Curves and the points where they meet boxes."""

from __future__ import annotations

import numpy as np

from explorer.layout.curves import chain, direct_ways, middles, sample


def test_a_direct_curve_runs_from_border_to_border():
    """Right border to left border, level at both ends, in four control points."""
    centres, sizes = np.array([[0.0, 0.0], [300.0, 80.0]]), np.array([[100.0, 40.0], [80.0, 40.0]])
    routes, starts = chain(direct_ways(np.array([[0, 1]]), centres, sizes))
    assert starts.tolist() == [0, 4]
    assert routes.tolist() == [[50, 0], [155, 0], [155, 80], [260, 80]]
    assert middles(routes, starts).tolist() == [[155, 40]]


def test_a_curve_against_the_flow_swings_out():
    """An edge to a box further left leaves to the right and arrives from the left."""
    centres, sizes = np.array([[300.0, 0.0], [0.0, 80.0]]), np.array([[100.0, 40.0]] * 2)
    routes, _ = chain(direct_ways(np.array([[0, 1]]), centres, sizes))
    assert routes[1, 0] > routes[0, 0]
    assert routes[2, 0] < routes[3, 0]


def test_sampled_points_lie_close():
    """However long a curve, no box fits between two of its sampled points."""
    routes = np.array([[0, 0], [2000, 0], [-1000, 900], [3000, 900]], np.float32)
    points, owner = sample(routes, np.array([0, 4]), spacing=10)
    assert np.hypot(*np.diff(points, axis=0).T).max() < 30
    assert set(owner.tolist()) == {0}
    assert points[0].tolist() == [0, 0]
    assert points[-1].tolist() == [3000, 900]
