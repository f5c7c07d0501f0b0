"""Larger text in the picture: what keeps its size whatever the zoom is written larger, and what scales is not."""

from dataclasses import replace
from itertools import combinations

import pytest
from PySide6.QtGui import QImage

from explorer.domain.geometry import Point
from explorer.ui.canvas.at_once import at_once
from explorer.ui.canvas.far_names import standing_names
from explorer.ui.canvas.labels import Labels
from explorer.ui.canvas.naming import FRAME_HEIGHT, KeptFree, Naming
from explorer.ui.canvas.scene import Scene
from explorer.ui.canvas.viewport import Viewport

SIZES = (1.25, 1.5, 2.0)


def overlap(a, b):
    """Whether two boxes share some of their inside."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def seen_whole(picture, zoom, text):
    """All of a picture, and something around it."""
    bounds, room = picture.bounds, 100
    wide, high = round(bounds.width * zoom) + 2 * room, round(bounds.height * zoom) + 2 * room
    left, top = round(bounds.x0 * zoom) - room, round(bounds.y0 * zoom) - room
    return Viewport(zoom, 1.0, left, top, wide, high, text)


def painted(renderer, viewport):
    """What is painted there."""
    image = QImage(viewport.width, viewport.height, QImage.Format.Format_RGB32)
    for _ in renderer.paint(image, viewport):
        pass
    return image


@pytest.mark.parametrize("text", SIZES)
@pytest.mark.parametrize("zoom", [0.3, 0.5, 0.7])
def test_larger_names_lie_on_no_other_name_and_are_as_high_as_they_should_be(
    answered_picture_of, renderer_of, zoom, text
):
    """Compared pair by pair; also at zooms at which names of the usual size stand in their cards."""
    picture = answered_picture_of(60)
    renderer, viewport = renderer_of(picture), seen_whole(picture, zoom, text)
    painted(renderer, viewport)
    found = [renderer.frame_of(node, viewport) for node in range(60)]
    frames = [frame for frame in found if frame is not None]
    assert frames
    assert not any(overlap(a, b) for a, b in combinations(frames, 2))
    assert all(frame[3] - frame[1] >= FRAME_HEIGHT * text - 1 for frame in frames)


def test_a_card_without_room_for_a_larger_name_keeps_what_stands_on_it(answered_picture_of, renderer_of):
    """Where it is near enough to be read at the usual size: no word is lost by larger ones."""
    picture = answered_picture_of(60)
    nodes = replace(picture.nodes, titles=tuple(f"a-name-as-long-as-{i}" for i in range(60)))
    picture = replace(picture, nodes=nodes, pills=())
    usual, larger = (seen_whole(picture, 0.7, text) for text in (1.0, 2.0))
    renderer = renderer_of(picture)
    images = [painted(renderer_of(picture), usual), painted(renderer, larger)]
    frames = [renderer.frame_of(node, larger) for node in range(60)]
    named = [frame for frame in frames if frame is not None]
    compared = 0
    for x, y, wide, high in (nodes.boxes[[frame is None for frame in frames]] * 0.7).tolist():
        x, y = round(x) - larger.left, round(y) - larger.top
        if not any(overlap((x, y, x + wide, y + high), frame) for frame in named):
            inside = (x + 2, y + 4, int(wide) - 24, int(high) - 8)
            assert images[0].copy(*inside) == images[1].copy(*inside)
            compared += 1
    assert compared


@pytest.mark.parametrize("text", SIZES)
def test_cards_that_are_near_are_the_same_at_every_size(answered_picture_of, renderer_of, text):
    """They scale with the zoom alone, to the pixel."""
    picture = answered_picture_of(20)
    images = [painted(renderer_of(picture), seen_whole(picture, 1.5, size)) for size in (1.0, text)]
    assert images[0] == images[1]


def test_the_corners_grow_and_a_fitted_picture_leaves_them_room(qtbot, canvas):
    """And back at the usual size all is, to the pixel, as it was."""
    canvas.fit()
    canvas.finish()
    before, title = canvas.grab().toImage(), canvas.title_rect()
    canvas.set_text_size(2.0)
    canvas.finish()
    assert canvas.title_rect().height() == 2 * title.height()
    bounds = canvas.picture.bounds
    assert canvas.viewport.to_view(Point(bounds.x0, bounds.y0)).y >= canvas.title_rect().bottom()
    assert canvas.grab().toImage() != before
    canvas.set_text_size(1.0)
    canvas.finish()
    assert canvas.grab().toImage() == before


def test_what_is_seen_stays_where_a_person_went(canvas):
    """Another size moves nothing that was not fitted."""
    canvas.zoom_by(1.3)
    before = canvas.viewport
    canvas.set_text_size(1.5)
    assert (canvas.viewport.zoom, canvas.viewport.visible) == (before.zoom, before.visible)


def test_words_of_the_picture_are_never_smaller_than_can_be_read(canvas):
    """Smaller text in the window is no reason for it."""
    canvas.set_text_size(0.8)
    assert canvas.viewport.text == 1.0


def test_names_on_a_map_stand_as_far_apart_on_the_screen_whatever_their_size(picture_of, renderer_of):
    """Not ever farther the larger they are; and from where cards are told apart as close as names usually stand."""
    picture = picture_of(600)
    found = {}
    for text in (1.0, 2.0):
        scene, labels = Scene(picture), Labels(9, 600)
        naming = Naming(scene, labels, KeptFree.nothing()).written(text)
        for zoom in (0.1, 0.2):
            names = at_once(standing_names(naming, scene, zoom / text, text))
            pairs = combinations(names.frames.tolist(), 2)
            found[text, zoom] = min(max(b[0] - a[2], a[0] - b[2], b[1] - a[3], a[1] - b[3]) for a, b in pairs)
    assert 18 <= found[2.0, 0.1] <= 26  # with what rounding and icons take
    assert 18 <= found[1.0, 0.1] <= 26
    assert max(found[1.0, 0.2], found[2.0, 0.2]) < 18
