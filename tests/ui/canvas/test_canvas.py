"""The canvas under a person's hands: every gesture, what it tells, and what is seen afterwards."""

import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QProxyStyle, QStyle

from explorer.domain.geometry import Point
from explorer.drawing.folded import card_of
from explorer.drawing.theme import DARK, LIGHT
from explorer.ui.canvas.canvas import Canvas
from explorer.ui.canvas.gestures import BoxSelect, DragNodes, Pan
from explorer.ui.canvas.scene import empty_picture

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
PLAIN = Qt.KeyboardModifier.NoModifier


class _Style(QProxyStyle):
    """A desktop that wants movement for so many milliseconds."""

    def __init__(self, milliseconds):
        super().__init__("Fusion")
        self._milliseconds = milliseconds

    def styleHint(self, hint, option=None, widget=None, returned=None):  # noqa: N802  Qt's name
        if hint == QStyle.StyleHint.SH_Widget_Animation_Duration:
            return self._milliseconds
        return super().styleHint(hint, option, widget, returned)


def at(canvas, id, dx=0, dy=0):
    """Where the middle of a node is seen."""
    place = canvas.scene.index[id]
    x, y, w, h = canvas.picture.nodes.boxes[place].tolist()
    seen = canvas.viewport.to_view(Point(x + w / 2, y + h / 2))
    return QPoint(round(seen.x + dx), round(seen.y + dy))


def seen_ids(canvas):
    """Nodes well inside the canvas, and not under the title."""
    middles = [(id, at(canvas, id)) for id in canvas.picture.nodes.ids]
    return [id for id, p in middles if 120 < p.x() < 780 and 120 < p.y() < 560]


def ground(canvas):
    """A place of the canvas where there is neither a node nor an edge."""
    for x in range(450, 860, 7):
        for y in range(120, 560, 7):
            place = canvas.viewport.to_scene(x, y)
            near = canvas.scene.edge_at(place.x, place.y, 12, 1.0)
            if canvas.scene.node_at(place.x, place.y) is None and near is None:
                return QPoint(x, y)
    raise AssertionError("The picture leaves no ground to click on.")


def drag(qtbot, canvas, start, end, button=LEFT, modifier=PLAIN, release=True):
    """Press, move in three steps, let go."""
    qtbot.mousePress(canvas, button, modifier, start)
    for step in (1, 2, 3):
        between = start + (end - start) * step / 3
        move(canvas, between, button, modifier)
    if release:
        qtbot.mouseRelease(canvas, button, modifier, end)


def move(canvas, place, button=Qt.MouseButton.NoButton, modifier=PLAIN):
    """The pointer is here now; QTest's own mouse moves carry no buttons."""
    from PySide6.QtGui import QMouseEvent

    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(place), canvas.mapToGlobal(QPointF(place)), button, button, modifier
    )
    QApplication.sendEvent(canvas, event)


