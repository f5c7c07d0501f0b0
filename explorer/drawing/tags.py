"""The small sign on the upper border of a card that a scenario adds or takes out: "new" or "removed"."""

from __future__ import annotations

from functools import cache

import numpy as np

from explorer.drawing.edits import sign_of
from explorer.drawing.picture import Edit
from explorer.drawing.text import width

TAG_SIZE, TAG_WEIGHT = 9.0, 600
TAG_HEIGHT = 13.0
TAG_BASELINE = 9.6
"""From the tag's upper side."""

TAG_LEFT = 12.0
"""From the card's left side; the middle of the tag's height lies on the card's upper side."""

STRUCK_UP = 4.0
"""From a title's baseline up to the line that strikes it through."""

_PADDING = 6.0


@cache
def tag_width(edit: Edit) -> float:
    """How wide a sign is drawn, in pixels."""
    return float(np.ceil(width(sign_of(edit), TAG_SIZE, TAG_WEIGHT) + 2 * _PADDING))
