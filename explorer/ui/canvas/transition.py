"""Nodes that glide from where they were to where they are, so that the eye can follow a new layout."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from explorer.domain.geometry import Point, Rect
from explorer.drawing.picture import EdgeShapes, Floats, GroupShape
from explorer.ui.canvas.beziers import points_on
from explorer.ui.canvas.scene import Scene

SECONDS = 0.28
MOST_NODES = 5_000
"""More than this would not glide but jerk."""

_PLACES = 17


class Transition:
    """From one picture to another of the same nodes; what only the new one has stands still from the start."""

    def __init__(self, old: Scene, new: Scene) -> None:
        self._new = new
        self._boxes = _boxes_before(old, new)
        self._courses = (_courses_before(old, new), courses_of(new.picture.edges))
        self._groups = {group.id: group.box for group in old.picture.groups}
        self._pills = {old.picture.edges.keys[pill.edge]: pill.box for pill in old.picture.pills}
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
        boxes = _mixed(self._boxes, picture.nodes.boxes, eased)
        courses = _mixed(self._courses[0], self._courses[1], eased)
        keys = picture.edges.keys
        groups = tuple(self._moving_group(group, eased) for group in picture.groups)
        pills = tuple(
            replace(pill, box=_between(self._pills.get(keys[pill.edge], pill.box), pill.box, eased))
            for pill in picture.pills
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
        return min(1.0, (time.perf_counter() - self._began) / SECONDS)


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


def _boxes_before(old: Scene, new: Scene) -> Floats:
    boxes = new.picture.nodes.boxes.copy()
    for place, id in enumerate(new.picture.nodes.ids):
        before = old.index.get(id)
        if before is not None:
            boxes[place] = old.picture.nodes.boxes[before]
    return boxes


def _courses_before(old: Scene, new: Scene) -> Floats:
    courses, before = courses_of(new.picture.edges), courses_of(old.picture.edges)
    known = {key: place for place, key in enumerate(old.picture.edges.keys)}
    for place, key in enumerate(new.picture.edges.keys):
        was = known.get(key)
        if was is not None and old.drawn[was] and new.drawn[place]:
            courses[place] = before[was]
    return courses


def _mixed(before: Floats, after: Floats, share: float) -> Floats:
    mixed: Floats = before + (after - before) * np.float32(share)
    return mixed


def _between(before: Rect, after: Rect, share: float) -> Rect:
    return Rect(*(b + (a - b) * share for b, a in zip(before, after, strict=True)))
