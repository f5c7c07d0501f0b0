"""Where the chips and links of a chain stand, in lines no wider than the page; nothing is drawn here."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF

from explorer.analysis.success.metric_tree import ChipChain
from explorer.drawing.text import shown
from explorer.language import tr_n
from explorer.ui import plain

CHIP_HEIGHT, PILL_HEIGHT, LINE_HEIGHT = 28.0, 18.0, 48.0
ICON_SIDE, ICON_LEFT, ICON_GAP = 18.0, 6.0, 6.0
PAD, END, MARGIN = 10.0, 12.0, 12.0
_MIDDLE = 29.0  # of a line, from its top: the links' words need room above
_LINK_PAD, _LEAST_LINK, _INDENT = 14.0, 52.0, 20.0
_BETWEEN = 4.0
_LONGEST_NAME = 48


@dataclass(frozen=True, slots=True)
class Fonts:
    """The three sizes of a chain."""

    name: QFont
    small: QFont
    verdict: QFont

    @staticmethod
    def of(base: QFont) -> Fonts:
        """Sizes as on the canvas, in the window's own font."""
        name, small, verdict = QFont(base), QFont(base), QFont(base)
        name.setPixelSize(12)
        name.setWeight(QFont.Weight.DemiBold)
        small.setPixelSize(10)
        verdict.setPixelSize(12)
        return Fonts(name, small, verdict)


@dataclass(frozen=True, slots=True)
class ChainLayout:
    """Boxes of chips, links (each from chip to chip on one line), the words missing on them, and of the verdict."""

    chips: tuple[QRectF, ...]
    links: tuple[QRectF, ...]
    pills: tuple[QRectF | None, ...]
    verdict: QRectF
    height: float

    def stop_at(self, at: QPointF) -> int | None:
        """Which stop a point is on: chips are even, the links between them odd."""
        for i, box in enumerate(self.chips):
            if box.contains(at):
                return 2 * i
        for i, box in enumerate(self.links):
            if box.contains(at):
                return 2 * i + 1
        return None

    def box_of(self, stop: int) -> QRectF:
        """The box of a stop."""
        return self.links[stop // 2] if stop % 2 else self.chips[stop // 2]


def chip_text(text: str) -> str:
    """A chip's text as it is drawn."""
    return shown(text, _LONGEST_NAME)


def verdict_text(chain: ChipChain) -> str:
    """The verdict, with how many other ways lead there too."""
    if not chain.more_ways:
        return plain.legible(chain.verdict)
    ways = tr_n(
        "{count:,} more way leads to the same objective.",
        "{count:,} more ways lead to the same objective.",
        chain.more_ways,
    )
    return plain.legible(f"{chain.verdict.rstrip('.')}. {ways}")


def laid_out(chain: ChipChain, wide: float, fonts: Fonts) -> ChainLayout:
    """The chain in a page so wide; a line that is full goes on below, a little to the right."""
    names, small = QFontMetricsF(fonts.name), QFontMetricsF(fonts.small)
    chips: list[QRectF] = []
    links: list[QRectF] = []
    pills: list[QRectF | None] = []
    x, top = MARGIN, MARGIN / 2
    for i, chip in enumerate(chain.chips):
        before = PAD if chip.is_gap else ICON_LEFT + ICON_SIDE + ICON_GAP
        chip_wide = before + names.horizontalAdvance(chip_text(chip.text)) + PAD
        link_wide, pill_wide = 0.0, 0.0
        if i:
            link = chain.links[i - 1]
            if link.missing and not chip.is_gap:
                pill_wide = small.horizontalAdvance(chip_text(link.missing)) + 2 * PAD
            word = small.horizontalAdvance(chip_text(link.text))
            link_wide = max(_LEAST_LINK, word + 2 * _LINK_PAD, pill_wide + 2 * _LINK_PAD)
            if x + link_wide + chip_wide > wide - MARGIN and x > MARGIN:
                x, top = MARGIN + _INDENT, top + LINE_HEIGHT
            links.append(QRectF(x, top, link_wide, LINE_HEIGHT))
            middle = QPointF(x + link_wide / 2, top + _MIDDLE)
            pills.append(_around(middle, pill_wide, PILL_HEIGHT) if pill_wide else None)
            x += link_wide
        chips.append(QRectF(x, top + _MIDDLE - CHIP_HEIGHT / 2, chip_wide, CHIP_HEIGHT))
        x += chip_wide
    below = top + LINE_HEIGHT + _BETWEEN
    room = QRectF(MARGIN, below, max(wide - 2 * MARGIN, 80.0), 10_000.0)
    told = QFontMetricsF(fonts.verdict).boundingRect(room, Qt.TextFlag.TextWordWrap, verdict_text(chain))
    verdict = QRectF(room.left(), below, room.width(), told.height())
    return ChainLayout(tuple(chips), tuple(links), tuple(pills), verdict, verdict.bottom() + MARGIN)


def line_of(link: QRectF) -> float:
    """How far down a link's line runs."""
    return link.top() + _MIDDLE


def _around(middle: QPointF, wide: float, high: float) -> QRectF:
    return QRectF(middle.x() - wide / 2, middle.y() - high / 2, wide, high)
