"""Edges: lines in batches by pen, and arrowheads on top of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from explorer.drawing.ends import ARROW_HALF_WIDTH, ARROW_LENGTH, ARROW_NOTCH
from explorer.drawing.picture import NO_EFFECT, Bools, Floats, Ints, Picture
from explorer.drawing.theme import Theme, mixed
from explorer.ui.canvas.batches import Doubles, draw_lines
from explorer.ui.canvas.scene import NOTHING, Scene
from explorer.ui.canvas.viewport import Viewport

STRAIGHT_BELOW = 0.12
"""Zoom under which nobody sees a curve."""

CALM = 0.06
"""Share of the ground that lines may cover at full strength; where they cover more, each is the paler: a ground of
lines must not drown the nodes."""

PALEST_BELOW, FULL_ABOVE = 0.2, 1.0
"""Zoom up to which lines are as pale as their crowd asks for, and from which they are not toned down at all."""

HEAVIER, LEAST_LIT = 0.8, 1.8
"""How much wider lit edges are, and their width at the least, in logical pixels."""

FEW, MANY = 100, 400
"""Edges in the picture: so few are never toned down, so many as far as their crowd asks for."""

CELLS, SAMPLES, MOST_SAMPLED = 32, 8, 20_000
"""Cells of the picture, each way, in which lines are measured; places on each edge; edges that are looked at."""

SMOOTH_ABOVE = 0.06
"""Zoom under which lines are drawn without antialiasing: they are a texture, and twice as fast."""

ARROWS_ABOVE = 0.25
ARROWS_ALWAYS_UP_TO = 1_500
"""So few edges have arrowheads from however far; the heads of more would be all that is left of the picture."""

LEAST_ARROW, LEAST_LIT_ARROW = 4.5, 8.0
"""Logical pixels of an arrowhead of which one still sees where it points, and of one on a lit edge."""

MIDWAY_BELOW, MIDWAY_FROM, MIDWAY_MOST = 0.62, 28.0, 300
"""Zoom under which lit edges, whose tips names may cover, point on half way, too; logical pixels of such an edge; and
edges that do at a time."""

THINNEST = 1.01
"""Device pixels. Qt draws smooth lines of one pixel twice as fast, but its way to do so puts the same line elsewhere
when it is clipped elsewhere: tiles would not fit together."""

CHUNK = 1500
"""Lines drawn between two looks at the clock."""

HEADS_AT_ONCE = 400

ARROW = np.array(
    [
        (0.0, 0.0),
        (-ARROW_LENGTH, ARROW_HALF_WIDTH),
        (-ARROW_NOTCH, 0.0),
        (-ARROW_LENGTH, -ARROW_HALF_WIDTH),
    ]
)
"""Along and across the edge's direction, from its tip."""

WIDEST_SQUARE = 3.2
"""Device pixels; wider lines get round ends, ten times as slow, because at their bends square ones would show."""


@dataclass(frozen=True, slots=True)
class EdgePen:
    """How a batch of edges is drawn; plain: no answer speaks of them, and they may be toned down."""

    colour: QColor
    width: float
    dashed: bool = False
    plain: bool = False


class EdgePens:
    """The pens of a picture, those drawn last at the end, and which pen each edge has."""

    def __init__(self, picture: Picture, theme: Theme) -> None:
        edges = picture.edges
        plain = (edges.effect == NO_EFFECT).astype(np.int64)
        codes = ((1 - edges.faded.astype(np.int64)) * 2 + (1 - plain)) * 256 + edges.stroke
        found, places = np.unique(codes, return_inverse=True)
        self.of_edge: Ints = places.astype(np.int32).reshape(-1)
        self.pens = [self._pen(picture, theme, int(code)) for code in found]
        self._theme = theme
        self._crowd = _crowd(picture)

    def toned(self, zoom: float, scale: float) -> list[EdgePen]:
        """The pens at this zoom: the more of the ground plain lines cover from afar, the paler they are."""
        kept = self._strength(zoom, scale)
        ground = self._theme.ground
        return [
            replace(pen, colour=QColor(mixed(pen.colour.name(), ground, kept))) if pen.plain else pen
            for pen in self.pens
        ]

    def _strength(self, zoom: float, scale: float) -> float:
        """How much of their colour plain lines keep; without a step anywhere, or a zoom would be seen to jump."""
        covered = self._crowd / scale  # lines stay one pixel wide while the ground shrinks
        pale = min(1.0, math.sqrt(CALM / max(covered, CALM)))
        least = self._theme.hush + (1 - self._theme.hush) * _share(zoom, PALEST_BELOW, FULL_ABOVE) ** 2
        return 1 - (1 - max(pale, least)) * _share(len(self.of_edge), FEW, MANY)

    def lit(self, zoom: float, colour: QColor) -> list[EdgePen]:
        """The pens of what is lit, to be followed from however far; colour: of lines that say nothing else."""
        return [
            replace(
                pen,
                colour=colour if pen.plain else pen.colour,
                width=max(pen.width + HEAVIER, LEAST_LIT / zoom),
            )
            for pen in self.pens
        ]

    @staticmethod
    def _pen(picture: Picture, theme: Theme, code: int) -> EdgePen:
        stroke = picture.strokes[code % 256]
        colour = stroke.colour if code >= 512 else theme.faded(stroke.colour)
        plain = stroke.colour in (theme.edge, theme.world)
        return EdgePen(QColor(colour), stroke.width, bool(stroke.dash), plain)


