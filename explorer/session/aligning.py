"""Where boxes go that a person wants in line, or evenly spread; the places are the middles of boxes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from explorer.domain.geometry import Point, Rect

LINES = {
    "left": (0, 0.0),
    "centre": (0, 0.5),
    "right": (0, 1.0),
    "top": (1, 0.0),
    "middle": (1, 0.5),
    "bottom": (1, 1.0),
}
"""What comes into line: the axis, and which part of the box's length along it."""

LEAST_GAP = 12.0
"""Pixels between boxes that are spread."""

AXES = {"across": 0, "down": 1}


def aligned(boxes: Mapping[str, Rect], line: str) -> dict[str, Point]:
    """Each box with its left border, centre, … where all of them together have it."""
    axis, part = LINES[line]
    low, high, centres = _extents(boxes)
    if not len(low):
        return {}
    first, last = low[:, axis].min(), high[:, axis].max()
    aim = first + (last - first) * part
    own = low[:, axis] + (high[:, axis] - low[:, axis]) * part
    centres[:, axis] += aim - own
    return _points(boxes, centres)


def distributed(boxes: Mapping[str, Rect], way: str) -> dict[str, Point]:
    """The boxes with like gaps between them, in their order; the first and the last stay where they are.

    Where there is not enough room for gaps between them, they make room on both sides.
    """
    axis = AXES[way]
    low, high, centres = _extents(boxes)
    if len(low) < 3:
        return _points(boxes, centres)
    order = np.lexsort((np.arange(len(low)), centres[:, axis]))
    lengths = (high - low)[order, axis]
    gap = (high[order[-1], axis] - low[order[0], axis] - lengths.sum()) / (len(order) - 1)
    first = low[order[0], axis]
    if gap < LEAST_GAP:
        first -= (LEAST_GAP - gap) * (len(order) - 1) / 2
        gap = LEAST_GAP
    starts = first + np.concatenate([[0.0], np.cumsum(lengths + gap)[:-1]])
    centres[order, axis] = starts + lengths / 2
    return _points(boxes, centres)


def _extents(
    boxes: Mapping[str, Rect],
) -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.float64]], ...]:
    corners = np.array(list(boxes.values()), np.float64).reshape(-1, 4)
    return corners[:, :2], corners[:, 2:], (corners[:, :2] + corners[:, 2:]) / 2


def _points(
    boxes: Mapping[str, Rect], centres: np.ndarray[tuple[int, ...], np.dtype[np.float64]]
) -> dict[str, Point]:
    return {i: Point(*at) for i, at in zip(boxes, centres.tolist(), strict=True)}
