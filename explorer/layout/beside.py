"""Places for boxes that come into a finished layout: near what they are joined to, while everything else stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from explorer.domain.geometry import Point
from explorer.layout.curves import sample, subset
from explorer.layout.detours import boxes_of
from explorer.layout.request import Bools, Floats, Layout, LayoutRequest
from explorer.layout.reroute import pill_places, reroute
from explorer.layout.sides import Sides
from explorer.layout.spacing import ASPECT, COLUMN_GAP, GROUP_LABEL, GROUP_PADDING, ROW_GAP
from explorer.layout.stacking import Indices, Reals

_STEP = 20.0  # between the columns that are tried, beginning beside what the box is joined to
_COLUMNS = 24
_WINDOW = 1_200.0  # how far up and down a free place is looked for
_STRANGER = (
    240.0  # what it costs to stand in the area of a group that is not the box's own, as a way in pixels
)
_APART = 600.0  # what it costs to stand outside of the area of the box's own group
_OVER_EDGE = 25.0  # what it costs to push an edge aside
_MARGIN = ROW_GAP / 2
_LOOKED_AT = 40  # the nearest places, whose edges are counted
_MOST_EDGES = 1_000  # where more run, no place is free of them, and none is looked for
_DETOURS = 40  # each takes some hundredths of a second where many boxes stand in the way
_SPACING = 16.0  # of the points that stand for an edge, less than a card is high


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What is there already. boxes: cards and pills. borders: the lines round areas and the strips of their labels.

    areas: of all groups. points: on edges; owners: the edge of each point.
    """

    boxes: Reals
    borders: Reals
    areas: Reals
    points: Reals
    owners: Indices


def with_boxes(
    request: LayoutRequest,
    layout: Layout,
    groups: Mapping[int, int],
    placed: Mapping[int, Point],
    edges: Sequence[int],
    *,
    grows: bool = False,
) -> Layout:
    """The layout with new boxes and edges in it; no other box moves, and no area.

    request, layout: of all boxes, the new ones' centres NaN and the new edges' routes empty; a new box belongs to no
    group there. groups: the new boxes, each with the group it would like to stand in (-1 for none). placed: those
    that a person put somewhere. edges: the new ones, which are led; so are others that run under a new box. grows:
    the area of a box's group grows to hold it, where it meets nothing of others; a place where it can is preferred.
    """
    centres, areas = layout.centres.copy(), layout.group_rects.copy()
    for box, point in placed.items():
        centres[box] = point
    sides = Sides(request, groups) if grows else None
    waiting = [box for box in groups if box not in placed]
    while waiting:
        box = next((b for b in waiting if _is_joined(request, centres, b)), waiting[0])
        waiting.remove(box)
        now = replace(layout, centres=centres, group_rects=areas)
        centres[box] = _place(request, now, box, groups[box], sides)
        if sides is not None:
            areas = sides.grown(replace(now, centres=centres), box)
    now = replace(layout, centres=centres, group_rects=areas)
    made = reroute(request, now, sorted(groups), sorted(edges), detours=_DETOURS)
    labels = made.label_centres.copy()
    lost = np.flatnonzero((request.label_sizes[:, 0] > 0) & np.isnan(labels[:, 0]))
    lost = lost[np.diff(made.starts)[lost] > 0]
    boxes = boxes_of(centres.astype(np.float64), request.sizes.astype(np.float64))
    labels[lost] = pill_places(request, made.routes, made.starts, lost, boxes)
    return replace(made, label_centres=labels)


def _is_joined(request: LayoutRequest, centres: Floats, box: int) -> bool:
    sources, targets = _neighbours(request, centres, box)
    return bool(len(sources) or len(targets))


def _neighbours(request: LayoutRequest, centres: Floats, box: int) -> tuple[Indices, Indices]:
    """Where the data of a box comes from and goes to, of what stands somewhere already."""
    tails, heads = request.edges[:, 0], request.edges[:, 1]
    standing = ~np.isnan(centres[:, 0])
    sources = np.unique(tails[(heads == box) & (tails != box)])
    targets = np.unique(heads[(tails == box) & (heads != box)])
    return sources[standing[sources]], targets[standing[targets]]


def _place(request: LayoutRequest, layout: Layout, box: int, group: int, sides: Sides | None) -> Point:
    """The free place that is least far from where the box would like to stand."""
    size = request.sizes[box].astype(np.float64)
    left, middle, step = _wish(request, layout, box, size)
    lefts = left + np.arange(_COLUMNS) * step
    ground = _ground(request, layout, Point(left, middle), step, size)
    found = [_free_heights(ground, x, middle, size) for x in lefts.tolist()]
    x = np.repeat(lefts, [len(heights) for heights in found])
    y = np.concatenate(found)
    if not len(y):
        return _below(layout, request, size)
    cost = np.abs(x - left) + np.abs(y - middle) + _STRANGER * _in_areas(ground, x, y, size, group)
    if sides is not None:
        cost = cost + _APART * ~sides.can_grow(layout, box, np.stack([x + size[0] / 2, y], axis=1))
    nearest = np.lexsort((y, x, cost))[:_LOOKED_AT]
    x, y, cost = x[nearest], y[nearest], cost[nearest]
    cost = cost + _OVER_EDGE * _edges_under(ground, x, y, size)
    best = int(np.lexsort((y, x, cost))[0])
    return Point(float(x[best] + size[0] / 2), float(y[best]))


