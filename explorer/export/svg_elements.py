"""SVG as text, limited to what Chromium, librsvg, Inkscape and Qt draw alike.

Attributes only and opaque "#rrggbb"; no style, class, filter, clip, foreign object, marker or script; one element per
line of text. Whatever a name holds is escaped, and what XML cannot hold is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from xml.sax.saxutils import escape

from explorer.drawing.icons import STROKE, Icon, Segment, path_data
from explorer.drawing.picture import Stroke

_NOT_XML = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
_PLAIN_ID = re.compile(r"[A-Za-z0-9_.-]{1,80}")


def number(value: float) -> str:
    """At most two decimals, and never "-0"."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def safe(text: str) -> str:
    """Text as it may stand in an element or an attribute."""
    return escape(_NOT_XML.sub("", text), {'"': "&quot;"})


def element_id(prefix: str, *key: str) -> str:
    """The same for the same key in every file; readable where the key is plain, otherwise a digest of it."""
    if len(key) == 1 and _PLAIN_ID.fullmatch(key[0]):
        return f"{prefix}-{key[0]}"
    return f"{prefix}.{sha256(chr(0).join(key).encode('utf-8', 'surrogatepass')).hexdigest()[:20]}"


def text(
    x: float,
    y: float,
    words: str,
    *,
    size: float,
    colour: str,
    weight: int = 400,
    anchor: str = "start",
    spacing: float = 0.0,
) -> str:
    """One line of text from its baseline."""
    more = "" if weight == 400 else f' font-weight="{weight}"'
    more += "" if anchor == "start" else f' text-anchor="{anchor}"'
    more += f' letter-spacing="{number(spacing)}"' if spacing else ""
    place = f'x="{number(x)}" y="{number(y)}" font-size="{number(size)}"'
    return f'<text {place}{more} fill="{colour}">{safe(words)}</text>'


def rectangle(
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    fill: str,
    radius: float = 0.0,
    stroke: Stroke | None = None,
) -> str:
    """A box, with round corners and a border where they are given."""
    corner = f' rx="{number(radius)}"' if radius else ""
    return (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"{corner} '
        f'fill="{fill}"{border(stroke) if stroke else ""}/>'
    )


def border(stroke: Stroke) -> str:
    """The attributes of a line."""
    dash = f' stroke-dasharray="{" ".join(map(number, stroke.dash))}"' if stroke.dash else ""
    return f' stroke="{stroke.colour}" stroke-width="{number(stroke.width)}"{dash}'


def path(segments: Iterable[Segment], *, fill: str = "none", stroke: Stroke | None = None) -> str:
    """A line or shape."""
    return f'<path d="{path_data(tuple(segments))}" fill="{fill}"{border(stroke) if stroke else ""}/>'


def icon(drawing: Icon, x: float, y: float, colour: str, scale: float = 1.0, width: float = STROKE) -> str:
    """An icon, its grid's corner at (x, y)."""
    return (
        f'<path d="{path_data(drawing, x, y, scale)}" fill="none" stroke="{colour}" stroke-width="{number(width)}" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )


def circle(x: float, y: float, radius: float, *, fill: str, stroke: Stroke | None = None) -> str:
    """A disc."""
    return (
        f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" fill="{fill}"'
        f"{border(stroke) if stroke else ''}/>"
    )


def line(x0: float, y0: float, x1: float, y1: float, stroke: Stroke) -> str:
    """A straight line."""
    return f'<path d="M{number(x0)} {number(y0)} L{number(x1)} {number(y1)}" fill="none"{border(stroke)}/>'
