"""A picture made ready beforehand is shown as the picture itself, and costs the window next to nothing."""

import numpy as np
import pytest

from explorer.drawing.theme import DARK, LIGHT
from explorer.ui.canvas.canvas import Canvas
from explorer.ui.canvas.prepared import prepared
from tests.ui.canvas.test_frame import pixels


@pytest.fixture
def canvas(qtbot):
    """Shown, without a picture."""
    made = Canvas()
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    return made


def shown(canvas, picture):
    """The pixels of a picture."""
    canvas.set_picture(picture)
    canvas.finish()
    return pixels(canvas.grab().toImage().convertToFormat(canvas._frame.image.format()))


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_it_is_the_same_to_be_seen(canvas, answered_picture_of, theme):
    """Also where it was made ready for another theme than the canvas has by now."""
    picture = answered_picture_of(80)
    plain = shown(canvas, picture)
    assert np.array_equal(shown(canvas, prepared(picture, theme)), plain)


def test_what_is_lit_stays_lit_when_the_same_system_comes_again(canvas, picture_of):
    """As with a picture that was not made ready: it is about the same nodes."""
    picture = picture_of(30)
    canvas.set_picture(prepared(picture, LIGHT))
    canvas.set_highlight(picture.nodes.ids[:3])
    canvas.set_picture(prepared(picture, LIGHT))
    assert canvas._highlight is not None
    canvas.set_picture(prepared(picture_of(30, 5), LIGHT))
    assert canvas._highlight is None


def test_nothing_is_worked_out_again(canvas, picture_of, monkeypatch):
    """The scene, the looks and the pens that came with it are the ones in use."""
    ready = prepared(picture_of(30), LIGHT)
    canvas.set_picture(ready)
    assert canvas.scene is ready.scene
    assert canvas.palette_in_use.looks is ready.looks
    assert canvas.palette_in_use.pens is ready.pens
