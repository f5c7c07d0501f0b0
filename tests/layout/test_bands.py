"""In which layer a box stands, told by what stands beside it."""

from dataclasses import replace

import numpy as np
import pytest

from explorer.layout.bands import layers_at
from explorer.layout.engine import quick_layout
from explorer.layout.layers import layers


@pytest.mark.parametrize("count", [40, 1_800])
def test_what_nobody_moved_stands_where_the_layout_put_it(random_system, count):
    """In a small picture and on shelves."""
    request = random_system(2, count, count, 6, back=0.0)
    layout = quick_layout(request)
    flowing = np.flatnonzero(layout.layers >= 0)
    assert (
        layers_at(request, layout, flowing, np.zeros(count, bool)).tolist() == layout.layers[flowing].tolist()
    )


def test_what_was_dragged_stands_in_the_layer_it_was_dragged_to(make_request):
    """Into a layer, between two, left of all, and right of all, which is a layer more."""
    request = make_request([(100, 38)] * 4, [(0, 1), (1, 2)])
    layout = layers(request)
    by_hand = np.array([False, False, False, True])
    first, _, last = layout.centres[:3, 0].tolist()
    found = []
    for x in (first + 10, layout.centres[1, 0] - 60, last + 30, last + 400, first - 900):
        centres = layout.centres.copy()
        centres[3] = (x, 300)
        found += layers_at(request, replace(layout, centres=centres), np.array([3]), by_hand).tolist()
    assert found == [0, 1, 2, 3, 0]
