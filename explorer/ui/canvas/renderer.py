"""Paints any part of a picture at any zoom, whole or in steps: areas, edges, cards, pills and notes, always in this
order.

A part painted alone is, pixel for pixel, the part of the whole; that is what tiles and strips rest on. Only teams'
names stand where the whole that is seen has room for them, and are painted over it.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter, QRegion

from explorer.domain.geometry import Rect
from explorer.drawing.picture import Bools, Ints
from explorer.ui.canvas.called_out import called_out, covers
from explorer.ui.canvas.far_labels import LABELS_BELOW, placing_labels, room_for_labels
from explorer.ui.canvas.far_names import (
    FarNames,
    Place,
    closed_teams,
    is_far,
    is_map,
    placing_pills,
    standing_names,
    with_more,
)
from explorer.ui.canvas.naming import Naming
from explorer.ui.canvas.painters.edges import draw_edges
from explorer.ui.canvas.painters.grounds import (
    draw_far_pills,
    draw_groups,
    draw_pills,
    draw_team_names,
)
from explorer.ui.canvas.painters.nodes import REACH, draw_nodes, making_drawings
from explorer.ui.canvas.painters.notes import draw_notes, papers
from explorer.ui.canvas.palette import Palette
from explorer.ui.canvas.scene import NOTHING, Scene
from explorer.ui.canvas.team_counts import with_counts
from explorer.ui.canvas.team_names import TeamName, free_of, names_inside, size_inside, whole_names
from explorer.ui.canvas.viewport import Viewport


@dataclass(frozen=True, slots=True)
class FarWords:
    """What is written at one size whatever the zoom; None where it scales with the picture, or is not written."""

    scale: float
    lettering: float
    labels: Sequence[TeamName] | None
    names: FarNames | None


class Renderer:
    """A scene in its colours. hidden: nodes left out, and the edges at them, because they are being dragged.

    arrived: paints the same nodes where they are to be; until then each has the name that it has there, or none:
    names that come and go on the way could not be read, and to place them anew for each frame would hold it up.
    """

    def __init__(
        self,
        scene: Scene,
        palette: Palette,
        hidden: Ints = NOTHING,
        arrived: Renderer | None = None,
        before: Renderer | None = None,
        text: float = 1.0,
    ) -> None:
        """before: of the same nodes at the same places, whose names these have, too. text: how large they are."""
        self.scene = scene
        self.palette = palette
        known = before or arrived
        self.naming: Naming = (
            known.naming.written(text)
            if known is not None
            else Naming(scene, palette.fonts.far, room_for_labels(scene, palette.fonts.group), text=text)
        )
        self._hidden_nodes = hidden
        self._arrived = arrived
        self._shown_edges: Bools | None = None
        self._words: FarWords | None = None
        self._frames: dict[int, Place] | None = None
        self._called: FarNames | None = None
        if len(hidden):
            self._shown_edges = np.ones(len(scene.drawn), dtype=np.bool_)
            self._shown_edges[scene.edges_of(hidden)] = False

    def frame_of(self, node: int, viewport: Viewport) -> Place | None:
        """Where a node's name stands at one size in its own frame, in device pixels of the view; None without one."""
        names = self._names_at(viewport)
        if names is None:
            return None
        if self._frames is None:
            self._frames = dict(zip(names.nodes.tolist(), names.frames.tolist(), strict=True))
        frame = self._frames.get(node) or self._called_out_on_card(node)
        if frame is None:
            return None
        x0, y0, x1, y1 = frame
        return x0 - viewport.left, y0 - viewport.top, x1 - viewport.left, y1 - viewport.top

    def node_framed_at(self, x: float, y: float, viewport: Viewport) -> int | None:
        """Whose name stands in its frame at a place of the view, in device pixels."""
        names = self._names_at(viewport)
        if names is None:
            return None
        there = np.flatnonzero(names.meet(x + viewport.left, y + viewport.top, 0.0, 0.0))
        return int(names.nodes[there[0]]) if len(there) else None

    def frames_in(self, viewport: Viewport) -> QRegion:
        """What the names' frames cover of the view, in its device pixels."""
        covered, names = QRegion(), self._names_at(viewport)
        if names is not None:
            seen = names.meet(viewport.left, viewport.top, viewport.width, viewport.height)
            frames = names.frames[seen] - [viewport.left, viewport.top, viewport.left, viewport.top]
            for x0, y0, x1, y1 in frames.astype(int).tolist():
                covered += QRect(x0, y0, x1 - x0, y1 - y0)
        return covered

    def called_out(self, nodes: Ints, viewport: Viewport) -> FarNames | None:
        """Names for those of these nodes that stand without where names keep their size; None for none."""
        names = self._names_at(viewport)
        if names is None or not len(nodes):
            return None
        nameless = np.setdiff1d(nodes, names.nodes)
        if self._called is None or not np.array_equal(self._called.nodes, nameless):
            scene, fonts = self.scene, self.palette.fonts
            self._called = called_out(nameless, scene, viewport.scale, viewport.lettering, fonts.far, names)
        return self._called if len(nameless) else None

    def _called_out_on_card(self, node: int) -> Place | None:
        names, scale = self._called, 0.0 if self._words is None else self._words.scale
        if names is None or node not in names.nodes:
            return None
        frame = tuple(names.frames[names.nodes.tolist().index(node)].tolist())
        x, y, wide, high = (self.scene.picture.nodes.boxes[node].astype(np.float64) * scale).tolist()
        return frame if covers(frame, (x, y, x + wide, y + high)) else None

    def _names_at(self, viewport: Viewport) -> FarNames | None:
        """Those that keep their size, if they have been placed for this zoom."""
        words = self._words
        if words is None or (words.scale, words.lettering) != (viewport.scale, viewport.lettering):
            return None
        return words.names

    def placing(self, viewport: Viewport) -> Iterator[None]:
        """Find the words a place that are written at one size at this zoom, and paint what cards are copied from, in
        steps, unless that is done.
        """
        yield from self._far_words(viewport)
        yield from making_drawings(viewport, self.scene, self.palette)

    def draw_team_names(
        self,
        painter: QPainter,
        viewport: Viewport,
        panels: Sequence[Place] = (),
        strength: float = 1.0,
    ) -> None:
        """Teams' names over what the whole viewport shows. panels: places of the view that something else covers."""
        words, is_small = self._words, viewport.nearness < LABELS_BELOW
        names: Iterable[TeamName] = ()
        if not is_small:
            names = names_inside(self.scene, viewport, self.palette.fonts.group)
        elif words is not None and words.labels is not None and words.lettering == viewport.lettering:
            grown = viewport.scale / words.scale  # not 1 only until the names have places at this zoom
            names = words.labels if grown == 1 else [name.carried(grown) for name in words.labels]
        others = self._names_at(viewport)
        is_specks = is_map(
            viewport.nearness, len(self.scene.picture.nodes)
        )  # names lie on cards there anyhow
        is_free = free_of(self.scene, viewport, others, is_specks)
        covered = [*panels, *papers(self.scene.picture, viewport)]
        placed = whole_names(names, viewport, covered, is_free)
        size = viewport.lettering if is_small else size_inside(viewport)
        theme = self.palette.theme
        ground = QColor(theme.ground if is_small else theme.team_area)
        draw_team_names(painter, self.palette, placed, size, ground, strength)

    def paint(self, image: QImage, viewport: Viewport) -> Iterator[None]:
        """Paint all that the viewport shows on an image of its size, in steps."""
        image.fill(QColor(self.palette.theme.ground))
        painter = QPainter(image)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        try:
            yield from self._steps(painter, viewport)
        finally:
            painter.end()

    def _steps(self, painter: QPainter, viewport: Viewport) -> Iterator[None]:
        scene, palette = self.scene, self.palette
        picture = scene.picture
        words = yield from self._far_words(viewport)
        draw_groups(painter, viewport, picture, palette)
        yield
        yield from draw_edges(painter, viewport, scene, palette.pens, self._shown_edges)
        nodes = _without(scene.nodes_in(_grown(viewport, REACH)), self._hidden_nodes)
        yield from draw_nodes(painter, viewport, scene, palette, nodes, words.names)
        if words.names is not None:
            draw_far_pills(painter, viewport, picture, palette, words.names)
        else:
            draw_pills(painter, viewport, picture, palette)
        draw_notes(painter, viewport, picture, palette)
        yield

    def _far_words(self, viewport: Viewport) -> Generator[None, None, FarWords]:
        """What is written at one size at this zoom, placed once, in steps: nodes' names, then teams'."""
        words, at = self._words, (viewport.scale, viewport.lettering)
        if words is None or (words.scale, words.lettering) != at:
            words = self._words = yield from self._placed(viewport)
            self._frames = self._called = None
        return words

    def _placed(self, viewport: Viewport) -> Generator[None, None, FarWords]:
        scene, fonts, scale, ratio = self.scene, self.palette.fonts, viewport.scale, viewport.lettering
        labels, names = None, None
        count = len(scene.picture.nodes)
        if self._arrived is None and is_far(viewport.nearness, count):
            names = yield from standing_names(self.naming, scene, viewport.nearness, ratio)
        if viewport.nearness < LABELS_BELOW:
            labels = yield from placing_labels(scene, scale, ratio, fonts.group, names)
        if self._arrived is not None:
            words = yield from self._arrived._far_words(viewport)
            if words.names is not None:
                names = words.names.carried(self._arrived.scene, scene, scale)
        elif names is not None:
            kept_free = [label.place for label in labels or ()]
            are_specks = is_map(viewport.nearness, count)
            cards = NOTHING if are_specks else np.arange(count, dtype=np.int32)
            teams = closed_teams(scene)
            names = yield from with_more(names, teams, scene, scale, ratio, fonts.far, kept_free, cards)
            names = yield from with_counts(names, scene, scale, ratio, fonts.far, kept_free, cards)
            if not are_specks:
                names = yield from placing_pills(scene, scale, ratio, fonts.far, names, kept_free)
            names = names.without(self._hidden_nodes)
        return FarWords(scale, ratio, labels, names)


def _grown(viewport: Viewport, reach: float) -> Rect:
    seen, margin = viewport.visible, reach + 3.0 / viewport.scale
    return Rect(seen.x0 - margin, seen.y0 - margin, seen.x1 + margin, seen.y1 + margin)


def _without(some: Ints, left_out: Ints) -> Ints:
    return np.setdiff1d(some, left_out, assume_unique=True) if len(left_out) else some
