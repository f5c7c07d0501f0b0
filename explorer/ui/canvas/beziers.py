"""Cubic Béziers by the thousand: parts of them, points on them, and lines and dashes in their stead."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from explorer.drawing.picture import Bools, EdgeShapes, Floats, Ints

Doubles = NDArray[np.float64]
Numbers = TypeVar("Numbers", Floats, Doubles)

MAX_PIECES = 64
MAX_DASHES = 4000


def curves_of(shapes: EdgeShapes, edges: Ints) -> tuple[Floats, Ints]:
    """(k, 4, 2) cubic Béziers of these edges, and for each the place of its edge in `edges`."""
    firsts = shapes.starts[edges]
    counts = np.maximum(shapes.starts[edges + 1] - firsts - 1, 0) // 3
    owners = np.repeat(np.arange(len(edges), dtype=np.int32), counts)
    first_points = np.repeat(firsts, counts) + 3 * places_within(counts)
    return shapes.routes[first_points[:, None] + np.arange(4)], owners


def boxes_of(curves: Numbers) -> Numbers:
    """(4, k) x0, y0, x1, y1 of boxes that hold each curve: those of its control points."""
    p0, p1, p2, p3 = (curves[:, place] for place in range(4))
    low = np.minimum(np.minimum(p0, p1), np.minimum(p2, p3))
    high = np.maximum(np.maximum(p0, p1), np.maximum(p2, p3))
    boxes: Numbers = np.vstack([low.T, high.T])
    return boxes


def lengths_along(curves: Floats, steps: int) -> Doubles:
    """(k, steps + 1) how long about each curve is up to the multiples of 1/steps of its parameter."""
    places: Floats = np.arange(steps + 1, dtype=np.float32) / np.float32(steps)
    shares = _shares(places)
    moves = []
    for axis in (0, 1):
        points = (p[:, None] for p in curves[:, :, axis].T)
        moves.append(np.diff(_mixed(shares, points).astype(np.float64), axis=1))
    along = np.zeros((len(curves), steps + 1))
    np.cumsum(np.hypot(*moves), axis=1, out=along[:, 1:])
    return along


def halves_of(curves: Doubles) -> Doubles:
    """The first and the second half of each cubic, by turns (de Casteljau)."""
    p0, p1, p2, p3 = (curves[:, place] for place in range(4))
    p01, p12, p23 = (p0 + p1) / 2, (p1 + p2) / 2, (p2 + p3) / 2
    p012, p123 = (p01 + p12) / 2, (p12 + p23) / 2
    middle = (p012 + p123) / 2
    return np.stack([p0, p01, p012, middle, middle, p123, p23, p3], axis=1).reshape(-1, 4, 2)


def flatten(curves: Floats, tolerance: float) -> tuple[Floats, Ints]:
    """Lines no farther than `tolerance` from each curve, and how many each curve got.

    The bound is the usual one from second differences: a cubic cut in n equal parts of its parameter is within
    0.75 · max|P(i) − 2 P(i+1) + P(i+2)| / n² of its chords.
    """
    bends = curves[:, :-2] - 2 * curves[:, 1:-1] + curves[:, 2:]
    bend = np.sqrt((bends**2).sum(axis=2)).max(axis=1, initial=0.0)
    pieces = np.clip(np.ceil(np.sqrt(0.75 * bend / tolerance)), 1, MAX_PIECES).astype(np.int32)
    pieces[_are_straight(curves, tolerance)] = 1
    within = places_within(pieces)
    each = np.repeat(np.arange(len(curves)), pieces)
    starts = points_on(curves[each], (within / pieces[each]).astype(np.float32))
    lasts = np.cumsum(pieces) - 1
    lines = np.empty((len(starts), 4), dtype=starts.dtype)
    for axis in (0, 1):
        lines[:, axis] = starts[:, axis]
        lines[:-1, 2 + axis] = starts[1:, axis]
        lines[lasts, 2 + axis] = curves[:, 3, axis]
    return lines, pieces


def _are_straight(curves: Floats, tolerance: float) -> Bools:
    """Whether both inner control points lie on the chord, however unevenly: then the curve is the chord."""
    chord = curves[:, 3] - curves[:, 0]
    length = np.maximum(np.hypot(chord[:, 0], chord[:, 1]), 1e-6)
    unit = chord / length[:, None]
    inner = curves[:, 1:3] - curves[:, :1]
    along = (inner * unit[:, None]).sum(axis=2)
    aside = np.abs(inner[..., 0] * unit[:, None, 1] - inner[..., 1] * unit[:, None, 0])
    inside = (along >= -tolerance) & (along <= length[:, None] + tolerance)
    straight: Bools = (inside & (aside <= tolerance / 2)).all(axis=1) & (length > tolerance)
    return straight


def points_on(curves: Floats, at: Floats) -> Floats:
    """The point of each cubic at its parameter."""
    shares = _shares(at)
    points: Floats = np.empty((len(curves), 2), dtype=np.result_type(curves, at))
    for axis in (0, 1):  # one after the other, which is ten times as fast
        points[:, axis] = _mixed(shares, curves[:, :, axis].T)
    return points


def _shares(at: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """How much of each of its four points a cubic has at its parameter."""
    t, u = at, 1 - at
    return u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t


def _mixed(shares: Iterable[Floats], points: Iterable[Floats]) -> Floats:
    """One coordinate of as many points, each its share."""
    a, b, c, d = (share * point for share, point in zip(shares, points, strict=True))
    mixed: Floats = a + b + c + d
    return mixed


def places_within(counts: Ints) -> Ints:
    """0 … count−1 for each count, one after the other."""
    ends = np.cumsum(counts, dtype=np.int32)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total, dtype=np.int32) - np.repeat(ends - counts, counts).astype(np.int32)


def dash_lines(
    lines: Floats, counts: Ints, dash: tuple[float, ...], begins: Doubles | None = None
) -> tuple[Floats, Ints]:
    """The drawn parts of connected lines, counts[i] > 0 of them the i-th, and how many parts each has.

    dash holds lengths drawn and skipped by turns, in the lines' own unit; begins: how far into the pattern each is.
    """
    steps = np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]).astype(np.float64)
    reached = np.cumsum(steps)
    lasts = np.cumsum(counts) - 1
    totals = reached[lasts] - (reached - steps)[lasts - counts + 1]
    period = sum(dash)
    into = np.zeros(len(counts)) if begins is None else begins % period
    repeats = np.minimum(np.ceil((totals + into) / period), MAX_DASHES).astype(np.int32)
    each = np.repeat(np.arange(len(counts)), repeats)
    turn = places_within(repeats) * period - into[each]
    skips = np.concatenate([[0.0], np.cumsum(dash)[:-1]])[::2]
    first = (turn[:, None] + skips).ravel()
    last = first + np.tile(np.asarray(dash[::2]), len(each))
    each = np.repeat(each, len(skips))
    first, last = np.maximum(first, 0.0), np.minimum(last, totals[each])
    drawn = first < last
    first, last, each = first[drawn], last[drawn], each[drawn]
    offsets = reached[lasts[each]] - totals[each]
    parts = np.empty((len(each), 4), dtype=np.float32)
    for end, at in enumerate((first, last)):
        parts[:, 2 * end : 2 * end + 2] = _point_at(lines, steps, reached, counts, lasts, each, offsets + at)
    return parts, np.bincount(each, minlength=len(counts)).astype(np.int32)


def _point_at(
    lines: Floats, steps: Doubles, reached: Doubles, counts: Ints, lasts: Ints, each: Ints, at: Doubles
) -> Doubles:
    """The points at these distances along all lines laid end to end, each on the line it belongs to."""
    place = np.searchsorted(reached, at)
    place = np.clip(place, (lasts - counts + 1)[each], lasts[each])
    share = np.clip((at - (reached - steps)[place]) / np.maximum(steps[place], 1e-12), 0.0, 1.0)
    points = np.empty((len(at), 2))
    for axis in (0, 1):
        starts = lines[place, axis]
        points[:, axis] = starts + share * (lines[place, 2 + axis] - starts).astype(np.float64)
    return points