def wheel(canvas, place, y=0, x=0, modifier=PLAIN):
    """One turn of the wheel."""
    event = QWheelEvent(
        QPointF(place), canvas.mapToGlobal(QPointF(place)), QPoint(), QPoint(x, y), Qt.MouseButton.NoButton,
        modifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def test_a_click_selects_a_node_and_only_that(qtbot, canvas):
    """And says so once."""
    first, second = seen_ids(canvas)[:2]
    with qtbot.waitSignal(canvas.selection_changed) as told:
        qtbot.mouseClick(canvas, LEFT, pos=at(canvas, first))
    assert told.args == [(first,)]
    qtbot.mouseClick(canvas, LEFT, pos=at(canvas, second))
    assert canvas.selected_ids == (second,)


@pytest.mark.parametrize("modifier", [SHIFT, CTRL])
def test_a_click_with_shift_or_ctrl_adds_and_takes_away(qtbot, canvas, modifier):
    """The rest of the selection stays."""
    first, second = seen_ids(canvas)[:2]
    qtbot.mouseClick(canvas, LEFT, pos=at(canvas, first))
    qtbot.mouseClick(canvas, LEFT, modifier, at(canvas, second))
    assert set(canvas.selected_ids) == {first, second}
    qtbot.mouseClick(canvas, LEFT, modifier, at(canvas, first))
    assert canvas.selected_ids == (second,)


def test_a_click_on_the_ground_lets_go(qtbot, canvas):
    """Of nodes and edges."""
    canvas.select(tuple(seen_ids(canvas)[:2]))
    with qtbot.waitSignal(canvas.selection_changed) as told:
        qtbot.mouseClick(canvas, LEFT, pos=ground(canvas))
    assert told.args == [()]


def test_a_click_on_an_edge_selects_it(qtbot, canvas):
    """And no node; a node then lets go of the edge."""
    shapes = canvas.picture.edges
    for edge in range(len(shapes)):
        tip = shapes.tips[edge] - shapes.directions[edge] * 14
        seen = canvas.viewport.to_view(Point(*tip.tolist()))
        place = canvas.viewport.to_scene(round(seen.x), round(seen.y))
        inside = 100 < seen.x < 800 and 120 < seen.y < 560
        hit = canvas.scene.edge_at(place.x, place.y, 6, 1.0)
        if inside and canvas.scene.node_at(place.x, place.y) is None and hit == edge:
            break
    else:
        pytest.fail("No edge lies free.")
    node = seen_ids(canvas)[0]
    canvas.select((node,))
    with qtbot.waitSignals([canvas.edge_selected, canvas.selection_changed]):
        qtbot.mouseClick(canvas, LEFT, pos=QPoint(round(seen.x), round(seen.y)))
    assert canvas.selected_ids == ()
    with qtbot.assertNotEmitted(canvas.edge_selected):  # it is selected already
        qtbot.mouseClick(canvas, LEFT, pos=QPoint(round(seen.x), round(seen.y)))
    with qtbot.waitSignal(canvas.edge_selected) as told:
        qtbot.mouseClick(canvas, LEFT, pos=at(canvas, node))
    assert told.args == [None]


@pytest.mark.parametrize("button", [LEFT, MIDDLE])
def test_a_drag_of_the_ground_pans(qtbot, canvas, button):
    """What was under the pointer stays under it; nothing is selected or moved."""
    start = ground(canvas)
    under = canvas.viewport.to_scene(start.x(), start.y())
    drag(qtbot, canvas, start, start + QPoint(-80, 45), button)
    after = canvas.viewport.to_scene(start.x() - 80, start.y() + 45)
    assert abs(after.x - under.x) < 1 and abs(after.y - under.y) < 1
    assert canvas.selected_ids == ()


def test_a_drag_with_space_held_pans_even_from_a_node(qtbot, canvas):
    """No node is moved."""
    told = []
    canvas.nodes_moved.connect(told.append)
    start = at(canvas, seen_ids(canvas)[0])
    left = canvas.viewport.left
    qtbot.keyPress(canvas, Qt.Key.Key_Space)
    drag(qtbot, canvas, start, start + QPoint(60, 0))
    qtbot.keyRelease(canvas, Qt.Key.Key_Space)
    assert canvas.viewport.left == left - 60
    assert told == []


def test_a_rubber_band_selects_what_it_touches(qtbot, canvas):
    """As one finds by going through all nodes; Ctrl turns it over."""
    start = ground(canvas)
    end = QPoint(150, 140)
    drag(qtbot, canvas, start, end, modifier=SHIFT)
    first, last = canvas.viewport.to_scene(start.x(), start.y()), canvas.viewport.to_scene(end.x(), end.y())
    x0, x1 = sorted((first.x, last.x))
    y0, y1 = sorted((first.y, last.y))
    expected = tuple(
        id
        for id, (x, y, w, h) in zip(
            canvas.picture.nodes.ids, canvas.picture.nodes.boxes.tolist(), strict=True
        )
        if x <= x1 and x + w >= x0 and y <= y1 and y + h >= y0
    )
    assert canvas.selected_ids == expected
    assert expected
    drag(qtbot, canvas, start, end, modifier=CTRL)
    assert canvas.selected_ids == ()


def test_a_drag_of_selected_nodes_tells_of_one_move(qtbot, canvas):
    """Their new middles, all shifted alike, once, when they are let go."""
    ids = tuple(seen_ids(canvas)[:3])
    canvas.select(ids)
    before = {id: at(canvas, id) for id in ids}
    old = canvas.picture.nodes.boxes.copy()
    told = []
    canvas.nodes_moved.connect(told.append)
    drag(qtbot, canvas, before[ids[1]], before[ids[1]] + QPoint(90, -30))
    assert len(told) == 1
    assert set(told[0]) == set(ids)
    for id, middle in told[0].items():
        x, y, w, h = old[canvas.scene.index[id]].tolist()
        assert abs(middle.x - (x + w / 2 + 90)) < 0.01
        assert abs(middle.y - (y + h / 2 - 30)) < 0.01
        assert (at(canvas, id) - before[id] - QPoint(90, -30)).manhattanLength() <= 1


def test_a_drag_of_another_node_selects_and_moves_that_one(qtbot, canvas):
    """What was selected before stays where it is."""
    first, second = seen_ids(canvas)[:2]
    canvas.select((first,))
    with qtbot.waitSignal(canvas.nodes_moved) as told:
        drag(qtbot, canvas, at(canvas, second), at(canvas, second, 50, 50))
    assert set(told.args[0]) == {second}
    assert canvas.selected_ids == (second,)


def test_a_press_that_hardly_moves_is_a_click(qtbot, canvas):
    """Nothing is moved by a trembling hand."""
    told = []
    canvas.nodes_moved.connect(told.append)
    id = seen_ids(canvas)[0]
    drag(qtbot, canvas, at(canvas, id), at(canvas, id, 1, 1))
    assert told == []
    assert canvas.selected_ids == (id,)


@pytest.mark.parametrize("give_up", ["escape", "other button", "picture"])
def test_a_drag_that_is_given_up_moves_nothing(qtbot, canvas, give_up):
    """By Esc, by another button, and when another picture comes under the hand."""
    told = []
    canvas.nodes_moved.connect(told.append)
    id = seen_ids(canvas)[0]
    boxes = canvas.picture.nodes.boxes.copy()
    drag(qtbot, canvas, at(canvas, id), at(canvas, id, 70, 40), release=False)
    assert isinstance(canvas._gesture, DragNodes)
    if give_up == "escape":
        qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    elif give_up == "other button":
        qtbot.mouseClick(canvas, Qt.MouseButton.RightButton, PLAIN, at(canvas, id))
    else:
        canvas.set_picture(replace(canvas.picture, title="Another"), animate=True)
    canvas.grab()
    qtbot.mouseRelease(canvas, LEFT, PLAIN, at(canvas, id, 70, 40))
    assert told == []
    np.testing.assert_array_equal(canvas.picture.nodes.boxes, boxes)
    canvas.finish()
    assert_shows_its_picture(canvas)


def test_a_smaller_picture_in_the_middle_of_a_drag_is_no_trouble(qtbot, canvas, picture_of):
    """The dragged node is not in it."""
    id = seen_ids(canvas)[-1]
    drag(qtbot, canvas, at(canvas, id), at(canvas, id, 70, 40), release=False)
    with qtbot.waitSignal(canvas.selection_changed) as told:
        canvas.set_picture(picture_of(1))
    assert told.args == [()]
    canvas.grab()
    move(canvas, QPoint(300, 300), LEFT)
    qtbot.mouseRelease(canvas, LEFT, PLAIN, QPoint(300, 300))
    canvas.finish()
    assert_shows_its_picture(canvas)


def test_every_gesture_paints(qtbot, canvas):
    """While it is under way, without a warning."""
    start = ground(canvas)
    drag(qtbot, canvas, start, start + QPoint(50, 50), modifier=SHIFT, release=False)
    assert isinstance(canvas._gesture, BoxSelect)
    canvas.grab()
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    drag(qtbot, canvas, start, start + QPoint(50, 50), release=False)
    assert isinstance(canvas._gesture, Pan)
    canvas.grab()
    qtbot.mouseRelease(canvas, LEFT, PLAIN, start)


def test_hover_tells_the_node_and_that_it_is_left(qtbot, canvas):
    """Once each."""
    told = []
    canvas.hovered.connect(told.append)
    id = seen_ids(canvas)[0]
    plain = canvas.grab().toImage()
    move(canvas, at(canvas, id))
    move(canvas, at(canvas, id, 2, 2))
    assert canvas.grab().toImage() != plain
    move(canvas, ground(canvas))
    assert told == [id, None]
    assert canvas.grab().toImage() == plain


def test_the_wheel_zooms_at_the_pointer(canvas):
    """What is under it stays; turned back, all is as before."""
    place = QPoint(250, 420)
    under = canvas.viewport.to_scene(250, 420)
    wheel(canvas, place, y=240)
    assert abs(canvas.viewport.zoom - 1.44) < 1e-6
    after = canvas.viewport.to_view(under)
    assert abs(after.x - 250) <= 1 and abs(after.y - 420) <= 1
    wheel(canvas, place, y=-240)
    assert abs(canvas.viewport.zoom - 1.0) < 1e-6


def test_the_wheel_pans_sideways_and_with_shift(canvas):
    """Without a zoom."""
    left, zoom = canvas.viewport.left, canvas.viewport.zoom
    wheel(canvas, QPoint(300, 300), x=120)
    assert canvas.viewport.left == left - 60
    wheel(canvas, QPoint(300, 300), y=-120, modifier=SHIFT)
    assert (canvas.viewport.left, canvas.viewport.zoom) == (left, zoom)


def test_keys_zoom_fit_and_walk(qtbot, canvas):
    """+ − 0 1, and an arrow along an edge, which brings the next node into view."""
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.viewport.zoom == pytest.approx(1.25)
    qtbot.keyClick(canvas, Qt.Key.Key_Minus)
    assert canvas.viewport.zoom == pytest.approx(1.0)
    qtbot.keyClick(canvas, Qt.Key.Key_0)
    assert canvas.viewport.shows(canvas.picture.bounds)
    qtbot.keyClick(canvas, Qt.Key.Key_1)
    assert canvas.viewport.zoom == pytest.approx(1.0)
    canvas.select((canvas.picture.edges.keys[0].from_id,))
    was = canvas.current_id
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Down):
        qtbot.keyClick(canvas, key)
        if canvas.current_id != was:
            break
    now = canvas.current_id
    ends = [{key.from_id, key.to_id} for key in canvas.picture.edges.keys]
    assert now != was and {was, now} in ends
    assert canvas.selected_ids == (now,)
    assert canvas.viewport.shows(canvas.scene.extent(canvas.scene.places((now,))))


