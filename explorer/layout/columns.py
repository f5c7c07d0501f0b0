"""Columns: ranks become columns of the picture, a rank that would grow too high becoming several."""

from __future__ import annotations

import numpy as np

from explorer.layout.blocks import Blocks
from explorer.layout.request import Bools
from explorer.layout.spacing import ASPECT, COLUMN_GAP, ROW_GAP
from explorer.layout.stacking import Indices, Reals, arrange, runs

_TOO_HIGH = 0.6  # a picture narrower than this share of its height gets its ranks split
_STEPS = 24
_LOWEST = 60.0  # pixels; no column is cut lower than about one box


def columns_of(
    rank: Indices, sizes: Reals, blocks: Blocks, order: Reals, *, shared: bool, pinned: Bools
) -> Indices:
    """The column of each box, counted from the left of the picture, or of its block where columns are not shared.

    order: the height at which each box would like to stand; a split rank deals its boxes out in that order. pinned:
    boxes that share the first column of their rank, so that theirs is never split.
    """
    placed = ~blocks.lonely
    column = np.zeros(len(rank), np.int32)
    if placed.any():
        column[placed] = _split(
            *(rank[placed], sizes[placed], blocks.of[placed], order[placed]), shared, pinned[placed]
        )
    return _with_lonely(column, sizes, blocks)


def _split(rank: Indices, sizes: Reals, block: Indices, order: Reals, shared: bool, pinned: Bools) -> Indices:
    ranks = int(rank.max()) + 1
    cell = block.astype(np.int64) * ranks + rank
    cells, inverse = np.unique(cell, return_inverse=True)
    inverse = inverse.reshape(-1)
    heights: Reals = np.bincount(inverse, sizes[:, 1] + ROW_GAP).astype(np.float64)
    width = float(sizes[:, 0].mean()) + COLUMN_GAP * 1.3
    owner, cell_rank = cells // ranks, cells % ranks
    realm = np.zeros(len(cells), np.int64) if shared else owner
    parts = _parts(heights, owner, cell_rank, realm, ranks, width)
    parts[inverse[pinned]] = 1
    starts = _starts(realm, cell_rank, parts, ranks, shared)
    in_order = arrange(inverse, order)
    _, place = runs(inverse[in_order])
    dealt = np.empty(len(rank), np.int64)
    dealt[in_order] = place
    return (starts[inverse] + dealt % parts[inverse]).astype(np.int32)


def _starts(realm: Indices, rank: Indices, parts: Indices, ranks: int, shared: bool) -> Indices:
    """The first column of each cell; shared columns keep ranks that hold no box, as a pill may stand there."""
    names = realm * ranks + rank
    keys, where = np.unique(np.concatenate([names, np.arange(ranks if shared else 0)]), return_inverse=True)
    most = np.zeros(len(keys), np.int64)
    np.maximum.at(most, where.reshape(-1)[: len(names)], parts)
    most = np.maximum(most, 1)
    starts = np.cumsum(most) - most
    run, _ = runs(keys // ranks)
    first_of_realm = np.flatnonzero(np.append(True, np.diff(run) > 0))
    return (starts - starts[first_of_realm][run])[where.reshape(-1)[: len(names)]]


def _parts(
    heights: Reals, owner: Indices, rank: Indices, realm: Indices, ranks: int, width: float
) -> Indices:
    """Into how many columns each cell is split, so that every realm comes near the aspect aimed at."""
    realms = int(realm.max()) + 1
    best = np.ones(len(heights), np.int64)
    distance = np.full(realms, np.inf)
    settled = np.zeros(realms, bool)
    for step in range(_STEPS):
        limit = max(float(heights.max()) * 0.75**step, _LOWEST)
        parts = np.ceil(heights / limit).astype(np.int64)
        aspect = _aspect(heights / parts, parts, owner, rank, realm, ranks, width, realms)
        if step == 0:
            settled = aspect >= _TOO_HIGH
        off = np.abs(np.log(np.maximum(aspect, 1e-9) / ASPECT))
        better = off < distance
        better &= ~settled | (step == 0)
        distance[better] = off[better]
        best = np.where(better[realm], parts, best)
        if limit == _LOWEST:
            break
    return best


def _aspect(
    heights: Reals,
    parts: Indices,
    owner: Indices,
    rank: Indices,
    realm: Indices,
    ranks: int,
    width: float,
    realms: int,
) -> Reals:
    """Width to height of every realm; in a shared one, blocks that meet in a rank stand above each other."""
    most = np.zeros(realms * ranks, np.int64)
    np.maximum.at(most, realm * ranks + rank, parts)
    widths = most.reshape(realms, ranks).sum(axis=1) * width
    tallest = np.zeros(int(owner.max()) + 1)
    np.maximum.at(tallest, owner, heights)
    if realms > 1 or len(tallest) == 1:
        high = np.zeros(realms)
        np.maximum.at(high, realm, tallest[owner])
    else:
        first = np.full(len(tallest), ranks)
        last = np.full(len(tallest), -1)
        np.minimum.at(first, owner, rank)
        np.maximum.at(last, owner, rank)
        present = last >= 0
        steps = np.zeros(ranks + 1)
        np.add.at(steps, first[present], tallest[present])
        np.add.at(steps, last[present] + 1, -tallest[present])
        high = np.array([np.cumsum(steps).max()])
    aspect: Reals = widths / np.maximum(high, 1.0)
    return aspect


def _with_lonely(column: Indices, sizes: Reals, blocks: Blocks) -> Indices:
    """Boxes without edges fill rows at the foot of their block, over the columns it has or as many as look neat."""
    result = column.copy()
    lonely = np.flatnonzero(blocks.lonely)
    by_block = lonely[np.argsort(blocks.of[lonely], kind="stable")]
    first, last = np.full(blocks.count, np.iinfo(np.int32).max), np.full(blocks.count, -1)
    np.minimum.at(first, blocks.of[~blocks.lonely], column[~blocks.lonely])
    np.maximum.at(last, blocks.of[~blocks.lonely], column[~blocks.lonely])
    for members in np.split(by_block, np.flatnonzero(np.diff(blocks.of[by_block])) + 1):
        if len(members) == 0:
            continue
        block = blocks.of[members[0]]
        start, across = (
            (int(first[block]), int(last[block] - first[block]) + 1) if last[block] >= 0 else (0, 1)
        )
        height = float(sizes[members, 1].mean()) + ROW_GAP
        width = float(sizes[members, 0].mean()) + COLUMN_GAP
        neat = round(np.sqrt(len(members) * height / width * ASPECT * 1.5))
        across = max(neat, min(across, len(members)), 1)
        result[members] = start + np.arange(len(members)) % across
    return result
