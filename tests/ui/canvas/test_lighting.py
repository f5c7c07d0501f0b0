"""A highlight is lit in steps, and something fitting is seen meanwhile."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage

from explorer.ui.canvas.canvas import Canvas
from explorer.ui.canvas.lighting import Lighting

NOW, LATER = 10.0, 0.0


@pytest.fixture
def frame(qapp):
    """A black image."""
    image = QImage(4, 1, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.black)
    return image


def light_in(colour):
    """Paints two pixels, one a step."""

    def paint(painter):
        for x in (0, 1):
            painter.fillRect(QRect(x, 0, 1, 1), colour)
            yield

    return paint


def sketch(painter):
    """Paints the last pixel grey."""
    painter.fillRect(QRect(3, 0, 1, 1), Qt.GlobalColor.gray)
    yield


def colours(lighting):
    """The pixels of what is seen."""
    return [lighting.image.pixelColor(x, 0).name() for x in range(4)]


BLACK, RED, BLUE, GREY = "#000000", "#ff0000", "#0000ff", "#a0a0a4"


def test_a_sketch_is_seen_until_all_is_lit(frame):
    """Never a half of it."""
    lighting, red = Lighting(), light_in(Qt.GlobalColor.red)
    seen = []
    while not lighting.is_complete:
        lighting.refine(frame, "a", red, sketch, LATER)
        seen.append(colours(lighting))
    assert seen[0] == [BLACK, BLACK, BLACK, GREY]
    assert seen[-1] == [RED, RED, BLACK, BLACK]
    assert len(seen) == 3


def test_one_highlight_stays_until_the_next_is_lit(frame):
    """On the same frame nothing flickers between two of them."""
    lighting = Lighting()
    lighting.refine(frame, "a", light_in(Qt.GlobalColor.red), sketch, NOW)
    lighting.outdate()
    assert not lighting.is_complete
    lighting.refine(frame, "b", light_in(Qt.GlobalColor.blue), sketch, LATER)
    assert colours(lighting) == [RED, RED, BLACK, BLACK]
    lighting.refine(frame, "b", light_in(Qt.GlobalColor.blue), sketch, NOW)
    assert colours(lighting) == [BLUE, BLUE, BLACK, BLACK]


def test_another_frame_is_lit_anew(frame):
    """What was lit of the last one is not shown on it; what was begun is given up."""
    lighting, red = Lighting(), light_in(Qt.GlobalColor.red)
    lighting.refine(frame, "a", red, sketch, NOW)
    lighting.outdate()
    lighting.refine(frame, "b", red, sketch, LATER)
    other = frame.copy()
    other.fill(Qt.GlobalColor.blue)
    lighting.refine(other, "b", red, sketch, LATER)
    assert colours(lighting) == [BLUE, BLUE, BLUE, GREY]
    lighting.forget()
    assert lighting.image is None


def test_a_canvas_with_a_large_highlight_settles(qtbot, picture_of):
    """And then shows what it shows when it is made to finish at once."""
    canvas = Canvas()
    qtbot.addWidget(canvas)
    canvas.resize(900, 600)
    picture = picture_of(600)
    canvas.set_picture(picture)
    with qtbot.waitSignal(canvas.settled):
        canvas.show()
    canvas.finish()
    canvas.set_highlight(picture.nodes.ids[::2])
    assert not canvas.is_settled
    qtbot.waitUntil(lambda: canvas.is_settled)
    settled = canvas.grab().toImage()
    canvas.set_highlight(picture.nodes.ids[::2])
    canvas.finish()
    assert canvas.grab().toImage() == settled
