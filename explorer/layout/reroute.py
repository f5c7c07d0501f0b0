"""New routes for a picture whose boxes were moved by hand, or whose engine led an edge through a box."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from explorer.layout.blocks import group_areas
from explorer.layout.curves import chain, direct_ways, middles, sample, spliced, starts_of, subset
from explorer.layout.detours import CLEARANCE, TURN, boxes_of, crossings, detour
from explorer.layout.request import Bools, Floats, Ints, Layout, LayoutRequest
from explorer.layout.stacking import Indices, Reals

_DETOURS_WHILE_MOVING = 16
_DETOURS = 250
_TRIED = 40  # places along a route at which a pill is tried
_AT_ONCE = 8  # of them: most pills are near the middle
_MOST_LOOKS = 6_000_000  # of pills at boxes, which take some tenths of a second
_FOLLOWED = 250  # routes followed in one go: those of 20,000 nodes have millions of points
_BESIDE = 12.0  # kept between a box and one that had to give way


def reroute(
    request: LayoutRequest,
    layout: Layout,
    moved: Sequence[int] | Indices,
    also: Sequence[int] | Indices = (),
    *,
    detours: int = _DETOURS_WHILE_MOVING,
    check: Callable[[], None] = lambda: None,
) -> Layout:
    """The layout with routes, pills and group areas brought in line with the moved boxes' new centres.

    layout: holds the new centres already; every route that touches a moved box, or now runs under one, is led anew.
    also: more edges that are led anew. detours: how many may be led round boxes in their way.
    check may raise Cancelled.
    """
    at = np.asarray(moved, np.int64)
    centres, sizes = layout.centres.astype(np.float64), request.sizes.astype(np.float64)
    shifted = np.zeros(request.node_count, bool)
    shifted[at] = True
    touching = shifted[request.edges[:, 0]] | shifted[request.edges[:, 1]]
    under = _passing(
        layout.routes, layout.starts, request.edges, boxes_of(centres[at], sizes[at]), ~touching, at, check
    )
    touching[under] = True
    touching[np.asarray(also, np.int64)] = True
    chosen = np.flatnonzero(touching)
    routes, starts = _led(request, layout, chosen, shifted, detours)
    areas = layout.group_rects.copy()
    groups = np.unique(request.groups[at])
    groups = groups[groups >= 0]
    areas[groups] = group_areas(request, centres)[groups]
    labels = layout.label_centres.copy()
    labels[chosen] = pill_places(request, routes, starts, chosen, boxes_of(centres, sizes), check)
    return replace(layout, routes=routes, starts=starts, group_rects=areas, label_centres=labels)


def mend(request: LayoutRequest, layout: Layout) -> Layout:
    """The layout with every route that crosses a box led round it, and pills that cover one set beside it."""
    layout = _returning_gently(request, layout)
    boxes = boxes_of(layout.centres, request.sizes)
    points, owner = sample(layout.routes, layout.starts)
    crossing = crossings(points, owner, request.edges, boxes)
    undrawn = np.flatnonzero(np.diff(layout.starts) == 0)
    chosen = np.union1d(crossing, undrawn)
    routes, starts = layout.routes, layout.starts
    if len(chosen):
        none_moved = np.zeros(request.node_count, bool)
        routes, starts = _led(request, layout, chosen, none_moved, _DETOURS)
    labels = layout.label_centres.copy()
    covering = np.flatnonzero((request.label_sizes[:, 0] > 0) & _covering(request, labels, boxes))
    missing = np.flatnonzero((request.label_sizes[:, 0] > 0) & np.isnan(labels[:, 0]))
    again = np.union1d(np.union1d(chosen, covering), missing)
    labels[again] = pill_places(request, routes, starts, again, boxes)
    return replace(layout, routes=routes, starts=starts, label_centres=labels)


def with_pills_beside(request: LayoutRequest, layout: Layout, held: Bools | None = None) -> Layout:
    """The layout with every pill, or those held, where it covers no box and no other pill, as far as there is room.

    In very large pictures some stay in the middle of their edges: there one reads parts, which are laid out anew.
    """
    having = request.label_sizes[:, 0] > 0
    most = _MOST_LOOKS // max(request.node_count, 1)
    chosen = np.flatnonzero(having if held is None else having & held)[:most]
    labels = layout.label_centres.copy()
    boxes = boxes_of(layout.centres, request.sizes)
    labels[chosen] = pill_places(request, layout.routes, layout.starts, chosen, boxes)
    return replace(layout, label_centres=labels)


def _returning_gently(request: LayoutRequest, layout: Layout) -> Layout:
    """Routes against the flow keep their long level run, but go to it and from it by the shortest way."""
    centres = layout.centres.astype(np.float64)
    boxes = boxes_of(centres, request.sizes)
    pills = boxes_of(layout.label_centres, request.label_sizes)
    taken = np.vstack([boxes, pills[np.isfinite(pills).all(axis=1)]])
    tails, heads = request.edges[:, 0], request.edges[:, 1]
    back = (boxes[tails, 2] > boxes[heads, 0]) & (tails != heads) & ~(request.label_sizes[:, 0] > 0)
    replaced: dict[int, Reals] = {}
    for edge in np.flatnonzero(back & (np.diff(layout.starts) > 7))[:_DETOURS].tolist():
        way = layout.routes[layout.starts[edge] : layout.starts[edge + 1]].astype(np.float64)
        longest = int(np.argmin(np.diff(way[::3, 0])))
        run = way[3 * longest], way[3 * longest + 3]
        gentle = _returning(way[0], way[-1], run, taken)
        if gentle is not None:
            replaced[edge] = gentle
    routes, starts = spliced(layout.routes, layout.starts, *_joined(replaced))
    return replace(layout, routes=routes, starts=starts)


def _returning(start: Reals, end: Reals, run: tuple[Reals, Reals], boxes: Reals) -> Reals | None:
    """A way that turns at its ends to a level run, as near the height of the run it had as no box forbids."""
    first, last = start[0] + TURN, end[0] - TURN
    for level in _heights(run, boxes[(boxes[:, 0] < first) & (boxes[:, 2] > last)]):
        way = detour(start, end, boxes, (np.array([first, level]), np.array([last, level])))
        if way is not None:
            return way
    return detour(start, end, boxes, run)


def _heights(run: tuple[Reals, Reals], boxes: Reals) -> list[float]:
    """The run's middle height and those of its ends, each moved to the next one above or below that no box takes."""
    low, high = boxes[:, 1] - CLEARANCE, boxes[:, 3] + CLEARANCE
    edges = np.concatenate([low, high])
    free = edges[~((edges[:, None] > low) & (edges[:, None] < high)).any(axis=1)]
    wanted = ((run[0][1] + run[1][1]) / 2, run[0][1], run[1][1])
    levels = [
        height
        if len(free) == 0 or not ((low < height) & (high > height)).any()
        else free[np.argmin(np.abs(free - height))]
        for height in wanted
    ]
    return [float(level) for level in dict.fromkeys(levels)]


