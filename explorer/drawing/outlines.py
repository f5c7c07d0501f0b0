"""The four outlines of a node: how each is drawn, and where a line that comes to its box really meets it."""

from __future__ import annotations

import numpy as np

from explorer.drawing.icons import Segment
from explorer.drawing.picture import Bytes, Floats, Ints, Outline

RADIUS = {Outline.CARD: 8.0, Outline.JOB: 2.0, Outline.PILL: 19.0}
HEXAGON_POINT = 10.0
"""How far a hexagon's points stand out at its left and right."""

_CIRCLE = 0.5523

LEFT, RIGHT, TOP, BOTTOM = range(4)
"""Sides of a box."""

INWARD = np.array([(1, 0), (-1, 0), (0, 1), (0, -1)], np.float32)
"""The way in from each side."""


def outline_segments(
    outline: Outline, x: float, y: float, width: float, height: float
) -> tuple[Segment, ...]:
    """The closed line of an outline that fills this box."""
    x1, y1 = x + width, y + height
    if outline is Outline.HEXAGON:
        point, middle = HEXAGON_POINT, y + height / 2
        corners = [
            (x + point, y),
            (x1 - point, y),
            (x1, middle),
            (x1 - point, y1),
            (x + point, y1),
            (x, middle),
        ]
        return (Segment("M", corners[0]), *(Segment("L", c) for c in corners[1:]), Segment("Z"))
    r = min(RADIUS[outline], height / 2, width / 2)
    k = r * (1 - _CIRCLE)
    return (
        Segment("M", (x + r, y)),
        Segment("L", (x1 - r, y)),
        Segment("C", (x1 - k, y, x1, y + k, x1, y + r)),
        Segment("L", (x1, y1 - r)),
        Segment("C", (x1, y1 - k, x1 - k, y1, x1 - r, y1)),
        Segment("L", (x + r, y1)),
        Segment("C", (x + k, y1, x, y1 - k, x, y1 - r)),
        Segment("L", (x, y + r)),
        Segment("C", (x, y + k, x + k, y, x + r, y)),
        Segment("Z"),
    )


def nearest_side(points: Floats, boxes: Floats) -> Ints:
    """Which side of its box (x0, y0, width, height) each point lies on."""
    x, y = points[:, 0] - boxes[:, 0], points[:, 1] - boxes[:, 1]
    gaps = np.stack([x, boxes[:, 2] - x, y, boxes[:, 3] - y], axis=1)
    return np.asarray(np.abs(gaps).argmin(axis=1), np.int32)


def depth(along: Floats, side: Ints, boxes: Floats, outline: Bytes) -> Floats:
    """How far inside the side of its box the outline lies, at `along` pixels from that side's left or upper end."""
    lying = side >= TOP
    length = np.where(lying, boxes[:, 2], boxes[:, 3])
    across = np.where(lying, boxes[:, 3], boxes[:, 2])
    from_corner = np.clip(np.minimum(along, length - along), 0, None)
    radii = np.array([RADIUS.get(o, 0.0) for o in Outline], np.float32)[outline]
    radii = np.minimum(radii, np.minimum(length, across) / 2)
    missing = np.clip(radii - from_corner, 0, None)
    rounded = radii - np.sqrt(np.clip(radii**2 - missing**2, 0, None))
    half = boxes[:, 3] / 2
    slanted = np.where(
        lying,
        half * np.clip(1 - from_corner / HEXAGON_POINT, 0, 1),
        HEXAGON_POINT * np.clip(1 - from_corner / half, 0, 1),
    )
    return np.asarray(np.where(outline == Outline.HEXAGON, slanted, rounded), np.float32)
