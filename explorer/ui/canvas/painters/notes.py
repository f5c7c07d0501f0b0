"""Notes on the canvas: few enough to be drawn one by one."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from explorer.drawing.notes import NOTE_RADIUS, baselines, paper
from explorer.drawing.picture import NoteShape, Picture
from explorer.ui.canvas.palette import Palette
from explorer.ui.canvas.viewport import Viewport

TEXT_ABOVE = 0.36
"""From farther away a note is only a piece of paper."""


def draw_notes(painter: QPainter, viewport: Viewport, picture: Picture, palette: Palette) -> None:
    """Those that are in view, over everything."""
    if not picture.notes:
        return
    seen, margin = viewport.visible, 2.0 / viewport.scale
    for note in picture.notes:
        box = note.box
        is_seen = box.x1 >= seen.x0 - margin and box.x0 <= seen.x1 + margin
        if is_seen and box.y1 >= seen.y0 - margin and box.y0 <= seen.y1 + margin:
            draw_note(painter, viewport, note, palette)


def draw_note(painter: QPainter, viewport: Viewport, note: NoteShape, palette: Palette) -> None:
    """One note."""
    theme, scale = palette.theme, viewport.scale
    ground, border = paper(theme, note.colour)
    rect = placed(note, viewport)
    painter.setPen(QPen(QColor(border), max(1.0, round(scale))))
    painter.setBrush(QColor(ground))
    radius = min(NOTE_RADIUS * scale, rect.width() / 2, rect.height() / 2)
    painter.drawRoundedRect(rect, radius, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if viewport.zoom < TEXT_ABOVE:
        return
    painter.save()
    painter.setPen(QColor(theme.text))
    painter.scale(scale, scale)
    left, top = viewport.left / scale, viewport.top / scale
    starts = [(x - left, y - top) for x, y in baselines(note)]
    palette.fonts.caption.draw(painter, note.lines, starts)
    painter.restore()


def placed(note: NoteShape, viewport: Viewport) -> QRectF:
    """Its paper in device pixels, on their middles, so that a line of one pixel is crisp."""
    scale, box = viewport.scale, note.box
    x0, y0 = round(box.x0 * scale) - viewport.left, round(box.y0 * scale) - viewport.top
    x1, y1 = round(box.x1 * scale) - viewport.left, round(box.y1 * scale) - viewport.top
    return QRectF(x0 + 0.5, y0 + 0.5, max(1, x1 - x0 - 1), max(1, y1 - y0 - 1))
