"""Curves as short straight lines: what the painter draws fastest, made once per zoom class and edge.

Lines are flattened only when they come into view, all new ones together, and kept for the classes used last.
Dashes are cut here too: Qt would begin the pattern anew at every short line.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from explorer.drawing.picture import EdgeShapes, Floats, Ints, Stroke

Doubles = NDArray[np.float64]

TOLERANCE = 0.2
"""How far a line may be from its curve, in device pixels."""

KEPT_CLASSES = 3
MAX_PIECES = 64
MAX_DASHES = 4000


def zoom_class(scale: float) -> int:
    """The doubling a scale falls into; its lines are right for every scale of the class."""
    return math.ceil(math.log2(scale) - 1e-9)


class Flattener:
    """The lines of a picture's edges, by zoom class."""

    def __init__(self, edges: EdgeShapes, strokes: tuple[Stroke, ...]) -> None:
        self._edges = edges
        self._strokes = strokes
        self._classes: dict[int, _Lines] = {}

    def lines(self, edges: Ints, scale: float) -> tuple[Floats, Ints]:
        """(k, 4) lines x0, y0, x1, y1 of these edges, in their order, and how many each edge has."""
        number = zoom_class(scale)
        kept = self._classes.pop(number, None) or _Lines(len(self._edges))
        self._classes[number] = kept  # last used, last in the dict
        while len(self._classes) > KEPT_CLASSES:
            del self._classes[next(iter(self._classes))]
        new = edges[kept.starts[edges] < 0]
        if len(new):
            kept.add(new, *self._flatten(new, 2.0**number))
        return kept.take(edges)

    def _flatten(self, edges: Ints, scale: float) -> tuple[Floats, Ints]:
        curves, owners = curves_of(self._edges, edges)
        lines, pieces = flatten(curves, TOLERANCE / scale)
        counts = np.bincount(np.repeat(owners, pieces), minlength=len(edges)).astype(np.int32)
        return self._dashed(edges, lines, counts, 0.75 * scale)

    def _dashed(self, edges: Ints, lines: Floats, counts: Ints, scale: float) -> tuple[Floats, Ints]:
        """The same lines, those of the dashed edges cut; patterns are as long as meant amid the zoom class."""
        dashes = [stroke.dash for stroke in self._strokes]
        strokes = self._edges.stroke[edges]
        owners = np.repeat(np.arange(len(edges)), counts)
        for number in np.unique(strokes):
            if not sum(dashes[number]):
                continue
            chosen = (strokes == number) & (counts > 0)
            of_chosen = chosen[owners]
            pattern = tuple(length / scale for length in dashes[number])
            parts, part_counts = dash_lines(lines[of_chosen], counts[chosen], pattern)
            part_owners = np.repeat(np.flatnonzero(chosen), part_counts)
            lines = np.concatenate([lines[~of_chosen], parts])
            owners = np.concatenate([owners[~of_chosen], part_owners])
            order = np.argsort(owners, kind="stable")
            lines, owners = lines[order], owners[order]
            counts = np.bincount(owners, minlength=len(edges)).astype(np.int32)
        return lines, counts


def curves_of(shapes: EdgeShapes, edges: Ints) -> tuple[Floats, Ints]:
    """(k, 4, 2) cubic Béziers of these edges, and for each the place of its edge in `edges`."""
    firsts = shapes.starts[edges]
    counts = np.maximum(shapes.starts[edges + 1] - firsts - 1, 0) // 3
    owners = np.repeat(np.arange(len(edges), dtype=np.int32), counts)
    first_points = np.repeat(firsts, counts) + 3 * places_within(counts)
    return shapes.routes[first_points[:, None] + np.arange(4)], owners


def flatten(curves: Floats, tolerance: float) -> tuple[Floats, Ints]:
    """Lines no farther than `tolerance` from each curve, and how many each curve got.

    The bound is the usual one from second differences: a cubic cut in n equal parts of its parameter is within
    0.75 · max|P(i) − 2 P(i+1) + P(i+2)| / n² of its chords.
    """
    bends = curves[:, :-2] - 2 * curves[:, 1:-1] + curves[:, 2:]
    bend = np.sqrt((bends**2).sum(axis=2)).max(axis=1, initial=0.0)
    pieces = np.clip(np.ceil(np.sqrt(0.75 * bend / tolerance)), 1, MAX_PIECES).astype(np.int32)
    within = places_within(pieces)
    each = np.repeat(np.arange(len(curves)), pieces)
    starts = points_on(curves[each], (within / pieces[each]).astype(np.float32))
    ends = np.empty_like(starts)
    ends[:-1] = starts[1:]
    lasts = np.cumsum(pieces) - 1
    ends[lasts] = curves[:, 3]
    return np.hstack([starts, ends]), pieces


