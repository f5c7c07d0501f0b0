"""An overview in rows and columns: nothing lies on anything else, and the whole has a window's shape."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explorer.layout.request import LayoutRequest
from explorer.layout.tiled import ASPECT, tiled


@st.composite
def requests(draw, least=1, most=90):
    """Boxes of many sizes, any edges between them, a few put somewhere by hand."""
    count = draw(st.integers(least, most))
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    edges = chance.integers(0, count, (draw(st.integers(0, 2 * count)), 2)).astype(np.int32)
    fixed = np.zeros(count, bool)
    positions = np.full((count, 2), np.nan, np.float32)
    for place in draw(st.sets(st.integers(0, count - 1), max_size=2)):
        fixed[place] = True
        positions[place] = (place * 700.0, -400.0)
    return LayoutRequest(
        sizes=np.stack([chance.integers(60, 130, count) * 2, chance.integers(27, 40, count) * 2], 1).astype(
            np.float32
        ),
        edges=edges,
        groups=np.full(count, -1, np.int32),
        group_count=0,
        label_sizes=np.zeros((len(edges), 2), np.float32),
        fixed=fixed,
        positions=positions,
    )


@given(requests())
def test_no_two_boxes_overlap(request):
    """Compared pair by pair; what was put somewhere by hand is there."""
    made = tiled(request)
    assert np.array_equal(made.centres[request.fixed], request.positions[request.fixed])
    for one in range(request.node_count):
        apart = np.abs(made.centres - made.centres[one])
        touching = (apart < (request.sizes + request.sizes[one]) / 2 - 0.1).all(axis=1)
        assert np.flatnonzero(touching).tolist() == [one]


@given(requests())
def test_every_edge_between_two_boxes_is_drawn(request):
    """From one to the other."""
    made = tiled(request)
    drawn = np.diff(made.starts) > 0
    assert drawn[request.edges[:, 0] != request.edges[:, 1]].all()


@given(requests(least=30, most=90))
def test_the_whole_has_about_a_windows_shape(request):
    """As long as nobody put a box far away."""
    request = replace(request, fixed=np.zeros(request.node_count, bool))
    made = tiled(request)
    wide, high = np.ptp(made.centres, axis=0) + request.sizes.max(axis=0)
    assert ASPECT / 2 < wide / high < ASPECT * 2


def test_columns_run_with_the_flow():
    """What feeds others stands to their left."""
    count = 24
    edges = [(i, i + 6) for i in range(count - 6)]
    made = tiled(
        LayoutRequest(
            sizes=np.full((count, 2), (180, 54), np.float32),
            edges=np.array(edges, np.int32),
            groups=np.full(count, -1, np.int32),
            group_count=0,
            label_sizes=np.zeros((len(edges), 2), np.float32),
            fixed=np.zeros(count, bool),
            positions=np.full((count, 2), np.nan, np.float32),
        )
    )
    assert all(made.centres[a, 0] <= made.centres[b, 0] for a, b in edges)
    assert np.ptp(made.centres[:, 0]) > 0


def test_nothing_makes_an_empty_picture():
    """And does not fail."""
    nothing = np.zeros((0, 2), np.float32)
    request = LayoutRequest(
        *(nothing, np.zeros((0, 2), np.int32), np.zeros(0, np.int32), 0, nothing, np.zeros(0, bool), nothing)
    )
    assert len(tiled(request).centres) == 0
