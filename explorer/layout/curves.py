"""Curves: chains of cubic Béziers through way points, always level where they touch one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.layout.request import Floats, Ints
from explorer.layout.spacing import ARROW_SPREAD
from explorer.layout.stacking import Indices, Reals, by_key


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """Way points of all edges; edge i owns points[starts[i]:starts[i + 1]].

    leaving and arriving, one a point and used from a point to the next of the same edge, are how far the control
    points lie beside their way point; NaN for half the way, which keeps the curve between its ends.
    """

    points: Reals
    starts: Indices
    leaving: Reals
    arriving: Reals


def chain(ways: Ways) -> tuple[Floats, Ints]:
    """(routes, starts) as a Layout holds them: 3 k - 2 control points for k way points, none for none."""
    counts = np.diff(ways.starts)
    starts = np.zeros(len(ways.starts), np.int32)
    starts[1:] = np.cumsum(np.where(counts > 1, 3 * counts - 2, 0))
    routes = np.zeros((starts[-1], 2), np.float32)
    owner = np.repeat(np.arange(len(counts)), counts)
    place = np.arange(len(owner)) - ways.starts[owner]
    target = starts[owner] + 3 * place
    drawn = counts[owner] > 1
    routes[target[drawn]] = ways.points[drawn]
    goes_on = np.flatnonzero(drawn & (place < counts[owner] - 1))
    here, there = ways.points[goes_on], ways.points[goes_on + 1]
    half = (there[:, 0] - here[:, 0]) / 2
    leaving, arriving = ways.leaving[goes_on], ways.arriving[goes_on]
    base = target[goes_on]
    routes[base + 1, 0] = here[:, 0] + np.where(np.isnan(leaving), half, leaving)
    routes[base + 1, 1] = here[:, 1]
    routes[base + 2, 0] = there[:, 0] - np.where(np.isnan(arriving), half, arriving)
    routes[base + 2, 1] = there[:, 1]
    return routes, starts


def simplified(ways: Ways) -> Ways:
    """The same curves without the way points that change nothing: doubled first ones, and those on a level line."""
    points, first = ways.points, ways.starts[:-1]
    inner = np.ones(len(points), bool)
    inner[first] = False
    inner[ways.starts[1:] - 1] = False
    y = points[:, 1]
    level = np.abs(np.diff(y)) < 0.3
    plain = np.isnan(ways.leaving)[:-1] & level
    drop = np.zeros(len(points), bool)
    drop[1:-1] = inner[1:-1] & plain[:-1] & plain[1:]
    doubled = (np.abs(points[first + 1] - points[first]) < 0.3).all(axis=1)
    drop[first] = doubled
    drop[first[doubled] + 1] = False
    keep = ~drop
    starts = np.append(0, np.cumsum(keep))[ways.starts].astype(np.int32)
    return Ways(points[keep], starts, ways.leaving[keep], ways.arriving[keep])


def direct_ways(edges: Indices, centres: Reals, sizes: Reals) -> Ways:
    """One curve an edge, from right border to left border; one against the flow swings out at both ends."""
    ports_out, ports_in = spread_ports(
        edges, centres, sizes, centres[edges[:, 1], 1], centres[edges[:, 0], 1]
    )
    count = len(edges)
    points = np.empty((2 * count, 2))
    tails, heads = edges[:, 0], edges[:, 1]
    points[0::2, 0] = centres[tails, 0] + sizes[tails, 0] / 2
    points[0::2, 1] = ports_out
    points[1::2, 0] = centres[heads, 0] - sizes[heads, 0] / 2
    points[1::2, 1] = ports_in
    across = points[1::2] - points[0::2]
    swing = np.where(across[:, 0] >= 24, np.nan, 40 + np.hypot(across[:, 0], across[:, 1]) * 0.15)
    again = np.flatnonzero(tails == heads)
    beside = np.full(2 * count, np.nan)
    beside[0::2] = swing
    ways = Ways(points, np.arange(0, 2 * count + 1, 2, dtype=np.int32), beside, beside.copy())
    return _with_loops(ways, again, tails[again], centres, sizes) if len(again) else ways


def spread_ports(
    edges: Indices, centres: Reals, sizes: Reals, next_y: Reals, last_y: Reals
) -> tuple[Reals, Reals]:
    """(leaving y, entering y) of each edge, spread over the boxes' borders in the order of where they lead."""
    out = _ports(edges[:, 0], next_y, centres, sizes, share=True)
    into = _ports(edges[:, 1], last_y, centres, sizes, share=False)
    return out, into


def _ports(boxes: Indices, towards: Reals, centres: Reals, sizes: Reals, *, share: bool) -> Reals:
    """Where on its box each edge end lies; ends that lead to the same height share a port if they may."""
    height = np.rint(towards * 10).astype(np.int64)
    height -= height.min(initial=0)
    order = by_key(boxes * (height.max(initial=0) + 1) + height)
    owner, goal = boxes[order], height[order]
    fresh = np.ones(len(order), bool)
    new_box = fresh.copy()
    new_box[1:] = owner[1:] != owner[:-1]
    if share:
        fresh[1:] = new_box[1:] | (goal[1:] != goal[:-1])
    number = np.cumsum(fresh)
    rank = number - np.maximum.accumulate(np.where(new_box, number, 0))
    most = np.zeros(len(centres))
    np.maximum.at(most, owner, rank)
    step = np.minimum(ARROW_SPREAD, sizes[owner, 1] * 0.6 / np.maximum(most[owner], 1))
    result = np.empty(len(order))
    result[order] = centres[owner, 1] + (rank - most[owner] / 2) * step
    return result


