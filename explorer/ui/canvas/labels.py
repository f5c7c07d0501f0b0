"""Inter on the screen, and texts laid out once and painted often.

Texts are laid out at their size at zoom 1 and scaled by the painter: they keep the proportions they were measured
with at every zoom, so that none outgrows its card.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QPainter, QStaticText

from explorer.drawing.advances import font_file
from explorer.drawing.text import wrapped
from explorer.ui.plain import static_text

LINE_BREAK = "\u2028"
"""What Qt's static text breaks a line at; "\\n" is nothing to it."""


MOST_KEPT, MOST_MEASURED = 5_000, 20_000
"""Texts kept laid out, no view shows more at a time; and widths that are known."""


@cache
def font(size: int, weight: int, spacing: float = 0.0) -> QFont:
    """Inter at `size` pixels; the system's font where the file cannot be loaded. spacing in pixels per letter."""
    made = QFont(_family())
    made.setPixelSize(size)
    made.setWeight(QFont.Weight(weight))
    made.setVariableAxis(QFont.Tag("wght"), weight)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if spacing:
        made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing)
    return made


@cache
def _family() -> str:
    number = QFontDatabase.addApplicationFont(str(font_file()))
    families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    return (
        families[0] if families else QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    )


class Labels:
    """Texts of one font."""

    def __init__(self, size: int, weight: int, spacing: float = 0.0) -> None:
        self.font = font(size, weight, spacing)
        self._metrics = QFontMetricsF(self.font)
        self._ascent = self._metrics.ascent()
        self._texts: dict[str, QStaticText] = {}
        self._widths: dict[str, float] = {}

    def width(self, text: str) -> float:
        """In pixels at zoom 1."""
        known = self._widths.get(text)
        if known is None:
            if len(self._widths) >= MOST_MEASURED:
                self._widths.clear()
            known = self._widths[text] = self._metrics.horizontalAdvance(text)
        return known

    def fitting(self, text: str, room: float) -> str:
        """The text, with a mark for what is left out where it is wider than `room`."""
        return self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)

    def lines(self, text: str, room: float, most: int) -> list[str]:
        """The text on as many lines as it needs, but at most so many: the last marks what is left out."""
        if not (text and most):
            return []
        lines = wrapped(text, room, self.font.pixelSize(), int(self.font.weight()))
        lines[most - 1 :] = [" ".join(lines[most - 1 :])] if len(lines) >= most else []
        return [self.fitting(line, room) for line in lines]

    def draw(self, painter: QPainter, texts: Sequence[str], baselines: Iterable[tuple[float, float]]) -> None:
        """Draw each text with its baseline beginning at a point; pen and scale are the painter's."""
        painter.setFont(self.font)
        known = self._texts
        for text, (x, y) in zip(texts, baselines, strict=True):
            laid_out = known.get(text)
            if laid_out is None:
                if len(known) >= MOST_KEPT:
                    known.clear()
                laid_out = known[text] = static_text(text.replace("\n", LINE_BREAK))
            painter.drawStaticText(QPointF(x, y - self._ascent), laid_out)

    def forget(self) -> None:
        """Another picture has other texts."""
        self._texts.clear()
        self._widths.clear()
