"""What is laid over the finished frame: hover, selection, highlight, and nodes on their way to another place."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QRegion

from explorer.drawing.outlines import outline_segments
from explorer.drawing.picture import Bools, Ints, Outline
from explorer.ui.canvas.arranging import bows_between, moved_boxes, touched_edges
from explorer.ui.canvas.atlas import FAR_HEIGHT
from explorer.ui.canvas.batches import Doubles, draw_lines, draw_rects
from explorer.ui.canvas.beziers import flatten
from explorer.ui.canvas.called_out import covers
from explorer.ui.canvas.far_names import FarNames, Place, is_far, place_names, standing_names, with_more
from explorer.ui.canvas.flatten import TOLERANCE
from explorer.ui.canvas.naming import FRAME_HEIGHT, Naming
from explorer.ui.canvas.painters.edges import (
    ARROWS_ABOVE,
    LEAST_LIT_ARROW,
    draw_arrows,
    draw_edges,
    draw_midway_heads,
    set_pen,
    shows_heads,
    visible_heads,
    visible_lines,
)
from explorer.ui.canvas.painters.far import draw_far_names
from explorer.ui.canvas.painters.nodes import device_boxes, draw_nodes
from explorer.ui.canvas.palette import Palette
from explorer.ui.canvas.scene import Scene
from explorer.ui.canvas.sprites import path_of
from explorer.ui.canvas.team_counts import with_counts
from explorer.ui.canvas.viewport import Viewport

DIMMED = 0.72
"""How much ground colour lies over what is not highlighted."""

RING_GAP, RING_WIDTH = 2.0, 2.0
SHAPED_RINGS = 400
"""Rings drawn in their nodes' outline; more than these are plain rectangles."""

RINGS_AT_ONCE = 500
"""Plain ones drawn between two looks at the clock."""

ALL_NAMED = 200
"""So few lit nodes are named wherever a place can be found; of more, those are that have room for it."""

NAMED_WHILE_MOVED = 100
"""Of more nodes on their way, none is named from afar: placing their names would hold up the hand."""


@dataclass(frozen=True, slots=True, eq=False)
class Highlight:
    """Nodes and edges that an answer speaks of. naming: of these nodes alone."""

    nodes: Ints
    edges: Ints
    naming: Naming


def draw_highlight(
    painter: QPainter, viewport: Viewport, scene: Scene, palette: Palette, lit: Highlight
) -> Iterator[None]:
    """Dim everything but these nodes and edges, in steps."""
    names, zoom, ratio = None, viewport.nearness, viewport.lettering
    if is_far(zoom, len(scene.picture.nodes)):
        names = yield from standing_names(lit.naming, scene, zoom, ratio)
        if len(lit.nodes) <= ALL_NAMED:
            names = yield from with_more(names, lit.nodes, scene, viewport.scale, ratio, palette.fonts.far)
        names = yield from with_counts(names, scene, viewport.scale, ratio, palette.fonts.far)
    _dim(painter, viewport, palette)
    colour = QColor(palette.theme.selection)
    yield from draw_edges(painter, viewport, scene, palette.pens, _chosen(scene, lit.edges), lit=colour)
    yield from draw_nodes(painter, viewport, scene, palette, _seen(viewport, scene, lit.nodes), names)


def draw_highlight_sketch(
    painter: QPainter, viewport: Viewport, scene: Scene, palette: Palette, lit: Highlight
) -> Iterator[None]:
    """The same without edges and without names from afar, which take the time."""
    _dim(painter, viewport, palette)
    yield from draw_nodes(painter, viewport, scene, palette, _seen(viewport, scene, lit.nodes))


def draw_edges_marked(
    painter: QPainter,
    viewport: Viewport,
    scene: Scene,
    palette: Palette,
    edges: Ints,
    colour: QColor,
    spared: QRegion,
) -> None:
    """Edges drawn over in one colour, a little heavier, with their own dashes; not on what is spared: names."""
    among = _chosen(scene, edges)
    lines, owners = visible_lines(viewport, scene, among)
    numbers = palette.pens.of_edge[owners]
    pens = palette.pens.lit(viewport.zoom, colour)
    painter.save()
    if not spared.isEmpty():
        view = QRegion(0, 0, viewport.width, viewport.height)
        painter.setClipRegion(view.subtracted(spared), Qt.ClipOperation.IntersectClip)
    for number in np.unique(numbers):
        set_pen(painter, replace(pens[number], colour=colour), viewport.scale)
        draw_lines(painter, lines[numbers == number])
    heads = visible_heads(viewport, scene, among)
    shapes = scene.picture.edges
    tips, directions, colours = shapes.tips[heads], shapes.directions[heads], [colour] * len(heads)
    draw_arrows(painter, viewport, tips, directions, colours, LEAST_LIT_ARROW)
    draw_midway_heads(painter, viewport, lines, owners, lambda _: colour)
    painter.restore()


def draw_called_out(
    painter: QPainter, viewport: Viewport, scene: Scene, palette: Palette, names: FarNames
) -> None:
    """Names of what is pointed at or selected, each on its card, or beside it with a line to it."""
    boxes, ratio = device_boxes(viewport, scene, names.nodes), viewport.ratio
    painter.setPen(QPen(QColor(palette.theme.selection), ratio))
    frames = names.frames - [viewport.left, viewport.top, viewport.left, viewport.top]
    for (x, y, wide, high), (x0, y0, x1, y1) in zip(boxes.tolist(), frames.tolist(), strict=True):
        if not covers((x0, y0, x1, y1), (x, y, x + wide, y + high)):
            middle = QPointF(x + wide / 2, y + high / 2)
            painter.drawLine(middle, QPointF(min(max(middle.x(), x0), x1), min(max(middle.y(), y0), y1)))
    for _ in draw_far_names(painter, viewport, scene, palette, names):
        pass


