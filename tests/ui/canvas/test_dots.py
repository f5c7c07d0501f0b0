"""Nodes a few pixels high."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QImage

from explorer.drawing.picture import Outline
from explorer.ui.canvas.viewport import Viewport


@pytest.fixture
def dots(renderer_of, picture_of):
    """(outline, height in pixels, ratio) → a picture of one node of that outline and height, without a name."""

    def painted(outline, height, ratio=1.0):
        one = picture_of(1)
        shapes = replace(one.nodes, outline=np.array([outline], np.uint8), titles=("",))
        one = replace(one, groups=(), nodes=shapes)
        viewport = Viewport(height / float(one.nodes.boxes[0, 3]), ratio, -8, -8, 60, 40)
        image = QImage(60, 40, QImage.Format.Format_RGB32)
        for _ in renderer_of(one).paint(image, viewport):
            pass
        return image

    return painted


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_four_pixels_high_every_outline_can_be_told_without_colour(dots, ratio):
    """Each of the four is another silhouette; the sharper its ends, the less it covers."""
    images = {outline: dots(outline, 5.0, ratio) for outline in Outline}

    def covered(image):
        pixels = np.frombuffer(image.constBits(), np.uint32).reshape(40, 60)
        return float((pixels != pixels[0, 0]).sum())

    assert covered(images[Outline.HEXAGON]) < covered(images[Outline.CARD])
    assert covered(images[Outline.PILL]) <= covered(images[Outline.CARD])
    for one in Outline:
        for other in Outline:
            assert (images[one] == images[other]) == (one is other)


def test_lower_than_that_all_are_alike(dots):
    """A plain rectangle, at least two pixels high."""
    for height in (3.0, 0.5):
        assert len({dots(outline, height).pixelColor(9, 9).name() for outline in Outline}) == 1
        assert all(dots(outline, height) == dots(Outline.CARD, height) for outline in Outline)


def test_a_dot_on_two_tiles_is_one_dot(renderer_of, answered_picture_of):
    """A part painted alone is that part of the whole."""
    renderer = renderer_of(answered_picture_of(300))

    def painted(viewport):
        image = QImage(viewport.width, viewport.height, QImage.Format.Format_RGB32)
        for _ in renderer.paint(image, viewport):
            pass
        bytes_ = np.frombuffer(image.constBits(), np.uint8)
        return bytes_.reshape(viewport.height, viewport.width, 4).astype(np.int32)

    whole = Viewport(0.13, 1.0, 0, 0, 300, 200)
    part = painted(whole.part(93, 41, 80, 70))[4:66, 4:76]
    # Qt rounds the colour of a smooth line, not its place, by where it is clipped
    assert np.abs(part - painted(whole)[45:107, 97:169]).max() <= 2