def test_an_arrow_begins_amid_what_is_seen(qtbot, canvas):
    """When nothing is selected."""
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.current_id in seen_ids(canvas)


def test_keys_and_a_double_click_ask_for_focus_inspection_and_a_form(qtbot, canvas):
    """Of the node where the keyboard, or the pointer, is."""
    id = seen_ids(canvas)[2]
    canvas.select((id,))
    with qtbot.waitSignal(canvas.focus_requested) as told:
        qtbot.keyClick(canvas, Qt.Key.Key_F)
    assert told.args == [id]
    with qtbot.waitSignal(canvas.inspect_requested) as told:
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert told.args == [id]
    other = seen_ids(canvas)[0]
    with qtbot.waitSignal(canvas.edit_requested):
        qtbot.mouseDClick(canvas, LEFT, pos=at(canvas, other))
    assert canvas.selected_ids == (other,)


def test_escape_lets_go_of_the_selection(qtbot, canvas):
    """When there is no gesture to give up."""
    canvas.select(tuple(seen_ids(canvas)[:2]))
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.selected_ids == ()


def test_a_menu_is_asked_for_where_the_pointer_is(qtbot, canvas):
    """Of a node, or of the team in whose area it is."""
    id = seen_ids(canvas)[0]
    team = canvas._team_at(QPointF(ground(canvas)))
    for place, expected in ((at(canvas, id), id), (ground(canvas), card_of(team))):
        with qtbot.waitSignal(canvas.context_menu_requested) as told:
            event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, canvas.mapToGlobal(place))
            QApplication.sendEvent(canvas, event)
        assert told.args == [expected, canvas.mapToGlobal(place)]


