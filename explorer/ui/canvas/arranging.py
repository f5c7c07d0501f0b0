"""What a picture looks like when some of its nodes have been pushed aside, until it is laid out again."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from explorer.domain.geometry import Rect
from explorer.drawing.ends import ARROW_NOTCH
from explorer.drawing.picture import EdgeShapes, Floats, Ints, Picture, Pill
from explorer.ui.canvas.beziers import points_on
from explorer.ui.canvas.scene import Scene

GAP = 1.5
"""Between an arrowhead and the card it points at."""


class Bows(NamedTuple):
    """Simple curves: (k, 4, 2) control points up to the arrowheads, the heads' points and directions."""

    curves: Floats
    tips: Floats
    directions: Floats


class Touched(NamedTuple):
    """The edges that a move concerns: `carried` whole, `bent` at one end."""

    carried: Ints
    bent: Ints


def touched_edges(scene: Scene, nodes: Ints) -> Touched:
    """The drawn edges with both ends, and with one end, among these nodes."""
    touched, among = scene.edges_of(nodes), scene.edges_among(nodes)
    drawn = scene.drawn
    bent = np.setdiff1d(touched, among, assume_unique=True)
    known = (scene.tails[bent] >= 0) & (scene.heads[bent] >= 0)
    return Touched(among[drawn[among]], bent[drawn[bent] & known])


def bows_between(from_boxes: Floats, to_boxes: Floats) -> Bows:
    """A curve from the middle of a side to the middle of the facing side; boxes: (k, 4) x0, y0, width, height."""
    start_middle = from_boxes[:, :2] + from_boxes[:, 2:] / 2
    end_middle = to_boxes[:, :2] + to_boxes[:, 2:] / 2
    way = end_middle - start_middle
    room = np.abs(way) - (from_boxes[:, 2:] + to_boxes[:, 2:]) / 2
    across = room[:, 0] >= room[:, 1]  # side by side rather than one above the other
    unit = np.where(across[:, None], [1.0, 0.0], [0.0, 1.0])
    unit = unit * np.where(np.where(across, way[:, 0], way[:, 1]) < 0, -1.0, 1.0)[:, None]
    start = start_middle + unit * from_boxes[:, 2:] / 2
    tip = end_middle - unit * (to_boxes[:, 2:] / 2 + GAP)
    end = tip - unit * ARROW_NOTCH
    reach = unit * np.maximum(12.0, np.abs((end - start) * unit).sum(axis=1, keepdims=True) / 2)
    curves = np.stack([start, start + reach, end - reach, end], axis=1)
    return Bows(curves.astype(np.float32), tip.astype(np.float32), unit.astype(np.float32))


def moved_bows(scene: Scene, nodes: Ints, bent: Ints, dx: float, dy: float) -> Bows:
    """The bent edges' curves once the nodes have moved."""
    boxes = moved_boxes(scene.picture.nodes.boxes, nodes, dx, dy)
    return bows_between(boxes[scene.tails[bent]], boxes[scene.heads[bent]])


def moved_boxes(boxes: Floats, nodes: Ints, dx: float, dy: float) -> Floats:
    """The boxes with these nodes moved."""
    moved = boxes.astype(np.float32, copy=True)
    moved[nodes, :2] += np.array([dx, dy], dtype=np.float32)
    return moved


def moved_scene(scene: Scene, nodes: Ints, dx: float, dy: float) -> Scene:
    """The scene with these nodes moved, the edges between them carried along and those to others bent."""
    carried, bent = touched_edges(scene, nodes)
    bows = moved_bows(scene, nodes, bent, dx, dy)
    picture, offset = scene.picture, np.array([dx, dy], dtype=np.float32)
    tips, directions = picture.edges.tips.copy(), picture.edges.directions.copy()
    tips[carried] += offset
    tips[bent], directions[bent] = bows.tips, bows.directions
    routes, starts = _rerouted(picture.edges, carried, bent, bows, offset)
    moved = replace(
        picture,
        nodes=replace(picture.nodes, boxes=moved_boxes(picture.nodes.boxes, nodes, dx, dy)),
        edges=replace(picture.edges, routes=routes, starts=starts, tips=tips, directions=directions),
        pills=_moved_pills(picture, set(carried.tolist()), bent, bows, dx, dy),
        bounds=_bounds_with(picture.bounds, scene, nodes, dx, dy),
    )
    return scene.mended(moved, np.union1d(carried, bent).astype(np.int32))


def _rerouted(
    edges: EdgeShapes, carried: Ints, bent: Ints, bows: Bows, offset: Floats
) -> tuple[Floats, Ints]:
    """The control points with some edges carried along and others bent, and where each edge's begin; what lies
    between is copied as it is, for it is nearly all."""
    firsts, ends = edges.starts[:-1], edges.starts[1:]
    moved = edges.routes.copy()
    for first, end in zip(firsts[carried].tolist(), ends[carried].tolist(), strict=True):
        moved[first:end] += offset
    pieces, done = [], 0
    for bow, first, end in zip(bows.curves, firsts[bent].tolist(), ends[bent].tolist(), strict=True):
        pieces += [moved[done:first], bow]
        done = end
    counts = np.diff(edges.starts)
    counts[bent] = 4
    starts = np.append(0, np.cumsum(counts)).astype(np.int32)
    return np.concatenate([*pieces, moved[done:]]), starts


def _moved_pills(
    picture: Picture, carried: set[int], bent: Ints, bows: Bows, dx: float, dy: float
) -> tuple[Pill, ...]:
    middles = points_on(bows.curves, np.full(len(bent), 0.5, dtype=np.float32))
    centre_of = dict(zip(bent.tolist(), middles.tolist(), strict=True))
    pills = list(picture.pills)
    for place, pill in enumerate(pills):
        box = pill.box
        if pill.edge in carried:
            moved = Rect(box.x0 + dx, box.y0 + dy, box.x1 + dx, box.y1 + dy)
            pills[place] = replace(pill, box=moved)
        elif pill.edge in centre_of:
            x, y = centre_of[pill.edge]
            moved = Rect(x - box.width / 2, y - box.height / 2, x + box.width / 2, y + box.height / 2)
            pills[place] = replace(pill, box=moved)
    return tuple(pills)


def _bounds_with(bounds: Rect, scene: Scene, nodes: Ints, dx: float, dy: float) -> Rect:
    at = scene.extent(nodes)
    return Rect(
        min(bounds.x0, at.x0 + dx),
        min(bounds.y0, at.y0 + dy),
        max(bounds.x1, at.x1 + dx),
        max(bounds.y1, at.y1 + dy),
    )
