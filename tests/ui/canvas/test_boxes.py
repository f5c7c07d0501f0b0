"""What is kept around a place answers as looking at everything does."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.geometry import Rect
from explorer.ui.canvas import boxes
from explorer.ui.canvas.boxes import Nearby, touching

rects = st.builds(
    lambda x, y, width, height: Rect(x, y, x + width, y + height),
    st.floats(-3000, 6000),
    st.floats(-3000, 6000),
    st.sampled_from([0.0, 1.0, 14.0, 900.0, 9000.0]),
    st.sampled_from([0.0, 1.0, 14.0, 900.0, 9000.0]),
)


def extents(count, seed=3):
    """Here and there; one of them nowhere."""
    random = np.random.default_rng(seed)
    low = random.uniform(-2000, 5000, (2, count))
    box = np.vstack([low, low + random.uniform(0, 300, (2, count))]).astype(np.float32)
    box[:, 0] = np.nan
    return box


def brute(box, rect):
    """One after the other."""
    return [
        place
        for place, (x0, y0, x1, y1) in enumerate(box.T.tolist())
        if x1 >= rect.x0 and x0 <= rect.x1 and y1 >= rect.y0 and y0 <= rect.y1
    ]


@given(st.lists(rects, min_size=1, max_size=12))
def test_nearby_answers_as_everything_does(asked):
    """Whatever was asked for before, in the same order, and also where too many are near to be kept."""
    box = extents(200)
    few_kept, all_kept = Nearby(box), Nearby(box)
    for rect in asked:
        expected = brute(box.astype(np.float64), rect)
        many = boxes.MANY
        boxes.MANY = 0
        try:
            assert few_kept.touched(rect).tolist() == touching(box, rect).tolist()
        finally:
            boxes.MANY = many
        assert all_kept.touched(rect).tolist() == touching(box, rect).tolist()
        assert set(all_kept.touched(rect).tolist()) ^ set(expected) <= on_border(box, rect)


def on_border(box, rect):
    """Those so near to the border that rounding may tell either."""
    inner, outer = (boxes.grown(rect, by) for by in (-0.01, 0.01))
    return set(brute(box.astype(np.float64), outer)) - set(brute(box.astype(np.float64), inner))


def test_a_place_beside_the_last_one_is_found_among_what_is_near(monkeypatch):
    """Not among everything."""
    box = extents(2000)
    nearby = Nearby(box)
    nearby.touched(Rect(0, 0, 14, 900))
    monkeypatch.setattr(nearby, "_box", None)
    assert nearby.touched(Rect(14, 0, 28, 900)).tolist() == touching(box, Rect(14, 0, 28, 900)).tolist()
