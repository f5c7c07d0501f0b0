"""Where lines really end: on the outline of a card, apart from one another, with room for the arrowhead."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from explorer.drawing.outlines import INWARD, TOP, depth, nearest_side
from explorer.drawing.picture import Bytes, Floats, Ints

ARROW_LENGTH = 8.0
ARROW_HALF_WIDTH = 3.4
ARROW_NOTCH = 6.0
"""From the point back to where the line enters the head."""

APART = 7.5
"""Between two arrowheads on one side, where the side has the room."""

_MARGIN = 6.0  # from the corner of a box
_CLEAR = 1.5  # between the point and the outline, which may be drawn 2 wide


class Ends(NamedTuple):
    """Routes that end where their arrowheads begin, the heads' points, and the unit vectors they point along."""

    routes: Floats
    tips: Floats
    directions: Floats


def finished_ends(
    routes: Floats,
    starts: Ints,
    from_boxes: Floats,
    to_boxes: Floats,
    outlines: tuple[Bytes, Bytes],
    to_index: Ints,
) -> Ends:
    """Take routes from border to border of boxes to lines from outline to outline.

    from_boxes, to_boxes: (m, 4) the box at either end of each edge; outlines likewise; to_index: the node there.
    """
    routes = routes.astype(np.float32, copy=True)
    count = len(starts) - 1
    tips = np.zeros((count, 2), np.float32)
    directions = np.tile(np.array([1, 0], np.float32), (count, 1))
    drawn = np.flatnonzero(np.diff(starts) >= 4)
    if not len(drawn):
        return Ends(routes, tips, directions)
    first, last = starts[drawn], starts[drawn + 1] - 1
    _start_on_outline(routes, first, from_boxes[drawn], outlines[0][drawn])
    boxes, outline = to_boxes[drawn], outlines[1][drawn]
    side = nearest_side(routes[last], boxes)
    _spread(routes, last, side, boxes, to_index[drawn])
    along = _along(routes[last], side, boxes)
    points = routes[last] + INWARD[side] * depth(along, side, boxes, outline)[:, None]
    towards = _directions(routes, first, last, points, side)
    points -= towards * np.float32(_CLEAR)
    _make_room(routes, last, points, towards)
    tips[drawn], directions[drawn] = points, towards
    return Ends(routes, tips, directions)


def _start_on_outline(routes: Floats, first: Ints, boxes: Floats, outline: Bytes) -> None:
    side = nearest_side(routes[first], boxes)
    inset = depth(_along(routes[first], side, boxes), side, boxes, outline)
    routes[first] += INWARD[side] * inset[:, None]


def _along(points: Floats, side: Ints, boxes: Floats) -> Floats:
    """How far along its side each point lies."""
    return np.asarray(
        np.where(side >= TOP, points[:, 0] - boxes[:, 0], points[:, 1] - boxes[:, 1]), np.float32
    )


def _spread(routes: Floats, last: Ints, side: Ints, boxes: Floats, node: Ints) -> None:
    """Ends that crowd on one side of a box are set side by side, in the order in which they come."""
    along = _along(routes[last], side, boxes)
    before = _along(routes[last - 1], side, boxes)
    group = node.astype(np.int64) * 4 + side
    order = np.lexsort((before, along.round(1), group))
    sorted_group, sorted_along = group[order], along[order]
    new = np.ones(len(order), np.bool_)
    new[1:] = sorted_group[1:] != sorted_group[:-1]
    number = np.cumsum(new) - 1
    size = np.bincount(number)
    rank = np.arange(len(order)) - np.flatnonzero(new)[number]
    gaps = np.diff(sorted_along, prepend=-np.inf)
    crowded = np.zeros(len(size), np.bool_)
    crowded[number[~new & (gaps < APART - 0.5)]] = True
    length = np.where(side >= TOP, boxes[:, 2], boxes[:, 3])[order]
    room = np.clip(length - 2 * _MARGIN, 0, None)
    steps = np.maximum(size[number] - 1, 1)
    step = np.minimum(APART, room / steps)
    half = step * (size[number] - 1) / 2
    middle = (np.bincount(number, sorted_along) / size)[number]
    middle = np.clip(middle, _MARGIN + half, np.maximum(length - _MARGIN - half, _MARGIN + half))
    wanted = np.where(crowded[number], middle - half + rank * step, sorted_along)
    shift = np.zeros_like(along)
    shift[order] = wanted - sorted_along
    moved = np.zeros((len(last), 2), np.float32)
    moved[np.arange(len(last)), np.where(side >= TOP, 0, 1)] = shift
    routes[last] += moved
    routes[last - 1] += moved


def _directions(routes: Floats, first: Ints, last: Ints, points: Floats, side: Ints) -> Floats:
    """The way each line comes in; straight in where it is too short to tell."""
    towards = points - routes[last - 1]
    length = np.hypot(towards[:, 0], towards[:, 1])
    short = length < 0.5
    if short.any():
        towards[short] = points[short] - routes[np.maximum(last[short] - 2, first[short])]
        length = np.hypot(towards[:, 0], towards[:, 1])
    lost = length < 0.5
    towards[lost], length[lost] = INWARD[side[lost]], 1.0
    return np.asarray(towards / length[:, None], np.float32)


def _make_room(routes: Floats, last: Ints, points: Floats, towards: Floats) -> None:
    """End each line at its head's notch, coming the same way."""
    ends = points - towards * np.float32(ARROW_NOTCH)
    back = ((ends - routes[last - 1]) * towards).sum(axis=1)
    overtaken = back < 1.0
    routes[last] = ends
    routes[last[overtaken] - 1] = ends[overtaken] - towards[overtaken]
