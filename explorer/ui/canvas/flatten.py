"""Curves as short straight lines: what the painter draws fastest, made once per zoom class.

Curves that come into view are cut into spans of moderate length, and of these the ones in view are flattened;
both are kept, the lines for the zoom classes used last. So a curve across the whole picture costs what is seen of it.
Dashes are cut here too: Qt would begin the pattern anew at every short line.
"""

from __future__ import annotations

import math
from typing import Literal

import numpy as np

from explorer.domain.geometry import Rect
from explorer.drawing.picture import Bools, EdgeShapes, Floats, Ints, Stroke
from explorer.ui.canvas.beziers import (
    Doubles,
    boxes_of,
    curves_of,
    dash_lines,
    flatten,
    lengths_of,
    part_of,
    places_within,
)

TOLERANCE = 0.2
"""How far a line may be from its curve, in device pixels."""

SPAN = 1200.0
"""Longest span in pixels at zoom 1, about."""

MAX_SPANS = 64
KEPT_CLASSES = 3
MOST_LINES = 2_000_000
"""Of one class, 32 MB; beyond that it begins anew."""


def zoom_class(scale: float) -> int:
    """The doubling a scale falls into; its lines are right for every scale of the class."""
    return math.ceil(math.log2(scale) - 1e-9)


def touching(box: Floats | tuple[Floats, ...], rect: Rect) -> Ints:
    """The places of the boxes (4, k: x0, y0, x1, y1) that a rectangle touches."""
    x0, y0, x1, y1 = box
    if rect.width < rect.height:  # the narrower way first: it leaves the fewest for the second test
        found = np.flatnonzero((x1 >= rect.x0) & (x0 <= rect.x1))
        found = found[(y1[found] >= rect.y0) & (y0[found] <= rect.y1)]
    else:
        found = np.flatnonzero((y1 >= rect.y0) & (y0 <= rect.y1))
        found = found[(x1[found] >= rect.x0) & (x0[found] <= rect.x1)]
    return found.astype(np.int32)


def _touching_spans(rows: Floats, spans: Ints, rect: Rect) -> Ints:
    """The places among these spans whose boxes a rectangle touches: the narrower way first, and only its columns.

    A strip that a pan uncovers touches few of the spans of the curves that cross it, a hundredth and less.
    """
    ways = ((8, 10, rect.x0, rect.x1), (9, 11, rect.y0, rect.y1))
    found = np.arange(len(spans), dtype=np.int32)
    for low, high, begin, end in ways if rect.width < rect.height else ways[::-1]:
        looked_at = spans[found]
        found = found[(rows[:, high][looked_at] >= begin) & (rows[:, low][looked_at] <= end)]
    return found


