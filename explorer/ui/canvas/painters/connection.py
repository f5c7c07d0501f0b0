"""What is drawn over the frame while nodes are connected by hand: the handle of a node, and the line from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from explorer.domain.geometry import Point
from explorer.drawing.picture import Ints
from explorer.ui.canvas.far_names import Place
from explorer.ui.canvas.painters.edges import draw_arrows
from explorer.ui.canvas.painters.overlay import draw_rings
from explorer.ui.canvas.palette import Palette
from explorer.ui.canvas.scene import Scene
from explorer.ui.canvas.viewport import Viewport

_RADIUS, _ARM, _OUTLINE = 6.0, 3.0, 1.5
_RING, _LINE = 3.0, 2.0
_LEAST_BEND = 30.0
"""Logical pixels that the line runs straight out of a node and into another, at the least."""


@dataclass(frozen=True, slots=True)
class Connection:
    """A line from a node to the pointer, or to the side of the node that would be connected.

    is_open: a new node would be made where the line ends.
    """

    node: int
    start: Point
    end: Point
    target: int | None
    is_open: bool


def draw_handle(
    painter: QPainter, viewport: Viewport, palette: Palette, at: Point, size: float, *, is_held: bool
) -> None:
    """A small disc with a cross, at a place of the picture; filled while the pointer is on it."""
    _draw_disc(painter, palette, _placed(viewport, at), size * viewport.ratio, is_filled=is_held)


def draw_connection(
    painter: QPainter,
    viewport: Viewport,
    scene: Scene,
    palette: Palette,
    drawn: Connection,
    size: float,
    frame_of: Callable[[int], Place | None],
) -> None:
    """The line, with a ring around both of its nodes, or a handle where a new one would be made.

    frame_of: where a node is framed larger than its card.
    """
    colour, ratio = QColor(palette.theme.selection), viewport.ratio
    draw_rings(painter, viewport, scene, _only(drawn.node), colour, frame_of=frame_of)
    if drawn.target is not None:
        draw_rings(painter, viewport, scene, _only(drawn.target), colour, _RING, frame_of)
    start, end = _placed(viewport, drawn.start), _placed(viewport, drawn.end)
    bend = QPointF(max(_LEAST_BEND * ratio, abs(end.x() - start.x()) / 2), 0)
    path = QPainterPath(start)
    path.cubicTo(start + bend, end if drawn.target is None else end - bend, end)
    pen = QPen(colour, _LINE * ratio)
    if drawn.target is None:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    _draw_disc(painter, palette, start, size * ratio, is_filled=True)
    if drawn.target is not None:
        draw_arrows(painter, viewport, np.array([drawn.end]), np.array([[1.0, 0.0]]), [colour])
    elif drawn.is_open:
        _draw_disc(painter, palette, end, ratio, is_filled=False)


def _draw_disc(
    painter: QPainter, palette: Palette, middle: QPointF, scale: float, *, is_filled: bool
) -> None:
    colour, ground = QColor(palette.theme.selection), QColor(palette.theme.ground)
    painter.setPen(QPen(colour, _OUTLINE * scale))
    painter.setBrush(colour if is_filled else ground)
    painter.drawEllipse(middle, _RADIUS * scale, _RADIUS * scale)
    painter.setPen(QPen(ground if is_filled else colour, _OUTLINE * scale))
    arm = _ARM * scale
    painter.drawLine(middle - QPointF(arm, 0), middle + QPointF(arm, 0))
    painter.drawLine(middle - QPointF(0, arm), middle + QPointF(0, arm))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _placed(viewport: Viewport, at: Point) -> QPointF:
    return QPointF(at.x * viewport.scale - viewport.left, at.y * viewport.scale - viewport.top)


def _only(node: int) -> Ints:
    return np.array([node], dtype=np.int32)
