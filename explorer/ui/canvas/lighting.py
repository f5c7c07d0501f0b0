"""The frame with all but a highlight dimmed, made in steps: lighting hundreds of nodes takes several frames' time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from PySide6.QtGui import QImage, QPainter

BUDGET = 0.005
"""Seconds of lighting in one frame."""

PaintLight = Callable[[QPainter], Iterator[None]]
"""Paints over a copy of the frame, in steps between which it may be interrupted."""


class Lighting:
    """Kept while frame and highlight stay as they are."""

    def __init__(self) -> None:
        self._of: tuple[int, object] | None = None
        self._base: int | None = None  # the frame that `image` is of
        self._coming: QImage | None = None
        self._steps: Iterator[None] | None = None
        self.image: QImage | None = None

    @property
    def is_complete(self) -> bool:
        """Whether `image` is of the frame and the highlight last asked for."""
        return self._of is not None and self._steps is None

    def outdate(self) -> None:
        """Another highlight is wanted; what is lit stays until it comes."""
        self._of, self._coming, self._steps = None, None, None

    def forget(self) -> None:
        """No highlight is to be seen."""
        self.outdate()
        self._base, self.image = None, None

    def refine(
        self, frame: QImage, highlight: object, paint: PaintLight, sketch: PaintLight, budget: float = BUDGET
    ) -> None:
        """Go on for so many seconds. Until all is lit, the last highlight stays, or a sketch of this one is seen."""
        if self._of != (frame.cacheKey(), highlight):
            self._of = (frame.cacheKey(), highlight)
            self._coming = frame.copy()
            self._steps = _painting(self._coming, paint)
        if self._steps is None:
            return
        deadline = time.perf_counter() + budget
        for _ in self._steps:
            if time.perf_counter() >= deadline:
                break
        else:
            self.image, self._base, self._coming, self._steps = self._coming, self._of[0], None, None
            return
        if self._base != self._of[0]:
            self.image, self._base = frame.copy(), self._of[0]
            for _ in _painting(self.image, sketch):
                pass


def _painting(image: QImage, paint: PaintLight) -> Iterator[None]:
    """Holds the image while its painter is open, and closes the painter when it is given up."""
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    try:
        yield from paint(painter)
    finally:
        painter.end()
