"""Names seen from afar: at one size that can be read, where they cover neither another name nor another card.

A title scales with its card, so that it never outgrows it; from afar it would then be too small to read. There a
card carries its name alone, at a size that stays, behind the sign of its effect, and behind its kind's icon where
there is room. Which names stand is found once for a picture (Naming). Closed teams, and the few nodes that are lit,
are to be named in any case: where such a name does not stand it is moved aside, within its team's area; a closed
team's is then shortened to its card, before it is left out. What is shown depends on picture and zoom alone, so that
a part painted alone is a part of the whole.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

import numpy as np

from explorer.drawing.picture import NO_EFFECT, NODE_KINDS, Bools, CardKind, Edit, Ints, Pill
from explorer.drawing.text import whole_name
from explorer.ui.canvas.at_once import at_once
from explorer.ui.canvas.batches import Doubles
from explorer.ui.canvas.labels import Labels
from explorer.ui.canvas.naming import (
    BEYOND,
    FRAME_HEIGHT,
    MAP_BELOW,
    MOST_NODES,
    NAME_MARGINS,
    SIGN_ROOM,
    Naming,
)
from explorer.ui.canvas.scene import NOTHING, Scene

FAR_BELOW = 0.62
"""Zoom under which names keep their size."""

TITLES_ABOVE = 0.36
"""Zoom above which such a picture shows titles on its cards."""

AT_ONCE = 20
"""Names looked at between two looks at the clock."""

_CELL = (96.0, 24.0)
NOBODY = -1
"""Whose place it is that is nobody's own."""
_TEAM = NODE_KINDS.index(CardKind.TEAM)
NAME_MARGIN = 4.0
_FEWEST = 2
"""Letters of a name that is shortened."""
_SIDEWAYS = 2
"""Other places that are tried for a name that is no team's: those on the same line."""
_AIR = 2.0
"""Between two names on one line."""

Place = tuple[float, float, float, float]
_Sides = tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class FarNames:
    """What is written where: places as x0, y0, x1, y1 in device pixels from the scene's origin.

    nodes, frames (k, 4) and texts of the names; a frame covers its card, and what it holds stands in its middle.
    marked: whether the kind's icon stands before the name. pills: the place of each pill, by its number in the
    picture, that there is room for.
    """

    nodes: Ints
    frames: Doubles
    texts: tuple[str, ...]
    marked: Bools
    pills: tuple[tuple[int, Place], ...] = ()

    def without(self, nodes: Ints) -> FarNames:
        """All but the names of these nodes, whose room stays free."""
        kept = np.flatnonzero(~np.isin(self.nodes, nodes))
        texts = tuple(self.texts[i] for i in kept.tolist())
        return FarNames(self.nodes[kept], self.frames[kept], texts, self.marked[kept], self.pills)

    def carried(self, arrived: Scene, moving: Scene, scale: float) -> FarNames:
        """The same while the nodes are on their way: each name where its card is, each pill where its edge has it.

        arrived: the scene that they were placed in. scale: that which they were placed at.
        """
        corners = (arrived.picture.nodes.boxes, moving.picture.nodes.boxes)
        here, now = (np.round(of[self.nodes, :2].astype(np.float64) * scale) for of in corners)
        pills = []
        for number, (x0, y0, x1, y1) in self.pills:
            end, box = arrived.picture.pills[number].box, moving.picture.pills[number].box
            dx, dy = round((box.x0 - end.x0) * scale), round((box.y0 - end.y0) * scale)
            pills.append((number, (x0 + dx, y0 + dy, x1 + dx, y1 + dy)))
        return replace(self, frames=self.frames + np.tile(now - here, 2), pills=tuple(pills))

    def meet(self, left: float, top: float, width: float, height: float) -> Bools:
        """Which of them reach into this part of the scene, in device pixels."""
        x0, y0, x1, y1 = self.frames.T
        return np.asarray((x0 < left + width) & (x1 > left) & (y0 < top + height) & (y1 > top))


def is_far(zoom: float, node_count: int) -> bool:
    """Whether cards are too small at this zoom for the text that scales with them."""
    return zoom < (FAR_BELOW if node_count <= MOST_NODES else TITLES_ABOVE)


