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

_FROM_BORDER, _FROM_PANEL = 2.0, 6.0
"""Logical pixels that a name keeps from what it slides along."""


class TeamName(NamedTuple):
    """A text, its plate as x0, y0, x1, y1 in device pixels from the scene's origin, and its area's left and right."""

    text: str
    place: Place
    sides: tuple[float, float]

    def carried(self, grown: float) -> TeamName:
        """The same, equally large, at its place in a picture so many times as large."""
        x0, y0, x1, y1 = self.place
        left, top = x0 * grown, y0 * grown
        sides = (self.sides[0] * grown, self.sides[1] * grown)
        return TeamName(self.text, (left, top, left + x1 - x0, top + y1 - y0), sides)


def names_inside(scene: Scene, viewport: Viewport, labels: Labels) -> Iterator[TeamName]:
    """The names of the areas that are seen, each where its area keeps room for it; they scale with the picture."""
    scale, seen = viewport.scale, viewport.visible
    for group in scene.picture.groups:
        box, at = group.box, group.label_at
        if box.x1 < seen.x0 or box.x0 > seen.x1 or not seen.y0 <= at.y <= seen.y1 + NAME_HEIGHT:
            continue
        x0, y0 = at.x - NAME_AIR, at.y - NAME_BASELINE
        place = (x0, y0, at.x + labels.width(group.label) + NAME_AIR, y0 + NAME_HEIGHT)
        left, top, right, bottom = (side * scale for side in place)
        yield TeamName(group.label, (left, top, right, bottom), (box.x0 * scale, box.x1 * scale))


def whole_names(
    names: Iterable[TeamName], viewport: Viewport, panels: Sequence[Place], is_free: Callable[[Place], bool]
) -> Iterator[tuple[str, Place]]:
    """Those that can be seen whole, and where, in device pixels of the view.

    names: none over another. panels: what lies over the picture there. is_free: whether a place of the view may be
    covered by a name that is not at home there.
    """
    taken = list(panels)
    cut: list[tuple[str, Place, tuple[float, float]]] = []
    for text, (x0, y0, x1, y1), sides in names:
        place = (x0 - viewport.left, y0 - viewport.top, x1 - viewport.left, y1 - viewport.top)
        if place[1] < 0 or place[3] > viewport.height:
            continue
        if place[0] >= 0 and place[2] <= viewport.width and not _meets(place, panels):
            taken.append(place)
            yield text, place
        else:
            cut.append((text, place, (sides[0] - viewport.left, sides[1] - viewport.left)))
    for text, home, sides in cut:
        for place in _aside(home, sides, viewport, panels):
            if not _meets(place, taken) and is_free(place):
                taken.append(place)
                yield text, place
                break


def free_of(scene: Scene, viewport: Viewport, names: FarNames | None) -> Callable[[Place], bool]:
    """Whether neither a card, a note nor a pill lies at a place of the view, as large as they are seen.

    names: those seen from afar with their pills, None where names scale with their cards.
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
        return not (is_named or len(scene.nodes_in(seen)) or _meets(seen, covered))

    return is_free


def _aside(
    home: Place, sides: tuple[float, float], viewport: Viewport, panels: Sequence[Place]
) -> Iterator[Place]:
    """Places on the same line, the nearest first: at the view's borders and beside the panels, within the area."""
    x0, y0, x1, y1 = home
    wide, gap, off = x1 - x0, _FROM_BORDER * viewport.ratio, _FROM_PANEL * viewport.ratio
    least = max(gap, min(x0, sides[0] + gap))
    most = min(viewport.width - gap, max(x1, sides[1] - gap)) - wide
    beside = [panel[2] + off for panel in panels] + [panel[0] - off - wide for panel in panels]
    for x in sorted((min(max(x0, least), most), *beside), key=lambda x: abs(x - x0)):
        if least <= x <= most:
            yield x, y0, x + wide, y1


def _meets(one: Place, others: Iterable[Place]) -> bool:
    x0, y0, x1, y1 = one
    return any(x0 < other[2] and other[0] < x1 and y0 < other[3] and other[1] < y1 for other in others)
