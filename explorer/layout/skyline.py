"""The skyline: blocks that share columns are stacked above each other, those tied by edges close together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.layout.stacking import Indices, Reals

_TRIED_PLACES = 10  # up to this many blocks, each is tried at every place in the order
_ROUNDS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """What the skyline needs to know of blocks: first and last column, height, and the ties between them.

    ties: (t, 2) pairs of blocks. weights: (t,) how many edges. offsets: (t, 2) mean height of those edges' ends
    within their blocks.
    """

    first: Indices
    last: Indices
    heights: Reals
    ties: Indices
    weights: Reals
    offsets: Reals


def order_blocks(spans: Spans, gap: float) -> list[int]:
    """The order from top to bottom that keeps ties short and the picture low; the largest blocks choose first."""
    areas = spans.heights * (spans.last - spans.first + 1)
    by_size = np.lexsort((np.arange(len(areas)), -areas)).tolist()
    columns = [slice(a, b + 1) for a, b in zip(spans.first.tolist(), spans.last.tolist(), strict=True)]
    order: list[int] = []
    for block in by_size[:_TRIED_PLACES]:
        tries = [[*order[:i], block, *order[i:]] for i in range(len(order) + 1)]
        order = min(tries, key=lambda attempt: _cost(spans, columns, attempt, gap))
    for block in by_size[_TRIED_PLACES:]:
        order.insert(_place_by_ties(spans, order, block), block)
    return order


def tops(spans: Spans, order: list[int], separations: dict[tuple[int, int], float], gap: float) -> Reals:
    """The upper border of each block: above each other where columns meet, else level with what they are tied to."""
    first, last, heights = spans.first.tolist(), spans.last.tolist(), spans.heights.tolist()
    above: list[list[tuple[int, float]]] = [[] for _ in heights]
    below: list[list[tuple[int, float]]] = [[] for _ in heights]
    top = [0.0] * len(heights)
    for i, block in enumerate(order):
        for other in order[:i]:
            if first[other] <= last[block] and first[block] <= last[other]:
                distance = separations.get((other, block), gap)
                above[block].append((other, heights[other] + distance))
                below[other].append((block, heights[other] + distance))
        top[block] = max([top[other] + step for other, step in above[block]], default=0.0)
    floor = max([top[block] + heights[block] for block in order], default=0.0)
    for round_ in range(2 * _ROUNDS):
        wanted = _wanted(spans, np.array(top)).tolist()
        for block in order if round_ % 2 else reversed(order):
            low = max([top[other] + step for other, step in above[block]], default=0.0)
            high = floor - heights[block]
            for other, step in below[block]:
                high = min(high, top[other] - step)
            top[block] = min(max(wanted[block], low), max(high, low))
    return np.array(top)


def _wanted(spans: Spans, top: Reals) -> Reals:
    """Where each block's top would be if its ties ran level."""
    a, b = spans.ties[:, 0], spans.ties[:, 1]
    for_a = top[b] + spans.offsets[:, 1] - spans.offsets[:, 0]
    for_b = top[a] + spans.offsets[:, 0] - spans.offsets[:, 1]
    at = np.concatenate([a, b])
    weight = np.concatenate([spans.weights, spans.weights])
    sums = np.bincount(at, np.concatenate([for_a, for_b]) * weight, minlength=len(top))
    numbers = np.bincount(at, weight, minlength=len(top))
    return np.where(numbers > 0, sums / np.maximum(numbers, 1), top)


def _cost(spans: Spans, columns: list[slice], order: list[int], gap: float) -> float:
    """How long the ties and how high the picture would be; columns: those of each block."""
    heights = spans.heights.tolist()
    bottom = [0.0] * (max(reach.stop for reach in columns) + 1)
    top = [np.nan] * len(heights)
    for block in order:
        reach = columns[block]
        top[block] = max(bottom[reach])
        bottom[reach] = [top[block] + heights[block] + gap] * (reach.stop - reach.start)
    at = np.array(top)
    length = np.abs(at[spans.ties[:, 0]] + spans.offsets[:, 0] - at[spans.ties[:, 1]] - spans.offsets[:, 1])
    long = length * spans.weights
    return float(long[long == long].sum()) + 2.0 * max(bottom) * len(
        order
    )  # NaN where an end has no place yet


def _place_by_ties(spans: Spans, order: list[int], block: int) -> int:
    """Next to the block it shares most edges with; at the end without any."""
    place = {other: i for i, other in enumerate(order)}
    best, most = len(order), 0.0
    for (a, b), weight in zip(spans.ties.tolist(), spans.weights.tolist(), strict=True):
        other = b if a == block else a if b == block else -1
        if weight > most and other in place:
            best, most = place[other] + 1, weight
    return best


def shelves(sizes: Reals, gap: float, aspect: float) -> Reals:
    """The left upper corners of rectangles set on shelves, so that the whole has about the aspect asked for.

    They keep their order where heights allow: tall ones first, equal ones by index.
    """
    if len(sizes) == 0:
        return np.zeros((0, 2))
    padded = sizes + gap
    order = np.lexsort((np.arange(len(sizes)), -np.round(padded[:, 1] / 64))).tolist()
    least = float(padded[:, 0].max())
    guess = max(least, float(np.sqrt(padded.prod(axis=1).sum() * aspect)))
    widths = [max(least, guess * factor) for factor in (0.8, 0.9, 1.0, 1.1, 1.2, 1.35, 1.5)]
    best: Reals | None = None
    distance = np.inf
    plain = padded.tolist()
    for width in widths:
        corners = _on_shelves(plain, order, width)
        extent = (corners + padded).max(axis=0)
        off = abs(float(np.log(extent[0] / extent[1] / aspect)))
        if off < distance:
            best, distance = corners, off
    assert best is not None  # noqa: S101 - there is at least one width
    return best


def _on_shelves(sizes: list[list[float]], order: list[int], width: float) -> Reals:
    corners = np.zeros((len(sizes), 2))
    x = y = high = 0.0
    for i in order:
        if x > 0 and x + sizes[i][0] > width:
            x, y, high = 0.0, y + high, 0.0
        corners[i] = (x, y)
        x += sizes[i][0]
        high = max(high, sizes[i][1])
    return corners
