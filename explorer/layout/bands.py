"""Layers as bands of a finished picture: in which one a box stands, also one that a person put there."""

from __future__ import annotations

import numpy as np

from explorer.layout.blocks import blocks_of
from explorer.layout.request import Bools, Ints, Layout, LayoutRequest
from explorer.layout.spacing import COLUMN_GAP
from explorer.layout.stacking import Indices


def layers_at(request: LayoutRequest, layout: Layout, boxes: Indices, by_hand: Bools) -> Ints:
    """The layer in which each of these boxes stands now; right of all others, the next one.

    by_hand: (n,) boxes that a person put where they are, so that they say nothing of where a layer is.
    """
    known = np.full(len(by_hand), -1, np.int32) if layout.layers is None else layout.layers
    of = blocks_of(request).of if layout.by_group else np.zeros(len(by_hand), np.int32)
    half = request.sizes[:, 0] / 2
    left, right = layout.centres[:, 0] - half, layout.centres[:, 0] + half
    found = known[boxes].copy()
    for place, box in enumerate(boxes.tolist()):
        if found[place] >= 0 and not by_hand[box]:
            continue
        standing = (known >= 0) & ~by_hand & (of == of[box])
        if not standing.any():
            found[place] = max(int(known[box]), 0)
            continue
        x = layout.centres[box, 0]
        away = np.where(standing, np.maximum(np.maximum(left - x, x - right), 0), np.inf)
        is_beyond = x > right[standing].max() + COLUMN_GAP / 2
        found[place] = known[standing].max() + 1 if is_beyond else known[away.argmin()]
    return found
