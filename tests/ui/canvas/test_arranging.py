"""A picture in which nodes were pushed aside."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.geometry import Rect
from explorer.ui.canvas.arranging import bows_between, moved_scene, touched_edges
from explorer.ui.canvas.scene import Scene


def test_moved_nodes_take_the_edges_between_them_along(answered_picture_of):
    """Edges to others bend; all others stay as they are."""
    before = answered_picture_of(60, 2)
    scene = Scene(before)
    nodes = np.array([3, 4, 20, 21], np.int32)
    after = moved_scene(scene, nodes, 100, -40).picture
    moved = np.zeros((60, 4), np.float32)
    moved[nodes, :2] = (100, -40)
    np.testing.assert_allclose(after.nodes.boxes, before.nodes.boxes + moved, atol=1e-3)
    ids = {before.nodes.ids[i] for i in nodes}
    for j, key in enumerate(before.edges.keys):
        old = before.edges.routes[before.edges.starts[j] : before.edges.starts[j + 1]]
        new = after.edges.routes[after.edges.starts[j] : after.edges.starts[j + 1]]
        ends = (key.from_id in ids) + (key.to_id in ids)
        if ends == 2:
            np.testing.assert_allclose(new, old + np.float32([100, -40]), atol=1e-2)
            np.testing.assert_allclose(
                after.edges.tips[j], before.edges.tips[j] + np.float32([100, -40]), atol=1e-2
            )
        elif ends == 0:
            np.testing.assert_array_equal(new, old)
            np.testing.assert_array_equal(after.edges.tips[j], before.edges.tips[j])
        else:
            assert len(new) == 4


def test_every_touched_edge_is_either_carried_or_bent(picture_of):
    """And none is both."""
    scene = Scene(picture_of(80, 4))
    nodes = np.arange(0, 80, 7, dtype=np.int32)
    carried, bent = touched_edges(scene, nodes)
    assert set(carried) | set(bent) == set(scene.edges_of(nodes).tolist())
    assert not set(carried) & set(bent)


def test_a_pill_stays_on_its_edge(answered_picture_of):
    """It goes along, or to the middle of the bent curve."""
    before = answered_picture_of(40, 1)
    scene = Scene(before)
    nodes = scene.places([before.edges.keys[before.pills[0].edge].from_id])
    after = moved_scene(scene, nodes, 300, 200).picture
    for old, new in zip(before.pills, after.pills, strict=True):
        assert abs(old.box.width - new.box.width) < 1e-3
        touched = old.edge in scene.edges_of(nodes)
        assert (old.box == new.box) is not touched


@pytest.mark.parametrize("straight", [False, True])
def test_what_moved_nodes_look_like_is_not_what_is_left_of_before(picture_of, straight):
    """Nodes moved by turns are found, and their edges drawn, as in a scene made of the moved picture anew."""
    moved = Scene(picture_of(120, 6))
    for nodes, way in (([3, 4, 20, 21, 60], (400, -140)), ([4, 80], (-90, 800)), ([3], (10, 10))):
        moved = moved_scene(moved, np.array(nodes, np.int32), *way)
    anew = Scene(moved.picture)
    boxes = np.random.default_rng(5).uniform((-500, -500, 0, 0), (3000, 2000, 900, 600), (60, 4)).tolist()
    for x, y, w, h in [*boxes, (-1e6, -1e6, 2e6, 2e6)]:
        part = Rect(x, y, x + w, y + h)
        assert moved.nodes_in(part).tolist() == anew.nodes_in(part).tolist()
        assert moved.tips_in(part).tolist() == anew.tips_in(part).tolist()
        for among in (None, np.arange(len(anew.drawn)) % 3 > 0):
            found = moved.lines_in(part, 0.7, among, straight=straight)
            for own, expected in zip(found, anew.lines_in(part, 0.7, among, straight=straight), strict=True):
                np.testing.assert_array_equal(own, expected)


boxes = st.tuples(st.floats(-900, 900), st.floats(-900, 900), st.floats(60, 200), st.floats(30, 90))


@given(boxes, boxes)
def test_a_bow_leaves_and_enters_at_the_border(first, last):
    """From a side's middle; its arrowhead points into the other box and touches it nowhere else."""
    one, other = (np.array([box], np.float32) for box in (first, last))
    bows = bows_between(one, other)
    start, tip = bows.curves[0, 0], bows.tips[0]
    x, y, w, h = first
    middles = [(x, y + h / 2), (x + w, y + h / 2), (x + w / 2, y), (x + w / 2, y + h)]
    assert min(np.hypot(start[0] - mx, start[1] - my) for mx, my in middles) < 0.01
    inside = tip + bows.directions[0] * 3
    x, y, w, h = last
    assert x - 0.1 <= inside[0] <= x + w + 0.1 and y - 0.1 <= inside[1] <= y + h + 0.1
    assert abs(np.hypot(*bows.directions[0]) - 1) < 1e-6
