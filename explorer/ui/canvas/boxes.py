"""Extents as arrays, (4, k) x0, y0, x1, y1: what of many things is in a place.

All of them are compared: that finds what is in view among 100,000 in a tenth of a millisecond.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.domain.geometry import Rect
from explorer.drawing.picture import Floats, Ints


def touching(box: Floats | NDArray[np.float64] | tuple[Floats, ...], rect: Rect) -> Ints:
    """The places of the boxes (4, k: x0, y0, x1, y1) that a rectangle touches."""
    x0, y0, x1, y1 = box
    if rect.width < rect.height:  # the narrower way first: it leaves the fewest for the second test
        found = np.flatnonzero((x1 >= rect.x0) & (x0 <= rect.x1))
        found = found[(y1[found] >= rect.y0) & (y0[found] <= rect.y1)]
    else:
        found = np.flatnonzero((y1 >= rect.y0) & (y0 <= rect.y1))
        found = found[(x1[found] >= rect.x0) & (x0[found] <= rect.x1)]
    return found.astype(np.int32)


def box_of(lines: Floats) -> Floats:
    """(4, k) x0, y0, x1, y1 of the extents of (k, 4) lines."""
    starts, ends = lines[:, :2], lines[:, 2:]
    return np.vstack([np.minimum(starts, ends).T, np.maximum(starts, ends).T])
