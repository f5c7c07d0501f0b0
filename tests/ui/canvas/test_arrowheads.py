"""Arrowheads: the direction of an edge is seen at every zoom, where edges are few or are what one asks about."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from explorer.domain.geometry import Point
from explorer.drawing.theme import LIGHT
from explorer.ui.canvas.painters.edges import (
    ARROWS_ABOVE,
    ARROWS_ALWAYS_UP_TO,
    LEAST_ARROW,
    LEAST_LIT_ARROW,
    draw_midway_heads,
    visible_heads,
)
from explorer.ui.canvas.scene import Scene
from explorer.ui.canvas.viewport import Viewport

FAR = ARROWS_ABOVE / 5


def whole(picture, zoom, ratio=1.0):
    """All of a picture at a zoom."""
    bounds = picture.bounds
    width, height = (round(side * zoom * ratio) + 80 for side in (bounds.width, bounds.height))
    middle = Point((bounds.x0 + bounds.x1) / 2, (bounds.y0 + bounds.y1) / 2)
    return Viewport(zoom=zoom, ratio=ratio, width=width, height=height).centred(middle)


def test_few_edges_have_heads_from_however_far(picture_of):
    """All that are drawn."""
    scene = Scene(picture_of(120))
    heads = visible_heads(whole(scene.picture, FAR), scene, None)
    assert set(heads.tolist()) == set(np.flatnonzero(scene.drawn).tolist())


def test_of_many_edges_only_those_asked_about_have_heads_from_afar(picture_of):
    """Such as those of the node under the pointer; nearer, all have."""
    scene = Scene(picture_of(ARROWS_ALWAYS_UP_TO))
    assert len(scene.picture.edges) > ARROWS_ALWAYS_UP_TO
    assert not len(visible_heads(whole(scene.picture, FAR), scene, None))
    asked = np.zeros(len(scene.picture.edges), np.bool_)
    asked[np.flatnonzero(scene.drawn)[:3]] = True
    assert len(visible_heads(whole(scene.picture, FAR), scene, asked)) == 3
    assert len(visible_heads(whole(scene.picture, ARROWS_ABOVE), scene, None)) == scene.drawn.sum()


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_a_head_is_as_wide_behind_its_tip_as_one_can_see(renderer_of, picture_of, ratio):
    """Seen from afar, the line to a card is broader just before it than in its middle."""
    picture = picture_of(2)
    viewport = whole(picture, FAR, ratio)
    image = QImage(viewport.width, viewport.height, QImage.Format.Format_RGB32)
    for _ in renderer_of(picture).paint(image, viewport):
        pass
    edges = picture.edges
    x, y = (edges.tips[0].astype(float) * viewport.scale - (viewport.left, viewport.top)).tolist()
    along = edges.directions[0].astype(float)
    behind = np.array([x, y]) - along * 0.8 * LEAST_ARROW * ratio
    middle = np.array([x, y]) - along * 3 * LEAST_ARROW * ratio
    assert breadth(image, behind, along) >= breadth(image, middle, along) + ratio


def breadth(image, at, along):
    """How many pixels across the direction are not ground."""
    across = np.array([-along[1], along[0]])
    places = [at + across * step for step in range(-8, 9)]
    ground = QColor(LIGHT.ground).rgb()
    return sum(image.pixel(int(x), int(y)) != ground for x, y in places)


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_a_lit_edge_points_on_half_way_too(qapp, ratio):
    """Where its tip may lie under a name; not an edge that is seen too short for that."""
    image = QImage(400, 200, QImage.Format.Format_RGB32)
    viewport = Viewport(zoom=FAR, ratio=ratio, width=400, height=200)
    lines = np.array([(20.0, 50.0, 150.0, 50.0), (150.0, 50.0, 280.0, 50.0), (20.0, 150.0, 30.0, 150.0)])
    image.fill(QColor(LIGHT.ground))
    painter = QPainter(image)
    draw_midway_heads(painter, viewport, lines, np.array([7, 7, 9], np.int32), lambda _: QColor("black"))
    painter.end()
    along = np.array([1.0, 0.0])
    drawn = [x for x in range(400) if breadth(image, np.array([x, 50.0]), along)]
    assert len(drawn) >= 0.6 * LEAST_LIT_ARROW * ratio
    assert 150 < drawn[0] < drawn[-1] < 280
    assert breadth(image, np.array([drawn[0] + 1, 50.0]), along) > breadth(
        image, np.array([drawn[-1], 50.0]), along
    )
    assert not any(breadth(image, np.array([x, 150.0]), along) for x in range(400))