def points_on(curves: Floats, at: Floats) -> Floats:
    """The point of each cubic at its parameter."""
    t = at[:, None]
    u = 1 - t
    p0, p1, p2, p3 = (curves[:, place] for place in range(4))
    points: Floats = u * u * u * p0 + 3 * u * u * t * p1 + 3 * u * t * t * p2 + t * t * t * p3
    return points


def places_within(counts: Ints) -> Ints:
    """0 … count−1 for each count, one after the other."""
    ends = np.cumsum(counts, dtype=np.int32)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total, dtype=np.int32) - np.repeat(ends - counts, counts).astype(np.int32)


def dash_lines(lines: Floats, counts: Ints, dash: tuple[float, ...]) -> tuple[Floats, Ints]:
    """The drawn parts of connected lines, counts[i] of them the i-th, and how many parts each has.

    dash holds lengths drawn and skipped by turns, in the lines' own unit; each line begins its pattern anew.
    """
    steps = np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]).astype(np.float64)
    reached = np.cumsum(steps)
    lasts = np.cumsum(counts) - 1
    totals = np.where(counts > 0, reached[lasts] - (reached - steps)[lasts - np.maximum(counts, 1) + 1], 0.0)
    period = sum(dash)
    repeats = np.minimum(np.ceil(totals / period), MAX_DASHES).astype(np.int32)
    each = np.repeat(np.arange(len(counts)), repeats)
    turn = places_within(repeats) * period
    skips = np.concatenate([[0.0], np.cumsum(dash)[:-1]])[::2]
    begins = (turn[:, None] + skips).ravel()
    ends = begins + np.tile(np.asarray(dash[::2]), len(each))
    each = np.repeat(each, len(skips))
    drawn = begins < totals[each]
    begins, ends, each = begins[drawn], np.minimum(ends[drawn], totals[each[drawn]]), each[drawn]
    offsets = reached[lasts[each]] - totals[each]
    parts = [_point_at(lines, steps, reached, counts, lasts, each, offsets + at) for at in (begins, ends)]
    return np.hstack(parts).astype(np.float32), np.bincount(each, minlength=len(counts)).astype(np.int32)


def _point_at(
    lines: Floats, steps: Doubles, reached: Doubles, counts: Ints, lasts: Ints, each: Ints, at: Doubles
) -> Doubles:
    """The points at these distances along all lines laid end to end, each on the line it belongs to."""
    place = np.searchsorted(reached, at)
    place = np.clip(place, (lasts - counts + 1)[each], lasts[each])
    share = (at - (reached - steps)[place]) / np.maximum(steps[place], 1e-12)
    along = (lines[place, 2:] - lines[place, :2]).astype(np.float64)
    return lines[place, :2] + np.clip(share, 0.0, 1.0)[:, None] * along


class _Lines:
    """The lines of one zoom class, growing as edges come into view."""

    def __init__(self, edge_count: int) -> None:
        self.starts = np.full(edge_count, -1, dtype=np.int32)
        self._counts = np.zeros(edge_count, dtype=np.int32)
        self._lines = np.empty((1024, 4), dtype=np.float32)
        self._used = 0

    def add(self, edges: Ints, lines: Floats, counts: Ints) -> None:
        needed = self._used + len(lines)
        if needed > len(self._lines):
            grown = np.empty((max(needed, 2 * len(self._lines)), 4), dtype=np.float32)
            grown[: self._used] = self._lines[: self._used]
            self._lines = grown
        self._lines[self._used : needed] = lines
        self.starts[edges] = self._used + np.cumsum(counts) - counts
        self._counts[edges] = counts
        self._used = needed

    def take(self, edges: Ints) -> tuple[Floats, Ints]:
        counts = self._counts[edges]
        places = np.repeat(self.starts[edges], counts) + places_within(counts)
        return self._lines[places], counts
