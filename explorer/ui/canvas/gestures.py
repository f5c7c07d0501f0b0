"""What a hand does with the mouse on the canvas: one object per gesture, from press to release.

The canvas passes every movement to the gesture under way and knows nothing else of it. A gesture may turn into
another: a press that moves becomes a pan, a rubber band or a drag.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from explorer.domain.geometry import Point, Rect
from explorer.drawing.picture import Ints
from explorer.ui.canvas.far_names import Place
from explorer.ui.canvas.painters.overlay import draw_band, draw_moving
from explorer.ui.canvas.palette import Palette
from explorer.ui.canvas.scene import NOTHING, Scene
from explorer.ui.canvas.viewport import Viewport

START_DISTANCE = 4.0
"""Logical pixels a press must move before it is more than a click."""

EDGE_REACH = 6.0
"""Logical pixels from an edge that still hit it."""


class Stage(Protocol):
    """What gestures act on."""

    @property
    def scene(self) -> Scene:
        """What is shown."""

    @property
    def palette_in_use(self) -> Palette:
        """Its colours."""

    @property
    def viewport(self) -> Viewport:
        """Which part of it is seen."""

    @property
    def selected(self) -> Ints:
        """The selected nodes."""

    @property
    def pointed_at(self) -> int | None:
        """The node under the pointer."""

    def frame_of(self, node: int) -> Place | None:
        """Where a node is framed with its name larger than its card, in device pixels of the view; else None."""

    def pan(self, dx: float, dy: float) -> None:
        """Move what is seen."""

    def choose(self, nodes: Ints, current: int | None = None) -> None:
        """Select nodes."""

    def choose_edge(self, edge: int | None) -> None:
        """Select an edge."""

    def leave_out(self, nodes: Ints) -> None:
        """Draw the frame without these nodes."""

    def move_nodes(self, nodes: Ints, dx: float, dy: float) -> None:
        """Put nodes elsewhere."""

    def node_at(self, at: QPointF) -> int | None:
        """The node at a place of the canvas."""

    def is_covered(self, at: QPointF) -> bool:
        """Whether something else lies over the picture there."""

    def connect_nodes(self, start: int, end: int | Point) -> None:
        """Ask for an edge; to a place in the picture for a new node there that is connected."""

    def setCursor(self, cursor: Qt.CursorShape) -> None:
        """Show the pointer as this."""

    def unsetCursor(self) -> None:
        """Show the pointer as always."""

    def update(self) -> None:
        """Paint what lies over the frame anew."""


class Gesture:
    """Nothing yet: each gesture overrides what it needs. Places are in logical pixels of the canvas."""

    cursor = Qt.CursorShape.ArrowCursor
    holds_selection = False
    """Whether the gesture itself draws the selected nodes."""

    def __init__(self, stage: Stage, at: QPointF) -> None:
        self.stage = stage
        self.began = QPointF(at)

    def move(self, at: QPointF) -> Gesture:
        """The pointer is elsewhere; returns the gesture that goes on."""
        return self

    def finish(self, at: QPointF) -> None:
        """The button is released."""

    def cancel(self) -> None:
        """Given up, or the picture under it is another now: leave everything as it was."""

    def paint(self, painter: QPainter) -> None:
        """Draw over the frame, in device pixels."""


class Pan(Gesture):
    """The picture follows the hand."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, stage: Stage, at: QPointF) -> None:
        super().__init__(stage, at)
        self._last = QPointF(at)

    def move(self, at: QPointF) -> Gesture:
        """Follow the pointer."""
        self.stage.pan(at.x() - self._last.x(), at.y() - self._last.y())
        self._last = QPointF(at)
        return self


class PressOnGround(Gesture):
    """A click that selects an edge or nothing, or the beginning of a pan."""

    def move(self, at: QPointF) -> Gesture:
        """Follow the pointer."""
        if (at - self.began).manhattanLength() < START_DISTANCE:
            return self
        pan = Pan(self.stage, self.began)
        return pan.move(at)

    def finish(self, at: QPointF) -> None:
        """Do what the gesture was made for."""
        viewport = self.stage.viewport
        place = viewport.to_scene(self.began.x(), self.began.y())
        edge = self.stage.scene.edge_at(place.x, place.y, EDGE_REACH / viewport.zoom, viewport.scale)
        if edge is None:
            self.stage.choose(NOTHING)
        else:
            self.stage.choose_edge(edge)


