"""A frame that was shifted, stretched and refined in tiles is, pixel for pixel, one that was painted whole."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from explorer.domain.geometry import Point, Rect
from explorer.drawing.theme import LIGHT
from explorer.ui.canvas.frame import Frame
from explorer.ui.canvas.viewport import Viewport

GROUND = QColor(LIGHT.ground)


def pixels(image):
    """(height, width, 4) of an image."""
    data = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return data[:, : image.width(), :3].astype(int)


def painted_whole(renderer, viewport):
    """All at once, without tiles."""
    image = QImage(viewport.width, viewport.height, QImage.Format.Format_RGB32)
    for _ in renderer.paint(image, viewport):
        pass
    return image


def settled(frame, renderer):
    """The frame, refined to the end in slices of a millisecond."""
    while not frame.is_complete:
        frame.refine(renderer.paint, 0.001)
    return frame.image


def painted(renderer, viewport):
    """A frame that shows all of this, tile by tile."""
    frame = Frame()
    frame.show(viewport)
    frame.reset(GROUND)
    settled(frame, renderer)
    return frame


def assert_alike(one, other):
    """Equal, but for rounding where Qt clips a line or sets a letter: a shade, in one pixel of a thousand."""
    difference = np.abs(pixels(one) - pixels(other)).max(axis=2)
    assert (difference > 8).mean() < 0.0015
    assert difference.mean() < 0.05


def view(zoom, ratio=1.0):
    """700 × 500 logical pixels."""
    return Viewport(zoom, ratio).resized(700, 500, ratio).centred(Point(900, 500))


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("zoom", [0.05, 0.15, 0.3, 0.5, 1.0, 2.7])
def test_tiles_make_the_whole(answered_picture_of, renderer_of, zoom, ratio):
    """At every level of detail and pixel ratio."""
    renderer, viewport = renderer_of(answered_picture_of(250)), view(zoom, ratio)
    assert_alike(painted(renderer, viewport).image, painted_whole(renderer, viewport))


@pytest.mark.parametrize("zoom", [0.08, 0.5, 1.3])
def test_a_pan_by_strips_makes_the_whole(answered_picture_of, renderer_of, zoom):
    """After many small moves, some of them before the last strip was painted."""
    renderer, viewport = renderer_of(answered_picture_of(250)), view(zoom, 1.5)
    frame = painted(renderer, viewport)
    random = np.random.default_rng(7)
    for dx, dy in random.integers(-60, 60, (25, 2)).tolist():
        viewport = viewport.panned(dx, dy)
        frame.show(viewport)
        frame.refine(renderer.paint, 0.0005)
    assert_alike(settled(frame, renderer), painted_whole(renderer, viewport))


def test_a_pan_beyond_the_frame_makes_the_whole(answered_picture_of, renderer_of):
    """Nothing of the last frame is left then."""
    renderer, viewport = renderer_of(answered_picture_of(250)), view(1.0)
    frame = painted(renderer, viewport)
    frame.show(viewport.panned(2000, -1500))
    assert_alike(settled(frame, renderer), painted_whole(renderer, viewport.panned(2000, -1500)))


def test_a_zoom_is_stretched_at_once_and_sharp_at_last(answered_picture_of, renderer_of):
    """The stretched frame is already about right."""
    renderer, viewport = renderer_of(answered_picture_of(250)), view(1.0)
    frame = painted(renderer, viewport)
    for _ in range(4):
        viewport = viewport.zoomed(1.1, 200, 300)
        frame.show(viewport)
        frame.refine(renderer.paint, 0.0005)
    whole = painted_whole(renderer, viewport)
    assert np.abs(pixels(frame.image) - pixels(whole)).mean() < 12
    assert_alike(settled(frame, renderer), whole)


def test_another_size_makes_the_whole(answered_picture_of, renderer_of):
    """The window is made larger."""
    renderer, viewport = renderer_of(answered_picture_of(250)), view(1.0)
    frame = painted(renderer, viewport)
    larger = viewport.resized(900, 640, 1.0)
    frame.show(larger)
    assert_alike(settled(frame, renderer), painted_whole(renderer, larger))


def test_a_fitted_picture_is_painted_whole(answered_picture_of, renderer_of):
    """There is something to be seen, and above it nothing but ground."""
    picture = answered_picture_of(60)
    viewport = view(1.0).fitted(picture.bounds, Rect(40, 40, 40, 40))
    image = pixels(painted_whole(renderer_of(picture), viewport))
    ground = [GROUND.blue(), GROUND.green(), GROUND.red()]
    assert (image != ground).any(axis=2).mean() > 0.05
    assert (image[0] == ground).all()


def test_what_is_seen_stays_until_all_is_replaced(answered_picture_of, renderer_of):
    """In slices; then it is what was to be seen, and out of date; another viewport begins it anew."""
    renderer, moving = renderer_of(answered_picture_of(250)), renderer_of(answered_picture_of(250, 5))
    frame, viewport = Frame(), view(0.3)
    frame.show(viewport)
    frame.reset(GROUND)
    before = settled(frame, renderer).copy()
    assert not frame.replace(moving.paint, 0.0)
    assert frame.image == before and frame.is_complete
    while not frame.replace(moving.paint, 0.0):
        pass
    assert_alike(frame.image, painted_whole(moving, viewport))
    assert not frame.is_complete
    assert not frame.replace(moving.paint, 0.0)
    frame.show(viewport.panned(40, 0))
    while not frame.replace(moving.paint, 0.001):
        pass
    assert_alike(frame.image, painted_whole(moving, viewport.panned(40, 0)))
