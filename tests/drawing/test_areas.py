"""Teams' areas are widened for their labels, but never over what stands beside them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explorer.drawing.areas import WIDEST, widened

NOTHING = np.zeros((0, 4))
PLACES = st.tuples(st.integers(0, 900), st.integers(0, 300), st.integers(20, 150), st.integers(20, 80))


def rects(places):
    return np.array([(x, y, x + w, y + h) for x, y, w, h in places], np.float64).reshape(-1, 4)


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_an_area_grows_to_the_right_else_to_the_left_else_not():
    """The first width that there is room for, on the first side that has it."""
    area = np.array([[100.0, 0, 200, 50]])
    right, left = np.array([[230.0, 10, 300, 40]]), np.array([[0.0, 10, 80, 40]])
    assert widened(area, [[150, 120]], NOTHING).tolist() == [[100, 0, 250, 50]]
    assert widened(area, [[150, 120]], right).tolist() == [[50, 0, 200, 50]]
    assert widened(area, [[150, 115]], np.concatenate([right, left])).tolist() == [[100, 0, 215, 50]]
    assert widened(area, [[150, 140]], np.concatenate([right, left])).tolist() == area.tolist()


def test_an_area_that_is_wide_enough_or_not_there_stays_and_no_area_grows_without_end():
    """A name of a hundred letters is shortened instead."""
    areas = np.array([[0.0, 0, 200, 50], [0, 100, 80, 150], [np.nan] * 4])
    grown = widened(areas, [[180], [WIDEST + 1], [100]], NOTHING)
    np.testing.assert_array_equal(grown, areas)


@given(st.lists(PLACES, min_size=1, max_size=5), st.lists(PLACES, max_size=8), st.integers(10, 300))
def test_nothing_is_covered_that_was_free(areas, others, wide):
    """Whatever stands around: an area holds what it held, and meets nothing that it did not meet before."""
    before, cards = rects(areas), rects(others)
    after = widened(before, [[wide]] * len(before), cards)
    for i, (old, new) in enumerate(zip(before, after, strict=True)):
        assert new[0] <= old[0]
        assert old[2] <= new[2]
        assert (new[1], new[3]) == (old[1], old[3])
        assert new[2] - new[0] in (old[2] - old[0], wide)
        for card in cards:
            assert overlap(old, card) or not overlap(new, card)
        for j in range(len(before)):
            assert j == i or overlap(old, before[j]) or not overlap(new, after[j])
