"""A picture as an SVG file: the same bytes for the same picture, its text as text, and nothing in it that acts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np

from explorer.domain.geometry import Rect
from explorer.drawing.legend import legend_of
from explorer.drawing.picture import Bools, LegendEntry, Picture
from explorer.drawing.text import FALLBACKS, width, wrapped
from explorer.drawing.theme import Theme, theme_named
from explorer.export.svg_elements import number, rectangle, safe, text
from explorer.export.svg_legend import PlacedEntry, legend_elements, legend_height, placed
from explorer.export.svg_nodes import node_elements
from explorer.export.svg_notes import note_elements
from explorer.export.svg_shapes import edge_elements, group_elements, pill_elements, touching

MARGIN = 28.0
_TITLE_SIZE, _TITLE_WEIGHT, _TITLE_DOWN = 18.0, 600, 36.0
_LINE_SIZE, _LINE_STEP, _LINE_DOWN = 12.0, 16.0, 20.0
_HEAD_GAP, _LEGEND_GAP = 20.0, 16.0
_NARROWEST = 640.0
_UNCHECKED = 100
"""Elements that are made between two looks at whether anybody still wants them."""
_PIECE = 1_000


class _Sheet(NamedTuple):
    """Where everything stands on the page; `shift` takes a place in the picture to its place on it."""

    wide: float
    high: float
    field: Rect
    shift: tuple[float, float]
    lines: list[str]
    entries: list[PlacedEntry]


def svg_text(picture: Picture, view: Rect | None = None, check: Callable[[], None] = lambda: None) -> str:
    """The whole picture as an SVG file, or what of it lies in `view` (in the picture's coordinates).

    check: raises what is to end this early; called every few milliseconds.
    """
    return "".join(_pieces(picture, view, check))


def svg_bytes(
    picture: Picture, view: Rect | None = None, check: Callable[[], None] = lambda: None
) -> bytearray:
    """The same file as UTF-8, for one of any size: the text of 20,000 nodes takes 0.1 s to be joined and encoded.

    No other thread goes on meanwhile, so that it is done a piece at a time.
    """
    made = bytearray()
    for piece in _pieces(picture, view, check):
        made += piece.encode()
    return made


def _pieces(picture: Picture, view: Rect | None, check: Callable[[], None]) -> Iterator[str]:
    """The file in order, so many elements at once that neither joining nor encoding them is felt."""
    lines = _lines(picture, view, check)
    while piece := "".join(f"{line}\n" for line in islice(lines, _PIECE)):
        yield piece


def _lines(picture: Picture, view: Rect | None, check: Callable[[], None]) -> Iterator[str]:
    theme = theme_named(picture.theme)
    nodes, edges = nodes_within(picture, view), _edges_within(picture, view)
    legend = picture.legend if view is None else _legend_within(picture, view, nodes, edges, theme)
    sheet = _sheet(picture, view or picture.bounds, legend)
    dx, dy = sheet.shift
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{number(sheet.wide)}" height="{number(sheet.high)}" '
        f'viewBox="0 0 {number(sheet.wide)} {number(sheet.high)}" font-family="{FALLBACKS}" role="img">'
    )
    yield f"<title>{safe(picture.title)}</title>"
    yield f"<desc>{safe(picture.description)}</desc>"
    yield rectangle(0, 0, sheet.wide, sheet.high, fill=theme.ground)
    yield f'<g transform="translate({number(dx)} {number(dy)})">'
    yield from group_elements(picture, theme, view)
    yield from _checked(edge_elements(picture, theme, edges), check)
    yield from _checked(node_elements(picture, theme, nodes), check)
    yield from pill_elements(picture, theme, view)
    yield from note_elements(picture, theme, view)
    yield "</g>"
    if view is not None:
        yield from _passe_partout(sheet, theme)
    yield from _head(picture, sheet, theme)
    yield from legend_elements(sheet.entries, MARGIN, sheet.field.y1 + _LEGEND_GAP, theme)
    yield "</svg>"


def nodes_within(picture: Picture, view: Rect | None) -> Bools:
    """Which nodes' cards touch the view; all where there is none."""
    boxes = picture.nodes.boxes
    if view is None:
        return np.ones(len(boxes), np.bool_)
    x1, y1 = boxes[:, 0] + boxes[:, 2], boxes[:, 1] + boxes[:, 3]
    apart = (x1 < view.x0) | (boxes[:, 0] > view.x1) | (y1 < view.y0) | (boxes[:, 1] > view.y1)
    return np.asarray(~apart)


def _checked(elements: Iterable[str], check: Callable[[], None]) -> Iterator[str]:
    for place, element in enumerate(elements):
        if place % _UNCHECKED == 0:
            check()
        yield element


def _sheet(picture: Picture, shown: Rect, legend: Sequence[LegendEntry]) -> _Sheet:
    inner = max(
        np.ceil(shown.width), _NARROWEST, np.ceil(width(picture.title, _TITLE_SIZE, _TITLE_WEIGHT) * 1.15)
    )
    lines = wrapped(picture.subtitle, inner / 1.15, _LINE_SIZE)
    top = _TITLE_DOWN + _LINE_DOWN + _LINE_STEP * (len(lines) - 1) + _HEAD_GAP
    field = Rect(MARGIN, top, MARGIN + inner, top + np.ceil(shown.height))
    entries = placed(legend, inner)
    high = field.y1 + _LEGEND_GAP + legend_height(entries) + MARGIN / 2
    return _Sheet(
        float(inner + 2 * MARGIN),
        float(high),
        field,
        (round(field.x0 - shown.x0, 2), round(field.y0 - shown.y0, 2)),
        lines,
        entries,
    )


def _legend_within(
    picture: Picture, view: Rect, nodes: Bools, edges: Bools, theme: Theme
) -> tuple[LegendEntry, ...]:
    pills = [pill for pill in picture.pills if touching(pill.box, view)]
    return legend_of(
        picture.nodes, picture.edges, picture.strokes, pills, theme, nodes_within=nodes, edges_within=edges
    )


def _edges_within(picture: Picture, view: Rect | None) -> Bools:
    """Edges whose control points' box touches the view; a line never leaves that box."""
    starts, routes = picture.edges.starts, picture.edges.routes
    drawn = np.diff(starts) > 0
    if view is None or not drawn.any():
        return drawn
    first = starts[:-1][drawn]
    low, high = np.minimum.reduceat(routes, first), np.maximum.reduceat(routes, first)
    apart = (high[:, 0] < view.x0) | (low[:, 0] > view.x1) | (high[:, 1] < view.y0) | (low[:, 1] > view.y1)
    drawn[drawn] = ~apart
    return drawn


def _passe_partout(sheet: _Sheet, theme: Theme) -> list[str]:
    """The page over whatever reaches out of the view: no renderer of the four disagrees about a plain box."""
    x0, y0, x1, y1 = sheet.field
    boxes = [
        (0.0, 0.0, sheet.wide, y0),
        (0.0, y1, sheet.wide, sheet.high - y1),
        (0.0, y0, x0, y1 - y0),
        (x1, y0, sheet.wide - x1, y1 - y0),
    ]
    return [rectangle(*box, fill=theme.ground) for box in boxes]


def _head(picture: Picture, sheet: _Sheet, theme: Theme) -> list[str]:
    title = text(
        MARGIN, _TITLE_DOWN, picture.title, size=_TITLE_SIZE, colour=theme.text, weight=_TITLE_WEIGHT
    )
    return [
        title,
        *(
            text(
                MARGIN, _TITLE_DOWN + _LINE_DOWN + i * _LINE_STEP, words, size=_LINE_SIZE, colour=theme.muted
            )
            for i, words in enumerate(sheet.lines)
        ),
    ]
