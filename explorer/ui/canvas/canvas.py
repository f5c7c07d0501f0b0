"""The canvas: a picture that a person can look at, choose from and arrange, with mouse and keyboard.

It shows what the picture says and decides nothing about the system; what a person does is told by signals.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from explorer.domain.entities import EdgeKey
from explorer.domain.geometry import Point
from explorer.drawing.folded import card_of, team_of
from explorer.drawing.picture import Ints, Picture
from explorer.language import tr
from explorer.ui.canvas.connected import Connected
from explorer.ui.canvas.connecting import Connect, Handle
from explorer.ui.canvas.gestures import EDGE_REACH, BoxSelect, Gesture, Pan, PressOnGround, PressOnNode
from explorer.ui.canvas.painters.overlay import draw_rings
from explorer.ui.canvas.rings import Rings
from explorer.ui.canvas.scene import NOTHING
from explorer.ui.canvas.surface import Surface
from explorer.ui.canvas.walking import nearest_node, next_along_edge

WHEEL_STEP = 1.2
"""Zoom of one notch."""

KEY_STEP = 1.25
ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
ADDING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


class Canvas(Surface):
    """Mouse: drag the ground to pan (or anything with the middle button, or with space held); drag nodes to arrange
    them, or the handle at the right of one to connect it; Shift or Ctrl and drag for a rubber band; wheel to zoom,
    with Shift or sideways to pan; double click to edit a node or an edge, to close a team or to open one. Keys:
    arrows along the edges, + − to zoom, 0 for all, 1 for full size, F focus, Enter inspect or open a team, L legend,
    Esc to let go.
    """

    selection_changed = Signal(tuple)
    """The ids of the selected nodes, in the picture's order."""
    edge_selected = Signal(object)
    """An EdgeKey, or None."""
    hovered = Signal(object)
    """The id of the node under the pointer, or None."""
    nodes_moved = Signal(dict)
    """{id: Point}: the new middles of nodes that were let go; once for each drag."""
    focus_requested = Signal(str)
    inspect_requested = Signal(str)
    edit_requested = Signal()
    """What is selected is to be edited."""
    connection_requested = Signal(str, object)
    """The id of a node that is to be connected, and of the one that it is to give to, or a new one's Point."""
    context_menu_requested = Signal(object, QPoint)
    """The id of a node, or of the card of a closed team or of the one whose area it is; an edge's key; None for the
    ground; and the place on the screen."""
    team_toggled = Signal(str)
    """The id of a team that is to be closed to a card, or opened."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Picture of the system"))
        self._selected: Ints = NOTHING
        self._rings, self._connected = Rings(), Connected()
        self._named: tuple[str, ...] | None = None  # what is selected of cards of which it is but a part
        self._current: int | None = None
        self._edge: int | None = None
        self._hovered: int | None = None
        self._gesture: Gesture | None = None
        self._holds_space = False
        self.handle = Handle(self)

    @property
    def is_settled(self) -> bool:
        """Whether every pixel is as it should be, and nothing moves."""
        return super().is_settled and self._rings.are_complete(self._selected)

    @property
    def selected(self) -> Ints:
        """The selected nodes, by their place in the picture."""
        return self._selected

    @property
    def pointed_at(self) -> int | None:
        """The node under the pointer, by its place in the picture."""
        return self._hovered

    @property
    def selected_ids(self) -> tuple[str, ...]:
        """The selected nodes; of a closed team its members, or those of them that were to be selected."""
        return self.scene.ids(self._selected) if self._named is None else self._named

    @property
    def current_id(self) -> str | None:
        """The node the keyboard is at."""
        return None if self._current is None else self.picture.nodes.ids[self._current]

    def select(self, ids: tuple[str, ...]) -> None:
        """Select these nodes; the last of them is where the keyboard goes on, unless they are selected already."""
        if ids and ids == self.selected_ids:
            return
        index, within = self.scene.index, self.picture.within
        known = [id for id in ids if within.get(id, id) in index]
        last = index[within.get(known[-1], known[-1])] if known else None
        named = tuple(known) if any(id in within for id in known) else None
        self.choose(self.scene.places(ids), last, named)

    def select_edge(self, key: EdgeKey | None) -> None:
        """Select one edge, or none."""
        places = self.scene.edge_places(() if key is None else (key,))
        self.choose_edge(int(places[0]) if len(places) else None)

    def choose(self, nodes: Ints, current: int | None = None, named: tuple[str, ...] | None = None) -> None:
        """Select nodes by their place; an edge is no longer selected. named: these members of closed teams only."""
        changed = not np.array_equal(nodes, self._selected) or named != self._named
        self._selected, self._named = nodes, named
        self._current = current if current is not None else (int(nodes[-1]) if len(nodes) else None)
        if self._edge is not None:
            self.choose_edge(None)
        if changed:
            self.selection_changed.emit(self.selected_ids)
        self.update()

    def choose_edge(self, edge: int | None) -> None:
        """Select an edge by its place, and then no node; or no edge."""
        if edge == self._edge:
            return
        if edge is not None and len(self._selected):
            self._selected, self._current, self._named = NOTHING, None, None
            self.selection_changed.emit(())  # first: who hears it selects nothing, and no edge either
        self._edge = edge
        self.edge_selected.emit(None if edge is None else self.picture.edges.keys[edge])
        self.update()

    def move_nodes(self, nodes: Ints, dx: float, dy: float) -> None:
        """A person let these nodes go elsewhere."""
        super().move_nodes(nodes, dx, dy)
        boxes = self.picture.nodes.boxes[nodes].astype(np.float64)
        middles = (boxes[:, :2] + boxes[:, 2:] / 2).tolist()
        self.nodes_moved.emit(
            {self.picture.nodes.ids[i]: Point(*at) for i, at in zip(nodes.tolist(), middles, strict=True)}
        )

    def connect_nodes(self, start: int, end: int | Point) -> None:
        """A person drew a line from one node to another, or to a place on the ground."""
        names = self.picture.nodes.ids
        self.connection_requested.emit(names[start], end if isinstance(end, Point) else names[end])

    def set_picture(self, picture: Picture, *, animate: bool = False) -> None:
        """As the surface does; what is selected stays so where the new picture has it."""
        selected, current = self.selected_ids, self.current_id
        edge = None if self._edge is None else self.picture.edges.keys[self._edge]
        self._end_gesture(cancelled=True)
        super().set_picture(picture, animate=animate)
        self._current = self._hovered = None  # places of the last picture mean nothing in this one
        self._selected = self.scene.places(selected)
        self._named = selected if any(id in picture.within for id in selected) else None
        if current is not None:
            last = int(self._selected[-1]) if len(self._selected) else None
            self._current = self.scene.index.get(picture.within.get(current, current), last)
        if edge is not None:
            self._edge = self.scene.edge_index.get(edge)
            if self._edge is None:
                self.edge_selected.emit(None)
        if self.selected_ids != selected:
            self.selection_changed.emit(self.selected_ids)

    def finish(self) -> None:
        """As the surface does; rings come with the next painting, however long they take."""
        self._rings.hurry()
        super().finish()

    def paint_over(self, painter: QPainter) -> None:
        """Hover, selection, and the gesture under way."""
        scene, palette, viewport = self.scene, self.palette_in_use, self.viewport
        colour = QColor(palette.theme.selection)
        gesture = self._gesture
        pointed_at = [] if self._hovered is None or gesture is not None else [self._hovered]
        hovered = np.array(pointed_at, dtype=np.int32)
        is_shown = gesture is None or not gesture.holds_selection
        lit = scene.edges_of(hovered).tolist() if pointed_at else []
        if is_shown and not pointed_at and self._highlight is None:
            lit = self._connected.edges(scene, self._selected).tolist()
        lit += [] if self._edge is None else [self._edge]
        if lit:
            self.mark_edges(painter, np.array(lit, dtype=np.int32), colour)
        if is_shown:
            self.call_out(painter, np.concatenate([hovered, self._selected]))
            draw_rings(painter, viewport, scene, hovered, colour, 1.0, self.frame_of)
            self._rings.paint(painter, viewport, scene, self._selected, colour, self.frame_of)
        if gesture is not None:
            gesture.paint(painter)
        else:
            self.handle.paint(painter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture; another button while one is under way gives it up."""
        if self._gesture is not None:
            self._end_gesture(cancelled=True)
            return
        at, button = event.position(), event.button()
        adding = bool(event.modifiers() & ADDING)
        if button == Qt.MouseButton.LeftButton and self._corners.covers(at):
            if self._corners.is_on_header(at):
                self.set_legend_unfolded(not self._corners.unfolded)
        elif button == Qt.MouseButton.MiddleButton or (
            button == Qt.MouseButton.LeftButton and self._holds_space
        ):
            self._begin(Pan(self, at))
        elif button == Qt.MouseButton.LeftButton:
            handled, node = self.handle.node_at(at), self.node_at(at)
            if handled is not None and not adding:
                self._begin(Connect(self, at, handled))
            elif node is not None:
                self._begin(PressOnNode(self, at, node, adding))
            elif adding:
                toggling = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
                self._begin(BoxSelect(self, at, toggling))
            else:
                self._begin(PressOnGround(self, at))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the gesture, or notice what the pointer is over."""
        if self._gesture is None:
            handled = self.handle.take_hold(event.position())
            self._hover(self.node_at(event.position()) if handled is None else handled)
            return
        self._begin(self._gesture.move(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture."""
        gesture = self._gesture
        if gesture is not None:
            self._end_gesture(cancelled=False)
            gesture.finish(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit a node or an edge; open a closed team, or close the one whose area this is."""
        at = event.position()
        node, edge, team = self.node_at(at), self._edge_at(at), self._team_at(at)
        is_card = node is not None and team is not None
        if event.button() != Qt.MouseButton.LeftButton:
            self.mousePressEvent(event)
        elif node is not None and not is_card:
            self.choose(np.array([node], np.int32), node)
            self.edit_requested.emit()
        elif node is None and edge is not None:
            self.choose_edge(edge)
            self.edit_requested.emit()
        elif team is not None:
            self.team_toggled.emit(team)
        else:
            self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer; sideways, or with Shift, pan."""
        turned = event.angleDelta()
        moved = event.pixelDelta() if not event.pixelDelta().isNull() else turned / 2
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.pan(moved.x() or moved.y(), 0)
        elif abs(turned.x()) > abs(turned.y()):
            self.pan(moved.x(), 0)
        elif turned.y():
            at = event.position()
            self.zoom_by(WHEEL_STEP ** (turned.y() / 120), at.x(), at.y())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, zoom, focus, inspect, let go."""
        key = Qt.Key(event.key())
        if key in ARROWS:
            self._walk(*ARROWS[key])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(KEY_STEP)
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self.zoom_by(1 / KEY_STEP)
        elif key == Qt.Key.Key_0:
            self.fit()
        elif key == Qt.Key.Key_1:
            self.zoom_by(1 / self.viewport.zoom)
        elif key == Qt.Key.Key_L:
            self.set_legend_unfolded(not self._corners.unfolded)
        elif key == Qt.Key.Key_Space:
            self._holds_space = True
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._is_at_closed_team():
            self.team_toggled.emit(team_of(self.current_id or ""))
        elif key == Qt.Key.Key_F and self.current_id is not None and not self._is_at_closed_team():
            self.focus_requested.emit(self.current_id)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_id is not None:
            self.inspect_requested.emit(self.current_id)
        elif key == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self._ask_for_menu()  # not every platform knows this key as that of the menu
        elif key == Qt.Key.Key_Escape and self._lets_go():
            pass
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Space is no longer held."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._holds_space = False
        super().keyReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu of what is under the pointer, which is selected by that, or of what is selected."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self._ask_for_menu()
            return
        at = QPointF(event.pos())
        node, edge = self.node_at(at), self._edge_at(at)
        subject: str | EdgeKey | None = None
        if node is not None:
            if node not in self._selected:
                self.choose(np.array([node], np.int32), node)
            subject = self.picture.nodes.ids[node]
        else:
            self.choose(NOTHING)
            self.choose_edge(edge)
            team = self._team_at(at)
            if edge is not None:
                subject = self.picture.edges.keys[edge]
            elif team is not None:
                subject = card_of(team)
        self.context_menu_requested.emit(subject, event.globalPos())

    def _ask_for_menu(self) -> None:
        """By the keyboard: beside what is selected, else in the middle."""
        place = self.rect().center()
        subject: str | EdgeKey | None = self.current_id
        if self._current is not None:
            x, y, wide, high = self.picture.nodes.boxes[self._current].tolist()
            at = self.viewport.to_view(Point(x + wide / 2, y + high / 2))
            place = QPoint(round(at.x), round(at.y))
        elif self._edge is not None:
            subject = self.picture.edges.keys[self._edge]
        inside = self.rect()
        place.setX(min(max(place.x(), inside.left()), inside.right()))
        place.setY(min(max(place.y(), inside.top()), inside.bottom()))
        self.context_menu_requested.emit(subject, self.mapToGlobal(place))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer."""
        self._hover(None)
        self.handle.let_go()
        super().leaveEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keys held are released elsewhere."""
        self._holds_space = False
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        """The pinch of a touchpad."""
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            at = event.position()
            self.zoom_by(1 + event.value(), at.x(), at.y())
            return True
        return super().event(event)

    def _begin(self, gesture: Gesture) -> None:
        if gesture is not self._gesture:
            self._gesture = gesture
            self.handle.let_go()
            self.setCursor(gesture.cursor)
            self._hover(None)

    def _end_gesture(self, *, cancelled: bool) -> None:
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            self.unsetCursor()
            if cancelled:
                gesture.cancel()

    def _lets_go(self) -> bool:
        """Give up the gesture, else the selection; whether there was either."""
        if self._gesture is not None:
            self._end_gesture(cancelled=True)
            return True
        if len(self._selected) or self._edge is not None:
            self.choose(NOTHING)
            return True
        return False

    def _walk(self, dx: int, dy: int) -> None:
        if self._current is None:
            middle = self.viewport.to_scene(self.width() / 2, self.height() / 2)
            to = nearest_node(self.scene, middle.x, middle.y)
        else:
            to = next_along_edge(self.scene, self._current, dx, dy)
        if to is not None:
            self.choose(np.array([to], dtype=np.int32), to)
            self.bring_into_view(self.picture.nodes.ids[to])

    def _hover(self, node: int | None) -> None:
        if node != self._hovered:
            self._hovered = node
            self.hovered.emit(None if node is None else self.picture.nodes.ids[node])
            self.update()

    def is_covered(self, at: QPointF) -> bool:
        """Whether the title, the legend or the like lies over the picture there."""
        return self._corners.covers(at)

    def node_at(self, at: QPointF) -> int | None:
        """The node at a place of the canvas, in logical pixels."""
        if self.is_covered(at):
            return None
        return self.shown_at(at)

    def _edge_at(self, at: QPointF) -> int | None:
        if self.is_covered(at):
            return None
        place, viewport = self.viewport.to_scene(at.x(), at.y()), self.viewport
        return self.scene.edge_at(place.x, place.y, EDGE_REACH / viewport.zoom, viewport.scale)

    def _team_at(self, at: QPointF) -> str | None:
        """The closed team whose card this is, else the team in whose area, beside its nodes, this lies."""
        node = self.node_at(at)
        if node is not None:
            return team_of(self.picture.nodes.ids[node])
        if self._corners.covers(at):
            return None
        place = self.viewport.to_scene(at.x(), at.y())
        return self.scene.group_at(place.x, place.y)

    def _is_at_closed_team(self) -> bool:
        return self.current_id in self.picture.members
