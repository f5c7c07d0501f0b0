"""The shelved picture: every group laid out by itself and set on shelves, for systems too large for one flow."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from explorer.layout.blocks import Blocks, group_areas
from explorer.layout.columns import columns_of
from explorer.layout.curves import chain, direct_ways, middles
from explorer.layout.request import Bools, Layout, LayoutRequest
from explorer.layout.skyline import shelves
from explorer.layout.spacing import ASPECT, BLOCK_GAP, COLUMN_GAP, ROW_GAP
from explorer.layout.stacking import Indices, Reals, means, runs, stack

_SWEEPS = 4
_SETTLING = 3
_FOLDED = 8.0  # a block this many times wider than high is folded into strips


def shelved(request: LayoutRequest, blocks: Blocks, rank: Indices) -> Layout:
    """The picture of a large system; rank counts within each block, edges run straight from box to box."""
    sizes = request.sizes.astype(np.float64)
    corners, extents = inner_places(request, blocks, rank)
    result = assembled(request, blocks, corners + sizes / 2, extents, "layers")
    return replace(result, layers=np.where(blocks.lonely, -1, rank).astype(np.int32))


def assembled(request: LayoutRequest, blocks: Blocks, local: Reals, extents: Reals, engine: str) -> Layout:
    """Blocks on shelves and the straight curves between all boxes; local: centres within their blocks."""
    sizes = request.sizes.astype(np.float64)
    padding = np.column_stack([blocks.padding, blocks.padding_above])
    outer = extents + padding + blocks.padding[:, None]
    centres = local + (shelves(outer, BLOCK_GAP, ASPECT) + padding)[blocks.of]
    routes, starts = chain(direct_ways(request.edges, centres, sizes))
    labels = middles(routes, starts)
    labels[request.label_sizes[:, 0] <= 0] = np.nan
    return Layout(
        centres=centres.astype(np.float32),
        routes=routes,
        starts=starts,
        label_centres=labels.astype(np.float32),
        group_rects=group_areas(request, centres).astype(np.float32),
        engine=engine,
        by_group=True,
    )


def inner_places(request: LayoutRequest, blocks: Blocks, rank: Indices) -> tuple[Reals, Reals]:
    """(left upper corner of each box within its block, width and height of each block), without padding."""
    sizes = request.sizes.astype(np.float64)
    tails, heads = request.edges[:, 0], request.edges[:, 1]
    inner = request.edges[(blocks.of[tails] == blocks.of[heads]) & (tails != heads)]
    start = np.arange(len(rank), dtype=np.float64)
    if request.previous is not None:
        start = np.where(np.isnan(request.previous[:, 1]), start, request.previous[:, 1].astype(np.float64))
    column = columns_of(rank, sizes, blocks, start, shared=False, pinned=request.is_pinned)
    lot, column, lot_block, lot_strip = _lots(column, sizes, blocks, request.is_pinned)
    y, heights = _heights(sizes, blocks.lonely, lot, column, inner, start)
    left, widths = _lefts(sizes, lot_block[lot], column)
    down = np.lexsort((lot_strip, lot_block))
    run, _ = runs(lot_block[down])
    steps = heights[down] + 2 * ROW_GAP
    ends = np.cumsum(steps)
    firsts = np.flatnonzero(np.append(True, np.diff(run) > 0))
    top = np.empty(len(down))
    top[down] = (ends - steps) - (ends - steps)[firsts][run]
    extents = np.zeros((blocks.count, 2))
    extents[:, 0] = widths
    np.maximum.at(extents[:, 1], lot_block, top + heights)
    return np.column_stack([left, y + top[lot] - sizes[:, 1] / 2]), extents


def _lots(
    column: Indices, sizes: Reals, blocks: Blocks, pinned: Bools
) -> tuple[Indices, Indices, Indices, Indices]:
    """(lot of each box, its column there, block of each lot, strip of each lot): long thin blocks in strips, save
    where a box is pinned to a layer."""
    columns = int(column.max()) + 1
    cell = blocks.of.astype(np.int64) * columns + column
    cells, inverse = np.unique(cell, return_inverse=True)
    tall = np.bincount(inverse.reshape(-1), sizes[:, 1] + ROW_GAP)
    high, across = np.zeros(blocks.count), np.zeros(blocks.count)
    np.maximum.at(high, cells // columns, tall)
    np.maximum.at(across, blocks.of, column + 1.0)
    wide = across * (float(sizes[:, 0].mean()) + COLUMN_GAP)
    aspect = wide / np.maximum(high, 1)
    folds = np.ones(blocks.count, bool)
    folds[blocks.of[pinned]] = False
    strips = np.where(folds & (aspect > _FOLDED) & (across > 24), np.ceil(np.sqrt(aspect / ASPECT)), 1)
    per = np.ceil(across / strips).astype(np.int64)
    strip = column // per[blocks.of]
    key = blocks.of.astype(np.int64) * columns + strip
    names, lot = np.unique(key, return_inverse=True)
    return lot.reshape(-1), column % per[blocks.of], names // columns, names % columns


def _heights(
    sizes: Reals, lonely: Bools, lot: Indices, column: Indices, inner: Indices, start: Reals
) -> tuple[Reals, Reals]:
    """(height of each box's middle within its lot, height of each lot) after the sweeps."""
    cell = lot.astype(np.int64) * (int(column.max()) + 1) + column
    _, dense = np.unique(cell, return_inverse=True)
    dense = dense.reshape(-1)
    totals = np.bincount(dense, sizes[:, 1] + ROW_GAP) - ROW_GAP
    heights = np.zeros(int(lot.max()) + 1)
    np.maximum.at(heights, lot, totals[dense])
    rightward = column[inner[:, 1]] > column[inner[:, 0]]
    same = lot[inner[:, 0]] == lot[inner[:, 1]]
    tails = np.where(rightward, inner[:, 0], inner[:, 1])[same]
    heads = np.where(rightward, inner[:, 1], inner[:, 0])[same]
    y = np.empty(len(cell))
    tied = np.zeros(int(lot.max()) + 1, bool)
    tied[lot[~lonely]] = True
    sunk = np.where(lonely, np.where(tied[lot], 1e7, -1e7), 0.0)

    def place(order: Indices, wanted: Reals) -> None:
        spaces = np.full(len(order), float(ROW_GAP))
        high = heights[lot[order]]
        y[order] = stack(
            dense[order], (wanted + sunk)[order], sizes[order, 1], spaces, np.zeros(len(order)), high
        )

    def by(keys: Reals) -> Indices:
        apart = float(np.ptp(keys)) + 1.0
        return np.argsort(dense * apart + keys, kind="stable")

    order = by(start + np.where(lonely, float(np.abs(start).max()) * 2 + 1, 0))
    place(order, heights[lot] / 2)
    for sweep in range(_SWEEPS):
        at, of = (heads, tails) if sweep % 2 == 0 else (tails, heads)
        wanted = means(len(y), at, y[of], y)
        order = by(wanted + np.where(lonely, float(np.abs(wanted).max()) * 2 + 1, 0))
        place(order, wanted)
    both, other = np.concatenate([heads, tails]), np.concatenate([tails, heads])
    for _ in range(_SETTLING):
        place(order, means(len(y), both, y[other], y))
    return y, heights


def _lefts(sizes: Reals, block: Indices, column: Indices) -> tuple[Reals, Reals]:
    """(left border of each box within its block, width of each block)."""
    columns = int(column.max()) + 1
    keys, where = np.unique(block.astype(np.int64) * columns + column, return_inverse=True)
    where = where.reshape(-1)
    width = np.zeros(len(keys))
    np.maximum.at(width, where, sizes[:, 0])
    run, _ = runs(keys // columns)
    ends = np.cumsum(width + COLUMN_GAP)
    starts = ends - width - COLUMN_GAP
    firsts = np.flatnonzero(np.append(True, np.diff(run) > 0))
    left = starts - starts[firsts][run]
    widths = np.zeros(int(block.max()) + 1)
    np.maximum.at(widths, keys // columns, left + width)
    return left[where], widths