def _with_loops(ways: Ways, loops: Indices, boxes: Indices, centres: Reals, sizes: Reals) -> Ways:
    """Self-loops get a third way point above their box, so that they go round it."""
    counts = np.diff(ways.starts)
    counts[loops] += 1
    starts = np.zeros(len(ways.starts), np.int32)
    starts[1:] = np.cumsum(counts)
    at = ways.starts[loops] + 1
    top = np.column_stack([centres[boxes, 0], centres[boxes, 1] - sizes[boxes, 1] / 2 - 9])
    points = np.insert(ways.points, at, top, axis=0)
    leaving, arriving = np.insert(ways.leaving, at, 0.0), np.insert(ways.arriving, at, 0.0)
    first = starts[loops]
    reach = sizes[boxes, 0] / 2
    leaving[first], arriving[first] = 24, -reach
    leaving[first + 1], arriving[first + 1] = -reach, 24
    return Ways(points, starts, leaving, arriving)


def sample(routes: Floats, starts: Indices, spacing: float = 8.0) -> tuple[Reals, Indices]:
    """(points, edge of each point): points on all routes, at most about the spacing apart."""
    base, owner = _pieces(starts)
    corners = [routes[base + i].astype(np.float64) for i in range(4)]
    length = sum(np.abs(corners[i + 1] - corners[i]).sum(axis=1) for i in range(3))
    numbers = np.clip(np.ceil(length / spacing), 2, 2000).astype(np.int64)
    piece = np.repeat(np.arange(len(owner)), numbers)
    step = np.arange(len(piece)) - np.repeat(np.cumsum(numbers) - numbers, numbers)
    t = (step / np.maximum(numbers - 1, 1)[piece])[:, None]
    return _at(t, *(corner[piece] for corner in corners)), owner[piece]


def extent(routes: Floats, starts: Indices) -> Reals:
    """((left, top), (right, bottom)) of the curves themselves, which their control points may lie far outside of."""
    base, _ = _pieces(starts)
    if len(base) == 0:
        return np.full((2, 2), np.nan)
    ends = np.concatenate([routes[base], routes[base + 3]]).astype(np.float64)
    low, high = ends.min(axis=0), ends.max(axis=0)
    for axis in (0, 1):
        inner = np.stack([routes[base + 1, axis], routes[base + 2, axis]])
        far = base[((inner < low[axis]) | (inner > high[axis])).any(axis=0)]
        turned = _turning_values(*(routes[far + i, axis].astype(np.float64) for i in range(4)))
        low[axis], high[axis] = turned.min(initial=low[axis]), turned.max(initial=high[axis])
    return np.stack([low, high])


def _turning_values(p: Reals, q: Reals, r: Reals, s: Reals) -> Reals:
    """Where cubic Béziers turn round along one axis: their values where the derivative is nought."""
    a, b, c = s - p + 3 * (q - r), 2 * (p - 2 * q + r), q - p
    root = np.sqrt(np.maximum(b * b - 4 * a * c, 0))
    half = -(b + np.copysign(root, b)) / 2  # the sum that cancels nothing; the other root follows from c
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.nan_to_num(np.stack([half / a, c / half]))
    return _at(np.clip(t, 0, 1), p, q, r, s)


def _pieces(starts: Indices) -> tuple[Indices, Indices]:
    """(first control point, edge) of every single Bézier."""
    counts = np.maximum((np.diff(starts) - 1) // 3, 0)
    owner = np.repeat(np.arange(len(counts)), counts)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    return starts[owner] + 3 * within, owner


def subset(routes: Floats, starts: Indices, chosen: Indices) -> tuple[Floats, Ints]:
    """(routes, starts) of the chosen edges alone, in the order in which they are named."""
    counts = np.diff(starts)[chosen]
    new = starts_of(counts)
    at = np.repeat(starts[chosen] - new[:-1], counts) + np.arange(new[-1])
    return routes[at], new


def spliced(
    routes: Floats, starts: Indices, chosen: Indices, ways: Floats, way_starts: Indices
) -> tuple[Floats, Ints]:
    """The routes with those of the chosen edges, in ascending order, exchanged for others of any length."""
    counts = np.diff(starts)
    kept = np.ones(len(counts), bool)
    kept[chosen] = False
    counts[chosen] = np.diff(way_starts)
    old = np.repeat(kept, counts)
    new = np.empty((len(old), 2), np.float32)
    new[old] = routes[np.repeat(kept, np.diff(starts))]
    new[~old] = ways
    return new, starts_of(counts)


def starts_of(counts: Indices) -> Ints:
    """Where each route begins, and the last one ends, among the control points of all."""
    starts = np.zeros(len(counts) + 1, np.int32)
    np.cumsum(counts, out=starts[1:])
    return starts


def _at(t: Reals, p: Reals, q: Reals, r: Reals, s: Reals) -> Reals:
    """The points at t of the Béziers with these control points."""
    on: Reals = (1 - t) ** 3 * p + 3 * t * (1 - t) ** 2 * q + 3 * t**2 * (1 - t) * r + t**3 * s
    return on


def middles(routes: Floats, starts: Indices) -> Reals:
    """The point halfway along each route, counted in pieces; NaN where there is no route."""
    counts = np.diff(starts)
    result = np.full((len(counts), 2), np.nan)
    drawn = np.flatnonzero(counts > 1)
    pieces = (counts[drawn] - 1) // 3
    base = starts[drawn] + 3 * (pieces // 2)
    odd = (pieces % 2 == 1)[:, None]
    p = [routes[np.minimum(base + i, len(routes) - 1)].astype(np.float64) for i in range(4)]
    result[drawn] = np.where(odd, (p[0] + 3 * p[1] + 3 * p[2] + p[3]) / 8, p[0])
    return result
