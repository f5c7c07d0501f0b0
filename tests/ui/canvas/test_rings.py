"""Rings around very many nodes are drawn once and kept, and look as if all had been drawn at once."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from explorer.ui.canvas.canvas import Canvas
from explorer.ui.canvas.connected import Connected
from explorer.ui.canvas.painters.overlay import SHAPED_RINGS, draw_rings
from explorer.ui.canvas.scene import NOTHING


@pytest.fixture
def canvas(qtbot, picture_of):
    """A settled canvas of 1,200 nodes, all of them in view."""
    made = Canvas()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.set_picture(picture_of(1_200))
    with qtbot.waitSignal(made.settled):
        made.show()
    made.finish()
    return made


def pixels(image):
    """(height, width, 3) of an image."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    data = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return data[:, : image.width(), :3].astype(int)


def drawn_at_once(canvas, nodes):
    """The canvas with nothing selected, and the edges and rings of these nodes laid over it by one call each."""
    canvas.choose(NOTHING)
    image = canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing)
    colour = QColor(canvas.palette_in_use.theme.selection)
    canvas.mark_edges(painter, Connected().edges(canvas.scene, nodes), colour)
    draw_rings(painter, canvas.viewport, canvas.scene, nodes, colour)
    painter.end()
    return image


def assert_alike(one, other):
    """Equal, but for the rounding of one layer over another."""
    difference = np.abs(pixels(one) - pixels(other)).max(axis=2)
    corner = difference[120:400, 60:-60]  # neither title nor legend, which lie over the rings
    assert corner.max() <= 3
    assert corner.mean() < 0.1


def many(canvas):
    """Two nodes of three."""
    chosen = np.arange(len(canvas.picture.nodes), dtype=np.int32)
    return chosen[chosen % 3 > 0]


def test_kept_rings_look_as_if_drawn_at_once(canvas):
    """From tiles, at the zoom they were made for."""
    canvas.choose(many(canvas))
    canvas.finish()
    kept = canvas.grab().toImage()
    assert_alike(kept, drawn_at_once(canvas, many(canvas)))


def test_rings_come_in_steps_and_the_canvas_settles(qtbot, canvas):
    """It is not settled before they are there."""
    canvas.choose(many(canvas))
    assert not canvas.is_settled
    with qtbot.waitSignal(canvas.settled):
        pass
    assert canvas.is_settled
    settled = canvas.grab().toImage()
    assert_alike(settled, drawn_at_once(canvas, many(canvas)))


@pytest.mark.parametrize("move", ["pan", "zoom"])
def test_rings_follow_to_another_part(canvas, move):
    """Shifted, or stretched and then drawn anew."""
    canvas.choose(many(canvas))
    canvas.finish()
    canvas.grab()
    if move == "pan":
        canvas.pan(37, -21)
    else:
        canvas.zoom_by(0.8)
    canvas.finish()
    moved = canvas.grab().toImage()
    assert_alike(moved, drawn_at_once(canvas, many(canvas)))


def test_another_selection_leaves_no_rings_of_the_last(canvas):
    """Whether many follow on many, few, or none."""
    every = np.arange(len(canvas.picture.nodes), dtype=np.int32)
    for chosen in (
        every[: SHAPED_RINGS + 200],
        every[-SHAPED_RINGS - 200 :],
        every[:3],
        NOTHING,
        many(canvas),
    ):
        canvas.choose(chosen)
        canvas.finish()
        assert_alike(canvas.grab().toImage(), drawn_at_once(canvas, chosen))


def test_another_picture_has_no_rings_of_the_last(canvas, picture_of):
    """The same nodes elsewhere are ringed where they are."""
    canvas.choose(many(canvas))
    canvas.finish()
    canvas.grab()
    canvas.set_picture(picture_of(1_200, 7))
    canvas.finish()
    chosen = canvas.selected
    assert len(chosen) > SHAPED_RINGS
    assert_alike(canvas.grab().toImage(), drawn_at_once(canvas, chosen))
