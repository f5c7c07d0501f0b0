"""Wherever a layout lets a line end on a box, it ends on the outline, apart from others, with its head's room."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explorer.drawing.ends import APART, ARROW_NOTCH, finished_ends
from explorer.drawing.picture import Outline
from tests.drawing.shapes import distance_to_outline

FAR = np.array([-900.0, -400.0, 60.0, 38.0], np.float32)


def border_point(box, side, share):
    x, y, wide, high = box
    return {
        "left": (x, y + share * high),
        "right": (x + wide, y + share * high),
        "top": (x + share * wide, y),
        "bottom": (x + share * wide, y + high),
    }[side]


def finished(box, outline, points, controls):
    """Lines from a far card to these points of one box, coming from these controls."""
    count = len(points)
    start = np.tile([[-840.0, -381.0], [-700.0, -381.0]], (count, 1, 1))
    routes = np.concatenate([start, np.array(controls)[:, None], np.array(points)[:, None]], axis=1)
    return finished_ends(
        routes.reshape(-1, 2).astype(np.float32),
        np.arange(count + 1, dtype=np.int32) * 4,
        np.tile(FAR, (count, 1)),
        np.tile(np.array(box, np.float32), (count, 1)),
        (np.zeros(count, np.uint8), np.full(count, outline, np.uint8)),
        np.zeros(count, np.int32),
    )


sides = st.sampled_from(["left", "right", "top", "bottom"])
boxes = st.tuples(
    st.floats(-500, 500), st.floats(-500, 500), st.floats(70, 300), st.sampled_from([38.0, 57.0, 102.0])
)


@given(boxes, st.sampled_from(list(Outline)), sides, st.floats(0.02, 0.98), st.floats(-1, 1))
def test_a_line_ends_on_the_outline_from_every_side(box, outline, side, share, slant):
    """The head's point is a hair before the outline, whichever shape, side and height the box has."""
    x, y = border_point(box, side, share)
    out = {
        "left": (-50, 30 * slant),
        "right": (50, 30 * slant),
        "top": (30 * slant, -50),
        "bottom": (30 * slant, 50),
    }
    ends = finished(box, outline, [(x, y)], [(x + out[side][0], y + out[side][1])])
    assert distance_to_outline(ends.tips[0], outline, box) < 2.5
    assert np.allclose(ends.routes[-1], ends.tips[0] - ARROW_NOTCH * ends.directions[0], atol=0.01)


@given(boxes, sides, st.lists(st.floats(0.05, 0.95), min_size=2, max_size=12))
def test_ends_on_one_side_keep_their_order_and_stand_apart(box, side, shares):
    """Heads are as far apart as they should be, or as the side allows; the order in which they came is kept."""
    points = [border_point(box, side, share) for share in shares]
    controls = [(x - 40, y) if side == "left" else (x + 40, y) for x, y in points]
    axis, length = (1, box[3]) if side in ("left", "right") else (0, box[2])
    if axis == 0:
        controls = [(x, y + (40 if side == "bottom" else -40)) for x, y in points]
    ends = finished(box, Outline.JOB, points, controls)
    came = np.array(points)[:, axis]
    placed = ends.tips[:, axis].astype(np.float64)
    clearly_before = came[:, None] < came[None, :] - 0.2  # closer than that, they came at one point
    assert (placed[:, None] < placed[None, :])[clearly_before].all()
    gaps = np.diff(np.sort(placed))
    assert (gaps >= min(APART - 0.6, (length - 12) / (len(points) - 1) - 0.1)).all()
    assert (placed >= box[axis] - 0.01).all()
    assert (placed <= box[axis] + length + 0.01).all()


def test_ends_that_are_apart_already_stay_where_the_layout_put_them():
    """Nothing is moved that needs no moving."""
    box = (0.0, 0.0, 100.0, 60.0)
    ends = finished(box, Outline.JOB, [(0, 10), (0, 30), (0, 50)], [(-40, 10), (-40, 30), (-40, 50)])
    assert ends.tips[:, 1].round(3).tolist() == [10, 30, 50]


def test_a_line_that_is_not_drawn_stays_away():
    """An edge without a route has no points, and the others are not disturbed by it."""
    routes = np.array([[-840, -381], [-700, -381], [-40, 30], [0, 30]], np.float32)
    box = np.array([0, 0, 100, 60], np.float32)
    ends = finished_ends(
        routes,
        np.array([0, 0, 4, 4], np.int32),
        np.tile(FAR, (3, 1)),
        np.tile(box, (3, 1)),
        (np.zeros(3, np.uint8), np.zeros(3, np.uint8)),
        np.zeros(3, np.int32),
    )
    assert len(ends.routes) == 4
    assert np.isfinite(ends.routes).all()
    assert np.allclose(ends.tips[1], [-1.5, 30])


def test_a_line_shorter_than_its_head_still_points_into_its_card():
    """Cards that nearly touch, even where the layout gives no direction, have a head that points the right way."""
    card, box = (-103.0, 0.0, 100.0, 60.0), (0.0, 0.0, 100.0, 60.0)
    for between in ([(-2, 30), (-1, 30)], [(-3, 30), (0, 30)], [(0, 30), (0, 30)]):
        ends = finished_ends(
            np.array([(-3, 30), *between, (0, 30)], np.float32),
            np.array([0, 4], np.int32),
            np.array([card], np.float32),
            np.array([box], np.float32),
            (np.zeros(1, np.uint8), np.zeros(1, np.uint8)),
            np.zeros(1, np.int32),
        )
        assert np.allclose(ends.directions[0], [1, 0])
        assert np.allclose(ends.tips[0], [-1.5, 30])
