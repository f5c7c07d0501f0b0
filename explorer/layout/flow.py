"""The flow picture: all groups share the columns, so that data runs from left to right through the whole system."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from explorer.layout.blocks import Blocks, group_areas
from explorer.layout.columns import columns_of
from explorer.layout.curves import Ways, chain, simplified, spread_ports
from explorer.layout.lanes import Lanes, Scene, choose_lanes, corridor_borders, passages
from explorer.layout.request import Layout, LayoutRequest
from explorer.layout.skyline import Spans, order_blocks, tops
from explorer.layout.spacing import (
    BLOCK_GAP,
    COLUMN_GAP,
    LANE_GAP,
    LANE_MARGIN,
    ROW_GAP,
    WIDEST_COLUMN_GAP,
)
from explorer.layout.stacking import (
    Indices,
    Reals,
    arrange,
    averager,
    heights_of,
    means,
    runs,
    stack,
    stacker,
)

_SWEEPS = 8
_SETTLING = 6
_STRAIGHTENING = (
    16  # rounds in which a lane takes the height of what follows, so that long edges have few bends
)


def flow(request: LayoutRequest, blocks: Blocks, rank: Indices) -> Layout:
    """The picture of a system small enough that every edge is led round the boxes."""
    sizes = request.sizes.astype(np.float64)
    real = request.edges[request.edges[:, 0] != request.edges[:, 1]]
    first_y = _first_heights(request)
    y, _, _ = _ordered(sizes, blocks, rank, real, first_y)
    column = columns_of(rank, sizes, blocks, y, shared=True, pinned=request.is_pinned)
    y, spans, order = _ordered(sizes, blocks, column, real, y)
    top = tops(spans, order, {}, BLOCK_GAP)
    scene = Scene(
        column=column,
        block=blocks.of,
        middle=y,
        spans=spans,
        order=order,
        top=top,
        bottom=top + spans.heights,
        closed=blocks.group >= 0,
    )
    edge, at = passages(column, request.edges)
    lanes = choose_lanes(scene, request.edges, request.label_sizes, edge, at)
    items = _items(sizes, blocks, scene, lanes)
    heights = _settle(request, blocks, scene, lanes, items)
    result = _drawn(request, column, lanes, heights)
    return replace(result, layers=np.where(blocks.lonely, -1, rank).astype(np.int32))


def _first_heights(request: LayoutRequest) -> Reals:
    """Where boxes stand before any sweep: as in the picture before, else by their index."""
    index = np.arange(request.node_count, dtype=np.float64)
    if request.previous is None:
        return index
    known = request.previous[:, 1].astype(np.float64)
    return means(
        len(index), request.edges[:, 1], np.nan_to_num(known)[request.edges[:, 0]], index
    ) * np.isnan(known) + np.nan_to_num(known)


def _ordered(
    sizes: Reals, blocks: Blocks, column: Indices, real: Indices, start: Reals
) -> tuple[Reals, Spans, list[int]]:
    """Heights after the sweeps that untangle the edges, and the blocks' spans and order."""
    cell = blocks.of.astype(np.int64) * (int(column.max()) + 1) + column
    sunk = _sinker(blocks)
    order = arrange(cell, sunk(start))
    spans = _spans(sizes, blocks, column, real, cell, order)
    sequence = order_blocks(spans, BLOCK_GAP)
    top = tops(spans, sequence, {}, BLOCK_GAP)
    run, _ = runs(cell[order])  # these four are the same whatever the order within the cells
    spaces = np.full(len(order), float(ROW_GAP))
    low = (top + blocks.padding_above)[blocks.of][order]
    high = (top + spans.heights - blocks.padding)[blocks.of][order]
    y = np.empty(len(cell))
    y[order] = stack(run, (low + high) / 2, sizes[order, 1], spaces, low, high)
    rightward = column[real[:, 1]] > column[real[:, 0]]
    tails = np.where(rightward, real[:, 0], real[:, 1])
    heads = np.where(rightward, real[:, 1], real[:, 0])
    sides = ((averager(len(y), heads), tails), (averager(len(y), tails), heads))
    for sweep in range(_SWEEPS):
        average, of = sides[sweep % 2]
        wanted = sunk(average(y[of], y))
        order = arrange(cell, wanted)
        y[order] = stack(run, wanted[order], sizes[order, 1], spaces, low, high)
    average, other = averager(len(y), np.concatenate([heads, tails])), np.concatenate([tails, heads])
    stacked = stacker(run, sizes[order, 1], spaces, low, high)
    for _ in range(_SETTLING):
        y[order] = stacked(sunk(average(y[other], y))[order])
    return y, spans, sequence


