"""What is pointed at or selected has its name from however far."""

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from explorer.drawing.text import whole_name
from explorer.ui.canvas.at_once import at_once
from explorer.ui.canvas.called_out import MOST, called_out
from explorer.ui.canvas.far_names import FarNames, standing_names
from explorer.ui.canvas.labels import Labels
from explorer.ui.canvas.naming import KeptFree, Naming
from explorer.ui.canvas.scene import Scene

pytestmark = pytest.mark.usefixtures("qapp")  # fonts are Qt's


def overlap(a, b) -> bool:
    """Whether two boxes share some of their inside."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@pytest.mark.parametrize("zoom", [0.05, 0.1, 0.3])
def test_every_one_is_named_and_covers_no_name_that_stands(picture_of, zoom):
    """As near to its card as there is room; here there is some for all."""
    scene, labels = Scene(picture_of(400)), Labels(9, 600)
    stand = at_once(standing_names(Naming(scene, labels, KeptFree.nothing()), scene, zoom, 1.0))
    nameless = np.setdiff1d(np.arange(400, dtype=np.int32), stand.nodes)[:: 400 // MOST][:4]
    found = called_out(nameless, scene, zoom, 1.0, labels, stand)
    assert found.nodes.tolist() == nameless.tolist()
    assert found.texts == tuple(whole_name(scene.picture.nodes.titles[i]) for i in nameless)
    assert not any(overlap(a, b) for a, b in combinations([*found.frames, *stand.frames], 2))


def test_one_stands_on_its_own_card_where_that_is_free(picture_of):
    """And no farther away than it must."""
    scene, labels = Scene(picture_of(9)), Labels(9, 600)
    nobody = FarNames(np.zeros(0, np.int32), np.zeros((0, 4)), (), np.zeros(0, np.bool_))
    (frame,) = called_out(np.array([4], np.int32), scene, 0.1, 2.0, labels, nobody).frames.tolist()
    x, y, wide, high = (scene.picture.nodes.boxes[4] * 0.1).tolist()
    assert frame[0] <= x and frame[1] <= y and frame[2] >= x + wide and frame[3] >= y + high


def test_selected_on_a_map_a_node_has_its_name_in_a_ring(canvas, answered_picture_of):
    """Also one that stands without; others do not move for it."""
    canvas.set_picture(answered_picture_of(400))
    canvas.zoom_by(0.1 / canvas.viewport.zoom)
    canvas.finish()
    nameless = next(
        i
        for i in range(400)
        if canvas.frame_of(i) is None and canvas.viewport.shows(canvas.scene.extent(np.array([i], np.int32)))
    )
    before = canvas.grab().toImage()
    canvas.select((canvas.picture.nodes.ids[nameless],))
    assert canvas.grab().toImage() != before
    called = canvas._renderer.called_out(canvas.selected, canvas.viewport)
    assert called is not None
    assert called.nodes.tolist() == [nameless]


def test_a_click_on_a_name_means_its_node(canvas, answered_picture_of):
    """Though the card is but a speck below it."""
    canvas.set_picture(answered_picture_of(400))
    canvas.zoom_by(0.1 / canvas.viewport.zoom)
    canvas.finish()
    canvas.repaint()
    found = 0
    for node in range(400):
        frame = canvas.frame_of(node)
        if frame is not None:
            at = QPointF(frame[0] + 3, frame[1] + 3) / canvas.viewport.ratio
            if canvas.rect().contains(at.toPoint()) and not canvas.is_covered(at):
                found += 1
                assert canvas.node_at(at) == node
    assert found
