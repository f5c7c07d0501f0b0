"""A picture made ready for the screen: what is where, answered from arrays.

Box tests over flat arrays find what is in view, or under the pointer, among 100,000 nodes in a tenth of a
millisecond; a spatial index would only be slower to keep. What is around the last places is kept for the next ones.
"""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterable, Mapping
from itertools import repeat
from operator import itemgetter
from typing import Protocol, TypeVar

import numpy as np

from explorer.domain.entities import EdgeKey
from explorer.domain.geometry import Rect
from explorer.domain.pauses import checked
from explorer.drawing.picture import Bools, EdgeShapes, Floats, Ints, NodeShapes, Picture
from explorer.ui.canvas.boxes import Nearby, box_of, touching
from explorer.ui.canvas.flatten import Flattener

Key = TypeVar("Key")
NOTHING: Ints = np.empty(0, dtype=np.int32)


class EdgeLines(Protocol):
    """What knows the edges as straight lines."""

    def lines_in(self, rect: Rect, scale: float, among: Bools | None = None) -> tuple[Floats, Ints]:
        """(k, 4) lines, about those that a rectangle touches, and the edge of each; among: of these edges only."""


class Courses:
    """Edges that are known as places in a row: courses[j] holds those of edge j."""

    def __init__(self, courses: Floats, drawn: Bools) -> None:
        own = courses[drawn]
        self._lines = np.concatenate([own[:, :-1], own[:, 1:]], axis=2).reshape(-1, 4)
        self._owners = np.repeat(np.flatnonzero(drawn).astype(np.int32), courses.shape[1] - 1)
        self._box = box_of(self._lines)

    def lines_in(self, rect: Rect, scale: float, among: Bools | None = None) -> tuple[Floats, Ints]:
        """From each place to the next."""
        found = touching(self._box, rect)
        if among is not None:
            found = found[among[self._owners[found]]]
        return self._lines[found], self._owners[found]


class Mended:
    """Edges of which some take another way than they did before."""

    def __init__(self, before: EdgeLines, after: EdgeLines, moved: Bools) -> None:
        """moved: the edges that are known by `after`, which knows no others."""
        self._before = before
        self._after = after
        self._moved = moved

    def lines_in(self, rect: Rect, scale: float, among: Bools | None = None) -> tuple[Floats, Ints]:
        """Those before and those after, as if all had been made at once."""
        lines, owners = self._before.lines_in(rect, scale, among)
        stays = ~self._moved[owners]
        moved_lines, moved_owners = self._after.lines_in(rect, scale, among)
        owners = np.concatenate([owners[stays], moved_owners])
        order = np.argsort(owners, kind="stable")
        return np.concatenate([lines[stays], moved_lines])[order], owners[order]


