"""Stacks of items, against their definition."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explorer.layout.stacking import by_key, means, runs, stack

ITEM = st.tuples(st.integers(0, 3), st.floats(-500, 500), st.floats(1, 60), st.floats(0, 30))


@given(st.lists(ITEM, min_size=1, max_size=25))
def test_items_keep_order_room_and_bounds(items):
    """Items stay in order, apart by their spaces, and within bounds that have room for them."""
    items.sort(key=lambda item: item[0])
    cells = np.unique([item[0] for item in items], return_inverse=True)[1]
    wanted, heights, spaces = (np.array([item[i] for item in items]) for i in (1, 2, 3))
    room = 25 * 100.0
    y = stack(cells, wanted, heights, spaces, np.full(len(items), -10.0), np.full(len(items), room))
    for i in range(len(items)):
        assert y[i] - heights[i] / 2 >= -10 - 1e-6
        assert y[i] + heights[i] / 2 <= room + 1e-6
        if i and cells[i] == cells[i - 1]:
            assert y[i] - heights[i] / 2 - (y[i - 1] + heights[i - 1] / 2) >= spaces[i] - 1e-6


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(0, 1000)), min_size=1, max_size=12))
def test_items_with_room_stand_where_they_want(items):
    """An item alone in its cell stands exactly where it wants."""
    cells = np.arange(len(items))
    wanted = np.array([y for _, y in items])
    ones = np.ones(len(items))
    assert np.allclose(wanted, stack(cells, wanted, ones, ones, ones * -1e4, ones * 1e4))


def test_means_and_runs():
    """A mean falls back where there is nothing; runs count within equal keys."""
    assert means(3, np.array([0, 0, 2]), np.array([1.0, 3.0, 5.0]), np.array([9.0, 9.0, 9.0])).tolist() == [
        2,
        9,
        5,
    ]
    run, place = runs(np.array([4, 4, 7, 9, 9, 9]))
    assert (run.tolist(), place.tolist()) == ([0, 0, 1, 2, 2, 2], [0, 1, 0, 0, 1, 2])


@given(st.lists(st.one_of(st.integers(0, 5), st.integers(0, 2**62)), max_size=40))
def test_equal_keys_keep_their_order(keys):
    """Small numbers and huge ones are sorted as Python sorts them."""
    order = by_key(np.array(keys, np.int64))
    assert order.tolist() == sorted(range(len(keys)), key=keys.__getitem__)
