"""Which boxes meet, beside comparing every pair."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.ui.canvas.meeting import Cells


def pairs_of(a, b):
    """All pairs that share some of their inside, compared one by one."""
    return [
        (i, j)
        for i, one in enumerate(a)
        for j, other in enumerate(b)
        if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    ]


def boxes():
    """A few boxes, some of them large, some without any extent."""
    side = st.integers(0, 300)
    corner = st.integers(-500, 500)
    one = st.tuples(corner, corner, side, side).map(lambda b: (b[0], b[1], b[0] + b[2], b[1] + b[3]))
    return st.lists(one, max_size=12)


@settings(deadline=None)
@given(boxes(), boxes(), st.sampled_from([(16.0, 16.0), (100.0, 30.0), (1000.0, 1000.0)]))
def test_all_that_meet_are_found_once(known, asked, size):
    """Whatever the cells' size; boxes that only touch do not meet."""
    as_rows = [np.array(some, np.float64).reshape(-1, 4) for some in (known, asked)]
    one, other = Cells.of(as_rows[0], size).met_by(as_rows[1])
    assert list(zip(one.tolist(), other.tolist(), strict=True)) == pairs_of(asked, known)


@pytest.mark.parametrize("far", [1e7, -1e7])
def test_boxes_far_away_from_all_others_are_found_too(far):
    """Where there are more cells than are numbered, the last one holds the rest."""
    known = np.array([(0.0, 0.0, 5.0, 5.0), (far, far, far + 5, far + 5)])
    one, other = Cells.of(known, (16.0, 16.0)).met_by(known[1:] + 1.0)
    assert (one.tolist(), other.tolist()) == ([0], [1])
