"""Nodes that glide from where they were to where they are, so that the eye can follow a new layout."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np

from explorer.domain.geometry import Point, Rect
from explorer.drawing.picture import EdgeShapes, Floats, GroupShape, Ints, Pill
from explorer.ui.canvas.beziers import points_on
from explorer.ui.canvas.scene import Scene

SECONDS = 0.28
MOST_NODES = 5_000
"""More than this would not glide but jerk."""

_PLACES = 17

Key = TypeVar("Key")
Ways = tuple[Floats, Floats]


class Transition:
    """From one picture to another of the same nodes; what only the new one has stands still from the start."""

    def __init__(self, old: Scene, new: Scene) -> None:
        self._old = old
        self._new = new
        self._groups = {group.id: group.box for group in old.picture.groups}
        self._began: float | None = None
        self._boxes: Ways
        self._courses: Ways
        self._pills: Ways

    def preparing(self) -> Iterator[None]:
        """Find out who goes where, in steps; to be done before it begins."""
        old, new = self._old, self._new
        self._boxes = _ways(
            old.picture.nodes.boxes, new.picture.nodes.boxes, *_both(old.index, new.picture.nodes.ids)
        )
        yield
        before = courses_of(old.picture.edges)
        yield
        after = courses_of(new.picture.edges)
        yield
        was, now = _both(old.edge_index, new.picture.edges.keys)
        drawn = old.drawn[was] & new.drawn[now]
        self._courses = _ways(before, after, was[drawn], now[drawn])
        yield
        known = {old.picture.edges.keys[pill.edge]: place for place, pill in enumerate(old.picture.pills)}
        keys = [new.picture.edges.keys[pill.edge] for pill in new.picture.pills]
        self._pills = _ways(_pill_boxes(old), _pill_boxes(new), *_both(known, keys))

    def begin(self) -> None:
        """From now on everything moves."""
        self._began = time.perf_counter()

    @property
    def is_over(self) -> bool:
        """Whether everything has arrived."""
        return self._share() >= 1.0

    def scene(self) -> Scene:
        """Where everything is now."""
        t = self._share()
        eased = t * t * (3 - 2 * t)
        picture = self._new.picture
        boxes = _mixed(*self._boxes, eased)
        courses = _mixed(*self._courses, eased)
        groups = tuple(self._moving_group(group, eased) for group in picture.groups)
        places = _mixed(*self._pills, eased).tolist()
        pills = tuple(
            Pill(pill.edge, Rect(*box), pill.text, pill.colour, pill.faded)
            for pill, box in zip(picture.pills, places, strict=True)
        )
        moving = replace(
            picture,
            nodes=replace(picture.nodes, boxes=boxes),
            edges=replace(picture.edges, tips=courses[:, -1]),
            groups=groups,
            pills=pills,
        )
        return self._new.in_between(moving, courses)

    def _moving_group(self, group: GroupShape, share: float) -> GroupShape:
        box = _between(self._groups.get(group.id, group.box), group.box, share)
        label_at = Point(
            group.label_at.x + box.x0 - group.box.x0,
            group.label_at.y + box.y0 - group.box.y0,
        )
        return replace(group, box=box, label_at=label_at)

    def _share(self) -> float:
        return 0.0 if self._began is None else min(1.0, (time.perf_counter() - self._began) / SECONDS)


def can_glide(old: Scene, new: Scene) -> bool:
    """Whether the two show enough of the same for a movement to say something."""
    return (
        0 < len(new.picture.nodes) <= MOST_NODES
        and len(old.picture.nodes) > 0
        and not old.index.keys().isdisjoint(new.index.keys())
    )


def courses_of(edges: EdgeShapes) -> Floats:
    """(m, _PLACES, 2) places in a row along each edge up to its tip; all at (0, 0) where it is not drawn."""
    counts = np.diff(edges.starts)
    curves = np.maximum(counts - 1, 0) // 3
    drawn = np.flatnonzero(curves > 0)
    at = np.linspace(0.0, 1.0, _PLACES - 1, dtype=np.float32)[None] * curves[drawn, None]
    which = np.minimum(at.astype(np.int32), curves[drawn, None] - 1)
    firsts = edges.starts[drawn, None] + 3 * which
    controls = edges.routes[firsts[..., None] + np.arange(4)].reshape(-1, 4, 2)
    points = points_on(controls, (at - which).ravel().astype(np.float32))
    courses = np.zeros((len(counts), _PLACES, 2), dtype=np.float32)
    courses[drawn, :-1] = points.reshape(len(drawn), _PLACES - 1, 2)
    courses[drawn, -1] = edges.tips[drawn]
    return courses


def _both(before: Mapping[Key, int], now: Sequence[Key]) -> tuple[Ints, Ints]:
    """Of what was before and is now, the places before and the places now."""
    was = np.fromiter((before.get(key, -1) for key in now), np.int32, len(now))
    there = np.flatnonzero(was >= 0).astype(np.int32)
    return was[there], there


def _ways(before: Floats, after: Floats, was: Ints, now: Ints) -> Ways:
    """Where each row comes from, and where it goes to; rows that were not there come from where they go to."""
    begins = after.copy()
    begins[now] = before[was]
    return begins, after


def _pill_boxes(scene: Scene) -> Floats:
    """(k, 4) x0, y0, x1, y1."""
    return np.array([pill.box for pill in scene.picture.pills], dtype=np.float32).reshape(-1, 4)


def _mixed(before: Floats, after: Floats, share: float) -> Floats:
    mixed: Floats = before + (after - before) * np.float32(share)
    return mixed


def _between(before: Rect, after: Rect, share: float) -> Rect:
    return Rect(*(b + (a - b) * share for b, a in zip(before, after, strict=True)))
