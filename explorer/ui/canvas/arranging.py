"""What a picture looks like when some of its nodes have been pushed aside, until it is laid out again."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from explorer.domain.geometry import Rect
from explorer.drawing.ends import ARROW_NOTCH
from explorer.drawing.picture import Floats, Ints, Picture, Pill
from explorer.ui.canvas.beziers import places_within, points_on
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


def moved_picture(scene: Scene, nodes: Ints, dx: float, dy: float) -> Picture:
    """The picture with these nodes moved, the edges between them carried along and those to others bent."""
    picture = scene.picture
    edges, offset = picture.edges, np.array([dx, dy], dtype=np.float32)
    carried, bent = touched_edges(scene, nodes)
    bows = moved_bows(scene, nodes, bent, dx, dy)
    counts = np.diff(edges.starts).astype(np.int32)
    counts[bent] = 4
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    routes = np.empty((int(starts[-1]), 2), dtype=np.float32)
    kept = np.setdiff1d(np.arange(len(counts), dtype=np.int32), bent)
    routes[_places(starts, counts, kept)] = edges.routes[_places(edges.starts, counts, kept)]
    routes[_places(starts, counts, carried)] += offset
    routes[_places(starts, counts, bent)] = bows.curves.reshape(-1, 2)
    tips, directions = edges.tips.copy(), edges.directions.copy()
    tips[carried] += offset
    tips[bent], directions[bent] = bows.tips, bows.directions
    moved = replace(edges, routes=routes, starts=starts, tips=tips, directions=directions)
    return replace(
        picture,
        nodes=replace(picture.nodes, boxes=moved_boxes(picture.nodes.boxes, nodes, dx, dy)),
        edges=moved,
        pills=_moved_pills(picture, set(carried.tolist()), bent, bows, dx, dy),
        bounds=_bounds_with(picture.bounds, scene, nodes, dx, dy),
    )


def _places(starts: Ints, counts: Ints, edges: Ints) -> Ints:
    """Where the control points of these edges stand, one edge after the other."""
    own = counts[edges]
    return np.repeat(starts[edges], own) + places_within(own)


def _moved_pills(
    picture: Picture, carried: set[int], bent: Ints, bows: Bows, dx: float, dy: float
) -> tuple[Pill, ...]:
    middles = points_on(bows.curves, np.full(len(bent), 0.5, dtype=np.float32))
    centre_of = dict(zip(bent.tolist(), middles.tolist(), strict=True))
    pills = []
    for pill in picture.pills:
        box = pill.box
        if pill.edge in carried:
            box = Rect(box.x0 + dx, box.y0 + dy, box.x1 + dx, box.y1 + dy)
        elif pill.edge in centre_of:
            x, y = centre_of[pill.edge]
            box = Rect(x - box.width / 2, y - box.height / 2, x + box.width / 2, y + box.height / 2)
        pills.append(replace(pill, box=box))
    return tuple(pills)


def _bounds_with(bounds: Rect, scene: Scene, nodes: Ints, dx: float, dy: float) -> Rect:
    at = scene.extent(nodes)
    return Rect(
        min(bounds.x0, at.x0 + dx),
        min(bounds.y0, at.y0 + dy),
        max(bounds.x1, at.x1 + dx),
        max(bounds.y1, at.y1 + dy),
    )
