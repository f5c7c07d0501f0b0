"""Which nodes of a picture are named from afar, each from one zoom on: what stands stays while one comes nearer.

A name keeps its size whatever the zoom, in a frame that covers its node's card and holds the same place of it always.
Two such frames that lie apart lie apart at every nearer zoom, too: whatever they reach beyond that place shrinks
beside how far the places are apart. So names need a place but once, on the farthest of some zooms that has room for
them; the most important are asked first on each. As long as cards are specks, a name may lie on others' cards; where
these can be told apart it never does, nor does one that did so before.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from explorer.drawing.importance import order_of_naming
from explorer.drawing.picture import NO_EFFECT, Bools, Ints
from explorer.drawing.text import whole_name
from explorer.ui.canvas.batches import Doubles
from explorer.ui.canvas.labels import Labels
from explorer.ui.canvas.meeting import Cells, Places
from explorer.ui.canvas.scene import Scene

FRAME_HEIGHT = 14.0
NAME_MARGINS = np.array([4.0, 4.0, 6.0, 7.0])
"""Left and right of what a frame holds, by Outline."""

SIGN_ROOM = 15.0
"""For a badge or an icon before a name, with the gap behind it."""

BEYOND = 16.0
"""How far a name may reach out of the picture at its sides: less than a fitted picture keeps from the canvas' own."""

MAP_BELOW = 0.14
"""Zoom under which the picture is a map: of cards that are specks only the most important are named."""

MOST_NODES = 1_500
"""Pictures with more nodes are maps for longer."""

TOLD_APART_FROM = 0.25
"""Zoom from which cards show their icons large enough, and no name may cover one that is not its own."""

_STEPS, _STEPS_OF_MANY = 8, 4
"""Zooms on which names are sought, to each doubling; of many nodes they are about a notch of the wheel apart."""
_SMALLEST = 160.0
"""Pixels of a picture's longer side under which none of it is named."""
_AIR, _MAP_AIR = (2.0, 0.0), (28.0, 22.0)
"""Between names, sideways and downwards; on a map more, so that it is one and no page of words: as much on the screen
whatever size they are written in."""
_ASKED = (200, 4_000)
"""Names that are asked on one zoom, at the least and at the most."""
_GROUND = 500.0
"""Square pixels of the picture for which another name is asked."""
_SIDE = 0.1
"""Part of the picture's width at its sides in which names lean inwards, so that they do not reach out of it; others
stand in the middle of their cards or, unless these are many, begin or end with them."""
_AT_ONCE = 100
"""Boxes compared, or names measured, between two looks at the clock."""

_NAME_CELL, _CARD_CELL = (160.0, 40.0), (400.0, 120.0)
_NEVER = np.inf


class Standing(NamedTuple):
    """The nodes that are named at one zoom, in their order; their frames (k, 4), in logical pixels from the scene's
    origin; whether the kind's icon stands before the name."""

    nodes: Ints
    frames: Doubles
    marked: Bools


class Naming:
    """The names of a scene's nodes, or of some of them; those of nearer zooms are sought when they are wanted."""

    def __init__(
        self,
        scene: Scene,
        labels: Labels,
        kept_free: KeptFree,
        among: Ints | None = None,
        text: float = 1.0,
    ) -> None:
        """kept_free: places for other words. among: name these alone, as if there were no others.

        text: how many times as large as usual names are written; so much farther away is every zoom seen by them.
        """
        self._sought = _Sought(scene, labels, kept_free, among, text)
        self._seeking = (
            self._sought.all_steps()
        )  # which holds no Naming: that ring would keep the scene for good

    def alone(self, nodes: Ints) -> Naming:
        """Of these nodes only, all else being dimmed; what is known of them is not sought again."""
        return self._also(KeptFree.nothing(), nodes, self._sought.text)

    def written(self, text: float) -> Naming:
        """The same nodes' names so many times as large as usual."""
        known = self._sought
        return self if text == known.text else self._also(known.kept_free, known.nodes, text)

    def steps(self, zoom: float) -> Iterator[None]:
        """Seek the names of this zoom and all farther ones, as far as that is not done.

        Whoever takes steps goes on where the last one stopped, so that what is found does not depend on that.
        """
        while self._sought.next_zoom() <= zoom:
            next(self._seeking)
            yield

    def at(self, zoom: float) -> Standing:
        """Those that stand at a zoom for which they have been sought."""
        return self._sought.at(zoom)

    def _also(self, kept_free: KeptFree, nodes: Ints, text: float) -> Naming:
        known = self._sought
        other = Naming(known.scene, known.labels, kept_free, nodes, text)
        other._sought.order = known.order
        return other