class BoxSelect(Gesture):
    """A rubber band; what it touches is added to the selection, or with `toggling` turned over."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, stage: Stage, at: QPointF, toggling: bool) -> None:
        super().__init__(stage, at)
        self._toggling = toggling
        self._before = stage.selected
        self._at = QPointF(at)

    def move(self, at: QPointF) -> Gesture:
        """Follow the pointer."""
        self._at = QPointF(at)
        self.stage.update()
        return self

    def finish(self, at: QPointF) -> None:
        """Do what the gesture was made for."""
        viewport = self.stage.viewport
        first = viewport.to_scene(self.began.x(), self.began.y())
        last = viewport.to_scene(at.x(), at.y())
        box = Rect(min(first.x, last.x), min(first.y, last.y), max(first.x, last.x), max(first.y, last.y))
        inside = self.stage.scene.nodes_in(box)
        join = np.setxor1d if self._toggling else np.union1d
        self.stage.choose(join(self._before, inside).astype(np.int32))

    def cancel(self) -> None:
        """Leave all as it was."""
        self.stage.update()

    def paint(self, painter: QPainter) -> None:
        """Draw what the gesture shows."""
        ratio = self.stage.viewport.ratio
        band = QRectF(self.began * ratio, self._at * ratio).normalized()
        draw_band(painter, band, self.stage.palette_in_use)


class PressOnNode(Gesture):
    """A click that selects a node, or the beginning of a drag of the selected ones."""

    def __init__(self, stage: Stage, at: QPointF, node: int, adding: bool) -> None:
        super().__init__(stage, at)
        self._node = node
        self._adding = adding

    def move(self, at: QPointF) -> Gesture:
        """Follow the pointer."""
        if (at - self.began).manhattanLength() < START_DISTANCE:
            return self
        if self._node not in self.stage.selected:
            others = self.stage.selected if self._adding else NOTHING
            self.stage.choose(np.union1d(others, [self._node]).astype(np.int32), self._node)
        return DragNodes(self.stage, self.began, self.stage.selected).move(at)

    def finish(self, at: QPointF) -> None:
        """Do what the gesture was made for."""
        alone = np.array([self._node], dtype=np.int32)
        if self._adding:
            self.stage.choose(np.setxor1d(self.stage.selected, alone).astype(np.int32), self._node)
        else:
            self.stage.choose(alone, self._node)


class DragNodes(Gesture):
    """Nodes follow the hand; one move when they are let go."""

    cursor = Qt.CursorShape.SizeAllCursor
    holds_selection = True

    def __init__(self, stage: Stage, at: QPointF, nodes: Ints) -> None:
        super().__init__(stage, at)
        self._nodes = nodes
        self._scene = stage.scene
        self._from = stage.viewport.to_scene(at.x(), at.y())
        self._to = self._from
        stage.leave_out(nodes)

    def move(self, at: QPointF) -> Gesture:
        """Follow the pointer."""
        self._to = self.stage.viewport.to_scene(at.x(), at.y())
        self.stage.update()
        return self

    def finish(self, at: QPointF) -> None:
        """Do what the gesture was made for."""
        self._to = self.stage.viewport.to_scene(at.x(), at.y())
        self.stage.leave_out(NOTHING)
        if self._to != self._from:
            self.stage.move_nodes(self._nodes, self._to.x - self._from.x, self._to.y - self._from.y)

    def cancel(self) -> None:
        """Leave all as it was."""
        self.stage.leave_out(NOTHING)

    def paint(self, painter: QPainter) -> None:
        """Draw what the gesture shows."""
        viewport = self.stage.viewport
        offset = (
            round((self._to.x - self._from.x) * viewport.scale),
            round((self._to.y - self._from.y) * viewport.scale),
        )
        draw_moving(painter, viewport, self._scene, self.stage.palette_in_use, self._nodes, offset)
