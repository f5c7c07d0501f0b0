"""A picture made ready for the screen: what is where, answered from arrays.

Box tests over flat arrays find what is in view, or under the pointer, among 100,000 nodes in a tenth of a
millisecond; a spatial index would only be slower to keep.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Protocol

import numpy as np

from explorer.domain.geometry import Rect
from explorer.drawing.picture import Bools, EdgeShapes, Floats, Ints, NodeShapes, Picture
from explorer.ui.canvas.flatten import Flattener

NOTHING: Ints = np.empty(0, dtype=np.int32)


class EdgeLines(Protocol):
    """What knows the edges as straight lines."""

    def lines(self, edges: Ints, scale: float) -> tuple[Floats, Ints]:
        """(k, 4) lines of these edges, in their order, and how many each has."""


class Courses:
    """Edges that are known as places in a row: courses[j] holds those of edge j."""

    def __init__(self, courses: Floats) -> None:
        self._courses = courses

    def lines(self, edges: Ints, scale: float) -> tuple[Floats, Ints]:
        """From each place to the next."""
        own = self._courses[edges]
        lines = np.concatenate([own[:, :-1], own[:, 1:]], axis=2).reshape(-1, 4)
        return lines, np.full(len(edges), own.shape[1] - 1, dtype=np.int32)


class Scene:
    """One picture and what is derived from it. Node i and edge j are the picture's own."""

    def __init__(self, picture: Picture, before: Scene | None = None) -> None:
        """`before`: the scene shown until now; what is the same in it is taken over."""
        edges = picture.edges
        self.picture = picture
        self.index: dict[str, int]
        self.tails: Ints
        self.heads: Ints
        self._place_nodes()
        if (
            before is not None
            and picture.nodes.ids is before.picture.nodes.ids
            and edges.keys is before.picture.edges.keys
        ):
            self.index, self.tails, self.heads = before.index, before.tails, before.heads
        else:
            self.index = {id: place for place, id in enumerate(picture.nodes.ids)}
            place = self.index.get
            count = len(edges)
            self.tails = np.fromiter((place(key[0], -1) for key in edges.keys), np.int32, count)
            self.heads = np.fromiter((place(key[1], -1) for key in edges.keys), np.int32, count)
        self.drawn, self.straight, self._edge_box = _edge_extents(picture)
        self._lines: EdgeLines = Flattener(edges, picture.strokes)

    def in_between(self, picture: Picture, courses: Floats) -> Scene:
        """The same nodes and edges elsewhere, for one frame of a movement: boxes as in `picture`, edge j
        through the places courses[j]."""
        between = copy.copy(self)
        between.picture = picture
        between._place_nodes()
        between._lines = Courses(courses)
        between.straight = np.hstack([courses[:, 0], courses[:, -1]])
        between._edge_box = np.vstack([courses.min(axis=1).T, courses.max(axis=1).T])
        between._edge_box[:, ~self.drawn] = np.nan
        return between

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return len(self.picture.nodes) == 0

    def nodes_in(self, rect: Rect) -> Ints:
        """The nodes that a rectangle touches."""
        found = (self.x1 >= rect.x0) & (self.x0 <= rect.x1)
        found &= self.y1 >= rect.y0
        found &= self.y0 <= rect.y1
        return np.flatnonzero(found).astype(np.int32)

    def edges_in(self, rect: Rect) -> Ints:
        """The drawn edges whose extent a rectangle touches."""
        x0, y0, x1, y1 = self._edge_box
        found = (x1 >= rect.x0) & (x0 <= rect.x1)
        found &= y1 >= rect.y0
        found &= y0 <= rect.y1
        return np.flatnonzero(found).astype(np.int32)

    def node_at(self, x: float, y: float) -> int | None:
        """The topmost node at a place."""
        found = self.nodes_in(Rect(x, y, x, y))
        return int(found[-1]) if len(found) else None

    def edge_at(self, x: float, y: float, reach: float, scale: float) -> int | None:
        """The edge nearest to a place, at most `reach` away."""
        near = self.edges_in(Rect(x - reach, y - reach, x + reach, y + reach))
        if not len(near):
            return None
        lines, counts = self.lines(near, scale)
        distances = distances_to_lines(x, y, lines)
        if not len(distances) or float(distances.min()) > reach:
            return None
        return int(np.repeat(near, counts)[int(distances.argmin())])

    def lines(self, edges: Ints, scale: float) -> tuple[Floats, Ints]:
        """The curves of these edges as lines, and how many each has; straight where one sees no curve."""
        return self._lines.lines(edges, scale)

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
        """Where these nodes stand in the picture; those it does not show are left out."""
        found = sorted(self.index[id] for id in ids if id in self.index)
        return np.array(found, dtype=np.int32)

    def ids(self, nodes: Ints) -> tuple[str, ...]:
        """The ids of these nodes."""
        names = self.picture.nodes.ids
        return tuple(names[int(place)] for place in nodes)

    def extent(self, nodes: Ints) -> Rect:
        """The rectangle around these nodes."""
        return Rect(
            float(self.x0[nodes].min()),
            float(self.y0[nodes].min()),
            float(self.x1[nodes].max()),
            float(self.y1[nodes].max()),
        )

    def _place_nodes(self) -> None:
        boxes = np.ascontiguousarray(self.picture.nodes.boxes.T, dtype=np.float32)
        self.x0, self.y0, width, height = boxes
        self.x1, self.y1 = self.x0 + width, self.y0 + height

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


def _edge_extents(picture: Picture) -> tuple[Bools, Floats, Floats]:
    """Which edges are drawn; the straight line of each, from its begin to its tip; and the box of each."""
    edges = picture.edges
    firsts, ends = edges.starts[:-1], edges.starts[1:]
    drawn: Bools = ends > firsts
    straight = np.zeros((len(edges), 4), dtype=np.float32)
    box = np.full((4, len(edges)), np.nan, dtype=np.float32)  # nothing is found in a box of NaN
    if drawn.any():
        tips = edges.tips[drawn]
        straight[drawn] = np.hstack([edges.routes[firsts[drawn]], tips])
        low = np.minimum.reduceat(edges.routes, firsts[drawn], axis=0)
        high = np.maximum.reduceat(edges.routes, firsts[drawn], axis=0)
        box[:2, drawn] = np.minimum(low, tips).T
        box[2:, drawn] = np.maximum(high, tips).T
    return drawn, straight, box


def empty_picture() -> Picture:
    """A picture of nothing."""
    none = np.empty(0, dtype=np.uint8)
    no_points = np.empty((0, 2), dtype=np.float32)
    no, starts = none.astype(np.bool_), np.zeros(1, dtype=np.int32)
    boxes = np.empty((0, 4), dtype=np.float32)
    return Picture(
        title="",
        subtitle="",
        description="",
        nodes=NodeShapes((), boxes, none, none, (), (), no, none, no, none, none, no),
        edges=EdgeShapes((), no_points, starts, no_points, no_points, none, none, no),
        strokes=(),
        pills=(),
        groups=(),
        legend=(),
        bounds=Rect(0.0, 0.0, 0.0, 0.0),
    )
