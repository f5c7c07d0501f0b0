"""Teams' names in the part of the picture that is seen: whole, or not at all.

A name stands at its area's corner. Where the canvas' border or a panel would cut it, it slides along its area's edge
until it is whole. One that finds no place there is left out, and the card of what is pointed at tells the team.
Where names stand depends on what is seen, so that none is painted on the frame that is kept, but over it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from explorer.domain.geometry import Rect
from explorer.ui.canvas.far_names import FarNames, Place
from explorer.ui.canvas.labels import Labels
from explorer.ui.canvas.scene import Scene
from explorer.ui.canvas.viewport import Viewport

NAME_AIR = 2.0
"""Left and right of the letters, on their plate."""
NAME_HEIGHT, NAME_BASELINE = 12.0, 9.5
NAME_MIDDLE = NAME_BASELINE - NAME_HEIGHT / 2
"""From the baseline up to the middle of the plate."""

_FROM_BORDER, _FROM_PANEL = 2.0, 6.0
"""Logical pixels that a name keeps from what it slides along."""


class Line(NamedTuple):
    """What may be written instead, how wide its plate is, and how far down from the scene's origin that begins."""

    text: str
    wide: float
    top: float


class TeamName(NamedTuple):
    """A text, its plate as x0, y0, x1, y1 in device pixels from the scene's origin, and its area's left and right.

    others: lines along which it may slide if there is no room on its own, the best first.
    """

    text: str
    place: Place
    sides: tuple[float, float]
    others: tuple[Line, ...] = ()

    def carried(self, grown: float) -> TeamName:
        """The same, equally large, at its place in a picture so many times as large."""
        x0, y0, x1, y1 = self.place
        left, top = x0 * grown, y0 * grown
        sides = (self.sides[0] * grown, self.sides[1] * grown)
        others = tuple(line._replace(top=line.top * grown) for line in self.others)
        return TeamName(self.text, (left, top, left + x1 - x0, top + y1 - y0), sides, others)


def names_inside(scene: Scene, viewport: Viewport, labels: Labels) -> Iterator[TeamName]:
    """The names of the areas that are seen, each where its area keeps room for it.

    They grow with the picture, but do not shrink below the size that can be read, for which there is room.
    """
    scale, size, seen = viewport.scale, size_inside(viewport), viewport.visible
    for group in scene.picture.groups:
        box, at = group.box, group.label_at
        if box.x1 < seen.x0 or box.x0 > seen.x1 or not seen.y0 <= at.y <= seen.y1 + NAME_HEIGHT:
            continue
        left, top = at.x * scale - NAME_AIR * size, (at.y - NAME_MIDDLE) * scale - NAME_HEIGHT / 2 * size
        lines = [
            Line(text, (labels.width(text) + 2 * NAME_AIR) * size, top)
            for text in dict.fromkeys((group.label, group.name or group.label))
        ]
        first, *others = [line for line in lines if left + line.wide <= box.x1 * scale] or lines[-1:]
        place = (left, top, left + first.wide, top + NAME_HEIGHT * size)
        yield TeamName(first.text, place, (box.x0 * scale, box.x1 * scale), tuple(others))


def size_inside(viewport: Viewport) -> float:
    """Device pixels to one pixel of a name inside its area."""
    return max(viewport.scale, viewport.lettering)


def whole_names(
    names: Iterable[TeamName], viewport: Viewport, panels: Sequence[Place], is_free: Callable[[Place], bool]
) -> Iterator[tuple[str, Place]]:
    """Those that can be seen whole, and where, in device pixels of the view.

    names: none over another. panels: what lies over the picture there. is_free: whether a place of the view may be
    covered by a name that is not at home there.
    """
    taken = list(panels)
    cut: list[TeamName] = []
    for name in names:
        place = _moved(name.place, viewport)
        x0, y0, x1, y1 = place
        is_whole = x0 >= 0 and y0 >= 0 and x1 <= viewport.width and y1 <= viewport.height
        if is_whole and not _meets(place, panels):
            taken.append(place)
            yield name.text, place
        else:
            cut.append(name)
    for name in cut:
        for text, place in _aside(name, viewport, panels):
            if not _meets(place, taken) and is_free(place):
                taken.append(place)
                yield text, place
                break


def free_of(
    scene: Scene, viewport: Viewport, names: FarNames | None, are_specks: bool = False
) -> Callable[[Place], bool]:
    """Whether neither a card, a note nor a pill lies at a place of the view, as large as they are seen.

    names: those seen from afar with their pills, None where names scale with their cards. are_specks: cards are too
    small to matter.
    """
    picture, scale = scene.picture, viewport.scale
    covered = [note.box for note in picture.notes]
    if names is None:
        covered += [pill.box for pill in picture.pills]
    else:
        covered += [Rect(*(side / scale for side in place)) for _, place in names.pills]

    def is_free(place: Place) -> bool:
        x0, y0 = math.floor(place[0]), math.floor(place[1])
        wide, high = math.ceil(place[2]) - x0, math.ceil(place[3]) - y0
        part = viewport.part(x0, y0, wide, high)
        seen = part.visible
        is_named = names is not None and names.meet(part.left, part.top, wide, high).any()
        is_on_card = not are_specks and len(scene.nodes_in(seen))
        return not (is_named or is_on_card or _meets(seen, covered))

    return is_free


def _aside(name: TeamName, viewport: Viewport, panels: Sequence[Place]) -> Iterator[tuple[str, Place]]:
    """Places on its lines, the nearest first: at the view's borders and beside the panels, within the area."""
    x0, y0, x1, y1 = _moved(name.place, viewport)
    low, high = (side - viewport.left for side in name.sides)
    gap, off = _FROM_BORDER * viewport.ratio, _FROM_PANEL * viewport.ratio
    least, end = max(gap, min(x0, low + gap)), min(viewport.width - gap, max(x1, high - gap))
    for text, wide, top in (Line(name.text, x1 - x0, name.place[1]), *name.others):
        most, top = end - wide, top - viewport.top
        if most < least or top < 0 or top + y1 - y0 > viewport.height:
            continue
        beside = [panel[2] + off for panel in panels] + [panel[0] - off - wide for panel in panels]
        for x in sorted((min(max(x0, least), most), *beside), key=lambda x: abs(x - x0)):
            if least <= x <= most:
                yield text, (x, top, x + wide, top + y1 - y0)


def _moved(place: Place, viewport: Viewport) -> Place:
    """Counted from the view's corner."""
    x0, y0, x1, y1 = place
    return x0 - viewport.left, y0 - viewport.top, x1 - viewport.left, y1 - viewport.top


def _meets(one: Place, others: Iterable[Place]) -> bool:
    x0, y0, x1, y1 = one
    return any(x0 < other[2] and other[0] < x1 and y0 < other[3] and other[1] < y1 for other in others)
