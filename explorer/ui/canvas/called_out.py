"""Names of the few nodes that are pointed at or selected, where they stand without one when seen from afar.

Each is put where it covers no name that stands: on its card, or else as near to it as there is room, with a line to
it. Where there is none it lies over the others, for it is the one that is asked about.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from explorer.drawing.picture import NO_EFFECT, Ints
from explorer.drawing.text import whole_name
from explorer.ui.canvas.far_names import FarNames, Place
from explorer.ui.canvas.labels import Labels
from explorer.ui.canvas.naming import FRAME_HEIGHT, NAME_MARGINS, SIGN_ROOM
from explorer.ui.canvas.scene import Scene

MOST = 12
"""Nodes that are called out at a time."""

_APART = (12.0, 24.0, 40.0, 60.0, 84.0, 112.0)
"""Logical pixels between a card and its name."""
_DIRECTIONS = ((0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (1, -1), (-1, 1), (-1, -1))


def called_out(
    nodes: Ints, scene: Scene, scale: float, ratio: float, labels: Labels, names: FarNames
) -> FarNames:
    """Where the names of these nodes go, which are not among the names that stand."""
    shapes, texts = scene.picture.nodes, []
    taken: list[Place] = []
    for node in nodes.tolist():
        x, y, wide, high = (shapes.boxes[node].astype(np.float64) * scale).tolist()
        text = whole_name(shapes.titles[node])
        sign = SIGN_ROOM if shapes.effect[node] != NO_EFFECT else 0.0
        room = (labels.width(text) + 2 * NAME_MARGINS[shapes.outline[node]] + sign) * ratio
        card = (x, y, x + wide, y + high)
        places = list(_places(card, room, FRAME_HEIGHT * ratio, ratio))
        free = (p for p in places if not _is_taken(p, names, taken))
        taken.append(next(free, places[0]))
        texts.append(text)
    return FarNames(nodes, np.array(taken).reshape(-1, 4), tuple(texts), np.zeros(len(nodes), np.bool_))


def covers(frame: Place, card: Place) -> bool:
    """Whether a frame lies on its own card."""
    return frame[0] < card[2] and card[0] < frame[2] and frame[1] < card[3] and card[1] < frame[3]


def _places(card: Place, wide: float, high: float, ratio: float) -> Iterator[Place]:
    """On the card, then beside it, ever farther away."""
    x0, y0, x1, y1 = card
    middle_x, middle_y = (x0 + x1) / 2, (y0 + y1) / 2
    half_x, half_y = max(wide, x1 - x0) / 2, max(high, y1 - y0) / 2
    yield _around(middle_x, middle_y, half_x, half_y)
    for apart in _APART:
        for right, down in _DIRECTIONS:
            x = middle_x + right * ((x1 - x0 + wide) / 2 + apart * ratio)
            y = middle_y + down * ((y1 - y0 + high) / 2 + apart * ratio)
            yield _around(x, y, wide / 2, high / 2)


def _around(x: float, y: float, half_x: float, half_y: float) -> Place:
    """Whole pixels around a middle."""
    return math.floor(x - half_x), math.floor(y - half_y), math.ceil(x + half_x), math.ceil(y + half_y)


def _is_taken(place: Place, names: FarNames, others: Sequence[Place]) -> bool:
    x0, y0, x1, y1 = place
    return bool(names.meet(x0, y0, x1 - x0, y1 - y0).any()) or any(covers(place, one) for one in others)
