"""Many shapes in one call: numpy arrays handed to Qt without a copy.

PySide6 takes a pointer to the first of n values; an array of doubles in the order of the C++ members is exactly
that. The array must live until the call returns, which holding it as an argument ensures.
"""

from __future__ import annotations

from typing import TypeVar, cast

import numpy as np
import shiboken6
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPainter, QPixmap

Value = TypeVar("Value")
Doubles = NDArray[np.float64]


def draw_lines(painter: QPainter, lines: Doubles) -> None:
    """(k, 4) lines x0, y0, x1, y1."""
    if len(lines):
        lines = np.ascontiguousarray(lines, dtype=np.float64)
        painter.drawLines(_first(lines, QLineF), len(lines))


def draw_rects(painter: QPainter, rects: Doubles) -> None:
    """(k, 4) rectangles x, y, width, height."""
    if len(rects):
        rects = np.ascontiguousarray(rects, dtype=np.float64)
        painter.drawRects(_first(rects, QRectF), len(rects))


def draw_fragments(painter: QPainter, pixmap: QPixmap, fragments: Doubles) -> None:
    """(k, 10) as QPainter.PixmapFragment: middle x, y, source left, top, width, height, scales, turn, opacity."""
    if len(fragments):
        fragments = np.ascontiguousarray(fragments, dtype=np.float64)
        painter.drawPixmapFragments(_first(fragments, QPainter.PixmapFragment), len(fragments), pixmap)


def fragments_at(x: Doubles, y: Doubles, sources: Doubles) -> Doubles:
    """Unscaled fragments by their upper left corners; sources: (k, 4) left, top, width, height in the pixmap."""
    made = np.empty((len(sources), 10))
    made[:, 0] = x + sources[:, 2] / 2
    made[:, 1] = y + sources[:, 3] / 2
    made[:, 2:6] = sources
    made[:, 6:8] = 1.0
    made[:, 8] = 0.0
    made[:, 9] = 1.0
    return made


def _first(array: Doubles, kind: type[Value]) -> Value:
    """The array's first row as a value of Qt's, in the array's own memory."""
    return cast(Value, shiboken6.wrapInstance(array.ctypes.data, kind))
