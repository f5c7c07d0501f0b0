"""Long curves in short parts, of which only those in a place are made: the same ones that all of them hold."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from explorer.domain.geometry import Rect
from explorer.ui.canvas.beziers import boxes_of, points_on
from explorer.ui.canvas.halving import FINEST, parts_near, without_long

coordinates = st.floats(-2000, 2000, width=32)
curve_arrays = st.integers(1, 6).flatmap(lambda k: arrays(np.float32, (k, 4, 2), elements=coordinates))
EVERYTHING = Rect(-1e9, -1e9, 1e9, 1e9)


def control_length(parts):
    """From each control point to the next."""
    return np.hypot(*np.diff(parts, axis=1).T).sum(axis=0)


@given(curve_arrays, st.floats(100, 4000))
def test_parts_follow_one_another_along_their_curve(curves, longest):
    """From its begin to its end without a gap, each where it says; enough of them, and not twice as many."""
    parts, of, begins = parts_near(curves, longest, EVERYTHING)
    assert (np.diff(of * FINEST + begins) > 0).all()
    assert set(of.tolist()) == set(range(len(curves)))
    counts = np.bincount(of)
    assert (np.minimum(control_length(curves) / longest, FINEST) <= counts * 1.001).all()
    assert (counts < np.maximum(2 * control_length(curves) / longest, 1) + 1).all()
    for place, curve in enumerate(curves):
        own, shares = parts[of == place], begins[of == place] / FINEST
        np.testing.assert_allclose(own[0, 0], curve[0], atol=0.01)
        np.testing.assert_allclose(own[-1, 3], curve[3], atol=0.01)
        np.testing.assert_array_equal(own[:-1, 3], own[1:, 0])
        on_curve = points_on(np.repeat(curve[None], len(own), axis=0), shares.astype(np.float32))
        np.testing.assert_allclose(own[:, 0], on_curve, atol=0.05)


@given(curve_arrays, st.floats(-1500, 1500), st.floats(-1500, 1500), st.floats(1, 900), st.floats(1, 900))
def test_the_parts_in_a_place_are_those_of_all_that_touch_it(curves, x, y, width, height):
    """To the last bit, besides curves that were not cut at all."""
    rect = Rect(x, y, x + width, y + height)
    parts, of, begins = parts_near(curves, 300, EVERYTHING)
    x0, y0, x1, y1 = boxes_of(parts.astype(np.float64))
    near = (x1 > rect.x0 + 0.01) & (x0 < rect.x1 - 0.01) & (y1 > rect.y0 + 0.01) & (y0 < rect.y1 - 0.01)
    all_parts = {(int(o), int(b)): p.tobytes() for o, b, p in zip(of, begins, parts, strict=True)}
    here = {(int(o), int(b)): p.tobytes() for p, o, b in zip(*parts_near(curves, 300, rect), strict=True)}
    assert here.items() <= all_parts.items()
    assert {(int(o), int(b)) for o, b in zip(of[near], begins[near], strict=True)} <= here.keys()


@given(curve_arrays, st.floats(100, 4000))
def test_cutting_the_long_ones_keeps_the_order_and_the_owners(curves, longest):
    """It makes the parts that asking for all of them makes."""
    owners = np.arange(len(curves), dtype=np.int32) // 2
    cut, owners_cut = without_long(curves, owners, longest)
    parts, of, _ = parts_near(curves, longest, EVERYTHING)
    np.testing.assert_array_equal(cut, parts)
    np.testing.assert_array_equal(owners_cut, owners[of])
