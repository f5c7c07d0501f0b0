"""Parts of a picture that no edge joins stand close together, each as it would be alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.layout.blocks import blocks_of
from explorer.layout.layers import layers
from explorer.layout.parts import magnification, packed
from explorer.layout.ranks import components


def many(make_request, chains, groups=()):
    """So many chains of three boxes, and a flow of all of them: a tower."""
    edges = [(3 * i + j, 3 * i + j + 1) for i in range(chains) for j in (0, 1)]
    return make_request([(120, 38)] * (3 * chains), edges)


def test_many_small_parts_are_no_tower(make_request):
    """Forty chains fill a screen instead of a column."""
    request = many(make_request, 40)
    layout = layers(request)
    wide, high = np.ptp(layout.centres, axis=0)
    assert 0.8 < wide / high < 3
    assert magnification(wide, high) > 0.5


def test_what_hangs_together_stays_as_it_is(make_request):
    """Also where its pictures are on a screen as large as they can be."""
    request = make_request([(100, 38)] * 90, [(0, i) for i in range(1, 90)])
    layout = layers(request)
    assert packed(request, blocks_of(request), layout) is layout
    small = many(make_request, 3)
    layout = layers(small)
    assert packed(small, blocks_of(small), layout) is layout


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(20, 160), st.integers(0, 25))
def test_each_part_keeps_its_shape_and_none_lies_over_another(random_system, faults, seed, count, groups):
    """Boxes, lines, pills and areas of a part move together; no box, line or area meets another part's."""
    request = random_system(seed, count, count // 4, groups)
    layout = layers(request)
    assert not faults(request, layout)
    part = components(count, np.vstack([request.edges, _same_group(request)]))
    again = packed(request, blocks_of(request), layout)
    for name in np.unique(part):
        of_part = np.flatnonzero(part == name)
        shift = again.centres[of_part] - layout.centres[of_part]
        assert shift == pytest.approx(np.tile(shift[0], (len(of_part), 1)), abs=0.05)


def _same_group(request):
    """Pairs of boxes that follow one another in a group."""
    order = np.argsort(request.groups, kind="stable")
    pairs = np.column_stack([order[:-1], order[1:]])
    groups = request.groups[pairs]
    return pairs[(groups[:, 0] == groups[:, 1]) & (groups[:, 0] >= 0)]