class _Sought:
    """What is sought, and what has been found."""

    def __init__(
        self, scene: Scene, labels: Labels, kept_free: KeptFree, among: Ints | None, text: float
    ) -> None:
        shapes = scene.picture.nodes
        self.text = text
        self.scene, self.labels, self.kept_free = scene, labels, kept_free
        self.nodes = np.arange(len(shapes), dtype=np.int32) if among is None else among
        bounds = scene.picture.bounds
        self._is_huge = len(shapes) > MOST_NODES
        self._boxes: Doubles = np.zeros((0, 4))
        self._leans: list[Doubles] = []
        self._lean: Doubles = np.zeros(0)
        self._area = bounds.width * bounds.height
        count = len(self.nodes)
        self._wide = np.full(count, np.nan)
        self._since, self._marked_since = np.full(count, _NEVER), np.full(count, _NEVER)
        self._is_clear: list[NDArray[np.int8]] = []
        """By lean: 1, on nobody's card once these can be told apart; -1, on one; 0, not looked at."""
        self.order: Ints | None = None  # of all nodes of the scene, the most important first
        longer = max(bounds.width, bounds.height, 1.0)
        self._steps = _STEPS_OF_MANY if self._is_huge else _STEPS
        self._done = math.ceil(self._steps * math.log2(_SMALLEST / longer / TOLD_APART_FROM)) - 1

    def at(self, zoom: float) -> Standing:
        """Those that stand at a zoom for which they have been sought."""
        rows = np.flatnonzero(self._since <= zoom)
        rows = rows[np.argsort(self.nodes[rows])]
        marked = self._marked_since[rows] <= zoom
        return Standing(self.nodes[rows], self._frames(rows, zoom, marked), marked)

    def next_zoom(self) -> float:
        return TOLD_APART_FROM * math.pow(2.0, (self._done + 1) / self._steps)

    def all_steps(self) -> Iterator[None]:
        yield from self._prepare()
        waiting = yield from self._in_order()
        cards = Cells(self._boxes, _CARD_CELL)
        yield from cards.sorting()
        while True:
            zoom = self.next_zoom()
            for lean in range(len(self._leans)):
                chosen = yield from self._chosen(waiting, cards, zoom, lean)
                self._since[chosen] = zoom
                waiting = waiting[self._since[waiting] == _NEVER]
            yield from self._mark(cards, zoom)
            self._done += 1
            yield

    def _prepare(self) -> Iterator[None]:
        """What is worked out of the cards; in a large picture that would hold up a frame."""
        bounds = self.scene.picture.bounds
        boxes = self.scene.picture.nodes.boxes[self.nodes].astype(np.float64)
        boxes[:, 2:] += boxes[:, :2]
        self._boxes = boxes
        yield
        across = ((boxes[:, 0] + boxes[:, 2]) / 2 - bounds.x0) / max(1.0, bounds.width)
        inwards = 0.5 + np.minimum(across / _SIDE, 1) / 2 - np.minimum((1 - across) / _SIDE, 1) / 2
        inwards = np.clip(inwards, 0.0, 1.0)
        leans = [inwards] if self._is_huge else [inwards, np.zeros(len(boxes)), np.ones(len(boxes))]
        self._leans, self._lean = leans, inwards.copy()
        self._is_clear = [np.zeros(len(boxes), np.int8) for _ in leans]
        yield

    def _in_order(self) -> Generator[None, None, Places]:
        """The rows that have names, the most important first."""
        scene = self.scene
        if self.order is None:
            ends = np.concatenate([scene.tails, scene.heads])
            self.order = order_of_naming(scene.picture.nodes, ends[ends >= 0])
            yield
        place = np.full(len(self.order), -1, np.int64)
        place[self.nodes] = np.arange(len(self.nodes))
        rows = place[self.order]
        yield
        titles = scene.picture.nodes.titles
        named = np.fromiter((bool(titles[node]) for node in self.nodes.tolist()), np.bool_, len(self.nodes))
        yield
        return rows[(rows >= 0) & named[rows]]

    def _chosen(self, waiting: Places, cards: Cells, zoom: float, lean: int) -> Generator[None, None, Places]:
        """Those of the waiting that, leaning to this side, from this zoom on have a place."""
        asked = yield from self._asked(waiting, cards, zoom, lean)
        is_map = zoom * self.text < MAP_BELOW or (self._is_huge and zoom < TOLD_APART_FROM)
        air = (_MAP_AIR[0] / self.text, _MAP_AIR[1] / self.text) if is_map else _AIR
        frames = _grown(self._frames(asked, zoom), air)
        free = yield from self._free(frames, zoom, air)
        first = yield from _first_of_all(frames[free])
        return asked[free][first]

    def _asked(self, waiting: Places, cards: Cells, zoom: float, lean: int) -> Generator[None, None, Places]:
        """The first of those waiting that may stand at this zoom, if no other name does."""
        most = int(np.clip(self._area * zoom * zoom / _GROUND, *_ASKED))
        is_map = zoom <= TOLD_APART_FROM
        is_clear = self._is_clear[lean]
        if is_map:
            waiting = waiting[is_clear[waiting] >= 0]
        asked = waiting[:most]
        self._lean[asked] = self._leans[lean][asked]
        fit = np.ones(len(asked), np.bool_)
        for first in range(0, len(asked), _AT_ONCE):
            some = asked[first : first + _AT_ONCE]
            self._measure(some)
            yield
            if is_map:
                new = some[is_clear[some] == 0]
                is_clear[new] = np.where(self._on_no_card(cards, new, TOLD_APART_FROM), 1, -1)
                fit[first : first + len(some)] = is_clear[some] > 0
            else:
                fit[first : first + len(some)] = self._on_no_card(cards, some, zoom)
            fit[first : first + len(some)] &= self._reaches_not_out(some, zoom)
            yield
        return asked[fit]

    def _measure(self, rows: Places) -> None:
        shapes = self.scene.picture.nodes
        rows = rows[np.isnan(self._wide[rows])]
        nodes = self.nodes[rows]
        words = [self.labels.width(whole_name(shapes.titles[node])) for node in nodes.tolist()]
        signs = np.where(shapes.effect[nodes] == NO_EFFECT, 0.0, SIGN_ROOM)
        self._wide[rows] = np.array(words) + 2 * NAME_MARGINS[shapes.outline[nodes]] + signs

    def _frames(self, rows: Places, zoom: float, marked: Bools | bool = False) -> Doubles:
        """Frames with their names in them, each around its card."""
        boxes = self._boxes[rows] * zoom
        wide = self._wide[rows] + np.where(marked, SIGN_ROOM, 0.0)
        left = boxes[:, 0] + self._lean[rows] * (boxes[:, 2] - boxes[:, 0] - wide)
        top = (boxes[:, 1] + boxes[:, 3] - FRAME_HEIGHT) / 2
        frames = np.stack([left, top, left + wide, top + FRAME_HEIGHT], axis=1)
        frames[:, :2] = np.minimum(frames[:, :2], boxes[:, :2])
        frames[:, 2:] = np.maximum(frames[:, 2:], boxes[:, 2:])
        return frames

    def _on_no_card(self, cards: Cells, rows: Places, zoom: float, marked: bool = False) -> Bools:
        """Whether frames lie on no card but their own."""
        near = self._frames(rows, zoom, marked) / zoom
        one, other = cards.met_by(near)
        clear = np.ones(len(rows), np.bool_)
        clear[one[rows[one] != other]] = False
        return clear

    def _reaches_not_out(self, rows: Places, zoom: float, marked: bool = False) -> Bools:
        """Whether frames keep within the picture's sides; what does so at one zoom does at every nearer one."""
        frames, bounds = self._frames(rows, zoom, marked), self.scene.picture.bounds
        kept: Bools = frames[:, 0] >= bounds.x0 * zoom - BEYOND
        return kept & (frames[:, 2] <= bounds.x1 * zoom + BEYOND)

    def _free(self, frames: Doubles, zoom: float, air: tuple[float, float]) -> Generator[None, None, Bools]:
        """Whether frames meet no name that stands and no place that is kept free."""
        free = np.ones(len(frames), np.bool_)
        cells = Cells.of(frames, _NAME_CELL)
        yield
        free[cells.met_by(self.kept_free.at(zoom))[1]] = False
        standing = np.flatnonzero(self._since <= zoom)
        for first in range(0, len(standing), _AT_ONCE):
            some = standing[first : first + _AT_ONCE]
            taken = self._frames(some, zoom, self._marked_since[some] <= zoom)
            free[cells.met_by(_grown(taken, air))[1]] = False
            yield
        return free

    def _mark(self, cards: Cells, zoom: float) -> Iterator[None]:
        """Put icons before those names that have room for them, whoever else gets one."""
        standing = np.flatnonzero(self._since <= zoom)
        plain = standing[self._marked_since[standing] == _NEVER]
        free = np.ones(len(plain), np.bool_)
        frames = _grown(self._frames(plain, zoom, True), _AIR)
        cells = Cells.of(frames, _NAME_CELL)
        yield
        free[cells.met_by(self.kept_free.at(zoom))[1]] = False
        for first in range(0, len(standing), _AT_ONCE):
            some = standing[first : first + _AT_ONCE]
            one, other = cells.met_by(self._frames(some, zoom, True))
            free[other[some[one] != plain[other]]] = False
            yield
        plain = plain[free]
        for first in range(0, len(plain), _AT_ONCE):
            some = plain[first : first + _AT_ONCE]
            clear = self._on_no_card(cards, some, max(zoom, TOLD_APART_FROM), True)
            self._marked_since[some[clear & self._reaches_not_out(some, zoom, True)]] = zoom
            yield