def is_map(zoom: float, node_count: int) -> bool:
    """Whether cards are specks at this zoom, of which most stand without their names."""
    return is_far(zoom, node_count) and (zoom < MAP_BELOW or node_count > MOST_NODES)


def closed_teams(scene: Scene) -> Ints:
    """The cards that stand for whole teams."""
    return np.flatnonzero(scene.picture.nodes.kind == _TEAM).astype(np.int32)


def standing_names(
    naming: Naming, scene: Scene, zoom: float, ratio: float
) -> Generator[None, None, FarNames]:
    """The names that stand at a zoom, in steps."""
    yield from naming.steps(zoom)
    nodes, frames, marked = naming.at(zoom)
    yield
    titles, texts = scene.picture.nodes.titles, []
    for one, node in enumerate(nodes.tolist()):
        texts.append(whole_name(titles[node]))
        if one % AT_ONCE == 0:
            yield
    return FarNames(nodes, np.round(frames * ratio), tuple(texts), marked)


def with_more(
    names: FarNames,
    more: Ints,
    scene: Scene,
    scale: float,
    ratio: float,
    labels: Labels,
    kept_free: Iterable[Sequence[float]] = (),
    cards: Ints = NOTHING,
) -> Generator[None, None, FarNames]:
    """These names and, where any place for them can be found, those of more nodes, in steps.

    cards: of nodes that these names may not cover either.
    """
    missing = np.setdiff1d(more, names.nodes)
    if not len(missing):
        return names
    others = card_places(scene, np.setdiff1d(cards, missing), scale)
    taken = chain(kept_free, names.frames.tolist(), others.tolist())
    added = yield from placing_names(scene, scale, ratio, labels, taken, missing)
    nodes = np.concatenate([names.nodes, added.nodes])
    texts = names.texts + added.texts
    order = np.argsort(nodes)
    return FarNames(
        nodes[order],
        np.concatenate([names.frames, added.frames])[order],
        tuple(texts[i] for i in order.tolist()),
        np.concatenate([names.marked, added.marked])[order],
    )


def placing_pills(
    scene: Scene,
    scale: float,
    ratio: float,
    labels: Labels,
    names: FarNames,
    kept_free: Iterable[Sequence[float]] = (),
) -> Generator[None, None, FarNames]:
    """These names with the pills that there is room for beside them and all cards, at one size too, in steps."""
    taken = Grid(ratio)
    boxes = card_places(scene, np.arange(len(scene.picture.nodes), dtype=np.int32), scale)
    for one, place in enumerate(chain(boxes.tolist(), names.frames.tolist(), kept_free)):
        taken.add(NOBODY, place)
        if one % AT_ONCE == 0:
            yield
    return replace(names, pills=tuple(_placed_pills(scene.picture.pills, scale, ratio, labels, taken)))


def place_names(
    scene: Scene,
    scale: float,
    ratio: float,
    labels: Labels,
    kept_free: Iterable[Sequence[float]] = (),
    among: Ints | None = None,
) -> FarNames:
    """Choose and place the names of a picture at once; as `placing_names` does."""
    return at_once(placing_names(scene, scale, ratio, labels, kept_free, among))


