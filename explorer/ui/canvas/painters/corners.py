"""Title and legend: light panels over two corners of the canvas, each painted once and kept.

They are in logical pixels, the same at every zoom.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from explorer.drawing.icons import BLIND_ICON, HELD_ICON, PINNED_ICON, SEEN_ICON
from explorer.drawing.picture import Edit, LegendEntry, Outline, Picture
from explorer.drawing.theme import Theme
from explorer.language import tr
from explorer.ui.canvas.batches import draw_lines
from explorer.ui.canvas.beziers import dash_lines
from explorer.ui.canvas.looks import BadgeLook, CardLook, ChipLook
from explorer.ui.canvas.palette import Palette
from explorer.ui.canvas.sprites import paint_badge, paint_card, paint_chip, paint_icon

EDGE = 16.0
"""Between a panel and the border of the canvas."""

TITLE_HEIGHTS = (36.0, 60.0, 76.0, 92.0)
"""Of the panel with no line under the title, with one, and with more."""
PADDING = 12.0
ROW, HEADER = 26.0, 24.0
SWATCH, SWATCH_GAP, ENTRY_GAP = 24.0, 6.0, 18.0
WIDEST_LEGEND = 900.0
PANEL_STRENGTH = 0.92


PlacedEntry = tuple[tuple[LegendEntry, float, int], float]
"""An entry, its left edge and its row; and where its text ends."""


class Panel(NamedTuple):
    """A painted panel and its size in logical pixels."""

    pixmap: QPixmap
    size: QSizeF


def title_panel(
    name: str, shown: str, palette: Palette, room: float, ratio: float, most_lines: int
) -> Panel | None:
    """The system, and under it what of it is shown, in as many lines as it needs and may have.

    None where there is nothing to be said.
    """
    if not (name or shown):
        return None
    fonts, theme = palette.fonts, palette.theme
    inner = max(120.0, room) - 2 * PADDING
    title = fonts.heading.fitting(name, inner)
    lines = fonts.caption.lines(shown, inner, most_lines)
    widest = max(fonts.heading.width(title), *(fonts.caption.width(line) for line in lines), 0.0)
    size = QSizeF(min(widest + 2 * PADDING, max(120.0, room)), TITLE_HEIGHTS[len(lines)])
    pixmap, painter = _blank(size, ratio)
    _ground(painter, size, theme, border=False)
    painter.setPen(QColor(theme.text))
    fonts.heading.draw(painter, [title], [(PADDING, 26.0)])
    painter.setPen(QColor(theme.muted))
    fonts.caption.draw(painter, lines, [(PADDING, high - 14.0) for high in TITLE_HEIGHTS[1:][: len(lines)]])
    painter.end()
    return Panel(pixmap, size)


def legend_height(picture: Picture, palette: Palette, room: float) -> float:
    """How high the unfolded legend is where there is so much room beside it; 0 where there is none."""
    if not picture.legend:
        return 0.0
    return _height_of(_rows(picture.legend, palette, room))


def legend_panel(
    picture: Picture, palette: Palette, room: float, ratio: float, unfolded: bool
) -> Panel | None:
    """What the signs mean, in rows as wide as there is room; folded, only its name and its key."""
    if not picture.legend:
        return None
    fonts, theme = palette.fonts, palette.theme
    rows = _rows(picture.legend, palette, room) if unfolded else []
    heading = ("▾ " if unfolded else "▸ ") + tr("Legend")
    width = max([fonts.pill.width(heading) + 26.0, *(right for _, right in rows)]) + 2 * PADDING
    size = QSizeF(width, _height_of(rows))
    pixmap, painter = _blank(size, ratio)
    _ground(painter, size, theme, border=True)
    painter.setPen(QColor(theme.muted))
    fonts.pill.draw(
        painter, [heading, "L"], [(PADDING, 16.0), (PADDING + fonts.pill.width(heading) + 14.0, 16.0)]
    )
    key = QRectF(PADDING + fonts.pill.width(heading) + 9.0, 5.5, fonts.pill.width("L") + 10.0, 14.0)
    painter.setPen(QPen(QColor(theme.card_border), 1))
    painter.drawRoundedRect(key, 3, 3)
    for (entry, x, y), _ in rows:
        middle = HEADER + y * ROW + ROW / 2
        _paint_swatch(painter, entry, QRectF(PADDING + x, middle - 10, SWATCH, 20), palette)
        painter.setPen(QColor(theme.muted))
        fonts.second.draw(painter, [entry.text], [(PADDING + x + SWATCH + SWATCH_GAP, middle + 3.6)])
    painter.end()
    return Panel(pixmap, size)


def _rows(entries: Sequence[LegendEntry], palette: Palette, room: float) -> list[PlacedEntry]:
    """Each entry with its left edge and row, and where its text ends."""
    room = min(room, WIDEST_LEGEND) - 2 * PADDING
    placed: list[PlacedEntry] = []
    x, row = 0.0, 0
    for entry in entries:
        width = SWATCH + SWATCH_GAP + palette.fonts.second.width(entry.text)
        if x and x + width > room:
            x, row = 0.0, row + 1
        placed.append(((entry, x, row), x + width))
        x += width + ENTRY_GAP
    return placed


def _height_of(rows: Sequence[PlacedEntry]) -> float:
    return HEADER + ROW * len({row for (_, _, row), _ in rows}) + (6.0 if rows else 0.0)


def _paint_swatch(painter: QPainter, entry: LegendEntry, rect: QRectF, palette: Palette) -> None:
    theme = palette.theme
    square = QRectF(rect.center().x() - 10, rect.y(), 20, 20)
    card = QRectF(rect.x() + 1, rect.y() + 3, 22, 14)
    if entry.sort == "kind" and entry.kind is not None:
        paint_chip(painter, square, ChipLook(entry.kind, False), theme)
    elif entry.sort == "effect" and entry.effect is not None:
        paint_badge(painter, square, BadgeLook(entry.effect, False, False), theme)
    elif entry.sort == "wave":
        painter.setPen(QColor(theme.muted))
        fonts = palette.fonts.wave
        fonts.draw(
            painter, [entry.sign], [(rect.center().x() - fonts.width(entry.sign) / 2, rect.y() + 13.6)]
        )
    elif entry.sort in ("seen", "blind"):
        icon = SEEN_ICON if entry.sort == "seen" else BLIND_ICON
        paint_icon(painter, rect, icon, QColor(theme.muted), 13.0)
    elif entry.sort in ("held", "pinned"):
        icon = HELD_ICON if entry.sort == "held" else PINNED_ICON
        paint_icon(painter, rect, icon, QColor(theme.muted), 12.0)
    elif entry.sort == "pill" and entry.stroke is not None:
        painter.setPen(QPen(QColor(entry.stroke.colour), 1))
        painter.setBrush(QColor(theme.pill))
        painter.drawRoundedRect(card.adjusted(0.5, 1.5, -0.5, -1.5), 5.5, 5.5)
    elif entry.sort in ("added", "removed"):
        edit = Edit.ADDED if entry.sort == "added" else Edit.REMOVED
        look = CardLook(Outline.CARD, False, None, False, edit is Edit.REMOVED, 14, edit=edit)
        paint_card(painter, card, look, theme, 1.0)
    elif entry.stroke is not None:
        _paint_stroke(painter, rect, entry.stroke.colour, entry.stroke.width, entry.stroke.dash)
    else:
        dashed, possible = entry.sort == "dashed", entry.sort == "possible"
        look = CardLook(
            Outline.CARD, dashed, "shifts" if possible else None, possible, entry.sort == "faded", 14
        )
        _paint_small_card(painter, card, look, theme)


def _paint_small_card(painter: QPainter, rect: QRectF, look: CardLook, theme: Theme) -> None:
    """A card of the size of a swatch; a mark without an effect of its own takes no effect's colour."""
    if look.effect is None:
        paint_card(painter, rect, look, theme, 1.0)
        return
    pen = QPen(QColor(theme.muted), 2)
    pen.setDashPattern([2.0, 1.5])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.setBrush(QColor(theme.card))
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 4, 4)


def _paint_stroke(
    painter: QPainter, rect: QRectF, colour: str, width: float, dash: tuple[float, ...]
) -> None:
    y = rect.center().y()
    line = np.array([[rect.left(), y, rect.right(), y]], dtype=np.float32)
    if sum(dash):
        line, _ = dash_lines(line, np.array([1], dtype=np.int32), dash)
    pen = QPen(QColor(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    draw_lines(painter, line.astype(np.float64))


def _blank(size: QSizeF, ratio: float) -> tuple[QPixmap, QPainter]:
    pixmap = QPixmap((size * ratio).toSize())
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    return pixmap, painter


def _ground(painter: QPainter, size: QSizeF, theme: Theme, *, border: bool) -> None:
    colour = QColor(theme.ground)
    colour.setAlphaF(PANEL_STRENGTH)
    painter.setBrush(colour)
    painter.setPen(QPen(QColor(theme.team_border), 1) if border else QPen(Qt.PenStyle.NoPen))
    painter.drawRoundedRect(QRectF(QPointF(0.5, 0.5), size - QSizeF(1, 1)), 8, 8)
    painter.setBrush(Qt.BrushStyle.NoBrush)
