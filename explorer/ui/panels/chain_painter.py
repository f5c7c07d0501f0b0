"""Draws a chain: chips with their kind's icon, links that say by line and word how they stand, gaps in dashes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen, QPolygonF

from explorer.analysis.success.links import Standing
from explorer.analysis.success.metric_tree import Chip, ChipChain, Link
from explorer.domain.kinds import NodeKind
from explorer.drawing.icons import KIND_ICONS, STROKE
from explorer.drawing.theme import DARK, LIGHT, Theme
from explorer.ui.canvas.sprites import path_of
from explorer.ui.panels.chain_layout import (
    ICON_GAP,
    ICON_LEFT,
    ICON_SIDE,
    ChainLayout,
    Fonts,
    chip_text,
    line_of,
    verdict_text,
)

_INK = {Standing.VERIFIED: "#067647", Standing.ASSUMED: "#B54708", Standing.BROKEN: "#B42318"}
_INK_DARK = {Standing.VERIFIED: "#47CD89", Standing.ASSUMED: "#FEC84B", Standing.BROKEN: "#FDA29B"}
_DASHES: dict[Standing, Sequence[float]] = {Standing.ASSUMED: (4.0, 3.0), Standing.BROKEN: (1.0, 2.5)}
"""A belief is dashed and a break dotted, so that nothing is told by colour alone."""
_GAP_DASH = (3.0, 2.5)
_ARROW = 5.0
_ICON_SCALE = 1.0


class ChainPainter:
    """One chain on a painter whose origin is the chain's upper left corner."""

    def __init__(self, painter: QPainter, chain: ChipChain, layout: ChainLayout, palette: QPalette) -> None:
        self._painter = painter
        self._chain = chain
        self._layout = layout
        self._palette = palette
        dark = palette.color(QPalette.ColorRole.Base).lightness() < 128
        self._theme: Theme = DARK if dark else LIGHT
        self._ink = _INK_DARK if dark else _INK

    def paint(self, fonts: Fonts, chosen: int | None) -> None:
        """Everything; `chosen` is the stop that is marked."""
        painter = self._painter
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        boxes = zip(self._chain.links, self._layout.links, self._layout.pills, strict=True)
        for i, (link, box, pill) in enumerate(boxes):
            self._link(link, box, pill, fonts, is_gap=self._chain.chips[i + 1].is_gap)
        for i, (chip, box) in enumerate(zip(self._chain.chips, self._layout.chips, strict=True)):
            standing = self._chain.links[i - 1].standing if i else Standing.VERIFIED
            self._chip(chip, box, fonts, standing)
        painter.setFont(fonts.verdict)
        painter.setPen(self._palette.color(QPalette.ColorRole.Text))
        painter.drawText(self._layout.verdict, Qt.TextFlag.TextWordWrap, verdict_text(self._chain))
        if chosen is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._theme.selection), 2))
            box = self._layout.box_of(chosen)
            painter.drawRoundedRect(box.adjusted(2, 4, -2, -3) if chosen % 2 else box, 8, 8)

    def _chip(self, chip: Chip, box: QRectF, fonts: Fonts, standing: Standing) -> None:
        painter, theme = self._painter, self._theme
        painter.setFont(fonts.name)
        if chip.is_gap:
            self._gap(chip.text, box, self._ink[standing])
            return
        kind = chip.kind or NodeKind.UNKNOWN
        round_as = box.height() / 2 if kind is NodeKind.METRIC else 8.0
        painter.setPen(QPen(QColor(theme.card_border), 1))
        painter.setBrush(QColor(theme.card))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), round_as, round_as)
        ground = QRectF(box.left() + ICON_LEFT, box.center().y() - ICON_SIDE / 2, ICON_SIDE, ICON_SIDE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.chips[kind]))
        painter.drawRoundedRect(ground, 6, 6)
        pen = QPen(QColor(theme.kinds[kind]), STROKE)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = (ICON_SIDE - 12 * _ICON_SCALE) / 2
        painter.drawPath(path_of(KIND_ICONS[kind], ground.left() + inset, ground.top() + inset, _ICON_SCALE))
        painter.setPen(QColor(theme.text))
        words = box.adjusted(ICON_LEFT + ICON_SIDE + ICON_GAP, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, chip_text(chip.text))

    def _gap(self, word: str, box: QRectF, ink: str) -> None:
        painter = self._painter
        pen = QPen(QColor(ink), 1.2)
        pen.setDashPattern(list(_GAP_DASH))
        painter.setPen(pen)
        painter.setBrush(self._palette.color(QPalette.ColorRole.Base))
        half = box.height() / 2
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), half, half)
        painter.setPen(QColor(ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, chip_text(word))

    def _link(self, link: Link, box: QRectF, pill: QRectF | None, fonts: Fonts, *, is_gap: bool) -> None:
        painter, y = self._painter, line_of(box)
        ink = QColor(self._ink[link.standing])
        start, end = QPointF(box.left() + 3, y), QPointF(box.right() - 3, y)
        pen = QPen(ink, 1.5)
        if link.standing in _DASHES:
            pen.setDashPattern(list(_DASHES[link.standing]))
        painter.setPen(pen)
        painter.drawLine(start, QPointF(end.x() - (0 if is_gap else _ARROW), y))
        if not is_gap:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            back = end.x() - _ARROW - 1
            painter.drawPolygon(QPolygonF([end, QPointF(back, y - 3.5), QPointF(back, y + 3.5)]))
        painter.setFont(fonts.small)
        if pill is not None:
            self._gap(link.missing, pill, self._ink[link.standing])
        painter.setPen(QColor(self._theme.muted if len(link.text) > 1 else self._theme.text))
        painter.setFont(fonts.small if len(link.text) > 1 else fonts.name)  # a sign must be seen
        above = QRectF(box.left(), box.top(), box.width(), (pill.top() if pill else y - 3) - box.top() - 1)
        painter.drawText(
            above, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, _sign(chip_text(link.text))
        )


def _sign(text: str) -> str:
    """A minus as long as a plus is wide."""
    return "−" if text == "-" else text
