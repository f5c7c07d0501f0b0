"""Many small drawings on one pixmap, each painted once, to be copied from there."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import TypeVar

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from explorer.ui.canvas.batches import Doubles

Look = TypeVar("Look")

WIDEST = 1280
"""Device pixels of the pixmap, about."""

AT_ONCE = 20
"""Drawings painted between two looks at the clock."""


class Sheet:
    """Drawings side by side in rows, a pixel apart."""

    def __init__(self) -> None:
        self._width = 0
        self._height = 0
        self._x = self._y = 0
        self._paintings: list[Callable[[QPainter], None]] = []

    def add(
        self,
        looks: Sequence[Look],
        size: Callable[[Look], tuple[int, int]],
        paint: Callable[[QPainter, QRectF, Look], None],
    ) -> Doubles:
        """Find each look a place of its size; (k, 4) left, top, width, height."""

        def painting(rect: QRectF, look: Look) -> Callable[[QPainter], None]:
            return lambda painter: paint(painter, rect, look)

        rows = []
        for look in looks:
            rect = self._place(*size(look))
            self._paintings.append(painting(rect, look))
            rows.append((rect.x(), rect.y(), rect.width(), rect.height()))
        return np.array(rows, dtype=np.float64).reshape(-1, 4)

    def painting(self) -> Generator[None, None, QPixmap]:
        """All of them, some at each step."""
        pixmap = QPixmap(max(1, self._width), max(1, self._height))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        try:
            for number, paint in enumerate(self._paintings, 1):
                paint(painter)
                if number % AT_ONCE == 0:
                    yield
        finally:
            painter.end()  # also where it is given up
        return pixmap

    def _place(self, width: int, height: int) -> QRectF:
        if self._x and self._x + width > WIDEST:
            self._x, self._y = 0, self._height
        rect = QRectF(self._x, self._y, width, height)
        self._x += width + 1
        self._width = max(self._width, self._x)
        self._height = max(self._height, self._y + height + 1)
        return rect