def draw_rings(
    painter: QPainter,
    viewport: Viewport,
    scene: Scene,
    nodes: Ints,
    colour: QColor,
    width: float = RING_WIDTH,
    frame_of: Callable[[int], Place | None] = lambda _: None,
) -> None:
    """A ring around each of these nodes that is in view. frame_of: where a node is framed larger than its card."""
    if not len(nodes):
        return
    seen = _seen(viewport, scene, nodes)
    boxes = device_boxes(viewport, scene, seen)
    if len(seen) <= SHAPED_RINGS:
        _reframe(boxes, seen, frame_of)
    rings = _begin_rings(painter, viewport, boxes, colour, width)
    if len(seen) > SHAPED_RINGS or viewport.zoom < ARROWS_ABOVE:
        draw_rects(painter, rings)
        return
    scale = max(viewport.scale, FRAME_HEIGHT * viewport.lettering / FAR_HEIGHT)
    for node, (x, y, w, h) in zip(seen.tolist(), rings.tolist(), strict=True):
        outline = Outline(int(scene.picture.nodes.outline[node]))
        painter.drawPath(path_of(outline_segments(outline, 0, 0, w / scale, h / scale), x, y, scale))


def draw_plain_rings(
    painter: QPainter, viewport: Viewport, scene: Scene, nodes: Ints, colour: QColor
) -> Iterator[None]:
    """Plain rings around those of these nodes that reach into the view, in steps: for more than are drawn shaped."""
    reach = math.ceil((RING_GAP + RING_WIDTH) * viewport.ratio) + 1
    around = viewport.scene_rect(-reach, -reach, viewport.width + 2 * reach, viewport.height + 2 * reach)
    seen = scene.those_in(nodes, around)
    for first in range(0, len(seen), RINGS_AT_ONCE):
        boxes = device_boxes(viewport, scene, seen[first : first + RINGS_AT_ONCE])
        draw_rects(painter, _begin_rings(painter, viewport, boxes, colour, RING_WIDTH))
        yield


def _begin_rings(
    painter: QPainter, viewport: Viewport, boxes: Doubles, colour: QColor, width: float
) -> Doubles:
    """Take the pen for rings of this width; where they go around these boxes, which are changed."""
    scale = min(viewport.scale, viewport.ratio)
    grow = (RING_GAP + width / 2) * scale
    pen = QPen(colour, max(1.0, width * scale))
    pen.setCosmetic(True)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    boxes[:, :2] -= grow
    boxes[:, 2:] += 2 * grow
    return boxes


def _reframe(boxes: Doubles, nodes: Ints, frame_of: Callable[[int], Place | None]) -> None:
    """Put, in place, the frames of those nodes that have one for their boxes."""
    for row, node in enumerate(nodes.tolist()):
        frame = frame_of(node)
        if frame is not None:
            boxes[row] = frame[0], frame[1], frame[2] - frame[0], frame[3] - frame[1]


def draw_moving(
    painter: QPainter,
    viewport: Viewport,
    scene: Scene,
    palette: Palette,
    nodes: Ints,
    offset: tuple[int, int],
) -> None:
    """Nodes on their way by an offset in device pixels, their edges following as simple curves."""
    scale = viewport.scale
    aside = viewport.panned(*offset)
    touched = touched_edges(scene, nodes)
    for _ in draw_edges(painter, aside, scene, palette.pens, _chosen(scene, touched.carried)):
        pass
    boxes = moved_boxes(scene.picture.nodes.boxes, nodes, offset[0] / scale, offset[1] / scale)
    bent = touched.bent
    bows = bows_between(boxes[scene.tails[bent]], boxes[scene.heads[bent]])
    lines, pieces = flatten(bows.curves, TOLERANCE / scale)
    placed = lines.astype(np.float64) * scale
    placed -= (viewport.left, viewport.top, viewport.left, viewport.top)
    numbers = np.repeat(palette.pens.of_edge[bent], pieces)
    for number in np.unique(numbers):
        set_pen(painter, palette.pens.pens[number], scale)
        draw_lines(painter, placed[numbers == number])
    if shows_heads(viewport, len(bent)):
        colours = [palette.pens.pens[number].colour for number in palette.pens.of_edge[bent]]
        draw_arrows(painter, viewport, bows.tips, bows.directions, colours)
    names = None
    if len(nodes) <= NAMED_WHILE_MOVED and is_far(viewport.nearness, len(scene.picture.nodes)):
        names = place_names(scene, scale, viewport.lettering, palette.fonts.far, among=nodes)
    for _ in draw_nodes(painter, aside, scene, palette, nodes, names):
        pass
    draw_rings(painter, aside, scene, nodes, QColor(palette.theme.selection))


def draw_band(painter: QPainter, rect: QRectF, palette: Palette) -> None:
    """The rubber band of a box selection, in device pixels."""
    colour = QColor(palette.theme.selection)
    painter.setPen(QPen(colour, 1))
    colour.setAlphaF(0.1)
    painter.setBrush(colour)
    painter.drawRect(rect)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _dim(painter: QPainter, viewport: Viewport, palette: Palette) -> None:
    ground = QColor(palette.theme.ground)
    ground.setAlphaF(DIMMED)
    painter.fillRect(QRectF(0, 0, viewport.width, viewport.height), ground)


def _seen(viewport: Viewport, scene: Scene, nodes: Ints) -> Ints:
    return scene.those_in(nodes, viewport.visible)


def _chosen(scene: Scene, edges: Ints) -> Bools:
    chosen = np.zeros(len(scene.drawn), dtype=np.bool_)
    chosen[edges] = True
    return chosen
