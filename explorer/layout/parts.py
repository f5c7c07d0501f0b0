"""Parts of a picture that no edge joins: set close together where one flow of all would be a tower or a thread."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from explorer.layout.blocks import Blocks
from explorer.layout.ranks import components
from explorer.layout.request import Floats, Ints, Layout, LayoutRequest
from explorer.layout.spacing import ASPECT, BLOCK_GAP
from explorer.layout.stacking import Indices, Reals

_SCREEN = (1600.0, 1000.0)
_LARGER = 1.2
"""So many times larger on a screen the picture must be with its parts close together; else they stay in one flow."""

_FOR_A_NAME = 260.0
"""Pixels that a part with an area has beside the next one, as the name of a team may be wider than its boxes."""

_WIDTHS = (0.8, 0.9, 1.0, 1.1, 1.25, 1.4)
"""Of the width that the picture would have if its parts left no room between them; the best of these is taken."""


def magnification(width: float, height: float) -> float:
    """How large a picture of this size can be shown whole on a screen; small pictures are all alike."""
    return min(_SCREEN[0] / max(width, _SCREEN[0]), _SCREEN[1] / max(height, _SCREEN[1]))


def packed(request: LayoutRequest, blocks: Blocks, layout: Layout) -> Layout:
    """The same picture, each part of it as it is; the parts close together, where that is larger on a screen.

    Not where boxes are pinned: their layers go through all parts.
    """
    if request.is_pinned.any():
        return layout
    part = _parts(request, blocks)
    if not part.any() or _LARGER * magnification(*np.ptp(layout.centres, axis=0).tolist()) > 1.0:
        return layout
    low, high = _extents(request, layout, part)
    before = magnification(*np.ptp(np.vstack([low, high]), axis=0).tolist())
    room = high - low
    named = _of_groups(request, part)
    room[named, 0] = np.maximum(room[named, 0], _FOR_A_NAME)
    corners = _together(room + BLOCK_GAP)
    if magnification(*(corners + high - low).max(axis=0).tolist()) < _LARGER * before:
        return layout
    return _shifted(request, layout, part, (corners - low).astype(np.float32))


def _parts(request: LayoutRequest, blocks: Blocks) -> Indices:
    """(n,) the part of each box, counted from 0 in the order of their blocks; a block is never divided."""
    of_block = components(blocks.count, blocks.of[request.edges])
    return np.unique(of_block[blocks.of], return_inverse=True)[1].reshape(-1)


def _extents(request: LayoutRequest, layout: Layout, part: Indices) -> tuple[Reals, Reals]:
    """Left upper and right lower corner of all that is drawn of each part."""
    half = request.sizes / 2
    of_edge = part[request.edges[:, 0]]
    of_point = np.repeat(of_edge, np.diff(layout.starts))
    of_group = _of_groups(request, part)
    pills = ~np.isnan(layout.label_centres[:, 0])
    areas = ~np.isnan(layout.group_rects[:, 0])
    pill, pill_half = layout.label_centres[pills], request.label_sizes[pills] / 2
    where = np.concatenate([part, of_point, of_edge[pills], of_group[areas]])
    lows: Floats = np.concatenate(
        [layout.centres - half, layout.routes, pill - pill_half, layout.group_rects[areas, :2]]
    )
    highs: Floats = np.concatenate(
        [layout.centres + half, layout.routes, pill + pill_half, layout.group_rects[areas, 2:]]
    )
    count = int(part.max()) + 1
    low, high = np.full((count, 2), np.inf), np.full((count, 2), -np.inf)
    np.minimum.at(low, where, lows)
    np.maximum.at(high, where, highs)
    return low, high


def _of_groups(request: LayoutRequest, part: Indices) -> Ints:
    """The part of each group; 0 for one that holds nothing."""
    of_group = np.zeros(request.group_count, np.int32)
    inside = request.groups >= 0
    of_group[request.groups[inside]] = part[inside]
    return of_group


def _together(sizes: Reals) -> Reals:
    """The left upper corners of rectangles that are set together, the highest first, in a shape for a screen."""
    order = np.lexsort((np.arange(len(sizes)), -sizes[:, 1])).tolist()
    plain = sizes.tolist()
    widest = float(sizes[:, 0].max())
    usual = float(np.sqrt(sizes.prod(axis=1).sum() * ASPECT))
    tries = [_set_down(plain, order, max(widest, usual * factor)) for factor in _WIDTHS]
    return max(tries, key=lambda corners: magnification(*(corners + sizes).max(axis=0).tolist()))


def _set_down(sizes: list[list[float]], order: list[int], width: float) -> Reals:
    """Each rectangle in turn as high up as it can stand under those before it, and there as far left."""
    corners = np.zeros((len(sizes), 2))
    line = [(0.0, 0.0)]  # from each of these x on, so far down the page is taken
    for i in order:
        wide, high = sizes[i]
        fits = [x for x, _ in line if x + wide <= width or x == 0.0]
        top, left = min((_taken(line, x, x + wide), x) for x in fits)
        corners[i] = left, top
        after = _taken(line, left + wide, left + wide)
        line = [step for step in line if not left <= step[0] <= left + wide]
        line = sorted([*line, (left, top + high), (left + wide, after)])
    return corners


def _taken(line: list[tuple[float, float]], start: float, end: float) -> float:
    """How far down the page is taken somewhere from start to end; at start alone, where both are the same."""
    first = max(i for i, (x, _) in enumerate(line) if x <= start)
    return max(y for i, (x, y) in enumerate(line) if i == first or start < x < end)


def _shifted(request: LayoutRequest, layout: Layout, part: Indices, shift: Floats) -> Layout:
    of_edge = part[request.edges[:, 0]]
    return replace(
        layout,
        centres=layout.centres + shift[part],
        routes=layout.routes + shift[np.repeat(of_edge, np.diff(layout.starts))],
        label_centres=layout.label_centres + shift[of_edge],
        group_rects=layout.group_rects + np.tile(shift[_of_groups(request, part)], (1, 2)),
        by_group=True,  # columns of different parts no longer stand above each other
    )