class KeptFree(NamedTuple):
    """Places that no name may take: each reaches so many pixels from two corners of the picture, whatever the zoom.

    corners: (k, 4) x0, y0, x1, y1 in the scene; beyond: (k, 4) what to add to them.
    """

    corners: Doubles
    beyond: Doubles

    @classmethod
    def nothing(cls) -> KeptFree:
        """All places may be taken."""
        return cls(np.zeros((0, 4)), np.zeros((0, 4)))

    def at(self, zoom: float) -> Doubles:
        """In logical pixels from the scene's origin."""
        return self.corners * zoom + self.beyond


def _first_of_all(frames: Doubles) -> Generator[None, None, NDArray[np.int64]]:
    """Of frames in order of importance, each that meets none chosen before it."""
    cells = Cells.of(frames, _NAME_CELL)
    yield
    firsts, seconds = [], []
    for first in range(0, len(frames), _AT_ONCE):
        one, other = cells.met_by(frames[first : first + _AT_ONCE])
        one = one + first
        firsts.append(one[one < other])
        seconds.append(other[one < other])
        yield
    if not firsts:
        return np.zeros(0, np.int64)
    before, after = np.concatenate(firsts), np.concatenate(seconds)
    chosen, open_ = np.zeros(len(frames), np.bool_), np.ones(len(frames), np.bool_)
    while open_.any():
        waits = np.zeros(len(frames), np.bool_)
        waits[after] = True
        wins = open_ & ~waits
        chosen |= wins
        open_ &= ~wins
        open_[after[wins[before]]] = False
        stays = open_[before] & open_[after]
        before, after = before[stays], after[stays]
        yield
    return np.flatnonzero(chosen)


def _grown(frames: Doubles, air: tuple[float, float]) -> Doubles:
    """With so much air around them."""
    x, y = air
    wider: Doubles = frames + np.array([-x / 2, -y / 2, x / 2, y / 2])
    return wider
