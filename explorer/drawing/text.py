"""Text as it is drawn: made safe to show, and measured."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import numpy as np

from explorer.drawing.advances import Floats, advance_table, fill_missing

FALLBACKS = "Inter, Segoe UI, Helvetica, Arial, sans-serif"

LONGEST = 200
"""Characters of a name that are drawn; the inspector has the rest."""

MARK = "□"
"""Stands for a character that would not be seen, or would turn or hide others."""

_HARMLESS = re.compile("[ -\u02ff\u2000-\u20cf\u2100-\u2bff]*")
"""Letters of most texts, among which what is printable does not combine."""
_MOST_COMBINING = 2
_BREAK_AFTER = " ._-/:|"
_BREAK_EARLIER, _BREAK_LATER = 12, 4  # how far from the even length a name is broken, in characters


def widths(texts: Sequence[str], size: float, weight: int = 400) -> Floats:
    """How many pixels wide each text is in Inter at `size` pixels; kerning, which only narrows it, is left out."""
    if not len(texts):
        return np.zeros(0, np.float32)
    points = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    table = advance_table(weight)
    advances = table[points]
    missing = np.isnan(advances)
    if missing.any():
        fill_missing(table, points[missing])
        advances = table[points]
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    ends = np.cumsum(lengths)
    sums = np.concatenate([np.zeros(1), np.cumsum(advances, dtype=np.float64)])
    return np.asarray((sums[ends] - sums[ends - lengths]) * size, np.float32)


def width(text: str, size: float, weight: int = 400) -> float:
    """How many pixels wide one text is."""
    return float(widths([text], size, weight)[0])


def fitting(text: str, room: float, size: float, weight: int = 400, spacing: float = 0.0) -> str:
    """The text, shortened where it is wider than `room`; spacing: pixels after each character."""
    if width(text, size, weight) + spacing * len(text) <= room:
        return text
    shorter = [text[:end].rstrip() + "…" for end in range(1, len(text))] or ["…"]
    wide = widths(shorter, size, weight) + spacing * np.fromiter(map(len, shorter), np.float32, len(shorter))
    return shorter[max(int((wide <= room).sum()) - 1, 0)]


def shown(text: str, most: int = LONGEST) -> str:
    """The text as it may be drawn on one line: at most `most` characters, nothing in it that acts unseen."""
    if len(text) <= most and text.isprintable() and _HARMLESS.fullmatch(text):
        return text
    cut = text[: most + 1]
    marked = _marked(" ".join(cut.split()) if cut.strip() else cut)
    return marked[: most - 1] + "…" if len(text) > most else marked


def wrapped(text: str, widest: float, size: float, weight: int = 400) -> list[str]:
    """The text in lines of at most `widest` pixels, broken at spaces where there are some."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if not line or width(longer, size, weight) <= widest:
            line = longer
        else:
            lines.append(line)
            line = word
    return [*lines, line]


def broken_name(name: str, lines: int) -> str:
    """The name on about so many lines of like length, broken after the signs that part its words."""
    parts: list[str] = []
    rest = name
    while lines > 1 and len(rest) > 1:
        aim = -(-len(rest) // lines)
        near = range(min(aim + _BREAK_LATER, len(rest) - 1), max(aim - _BREAK_EARLIER, 1) - 1, -1)
        cut = next((i for i in near if rest[i - 1] in _BREAK_AFTER and rest[i] not in _BREAK_AFTER), aim)
        parts.append(rest[:cut])
        rest = rest[cut:]
        lines -= 1
    return "\n".join([*parts, rest])


def whole_name(title: str) -> str:
    """A title without its line breaks."""
    return title.replace("\n", "")


def _marked(text: str) -> str:
    """Control, bidi, zero-width, unpaired and endlessly combining characters replaced by a mark each."""
    result: list[str] = []
    combining = 0
    for character in text:
        category = unicodedata.category(character)
        combining = combining + 1 if category in ("Mn", "Me") else 0
        if combining > _MOST_COMBINING + 1:
            continue  # the mark for the first one too many says it
        unseen = category in ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp") or combining > _MOST_COMBINING
        if not result and combining:
            unseen = True  # it would combine with whatever stands before it in the file
        result.append(MARK if unseen else " " if category == "Zs" else character)
    return "".join(result)
