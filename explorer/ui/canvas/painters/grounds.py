"""Team areas with their labels, and pills: few enough to be drawn one by one."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from explorer.domain.geometry import Rect
from explorer.drawing.picture import Picture, Pill
from explorer.ui.canvas.far_names import FarNames
from explorer.ui.canvas.labels import Labels
from explorer.ui.canvas.palette import Palette
from explorer.ui.canvas.viewport import Viewport

AREA_RADIUS = 12.0
PILL_TEXT_ABOVE = 0.36
GROUP_LABEL_ABOVE = 0.5
"""Zoom under which a team's label keeps its size, so that one can still read whose area it is."""

PILL_BASELINE = 3.6
FAR_PILL_BASELINE = 3.3
LABEL_HEIGHT, LABEL_BASELINE = 12.0, 9.5
LABEL_ROOM = 90.0
"""How wide a label may be above a smaller area, in pixels."""


def draw_groups(painter: QPainter, viewport: Viewport, picture: Picture, palette: Palette) -> None:
    """The soft areas of the teams."""
    theme, scale = palette.theme, viewport.scale
    for group in picture.groups:
        if not _meets(group.box, viewport):
            continue
        rect = _placed(group.box, viewport)
        pen = QPen(QColor(theme.team_border), max(1.0, round(scale)))
        painter.setPen(pen)
        painter.setBrush(QColor(theme.team_area))
        radius = min(AREA_RADIUS * scale, rect.width() / 2, rect.height() / 2)
        painter.drawRoundedRect(rect, radius, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def draw_group_labels(painter: QPainter, viewport: Viewport, picture: Picture, palette: Palette) -> None:
    """The small capital labels inside the areas; above them and of one size when one looks from afar."""
    scale, labels = viewport.scale, palette.fonts.group
    painter.save()
    painter.setPen(QColor(palette.theme.team_text))
    if viewport.zoom < GROUP_LABEL_ABOVE:
        ratio = viewport.ratio
        painter.scale(ratio, ratio)
        for text, place in far_labels(picture, scale, ratio, labels):
            x, y = place[0] - viewport.left, place[1] - viewport.top
            if -place[2] + place[0] < x < viewport.width and -LABEL_HEIGHT * ratio < y < viewport.height:
                labels.draw(painter, [text], [(x / ratio, y / ratio + LABEL_BASELINE)])
    else:
        painter.scale(scale, scale)
        for group in picture.groups:
            if _meets(group.box, viewport):
                x = group.label_at.x * scale - viewport.left
                y = group.label_at.y * scale - viewport.top
                labels.draw(painter, [group.label], [(x / scale, y / scale)])
    painter.restore()


def far_labels(
    picture: Picture, scale: float, ratio: float, labels: Labels
) -> list[tuple[str, tuple[float, float, float, float]]]:
    """The teams' labels from afar, with x0, y0, x1, y1 in device pixels from the scene's origin.

    The room kept for a label inside its area shrinks with the zoom; above the area it meets no card of its team. One
    that is much wider than its area is left out.
    """
    found: list[tuple[str, tuple[float, float, float, float]]] = []
    for group in picture.groups:
        wide = labels.width(group.label) * ratio
        if wide <= max(group.box.width * scale, LABEL_ROOM * ratio):
            x0 = round(group.box.x0 * scale + 2.0 * ratio)
            y1 = round(group.box.y0 * scale - ratio)
            found.append((group.label, (x0, y1 - LABEL_HEIGHT * ratio, x0 + wide, y1)))
    return found


def draw_pills(painter: QPainter, viewport: Viewport, picture: Picture, palette: Palette) -> None:
    """The facts on the edges, where they can be read."""
    if viewport.zoom < PILL_TEXT_ABOVE:
        return
    for pill in picture.pills:
        if _meets(pill.box, viewport):
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
    theme, ratio, labels = palette.theme, viewport.ratio, palette.fonts.far
    for number, (x0, y0, x1, y1) in names.pills:
        frame = QRectF(x0 - viewport.left + 0.5, y0 - viewport.top + 0.5, x1 - x0 - 1, y1 - y0 - 1)
        if not frame.intersects(QRectF(0, 0, viewport.width, viewport.height)):
            continue
        pill = picture.pills[number]
        colour = QColor(theme.faded(pill.colour) if pill.faded else pill.colour)
        painter.setPen(QPen(colour, ratio))
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


def _meets(box: Rect, viewport: Viewport) -> bool:
    seen = viewport.visible
    margin = 2.0 / viewport.scale
    return (
        box.x1 >= seen.x0 - margin
        and box.x0 <= seen.x1 + margin
        and box.y1 >= seen.y0 - margin
        and box.y0 <= seen.y1 + margin
    )
