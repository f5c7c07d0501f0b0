"""Places on the canvas: pixels at zoom 1, x to the right, y down."""

from __future__ import annotations

from typing import NamedTuple


class Point(NamedTuple):
    """Where something is."""

    x: float
    y: float


class Rect(NamedTuple):
    """A box by its corners."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.y1 - self.y0
