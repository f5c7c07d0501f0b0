"""Teams' areas, wide enough for their labels: the area of one small card is narrower than many a team's name."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from explorer.drawing.picture import Bools
from explorer.layout.stacking import Reals

WIDEST = 320.0
"""An area is widened up to here; a name that needs more is shortened."""

_GAP = 8.0  # to what stands beside it


def widened(areas: Reals, wanted: Sequence[Sequence[float]], others: Reals) -> Reals:
    """The areas, each as wide as one of its wanted widths, the first that there is room for, or as it was.

    areas: (k, 4) x0, y0, x1, y1, NaN for one that is not there. others: (n, 4) what no area may come to cover. One
    grows to the right if it can, else to the left.
    """
    grown = np.array(areas, np.float64)
    least = np.array([max(widths) for widths in wanted])
    for i in np.flatnonzero(grown[:, 2] - grown[:, 0] < least).tolist():
        x0, y0, x1, y1 = grown[i].tolist()
        around = np.concatenate([np.delete(grown, i, axis=0), others[~_lies_in(others, grown[i])]])
        for more in (wide - (x1 - x0) for wide in wanted[i] if wide <= WIDEST):
            if more <= 0:
                break
            if not _meets(around, (x1, y0, x1 + more + _GAP, y1)):
                grown[i, 2] = x1 + more
                break
            if not _meets(around, (x0 - more - _GAP, y0, x0, y1)):
                grown[i, 0] = x0 - more
                break
    return grown


def _lies_in(boxes: Reals, area: Reals) -> Bools:
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    return np.asarray((area[0] <= x) & (x <= area[2]) & (area[1] <= y) & (y <= area[3]))


def _meets(boxes: Reals, part: tuple[float, float, float, float]) -> bool:
    x0, y0, x1, y1 = part
    met = (boxes[:, 0] < x1) & (boxes[:, 2] > x0) & (boxes[:, 1] < y1) & (boxes[:, 3] > y0)
    return bool(met.any())