def test_the_legend_folds_by_key_and_by_click(qtbot, canvas):
    """And covers nothing then but its own name."""
    folded = canvas._corners.legend_rect()
    qtbot.keyClick(canvas, Qt.Key.Key_L)
    unfolded = canvas._corners.legend_rect()
    assert unfolded.height() > folded.height()
    qtbot.mouseClick(canvas, LEFT, pos=(unfolded.topLeft() + QPointF(8, 8)).toPoint())
    assert canvas._corners.legend_rect() == folded


def test_a_fitted_picture_stays_fitted_until_it_is_moved(qtbot, canvas):
    """When the window changes its size, or a layout comes that is better."""
    canvas.fit()
    canvas.resize(600, 500)
    qtbot.waitUntil(lambda: canvas.viewport.width == 600)
    assert canvas.viewport.shows(canvas.picture.bounds)
    canvas.zoom_by(3.0)
    zoom = canvas.viewport.zoom
    canvas.resize(700, 500)
    qtbot.waitUntil(lambda: canvas.viewport.width == 700)
    assert canvas.viewport.zoom == zoom


def test_zoom_to_shows_the_nodes(canvas):
    """All of them, and not blown up."""
    ids = seen_ids(canvas)[:4]
    canvas.zoom_to(ids)
    assert canvas.viewport.shows(canvas.scene.extent(canvas.scene.places(ids)))
    assert canvas.viewport.zoom <= 1.0


