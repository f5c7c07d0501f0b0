"""The parts of a card, each painted once into the atlas: ground and outline, icon chip, effect badge, eye, sign."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from explorer.drawing.cards import CHIP
from explorer.drawing.compose import BADGE_RADIUS
from explorer.drawing.edits import sign_of
from explorer.drawing.icons import (
    BLIND_ICON,
    EFFECT_ICONS,
    GRID,
    KEEPING_ICONS,
    KIND_ICONS,
    SEEN_ICON,
    STROKE,
    Icon,
    Segment,
)
from explorer.drawing.keeping import PIN_ICON, PIN_RADIUS
from explorer.drawing.outlines import HEXAGON_POINT, RADIUS, outline_segments
from explorer.drawing.picture import Edit, Outline
from explorer.drawing.strokes import edit_stroke
from explorer.drawing.tags import TAG_BASELINE, TAG_HEIGHT, TAG_SIZE, TAG_WEIGHT
from explorer.drawing.theme import Theme, mixed
from explorer.ui.canvas.labels import font
from explorer.ui.canvas.looks import (
    BadgeLook,
    CardLook,
    ChipLook,
    DotLook,
    FarLook,
    PinLook,
    SightLook,
    TagLook,
)

CHIP_RADIUS = 6.0
CHIP_ICON = 12.0
BADGE_RIM = 1.5
"""Ground colour around a badge, which parts it from its card."""

BADGE_SPRITE = 2 * (BADGE_RADIUS + BADGE_RIM) + 1
BADGE_ICON = 9.5
SIGHT = 12.0
PIN_SPRITE = 2 * PIN_RADIUS + 1
PLAIN_WIDTH, EFFECT_WIDTH = 1.0, 2.0
OUTLINE_DASH = (4.0, 3.0)
FAR_DASH = (3.0, 2.0)
"""Of an outline of one size at every zoom, in pixels."""

FAR_EFFECT_WIDTH = 1.5
DOT_STRENGTH = 0.75
DOT_ENDS = {Outline.CARD: 16.0, Outline.JOB: 19.0, Outline.PILL: 19.0, Outline.HEXAGON: HEXAGON_POINT / 1.6}
"""Which length of an outline is half the height of a dot, so that no two outlines look alike."""


def path_of(segments: Iterable[Segment], x: float = 0.0, y: float = 0.0, scale: float = 1.0) -> QPainterPath:
    """A painter's path; the segments' origin at (x, y)."""
    path = QPainterPath()
    for verb, at in segments:
        points = [QPointF(x + at[i] * scale, y + at[i + 1] * scale) for i in range(0, len(at), 2)]
        if verb == "M":
            path.moveTo(points[0])
        elif verb == "L":
            path.lineTo(points[0])
        elif verb == "C":
            path.cubicTo(points[0], points[1], points[2])
        else:
            path.closeSubpath()
    return path


def end_width(look: CardLook | FarLook, scale: float) -> int:
    """Device pixels at a card's end that are not like its middle."""
    curved = HEXAGON_POINT if look.outline is Outline.HEXAGON else RADIUS[look.outline]
    return math.ceil((curved + EFFECT_WIDTH) * scale) + 1


def line_width(look: CardLook, scale: float) -> float:
    """A card's outline in whole device pixels, so that it is crisp."""
    heavy = look.effect is not None or look.edit is Edit.ADDED
    return float(max(1, round((EFFECT_WIDTH if heavy else PLAIN_WIDTH) * scale)))


def paint_card(painter: QPainter, rect: QRectF, look: CardLook, theme: Theme, scale: float) -> None:
    """A card that fills a rectangle of device pixels, its outline inside."""
    width = line_width(look, scale)
    if look.edit is Edit.KEPT or (look.edit is Edit.REMOVED and look.effect):
        colour = theme.effects[look.effect] if look.effect else theme.card_border
        pen = QPen(_ink(colour, theme, look.faded), width)
        dash: tuple[float, ...] = OUTLINE_DASH if look.dashed or look.possible else ()
    else:
        stroke = edit_stroke(look.edit, theme)
        pen, dash = QPen(QColor(stroke.colour), width), stroke.dash
    if dash:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([length * scale / width for length in dash])
    inset = width / 2 / scale
    segments = outline_segments(
        look.outline, inset, inset, rect.width() / scale - 2 * inset, rect.height() / scale - 2 * inset
    )
    painter.setPen(pen)
    painter.setBrush(_ink(theme.card, theme, look.faded))
    painter.drawPath(path_of(segments, rect.x(), rect.y(), scale))


