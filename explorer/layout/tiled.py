"""Many boxes in rows and columns that fill a screen: an overview, in which every name is to be read at once.

A layered picture of a hundred teams is a tower or a thread, as most of them feed most others; no name can be
read in either. Here columns run with the flow, as far as there is one, and boxes with edges in common lie level.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import ceil, sqrt
from time import perf_counter

import numpy as np

from explorer.layout.layers import empty_layout, rank_boxes
from explorer.layout.request import Floats, Layout, LayoutRequest
from explorer.layout.reroute import reroute, settled
from explorer.layout.stacking import Indices, Reals, arrange, means

ASPECT = 1.9
"""Width to height of what a window leaves for the picture."""
_ASIDE, _BELOW = 90.0, 44.0
_SWEEPS = 12
_DETOURS = 3_000
"""Edges led round boxes in their way, times the boxes: each takes the longer the more boxes there are."""


def tiled(request: LayoutRequest, check: Callable[[], None] = lambda: None) -> Layout:
    """Boxes in a grid, but for those that a person put elsewhere; the same request gives the same picture.

    check: called often, may raise Cancelled.
    """
    start = perf_counter()
    if request.node_count == 0:
        return empty_layout(request)
    column, row = _cells(request)
    centres = _centres(request.sizes, column, row)
    bare = Layout(
        centres=centres.astype(np.float32),
        routes=np.zeros((0, 2), np.float32),
        starts=np.zeros(len(request.edges) + 1, np.int32),
        label_centres=np.full((len(request.edges), 2), np.nan, np.float32),
        group_rects=np.full((request.group_count, 4), np.nan, np.float32),
        engine="tiles",
    )
    check()
    detours = _DETOURS // request.node_count
    led = reroute(request, bare, np.arange(request.node_count), detours=detours, check=check)
    return replace(settled(request, led), seconds=perf_counter() - start)


def _cells(request: LayoutRequest) -> tuple[Indices, Indices]:
    """Each box's column, with the flow, and its row, near the rows of what it has edges with."""
    count = request.node_count
    rows = _rows(request.sizes)
    column = np.empty(count, np.int64)
    order = np.argsort(rank_boxes(request, np.ones(len(request.edges), bool)), kind="stable")
    column[order] = np.arange(count) // rows
    row = np.empty(count, np.int64)
    row[order] = np.arange(count) % rows
    ends = np.concatenate([request.edges[:, 0], request.edges[:, 1]])
    others = np.concatenate([request.edges[:, 1], request.edges[:, 0]])
    for _ in range(_SWEEPS):
        wanted = means(count, ends, row[others].astype(np.float64), row.astype(np.float64))
        down = arrange(column, wanted)
        row[down] = np.arange(count) - np.searchsorted(column[down], column[down])
    return column, row


def _centres(sizes: Floats, column: Indices, row: Indices) -> Reals:
    """Columns as wide as their widest box; the middles of all at one height."""
    wide = np.zeros(int(column.max()) + 1)
    np.maximum.at(wide, column, sizes[:, 0])
    left = np.concatenate([[0.0], np.cumsum(wide + _ASIDE)[:-1]])
    down = np.lexsort((row, column))
    high = sizes[down, 1] + _BELOW
    top = np.cumsum(high) - high
    first = np.searchsorted(column[down], np.arange(len(wide)))
    total = np.add.reduceat(high, first)
    middles = np.empty(len(sizes))
    middles[down] = top - top[first][column[down]] + high / 2.0 - total[column[down]] / 2.0
    return np.stack([left[column] + wide[column] / 2.0, middles], axis=1)


def _rows(sizes: Floats) -> int:
    """How many boxes stand in a column, for the whole to have a window's shape and no column to be much shorter."""
    wide, high = float(sizes[:, 0].mean()) + _ASIDE, float(sizes[:, 1].mean()) + _BELOW
    columns = ceil(sqrt(len(sizes) * high * ASPECT / wide))
    return ceil(len(sizes) / columns)