def test_a_node_out_of_view_is_brought_in_and_a_seen_one_stays(canvas):
    """Without a zoom."""
    seen = canvas.viewport
    canvas.bring_into_view(seen_ids(canvas)[0])
    assert canvas.viewport == seen
    canvas.pan(-5000, 0)
    canvas.bring_into_view("n0")
    assert canvas.viewport.shows(canvas.scene.extent(canvas.scene.places(("n0",))))
    assert canvas.viewport.zoom == seen.zoom


def test_a_node_too_small_for_its_name_is_gone_to_at_full_size(canvas):
    """Who asks where a node is wants to see which of the specks it is; where names are written, nothing moves."""
    seen = canvas.viewport
    canvas.bring_into_view(seen_ids(canvas)[0], to_read=True)
    assert canvas.viewport == seen
    canvas.zoom_by(0.02)
    canvas.bring_into_view("n0", to_read=True)
    assert canvas.viewport.zoom == 1.0
    assert canvas.viewport.shows(canvas.scene.extent(canvas.scene.places(("n0",))))


def test_a_highlight_dims_the_rest_and_ends(canvas):
    """The lit node is as before, the rest is paler."""
    id, other = seen_ids(canvas)[0], seen_ids(canvas)[-1]
    plain = canvas.grab().toImage()
    canvas.set_highlight((id,))
    canvas.finish()
    lit = canvas.grab().toImage()
    ratio = canvas.devicePixelRatioF()

    def card(image, which):
        middle = at(canvas, which)
        return image.copy(round((middle.x() - 30) * ratio), round((middle.y() - 12) * ratio), 60, 24)

    assert card(lit, id) == card(plain, id)
    assert card(lit, other) != card(plain, other)
    canvas.set_highlight()
    assert canvas.grab().toImage() == plain


def test_the_selection_outlives_a_new_picture_that_has_it(qtbot, canvas, answered_picture_of):
    """By id, wherever it stands there."""
    ids = ("n3", "n50")
    canvas.select(ids)
    told = []
    canvas.selection_changed.connect(told.append)
    canvas.set_picture(answered_picture_of(55, 9))
    assert canvas.selected_ids == ids
    canvas.set_picture(answered_picture_of(10, 9))
    assert canvas.selected_ids == ("n3",)
    assert told == [("n3",)]


def test_a_new_layout_glides_and_settles(qtbot, canvas, answered_picture_of):
    """Where the desktop wants movement; the end is what a plain change shows."""
    target = answered_picture_of(60, 3)
    style = _Style(200)
    canvas.setStyle(style)
    canvas.own_style = style  # Qt does not keep it, and asks it until the canvas is gone
    with qtbot.waitSignal(canvas.settled, timeout=5000):
        canvas.set_picture(target, animate=True)
        assert not canvas.is_settled
    canvas.finish()
    assert_shows_its_picture(canvas)


def test_what_was_seen_stays_until_all_is_ready_to_move(qtbot, canvas, monkeypatch):
    """Nothing of the new picture is seen before, although it is asked where its nodes are."""
    monkeypatch.setattr("explorer.ui.canvas.surface.READYING", 0.0)  # one step a frame
    style = _Style(200)
    canvas.setStyle(style)
    canvas.own_style = style  # Qt does not keep it, and asks it until the canvas is gone
    canvas.finish()
    before = canvas.grab().toImage()
    nodes = canvas.picture.nodes
    moved = replace(nodes, boxes=nodes.boxes + np.array([200, 90, 0, 0], np.float32))
    canvas.set_picture(replace(canvas.picture, nodes=moved), animate=True)
    assert canvas.grab().toImage() == before
    assert not canvas.is_settled
    with qtbot.waitSignal(canvas.settled, timeout=5000):
        canvas.update()
    assert canvas.grab().toImage() != before


def test_nothing_glides_where_the_desktop_wants_no_movement(qtbot, canvas, answered_picture_of):
    """The new picture is there at once."""
    style = _Style(0)
    canvas.setStyle(style)
    canvas.own_style = style  # Qt does not keep it, and asks it until the canvas is gone
    canvas.set_picture(answered_picture_of(60, 3), animate=True)
    assert canvas._transition is None


