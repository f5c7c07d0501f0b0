"""A picture so small that only teams and dots are left: what the minimap shows, painted once for each picture."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from explorer.domain.geometry import Rect
from explorer.drawing.picture import EFFECTS, NO_EFFECT, NODE_KINDS, Floats, Ints, NodeShapes, Picture
from explorer.drawing.theme import Theme

BOXES_UP_TO = 3_000
"""With more nodes each is a dot, for nobody could tell its box."""

_LEAST = 2.0
"""Device pixels of the smallest dot."""


def map_image(picture: Picture, theme: Theme, width: int, height: int) -> QImage:
    """All of a picture on an image of so many device pixels."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.ground))
    scale = width / max(picture.bounds.width, 1.0), height / max(picture.bounds.height, 1.0)
    painter = QPainter(image)
    painter.setPen(QColor(theme.team_border))
    painter.setBrush(QColor(theme.team_area))
    for group in picture.groups:
        painter.drawRect(_placed(group.box, picture.bounds, scale))
    painter.end()
    boxes = picture.nodes.boxes.astype(np.float32)
    boxes[:, :2] -= np.array([picture.bounds.x0, picture.bounds.y0], np.float32)
    boxes *= np.array([*scale, *scale], np.float32)
    colours, colour_of = _colours(picture.nodes, theme)
    if len(boxes) <= BOXES_UP_TO:
        _draw_boxes(image, boxes, colours, colour_of)
    else:
        _draw_dots(image, boxes, colours, colour_of)
    return image


def _colours(nodes: NodeShapes, theme: Theme) -> tuple[list[str], Ints]:
    """The colours there are, the last to be drawn last, and which one each node has."""
    plain = [theme.kinds[kind] for kind in NODE_KINDS]
    effects = [theme.effects[effect] for effect in reversed(EFFECTS)]
    colour: Ints = nodes.kind.astype(np.int32) + len(plain)
    affected = nodes.effect != NO_EFFECT
    colour[affected] = 2 * len(plain) + len(effects) - 1 - nodes.effect[affected].astype(np.int32)
    colour[nodes.faded & ~affected] -= len(plain)
    return [*map(theme.faded, plain), *plain, *effects], colour


def _draw_boxes(image: QImage, boxes: Floats, colours: list[str], colour_of: Ints) -> None:
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for place in np.unique(colour_of).tolist():
        colour = QColor(colours[place])
        for x, y, wide, high in boxes[colour_of == place].tolist():
            painter.fillRect(QRectF(x, y, max(wide, _LEAST), max(high, _LEAST)), colour)
    painter.end()


def _draw_dots(image: QImage, boxes: Floats, colours: list[str], colour_of: Ints) -> None:
    """Set the pixels themselves: a call of the painter for each of 100,000 nodes would be felt."""
    side = int(_LEAST)
    middles = (boxes[:, :2] + boxes[:, 2:] / 2).astype(np.int32)
    x = np.clip(middles[:, 0], 0, image.width() - side)
    y = np.clip(middles[:, 1], 0, image.height() - side)
    pixels = np.frombuffer(image.bits(), np.uint32).reshape(image.height(), image.bytesPerLine() // 4)
    values = np.array([QColor(colour).rgb() for colour in colours], np.uint32)
    order = np.argsort(colour_of, kind="stable")
    x, y, value = x[order], y[order], values[colour_of[order]]
    for down in range(side):
        for right in range(side):
            pixels[y + down, x + right] = value


def _placed(box: Rect, bounds: Rect, scale: tuple[float, float]) -> QRectF:
    return QRectF(
        (box.x0 - bounds.x0) * scale[0],
        (box.y0 - bounds.y0) * scale[1],
        box.width * scale[0],
        box.height * scale[1],
    )
