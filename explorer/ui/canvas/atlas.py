"""Every card, chip and badge of a picture painted once at one scale, to be copied from wherever it is needed.

A card is copied in two parts, its left with as much of the middle as it is wide, and its right end: cards of all
widths come from one drawing, none of it stretched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from explorer.drawing.cards import CHIP
from explorer.drawing.picture import Ints
from explorer.drawing.theme import Theme
from explorer.ui.canvas.batches import Doubles
from explorer.ui.canvas.looks import CardLook, Looks
from explorer.ui.canvas.sprites import (
    BADGE_SPRITE,
    SIGHT,
    end_width,
    paint_badge,
    paint_card,
    paint_chip,
    paint_sight,
)

WIDEST = 640
"""Device pixels of a card's drawing; a wider card repeats its middle."""


@dataclass(frozen=True, slots=True)
class Atlas:
    """The drawings of a picture at one scale; per look: left, top, width, height in the pixmap."""

    scale: float
    pixmap: QPixmap
    cards: Doubles
    card_ends: Doubles
    chips: Doubles
    badges: Doubles
    sights: Doubles


def build_atlas(looks: Looks, theme: Theme, scale: float) -> Atlas:
    """Paint every look at this scale."""
    shelves = _Shelves()
    cards = [shelves.add(*_card_size(look, scale)) for look in looks.cards.looks]
    chips = [shelves.add(*_square(CHIP, scale)) for _ in looks.chips.looks]
    badges = [shelves.add(*_square(BADGE_SPRITE, scale)) for _ in looks.badges.looks]
    sights = [shelves.add(*_square(SIGHT, scale)) for _ in looks.sights.looks]
    pixmap = QPixmap(max(1, shelves.width), max(1, shelves.height))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for rect, card in zip(cards, looks.cards.looks, strict=True):
        paint_card(painter, rect, card, theme, scale)
    for rect, chip in zip(chips, looks.chips.looks, strict=True):
        paint_chip(painter, rect, chip, theme)
    for rect, badge in zip(badges, looks.badges.looks, strict=True):
        paint_badge(painter, rect, badge, theme)
    for rect, sight in zip(sights, looks.sights.looks, strict=True):
        paint_sight(painter, rect, sight, theme)
    painter.end()
    ends = np.array([end_width(look, scale) for look in looks.cards.looks], dtype=np.float64)
    return Atlas(scale, pixmap, _table(cards), ends, _table(chips), _table(badges), _table(sights))


def card_fragments(
    atlas: Atlas, looks: Ints, x: Doubles, y: Doubles, width: Doubles
) -> tuple[Doubles, Doubles, Doubles]:
    """Where the parts of cards go and where they come from: x, y and (k, 4) sources; all whole device pixels."""
    source = atlas.cards[looks]
    end = np.minimum(atlas.card_ends[looks], width // 2)
    body = width - end
    room = source[:, 2] - end  # of the drawing, without its right end
    left = np.minimum(body, room)
    parts = [
        (x, source[:, 0], left),
        (x + body, source[:, 0] + source[:, 2] - end, end),
    ]
    step = room - atlas.card_ends[looks]
    done = left
    while (done < body).any():  # a card wider than its drawing
        piece = np.clip(body - done, 0, step)
        parts.append((x + done, source[:, 0] + atlas.card_ends[looks], piece))
        done = done + piece
    sources = [np.stack([from_x, source[:, 1], part, source[:, 3]], axis=1) for _, from_x, part in parts]
    return (
        np.concatenate([at for at, _, _ in parts]),
        np.tile(y, len(parts)),
        np.concatenate(sources),
    )


def _card_size(look: CardLook, scale: float) -> tuple[int, int]:
    ends = 2 * end_width(look, scale)
    width = min(max(WIDEST, ends + WIDEST // 2), round(look.widest * scale) + 1)
    return max(1, width, ends), max(1, round(look.height * scale))


def _square(side: float, scale: float) -> tuple[int, int]:
    return max(1, round(side * scale)), max(1, round(side * scale))


def _table(rects: Sequence[QRectF]) -> Doubles:
    rows = [(rect.x(), rect.y(), rect.width(), rect.height()) for rect in rects]
    return np.array(rows, dtype=np.float64).reshape(-1, 4)


class _Shelves:
    """Rectangles put side by side in rows, a pixel apart."""

    def __init__(self) -> None:
        self.width = 0
        self.height = 0
        self._x = self._y = 0

    def add(self, width: int, height: int) -> QRectF:
        if self._x and self._x + width > 2 * WIDEST:
            self._x, self._y = 0, self.height
        rect = QRectF(self._x, self._y, width, height)
        self._x += width + 1
        self.width = max(self.width, self._x)
        self.height = max(self.height, self._y + height + 1)
        return rect