def test_an_empty_picture_says_what_to_do_next(qtbot):
    """And every key, click and wheel is harmless."""
    canvas = Canvas()
    qtbot.addWidget(canvas)
    canvas.resize(500, 400)
    canvas.show()
    blank = canvas.grab().toImage()
    canvas.set_empty_text("Open a manifest, or drop it here. <img src='/dev/zero'>")
    assert canvas.grab().toImage() != blank
    canvas.set_picture(empty_picture(), animate=True)
    qtbot.mouseClick(canvas, LEFT, pos=QPoint(100, 100))
    drag(qtbot, canvas, QPoint(100, 100), QPoint(300, 300), modifier=SHIFT)
    wheel(canvas, QPoint(100, 100), y=120)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_F, Qt.Key.Key_Return, Qt.Key.Key_0, Qt.Key.Key_L):
        qtbot.keyClick(canvas, key)
    canvas.fit()
    canvas.grab()


def test_one_node_is_a_picture(qtbot, picture_of):
    """In the middle, not blown up, and it can be dragged."""
    canvas = Canvas()
    qtbot.addWidget(canvas)
    canvas.resize(500, 400)
    canvas.set_picture(picture_of(1))
    canvas.show()
    canvas.finish()
    middle = at(canvas, "n0")
    assert canvas.viewport.zoom <= 1.5
    with qtbot.waitSignal(canvas.nodes_moved):
        drag(qtbot, canvas, middle, middle + QPoint(30, 30))
    canvas.finish()
    assert_shows_its_picture(canvas)


def test_another_theme_is_another_ground(qtbot, canvas):
    """At once, down to the last pixel."""
    canvas.set_theme(DARK)
    canvas.finish()
    assert canvas.grab().toImage().pixelColor(canvas.width() - 3, 3).lightness() < 60
    canvas.set_theme(LIGHT)
    canvas.finish()
    assert canvas.grab().toImage().pixelColor(canvas.width() - 3, 3).lightness() > 200


_AT_RATIO = """
import sys
from PySide6.QtWidgets import QApplication
from PySide6.QtGui import QImage
sys.path.insert(0, sys.argv[1])
import synthetic_pictures
from explorer.ui.canvas.canvas import Canvas
app = QApplication([])
canvas = Canvas()
canvas.resize(601, 401)
canvas.set_picture(synthetic_pictures.picture_of(40))
canvas._corners.paint = lambda painter: None
canvas.show()
app.processEvents()
canvas.zoom_by(1.3)
canvas.pan(-33, 17)
canvas.finish()
shown = canvas.grab().toImage()
whole = QImage(canvas.viewport.width, canvas.viewport.height, QImage.Format.Format_RGB32)
for _ in canvas._renderer.paint(whole, canvas.viewport):
    pass
shown.setDevicePixelRatio(1)
same = sum(
    shown.pixel(x, y) & 0xFFFFFF == whole.pixel(x, y) & 0xFFFFFF
    for x in range(0, shown.width() - 1, 3) for y in range(0, shown.height() - 1, 3)
)
total = len(range(0, shown.width() - 1, 3)) * len(range(0, shown.height() - 1, 3))
print(canvas.devicePixelRatioF(), shown.width(), shown.height(), same / total)
"""


@pytest.mark.parametrize("ratio", ["1", "1.5", "2"])
def test_the_canvas_is_sharp_at_every_pixel_ratio(root, ratio):
    """What is grabbed has all the screen's pixels, and each is the one painted for it, not one stretched."""
    environment = {**os.environ, "QT_SCALE_FACTOR": ratio}
    benchmarks = str(root / "tests" / "benchmarks")
    done = subprocess.run(
        [sys.executable, "-c", _AT_RATIO, benchmarks],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
    said_ratio, width, height, same = map(float, done.stdout.split())
    assert said_ratio == float(ratio)
    assert abs(width - 601 * said_ratio) <= 1 and abs(height - 401 * said_ratio) <= 1
    assert same > 0.995


def assert_shows_its_picture(canvas):
    """The canvas's frame is what its picture looks like painted whole."""
    whole = QImage(canvas.viewport.width, canvas.viewport.height, QImage.Format.Format_RGB32)
    for _ in canvas._renderer.paint(whole, canvas.viewport):
        pass

    def pixels(image):
        data = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
        return data[:, : image.width(), :3].astype(int)

    difference = np.abs(pixels(canvas._frame.image) - pixels(whole)).max(axis=2)
    assert (difference > 8).mean() < 0.0015
