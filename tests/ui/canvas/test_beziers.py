"""Curves as lines, checked against points taken closely along them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from explorer.ui.canvas.beziers import boxes_of, dash_lines, flatten, halves_of, lengths_along, points_on
from explorer.ui.canvas.scene import distances_to_lines

coordinates = st.floats(-2000, 2000, width=32)
curve_arrays = st.integers(1, 6).flatmap(lambda k: arrays(np.float32, (k, 4, 2), elements=coordinates))


@given(curve_arrays, st.sampled_from([0.2, 1.0, 4.0]))
def test_every_point_of_a_curve_is_near_its_lines(curves, tolerance):
    """No farther than the tolerance, unless the curve needs more lines than it may have."""
    lines, counts = flatten(curves, tolerance)
    ends = np.cumsum(counts)
    for place, curve in enumerate(curves):
        if counts[place] == 64:
            continue
        own = lines[ends[place] - counts[place] : ends[place]]
        for t in np.linspace(0, 1, 25, dtype=np.float32):
            x, y = points_on(curve[None], np.array([t]))[0]
            assert distances_to_lines(x, y, own).min() <= tolerance + 0.02


@given(curve_arrays)
def test_lines_begin_and_end_where_the_curve_does_and_hang_together(curves):
    """From end to end without a gap."""
    lines, counts = flatten(curves, 1.0)
    ends = np.cumsum(counts)
    np.testing.assert_array_equal(lines[ends - counts, :2], points_on(curves, np.zeros(len(curves))))
    np.testing.assert_array_equal(lines[ends - 1, 2:], curves[:, 3])
    inner = np.setdiff1d(np.arange(len(lines)), ends - 1)
    np.testing.assert_array_equal(lines[inner, 2:], lines[inner + 1, :2])


def test_a_straight_curve_is_one_line_however_uneven_its_controls_are():
    """A layout that repeats its points must not cost 64 lines."""
    curves = np.array(
        [[(0, 0), (0, 0), (900, 0), (900, 0)], [(0, 0), (1, 1), (2, 2), (500, 500)]], np.float32
    )
    _, counts = flatten(curves, 0.2)
    assert counts.tolist() == [1, 1]


@given(curve_arrays)
def test_halves_run_through_the_same_points(curves):
    """The first half from the begin to the middle of the parameter, the second from there to the end."""
    halves = halves_of(curves.astype(np.float64))
    for share in np.linspace(0, 1, 9):
        at = np.full(len(curves), share)
        for which in (0, 1):
            on_whole = points_on(curves, ((which + at) / 2).astype(np.float32))
            np.testing.assert_allclose(points_on(halves[which::2], at), on_whole, atol=0.05)
    np.testing.assert_array_equal(halves[0::2, 3], halves[1::2, 0])


@given(curve_arrays)
def test_a_box_holds_its_curve(curves):
    """Every point of it."""
    x0, y0, x1, y1 = boxes_of(curves)
    for t in np.linspace(0, 1, 11):
        x, y = points_on(curves, np.full(len(curves), t, np.float32)).T
        assert ((x >= x0 - 0.01) & (x <= x1 + 0.01) & (y >= y0 - 0.01) & (y <= y1 + 0.01)).all()


@given(
    st.lists(st.floats(1, 200), min_size=1, max_size=12), st.floats(0, 50), st.floats(1, 9), st.floats(1, 9)
)
def test_dashes_are_drawn_where_the_pattern_says(steps, begin, on, off):
    """On a straight line cut in uneven parts, against the pattern taken point by point."""
    at = np.concatenate([[0.0], np.cumsum(steps)])
    lines = np.stack([at[:-1], np.zeros(len(steps)), at[1:], np.zeros(len(steps))], axis=1).astype(np.float32)
    dashes, counts = dash_lines(lines, np.array([len(lines)], np.int32), (on, off), np.array([begin]))
    assert counts.tolist() == [len(dashes)]
    for x in np.linspace(0.01, at[-1] - 0.01, 60):
        into = (begin + x) % (on + off)
        if min(abs(into - on), into, on + off - into) < 0.02:
            continue  # too near to where a dash begins or ends
        drawn = ((dashes[:, 0] <= x) & (dashes[:, 2] >= x)).any()
        assert drawn == (into < on)


def test_lengths_are_those_along_the_curve():
    """A quarter circle, nearly: half of it at half of the parameter."""
    k = 100 * 0.5523
    quarter = np.array([[(100, 0), (100, k), (k, 100), (0, 100)]], np.float32)
    along = lengths_along(quarter, 16)[0]
    assert along[0] == 0.0
    assert abs(along[8] - 78.54) < 0.2
    assert abs(along[-1] - 157.08) < 0.2