class Scene:
    """One picture and what is derived from it. Node i and edge j are the picture's own."""

    def __init__(self, picture: Picture, before: Scene | None = None) -> None:
        """`before`: the scene shown until now; what is the same in it is taken over."""
        edges = picture.edges
        self.picture = picture
        self.index: dict[str, int]
        self.edge_index: dict[EdgeKey, int]
        self.tails: Ints
        self.heads: Ints
        self._place_nodes()
        if before is None or not self.take_over(before):
            self.index = {id: place for place, id in enumerate(picture.nodes.ids)}
            self.edge_index = {key: place for place, key in enumerate(edges.keys)}
            self.tails, self.heads = self._ends(0), self._ends(1)
        self.drawn: Bools = np.diff(edges.starts) > 0
        straight = np.zeros((len(edges), 4), dtype=np.float32)
        drawn = np.flatnonzero(self.drawn).astype(np.int32)
        straight[drawn] = _straight(edges, drawn)
        self._place_edges(straight)
        self._curves: EdgeLines = Flattener(edges, picture.strokes)

    def take_over(self, before: Scene) -> bool:
        """Know the nodes and edges by what the scene shown until now knew them by, if they are the same."""
        is_same = (
            self.picture.nodes.ids is before.picture.nodes.ids
            and self.picture.edges.keys is before.picture.edges.keys
        )
        if is_same:
            self.index, self.edge_index = before.index, before.edge_index
            self.tails, self.heads = before.tails, before.heads
        return is_same

    def in_between(self, picture: Picture, courses: Floats) -> Scene:
        """The same nodes and edges elsewhere, for one frame of a movement: boxes as in `picture`, edge j
        through the places courses[j]."""
        between = copy.copy(self)
        between.picture = picture
        between._place_nodes()
        between._curves = Courses(courses, self.drawn)
        between._place_edges(np.hstack([courses[:, 0], courses[:, -1]]))
        return between

    def mended(self, picture: Picture, moved: Ints) -> Scene:
        """The scene of a picture of the same, in which only these edges, all of them drawn, take another way."""
        mended = copy.copy(self)
        mended.picture = picture
        mended._place_nodes()
        straight = self.straight.copy()
        if len(moved):
            straight[moved] = _straight(picture.edges, moved)
            is_moved = np.zeros(len(self.drawn), dtype=np.bool_)
            is_moved[moved] = True
            new = Flattener(picture.edges, picture.strokes, moved)
            mended._curves = Mended(self._curves, new, is_moved)
        mended._place_edges(straight)
        return mended

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return len(self.picture.nodes) == 0

    def nodes_in(self, rect: Rect) -> Ints:
        """The nodes that a rectangle touches."""
        return self._nodes.touched(rect)

    def those_in(self, nodes: Ints, rect: Rect) -> Ints:
        """Those of these nodes that a rectangle touches, in the picture's order."""
        found = self.nodes_in(rect)
        seen: Ints = found[self._member(nodes)[found]]
        return seen

    def tips_in(self, rect: Rect) -> Ints:
        """The drawn edges whose arrowhead points at a place in a rectangle."""
        return self._tips.touched(rect)

    def lines_in(
        self, rect: Rect, scale: float, among: Bools | None = None, *, straight: bool = False
    ) -> tuple[Floats, Ints]:
        """(k, 4) lines of the edges, about those that a rectangle touches, and the edge of each.

        among: only of the edges for which it is true. straight: each edge as one line, for when nobody would see
        a curve.
        """
        if not straight:
            return self._curves.lines_in(rect, scale, among)
        found = touching(self._straight_box, rect)
        if among is not None:
            found = found[among[found]]
        return self.straight[found], found

    def node_at(self, x: float, y: float) -> int | None:
        """The topmost node at a place."""
        found = self.nodes_in(Rect(x, y, x, y))
        return int(found[-1]) if len(found) else None

    def group_at(self, x: float, y: float) -> str | None:
        """The id of the first group in whose area a place is."""
        inside = (g for g in self.picture.groups if g.box.x0 <= x <= g.box.x1 and g.box.y0 <= y <= g.box.y1)
        group = next(inside, None)
        return None if group is None else group.id

    def edge_at(self, x: float, y: float, reach: float, scale: float) -> int | None:
        """The edge nearest to a place, at most `reach` away."""
        near = Rect(x - reach, y - reach, x + reach, y + reach)
        every = np.ones(
            len(self.drawn), dtype=np.bool_
        )  # told of, no more lines are made than are asked for here
        lines, owners = self.lines_in(near, scale, every)
        if not len(lines):
            return None
        distances = distances_to_lines(x, y, lines)
        nearest = int(distances.argmin())
        return int(owners[nearest]) if distances[nearest] <= reach else None

    def edges_of(self, nodes: Ints) -> Ints:
        """The edges that begin or end at one of these nodes."""
        if len(nodes) == 1:
            return np.flatnonzero((self.tails == nodes[0]) | (self.heads == nodes[0])).astype(np.int32)
        member = self._member(nodes)
        return np.flatnonzero(member[self.tails] | member[self.heads]).astype(np.int32)

    def edges_among(self, nodes: Ints) -> Ints:
        """The edges that begin and end at these nodes."""
        member = self._member(nodes)
        return np.flatnonzero(member[self.tails] & member[self.heads]).astype(np.int32)

    def places(self, ids: Iterable[str]) -> Ints:
        """Where these nodes stand in the picture, or the cards that hold them; others are left out."""
        within = self.picture.within
        return _found(self.index, (within.get(id, id) for id in ids) if within else ids)

    def edge_places(self, keys: Collection[EdgeKey]) -> Ints:
        """Where these edges stand in the picture, or the bundles that hold them; others are left out."""
        return _found(self.edge_index, self.picture.standing_for(keys)[1])

    def lit_places(self, nodes: Iterable[str], keys: Collection[EdgeKey]) -> tuple[Ints, Ints]:
        """Where these nodes and edges stand, with the cards that hold the edges, and the edges between the nodes."""
        cards, shown = self.picture.standing_for(keys)
        chosen = self.places((*nodes, *cards))
        lit = np.zeros(len(self.drawn), dtype=np.bool_)
        lit[self.edges_among(chosen)] = True
        lit[_found(self.edge_index, shown)] = True
        return chosen, np.flatnonzero(lit).astype(np.int32)

    def ids(self, nodes: Ints) -> tuple[str, ...]:
        """The ids of these nodes; of a closed team those of its members."""
        names, members = self.picture.nodes.ids, self.picture.members
        own = tuple(map(names.__getitem__, nodes.tolist()))
        return tuple(id for name in own for id in members.get(name, (name,))) if members else own

    def extent(self, nodes: Ints) -> Rect:
        """The rectangle around these nodes."""
        return Rect(
            float(self.x0[nodes].min()),
            float(self.y0[nodes].min()),
            float(self.x1[nodes].max()),
            float(self.y1[nodes].max()),
        )

    def _ends(self, which: int) -> Ints:
        # In groups: one call over all of them would let no other thread go on.
        names = map(itemgetter(which), checked(self.picture.edges.keys, lambda: None))
        return np.fromiter(map(self.index.get, names, repeat(-1)), np.int32, len(self.picture.edges))

    def _place_nodes(self) -> None:
        boxes = self.picture.nodes.boxes.T.astype(np.float32, order="C")
        boxes[2:] += boxes[:2]
        self._nodes = Nearby(boxes)
        self.x0, self.y0, self.x1, self.y1 = boxes

    def _place_edges(self, straight: Floats) -> None:
        self.straight = straight
        self._straight_box = box_of(straight)
        tips = self.picture.edges.tips.T.astype(np.float32, order="C")
        if not self.drawn.all():  # nothing is found in what is not a number
            self._straight_box[:, ~self.drawn] = np.nan
            tips[:, ~self.drawn] = np.nan
        self._tips = Nearby(np.vstack([tips, tips]))

    def _member(self, nodes: Ints) -> Bools:
        """By node; one more place at the end answers for edges whose other end is not in the picture."""
        member = np.zeros(len(self.x0) + 1, dtype=np.bool_)
        member[nodes] = True
        return member