class Flattener:
    """The curves of a picture's edges as lines."""

    def __init__(self, edges: EdgeShapes, strokes: tuple[Stroke, ...]) -> None:
        self._curves, self._owners = curves_of(edges, np.arange(len(edges), dtype=np.int32))
        self._box = boxes_of(self._curves)
        self._strokes = edges.stroke[self._owners]
        self._dashes = [stroke.dash for stroke in strokes]
        self._begins: Doubles | None = None
        self._spans = _Rows(
            len(self._curves), 13, by_column=True
        )  # control points, box, and how far along the edge
        self._lines: dict[int, _Rows] = {}

    def lines_in(self, rect: Rect, scale: float, among: Bools | None = None) -> tuple[Floats, Ints]:
        """(k, 4) lines x0, y0, x1, y1 of the spans that a rectangle touches, and the edge of each.

        among: only of the edges for which it is true.
        """
        curves = touching(self._box, rect)
        if among is not None:
            curves = curves[among[self._owners[curves]]]
        new = curves[self._spans.lacks(curves)]
        if len(new):
            self._spans.add(new, *self._cut(new))
        spans, counts = self._spans.places(curves)
        of_span = np.repeat(curves, counts)
        near = _touching_spans(self._spans.rows, spans, rect)
        spans, of_span = spans[near], of_span[near]
        number = zoom_class(scale)
        kept = self._class(number)
        fresh = kept.lacks(spans)
        if fresh.any():
            kept.add(spans[fresh], *self._flatten(spans[fresh], of_span[fresh], 2.0**number))
        lines, counts = kept.places(spans)
        return kept.rows[lines], np.repeat(self._owners[of_span], counts)

    def _class(self, number: int) -> _Rows:
        kept = self._lines.pop(number, None)
        if kept is None or kept.used > MOST_LINES:
            kept = _Rows(0, 4)
        self._lines[number] = kept  # last used, last in the dict
        while len(self._lines) > KEPT_CLASSES:
            del self._lines[next(iter(self._lines))]
        kept.reach(self._spans.used)
        return kept

    def _cut(self, curves: Ints) -> tuple[Floats, Ints]:
        """These curves in parts none of which is much longer than SPAN."""
        whole = self._curves[curves]
        sides = np.diff(whole, axis=1)
        lengths = np.hypot(sides[..., 0], sides[..., 1]).sum(axis=1)
        counts = np.clip(np.ceil(lengths / SPAN), 1, MAX_SPANS).astype(np.int32)
        of_curve = np.repeat(np.arange(len(curves)), counts)
        parts = whole[of_curve]
        long = counts[of_curve] > 1
        first = (places_within(counts) / counts[of_curve])[long]
        parts[long] = part_of(parts[long], first, first + 1 / counts[of_curve][long])
        begins = np.zeros(len(parts))
        if any(self._dashes):
            own = lengths_of(parts)
            before = np.cumsum(own) - own
            firsts = np.cumsum(counts) - counts
            begins = before - np.repeat(before[firsts], counts) + self._curve_begins()[curves][of_curve]
        rows = np.hstack([parts.reshape(-1, 8), boxes_of(parts).T, begins[:, None]])
        return rows.astype(np.float32), counts

    def _curve_begins(self) -> Doubles:
        """How far along its edge each curve begins, which is where its dashes go on."""
        if self._begins is None:
            lengths = lengths_of(self._curves)
            before = np.cumsum(lengths) - lengths
            counts = np.bincount(self._owners)
            counts = counts[counts > 0]
            self._begins = before - np.repeat(before[np.cumsum(counts) - counts], counts)
        return self._begins

    def _flatten(self, spans: Ints, of_span: Ints, scale: float) -> tuple[Floats, Ints]:
        """Lines of these spans; dash patterns are as long as they are meant to be amid the zoom class."""
        rows = self._spans.rows[spans]
        lines, counts = flatten(rows[:, :8].reshape(-1, 4, 2), TOLERANCE / scale)
        strokes = self._strokes[of_span]
        owners = np.repeat(np.arange(len(spans)), counts)
        for number in np.unique(strokes):
            if not sum(self._dashes[number]):
                continue
            chosen = strokes == number
            of_chosen = chosen[owners]
            pattern = tuple(length / (0.75 * scale) for length in self._dashes[number])
            begins = rows[chosen, 12].astype(np.float64)
            parts, part_counts = dash_lines(lines[of_chosen], counts[chosen], pattern, begins)
            part_owners = np.repeat(np.flatnonzero(chosen), part_counts)
            lines = np.concatenate([lines[~of_chosen], parts])
            owners = np.concatenate([owners[~of_chosen], part_owners])
            order = np.argsort(owners, kind="stable")
            lines, owners = lines[order], owners[order]
            counts = np.bincount(owners, minlength=len(spans)).astype(np.int32)
        return lines, counts


class _Rows:
    """Rows of numbers that belong to owners, each owner's side by side, added as owners come into view."""

    def __init__(self, owner_count: int, columns: int, *, by_column: bool = False) -> None:
        """by_column: a column stands side by side in memory, for those that are looked at column by column."""
        self._order: Literal["F", "C"] = "F" if by_column else "C"
        self.rows: Floats = np.empty((1024, columns), dtype=np.float32, order=self._order)
        self.used = 0
        self._starts: Ints = np.full(owner_count, -1, dtype=np.int32)
        self._counts: Ints = np.zeros(owner_count, dtype=np.int32)

    def reach(self, owner_count: int) -> None:
        """There are so many owners now."""
        more = owner_count - len(self._starts)
        if more > 0:
            more = max(more, len(self._starts))
            self._starts = np.append(self._starts, np.full(more, -1, dtype=np.int32))
            self._counts = np.append(self._counts, np.zeros(more, dtype=np.int32))

    def lacks(self, owners: Ints) -> Bools:
        """For each, whether its rows were not yet added."""
        lacking: Bools = self._starts[owners] < 0
        return lacking

    def add(self, owners: Ints, rows: Floats, counts: Ints) -> None:
        """The rows of new owners, counts[i] for the i-th."""
        needed = self.used + len(rows)
        if needed > len(self.rows):
            shape = (max(needed, 2 * len(self.rows)), self.rows.shape[1])
            grown = np.empty(shape, dtype=np.float32, order=self._order)
            grown[: self.used] = self.rows[: self.used]
            self.rows = grown
        self.rows[self.used : needed] = rows
        self._starts[owners] = self.used + np.cumsum(counts) - counts
        self._counts[owners] = counts
        self.used = needed

    def places(self, owners: Ints) -> tuple[Ints, Ints]:
        """Where the rows of these owners stand, and how many each has."""
        counts = self._counts[owners]
        return np.repeat(self._starts[owners], counts) + places_within(counts), counts
