"""The kinds' icons for trees and lists: the same chip that a card of the picture carries."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

from explorer.domain.kinds import NodeKind
from explorer.drawing.icons import GRID, KIND_ICONS, STROKE
from explorer.drawing.theme import DARK, LIGHT
from explorer.ui.canvas.sprites import path_of

SIZE = 18
"""Of the whole chip, in logical pixels."""

_CORNER = 5.0
_MARGIN = (SIZE - GRID) / 2
_SHARPEST = 2


@cache
def kind_pixmap(kind: NodeKind, *, dark: bool) -> QPixmap:
    """The chip of a kind, sharp up to a device pixel ratio of 2."""
    theme = DARK if dark else LIGHT
    pixmap = QPixmap(SIZE * _SHARPEST, SIZE * _SHARPEST)
    pixmap.setDevicePixelRatio(_SHARPEST)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.chips[kind]))
    painter.drawRoundedRect(QRectF(0, 0, SIZE, SIZE), _CORNER, _CORNER)
    pen = QPen(QColor(theme.kinds[kind]), STROKE)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path_of(KIND_ICONS[kind], _MARGIN, _MARGIN), pen)
    painter.end()
    return pixmap


@cache
def kind_icon(kind: NodeKind, *, dark: bool) -> QIcon:
    """The same as an icon of a row."""
    return QIcon(kind_pixmap(kind, dark=dark))