def distances_to_lines(x: float, y: float, lines: Floats) -> Floats:
    """How far a place is from each line."""
    start, along = lines[:, :2], lines[:, 2:] - lines[:, :2]
    to = np.array([x, y], dtype=np.float32) - start
    length = np.maximum((along**2).sum(axis=1), 1e-12)
    share = np.clip((to * along).sum(axis=1) / length, 0.0, 1.0)
    away = to - share[:, None] * along
    distances: Floats = np.hypot(away[:, 0], away[:, 1])
    return distances


def _straight(edges: EdgeShapes, drawn: Ints) -> Floats:
    """Each of these edges as one line, from its begin to its tip."""
    return np.hstack([edges.routes[edges.starts[drawn]], edges.tips[drawn]])


def _found(known: Mapping[Key, int], keys: Iterable[Key]) -> Ints:
    """The places of those that are known, in order, each once."""
    places = np.fromiter(map(known.get, keys, repeat(-1)), np.int32)
    found: Ints = np.unique(places[places >= 0])
    return found


def empty_picture() -> Picture:
    """A picture of nothing."""
    none = np.empty(0, dtype=np.uint8)
    no_points = np.empty((0, 2), dtype=np.float32)
    no, starts = none.astype(np.bool_), np.zeros(1, dtype=np.int32)
    boxes = np.empty((0, 4), dtype=np.float32)
    return Picture(
        title="",
        subtitle="",
        facts="",
        description="",
        nodes=NodeShapes((), boxes, none, none, (), (), no, none, no, none, none, no, none, none),
        edges=EdgeShapes((), no_points, starts, no_points, no_points, none, none, no, none),
        strokes=(),
        pills=(),
        groups=(),
        legend=(),
        bounds=Rect(0.0, 0.0, 0.0, 0.0),
    )
