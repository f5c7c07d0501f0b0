"""Curves and the points where they meet boxes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.layout.curves import chain, direct_ways, extent, middles, sample


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


COORDINATE = st.floats(-5_000, 5_000, width=32)
CHAIN = st.integers(0, 3).flatmap(
    lambda pieces: st.lists(
        st.tuples(COORDINATE, COORDINATE),
        min_size=3 * pieces + min(pieces, 1),
        max_size=3 * pieces + min(pieces, 1),
    )
)


@settings(max_examples=200, deadline=None)
@given(st.lists(CHAIN, min_size=1, max_size=4))
def test_the_extent_is_that_of_the_curves_not_of_their_control_points(curve_points, chains):
    """As found by walking every curve in small steps, however far out its control points lie."""
    routes = np.array([point for chain in chains for point in chain], np.float32).reshape(-1, 2)
    found = extent(routes, np.cumsum([0, *map(len, chains)]))
    if not len(routes):
        assert np.isnan(found).all()
        return
    walked = np.concatenate([curve_points(np.array(chain), spacing=0.5) for chain in chains if chain])
    assert found == pytest.approx(np.array([walked.min(axis=0), walked.max(axis=0)]), abs=0.1)
    assert (found[0] <= walked.min(axis=0) + 0.001).all()
    assert (found[1] >= walked.max(axis=0) - 0.001).all()
