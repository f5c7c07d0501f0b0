"""Distances that tests measure the long way round."""

from itertools import pairwise

import numpy as np

from explorer.drawing.outlines import RADIUS
from explorer.drawing.picture import Outline


def corners(box):
    x, y, wide, high = (float(v) for v in box)
    return x, y, x + wide, y + high


def distance_to_outline(point, outline, box):
    """How far a point lies from the outline of a box, by walking along it in small steps."""
    x0, y0, x1, y1 = corners(box)
    if outline is Outline.HEXAGON:
        middle = (y0 + y1) / 2
        ring = [(x0 + 10, y0), (x1 - 10, y0), (x1, middle), (x1 - 10, y1), (x0 + 10, y1), (x0, middle)]
    else:
        r = min(RADIUS[outline], (y1 - y0) / 2)
        centres = [(x0 + r, y0 + r, 180), (x1 - r, y0 + r, 270), (x1 - r, y1 - r, 0), (x0 + r, y1 - r, 90)]
        ring = [
            (cx + r * np.cos(np.radians(a)), cy + r * np.sin(np.radians(a)))
            for cx, cy, start in centres
            for a in np.linspace(start, start + 90, 60)
        ]
    ends = np.array([*ring, ring[0]])
    walked = np.concatenate([np.linspace(a, b, 200) for a, b in pairwise(ends)])
    return float(np.hypot(*(walked - point).T).min())
