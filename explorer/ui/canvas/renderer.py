"""Paints any part of a picture at any zoom, whole or in steps: areas, edges, cards, pills, always in this order.

A part painted alone is, pixel for pixel, the part of the whole; that is what tiles and strips rest on.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtGui import QColor, QImage, QPainter

from explorer.domain.geometry import Rect
from explorer.drawing.picture import Bools, Ints
from explorer.ui.canvas.far_names import FarNames, is_far, place_names
from explorer.ui.canvas.painters.edges import draw_edges
from explorer.ui.canvas.painters.grounds import (
    draw_far_pills,
    draw_group_labels,
    draw_groups,
    draw_pills,
    far_labels,
)
from explorer.ui.canvas.painters.nodes import REACH, draw_far_names, draw_nodes
from explorer.ui.canvas.palette import Palette
from explorer.ui.canvas.scene import NOTHING, Scene
from explorer.ui.canvas.viewport import Viewport


class Renderer:
    """A scene in its colours. hidden: nodes left out, and the edges at them, because they are being dragged."""

    def __init__(self, scene: Scene, palette: Palette, hidden: Ints = NOTHING) -> None:
        self.scene = scene
        self.palette = palette
        self._hidden_nodes = hidden
        self._shown_edges: Bools | None = None
        self._names: tuple[float, FarNames] | None = None
        if len(hidden):
            self._shown_edges = np.ones(len(scene.drawn), dtype=np.bool_)
            self._shown_edges[scene.edges_of(hidden)] = False

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
        draw_groups(painter, viewport, picture, palette)
        draw_group_labels(painter, viewport, picture, palette)
        yield
        yield from draw_edges(painter, viewport, scene, palette.pens, self._shown_edges)
        nodes = _without(scene.nodes_in(_grown(viewport, REACH)), self._hidden_nodes)
        yield from draw_nodes(painter, viewport, scene, palette, nodes)
        if is_far(viewport.zoom, len(picture.nodes)):
            names = self._far_names(viewport)
            draw_far_names(painter, viewport, scene, palette, names, self._hidden_nodes)
            draw_far_pills(painter, viewport, picture, palette, names)
        else:
            draw_pills(painter, viewport, picture, palette)
        yield

    def _far_names(self, viewport: Viewport) -> FarNames:
        """The names at this zoom, placed once."""
        if self._names is None or self._names[0] != viewport.scale:
            fonts, scale, ratio = self.palette.fonts, viewport.scale, viewport.ratio
            areas = [place for _, place in far_labels(self.scene.picture, scale, ratio, fonts.group)]
            self._names = scale, place_names(self.scene, scale, ratio, fonts.far, areas)
        return self._names[1]


def _grown(viewport: Viewport, reach: float) -> Rect:
    seen, margin = viewport.visible, reach + 3.0 / viewport.scale
    return Rect(seen.x0 - margin, seen.y0 - margin, seen.x1 + margin, seen.y1 + margin)


def _without(some: Ints, left_out: Ints) -> Ints:
    return np.setdiff1d(some, left_out, assume_unique=True) if len(left_out) else some
