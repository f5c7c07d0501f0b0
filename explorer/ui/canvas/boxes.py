"""Extents as arrays, (4, k) x0, y0, x1, y1: what of many things is in a place.

All of them are compared: that finds what is in view among 100,000 in a tenth of a millisecond. Where one looks again
and again at neighbouring places, as a pan does, only those around the last ones are.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.domain.geometry import Rect
from explorer.drawing.picture import Floats, Ints
from explorer.ui.canvas.kept import Kept

AHEAD = 600.0
"""How far around a place things are kept, at least, in pixels at zoom 1."""

MANY, SAMPLED = 8000, 32
"""Things around a place that are not kept, because they are too many; one of so many is counted."""


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
    x0, y0, x1, y1 = lines.T
    box = np.empty((4, len(lines)), dtype=lines.dtype)  # column by column, which is eight times as fast
    np.minimum(x0, x1, out=box[0])
    np.minimum(y0, y1, out=box[1])
    np.maximum(x0, x1, out=box[2])
    np.maximum(y0, y1, out=box[3])
    return box


def grown(rect: Rect, by: float) -> Rect:
    """Larger by as much on every side."""
    return Rect(rect.x0 - by, rect.y0 - by, rect.x1 + by, rect.y1 + by)


def about_as_many(box: Floats) -> Floats:
    """A few of these extents, by which `estimated` counts."""
    return box[:, ::SAMPLED].copy()


def estimated(few: Floats, rect: Rect) -> int:
    """About how many of the extents that these few are of a rectangle touches."""
    return SAMPLED * len(touching(few, rect))


class Nearby:
    """Things by their extents, found among those around the places asked for last."""

    def __init__(self, box: Floats) -> None:
        self._box = box
        self._few = about_as_many(box)
        self._kept: Kept[None, tuple[Ints, Floats]] = Kept(4)

    def touched(self, rect: Rect) -> Ints:
        """The places of those that a rectangle touches."""
        known = self._kept.around(rect, None)
        if known is None:
            around = grown(rect, max(AHEAD, rect.width, rect.height))
            if estimated(self._few, around) > MANY:
                return touching(self._box, rect)
            places = touching(self._box, around)
            known = places, self._box[:, places]
            self._kept.keep(around, None, known)
        places, box = known
        found: Ints = places[touching(box, rect)]
        return found
