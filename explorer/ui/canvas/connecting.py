"""Connecting by hand: the handle at the right side of a node, and the line that is drawn from it to another."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter

from explorer.domain.geometry import Point
from explorer.ui.canvas.gestures import START_DISTANCE, Gesture, Stage
from explorer.ui.canvas.painters.connection import Connection, draw_connection, draw_handle
from explorer.ui.canvas.scene import Scene

HANDLE_ABOVE = 0.2
"""Below this zoom a handle would cover much of its node, and names are not read."""

REACH = 9.0
"""Logical pixels from the middle of a handle, in full size, that still take hold of it."""

_FULL_SIZE_ABOVE = 0.4
_LEAST_SIZE = 0.6


def handle_of(stage: Stage, node: int) -> Point:
    """The middle of the right side of a node as it is seen, in the picture: where its data goes out."""
    return _side_of(stage, node, is_right=True)


def size_at(zoom: float) -> float:
    """How large a handle is, 1 being its full size: from afar it leaves more of its node."""
    return min(1.0, max(_LEAST_SIZE, zoom / _FULL_SIZE_ABOVE))


class Handle:
    """The handle of one canvas: at the node under the pointer, else at the one that is selected.

    Once allowed: nodes have none where they cannot be connected.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._is_allowed = False
        self._is_held = False

    @property
    def node(self) -> int | None:
        """The node that has it now."""
        stage = self._stage
        node = stage.pointed_at
        if node is None and len(stage.selected) == 1:
            node = int(stage.selected[0])
        if node is None or not self._is_allowed or stage.viewport.zoom < HANDLE_ABOVE:
            return None
        return node if _is_one(stage.scene, node) else None

    def allow(self, allowed: bool) -> None:
        """Whether nodes can be connected."""
        if allowed != self._is_allowed:
            self._is_allowed = allowed
            self._stage.update()

    def node_at(self, at: QPointF) -> int | None:
        """The node whose handle is at a place of the canvas, in logical pixels."""
        node, stage = self.node, self._stage
        if node is None or stage.is_covered(at):
            return None
        middle = stage.viewport.to_view(handle_of(stage, node))
        reach = REACH * size_at(stage.viewport.zoom)
        return node if math.hypot(at.x() - middle.x, at.y() - middle.y) <= reach else None

    def take_hold(self, at: QPointF) -> int | None:
        """The pointer is there: show whether a press would draw a line, and from which node."""
        node = self.node_at(at)
        if node is None:
            self.let_go()
        elif not self._is_held:
            self._is_held = True
            self._stage.setCursor(Qt.CursorShape.CrossCursor)
            self._stage.update()
        return node

    def let_go(self) -> None:
        """The pointer is elsewhere."""
        if self._is_held:
            self._is_held = False
            self._stage.unsetCursor()
            self._stage.update()

    def paint(self, painter: QPainter) -> None:
        """Draw it over the frame, in device pixels."""
        node, stage = self.node, self._stage
        if node is not None:
            place, size = handle_of(stage, node), size_at(stage.viewport.zoom)
            draw_handle(painter, stage.viewport, stage.palette_in_use, place, size, is_held=self._is_held)


class Connect(Gesture):
    """A line from a node follows the hand; let go over another node it asks for an edge, over the ground for a new
    node there that is connected. What begins as a click selects the node.
    """

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, stage: Stage, at: QPointF, node: int) -> None:
        super().__init__(stage, at)
        self._node = node
        self._at = QPointF(at)
        self._is_under_way = False

    def move(self, at: QPointF) -> Gesture:
        """Follow the pointer."""
        self._at = QPointF(at)
        self._is_under_way |= (at - self.began).manhattanLength() >= START_DISTANCE
        self.stage.update()
        return self

    def finish(self, at: QPointF) -> None:
        """Ask for what was drawn; let go where it began, or over what cannot be connected, it is nothing."""
        self.stage.update()
        if not self._is_under_way:
            self.stage.choose(np.array([self._node], dtype=np.int32), self._node)
        elif not self.stage.is_covered(at):
            over = self.stage.node_at(at)
            if over is None:
                self.stage.connect_nodes(self._node, self.stage.viewport.to_scene(at.x(), at.y()))
            elif self._is_target(over):
                self.stage.connect_nodes(self._node, over)

    def cancel(self) -> None:
        """Leave all as it was."""
        self.stage.update()

    def paint(self, painter: QPainter) -> None:
        """Draw the line, with what it leads to lit."""
        if not self._is_under_way:
            return
        stage, scene = self.stage, self.stage.scene
        over = stage.node_at(self._at)
        target = over if over is not None and self._is_target(over) else None
        is_open = over is None and not stage.is_covered(self._at)
        if target is None:
            end = stage.viewport.to_scene(self._at.x(), self._at.y())
        else:
            end = _side_of(stage, target, is_right=False)
        drawn = Connection(self._node, handle_of(stage, self._node), end, target, is_open)
        size = size_at(stage.viewport.zoom)
        draw_connection(painter, stage.viewport, scene, stage.palette_in_use, drawn, size, stage.frame_of)

    def _is_target(self, node: int) -> bool:
        return node != self._node and _is_one(self.stage.scene, node)


def _side_of(stage: Stage, node: int, *, is_right: bool) -> Point:
    frame, seen, scene = stage.frame_of(node), stage.viewport, stage.scene
    if frame is None:
        side = scene.x1[node] if is_right else scene.x0[node]
        return Point(float(side), float(scene.y0[node] + scene.y1[node]) / 2)
    middle = (frame[1] + frame[3]) / 2
    return Point((frame[2 if is_right else 0] + seen.left) / seen.scale, (middle + seen.top) / seen.scale)


def _is_one(scene: Scene, node: int) -> bool:
    """Whether this is a node of the system, and not the card of a closed team."""
    return scene.picture.nodes.ids[node] not in scene.picture.members
