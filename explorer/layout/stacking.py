"""Stacks: items above each other in cells, each as near as it can be to the height it wants."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.floating[Any]]
Indices = NDArray[np.integer[Any]]


def stack(cells: Indices, wanted: Reals, heights: Reals, spaces: Reals, lows: Reals, highs: Reals) -> Reals:
    """Middles of items that keep their order within each cell and never overlap.

    cells: ascending numbers from 0; items of a cell lie together, in order. spaces: free room above an item where
    it is not the cell's first. lows, highs: the cell's bounds, by item; a cell that does not fit leaves its high.
    """
    return stacker(cells, heights, spaces, lows, highs)(wanted)


def stacker(
    cells: Indices, heights: Reals, spaces: Reals, lows: Reals, highs: Reals
) -> Callable[[Reals], Reals]:
    """What stack does, ready to be done many times for the same items in the same order."""
    if len(cells) == 0:
        return np.copy
    offsets, totals = _offsets(cells, heights, spaces)
    tops = lows + np.maximum(highs - lows - totals[cells], 0)
    # Cells are set apart, so that one cell's running extreme never reaches the next.
    apart = cells * (4 * float(tops.max() - lows.min()) + 1000)
    back = offsets - apart

    def stacked(wanted: Reals) -> Reals:
        free = np.minimum(np.maximum(wanted - offsets, lows), tops) + apart
        down = np.maximum.accumulate(free)
        up = np.minimum.accumulate(free[::-1])[::-1]
        middles: Reals = (down + up) / 2 + back
        return middles

    return stacked


def heights_of(cells: Indices, heights: Reals, spaces: Reals) -> Reals:
    """The least height of each cell."""
    return _offsets(cells, heights, spaces)[1] if len(cells) else np.zeros(0)


def _offsets(cells: Indices, heights: Reals, spaces: Reals) -> tuple[Reals, Reals]:
    first = np.ones(len(cells), bool)
    first[1:] = cells[1:] != cells[:-1]
    steps = heights + np.where(first, 0, spaces)
    ends = np.cumsum(steps)
    starts = (ends - steps)[first]
    totals = np.append(starts[1:], ends[-1]) - starts
    inside = ends - np.repeat(starts, np.diff(np.append(np.flatnonzero(first), len(cells))))
    return inside - heights / 2, totals


def means(count: int, at: Indices, values: Reals, otherwise: Reals) -> Reals:
    """The mean of the values at each place, and otherwise's where there is none."""
    return averager(count, at)(values, otherwise)


def averager(count: int, at: Indices) -> Callable[[Reals, Reals], Reals]:
    """What means does, ready to be done many times for the same places."""
    numbers = np.bincount(at, minlength=count)
    some, divisor = numbers > 0, np.maximum(numbers, 1)

    def averaged(values: Reals, otherwise: Reals) -> Reals:
        return np.where(some, np.bincount(at, values, minlength=count) / divisor, otherwise)

    return averaged


def runs(sorted_keys: Indices) -> tuple[Indices, Indices]:
    """(run, place): the number of each key's run of equals, from 0, and its place within that run."""
    if len(sorted_keys) == 0:
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    first = np.ones(len(sorted_keys), bool)
    first[1:] = sorted_keys[1:] != sorted_keys[:-1]
    run = np.cumsum(first) - 1
    place = np.arange(len(sorted_keys)) - np.flatnonzero(first)[run]
    return run.astype(np.int32), place.astype(np.int32)


def arrange(cells: Indices, keys: Reals) -> Indices:
    """The order that sorts items by cell, then key, then index."""
    return np.lexsort((keys, cells)).astype(np.int32)


def by_key(keys: Indices) -> Indices:
    """The order that sorts whole numbers from 0 on, equal ones by index; several times faster than a stable sort."""
    shift = len(keys).bit_length()
    if len(keys) == 0 or int(keys.max()) >= 1 << (62 - shift):
        return np.argsort(keys, kind="stable")
    packed = (keys.astype(np.int64) << shift) | np.arange(len(keys))
    packed.sort()
    return packed & ((1 << shift) - 1)
