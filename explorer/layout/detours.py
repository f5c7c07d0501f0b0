"""Detours: ways round boxes for edges whose own curve would cross one, whatever engine placed the boxes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.layout.stacking import Indices, Reals

CLEARANCE = 9.0  # kept between a detour's corners and a box
TURN = 24.0  # from a border to where an edge against the flow turns to its level run
_HAIR = 1.5  # a curve that passes nearer than this may touch between two sampled points
_STUB = 14.0  # a detour leaves and enters a border level for this long
_SHORT_STUB = 6.0  # where a box stands so near that there is no room for more
_ROUNDS = 14
_MOST_OBSTACLES = 40
_CELL = 8.0  # pixels; less than the least room between boxes, so that few cells belong to two
_MOST_CELLS = 4_000_000
_OUTWARDS = np.array([-1.0, -1.0, 1.0, 1.0])
_LONGEST_FILLET = 48.0
_SLACK = 7.0  # how far a rounded corner may cut, less than the clearance
_LEAST_SLACK = 0.5  # at a box that stands nearer than the clearance
_BESIDE = CLEARANCE - _SLACK


def boxes_of(centres: Reals, sizes: Reals) -> Reals:
    """(n, 4) left, top, right, bottom."""
    half = sizes / 2
    return np.hstack([centres - half, centres + half]).astype(np.float64)


def crossings(points: Reals, owner: Indices, ends: Indices, boxes: Reals) -> Indices:
    """Owners of points that lie in or just at a box other than the owner's ends, or deep inside one of those.

    owner: ascending. ends: (m, 2) the boxes each owner runs between.
    """
    if len(points) == 0 or len(boxes) == 0:
        return np.zeros(0, np.int64)
    at, box = _contained(points, boxes + _HAIR * _OUTWARDS)
    foreign = (ends[owner[at]] != box[:, None]).all(axis=1)
    inside = np.minimum(points[at] - boxes[box, :2], boxes[box, 2:] - points[at]).min(axis=1) > 4
    return np.unique(owner[at[foreign | inside]])


def _contained(points: Reals, boxes: Reals) -> tuple[Indices, Indices]:
    """(point, box) wherever a point lies within a box, by a map of the ground that names the box of each cell."""
    low = boxes[:, :2].min(axis=0)
    extent = boxes[:, 2:].max(axis=0) - low
    cell = max(_CELL, float(np.sqrt(extent.prod() / _MOST_CELLS)))
    ground = np.full(tuple(np.ceil(extent / cell).astype(int) + 1), -1, np.int32)
    first = ((boxes[:, :2] - low) / cell).astype(int)
    last = ((boxes[:, 2:] - low) / cell).astype(int) + 1
    for i, (left, top, right, bottom) in enumerate(np.hstack([first, last]).tolist()):
        ground[left:right, top:bottom] = i
    place = np.floor((points - low) / cell).astype(np.int64)
    near = np.flatnonzero((place >= 0).all(axis=1) & (place < ground.shape).all(axis=1))
    box = ground[place[near, 0], place[near, 1]]
    near, box = near[box >= 0], box[box >= 0]
    within = (points[near] > boxes[box, :2]).all(axis=1) & (points[near] < boxes[box, 2:]).all(axis=1)
    return near[within], box[within]


def detour(start: Reals, end: Reals, boxes: Reals, by: tuple[Reals, Reals] | None = None) -> Reals | None:
    """Control points of a curve from a right border to a left one that crosses no box, if one is found.

    by: two points that it passes, straight from one to the other.
    """
    for level in (_STUB, _SHORT_STUB) if by is None else (TURN,):
        stub = np.array([level, 0.0])
        path = _way(start + stub, end - stub, boxes, by)
        if path is not None:
            way = np.vstack([start, path, end])
            return rounded(way, np.clip(_room(way, boxes) - _BESIDE, _LEAST_SLACK, _SLACK))
    return None


def _way(first: Reals, last: Reals, boxes: Reals, by: tuple[Reals, Reals] | None) -> Reals | None:
    obstacles = boxes + CLEARANCE * _OUTWARDS
    for point in (first, last, *(by or ())):  # a box nearer than the clearance gets less of it
        tight = (obstacles[:, :2] < point).all(axis=1) & (obstacles[:, 2:] > point).all(axis=1)
        obstacles[tight] = boxes[tight] + _OUTWARDS
    if by is None:
        return _path(first, last, obstacles)
    there, back = _path(first, by[0], obstacles), _path(by[1], last, obstacles)
    blocked = _crosses(by[0][None], by[1][None], obstacles).any()
    return None if there is None or back is None or blocked else np.vstack([there, back])


def _room(points: Reals, boxes: Reals) -> Reals:
    """How far each point is from the nearest box, to its side or above or below."""
    if not len(boxes):
        return np.full(len(points), np.inf)
    away = np.maximum(boxes[:, :2] - points[:, None], points[:, None] - boxes[:, 2:]).max(axis=2)
    return np.asarray(away.min(axis=1), np.float64)


def rounded(path: Reals, slack: Reals | None = None) -> Reals:
    """A chain of cubic Béziers along a broken line, its corners rounded as far as stays clear of what they avoid.

    slack: how far each corner may be cut, where that is not the same for all.
    """
    kept = np.append(True, np.abs(np.diff(path, axis=0)).sum(axis=1) > 0.5)
    path, cut = path[kept], np.full(len(path), _SLACK)[kept] if slack is None else slack[kept]
    if len(path) < 2:
        return np.zeros((0, 2))
    steps = np.diff(path, axis=0)
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    directions = steps / lengths[:, None]
    points = [path[0]]
    for i in range(1, len(path) - 1):
        back, on = -directions[i - 1], directions[i]
        sharp = float(np.sqrt(max((1 + back @ on) / 2, 1e-4)))  # the cosine of half the corner's angle
        reach = min(lengths[i - 1] / 2, lengths[i] / 2, _LONGEST_FILLET, 2 * cut[i] / sharp)
        enter, leave = path[i] + back * reach, path[i] + on * reach
        _line_to(points, enter)
        points += [enter + (path[i] - enter) * 2 / 3, leave + (path[i] - leave) * 2 / 3, leave]
    _line_to(points, path[-1])
    return np.array(points)


def _line_to(points: list[Reals], end: Reals) -> None:
    start = points[-1]
    points += [start + (end - start) / 3, start + (end - start) * 2 / 3, end]


def _path(start: Reals, end: Reals, obstacles: Reals) -> Reals | None:
    """The shortest broken line over the corners of the boxes met so far, until it meets no other."""
    known: list[int] = []
    for _ in range(_ROUNDS):
        path = _shortest(start, end, obstacles[known])
        if path is None:
            return None
        met = np.flatnonzero(_crosses(path[:-1], path[1:], obstacles).any(axis=0))
        fresh = [int(i) for i in met if i not in known]
        if not fresh:
            return path
        known += fresh
        if len(known) > _MOST_OBSTACLES:
            return None
    return None


def _shortest(start: Reals, end: Reals, obstacles: Reals) -> Reals | None:
    corners = [start[None], end[None]]
    corners += [obstacles[:, pair] for pair in ([0, 1], [2, 1], [2, 3], [0, 3])]
    points = np.vstack(corners)
    count = len(points)
    a, b = np.triu_indices(count, 1)
    free = ~_crosses(points[a], points[b], obstacles).any(axis=1)
    length = np.full((count, count), np.inf)
    steps = points[b[free]] - points[a[free]]
    # A corner costs a little, so that of equal ways the one with fewer corners is taken.
    length[a[free], b[free]] = length[b[free], a[free]] = np.hypot(steps[:, 0], steps[:, 1]) + 4
    best = np.full(count, np.inf)
    best[0] = 0
    before = np.zeros(count, np.int64)
    waiting = np.ones(count, bool)
    for _ in range(count):
        node = int(np.argmin(np.where(waiting, best, np.inf)))
        if node == 1 or not np.isfinite(best[node]):
            break
        waiting[node] = False
        through = best[node] + length[node]
        better = through < best
        best[better], before[better] = through[better], node
    if not np.isfinite(best[1]):
        return None
    path = [1]
    while path[-1] != 0:
        path.append(int(before[path[-1]]))
    return points[path[::-1]]


def _crosses(start: Reals, end: Reals, boxes: Reals) -> NDArray[np.bool_]:
    """(segments, boxes): whether the segment passes through the box's inside; touching its border is no crossing."""
    step = end - start
    with np.errstate(divide="ignore", invalid="ignore"):
        enter = np.full((len(start), len(boxes)), 0.0)
        leave = np.full((len(start), len(boxes)), 1.0)
        for axis in (0, 1):
            low, high = boxes[None, :, axis] + 0.01, boxes[None, :, axis + 2] - 0.01
            origin, along = start[:, axis, None], step[:, axis, None]
            level = np.abs(along) < 1e-9
            one, two = (low - origin) / along, (high - origin) / along
            inside = (origin > low) & (origin < high)
            near = np.where(level, np.where(inside, 0.0, 2.0), np.minimum(one, two))
            far = np.where(level, np.where(inside, 1.0, -1.0), np.maximum(one, two))
            enter, leave = np.maximum(enter, near), np.minimum(leave, far)
    return enter < leave
