"""The legend under an exported picture: an entry for everything that occurs, in rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from explorer.drawing.icons import (
    BLIND_ICON,
    EFFECT_ICONS,
    GRID,
    HELD_ICON,
    KIND_ICONS,
    PINNED_ICON,
    SEEN_ICON,
)
from explorer.drawing.picture import LegendEntry, Stroke
from explorer.drawing.strokes import POSSIBLE_DASH
from explorer.drawing.text import width
from explorer.drawing.theme import Theme
from explorer.export.svg_elements import circle, icon, line, rectangle, text

ROW = 28.0
_SIGN = 24.0
_GAP = 8.0
_BETWEEN = 20.0
_SIZE = 10.0
_SPARE = 1.15
_OF_ANSWERS = frozenset(("effect", "possible", "wave", "seen", "blind", "faded", "added", "removed"))


class PlacedEntry(NamedTuple):
    """An entry and the middle of its sign's left side."""

    entry: LegendEntry
    x: float
    y: float


def placed(legend: Sequence[LegendEntry], room: float) -> list[PlacedEntry]:
    """Entries in rows no wider than `room`, from (0, 0) down; what an answer adds starts a row of its own."""
    result: list[PlacedEntry] = []
    x, y, answers = 0.0, ROW / 2, False
    for entry in sorted(legend, key=lambda e: e.sort not in _OF_ANSWERS):
        wide = _SIGN + _GAP + width(entry.text, _SIZE) * _SPARE
        turn = bool(result) and answers and entry.sort not in _OF_ANSWERS
        if x and (x + wide > room or turn):
            x, y = 0.0, y + ROW
        answers = entry.sort in _OF_ANSWERS
        result.append(PlacedEntry(entry, x, y))
        x += wide + _BETWEEN
    return result


def legend_height(entries: Sequence[PlacedEntry]) -> float:
    """How far down the rows reach."""
    return max((e.y for e in entries), default=-ROW / 2) + ROW / 2


def legend_elements(entries: Sequence[PlacedEntry], x: float, y: float, theme: Theme) -> list[str]:
    """The drawn rows, their upper left corner at (x, y)."""
    parts = []
    for entry, dx, dy in entries:
        parts += _sign(entry, x + dx, y + dy, theme)
        parts.append(text(x + dx + _SIGN + _GAP, y + dy + 3.5, entry.text, size=_SIZE, colour=theme.muted))
    return parts


def _sign(entry: LegendEntry, x: float, y: float, theme: Theme) -> list[str]:
    """The sign in a field of 24 × 20, from the middle of its left side."""
    middle = x + _SIGN / 2
    if entry.sort == "kind" and entry.kind is not None:
        chip = rectangle(x + 2, y - 10, 20, 20, fill=theme.chips[entry.kind], radius=6)
        return [chip, icon(KIND_ICONS[entry.kind], x + 6, y - 6, theme.kinds[entry.kind])]
    if entry.sort == "stroke" and entry.stroke is not None:
        return [line(x, y, x + _SIGN, y, entry.stroke)]
    if entry.sort == "pill" and entry.stroke is not None:
        return [rectangle(x, y - 6, _SIGN, 12, fill=theme.pill, radius=6, stroke=entry.stroke)]
    if entry.sort == "effect" and entry.effect is not None:
        return [
            circle(middle, y, 8, fill=theme.effects[entry.effect]),
            icon(EFFECT_ICONS[entry.effect], middle - 4.8, y - 4.8, theme.on_effect, 0.8),
        ]
    if entry.sort == "wave":
        return [text(middle, y + 3.5, entry.sign, size=_SIZE, colour=theme.text, weight=600, anchor="middle")]
    if entry.sort in ("seen", "blind"):
        drawing = SEEN_ICON if entry.sort == "seen" else BLIND_ICON
        return [icon(drawing, middle - GRID / 2, y - GRID / 2, theme.text)]
    if entry.sort in ("held", "pinned"):
        drawing = HELD_ICON if entry.sort == "held" else PINNED_ICON
        return [icon(drawing, middle - GRID / 2, y - GRID / 2, theme.muted)]
    return [_outline_sign(entry, x, y, theme)]


def _outline_sign(entry: LegendEntry, x: float, y: float, theme: Theme) -> str:
    border = {
        "possible": Stroke(theme.text, 1.6, POSSIBLE_DASH),
        "dashed": Stroke(theme.muted, 1.0, (4.0, 3.0)),
    }.get(entry.sort, entry.stroke or Stroke(theme.faded(theme.muted), 1.0))
    fill = theme.faded(theme.card) if entry.sort == "faded" else theme.card
    return rectangle(x + 1, y - 7, _SIGN - 2, 14, fill=fill, radius=4, stroke=border)