def paint_far_card(
    painter: QPainter, rect: QRectF, look: FarLook, theme: Theme, scale: float, ratio: float
) -> None:
    """A card without words that fills a rectangle of device pixels: its kind's outline and colours."""
    width = ratio * (FAR_EFFECT_WIDTH if look.effect else 1.0)
    pen = QPen(dot_ink(DotLook(look.kind, look.effect, look.faded, look.edit), theme), width)
    if look.dashed or look.edit is not Edit.KEPT:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([length * ratio / width for length in FAR_DASH])
    painter.setPen(pen)
    painter.setBrush(_ink(theme.chips[look.kind], theme, look.faded))
    half = width / 2
    painter.drawPath(outline_path(look.outline, rect.adjusted(half, half, -half, -half), scale))
    if look.edit is Edit.REMOVED:
        painter.setPen(QPen(QColor(theme.removed), ratio))
        painter.drawLine(QPointF(rect.left(), rect.center().y()), QPointF(rect.right(), rect.center().y()))


def paint_dot(painter: QPainter, rect: QRectF, look: FarLook, theme: Theme) -> None:
    """A node a few pixels high, filled; its outline is larger at its ends than it would be, so as to be seen."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(dot_ink(DotLook(look.kind, look.effect, look.faded, look.edit), theme))
    painter.drawPath(outline_path(look.outline, rect, rect.height() / (2 * DOT_ENDS[look.outline])))


def dot_end(look: FarLook, height: int) -> int:
    """Device pixels at the end of such a node that are not like its middle."""
    curved = HEXAGON_POINT if look.outline is Outline.HEXAGON else RADIUS[look.outline]
    return math.ceil(height / 2 * curved / DOT_ENDS[look.outline]) + 1


def outline_path(outline: Outline, rect: QRectF, scale: float) -> QPainterPath:
    """An outline that fills a rectangle of device pixels, its corners as large as this scale makes them."""
    return _outline_of_size(outline, rect.width(), rect.height(), scale).translated(rect.topLeft())


@lru_cache(maxsize=4096)
def _outline_of_size(outline: Outline, width: float, height: float, scale: float) -> QPainterPath:
    """Kept, because a frame paints the same sizes again and again."""
    return path_of(outline_segments(outline, 0.0, 0.0, width / scale, height / scale), scale=scale)


def dot_ink(look: DotLook, theme: Theme) -> QColor:
    """What a node's colour says when there is little else to see of it: new or removed, its effect, else its kind."""
    if look.edit is Edit.ADDED or (look.edit is Edit.REMOVED and look.effect is None):
        return QColor(edit_stroke(look.edit, theme).colour)
    hue = (
        theme.effects[look.effect]
        if look.effect
        else mixed(theme.kinds[look.kind], theme.ground, DOT_STRENGTH)
    )
    return _ink(hue, theme, look.faded)


def paint_mark(painter: QPainter, rect: QRectF, look: ChipLook, theme: Theme) -> None:
    """The icon of a kind alone, as large as its rectangle."""
    paint_icon(
        painter, rect, KIND_ICONS[look.kind], _ink(theme.kinds[look.kind], theme, look.faded), rect.width()
    )


def paint_chip(painter: QPainter, rect: QRectF, look: ChipLook, theme: Theme) -> None:
    """The soft square of a kind with its icon."""
    scale = rect.width() / CHIP
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_ink(theme.chips[look.kind], theme, look.faded))
    painter.drawRoundedRect(rect, CHIP_RADIUS * scale, CHIP_RADIUS * scale)
    paint_icon(
        painter,
        rect,
        KIND_ICONS[look.kind],
        _ink(theme.kinds[look.kind], theme, look.faded),
        CHIP_ICON * scale,
    )