def placing_names(
    scene: Scene,
    scale: float,
    ratio: float,
    labels: Labels,
    kept_free: Iterable[Sequence[float]] = (),
    among: Ints | None = None,
) -> Generator[None, None, FarNames]:
    """Choose and place names that are moved aside where others are. scale: device pixels a scene pixel; ratio: device
    pixels a pixel.

    kept_free: places (x0, y0, x1, y1) that other words take. among: write only these nodes' names, as if there were
    no others.
    """
    shapes = scene.picture.nodes
    numbers = np.arange(len(shapes.titles), dtype=np.int32) if among is None else among
    texts, widths = [], []
    for one, node in enumerate(numbers.tolist()):
        texts.append(whole_name(shapes.titles[node]))
        widths.append(labels.width(texts[one]))
        if one % AT_ONCE == 0:
            yield
    boxes = card_places(scene, numbers, scale)
    wide = np.array(widths) + 2 * NAME_MARGINS[shapes.outline[numbers]]
    wide = (wide + np.where(shapes.effect[numbers] == NO_EFFECT, 0.0, SIGN_ROOM)) * ratio
    half = np.stack([wide / 2, np.full(len(texts), FRAME_HEIGHT * ratio / 2)], 1)
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    places = np.round(np.concatenate([middle - half, middle + half], axis=1))
    places[:, :2] = np.minimum(places[:, :2], np.round(boxes[:, :2]))
    places[:, 2:] = np.maximum(places[:, 2:], np.round(boxes[:, 2:]))
    bounds = scene.picture.bounds
    sides = math.floor(bounds.x0 * scale - BEYOND * ratio), math.ceil(bounds.x1 * scale + BEYOND * ratio)
    yield
    areas = _areas(scene, boxes, scale, sides)
    inside = [_inside(area, sides, place) for area, place in zip(areas, places.tolist(), strict=True)]
    places = np.array(inside).reshape(-1, 4)
    yield
    taken = Grid(ratio)
    for one, box in enumerate(boxes.tolist()):
        taken.add(one, box)
        if one % AT_ONCE == 0:
            yield
    for place in kept_free:
        taken.add(NOBODY, place)
    ends = np.concatenate([scene.tails, scene.heads])
    degree = np.bincount(ends[ends >= 0], minlength=len(shapes.titles))[numbers]
    chosen = []
    is_old = shapes.edit[numbers] != Edit.ADDED  # what a scenario adds is what one looks for
    for one in np.lexsort((-degree, shapes.faded[numbers], is_old)).tolist():
        own = places[one].tolist()
        if not taken.is_free(one, own):
            card, is_team = np.round(boxes[one]).tolist(), shapes.kind[numbers[one]] == _TEAM
            tried = islice(_aside(card, own), None if is_team else _SIDEWAYS)
            beside = (place for place in tried if _inside(areas[one], sides, place) == place)
            free = next((place for place in beside if taken.is_free(one, place)), None)
            if free is not None:
                own = free
            elif is_team:
                margins = wide[one] - labels.width(texts[one]) * ratio
                texts[one] = _shortened(texts[one], (card[2] - card[0] - margins) / ratio, labels)
                wide[one] = labels.width(texts[one]) * ratio + margins
                low = [card[0], places[one, 1], card[2], places[one, 3]]
                own = next((place for place in (low, *_aside(card, low)) if taken.is_free(one, place)), low)
            places[one] = own
        if texts[one] and taken.is_free(one, own):
            taken.add(one, with_air(own, ratio))
            chosen.append(one)
        if one % AT_ONCE == 0:
            yield
    yield
    marked = yield from _widened(places, chosen, wide + SIGN_ROOM * ratio, taken, sides, areas, ratio)
    chosen.sort()
    return FarNames(numbers[chosen], places[chosen], tuple(texts[i] for i in chosen), marked[chosen])


def card_places(scene: Scene, nodes: Ints, scale: float) -> Doubles:
    """(k, 4) x0, y0, x1, y1 of these nodes' cards."""
    boxes: Doubles = scene.picture.nodes.boxes[nodes].astype(np.float64) * scale
    boxes[:, 2:] += boxes[:, :2]
    return boxes


def _aside(card: list[float], place: list[float]) -> Iterator[list[float]]:
    """Other places as large that cover the card, too: with what reaches beyond it on one side of it only."""
    x0, y0, x1, y1 = place
    wide, high = x1 - x0, y1 - y0
    for top in dict.fromkeys((y0, card[1], card[3] - high)):
        for left in dict.fromkeys((x0, card[0], card[2] - wide)):
            if (left, top) != (x0, y0):
                yield [left, top, left + wide, top + high]


def _shortened(name: str, room: float, labels: Labels) -> str:
    """A name without its middle, so that it fits; empty where hardly a letter would be left."""
    for letters in range(len(name) - 1, _FEWEST - 1, -1):
        last = (letters + 1) // 2  # names of one system begin alike more often than they end alike
        short = f"{name[: letters - last]}…{name[len(name) - last :]}"
        if labels.width(short) <= room:
            return short
    return ""


def _inside(area: _Sides, sides: _Sides, place: list[float]) -> list[float]:
    """A place moved sideways into its team's area, if it is no wider; never out of the picture for all that."""
    return between(sides, between(area, place))


