"""Curves as short straight lines: what the painter draws fastest, made once for each neighbourhood that is looked at.

Of a curve only what is near is worth cutting: it is halved, and the halves that lie elsewhere are left, until what
remains is short enough to be flattened. The lines of the neighbourhoods looked at last are kept; so a strip that a
pan uncovers is found among the lines around it and not among all edges. A neighbourhood has the same lines of an
edge as any other of its zoom class, so that what is drawn in parts fits together.
Dashes are cut here too: Qt would begin the pattern anew at every short line.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from explorer.domain.geometry import Rect
from explorer.drawing.picture import Bools, EdgeShapes, Floats, Ints, Stroke
from explorer.ui.canvas.beziers import (
    Doubles,
    boxes_of,
    curves_of,
    dash_lines,
    flatten,
    lengths_along,
)
from explorer.ui.canvas.boxes import about_as_many, box_of, estimated, grown, touching
from explorer.ui.canvas.halving import FINEST, parts_near, without_long
from explorer.ui.canvas.kept import Kept

TOLERANCE = 0.2
"""How far a line may be from its curve, in device pixels."""

SPAN = 1200.0
"""Longest part of a curve in pixels at zoom 1, about: longer ones are halved."""

LONG = 4 * SPAN
"""Longer curves are cut before anything is asked: the extent of a part says more than that of the whole."""

PARTS_AHEAD, MANY_CURVES = (1024, 256, 0), 8000
"""How far around what is asked for parts are kept, in device pixels: less where these are so many curves."""

LINES_AHEAD, MANY_PARTS = 64, 2000
"""The same for the lines around a strip, unless the parts are so many; lines take longer to be made."""

KEPT = 8
"""Neighbourhoods, of either."""

ROUNDED = 1.0
"""How far a line may stand out of its curve, in pixels at zoom 1, by what numbers are rounded."""


def zoom_class(scale: float) -> int:
    """The doubling a scale falls into; its lines are right for every scale of the class."""
    return math.ceil(math.log2(scale) - 1e-9)


@dataclass(frozen=True, slots=True, eq=False)
class _Parts:
    """Short parts of curves, in order: of each its curve, how far in it begins, in FINEST-ths, and its extent."""

    parts: Floats
    curves: Ints
    begins: Ints
    box: Floats

    def some(self, chosen: Ints | Bools) -> _Parts:
        """These of them."""
        return _Parts(self.parts[chosen], self.curves[chosen], self.begins[chosen], self.box[:, chosen])


@dataclass(frozen=True, slots=True, eq=False)
class _Lines:
    """Lines, and the edge and the extent of each."""

    lines: Floats
    owners: Ints
    box: Floats


class Flattener:
    """The curves of a picture's edges as lines."""

    def __init__(self, edges: EdgeShapes, strokes: tuple[Stroke, ...], among: Ints | None = None) -> None:
        """among: know these edges only."""
        among = np.arange(len(edges), dtype=np.int32) if among is None else among
        curves, places = curves_of(edges, among)
        self._curves, self._owners = without_long(curves, among[places], LONG)
        self._box = boxes_of(self._curves)
        self._few = about_as_many(self._box)
        self._strokes = edges.stroke[self._owners]
        self._dashes = [stroke.dash for stroke in strokes]
        self._is_dashed = np.array([sum(dash) > 0 for dash in self._dashes], dtype=np.bool_)
        self._begins = self._curve_begins()
        self._parts: Kept[None, _Parts] = Kept(KEPT)
        self._lines: Kept[int, _Lines] = Kept(KEPT)

    def lines_in(self, rect: Rect, scale: float, among: Bools | None = None) -> tuple[Floats, Ints]:
        """(k, 4) lines x0, y0, x1, y1 of the edges that a rectangle touches, and the edge of each.

        among: only of the edges for which it is true.
        """
        number = zoom_class(scale)
        near = self._lines.around(rect, number)
        if near is None and among is not None:  # few, as a rule, and other ones the next time
            near = self._made(self._parts_of(rect, among), number)
        elif near is None:
            near = self._lines_near(rect, scale)
        found = touching(near.box, rect)
        owners = near.owners[found]
        if among is not None:
            chosen = among[owners]
            found, owners = found[chosen], owners[chosen]
        return near.lines[found], owners

    def _lines_near(self, rect: Rect, scale: float) -> _Lines:
        """All lines that a rectangle touches; around a strip others, kept for the strip that is uncovered next."""
        number = zoom_class(scale)
        around = grown(rect, LINES_AHEAD / scale)
        parts = self._parts_near(around, scale)
        if min(rect.width, rect.height) * scale < LINES_AHEAD:
            near = touching(parts.box, grown(around, ROUNDED))
            if len(near) <= MANY_PARTS:
                made = self._made(parts.some(near), number)
                self._lines.keep(around, number, made)
                return made
        return self._made(parts.some(touching(parts.box, grown(rect, ROUNDED))), number)

    def _parts_near(self, rect: Rect, scale: float) -> _Parts:
        """The same with the parts of curves."""
        parts = self._parts.around(rect, None)
        if parts is None:
            for ahead in PARTS_AHEAD:
                around = grown(rect, ahead / scale)
                if estimated(self._few, around) <= MANY_CURVES:
                    break
            parts = self._cut(touching(self._box, grown(around, ROUNDED)), around)
            self._parts.keep(around, None, parts)
        return parts

    def _parts_of(self, rect: Rect, among: Bools) -> _Parts:
        """The parts of these edges that a rectangle touches."""
        curves = touching(self._box, grown(rect, ROUNDED))
        return self._cut(curves[among[self._owners[curves]]], rect)

    def _cut(self, curves: Ints, rect: Rect) -> _Parts:
        """The parts of these curves that a rectangle touches, none much longer than SPAN."""
        parts, whole, begins = parts_near(self._curves[curves], SPAN, grown(rect, ROUNDED))
        return _Parts(parts, curves[whole], begins, boxes_of(parts))

    def _made(self, parts: _Parts, number: int) -> _Lines:
        """The lines of these parts in a zoom class."""
        lines, counts = self._flattened(parts, 2.0**number)
        return _Lines(lines, np.repeat(self._owners[parts.curves], counts), box_of(lines))

    def _flattened(self, near: _Parts, scale: float) -> tuple[Floats, Ints]:
        """The lines of each part; dash patterns are as long as they are meant to be amid the zoom class."""
        lines, counts = flatten(near.parts, TOLERANCE / scale)
        strokes = self._strokes[near.curves]
        owners = np.repeat(np.arange(len(counts)), counts)
        for number in np.flatnonzero(self._is_dashed):
            chosen = strokes == number
            if not chosen.any():
                continue
            of_chosen = chosen[owners]
            pattern = tuple(length / (0.75 * scale) for length in self._dashes[number])
            begins = self._dash_begins(near.some(chosen))
            parts, part_counts = dash_lines(lines[of_chosen], counts[chosen], pattern, begins)
            part_owners = np.repeat(np.flatnonzero(chosen), part_counts)
            lines = np.concatenate([lines[~of_chosen], parts])
            owners = np.concatenate([owners[~of_chosen], part_owners])
            order = np.argsort(owners, kind="stable")
            lines, owners = lines[order], owners[order]
            counts = np.bincount(owners, minlength=len(counts)).astype(np.int32)
        return lines, counts

    def _dash_begins(self, dashed: _Parts) -> Doubles:
        """How far along its edge each part begins, which is where its dashes go on."""
        begins = self._begins[dashed.curves].astype(np.float64)
        inside = np.flatnonzero(dashed.begins)
        if len(inside):
            curves, row = np.unique(dashed.curves[inside], return_inverse=True)
            begins[inside] += lengths_along(self._curves[curves], FINEST)[row, dashed.begins[inside]]
        return begins

    def _curve_begins(self) -> Floats:
        """How far along its edge each curve begins, if that is dashed."""
        begins = np.zeros(len(self._curves), dtype=np.float32)
        follows = np.append(False, self._owners[1:] == self._owners[:-1])[: len(begins)]
        is_part = follows | np.append(follows[1:], False)[: len(begins)]
        chosen = np.flatnonzero(is_part & self._is_dashed[self._strokes])
        if len(chosen):
            lengths = lengths_along(self._curves[chosen], 16)[:, -1]
            before = np.cumsum(lengths) - lengths
            firsts = np.maximum.accumulate(np.where(follows[chosen], 0, np.arange(len(chosen))))
            begins[chosen] = before - before[firsts]
        return begins
