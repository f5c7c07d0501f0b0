"""Which part of the picture is seen, and how large: the one transform between the picture and the screen.

Offsets are whole device pixels. A pan is then an exact shift of what was painted before, at every device pixel
ratio, and so the last frame can be scrolled instead of painted again.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from explorer.domain.geometry import Point, Rect

MIN_ZOOM = 0.005
MAX_ZOOM = 4.0
WHOLE_PICTURE_MAX_ZOOM = 1.5
"""Fitting a small picture does not blow it up beyond this."""
_ROUNDING = 0.75
"""Device pixels that two middles may be apart by rounding alone; less than any step that a person makes."""


@dataclass(frozen=True, slots=True)
class Viewport:
    """Device pixel x of a place in the picture is x · scale − left; left, top, width, height in device pixels.

    text: how many times as large as usual is what keeps its size whatever the zoom.
    """

    zoom: float = 1.0
    ratio: float = 1.0
    left: int = 0
    top: int = 0
    width: int = 1
    height: int = 1
    text: float = 1.0

    @property
    def scale(self) -> float:
        """Device pixels to one pixel of the picture."""
        return self.zoom * self.ratio

    @property
    def lettering(self) -> float:
        """Device pixels to one pixel of what keeps its size whatever the zoom."""
        return self.ratio * self.text

    @property
    def nearness(self) -> float:
        """The zoom as words see it that keep their size: what is written larger is seen as from farther away."""
        return self.zoom / self.text

    @property
    def visible(self) -> Rect:
        """The part of the picture that is seen."""
        return self.scene_rect(0, 0, self.width, self.height)

    def scene_rect(self, x: int, y: int, width: int, height: int) -> Rect:
        """What of the picture lies under a rectangle of device pixels."""
        scale = self.scale
        return Rect(
            (x + self.left) / scale,
            (y + self.top) / scale,
            (x + width + self.left) / scale,
            (y + height + self.top) / scale,
        )

    def to_scene(self, x: float, y: float) -> Point:
        """The place in the picture under a place of the widget, which is in logical pixels."""
        return Point((x * self.ratio + self.left) / self.scale, (y * self.ratio + self.top) / self.scale)

    def to_view(self, point: Point) -> Point:
        """Where in the widget, in logical pixels, a place of the picture is seen."""
        return Point(
            (point.x * self.scale - self.left) / self.ratio, (point.y * self.scale - self.top) / self.ratio
        )

    def resized(self, width: float, height: float, ratio: float) -> Viewport:
        """Another size in logical pixels, the same place of the picture in the middle."""
        sized = replace(self, ratio=ratio, width=math.ceil(width * ratio), height=math.ceil(height * ratio))
        return sized.centred(self._middle())

    def part(self, x: int, y: int, width: int, height: int) -> Viewport:
        """A rectangle of device pixels as a viewport of its own."""
        return replace(self, left=self.left + x, top=self.top + y, width=width, height=height)

    def panned(self, dx: int, dy: int) -> Viewport:
        """What is seen moves by this many device pixels, right and down."""
        return replace(self, left=self.left - dx, top=self.top - dy)

    def zoomed(self, factor: float, x: float, y: float) -> Viewport:
        """Larger by a factor, the place under (x, y) of the widget staying where it is."""
        anchor = self.to_scene(x, y)
        zoom = min(MAX_ZOOM, max(MIN_ZOOM, self.zoom * factor))
        scale = zoom * self.ratio
        return replace(
            self,
            zoom=zoom,
            left=round(anchor.x * scale - x * self.ratio),
            top=round(anchor.y * scale - y * self.ratio),
        )

    def centred(self, point: Point) -> Viewport:
        """A place of the picture in the middle."""
        return replace(
            self,
            left=round(point.x * self.scale - self.width / 2),
            top=round(point.y * self.scale - self.height / 2),
        )

    def fitted(self, rect: Rect, margins: Rect, max_zoom: float = WHOLE_PICTURE_MAX_ZOOM) -> Viewport:
        """All of a part of the picture, inside margins in logical pixels (left, top, right, bottom)."""
        room_x = max(40.0, self.width / self.ratio - margins.x0 - margins.x1)
        room_y = max(40.0, self.height / self.ratio - margins.y0 - margins.y1)
        zoom = min(room_x / max(rect.width, 1.0), room_y / max(rect.height, 1.0), max_zoom)
        zoomed = replace(self, zoom=max(MIN_ZOOM, zoom))
        middle = Point((rect.x0 + rect.x1) / 2, (rect.y0 + rect.y1) / 2)
        aside = Point((margins.x0 - margins.x1) / 2, (margins.y0 - margins.y1) / 2)
        return zoomed.centred(Point(middle.x - aside.x / zoomed.zoom, middle.y - aside.y / zoomed.zoom))

    def shows(self, rect: Rect) -> bool:
        """Whether a part of the picture is wholly seen."""
        seen = self.visible
        return seen.x0 <= rect.x0 and seen.y0 <= rect.y0 and rect.x1 <= seen.x1 and rect.y1 <= seen.y1

    def sees_as(self, other: Viewport) -> bool:
        """Whether the same place is in the middle, equally large, but for the rounding to device pixels."""
        own, its = self._middle(), other._middle()
        apart = max(abs(own.x - its.x), abs(own.y - its.y)) * self.scale
        return self.zoom == other.zoom and apart < _ROUNDING

    def follow(self, other: Viewport) -> Viewport:
        """What the other shows in its middle, equally large, in the middle of this one."""
        return replace(self, zoom=other.zoom).centred(other._middle())

    def _middle(self) -> Point:
        return Point((self.left + self.width / 2) / self.scale, (self.top + self.height / 2) / self.scale)
