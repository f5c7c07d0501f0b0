"""How wide every character of Inter is, at each weight that is drawn: text is measured before there is a display.

The font is a variable one: a character's advance at weight 600 is its advance at 400 and a share of a stored
difference. That table (HVAR) is read here with numpy, because the general reader costs 0.4 s to import and the
first picture must not wait for it. https://learn.microsoft.com/typography/opentype/spec/hvar says how it is laid out.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

WEIGHTS = (400, 500, 600)
"""The weights that are drawn, on screen and in files."""

_WIDE = 1.0  # of an em: what Inter lacks and is drawn by another font: CJK, emoji
_USUAL = 0.65  # likewise, for alphabets and symbols of usual width


@cache
def font_file() -> Path:
    """The one file that text is measured from and the window draws with."""
    from fontpkg_inter import ROOT

    return next(p for p in sorted((Path(ROOT) / "files").glob("*.ttf")) if "Italic" not in p.name)


@cache
def advance_table(weight: int) -> Floats:
    """Width in em of every code point at this weight; filled in advance, so that measuring is one look-up each."""
    font = _font_advances()
    share = np.interp((weight - 400) / (font.heaviest - 400), *font.weight_curve)
    table = np.full(0x110000, np.nan, np.float32)
    table[font.characters] = font.regular + share * font.gain
    return table


def fill_missing(table: Floats, points: NDArray[np.uint32]) -> None:
    """Give the characters that Inter lacks the width that another font is likely to draw them with."""
    for point in np.unique(points):
        table[point] = _likely_width(chr(point))


def _likely_width(character: str) -> float:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0.0
    return _WIDE if unicodedata.east_asian_width(character) in ("W", "F", "A") else _USUAL


class _FontAdvances(NamedTuple):
    """Code points, their advances in em at 400, what they gain at the heaviest weight, and how fast."""

    characters: NDArray[np.int64]
    regular: NDArray[np.float64]
    gain: NDArray[np.float64]
    heaviest: float
    weight_curve: tuple[list[float], list[float]]


@cache
def _font_advances() -> _FontAdvances:
    from fontTools.ttLib import TTFont

    with TTFont(font_file(), lazy=True) as font:
        em = font["head"].unitsPerEm
        cmap = font.getBestCmap()
        glyphs = np.array([font.getGlyphID(name) for name in cmap.values()])
        metrics = font["hmtx"].metrics
        regular = np.array([metrics[name][0] for name in cmap.values()], np.float64)
        axes = font["fvar"].axes
        weight_axis = [axis.axisTag for axis in axes].index("wght")
        gain = _weight_differences(font.reader["HVAR"], weight_axis)
        curve = font["avar"].segments["wght"]
    gain = gain[np.minimum(glyphs, len(gain) - 1)]
    return _FontAdvances(
        np.array(list(cmap), np.int64),
        regular / em,
        gain / em,
        axes[weight_axis].maxValue,
        (list(curve), list(curve.values())),
    )


def _weight_differences(raw: bytes, weight_axis: int) -> NDArray[np.float64]:
    """Per glyph, what its advance gains from weight 400 to the heaviest (in font units)."""
    store, mapping = _u32(raw, 4), _u32(raw, 8)
    heavier = _regions_of_weight(raw, store + _u32(raw, store + 2), weight_axis)
    blocks = [_block(raw, store + _u32(raw, store + 8 + 4 * i), heavier) for i in range(_u16(raw, store + 6))]
    outer, inner = _index_map(raw, mapping)
    widest = max(map(len, blocks))
    table = np.stack([np.pad(b, (0, widest - len(b))) for b in blocks])
    return np.asarray(table[outer, inner])


def _regions_of_weight(raw: bytes, at: int, weight_axis: int) -> NDArray[np.bool_]:
    """Which regions act on heavier weights alone, whatever the other axes say."""
    axes, regions = _u16(raw, at), _u16(raw, at + 2)
    peaks = np.frombuffer(raw, ">i2", axes * regions * 3, at + 4).reshape(regions, axes, 3)[:, :, 1]
    others = np.delete(peaks, weight_axis, axis=1)
    return np.asarray((peaks[:, weight_axis] > 0) & (others == 0).all(axis=1))


def _block(raw: bytes, at: int, heavier: NDArray[np.bool_]) -> NDArray[np.float64]:
    """One block of stored differences, summed over the regions that act on heavier weights."""
    rows, words, columns = _u16(raw, at), _u16(raw, at + 2), _u16(raw, at + 4)
    wide, narrow = (">i4", ">i2") if words & 0x8000 else (">i2", ">i1")
    words &= 0x7FFF
    regions = np.frombuffer(raw, ">u2", columns, at + 6)
    row = np.dtype([("wide", wide, (words,)), ("narrow", narrow, (columns - words,))])
    data = np.frombuffer(raw, row, rows, at + 6 + 2 * columns)
    values = np.concatenate([data["wide"], data["narrow"]], axis=1).astype(np.float64)
    return np.asarray(values[:, heavier[regions]].sum(axis=1))


def _index_map(raw: bytes, at: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Per glyph, the block and the row in it."""
    entry = raw[at + 1]
    count, start = (_u16(raw, at + 2), at + 4) if raw[at] == 0 else (_u32(raw, at + 2), at + 6)
    size, inner_bits = (entry >> 4 & 3) + 1, (entry & 15) + 1
    packed = np.frombuffer(raw, np.uint8, count * size, start).reshape(count, size).astype(np.int64)
    entries = (packed << (8 * np.arange(size - 1, -1, -1))).sum(axis=1)
    return entries >> inner_bits, entries & (1 << inner_bits) - 1


def _u16(raw: bytes, at: int) -> int:
    return int.from_bytes(raw[at : at + 2], "big")


def _u32(raw: bytes, at: int) -> int:
    return int.from_bytes(raw[at : at + 4], "big")