def draw_edges(
    painter: QPainter,
    viewport: Viewport,
    scene: Scene,
    pens: EdgePens,
    among: Bools | None = None,
    *,
    lit: QColor | None = None,
) -> Iterator[None]:
    """Draw the edges that the viewport shows, pen after pen; among: only those for which it is true.

    Where they are many and seen from afar, those that say little are paler. lit: in this colour, and heavier.
    """
    zoom = viewport.zoom
    in_use = pens.toned(zoom, viewport.scale) if lit is None else pens.lit(zoom, lit)
    lines, owners = visible_lines(viewport, scene, among)
    yield  # lines that were not looked at before take some milliseconds to be made
    numbers = pens.of_edge[owners]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, viewport.zoom >= SMOOTH_ABOVE)
    for number in np.unique(numbers):
        own = lines[numbers == number]
        set_pen(painter, in_use[number], viewport.scale)
        for first in range(0, len(own), CHUNK):
            draw_lines(painter, own[first : first + CHUNK])
            yield
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    heads = visible_heads(viewport, scene, among)
    heads = heads[np.argsort(pens.of_edge[heads], kind="stable")]
    shapes = scene.picture.edges
    for first in range(0, len(heads), HEADS_AT_ONCE):
        some = heads[first : first + HEADS_AT_ONCE]
        colours = [in_use[number].colour for number in pens.of_edge[some]]
        least = LEAST_ARROW if lit is None else LEAST_LIT_ARROW
        draw_arrows(painter, viewport, shapes.tips[some], shapes.directions[some], colours, least)
        yield
    if lit is not None:
        draw_midway_heads(painter, viewport, lines, owners, lambda edge: in_use[pens.of_edge[edge]].colour)
        yield


def visible_lines(viewport: Viewport, scene: Scene, among: Bools | None) -> tuple[Doubles, Ints]:
    """The lines of edges that touch the viewport, in its device pixels, and the edge of each."""
    scale = viewport.scale
    rect = viewport.scene_rect(-4, -4, viewport.width + 8, viewport.height + 8)
    lines, owners = scene.lines_in(rect, scale, among, straight=viewport.zoom < STRAIGHT_BELOW)
    placed = lines.astype(np.float64) * scale
    placed -= (viewport.left, viewport.top, viewport.left, viewport.top)
    return placed, owners


def visible_heads(viewport: Viewport, scene: Scene, among: Bools | None) -> Ints:
    """The edges whose arrowheads touch the viewport; none where they are many and seen from afar."""
    if not shows_heads(viewport, len(scene.picture.edges) if among is None else int(among.sum())):
        return NOTHING
    reach = math.ceil(1.5 * ARROW_LENGTH * _head_scale(viewport, LEAST_LIT_ARROW))
    rect = viewport.scene_rect(-reach, -reach, viewport.width + 2 * reach, viewport.height + 2 * reach)
    heads = scene.tips_in(rect)
    return heads if among is None else heads[among[heads]]


def shows_heads(viewport: Viewport, edges: int) -> bool:
    """Whether so many edges, wherever they are, have arrowheads at this zoom."""
    return viewport.zoom >= ARROWS_ABOVE or edges <= ARROWS_ALWAYS_UP_TO


def _head_scale(viewport: Viewport, least: float) -> float:
    """Device pixels to a pixel of an arrowhead, which does not become smaller than it can be seen."""
    return max(viewport.scale, least * viewport.ratio / ARROW_LENGTH)