def _sinker(blocks: Blocks) -> Callable[[Reals], Reals]:
    """Sends boxes without edges to the foot of their block, or to the top of one that holds no others."""
    lonely = np.flatnonzero(blocks.lonely)
    tied = np.zeros(blocks.count, bool)
    tied[blocks.of[~blocks.lonely]] = True
    depth = np.where(tied[blocks.of[lonely]], 1e6, -1e6)

    def sunk(wanted: Reals) -> Reals:
        result = wanted.copy()
        result[lonely] = depth
        return result

    return sunk


def _spans(
    sizes: Reals, blocks: Blocks, column: Indices, real: Indices, cell: Indices, order: Indices
) -> Spans:
    run, _ = runs(cell[order])
    totals = heights_of(run, sizes[order, 1], np.full(len(order), float(ROW_GAP)))
    heights = np.zeros(blocks.count)
    np.maximum.at(heights, blocks.of[order], totals[run])
    heights += blocks.padding_above + blocks.padding
    first, last = np.full(blocks.count, np.iinfo(np.int32).max), np.zeros(blocks.count, np.int64)
    np.minimum.at(first, blocks.of, column)
    np.maximum.at(last, blocks.of, column)
    a, b = blocks.of[real[:, 0]].astype(np.int64), blocks.of[real[:, 1]].astype(np.int64)
    across = a != b
    pair = np.minimum(a, b)[across] * blocks.count + np.maximum(a, b)[across]
    names, numbers = np.unique(pair, return_counts=True)
    ties = np.column_stack([names // blocks.count, names % blocks.count])
    return Spans(first, last, heights, ties, numbers.astype(np.float64), heights[ties] / 2)


@dataclass(frozen=True, slots=True, eq=False)
class _Items:
    """Boxes, then lanes, as one kind of thing that is stacked; order sorts them by cell and downwards."""

    cell: Indices
    heights: Reals
    order: Indices
    run: Indices
    spaces: Reals
    totals: Reals


def _items(sizes: Reals, blocks: Blocks, scene: Scene, lanes: Lanes) -> _Items:
    boxes = len(sizes)
    box_cell = scene.block.astype(np.int64) * scene.columns + scene.column
    down = arrange(box_cell, scene.middle)
    place = np.empty(boxes)
    place[down] = runs(box_cell[down])[1] + 0.5
    cell = np.concatenate([box_cell, lanes.cell])
    order = np.lexsort(
        (np.concatenate([scene.middle, lanes.wanted]), np.concatenate([place, lanes.place]), cell)
    ).astype(np.int32)
    heights = np.concatenate([sizes[:, 1], lanes.sizes[:, 1]])
    box = order < boxes
    before = np.append(False, box[:-1])
    spaces = np.where(box & before, ROW_GAP, np.where(box | before, LANE_MARGIN, LANE_GAP)).astype(np.float64)
    run, _ = runs(cell[order])
    return _Items(cell, heights, order, run, spaces, heights_of(run, heights[order], spaces))


def _settle(request: LayoutRequest, blocks: Blocks, scene: Scene, lanes: Lanes, items: _Items) -> Reals:
    """The final height of every item, once blocks have grown and parted to make room for the lanes."""
    columns, count = scene.columns, len(scene.middle)
    ordered_cell = items.cell[items.order]
    inner = ordered_cell < blocks.count * columns
    owner = np.minimum(ordered_cell // columns, blocks.count - 1)
    heights = np.zeros(blocks.count)
    np.maximum.at(heights, owner[inner], items.totals[items.run][inner])
    total_heights = heights + blocks.padding_above + blocks.padding
    _, _, above, below = corridor_borders(scene)
    separations: dict[tuple[int, int], float] = {}
    room = ordered_cell - blocks.count * columns
    for slot, needed in dict(
        zip(room[~inner].tolist(), items.totals[items.run][~inner].tolist(), strict=True)
    ).items():
        pair = (int(above[slot]), int(below[slot]))
        separations[pair] = max(separations.get(pair, BLOCK_GAP), needed + 2 * LANE_MARGIN)
    middle = np.concatenate([scene.middle, lanes.wanted])
    spans = Spans(
        scene.spans.first,
        scene.spans.last,
        total_heights,
        scene.spans.ties,
        scene.spans.weights,
        _tie_offsets(request, blocks, scene, total_heights),
    )
    top = tops(spans, scene.order, separations, BLOCK_GAP)
    middle[:count] += (top - scene.top)[blocks.of]
    moved = Scene(
        scene.column,
        scene.block,
        middle[:count],
        spans,
        scene.order,
        top,
        top + total_heights,
        scene.closed,
    )
    upper, lower, _, _ = corridor_borders(moved)
    floor, roof = float((top + total_heights).max()), float(top.min())
    most = float(items.totals.max()) + 2 * LANE_MARGIN
    slot = np.maximum(room, 0)
    low = np.where(
        inner, (top + blocks.padding_above)[owner], np.maximum(upper[slot], roof - most) + LANE_MARGIN
    )
    high = np.where(
        inner,
        (top + total_heights - blocks.padding)[owner],
        np.minimum(lower[slot], floor + most) - LANE_MARGIN,
    )
    links = _links(request.edges, scene.column, lanes, count)
    at, of = np.concatenate([links[:, 0], links[:, 1]]), np.concatenate([links[:, 1], links[:, 0]])

    sunk, order = _sinker(blocks), items.order
    stacked = stacker(items.run, items.heights[order], items.spaces, low, high)

    def settle(wanted: Reals) -> None:
        wanted[:count] = sunk(wanted[:count])
        middle[order] = stacked(wanted[order])

    average = averager(len(middle), at)
    for _ in range(2 * _SETTLING):
        settle(average(middle[of], middle))
    onward = links[links[:, 0] >= count]
    average, ahead = averager(len(middle), onward[:, 0]), onward[:, 1]
    for _ in range(min(_STRAIGHTENING, scene.columns)):
        settle(average(middle[ahead], middle))
    return middle


def _tie_offsets(request: LayoutRequest, blocks: Blocks, scene: Scene, heights: Reals) -> Reals:
    """How deep in its block the ends of the edges between two blocks lie, on average."""
    ties = scene.spans.ties
    depth = scene.middle - scene.top[blocks.of]
    a, b = blocks.of[request.edges[:, 0]].astype(np.int64), blocks.of[request.edges[:, 1]].astype(np.int64)
    names = ties[:, 0] * blocks.count + ties[:, 1]
    across = np.flatnonzero(a != b)
    which = np.searchsorted(names, np.minimum(a, b)[across] * blocks.count + np.maximum(a, b)[across])
    swap = a[across] > b[across]
    first = np.where(swap, depth[request.edges[across, 1]], depth[request.edges[across, 0]])
    second = np.where(swap, depth[request.edges[across, 0]], depth[request.edges[across, 1]])
    fallback = heights[ties] / 2
    return np.column_stack(
        [means(len(ties), which, first, fallback[:, 0]), means(len(ties), which, second, fallback[:, 1])]
    )


def _chains(edges: Indices, lanes: Lanes, count: int) -> tuple[Indices, Indices]:
    """(items, starts): each edge's first box, its lanes, its last box."""
    passes = np.bincount(lanes.edge, minlength=len(edges))
    starts = np.zeros(len(edges) + 1, np.int64)
    starts[1:] = np.cumsum(passes + 2)
    items = np.empty(starts[-1], np.int64)
    items[starts[:-1]] = edges[:, 0]
    items[starts[1:] - 1] = edges[:, 1]
    within = np.arange(len(lanes.edge)) - np.repeat(np.cumsum(passes) - passes, passes)
    items[starts[lanes.edge] + 1 + within] = lanes.lane + count
    return items, starts


def _links(edges: Indices, column: Indices, lanes: Lanes, count: int) -> Indices:
    """Pairs of items that should stand level; a turn at the ends of an edge against the flow does not count."""
    items, starts = _chains(edges, lanes, count)
    owner = np.repeat(np.arange(len(edges)), np.diff(starts))
    keep = owner[1:] == owner[:-1]
    back = (column[edges[:, 1]] <= column[edges[:, 0]])[owner[1:]]
    keep &= ~(back & ((items[:-1] < count) | (items[1:] < count)))
    return np.column_stack([items[:-1][keep], items[1:][keep]])


def _drawn(request: LayoutRequest, column: Indices, lanes: Lanes, middle: Reals) -> Layout:
    count = request.node_count
    left, right = _borders(request, column, lanes, middle)
    centres = np.column_stack([left[column] + request.sizes[:, 0] / 2.0, middle[:count]])
    routes, starts = chain(simplified(_ways(request, column, lanes, middle, centres, left, right)))
    labels = np.full((len(request.edges), 2), np.nan, np.float32)
    held = np.flatnonzero(lanes.pill >= 0)
    lane_column = np.zeros(len(lanes.cell), np.int64)
    lane_column[lanes.lane] = lanes.column
    at = lane_column[lanes.pill[held]]
    labels[held, 0] = (left[at] + right[at]) / 2
    labels[held, 1] = middle[count + lanes.pill[held]]
    return Layout(
        centres=centres.astype(np.float32),
        routes=routes,
        starts=starts,
        label_centres=labels,
        group_rects=group_areas(request, centres).astype(np.float32),
        engine="layers",
    )


def _borders(request: LayoutRequest, column: Indices, lanes: Lanes, middle: Reals) -> tuple[Reals, Reals]:
    """The left and right border of each column; the steeper the edges between two, the further apart they are."""
    columns = int(column.max()) + 1
    width = np.zeros(columns)
    np.maximum.at(width, column, request.sizes[:, 0].astype(np.float64))
    np.maximum.at(width, lanes.column, lanes.sizes[lanes.lane, 0])
    items, starts = _chains(request.edges, lanes, request.node_count)
    owner = np.repeat(np.arange(len(request.edges)), np.diff(starts))
    at = np.empty(len(items), np.int64)
    at[starts[:-1]] = column[request.edges[:, 0]]
    at[starts[1:] - 1] = column[request.edges[:, 1]]
    inner = np.ones(len(items), bool)
    inner[starts[:-1]] = False
    inner[starts[1:] - 1] = False
    at[inner] = lanes.column
    linked = np.flatnonzero((owner[1:] == owner[:-1]) & (at[1:] != at[:-1]))
    steep = np.zeros(columns)
    rise = np.abs(middle[items[linked + 1]] - middle[items[linked]])
    np.maximum.at(steep, np.minimum(at[linked], at[linked + 1]), rise)
    gap = np.clip(COLUMN_GAP + 0.1 * (steep - 60), COLUMN_GAP, WIDEST_COLUMN_GAP)
    # between neighbours that are pinned a pill has no column of its own
    lost = np.flatnonzero((request.label_sizes[:, 0] > 0) & (lanes.pill < 0))
    np.maximum.at(
        gap, column[request.edges[lost]].min(axis=1), request.label_sizes[lost, 0] + 2 * LANE_MARGIN
    )
    right = np.cumsum(width + gap) - gap
    return right - width, right


def _ways(
    request: LayoutRequest,
    column: Indices,
    lanes: Lanes,
    middle: Reals,
    centres: Reals,
    left: Reals,
    right: Reals,
) -> Ways:
    edges, count = request.edges, request.node_count
    items, chain_starts = _chains(edges, lanes, count)
    passes = np.diff(chain_starts) - 2
    out, into = spread_ports(
        edges,
        centres,
        request.sizes,
        middle[items[chain_starts[:-1] + 1]],
        middle[items[chain_starts[1:] - 2]],
    )
    starts = np.zeros(len(edges) + 1, np.int32)
    starts[1:] = np.cumsum(2 * passes + 3)
    points = np.empty((starts[-1], 2))
    leaving = np.full(starts[-1], np.nan)
    arriving = np.full(starts[-1], np.nan)
    tails, heads = edges[:, 0], edges[:, 1]
    half = request.sizes[:, 0] / 2.0
    points[starts[:-1]] = np.column_stack([centres[tails, 0] + half[tails], out])
    points[starts[:-1] + 1] = np.column_stack([right[column[tails]], out])
    points[starts[1:] - 1] = np.column_stack([centres[heads, 0] - half[heads], into])
    back = column[heads] <= column[tails]
    within = np.arange(len(lanes.edge)) - np.repeat(np.cumsum(passes) - passes, passes)
    enter = starts[lanes.edge] + 2 + 2 * within
    against = back[lanes.edge]
    lane_y = middle[count + lanes.lane]
    points[enter] = np.column_stack([np.where(against, right[lanes.column], left[lanes.column]), lane_y])
    points[enter + 1] = np.column_stack([np.where(against, left[lanes.column], right[lanes.column]), lane_y])
    gaps = np.append(left[1:] - right[:-1], COLUMN_GAP)
    turned = np.flatnonzero(back)
    first, last = starts[:-1][turned] + 1, starts[1:][turned] - 2
    bulge = np.minimum(
        gaps[column[tails[turned]]], 16 + 0.4 * np.abs(points[first + 1, 1] - points[first, 1])
    )
    leaving[first], arriving[first] = bulge, -bulge
    bulge = np.minimum(
        gaps[column[heads[turned]] - 1], 16 + 0.4 * np.abs(points[last + 1, 1] - points[last, 1])
    )
    leaving[last], arriving[last] = -bulge, bulge
    return Ways(points, starts, leaving, arriving)
