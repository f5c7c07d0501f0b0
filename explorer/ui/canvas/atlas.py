"""Every card, chip and badge of a picture painted once at one scale, to be copied from wherever it is needed.

A card is copied in two parts, its left with as much of the middle as it is wide, and its right end: cards of all
widths come from one drawing, none of it stretched.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QPixmap

from explorer.drawing.cards import CHIP
from explorer.drawing.picture import Ints
from explorer.drawing.tags import TAG_HEIGHT, tag_width
from explorer.drawing.theme import Theme
from explorer.ui.canvas.batches import Doubles
from explorer.ui.canvas.looks import CardLook, FarLook, Looks
from explorer.ui.canvas.sheet import Sheet
from explorer.ui.canvas.sprites import (
    BADGE_SPRITE,
    PIN_SPRITE,
    SIGHT,
    dot_end,
    end_width,
    paint_badge,
    paint_card,
    paint_chip,
    paint_dot,
    paint_far_card,
    paint_mark,
    paint_pin,
    paint_sight,
    paint_tag,
)

WIDEST_CARD = 640
"""Device pixels of a card's drawing; a wider card repeats its middle."""

FAR_SIGN = 12
"""Logical pixels of the icon and the badge beside a name seen from afar."""

FAR_HEIGHT = 38.0
"""Of the cards whose icons set the size of all, at zoom 1."""

FAR_AIR = 1.0
"""Logical pixels free above and below an icon on a card without words."""


@dataclass(frozen=True, slots=True)
class CardSheet:
    """The drawings of cards in a pixmap: left, top, width, height, and how wide is what ends them."""

    places: Doubles
    ends: Doubles


@dataclass(frozen=True, slots=True)
class Atlas:
    """The drawings of a picture at one scale; per look: left, top, width, height in the pixmap."""

    scale: float
    pixmap: QPixmap
    cards: CardSheet
    chips: Doubles
    badges: Doubles
    sights: Doubles
    tags: Doubles
    pins: Doubles


@dataclass(frozen=True, slots=True)
class FarAtlas:
    """The drawings of a picture seen from afar: cards without words, and the icons and badges that stand on them."""

    scale: float
    ratio: float
    text: float
    pixmap: QPixmap
    cards: CardSheet
    marks: Doubles
    badges: Doubles


@dataclass(frozen=True, slots=True)
class SignAtlas:
    """The icons and badges that stand beside names seen from afar, as large at every zoom."""

    ratio: float
    pixmap: QPixmap
    marks: Doubles
    badges: Doubles


@dataclass(frozen=True, slots=True)
class DotAtlas:
    """The drawings of a picture at a scale at which nodes are a few pixels high."""

    scale: float
    pixmap: QPixmap
    dots: CardSheet


def building_atlas(looks: Looks, theme: Theme, scale: float) -> Generator[None, None, Atlas]:
    """Paint every look at this scale, in steps."""
    sheet = Sheet()
    cards = sheet.add(
        looks.cards.looks,
        lambda look: _card_size(look, scale),
        lambda p, r, k: paint_card(p, r, k, theme, scale),
    )
    chips = sheet.add(looks.chips.looks, _square(CHIP * scale), lambda p, r, k: paint_chip(p, r, k, theme))
    badges = sheet.add(
        looks.badges.looks, _square(BADGE_SPRITE * scale), lambda p, r, k: paint_badge(p, r, k, theme)
    )
    sights = sheet.add(
        looks.sights.looks, _square(SIGHT * scale), lambda p, r, k: paint_sight(p, r, k, theme)
    )
    tags = sheet.add(
        looks.tags.looks,
        lambda look: (round(tag_width(look.edit) * scale), max(1, round(TAG_HEIGHT * scale))),
        lambda p, r, k: paint_tag(p, r, k, theme),
    )
    pins = sheet.add(looks.pins.looks, _square(PIN_SPRITE * scale), lambda p, r, k: paint_pin(p, r, k, theme))
    drawn = CardSheet(cards, _ends(looks.cards.looks, scale))
    pixmap = yield from sheet.painting()
    return Atlas(scale, pixmap, drawn, chips, badges, sights, tags, pins)


