"""Which edges are lit over the frame: those at what is pointed at, else at what is selected."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QApplication

from explorer.domain.geometry import Point
from explorer.drawing.picture import EFFECTS, NO_EFFECT, Stroke
from explorer.drawing.theme import LIGHT
from explorer.ui.canvas.connected import MOST_EDGES, Connected
from explorer.ui.canvas.scene import Scene

ACCENT = QColor(LIGHT.selection).rgb()


def point_at(canvas, node):
    """The pointer is over the middle of a node; over nothing for None."""
    x, y, wide, high = canvas.picture.nodes.boxes[node].tolist() if node is not None else (-1e6, 0, 0, 0)
    seen = canvas.viewport.to_view(Point(x + wide / 2, y + high / 2))
    at, button = QPointF(seen.x, seen.y), Qt.MouseButton.NoButton
    move = QMouseEvent(QEvent.Type.MouseMove, at, at, button, button, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(canvas, move)


def places_of(canvas, colour):
    """Where this colour is seen, as a set of pixels."""
    image = canvas.grab().toImage()
    seen = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
    return set(map(tuple, np.argwhere(seen == colour).tolist()))


def joined(scene, count=2):
    """Nodes with edges at them that are not the same."""
    return [node for node in range(len(scene.x0)) if len(scene.edges_of(np.array([node], np.int32)))][:count]


@pytest.fixture
def plain(canvas, picture_of):
    """The canvas with a picture of which no answer speaks."""
    canvas.set_picture(picture_of(60, 1))
    canvas.fit()
    canvas.finish()
    return canvas


def select(canvas, *nodes):
    """Select nodes by their place."""
    canvas.select(tuple(canvas.picture.nodes.ids[node] for node in nodes))


def test_the_edges_of_what_is_selected_stay_lit_until_it_is_let_go(plain):
    """However it was selected; they are those that pointing at it lights."""
    node = joined(plain.scene)[0]
    before = places_of(plain, ACCENT)
    point_at(plain, node)
    hovered = places_of(plain, ACCENT)
    point_at(plain, None)
    select(plain, node)
    selected = places_of(plain, ACCENT)
    assert len(hovered) > 100 and len(hovered - selected) < 0.1 * len(hovered)
    plain.select(())
    assert places_of(plain, ACCENT) == before


def test_what_is_pointed_at_is_lit_instead_meanwhile(plain):
    """And what is selected again, when the pointer is gone."""
    first, second = joined(plain.scene)
    select(plain, first)
    selected = places_of(plain, ACCENT)
    point_at(plain, second)
    both = places_of(plain, ACCENT)
    point_at(plain, None)
    assert len(selected - both) > 20 and len(both - selected) > 20
    assert places_of(plain, ACCENT) == selected


def test_what_an_answer_lights_is_not_mixed_with_the_selection(plain):
    """The lit nodes and edges are what was asked for."""
    first, second = joined(plain.scene)
    select(plain, first)
    alone = places_of(plain, ACCENT)
    plain.set_highlight((plain.picture.nodes.ids[second],))
    plain.finish()
    assert len(places_of(plain, ACCENT)) < len(alone)


def test_of_several_nodes_only_a_few_edges_are_lit(qapp, picture_of):
    """All edges at them, as long as they are not a tangle; of one node all."""
    scene, connected = Scene(picture_of(2000, 1)), Connected()
    ends = np.stack([scene.tails, scene.heads])
    for count in (1, 2, 5, 40, 2000):
        nodes = np.arange(count, dtype=np.int32)
        touched = np.flatnonzero(np.isin(ends, nodes).any(axis=0))
        expected = [] if count > 1 and len(touched) > MOST_EDGES else touched.tolist()
        assert connected.edges(scene, nodes).tolist() == expected
    assert connected.edges(scene, np.arange(0, dtype=np.int32)).tolist() == []


def test_a_what_if_keeps_the_colours_of_what_it_speaks_of(plain):
    """Beside the node that is selected nothing turns to the accent."""
    picture = plain.picture
    node = joined(plain.scene)[0]
    own = plain.scene.edges_of(np.array([node], np.int32))
    effect = np.full(len(picture.edges), NO_EFFECT, np.uint8)
    stroke = picture.edges.stroke.copy()
    effect[own], stroke[own] = EFFECTS.index("breaks"), len(picture.strokes)
    strokes = (*picture.strokes, Stroke(LIGHT.effects["breaks"], 2.0))
    edges = replace(picture.edges, effect=effect, stroke=stroke)
    plain.set_picture(replace(picture, edges=edges, strokes=strokes))
    plain.fit()
    plain.finish()
    before = places_of(plain, ACCENT)
    select(plain, node)
    scene, viewport = plain.scene, plain.viewport
    first = viewport.to_view(Point(float(scene.x0[node]), float(scene.y0[node])))
    last = viewport.to_view(Point(float(scene.x1[node]), float(scene.y1[node])))
    added = places_of(plain, ACCENT) - before
    assert added
    assert all(first.x - 12 < x < last.x + 12 and first.y - 12 < y < last.y + 12 for y, x in added)
    assert not len(Connected().edges(scene, np.array([node], np.int32)))
