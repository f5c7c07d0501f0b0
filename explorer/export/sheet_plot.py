"""The plot of a metric beside its objective as SVG in the sheet: as the window's, each on a scale of its own.

Everything it shows is told in words too (its title and description); the lines differ by dash, not by colour alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from explorer.analysis.histories.comparison import Comparison
from explorer.drawing.icons import Segment
from explorer.drawing.picture import Stroke
from explorer.drawing.text import FALLBACKS, fitting, shown, width
from explorer.drawing.theme import LIGHT, mixed
from explorer.export.svg_elements import line, number, path, rectangle, safe, text
from explorer.language import number as written
from explorer.language import tr

_WIDE, _HIGH = 440.0, 170.0
_LEFT, _TOP, _RIGHT, _BOTTOM = 54.0, 26.0, 386.0, 148.0
_SIZE = 10.5
_ABOVE = 22.0
"""Pixels between the lines and the top, where it says since when they have parted."""
_BETWEEN = 84.0
"""Pixels from one day on the axis to the next."""
_INKS = (LIGHT.accent, LIGHT.effect_text["shifts"])
_DASHES: tuple[tuple[float, ...], ...] = ((), (6.0, 4.0))
_PARTED_INK = LIGHT.effect_text["breaks"]
_PARTED_SHARE = 0.12


def plot_svg(comparison: Comparison, names: tuple[str, str], key: str) -> str:
    """The plot, or nothing where the two have no time in common; `key` makes its ids its own on the page."""
    if not comparison.points:
        return ""
    days = _Days(comparison.points[0].day.toordinal(), comparison.points[-1].day.toordinal())
    title = tr(
        "{metric} and {objective}, {first} to {last}",
        metric=names[0],
        objective=names[1],
        first=comparison.points[0].day,
        last=comparison.points[-1].day,
    )
    metric, objective = ([getattr(p, side) for p in comparison.points] for side in ("metric", "objective"))
    places = [days.x(p.day.toordinal()) for p in comparison.points]
    parts = [
        f'<svg class="plot" viewBox="0 0 {number(_WIDE)} {number(_HIGH)}" font-family="{FALLBACKS}" role="img" '
        f'aria-labelledby="{key}-title {key}-words">',
        f'<title id="{key}-title">{safe(shown(title))}</title>',
        f'<desc id="{key}-words">{safe(shown(" ".join(comparison.sentences), 2000))}</desc>',
        rectangle(0, 0, _WIDE, _HIGH, fill=LIGHT.ground),
        *_parting(comparison, days),
        *_axis(days),
        *_course(0, names[0], places, metric),
        *_course(1, names[1], places, objective),
        "</svg>",
    ]
    return "\n".join(parts)


@dataclass(frozen=True, slots=True)
class _Days:
    """The days from left to right, as ordinals."""

    first: int
    last: int

    def x(self, day: int) -> float:
        part = (day - self.first) / max(self.last - self.first, 1)
        return _LEFT + (_RIGHT - _LEFT) * min(max(part, 0.0), 1.0)


def _axis(days: _Days) -> Iterator[str]:
    yield line(_LEFT, _BOTTOM, _RIGHT, _BOTTOM, Stroke(LIGHT.edge, 1))
    fits = max(2, int((_RIGHT - _LEFT) // _BETWEEN))
    marks = sorted({days.first + round((days.last - days.first) * n / (fits - 1)) for n in range(fits)})
    for day in marks:
        words = date.fromordinal(day).isoformat()
        yield text(days.x(day), _BOTTOM + 14, words, size=_SIZE, colour=LIGHT.muted, anchor="middle")


def _parting(comparison: Comparison, days: _Days) -> Iterator[str]:
    since = comparison.since
    if since is None:
        return
    ends = [days.x((day or since).toordinal()) for day in (comparison.earliest, comparison.latest)]
    soft = mixed(_PARTED_INK, LIGHT.ground, _PARTED_SHARE)
    yield rectangle(ends[0], _TOP, max(ends[1] - ends[0], 1), _BOTTOM - _TOP, fill=soft)
    at = days.x(since.toordinal())
    yield line(at, _TOP, at, _BOTTOM, Stroke(_PARTED_INK, 1.5, (1.5, 2.5)))
    words = tr("parted since {day}", day=since)
    fits = at + 4 + width(words, _SIZE) < _WIDE - 4
    x, anchor = (at + 4, "start") if fits else (at - 4, "end")
    yield text(x, _TOP + 11, words, size=_SIZE, colour=_PARTED_INK, anchor=anchor)


def _course(side: int, name: str, places: Sequence[float], values: Sequence[float | None]) -> Iterator[str]:
    """One line with its scale and what it is called."""
    known = [v for v in values if v is not None]
    if not known:
        return
    low, high = min(known), max(known)
    half = high / 2 - low / 2 or max(abs(high), 1.0)  # of the span, which may be more than a float can hold
    room = _BOTTOM - 4 - _TOP - _ABOVE
    heights = [None if v is None else _BOTTOM - 4 - room * ((v / 2 - low / 2) / half) for v in values]
    stroke = Stroke(_INKS[side], 2, _DASHES[side])
    yield path(_way(places, heights), stroke=stroke)
    x, anchor = ((_LEFT - 6, "end"), (_RIGHT + 6, "start"))[side]
    for value, y in ((low, _BOTTOM - 2), (high, _BOTTOM - room))[: 2 if high > low else 1]:
        yield text(x, y, _written(value, high - low), size=_SIZE, colour=stroke.colour, anchor=anchor)
    start = 8 + side * _WIDE / 2
    yield line(start, 11, start + 26, 11, stroke)
    scale = (tr(" (left scale)"), tr(" (right scale)"))[side]
    called = fitting(shown(name), _WIDE / 2 - 44 - width(scale, _SIZE), _SIZE)
    yield text(start + 32, 15, called + scale, size=_SIZE, colour=LIGHT.text)


def _way(places: Sequence[float], heights: Sequence[float | None]) -> Iterator[Segment]:
    """The line, lifted where there is no value; a value alone is a dot as wide as the line."""
    before: float | None = None
    for place, (x, y) in enumerate(zip(places, heights, strict=True)):
        if y is not None and before is None:
            yield Segment("M", (x, y))
            if place + 1 == len(heights) or heights[place + 1] is None:
                yield Segment("L", (x + 2, y))
        elif y is not None:
            yield Segment("L", (x, y))
        before = y


def _written(value: float, span: float) -> str:
    """As exactly as the span asks for, or else as there is room for."""
    digits = max(0, 1 - math.floor(math.log10(span))) if 0 < span < math.inf else 1
    exact, whole = written(round(value, digits) + 0.0, f",.{digits}f"), written(value, ",.0f")
    shortest = f"{value:.0e}".replace("e+", "e")
    ways = (exact, whole if abs(value) >= 1000 else exact, written(value, ".2g"))
    return next((way for way in ways if width(way, _SIZE) <= _LEFT - 8), shortest)