def paint_badge(painter: QPainter, rect: QRectF, look: BadgeLook, theme: Theme) -> None:
    """A disc with the sign of an effect; only a dashed ring where the effect is possible, not certain."""
    scale = rect.width() / BADGE_SPRITE
    colour = _ink(theme.effects[look.effect], theme, look.faded)
    radius = BADGE_RADIUS * scale
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.ground))
    painter.drawEllipse(rect.center(), radius + BADGE_RIM * scale, radius + BADGE_RIM * scale)
    if look.possible:
        width = 1.5 * scale
        pen = QPen(colour, width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        dashes = 9  # a whole number of dashes round the ring
        turn = 2 * math.pi * (radius - width / 2) / width / dashes
        pen.setDashPattern([turn * 0.6, turn * 0.4])
        painter.setPen(pen)
        painter.setBrush(QColor(theme.card))
        painter.drawEllipse(rect.center(), radius - width / 2, radius - width / 2)
        sign = colour
    else:
        painter.setBrush(colour)
        painter.drawEllipse(rect.center(), radius, radius)
        sign = QColor(theme.on_effect)
    paint_icon(painter, rect, EFFECT_ICONS[look.effect], sign, BADGE_ICON * scale, 1.6)


def paint_sight(painter: QPainter, rect: QRectF, look: SightLook, theme: Theme) -> None:
    """The eye, open or crossed."""
    colour = theme.effect_text[look.effect] if look.effect else theme.muted
    icon = SEEN_ICON if look.seen else BLIND_ICON
    paint_icon(painter, rect, icon, _ink(colour, theme, look.faded), rect.width())


def paint_tag(painter: QPainter, rect: QRectF, look: TagLook, theme: Theme) -> None:
    """The sign of what a scenario adds, filled, or of what it takes out, framed."""
    scale = rect.height() / TAG_HEIGHT
    is_new = look.edit is Edit.ADDED
    colour, ground = QColor(theme.added if is_new else theme.removed), QColor(theme.ground)
    painter.setPen(QPen(ground if is_new else colour, scale))
    painter.setBrush(colour if is_new else ground)
    inner = rect.adjusted(scale / 2, scale / 2, -scale / 2, -scale / 2)
    painter.drawRoundedRect(inner, inner.height() / 2, inner.height() / 2)
    painter.save()
    painter.translate(rect.center())
    painter.scale(scale, scale)
    painter.setFont(font(int(TAG_SIZE), TAG_WEIGHT))
    painter.setPen(QColor(theme.on_effect) if is_new else colour)
    left, up = painter.fontMetrics().horizontalAdvance(sign_of(look.edit)) / 2, TAG_BASELINE - TAG_HEIGHT / 2
    painter.drawText(QPointF(-left, up), sign_of(look.edit))
    painter.restore()


def paint_pin(painter: QPainter, rect: QRectF, look: PinLook, theme: Theme) -> None:
    """The small quiet mark of a node that a person keeps where it is, parted from its card by the ground."""
    scale = rect.width() / PIN_SPRITE
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.ground))
    painter.drawEllipse(rect.center(), PIN_RADIUS * scale, PIN_RADIUS * scale)
    paint_icon(
        painter, rect, KEEPING_ICONS[look.keeping], _ink(theme.muted, theme, look.faded), PIN_ICON * scale
    )


def paint_icon(
    painter: QPainter, rect: QRectF, icon: Icon, colour: QColor, side: float, stroke: float = STROKE
) -> None:
    """An icon in the middle of a rectangle, its grid `side` wide."""
    scale = side / GRID
    pen = QPen(colour, stroke * scale)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    centre = rect.center()
    painter.drawPath(path_of(icon, centre.x() - side / 2, centre.y() - side / 2, scale))


def _ink(colour: str, theme: Theme, faded: bool) -> QColor:
    return QColor(theme.faded(colour) if faded else colour)
