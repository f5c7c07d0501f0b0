"""Curves halved again and again, the halves far from what is looked at left: of a long one little is cut.

A half is the same numbers whatever it was looked for from, so that what is drawn in parts fits together.
"""

from __future__ import annotations

import numpy as np

from explorer.domain.geometry import Rect
from explorer.drawing.picture import Floats, Ints
from explorer.ui.canvas.beziers import boxes_of, halves_of
from explorer.ui.canvas.boxes import touching

FINEST = 64
"""A curve is cut in so many parts at most."""


def without_long(curves: Floats, owners: Ints, longest: float) -> tuple[Floats, Ints]:
    """The curves, long ones cut until they are about as short as wanted, and the owner of each, in the same order."""
    halvings = _halvings(curves, longest)
    counts = 1 << halvings
    cut = np.repeat(curves, counts, axis=0)
    firsts = np.cumsum(counts) - counts
    for times in np.unique(halvings[halvings > 0]).tolist():
        chosen = np.flatnonzero(halvings == times)
        parts = curves[chosen].astype(np.float64)
        for _ in range(times):
            parts = halves_of(parts)
        cut[(firsts[chosen, None] + np.arange(1 << times)).ravel()] = parts
    return cut, np.repeat(owners, counts)


def parts_near(curves: Floats, longest: float, rect: Rect) -> tuple[Floats, Ints, Ints]:
    """The parts of curves that a rectangle touches, about as short as wanted, in order; the place of the curve of
    each, and where in it, in FINEST-ths, it begins. Curves as short as that are not looked at further.
    """
    halvings = _halvings(curves, longest)
    of = np.flatnonzero(halvings == 0).astype(np.int32)
    done = [(curves[of], of, np.zeros(len(of), dtype=np.int32))]
    of = np.flatnonzero(halvings).astype(np.int32)
    parts, begins, step = curves[of].astype(np.float64), np.zeros(len(of), dtype=np.int32), FINEST
    while len(parts):
        step //= 2
        parts, of, begins = halves_of(parts), np.repeat(of, 2), np.repeat(begins, 2)
        begins[1::2] += step
        near = touching(boxes_of(parts), rect)
        parts, of, begins = parts[near], of[near], begins[near]
        short = FINEST >> halvings[of] == step
        done.append((parts[short].astype(np.float32), of[short], begins[short]))
        parts, of, begins = parts[~short], of[~short], begins[~short]
    all_parts, all_of, all_begins = (np.concatenate(column) for column in zip(*done, strict=True))
    order = np.argsort(all_of * FINEST + all_begins, kind="stable")
    return all_parts[order], all_of[order], all_begins[order]


def _halvings(curves: Floats, longest: float) -> Ints:
    """How often each curve is to be halved for parts about as short as wanted."""
    x, y = np.diff(curves, axis=1).T
    lengths = np.hypot(x, y).sum(axis=0)
    halvings: Ints = np.ceil(np.log2(np.maximum(lengths / longest, 1.0))).astype(np.int32)
    return np.minimum(halvings, FINEST.bit_length() - 1)
