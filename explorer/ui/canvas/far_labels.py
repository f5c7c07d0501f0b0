"""Teams' labels seen from afar: at one size that can be read, over everything, and never one over another.

The room kept for a label inside its area shrinks with the zoom. From afar it stands above its area, or at another of
its corners where another label or a node's name is in the way; in a picture that one can read, where it covers the
fewest cards. One that finds no such place is written without the number of nodes, and left out where that finds none
either. No node's name takes the first of these places.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator, Sequence

import numpy as np

from explorer.domain.geometry import Rect
from explorer.drawing.picture import GroupShape
from explorer.ui.canvas.far_names import NOBODY, FarNames, Grid, Place
from explorer.ui.canvas.labels import Labels
from explorer.ui.canvas.naming import BEYOND, MOST_NODES, KeptFree
from explorer.ui.canvas.painters.notes import least_paper
from explorer.ui.canvas.scene import Scene
from explorer.ui.canvas.team_names import NAME_AIR, NAME_HEIGHT, Line, TeamName

LABELS_BELOW = 0.5
"""Zoom under which labels keep their size."""

LABEL_ROOM = 90.0
"""How wide a label may be above a smaller area, in pixels."""

MOST_LABELS = 300
"""On one picture; nobody could read more."""

_GAP = 1.0
"""Between a label and the border of its area."""


def room_for_labels(scene: Scene, labels: Labels) -> KeptFree:
    """Where no node's name may stand: above the areas, where their labels are to; and on notes."""
    corners, beyond = [], []
    for group in _by_size(scene)[:MOST_LABELS]:
        box, wide = group.box, labels.width(group.name or group.label) + 2 * NAME_AIR
        corners.append((box.x0, box.y0, box.x0, box.y0))
        beyond.append((0.0, -_GAP - NAME_HEIGHT, wide, 0.0))
    for note in scene.picture.notes:
        x0, y0 = note.box.x0, note.box.y0
        corners += [(x0, y0, note.box.x1, note.box.y1), (x0, y0, x0, y0)]
        beyond += [(0.0, 0.0, 0.0, 0.0), (0.0, 0.0, *least_paper(note))]
    return KeptFree(np.array(corners).reshape(-1, 4), np.array(beyond).reshape(-1, 4))


def placing_labels(
    scene: Scene, scale: float, ratio: float, labels: Labels, names: FarNames | None = None
) -> Generator[None, None, Sequence[TeamName]]:
    """Find the labels their places, those of the largest areas first; a step for each.

    scale: device pixels a scene pixel; ratio: device pixels a pixel. names: of nodes, on none of which a label lies.
    """
    sparing = len(scene.picture.nodes) <= MOST_NODES
    placed: list[TeamName] = []
    taken = Grid(ratio)
    for group in _by_size(scene):
        if len(placed) == MOST_LABELS:
            break
        texts = dict.fromkeys((group.label, group.name or group.label))
        widths = {text: round((labels.width(text) + 2 * NAME_AIR) * ratio) for text in texts}
        for label, wide in widths.items():
            if wide > max(group.box.width * scale, LABEL_ROOM * ratio):
                continue
            end = max(scene.picture.bounds.x1, group.box.x1)
            right = math.floor(end * scale + BEYOND * ratio)
            room = _places(group.box, scale, ratio, wide, right)
            free = (place for place in room if taken.is_free(NOBODY, place) and not _lies_on(place, names))
            best = _clearest(scene, free, scale) if sparing else next(free, None)
            if best is not None:
                taken.add(NOBODY, best)
                sides, tops = (group.box.x0 * scale, group.box.x1 * scale), _tops(group.box, scale, ratio)
                shorter = {text: wide for text, wide in widths.items() if wide <= widths[label]}
                others = tuple(Line(text, wide, top) for text, wide in shorter.items() for top in tops)
                placed.append(TeamName(label, best, sides, others))
                break
        yield
    return placed


def _by_size(scene: Scene) -> list[GroupShape]:
    return sorted(scene.picture.groups, key=lambda group: -group.box.width * group.box.height)


def _lies_on(place: Place, names: FarNames | None) -> bool:
    x0, y0, x1, y1 = place
    return names is not None and bool(names.meet(x0, y0, x1 - x0, y1 - y0).any())


def _places(box: Rect, scale: float, ratio: float, wide: int, right: int) -> Iterator[Place]:
    """Above the area, inside it at the top, below it, and at its right, the best first; none beyond `right`."""
    high = round(NAME_HEIGHT * ratio)
    x0, x1 = round(box.x0 * scale), round(box.x1 * scale)
    for y in _tops(box, scale, ratio):
        for x in dict.fromkeys(min(x, right - wide) for x in (x0, max(x0, x1 - wide))):
            yield (x, y, x + wide, y + high)


def _tops(box: Rect, scale: float, ratio: float) -> tuple[int, ...]:
    """Where labels of this area begin downwards: above it, inside it at the top, below it."""
    top, bottom, gap = round(box.y0 * scale), round(box.y1 * scale), round(_GAP * ratio)
    return top - gap - round(NAME_HEIGHT * ratio), top + gap, bottom + gap


def _clearest(scene: Scene, places: Iterator[Place], scale: float) -> Place | None:
    """Where a label would lie on the fewest cards; the first where it would lie on none."""
    best, fewest = None, math.inf
    for place in places:
        covered = len(scene.nodes_in(Rect(*(side / scale for side in place))))
        if covered < fewest:
            best, fewest = place, covered
        if not covered:
            break
    return best
