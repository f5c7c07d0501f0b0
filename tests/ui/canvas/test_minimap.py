"""The minimap: nothing while all is seen; else all of the picture, and a frame that leads to any part of it."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor

from explorer.drawing.theme import LIGHT
from explorer.ui.canvas.canvas import Canvas
from explorer.ui.canvas.minimap import LARGEST, Minimap
from explorer.ui.canvas.minimap_image import BOXES_UP_TO, map_image


@pytest.fixture
def canvas(qtbot, picture_of):
    """A canvas that shows all of a picture of 200 nodes."""
    made = Canvas()
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.set_picture(picture_of(200))
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def minimap(canvas):
    """Its minimap."""
    return Minimap(canvas)


def middle(canvas):
    seen = canvas.viewport.visible
    return (seen.x0 + seen.x1) / 2, (seen.y0 + seen.y1) / 2


def test_there_is_no_map_while_the_whole_picture_is_in_view(canvas, minimap):
    """It comes when one looks closer, goes when one sees all again, and where it is not wanted stays away."""
    minimap.follow()
    assert not minimap.isVisible()
    canvas.zoom_by(3)
    assert minimap.isVisible()
    assert minimap.width() <= LARGEST[0]
    assert minimap.height() <= LARGEST[1]
    canvas.fit()
    assert not minimap.isVisible()
    minimap.set_wanted(False)
    canvas.zoom_by(3)
    assert not minimap.isVisible()


def test_the_frame_is_what_is_seen(canvas, minimap):
    """Its sides are the same parts of the map as what is seen is of the picture."""
    canvas.zoom_by(4)
    bounds, seen, frame = canvas.picture.bounds, canvas.viewport.visible, minimap.frame()
    assert frame.left() / minimap.width() == pytest.approx((seen.x0 - bounds.x0) / bounds.width, abs=1e-6)
    assert frame.width() / minimap.width() == pytest.approx(seen.width / bounds.width, abs=1e-6)
    assert frame.top() / minimap.height() == pytest.approx((seen.y0 - bounds.y0) / bounds.height, abs=1e-6)


def test_dragging_the_frame_moves_what_is_seen_along(qtbot, canvas, minimap):
    """By as much of the picture as the hand moved on the map; where it was taken hold of does not matter."""
    canvas.zoom_by(6)
    before = middle(canvas)
    start = minimap.frame().topLeft().toPoint() + QPoint(2, 2)
    left = Qt.MouseButton.LeftButton
    qtbot.mousePress(minimap, left, pos=start)
    assert middle(canvas) == pytest.approx(before, abs=1)
    qtbot.mouseMove(minimap, start + QPoint(20, 10))
    qtbot.mouseRelease(minimap, left, pos=start + QPoint(20, 10))
    bounds, after = canvas.picture.bounds, middle(canvas)
    assert after[0] - before[0] == pytest.approx(20 * bounds.width / minimap.width(), abs=2)
    assert after[1] - before[1] == pytest.approx(10 * bounds.height / minimap.height(), abs=2)
    qtbot.mouseMove(minimap, start)
    assert middle(canvas) == pytest.approx(after)


def test_a_click_beside_the_frame_goes_there(qtbot, canvas, minimap):
    """And not beyond the picture."""
    canvas.zoom_by(8)
    qtbot.mouseClick(minimap, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    bounds = canvas.picture.bounds
    assert middle(canvas) == pytest.approx((bounds.x0, bounds.y0), abs=2 * bounds.width / minimap.width())


def test_the_map_keeps_out_of_the_titles_way(canvas, minimap):
    """On a narrow canvas it stands below the title; on a tiny one it is not shown."""
    canvas.zoom_by(3)
    canvas.resize(640, 500)
    assert not minimap.geometry().intersects(canvas.title_rect().toRect())
    canvas.resize(300, 200)
    assert not minimap.isVisible()


@pytest.mark.parametrize("count", [50, BOXES_UP_TO + 500])
def test_every_node_is_a_dot_in_its_own_colour(qapp, picture_of, count):
    """In a small picture and in a large one, where the middle of a node is there is its colour or another node's."""
    picture = picture_of(count)
    image = map_image(picture, LIGHT, 400, 280)
    bounds, boxes = picture.bounds, picture.nodes.boxes.tolist()
    known = {QColor(colour).rgb() for colour in LIGHT.kinds.values()}
    seen = 0
    for x, y, wide, high in boxes:
        left = min(399, int((x + wide / 2 - bounds.x0) * 400 / bounds.width))
        top = min(279, int((y + high / 2 - bounds.y0) * 280 / bounds.height))
        seen += image.pixel(left, top) in known
    assert seen >= 0.99 * len(boxes)
