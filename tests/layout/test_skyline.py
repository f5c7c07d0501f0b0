"""Blocks above each other, and rectangles on shelves."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explorer.layout.skyline import Spans, order_blocks, shelves, tops

BLOCK = st.tuples(st.integers(0, 6), st.integers(0, 4), st.floats(20, 400))


@given(st.lists(BLOCK, min_size=1, max_size=18), st.data())
def test_blocks_that_share_a_column_never_overlap(blocks, data):
    """Whatever the ties, blocks in the same columns stand above each other with the gap between."""
    first = np.array([b[0] for b in blocks])
    last = first + [b[1] for b in blocks]
    heights = np.array([b[2] for b in blocks])
    node = st.integers(0, len(blocks) - 1)
    pairs = data.draw(st.lists(st.tuples(node, node), max_size=12))
    ties = np.array(pairs, np.int64).reshape(-1, 2)
    spans = Spans(first, last, heights, ties, np.ones(len(ties)), heights[ties] / 2)
    order = order_blocks(spans, 28)
    assert sorted(order) == list(range(len(blocks)))
    top = tops(spans, order, {}, 28)
    for a in range(len(blocks)):
        for b in range(a):
            if first[a] <= last[b] and first[b] <= last[a]:
                assert top[a] + heights[a] + 28 <= top[b] + 1e-6 or top[b] + heights[b] + 28 <= top[a] + 1e-6


@given(st.lists(st.tuples(st.floats(10, 900), st.floats(10, 900)), min_size=1, max_size=30))
def test_rectangles_on_shelves_never_overlap(sizes):
    """Every two rectangles stand apart by the gap."""
    sizes = np.array(sizes)
    corners = shelves(sizes, 10, 1.6)
    for a in range(len(sizes)):
        for b in range(a):
            apart = (corners[a] + sizes[a] + 10 <= corners[b] + 1e-6) | (
                corners[b] + sizes[b] + 10 <= corners[a] + 1e-6
            )
            assert apart.any()


def test_shelves_come_near_the_aspect():
    """Many like rectangles fill about the shape asked for."""
    sizes = np.tile([200.0, 100.0], (200, 1))
    extent = (shelves(sizes, 10, 1.6) + sizes).max(axis=0)
    assert 1.3 < extent[0] / extent[1] < 2.0
