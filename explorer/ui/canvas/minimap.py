"""The minimap: all of the picture in a corner of the canvas, with a frame around what is seen that can be dragged."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget

from explorer.domain.geometry import Point
from explorer.drawing.picture import Picture
from explorer.drawing.theme import Theme
from explorer.language import tr
from explorer.ui.canvas.canvas import WHEEL_STEP, Canvas
from explorer.ui.canvas.minimap_image import map_image

LARGEST = (208.0, 144.0)
"""Logical pixels that the map may take."""

_AWAY = 12.0
"""From the edges of the canvas."""

_SMALLEST_SIDE = 24.0
_ROOM = 3.0
"""On a canvas that is not so many times as large as the map, it would hide more than it shows."""

_SMALLEST_FRAME = 6.0


class Minimap(QWidget):
    """Nothing at all while the whole picture is in view."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._is_wanted = True
        self._of: tuple[Picture, Theme, float] | None = None
        self._image = QImage()
        self._held: Point | None = None  # from the middle of what is seen to where it is held
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(tr("Map of the whole picture"))
        self.setAccessibleDescription(tr("The frame shows which part is in view."))
        self.setCursor(Qt.CursorShape.SizeAllCursor)
        canvas.viewport_changed.connect(self.follow)
        canvas.installEventFilter(self)
        self.hide()

    def set_wanted(self, wanted: bool) -> None:
        """Whether a person wants to see it at all."""
        self._is_wanted = wanted
        self.follow()

    def follow(self) -> None:
        """The picture, what is seen of it, or the canvas, is another."""
        canvas = self._canvas
        bounds = canvas.picture.bounds
        if not self._is_wanted or canvas.scene.is_empty or canvas.viewport.shows(bounds):
            self.hide()
            return
        scale = min(LARGEST[0] / max(bounds.width, 1.0), LARGEST[1] / max(bounds.height, 1.0))
        width = max(_SMALLEST_SIDE, round(bounds.width * scale))
        height = max(_SMALLEST_SIDE, round(bounds.height * scale))
        place = QRectF(canvas.width() - width - _AWAY, _AWAY, width, height)
        title = canvas.title_rect()
        if place.intersects(title):
            place.moveTop(title.bottom() + _AWAY)
        self.setGeometry(place.toRect())
        self.setVisible(canvas.width() >= _ROOM * width and canvas.height() >= _ROOM * height)
        self.update()

    def frame(self) -> QRectF:
        """What is seen of the picture, on the map."""
        bounds, seen = self._canvas.picture.bounds, self._canvas.viewport.visible
        wide, high = self._scale()
        frame = QRectF(
            (seen.x0 - bounds.x0) * wide,
            (seen.y0 - bounds.y0) * high,
            max(_SMALLEST_FRAME, seen.width * wide),
            max(_SMALLEST_FRAME, seen.height * high),
        )
        return frame.intersected(QRectF(self.rect()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the canvas's corner."""
        if event.type() == QEvent.Type.Resize:
            self.follow()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """The map that is kept, and the frame."""
        canvas, theme = self._canvas, self._canvas.palette_in_use.theme
        painter = QPainter(self)
        painter.drawImage(QRectF(self.rect()), self._map())
        painter.setPen(QColor(theme.card_border))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        colour = QColor(theme.selection)
        inside = QColor(colour)
        inside.setAlphaF(0.1)
        painter.setPen(QPen(colour, 1.5))
        painter.setBrush(inside)
        if not canvas.scene.is_empty:
            painter.drawRect(self.frame().adjusted(1, 1, -1, -1))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the frame where it is; elsewhere on the map, put it there first."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        at = self._place(event.position())
        if self.frame().contains(event.position()):
            middle = self._middle()
            self._held = Point(at.x - middle.x, at.y - middle.y)
        else:
            self._held = Point(0.0, 0.0)
            self._go(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """What is seen follows the frame."""
        if self._held is not None:
            at = self._place(event.position())
            self._go(Point(at.x - self._held.x, at.y - self._held.y))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the frame go."""
        self._held = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second click is a click like the first."""
        self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Look closer at what is in the middle, or step back."""
        self._canvas.zoom_by(WHEEL_STEP ** (event.angleDelta().y() / 120))
        event.accept()

    def _map(self) -> QImage:
        ratio = self.devicePixelRatioF()
        wanted = self._canvas.picture, self._canvas.palette_in_use.theme, ratio
        width, height = round(self.width() * ratio), round(self.height() * ratio)
        is_same = self._of is not None and self._of[0] is wanted[0] and self._of[1:] == wanted[1:]
        if not is_same or (self._image.width(), self._image.height()) != (width, height):
            self._of = wanted
            self._image = map_image(self._canvas.picture, wanted[1], width, height)
        return self._image

    def _scale(self) -> tuple[float, float]:
        bounds = self._canvas.picture.bounds
        return self.width() / max(bounds.width, 1.0), self.height() / max(bounds.height, 1.0)

    def _place(self, at: QPointF) -> Point:
        """The place of the picture at a place of the map."""
        bounds, (wide, high) = self._canvas.picture.bounds, self._scale()
        return Point(bounds.x0 + at.x() / wide, bounds.y0 + at.y() / high)

    def _middle(self) -> Point:
        seen = self._canvas.viewport.visible
        return Point((seen.x0 + seen.x1) / 2, (seen.y0 + seen.y1) / 2)

    def _go(self, to: Point) -> None:
        """Let the canvas show this place in its middle, or the nearest one that is part of the picture."""
        bounds, middle, zoom = self._canvas.picture.bounds, self._middle(), self._canvas.viewport.zoom
        x, y = min(max(to.x, bounds.x0), bounds.x1), min(max(to.y, bounds.y0), bounds.y1)
        self._canvas.pan((middle.x - x) * zoom, (middle.y - y) * zoom)
