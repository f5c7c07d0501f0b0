"""Team areas, their names, and pills: few enough to be drawn one by one."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from explorer.domain.geometry import Rect
from explorer.drawing.picture import Picture, Pill
from explorer.ui.canvas.far_names import FarNames, Place
from explorer.ui.canvas.palette import Palette
from explorer.ui.canvas.team_names import NAME_AIR, NAME_BASELINE
from explorer.ui.canvas.viewport import Viewport

AREA_RADIUS = 12.0
PILL_TEXT_ABOVE = 0.36
PILL_BASELINE = 3.6
FAR_PILL_BASELINE = 3.3
PLATE_STRENGTH = 0.86


def draw_groups(painter: QPainter, viewport: Viewport, picture: Picture, palette: Palette) -> None:
    """The soft areas of the teams."""
    theme, scale, seen = palette.theme, viewport.scale, _seen(viewport)
    for group in picture.groups:
        if not _meets(group.box, seen):
            continue
        rect = _placed(group.box, viewport)
        pen = QPen(QColor(theme.team_border), max(1.0, round(scale)))
        painter.setPen(pen)
        painter.setBrush(QColor(theme.team_area))
        radius = min(AREA_RADIUS * scale, rect.width() / 2, rect.height() / 2)
        painter.drawRoundedRect(rect, radius, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def draw_team_names(
    painter: QPainter,
    palette: Palette,
    names: Iterable[tuple[str, Place]],
    size: float,
    ground: QColor,
    strength: float,
) -> None:
    """The small capital names of the areas, over everything, each on a plate of the colour of its ground.

    size: device pixels to one of their own; strength: less than 1 where all but a highlight is dimmed.
    """
    placed = list(names)
    if not placed:
        return
    plate = QColor(ground)
    plate.setAlphaF(PLATE_STRENGTH)
    places = np.array([place for _, place in placed]) / size
    painter.save()
    painter.setOpacity(strength)
    painter.scale(size, size)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(plate)
    painter.drawRects([QRectF(x0, y0, x1 - x0, y1 - y0) for x0, y0, x1, y1 in places.tolist()])
    painter.setPen(QColor(palette.theme.team_text))
    starts = (places[:, :2] + [NAME_AIR, NAME_BASELINE]).tolist()
    palette.fonts.group.draw(painter, [text for text, _ in placed], starts)
    painter.restore()


def draw_pills(painter: QPainter, viewport: Viewport, picture: Picture, palette: Palette) -> None:
    """The facts on the edges, where they can be read."""
    if viewport.zoom < PILL_TEXT_ABOVE:
        return
    seen = _seen(viewport)
    for pill in picture.pills:
        if _meets(pill.box, seen):
            draw_pill(painter, viewport, pill, palette)


def draw_pill(painter: QPainter, viewport: Viewport, pill: Pill, palette: Palette) -> None:
    """One fact."""
    theme, scale, labels = palette.theme, viewport.scale, palette.fonts.pill
    colour = QColor(theme.faded(pill.colour) if pill.faded else pill.colour)
    rect = _placed(pill.box, viewport)
    painter.setPen(QPen(colour, max(1.0, round(scale))))
    painter.setBrush(QColor(theme.pill))
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.save()
    painter.scale(scale, scale)
    centre = rect.center()
    x = centre.x() / scale - labels.width(pill.text) / 2
    labels.draw(painter, [pill.text], [(x, centre.y() / scale + PILL_BASELINE)])
    painter.restore()


def draw_far_pills(
    painter: QPainter, viewport: Viewport, picture: Picture, palette: Palette, names: FarNames
) -> None:
    """The facts that there is room for, at a size that can be read."""
    theme, ratio, labels = palette.theme, viewport.lettering, palette.fonts.far
    for number, (x0, y0, x1, y1) in names.pills:
        frame = QRectF(x0 - viewport.left + 0.5, y0 - viewport.top + 0.5, x1 - x0 - 1, y1 - y0 - 1)
        if not frame.intersects(QRectF(0, 0, viewport.width, viewport.height)):
            continue
        pill = picture.pills[number]
        colour = QColor(theme.faded(pill.colour) if pill.faded else pill.colour)
        painter.setPen(QPen(colour, viewport.ratio))
        painter.setBrush(QColor(theme.pill))
        painter.drawRoundedRect(frame, frame.height() / 2, frame.height() / 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.save()
        painter.scale(ratio, ratio)
        centre = frame.center() / ratio
        x = centre.x() - labels.width(pill.text) / 2
        labels.draw(painter, [pill.text], [(x, centre.y() + FAR_PILL_BASELINE)])
        painter.restore()


def _placed(box: Rect, viewport: Viewport) -> QRectF:
    """In device pixels, on their middles, so that a line of one pixel is crisp."""
    scale = viewport.scale
    x0, y0 = round(box.x0 * scale) - viewport.left, round(box.y0 * scale) - viewport.top
    x1, y1 = round(box.x1 * scale) - viewport.left, round(box.y1 * scale) - viewport.top
    return QRectF(x0 + 0.5, y0 + 0.5, max(1, x1 - x0 - 1), max(1, y1 - y0 - 1))


def _seen(viewport: Viewport) -> Rect:
    """What is in view, with what a border stands out of its box."""
    seen, margin = viewport.visible, 2.0 / viewport.scale
    return Rect(seen.x0 - margin, seen.y0 - margin, seen.x1 + margin, seen.y1 + margin)


def _meets(box: Rect, seen: Rect) -> bool:
    return box.x1 >= seen.x0 and box.x0 <= seen.x1 and box.y1 >= seen.y0 and box.y0 <= seen.y1