def set_pen(painter: QPainter, pen: EdgePen, scale: float) -> None:
    """Widths grow with the zoom, but never fall under one device pixel."""
    smooth = painter.testRenderHint(QPainter.RenderHint.Antialiasing)
    width = max(THINNEST if smooth else 1.0, pen.width * scale)
    made = QPen(pen.colour, width)
    made.setCosmetic(True)
    cap = Qt.PenCapStyle.SquareCap  # overlapping, for where two lines only meet the ground shines through
    if pen.dashed:
        cap = Qt.PenCapStyle.FlatCap
    elif width > WIDEST_SQUARE:
        cap = Qt.PenCapStyle.RoundCap
    made.setCapStyle(cap)
    painter.setPen(made)


def draw_midway_heads(
    painter: QPainter, viewport: Viewport, lines: Doubles, owners: Ints, colour_of: Callable[[int], QColor]
) -> None:
    """Arrowheads in the middle of what is seen of edges, in the direction they have there.

    lines, owners: as `visible_lines` returns them, one edge's in the order in which it runs.
    """
    if viewport.zoom >= MIDWAY_BELOW or not len(lines):
        return
    order = np.argsort(owners, kind="stable")
    edges, firsts, counts = np.unique(owners[order], return_index=True, return_counts=True)
    if len(edges) > MIDWAY_MOST:
        return
    steps = lines[:, 2:] - lines[:, :2]
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    long = np.bincount(owners, lengths)[edges] >= MIDWAY_FROM * viewport.ratio
    middle = order[firsts + counts // 2][long]
    along = steps[middle] / np.maximum(lengths[middle], 1e-9)[:, None]
    tips = (lines[middle, :2] + lines[middle, 2:] + along * LEAST_LIT_ARROW * viewport.ratio) / 2
    tips = (tips + np.array([viewport.left, viewport.top])) / viewport.scale
    draw_arrows(painter, viewport, tips, along, [colour_of(edge) for edge in edges[long]], LEAST_LIT_ARROW)


def draw_arrows(
    painter: QPainter,
    viewport: Viewport,
    tips: Floats | Doubles,
    directions: Floats | Doubles,
    colours: Sequence[QColor],
    least: float = LEAST_ARROW,
) -> None:
    """Arrowheads at these points of the picture, as large as the zoom makes them, but large enough to be seen."""
    scale = viewport.scale
    placed = tips.astype(np.float64) * scale - (viewport.left, viewport.top)
    along = directions.astype(np.float64)
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    head = ARROW * _head_scale(viewport, least)
    corners = placed[:, None] + head[None, :, :1] * along[:, None] + head[None, :, 1:] * across[:, None]
    painter.setPen(Qt.PenStyle.NoPen)
    brush: QColor | None = None
    for place, points in enumerate(corners.tolist()):
        if colours[place] is not brush:
            brush = colours[place]
            painter.setBrush(QBrush(brush))
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _crowd(picture: Picture) -> float:
    """How long the lines are, taken as straight, to a square pixel of the picture where a line has the others around
    it: the ground that is empty does not make them fewer.
    """
    edges, bounds = picture.edges, picture.bounds
    drawn = np.flatnonzero(np.diff(edges.starts) > 0)
    if not len(drawn):
        return 0.0
    some = drawn[:: math.ceil(len(drawn) / MOST_SAMPLED)]
    begins, ends = edges.routes[edges.starts[some]].astype(np.float64), edges.tips[some].astype(np.float64)
    lengths = np.hypot(*(ends - begins).T) * (len(drawn) / len(some) / SAMPLES)
    along = (np.arange(SAMPLES) + 0.5)[None, :, None] / SAMPLES
    size = np.array([max(1.0, bounds.width), max(1.0, bounds.height)])
    places = (begins[:, None] + along * (ends - begins)[:, None] - [bounds.x0, bounds.y0]) / size
    cells = np.clip((places * CELLS).astype(np.int64), 0, CELLS - 1)
    cell = (cells[..., 0] * CELLS + cells[..., 1]).reshape(-1)
    within = np.bincount(cell, np.repeat(lengths, SAMPLES), CELLS * CELLS)
    total = float(within.sum())
    return float((within**2).sum()) / total / (size.prod() / CELLS**2) if total else 0.0


def _share(value: float, none: float, all_of_it: float) -> float:
    """How far a value is on its way from one to the other, from 0 to 1."""
    return min(1.0, max(0.0, (value - none) / (all_of_it - none)))
