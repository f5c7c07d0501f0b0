"""Connecting by hand on the canvas: the handle, the line that is drawn from it, and what is asked for."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QApplication

from explorer.domain.geometry import Point
from explorer.ui.canvas.connecting import HANDLE_ABOVE, Connect, handle_of
from explorer.ui.canvas.gestures import DragNodes

LEFT, NO_BUTTON = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
PLAIN = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def canvas(canvas):
    """A settled canvas whose nodes can be connected."""
    canvas.handle.allow(True)
    return canvas


def asked_for(canvas):
    """The connections that the canvas asks for from now on."""
    asked = []
    canvas.connection_requested.connect(lambda *ends: asked.append(ends))
    return asked


def middle(canvas, node):
    """Where the middle of a node is seen."""
    x, y, wide, high = canvas.picture.nodes.boxes[node].tolist()
    seen = canvas.viewport.to_view(Point(x + wide / 2, y + high / 2))
    return QPoint(round(seen.x), round(seen.y))


def grip(canvas, node):
    """Where the handle of a node is seen."""
    seen = canvas.viewport.to_view(handle_of(canvas, node))
    return QPoint(round(seen.x), round(seen.y))


def seen_nodes(canvas):
    """Nodes well inside the canvas whose handle no other node covers."""
    room = canvas.rect().adjusted(120, 120, -120, -140)
    return [
        node
        for node in range(len(canvas.picture.nodes))
        if room.contains(middle(canvas, node))
        and room.contains(grip(canvas, node) + QPoint(12, 0))
        and canvas.node_at(QPointF(grip(canvas, node) + QPoint(6, 0))) is None
    ]


def ground(canvas):
    """A place without a node within reach."""
    for x in range(440, 780, 7):
        for y in range(120, 560, 7):
            around = (QPointF(x + dx, y + dy) for dx in (-20, 0, 20) for dy in (-20, 0, 20))
            if all(canvas.node_at(place) is None for place in around):
                return QPoint(x, y)
    raise AssertionError("The picture leaves no ground to let go on.")


def move(canvas, place, button=NO_BUTTON):
    """The pointer is here now."""
    at = QPointF(place)
    event = QMouseEvent(QEvent.Type.MouseMove, at, canvas.mapToGlobal(at), button, button, PLAIN)
    QApplication.sendEvent(canvas, event)


def draw_from(qtbot, canvas, node, to):
    """Point at a node, take hold of its handle and go somewhere; the button stays down."""
    move(canvas, middle(canvas, node))
    move(canvas, grip(canvas, node))
    qtbot.mousePress(canvas, LEFT, pos=grip(canvas, node))
    for step in (1, 2, 3):
        move(canvas, grip(canvas, node) + (to - grip(canvas, node)) * step / 3, LEFT)


def coloured(canvas, place, reach=14):
    """How many pixels around a place are of the colour of what is done by hand."""
    canvas.finish()
    image = canvas.grab().toImage()
    wanted = QColor(canvas.palette_in_use.theme.selection).rgb()
    ratio = image.devicePixelRatio()
    spots = [
        (round((place.x() + dx) * ratio), round((place.y() + dy) * ratio))
        for dx in range(-reach, reach + 1)
        for dy in range(-reach, reach + 1)
    ]
    return Counter(image.pixel(*spot) for spot in spots)[wanted]


def test_a_line_from_a_handle_to_a_node_asks_for_an_edge(qtbot, canvas):
    """From the one to the other, once; nothing is moved or selected by it."""
    start, end = seen_nodes(canvas)[:2]
    asked, boxes = asked_for(canvas), canvas.picture.nodes.boxes.copy()
    draw_from(qtbot, canvas, start, middle(canvas, end))
    assert isinstance(canvas._gesture, Connect) and not asked
    qtbot.mouseRelease(canvas, LEFT, pos=middle(canvas, end))
    ids = canvas.picture.nodes.ids
    assert asked == [(ids[start], ids[end])]
    assert canvas.selected_ids == () and np.array_equal(canvas.picture.nodes.boxes, boxes)


def test_a_line_to_the_ground_asks_for_a_new_node(qtbot, canvas):
    """There is no other end yet, but a place for it: where the line was let go."""
    start, free = seen_nodes(canvas)[0], ground(canvas)
    asked = asked_for(canvas)
    draw_from(qtbot, canvas, start, free)
    qtbot.mouseRelease(canvas, LEFT, pos=free)
    place = canvas.viewport.to_scene(free.x(), free.y())
    assert asked == [(canvas.picture.nodes.ids[start], place)]


def test_the_selected_node_has_a_handle_that_need_not_be_hovered_first(qtbot, canvas):
    """Its outer half lies beside the node."""
    start = seen_nodes(canvas)[0]
    canvas.select((canvas.picture.nodes.ids[start],))
    assert canvas.pointed_at is None
    beside = grip(canvas, start) + QPoint(5, 0)
    move(canvas, beside)
    assert canvas.cursor().shape() == Qt.CursorShape.CrossCursor and canvas.pointed_at == start
    move(canvas, beside + QPoint(40, 0))
    assert canvas.cursor().shape() == Qt.CursorShape.ArrowCursor


@pytest.mark.parametrize("give_up", ["escape", "other button", "picture", "at home", "over the legend"])
def test_a_line_that_is_given_up_asks_for_nothing(qtbot, canvas, picture_of, give_up):
    """By Escape, by another button, by another picture, or let go where it began or beside the picture."""
    start, end = seen_nodes(canvas)[:2]
    asked, last = asked_for(canvas), middle(canvas, end)
    draw_from(qtbot, canvas, start, last)
    if give_up == "escape":
        qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    elif give_up == "other button":
        qtbot.mousePress(canvas, Qt.MouseButton.RightButton, pos=last)
    elif give_up == "picture":
        canvas.set_picture(picture_of(5, 3))
    elif give_up == "at home":
        last = middle(canvas, start)
    else:
        last = next(
            QPoint(x, y)
            for x in range(0, canvas.width(), 4)
            for y in range(0, canvas.height(), 4)
            if canvas.is_covered(QPointF(x, y))
        )
    qtbot.mouseRelease(canvas, LEFT, pos=last)
    assert asked == [] and canvas._gesture is None


def test_a_click_on_a_handle_selects_its_node(qtbot, canvas):
    """As anywhere else on it."""
    start = seen_nodes(canvas)[0]
    asked = asked_for(canvas)
    move(canvas, middle(canvas, start))
    qtbot.mouseClick(canvas, LEFT, pos=grip(canvas, start))
    assert canvas.selected_ids == (canvas.picture.nodes.ids[start],) and asked == []


@pytest.mark.parametrize("why", ["not allowed", "too small", "card"])
def test_there_is_no_handle_where_nothing_can_be_connected(qtbot, canvas, picture_of, why):
    """Where editing is not possible, from afar, and on the card of a closed team: a press there drags the node."""
    start = seen_nodes(canvas)[0]
    if why == "not allowed":
        canvas.handle.allow(False)
    elif why == "too small":
        canvas.zoom_by(HANDLE_ABOVE * 0.9, middle(canvas, start).x(), middle(canvas, start).y())
    else:
        name = canvas.picture.nodes.ids[start]
        canvas.set_picture(replace(canvas.picture, members={name: ("a", "b")}, within={"a": name, "b": name}))
    canvas.finish()
    inside = grip(canvas, start) - QPoint(3, 0)
    move(canvas, middle(canvas, start))
    move(canvas, inside)
    assert canvas.handle.node is None
    qtbot.mousePress(canvas, LEFT, pos=inside)
    move(canvas, inside + QPoint(0, 30), LEFT)
    assert isinstance(canvas._gesture, DragNodes)


def test_a_line_to_a_closed_team_asks_for_nothing(qtbot, canvas):
    """It is not said which of its nodes is meant."""
    start, card = seen_nodes(canvas)[:2]
    name = canvas.picture.nodes.ids[card]
    canvas.set_picture(replace(canvas.picture, members={name: ("a", "b")}, within={"a": name, "b": name}))
    canvas.finish()
    asked = asked_for(canvas)
    draw_from(qtbot, canvas, start, middle(canvas, card))
    qtbot.mouseRelease(canvas, LEFT, pos=middle(canvas, card))
    assert asked == []


def test_with_ctrl_the_handle_is_part_of_its_node(qtbot, canvas):
    """Ctrl and click adds to the selection wherever the node is hit."""
    first, second = seen_nodes(canvas)[:2]
    ids = canvas.picture.nodes.ids
    canvas.select((ids[first],))
    move(canvas, middle(canvas, second))
    qtbot.mouseClick(canvas, LEFT, CTRL, grip(canvas, second) - QPoint(3, 0))
    assert set(canvas.selected_ids) == {ids[first], ids[second]}


def test_handle_line_and_target_are_seen(qtbot, canvas):
    """The handle only where the pointer is, the line and the ring only while it is drawn."""
    start, end = seen_nodes(canvas)[:2]
    bare = coloured(canvas, grip(canvas, start))
    top = canvas.viewport.to_view(Point(0, float(canvas.scene.y0[end]))).y
    at_target, along = QPoint(middle(canvas, end).x(), round(top)), grip(canvas, start) + QPoint(14, 0)
    unlit, empty = coloured(canvas, at_target), coloured(canvas, along, reach=6)
    move(canvas, middle(canvas, start))
    assert coloured(canvas, grip(canvas, start)) > bare
    draw_from(qtbot, canvas, start, middle(canvas, end))
    assert coloured(canvas, at_target) > unlit + 20
    assert coloured(canvas, along, reach=6) > empty
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    move(canvas, ground(canvas))
    assert (coloured(canvas, grip(canvas, start)), coloured(canvas, at_target)) == (bare, unlit)


def test_the_line_begins_at_its_node_wherever_that_is_seen_meanwhile(qtbot, canvas):
    """The wheel zooms while a line is drawn, so that what is out of view can be reached."""
    start, end = seen_nodes(canvas)[:2]
    asked = asked_for(canvas)
    draw_from(qtbot, canvas, start, ground(canvas))
    canvas.pan(60, 40)
    canvas.zoom_by(0.8)
    canvas.finish()
    move(canvas, middle(canvas, end), LEFT)
    assert coloured(canvas, grip(canvas, start)) > 20
    qtbot.mouseRelease(canvas, LEFT, pos=middle(canvas, end))
    assert asked == [(canvas.picture.nodes.ids[start], canvas.picture.nodes.ids[end])]


def test_from_afar_the_ring_goes_around_the_name_and_not_through_it(qtbot, canvas):
    """A frame with a name is larger than the card that it stands for."""
    canvas.zoom_by(0.24 / canvas.viewport.zoom)
    canvas.finish()
    before = canvas.grab().toImage()
    framed = [node for node in seen_nodes(canvas) if canvas.frame_of(node) is not None]
    start = next(node for node in framed if card_is_inside(canvas, node))
    draw_from(qtbot, canvas, start, grip(canvas, start) + QPoint(120, 60))
    after = canvas.grab().toImage()
    x0, y0, x1, y1 = (round(side) for side in canvas.frame_of(start))
    inside = [(x, y) for x in range(x0 + 3, x1 - 10) for y in range(y0 + 3, y1 - 3)]
    above = [(x, y0 - up) for x in range(x0 + 6, x1 - 6) for up in range(1, 5)]
    assert all(after.pixel(*place) == before.pixel(*place) for place in inside)
    assert any(after.pixel(*place) != before.pixel(*place) for place in above)
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)


def card_is_inside(canvas, node):
    """Whether a ring around the card itself would be seen inside the frame."""
    x, y, wide, _ = canvas.picture.nodes.boxes[node].tolist()
    left, right = canvas.viewport.to_view(Point(x, y)).x, canvas.viewport.to_view(Point(x + wide, y)).x
    frame = canvas.frame_of(node)
    return frame[0] + 8 < left or right < frame[2] - 14