def _areas(scene: Scene, boxes: Doubles, scale: float, sides: _Sides) -> list[_Sides]:
    """The sides of the team's area that each of these boxes lies in, else those of the picture."""
    found = [sides] * len(boxes)
    for group in scene.picture.groups:
        x0, y0, x1, y1 = (edge * scale for edge in (group.box.x0, group.box.y0, group.box.x1, group.box.y1))
        left, top, right, bottom = boxes.T
        for one in np.flatnonzero((left >= x0) & (right <= x1) & (top >= y0) & (bottom <= y1)).tolist():
            found[one] = (math.ceil(x0), math.floor(x1))
    return found


def with_air(place: Sequence[float], ratio: float) -> Sequence[float]:
    """With what is to stay free beside a name."""
    x0, y0, x1, y1 = place
    air = round(_AIR * ratio)
    return x0 - air, y0, x1 + air, y1


def between(sides: _Sides, place: list[float]) -> list[float]:
    """A place moved sideways until it lies between the sides, if it is no wider than they are apart."""
    x0, y0, x1, y1 = place
    if x1 - x0 > sides[1] - sides[0]:
        return place
    aside = max(0.0, sides[0] - x0) - max(0.0, x1 - sides[1])
    return [x0 + aside, y0, x1 + aside, y1]


def _widened(
    places: Doubles,
    chosen: Sequence[int],
    wanted: Doubles,
    taken: Grid,
    sides: _Sides,
    areas: Sequence[_Sides],
    ratio: float,
) -> Generator[None, None, Bools]:
    """Make the places of these names as wide as an icon wants where there is room; whether each is."""
    marked = np.zeros(len(places), dtype=np.bool_)
    for one in chosen:
        x0, y0, x1, y1 = places[one].tolist()
        more = max(0, math.ceil((wanted[one] - (x1 - x0)) / 2))
        own = _inside(areas[one], sides, [x0 - more, y0, x1 + more, y1])
        if taken.is_free(one, own):
            taken.add(one, with_air(own, ratio))
            places[one] = own
            marked[one] = True
        if one % AT_ONCE == 0:
            yield
    return marked


def _placed_pills(
    pills: Sequence[Pill], scale: float, ratio: float, labels: Labels, taken: Grid
) -> Iterator[tuple[int, Place]]:
    """The pills there is still room for, at one size too, in the middle of their places."""
    for number, pill in enumerate(pills):
        x, y = (pill.box.x0 + pill.box.x1) / 2 * scale, (pill.box.y0 + pill.box.y1) / 2 * scale
        half_wide, half_high = (
            (labels.width(pill.text) / 2 + 2 * NAME_MARGIN) * ratio,
            FRAME_HEIGHT / 2 * ratio,
        )
        place = (round(x - half_wide), round(y - half_high), round(x + half_wide), round(y + half_high))
        if taken.is_free(NOBODY, place):
            taken.add(NOBODY, place)
            yield number, place


class Grid:
    """Boxes by the cells they lie in, so that only neighbours are compared."""

    def __init__(self, ratio: float) -> None:
        self._wide, self._high = _CELL[0] * ratio, _CELL[1] * ratio
        self._cells: defaultdict[tuple[int, int], list[tuple[int, Sequence[float]]]] = defaultdict(list)

    def add(self, owner: int, box: Sequence[float]) -> None:
        """Take a place for a node."""
        for cell in self._of(box):
            self._cells[cell].append((owner, box))

    def is_free(self, owner: int, box: Sequence[float]) -> bool:
        """Whether nothing but the node itself lies there."""
        x0, y0, x1, y1 = box
        return not any(
            (other != owner or owner == NOBODY) and x0 < b[2] and b[0] < x1 and y0 < b[3] and b[1] < y1
            for cell in self._of(box)
            for other, b in self._cells.get(cell, ())
        )

    def _of(self, box: Sequence[float]) -> list[tuple[int, int]]:
        x0, y0, x1, y1 = box
        return [
            (column, row)
            for column in range(int(x0 // self._wide), int(x1 // self._wide) + 1)
            for row in range(int(y0 // self._high), int(y1 // self._high) + 1)
        ]
