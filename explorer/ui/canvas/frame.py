"""The frame last shown, and which parts of it are out of date.

Painting everything anew takes a hundred frames' time in a large picture. So a pan shifts what is there, a zoom
stretches it, and what is new or blurred is painted in tiles, a few milliseconds a frame, from the middle out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QRegion

from explorer.ui.canvas.viewport import Viewport

TILE = 256
"""Longest side of a tile in device pixels; long thin strips of the same area are one tile too."""

MARGIN = 4
"""Device pixels painted around a tile and cut off: Qt draws the ends of lines that it clips a little differently."""

BUDGET = 0.003
"""Seconds of refining in one frame; its last step goes beyond, and with shifting or stretching and showing it a frame
is to take 8 ms at most."""

PaintTile = Callable[[QImage, Viewport], Iterator[None]]
"""Paints all of a viewport on an image of its size, in steps between which it may be interrupted."""


@dataclass(slots=True)
class _Tile:
    """A part of the frame that is being painted, with its margin."""

    rect: QRect
    image: QImage
    steps: Iterator[None]


class Frame:
    """An image of what a viewport shows; one on a ground that lets through can be laid over another."""

    def __init__(self, ground: QColor | Qt.GlobalColor = Qt.GlobalColor.white) -> None:
        self.viewport = Viewport()
        self._ground = QColor(ground)
        self.image = self._blank(self.viewport, self._ground)
        self._stale = QRegion()
        self._tiles: list[QRect] = []
        self._begun: _Tile | None = None
        self._coming: tuple[QImage, Iterator[None]] | None = None  # in the place of all that is seen
        self._sharp: tuple[Viewport, QImage] | None = None
        self._spare: QImage | None = None

    @property
    def is_complete(self) -> bool:
        """Whether every pixel is as it should be."""
        return self._stale.isEmpty()

    def reset(self, ground: QColor) -> None:
        """Everything is out of date, but stays until it is painted anew."""
        self._ground = ground
        self._sharp = None
        self._mark(QRegion(self._all()))

    def show(self, viewport: Viewport) -> None:
        """Turn to another viewport, keeping what can be kept."""
        old = self.viewport
        if viewport == old:
            return
        if viewport.scale == old.scale:
            self._shift(viewport)
        else:
            self._stretch(viewport)

    def refine(self, paint: PaintTile, budget: float = BUDGET) -> None:
        """Paint stale tiles until they are done or the time is over."""
        deadline = time.perf_counter() + budget
        while not self.is_complete and self._finish_tile(paint, deadline):
            if time.perf_counter() >= deadline:
                break

    def replace(self, paint: PaintTile, budget: float) -> bool:
        """Go on painting everything anew for so many seconds; whether that is done, until when what is seen stays.

        For what will not last: all is out of date for all that.
        """
        deadline = time.perf_counter() + budget
        if self._coming is None:
            image = self._blank(self.viewport, None)
            self._coming = image, paint(image, self.viewport)
        image, steps = self._coming
        for _ in steps:
            if time.perf_counter() >= deadline:
                return False
        self.image = image
        self._sharp = None
        self._mark(QRegion(self._all()))
        return True

    def _finish_tile(self, paint: PaintTile, deadline: float) -> bool:
        if self._begun is None:
            self._begun = self._begin_tile(paint)
        tile = self._begun
        for _ in tile.steps:
            if time.perf_counter() >= deadline:
                return False
        painter = QPainter(self.image)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        inner = QRect(MARGIN, MARGIN, tile.rect.width(), tile.rect.height())
        painter.drawImage(tile.rect.topLeft(), tile.image, inner)
        painter.end()
        self._begun = None
        self._stale -= QRegion(tile.rect)
        return True

    def _begin_tile(self, paint: PaintTile) -> _Tile:
        if not self._tiles:
            self._tiles = _tiles_of(self._stale, self._all())
        rect = self._tiles.pop(0)
        outer = rect.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
        part = self.viewport.part(outer.x(), outer.y(), outer.width(), outer.height())
        image = self._blank(part, None)
        return _Tile(rect, image, paint(image, part))

    def _shift(self, viewport: Viewport) -> None:
        old = self.viewport
        dx, dy = old.left - viewport.left, old.top - viewport.top
        if self.is_complete:
            self._sharp = None
        image = self._spare  # memory used before is a millisecond faster than new
        if image is None or image.size() != QSize(viewport.width, viewport.height):
            image = self._blank(viewport, None)
        whole = QRect(0, 0, viewport.width, viewport.height)
        kept = self._all().translated(dx, dy).intersected(whole)
        exposed = QRegion(whole) - QRegion(kept)
        painter = QPainter(image)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        if not kept.isEmpty():
            painter.drawImage(kept.topLeft(), self.image, kept.translated(-dx, -dy))
        for rect in _rects(exposed):
            painter.fillRect(rect, self._ground)
        painter.end()
        self._spare = self.image
        self.viewport, self.image = viewport, image
        begun = self._begun
        self._mark(self._stale.translated(dx, dy).intersected(whole) + exposed)
        if begun is not None and begun.rect.translated(dx, dy).intersects(whole):
            begun.rect.translate(dx, dy)  # what was begun shows the same part of the picture still
            self._begun = begun

    def _stretch(self, viewport: Viewport) -> None:
        """From the last sharp frame, so that a zoom of many steps does not blur with each."""
        if self.is_complete or self._sharp is None:
            self._sharp = (self.viewport, self.image)
        old, sharp = self._sharp
        image = self._blank(viewport, self._ground)
        grown = viewport.scale / old.scale
        target = QRectF(
            old.left * grown - viewport.left,
            old.top * grown - viewport.top,
            old.width * grown,
            old.height * grown,
        )
        seen = target.intersected(QRectF(0, 0, viewport.width, viewport.height))
        if not seen.isEmpty():
            source = QRectF(
                (seen.x() - target.x()) / grown,
                (seen.y() - target.y()) / grown,
                seen.width() / grown,
                seen.height() / grown,
            )
            painter = QPainter(image)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            painter.drawImage(seen, sharp, source)
            painter.end()
        self.viewport, self.image = viewport, image
        self._mark(QRegion(self._all()))

    def _all(self) -> QRect:
        return QRect(0, 0, self.viewport.width, self.viewport.height)

    def _blank(self, viewport: Viewport, ground: QColor | None) -> QImage:
        lets_through = self._ground.alpha() < 255
        form = QImage.Format.Format_ARGB32_Premultiplied if lets_through else QImage.Format.Format_RGB32
        image = QImage(viewport.width, viewport.height, form)
        if ground is not None:
            image.fill(ground)
        return image

    def _mark(self, stale: QRegion) -> None:
        """Set what is stale; what was begun belongs to what was before."""
        self._stale = stale
        self._tiles = []
        self._begun, self._coming = None, None


def _tiles_of(stale: QRegion, whole: QRect) -> list[QRect]:
    """The stale parts cut into tiles, those in the middle first."""
    middle = whole.center()
    tiles = [tile for rect in _rects(stale) for tile in _cut(rect)]
    return sorted(tiles, key=lambda tile: (tile.center() - middle).manhattanLength())


def _cut(rect: QRect) -> Iterator[QRect]:
    if rect.width() * rect.height() <= TILE * TILE:
        yield rect
        return
    for y in range(rect.top(), rect.bottom() + 1, TILE):
        for x in range(rect.left(), rect.right() + 1, TILE):
            yield QRect(x, y, TILE, TILE).intersected(rect)


def _rects(region: QRegion) -> Iterable[QRect]:
    """The stubs do not know that a region is iterable."""
    return cast(Iterable[QRect], region)
