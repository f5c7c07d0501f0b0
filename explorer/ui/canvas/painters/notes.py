"""Notes on the canvas: few enough to be drawn one by one."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from explorer.drawing.notes import (
    NOTE_BASELINE,
    NOTE_RADIUS,
    NOTE_SIZE,
    NOTE_STEP,
    NOTE_WEIGHT,
    baselines,
    paper,
)
from explorer.drawing.picture import NoteShape, Picture
from explorer.drawing.text import widths
from explorer.ui.canvas.palette import Palette
from explorer.ui.canvas.viewport import Viewport

SMALLEST = 0.75
"""Letters of a note are never smaller than at this zoom: from farther away its first lines are written as large."""

_FEWEST = 2  # lines that are written from however far
_PADDING = 6.0  # round these, at zoom 1


def draw_notes(painter: QPainter, viewport: Viewport, picture: Picture, palette: Palette) -> None:
    """Those that are in view, over everything."""
    view = QRectF(0, 0, viewport.width, viewport.height).adjusted(-2, -2, 2, 2)
    for note in picture.notes:
        if placed(note, viewport).intersects(view):
            draw_note(painter, viewport, note, palette)


def draw_note(painter: QPainter, viewport: Viewport, note: NoteShape, palette: Palette) -> None:
    """One note."""
    theme, scale = palette.theme, viewport.scale
    ground, border = paper(theme, note.colour)
    rect = placed(note, viewport)
    painter.setPen(QPen(QColor(border), max(1.0, round(scale))))
    painter.setBrush(QColor(ground))
    radius = min(NOTE_RADIUS * max(scale, SMALLEST * viewport.lettering), rect.width() / 2, rect.height() / 2)
    painter.drawRoundedRect(rect, radius, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.save()
    painter.setPen(QColor(theme.text))
    if viewport.nearness < SMALLEST:
        lines = _first_lines(note, viewport.nearness)
        painter.translate(rect.topLeft())
        painter.scale(SMALLEST * viewport.lettering, SMALLEST * viewport.lettering)
        starts = [(_PADDING, _PADDING + NOTE_BASELINE + NOTE_STEP * i) for i in range(len(lines))]
        palette.fonts.caption.draw(painter, lines, starts)
    else:
        painter.scale(scale, scale)
        left, top = viewport.left / scale, viewport.top / scale
        starts = [(x - left, y - top) for x, y in baselines(note)]
        palette.fonts.caption.draw(painter, note.lines, starts)
    painter.restore()


def placed(note: NoteShape, viewport: Viewport) -> QRectF:
    """Its paper in device pixels, on their middles, so that a line of one pixel is crisp.

    From afar it has room for what is written then, and begins where the note does.
    """
    scale, box = viewport.scale, note.box
    x0, y0 = round(box.x0 * scale) - viewport.left, round(box.y0 * scale) - viewport.top
    x1, y1 = round(box.x1 * scale) - viewport.left, round(box.y1 * scale) - viewport.top
    if viewport.nearness < SMALLEST:
        lines = _first_lines(note, viewport.nearness)
        size = SMALLEST * viewport.lettering
        x1 = max(x1, x0 + round(size * (2 * _PADDING + _wide(lines))))
        y1 = max(y1, y0 + round(size * (2 * _PADDING + NOTE_STEP * len(lines))))
    return QRectF(x0 + 0.5, y0 + 0.5, max(1, x1 - x0 - 1), max(1, y1 - y0 - 1))


def least_paper(note: NoteShape) -> tuple[float, float]:
    """How wide and high its paper is at the least, in pixels of what keeps its size, from however far."""
    lines = len(_first_lines(note, 0.0))
    return SMALLEST * (2 * _PADDING + _wide(note.lines)), SMALLEST * (2 * _PADDING + NOTE_STEP * lines)


def papers(picture: Picture, viewport: Viewport) -> list[tuple[float, float, float, float]]:
    """What all of them cover: x0, y0, x1, y1 in device pixels of the view."""
    rects = [placed(note, viewport) for note in picture.notes]
    return [(rect.left(), rect.top(), rect.right(), rect.bottom()) for rect in rects]


def _first_lines(note: NoteShape, nearness: float) -> tuple[str, ...]:
    """As many as the paper has room for from afar; the last one marks what is left out."""
    room = note.box.height * nearness / SMALLEST - 2 * _PADDING
    most = max(_FEWEST, int(room / NOTE_STEP))
    if len(note.lines) <= most:
        return note.lines
    return (*note.lines[: most - 1], f"{note.lines[most - 1]} …")


@lru_cache(maxsize=512)
def _wide(lines: tuple[str, ...]) -> float:
    return float(widths(lines, NOTE_SIZE, NOTE_WEIGHT).max(initial=0.0))