def pill_places(
    request: LayoutRequest,
    routes: Floats,
    starts: Ints,
    chosen: Indices,
    boxes: Reals,
    check: Callable[[], None] = lambda: None,
) -> Floats:
    """Where the chosen edges' pills go: the point of the route nearest its middle that covers no box and no pill."""
    some, some_starts = subset(routes, starts, chosen)
    labels = middles(some, some_starts).astype(np.float32)
    sizes = request.label_sizes[chosen]
    labels[sizes[:, 0] <= 0] = np.nan
    sides = np.ascontiguousarray(boxes.T, np.float64)
    placed = np.full((4, len(labels)), np.nan)
    for i in np.flatnonzero(np.isfinite(labels[:, 0])).tolist():
        check()
        way = some[some_starts[i] : some_starts[i + 1]]
        points, _ = sample(way, np.array([0, len(way)], np.int32))
        points = points[:: max(len(points) // _TRIED, 1)]
        best = _nearest_free(points, sizes[i] / 2 + 2, sides, placed)
        if best is not None:
            labels[i] = points[best]
        placed[:, i] = boxes_of(labels[i : i + 1], sizes[i : i + 1])[0]
    return labels


def _nearest_free(points: Reals, half: Reals, boxes: Reals, pills: Reals) -> int | None:
    """The point nearest the middle at which something of this half size covers no box, and if possible no pill."""
    by_nearness = np.argsort(np.abs(np.arange(len(points)) - len(points) / 2), kind="stable")
    covering_pills = None
    for some in np.split(by_nearness, range(_AT_ONCE, len(points), _AT_ONCE)):
        clear = some[_free(points[some], half, boxes)]
        apart = clear[_free(points[clear], half, pills)]
        if len(apart):
            return int(apart[0])
        if covering_pills is None and len(clear):
            covering_pills = int(clear[0])
    return covering_pills


def _free(points: Reals, half: Reals, boxes: Reals) -> Bools:
    """At which points something of this half size covers none of the boxes, whose sides are given in four rows."""
    if not len(points):
        return np.zeros(0, bool)
    low, high = points.min(axis=0) - half, points.max(axis=0) + half
    x0, y0, x1, y1 = boxes
    x0, y0, x1, y1 = boxes[:, (x0 < high[0]) & (x1 > low[0]) & (y0 < high[1]) & (y1 > low[1])]
    x, y = points[:, :1], points[:, 1:]
    over = (x - half[0] < x1) & (x + half[0] > x0) & (y - half[1] < y1) & (y + half[1] > y0)
    return np.asarray(~over.any(axis=1))


def settled(request: LayoutRequest, layout: Layout) -> Layout:
    """The layout with the fixed boxes exactly where they were, and others that stood there beside them."""
    if not request.fixed.any():
        return layout
    fixed = np.flatnonzero(request.fixed)
    shift = np.median(request.positions[fixed] - layout.centres[fixed], axis=0).astype(np.float32)
    centres = layout.centres + shift
    moved = np.zeros(request.node_count, bool)
    moved[fixed] = np.abs(centres[fixed] - request.positions[fixed]).max(axis=1) > 0.01
    centres[fixed] = request.positions[fixed]
    moved[_give_way(request, centres)] = True
    new = replace(
        layout,
        centres=centres,
        routes=layout.routes + shift,
        label_centres=layout.label_centres + shift,
        group_rects=layout.group_rects + np.tile(shift, 2),
    )
    return mend(request, reroute(request, new, np.flatnonzero(moved))) if moved.any() else new


def _give_way(request: LayoutRequest, centres: Floats) -> list[int]:
    """Move, in place, each box that overlaps a fixed one to the nearest free height; which ones moved."""
    sizes = request.sizes.astype(np.float64)
    half = sizes / 2
    fixed = np.flatnonzero(request.fixed)
    gave = []
    for i in np.flatnonzero(~request.fixed).tolist():
        apart = np.abs(centres[fixed] - centres[i]) - half[fixed] - half[i]
        if not (apart < _BESIDE / 2).all(axis=1).any():
            continue
        near = np.flatnonzero(np.abs(centres[:, 0] - centres[i, 0]) - half[:, 0] - half[i, 0] < _BESIDE)
        near = near[near != i]
        reach = half[near, 1] + half[i, 1] + _BESIDE
        heights = np.concatenate([centres[near, 1] - reach, centres[near, 1] + reach])
        taken = np.abs(heights[:, None] - centres[near, 1]) < reach - 0.01
        free = heights[~taken.any(axis=1)]  # the highest and the lowest are always free
        centres[i, 1] = free[np.argmin(np.abs(free - centres[i, 1]))]
        gave.append(i)
    return gave


def _passing(
    routes: Floats,
    starts: Ints,
    edges: Ints,
    boxes: Reals,
    asked: Bools,
    numbers: Indices,
    check: Callable[[], None],
) -> Indices:
    """Edges among those asked for whose routes pass through one of a few boxes."""
    drawn = np.flatnonzero(asked & (np.diff(starts) > 0))
    if len(drawn) == 0 or len(boxes) == 0:
        return drawn[:0]
    every = np.flatnonzero(np.diff(starts) > 0)
    low = np.minimum.reduceat(routes, starts[every], axis=0)
    high = np.maximum.reduceat(routes, starts[every], axis=0)
    near = np.zeros(len(edges), bool)
    for left, top, right, bottom in boxes.tolist() if len(boxes) <= 64 else []:
        near[every] |= (low < (right, bottom)).all(axis=1) & (high > (left, top)).all(axis=1)
    drawn = drawn[near[drawn]] if len(boxes) <= 64 else drawn
    place = np.full(int(edges.max()) + 1, -1)
    place[numbers[numbers < len(place)]] = np.flatnonzero(numbers < len(place))
    at_once = _FOLLOWED if len(boxes) <= 64 else len(drawn)  # each time all boxes are laid out on a map
    found = []
    for some in np.split(drawn, range(at_once, len(drawn), at_once)):
        check()
        points, owner = sample(*subset(routes, starts, some))
        found.append(some[crossings(points, owner, place[edges[some]], boxes)])
    return np.concatenate(found)


def _led(
    request: LayoutRequest, layout: Layout, chosen: Indices, moved: Indices, most: int
) -> tuple[Floats, Ints]:
    """All routes, the chosen ones drawn anew: straight across where free, else round the boxes in between."""
    centres, sizes = layout.centres.astype(np.float64), request.sizes.astype(np.float64)
    edges = request.edges[chosen]
    fresh, fresh_starts = chain(direct_ways(edges, centres, sizes))
    _keep_ports(fresh, fresh_starts, layout, chosen, edges, moved)
    boxes = boxes_of(centres, sizes)
    points, owner = sample(fresh, fresh_starts)
    replaced: dict[int, Reals] = {}
    for i in crossings(points, owner, edges, boxes)[:most].tolist():
        if edges[i, 0] == edges[i, 1]:
            continue
        start, end = fresh[fresh_starts[i]], fresh[fresh_starts[i + 1] - 1]
        way = detour(start.astype(np.float64), end.astype(np.float64), boxes)
        if way is not None:
            replaced[i] = way
    if replaced:
        fresh, fresh_starts = spliced(fresh, fresh_starts, *_joined(replaced))
    return spliced(layout.routes, layout.starts, chosen, fresh, fresh_starts)


def _keep_ports(
    fresh: Floats, fresh_starts: Ints, layout: Layout, chosen: Indices, edges: Ints, moved: Indices
) -> None:
    """At boxes that stay, an edge keeps the point of the border it had, so that arrowheads stay apart."""
    old = np.diff(layout.starts)[chosen] > 0
    for side, first, second in ((0, 0, 1), (1, -1, -2)):
        kept = np.flatnonzero(old & ~moved[edges[:, side]])
        before = layout.starts[chosen[kept]] if side == 0 else layout.starts[chosen[kept] + 1] - 1
        base = fresh_starts[kept] if side == 0 else fresh_starts[kept + 1]
        height = layout.routes[before, 1]
        fresh[base + first, 1] = height
        fresh[base + second, 1] = height


def _joined(ways: dict[int, Reals]) -> tuple[Indices, Floats, Ints]:
    """(edges, routes, starts) of ways in ascending order of their edges."""
    points = [np.zeros((0, 2)), *ways.values()]
    return (
        np.fromiter(ways, np.int64, len(ways)),
        np.concatenate(points).astype(np.float32),
        starts_of(np.fromiter(map(len, ways.values()), np.int64, len(ways))),
    )


def _covering(request: LayoutRequest, labels: Floats, boxes: Reals) -> Bools:
    """Edges whose pill lies over a box."""
    covering = np.zeros(len(labels), bool)
    held = np.flatnonzero(np.isfinite(labels[:, 0]))
    half = request.label_sizes[held] / 2
    low, high = labels[held] - half, labels[held] + half
    under = (low[:, None] < boxes[None, :, 2:] - 1) & (high[:, None] > boxes[None, :, :2] + 1)
    covering[held] = np.any(np.all(under, axis=2), axis=1)
    return covering