def building_far_atlas(
    looks: Looks, theme: Theme, scale: float, ratio: float, text: float
) -> Generator[None, None, FarAtlas]:
    """Paint every look as it is from afar, in steps.

    ratio: device pixels a logical pixel, of which outlines are made. text: how many times as large signs are.
    """
    sheet = Sheet()
    cards = sheet.add(
        looks.far.looks,
        lambda look: _card_size(look, scale),
        lambda p, r, k: paint_far_card(p, r, k, theme, scale, ratio),
    )
    inside = min(FAR_SIGN * ratio * text, FAR_HEIGHT * scale - 2 * FAR_AIR * ratio)
    marks, badges = _add_signs(sheet, looks, theme, inside)
    drawn = CardSheet(cards, _ends(looks.far.looks, scale))
    pixmap = yield from sheet.painting()
    return FarAtlas(scale, ratio, text, pixmap, drawn, marks, badges)


def building_sign_atlas(looks: Looks, theme: Theme, ratio: float) -> Generator[None, None, SignAtlas]:
    """Paint the signs of all looks at the size of names, in steps."""
    sheet = Sheet()
    marks, badges = _add_signs(sheet, looks, theme, FAR_SIGN * ratio)
    pixmap = yield from sheet.painting()
    return SignAtlas(ratio, pixmap, marks, badges)


def building_dot_atlas(looks: Looks, theme: Theme, scale: float) -> Generator[None, None, DotAtlas]:
    """Paint every look as it is when it is a few pixels high, in steps."""
    sheet = Sheet()
    heights = [max(1, round(look.height * scale)) for look in looks.far.looks]
    ends = np.array([dot_end(*of) for of in zip(looks.far.looks, heights, strict=True)], dtype=np.float64)
    widest = [
        max(round(look.widest * scale) + 1, 2 * end)
        for look, end in zip(looks.far.looks, ends.tolist(), strict=True)
    ]
    sizes = dict(zip(looks.far.looks, zip(widest, heights, strict=True), strict=True))
    places = sheet.add(looks.far.looks, sizes.__getitem__, lambda p, r, k: paint_dot(p, r, k, theme))
    pixmap = yield from sheet.painting()
    return DotAtlas(scale, pixmap, CardSheet(places, ends))


def card_fragments(
    cards: CardSheet, looks: Ints, x: Doubles, y: Doubles, width: Doubles
) -> tuple[Doubles, Doubles, Doubles]:
    """Where the parts of cards go and where they come from: x, y and (k, 4) sources; all whole device pixels."""
    source, ends = cards.places[looks], cards.ends[looks]
    end = np.minimum(ends, width // 2)
    body = width - end
    room = source[:, 2] - end  # of the drawing, without its right end
    left = np.minimum(body, room)
    parts = [
        (x, source[:, 0], left),
        (x + body, source[:, 0] + source[:, 2] - end, end),
    ]
    step = room - ends
    done = left
    while (done < body).any():  # a card wider than its drawing
        piece = np.clip(body - done, 0, step)
        parts.append((x + done, source[:, 0] + ends, piece))
        done = done + piece
    sources = [np.stack([from_x, source[:, 1], part, source[:, 3]], axis=1) for _, from_x, part in parts]
    return (
        np.concatenate([at for at, _, _ in parts]),
        np.tile(y, len(parts)),
        np.concatenate(sources),
    )


def _add_signs(sheet: Sheet, looks: Looks, theme: Theme, side: float) -> tuple[Doubles, Doubles]:
    """Where the icons of all kinds, and the badges of all effects, are to be."""
    size = _square(side)
    return (
        sheet.add(looks.chips.looks, size, lambda p, r, k: paint_mark(p, r, k, theme)),
        sheet.add(looks.badges.looks, size, lambda p, r, k: paint_badge(p, r, k, theme)),
    )


def _card_size(look: CardLook | FarLook, scale: float) -> tuple[int, int]:
    ends = 2 * end_width(look, scale)
    width = min(max(WIDEST_CARD, ends + WIDEST_CARD // 2), round(look.widest * scale) + 1)
    return max(1, width, ends), max(1, round(look.height * scale))


def _ends(looks: tuple[CardLook, ...] | tuple[FarLook, ...], scale: float) -> Doubles:
    return np.array([end_width(look, scale) for look in looks], dtype=np.float64)


def _square(side: float) -> Callable[[object], tuple[int, int]]:
    """Whatever the look is."""
    whole = max(1, round(side))
    return lambda _: (whole, whole)
