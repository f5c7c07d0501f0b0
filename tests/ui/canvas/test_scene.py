"""What is where: box tests over arrays, checked one by one."""

import numpy as np
import pytest

from explorer.domain.entities import EdgeKey
from explorer.domain.geometry import Rect
from explorer.domain.kinds import EdgeKind
from explorer.ui.canvas.beziers import points_on
from explorer.ui.canvas.scene import Scene, empty_picture


@pytest.fixture(scope="module")
def scene(picture_of):
    return Scene(picture_of(300, 5))


def test_the_node_at_a_place_is_the_last_whose_box_holds_it(scene):
    """As one finds by going through all of them."""
    random = np.random.default_rng(2)
    boxes = scene.picture.nodes.boxes
    for x, y in random.uniform((-50, -50), (scene.x1.max() + 50, scene.y1.max() + 50), (400, 2)).tolist():
        holding = [i for i, (bx, by, w, h) in enumerate(boxes) if bx <= x <= bx + w and by <= y <= by + h]
        assert scene.node_at(x, y) == (holding[-1] if holding else None)


def test_the_nodes_in_a_rectangle_are_those_it_touches(scene):
    """As one finds by going through all of them."""
    random = np.random.default_rng(3)
    boxes = scene.picture.nodes.boxes
    for x, y, w, h in random.uniform((0, 0, 0, 0), (3000, 1500, 900, 600), (60, 4)).tolist():
        expected = [
            i for i, (bx, by, bw, bh) in enumerate(boxes)
            if bx <= x + w and bx + bw >= x and by <= y + h and by + bh >= y
        ]  # fmt: skip
        assert scene.nodes_in(Rect(x, y, x + w, y + h)).tolist() == expected


def test_an_edge_is_hit_near_its_curve_and_not_elsewhere(scene):
    """Against points taken closely along every curve."""
    shapes = scene.picture.edges
    ts = np.linspace(0, 1, 400, dtype=np.float32)
    sampled = np.stack(
        [points_on(shapes.routes.reshape(-1, 4, 2), np.full(len(shapes), t)) for t in ts], axis=1
    )
    random = np.random.default_rng(4)
    hits = 0
    for x, y in random.uniform((0, 0), (scene.x1.max(), scene.y1.max()), (150, 2)).tolist():
        distances = np.hypot(sampled[..., 0] - x, sampled[..., 1] - y).min(axis=1)
        found = scene.edge_at(x, y, 6.0, 1.0)
        if found is None:
            assert distances.min() > 5.5
        else:
            hits += 1
            assert (
                distances[found] <= distances.min() + 3.5
            )  # half a gap between two dashes, and the sampling
            assert distances[found] < 8.0
    assert hits > 10


def test_the_edges_of_nodes_are_those_that_end_at_them(scene):
    """At one, at several, and among several."""
    keys = scene.picture.edges.keys
    for ids in (("n5",), ("n1", "n40", "n41", "n90")):
        nodes = scene.places(ids)
        ends = [j for j, key in enumerate(keys) if key.from_id in ids or key.to_id in ids]
        both = [j for j, key in enumerate(keys) if key.from_id in ids and key.to_id in ids]
        assert scene.edges_of(nodes).tolist() == ends
        assert scene.edges_among(nodes).tolist() == both


def test_nothing_is_anywhere_in_an_empty_picture():
    """And nothing fails."""
    scene = Scene(empty_picture())
    assert scene.is_empty
    assert scene.node_at(0, 0) is None
    assert scene.edge_at(0, 0, 5, 1.0) is None
    assert scene.nodes_in(Rect(-1, -1, 1, 1)).tolist() == []


def test_an_edge_that_is_not_drawn_is_not_found(picture_of):
    """Its route is empty; those around it are found as before."""
    from dataclasses import replace

    picture = picture_of(60)
    edges = picture.edges
    left_out = 7
    keep = np.ones(len(edges.routes), np.bool_)
    keep[edges.starts[left_out] : edges.starts[left_out + 1]] = False
    starts = edges.starts.copy()
    starts[left_out + 1 :] -= 4
    scene = Scene(replace(picture, edges=replace(edges, routes=edges.routes[keep], starts=starts)))
    everything = Rect(-1e9, -1e9, 1e9, 1e9)
    others = [j for j in range(len(edges)) if j != left_out]
    assert scene.tips_in(everything).tolist() == others
    assert sorted(set(scene.lines_in(everything, 1.0)[1].tolist())) == others
    assert sorted(set(scene.lines_in(everything, 1.0, straight=True)[1].tolist())) == others


def test_the_same_nodes_and_edges_are_not_looked_up_again(answered_picture_of, picture_of):
    """A what-if over the same graph takes the look-ups over."""
    from dataclasses import replace

    before = Scene(picture_of(20))
    after = Scene(replace(before.picture, title="another"), before)
    assert after.index is before.index
    assert Scene(picture_of(21), before).index is not before.index


def test_edges_are_found_by_their_keys(scene):
    """In the picture's order, and what it does not show is left out."""
    keys = scene.picture.edges.keys
    wanted = [keys[-1], keys[0], EdgeKey("nowhere", "either", EdgeKind.FEEDS)]
    assert [keys[place] for place in scene.edge_places(wanted)] == [k for k in keys if k in wanted]
    assert len(scene.edge_places(())) == 0
