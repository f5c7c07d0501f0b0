"""What keeps a node where it is: a person's hand, or a column that a person pinned it to."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from explorer.domain.geometry import Point
from explorer.drawing.picture import Bytes, Keeping

PIN_CENTRE = (5.0, -2.0)
"""The middle of the mark, from the lower left corner of a card's box."""
PIN_RADIUS, PIN_ICON = 5.5, 8.5

NO_KEEPING: Mapping[str, Keeping] = {}


def keeping_of(positions: Mapping[str, Point], pins: Mapping[str, int]) -> dict[str, Keeping]:
    """What keeps each node that does not stand where the layout likes; a place set by hand counts before a column."""
    return {**dict.fromkeys(pins, Keeping.PINNED), **dict.fromkeys(positions, Keeping.HELD)}


def keeping_array(keeping: Mapping[str, Keeping], index: Mapping[str, int]) -> Bytes:
    """The same by index, as NodeShapes hold it."""
    column = np.zeros(len(index), np.uint8)
    for node_id, how in keeping.items():
        if node_id in index:
            column[index[node_id]] = how
    return column