def _wish(request: LayoutRequest, layout: Layout, box: int, size: Reals) -> tuple[float, float, float]:
    """The left border, the height of the middle, and the way on from there, to the right or to the left."""
    sources, targets = _neighbours(request, layout.centres, box)
    centres, half = layout.centres.astype(np.float64), request.sizes.astype(np.float64) / 2
    joined = np.concatenate([sources, targets])
    if not len(joined):
        at = _below(layout, request, size)
        return at.x - size[0] / 2, at.y, _STEP
    middle = float(centres[joined, 1].mean())
    if len(sources):
        return float((centres[sources, 0] + half[sources, 0]).max()) + COLUMN_GAP, middle, _STEP
    return float((centres[targets, 0] - half[targets, 0]).min()) - COLUMN_GAP - float(size[0]), middle, -_STEP


def _below(layout: Layout, request: LayoutRequest, size: Reals) -> Point:
    """Under everything, at the left: always free; or in the lowest row, where the picture is wide enough."""
    standing = ~np.isnan(layout.centres[:, 0])
    if not standing.any():
        return Point(float(size[0]) / 2, float(size[1]) / 2)
    boxes = boxes_of(layout.centres[standing].astype(np.float64), request.sizes[standing].astype(np.float64))
    all_there = np.concatenate([boxes, layout.group_rects, np.tile(layout.routes, 2)])
    low, high = np.nanmin(all_there[:, :2], axis=0), np.nanmax(all_there[:, 2:], axis=0)
    lowest = boxes[boxes[:, 3].argmax()]
    middle = float(lowest[1] + lowest[3]) / 2
    in_row = all_there[all_there[:, 3] > min(lowest[1], middle - size[1] / 2) - _MARGIN]
    left = float(in_row[:, 2].max()) + COLUMN_GAP
    if left + size[0] <= max(high[0], low[0] + ASPECT * (high[1] - low[1])):
        return Point(left + float(size[0]) / 2, middle)
    return Point(float(low[0] + size[0] / 2), float(high[1] + COLUMN_GAP + size[1] / 2))


def _ground(request: LayoutRequest, layout: Layout, at: Point, step: float, size: Reals) -> Ground:
    """What stands where a place is looked for."""
    reach = step * _COLUMNS
    low = np.array([min(at.x, at.x + reach) - _MARGIN, at.y - _WINDOW - size[1]])
    high = np.array([max(at.x, at.x + reach) + size[0] + _MARGIN, at.y + _WINDOW + size[1]])

    def near(boxes: Reals) -> Reals:
        return boxes[(boxes[:, :2] < high).all(axis=1) & (boxes[:, 2:] > low).all(axis=1)]

    cards = boxes_of(layout.centres.astype(np.float64), request.sizes.astype(np.float64))
    pills = boxes_of(layout.label_centres.astype(np.float64), request.label_sizes.astype(np.float64))
    areas = layout.group_rects.astype(np.float64)
    x0, y0, x1, y1 = areas.T
    strip = y0 + GROUP_PADDING + GROUP_LABEL
    borders = [(x0, y0, x1, strip), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]
    points, owners = _points(layout, low, high)
    return Ground(
        near(np.concatenate([cards, pills])),
        near(np.concatenate([np.stack(border, axis=1) for border in borders])),
        areas,
        points,
        owners,
    )


def _points(layout: Layout, low: Reals, high: Reals) -> tuple[Reals, Indices]:
    """Points on the edges that run here, and the edge of each."""
    drawn = np.flatnonzero(np.diff(layout.starts) > 0)
    if not len(drawn):
        return np.zeros((0, 2)), drawn
    first = np.minimum.reduceat(layout.routes, layout.starts[drawn], axis=0)
    last = np.maximum.reduceat(layout.routes, layout.starts[drawn], axis=0)
    here = drawn[(first < high).all(axis=1) & (last > low).all(axis=1)]
    if len(here) > _MOST_EDGES:
        here = here[:0]
    points, owners = sample(*subset(layout.routes, layout.starts, here), spacing=_SPACING)
    inside = (points > low).all(axis=1) & (points < high).all(axis=1)
    return points[inside], owners[inside]


def _free_heights(ground: Ground, left: float, middle: float, size: Reals) -> Reals:
    """The heights at which a box with this left border lies over nothing: as wished, or just beside something."""
    obstacles = np.concatenate([ground.boxes, ground.borders])
    across = (obstacles[:, 0] < left + size[0] + _MARGIN) & (obstacles[:, 2] > left - _MARGIN)
    reach = size[1] / 2 + _MARGIN
    low, high = obstacles[across, 1] - reach, obstacles[across, 3] + reach
    heights = np.unique(np.concatenate([[middle], low, high]))
    heights = heights[np.abs(heights - middle) <= _WINDOW]
    taken = (heights[:, None] > low + 0.01) & (heights[:, None] < high - 0.01)
    return np.asarray(heights[~taken.any(axis=1)])


def _in_areas(ground: Ground, x: Reals, y: Reals, size: Reals, group: int) -> Bools:
    """Which of these places lie in the area of another group."""
    x0, y0, x1, y1 = np.delete(ground.areas, group, axis=0).T if group >= 0 else ground.areas.T
    middle = x + size[0] / 2
    inside = (middle[:, None] > x0) & (middle[:, None] < x1) & (y[:, None] > y0) & (y[:, None] < y1)
    return np.asarray(inside.any(axis=1))


def _edges_under(ground: Ground, x: Reals, y: Reals, size: Reals) -> Indices:
    """How many edges run under a box at each of these places."""
    counts = []
    for left, middle in zip(x.tolist(), y.tolist(), strict=True):
        low = (left - _MARGIN, middle - size[1] / 2 - _MARGIN)
        high = (left + size[0] + _MARGIN, middle + size[1] / 2 + _MARGIN)
        under = (ground.points > low).all(axis=1) & (ground.points < high).all(axis=1)
        counts.append(len(np.unique(ground.owners[under])))
    return np.array(counts, np.int64)
