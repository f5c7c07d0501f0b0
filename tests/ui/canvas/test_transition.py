"""Nodes that glide to their new places."""

from dataclasses import replace

import numpy as np

from explorer.ui.canvas.scene import Scene
from explorer.ui.canvas.transition import Transition, can_glide, courses_of


def shifted(picture, dx):
    """The same picture elsewhere."""
    nodes = replace(picture.nodes, boxes=picture.nodes.boxes + np.array([dx, 0, 0, 0], np.float32))
    edges = replace(
        picture.edges,
        routes=picture.edges.routes + np.float32([dx, 0]),
        tips=picture.edges.tips + np.float32([dx, 0]),
    )
    return replace(picture, nodes=nodes, edges=edges)


def test_on_the_way_everything_is_between_where_it_was_and_where_it_will_be(answered_picture_of, monkeypatch):
    """Nodes, edges and pills, at every moment."""
    picture = answered_picture_of(40)
    old, new = Scene(picture), Scene(shifted(picture, 200))
    transition = Transition(old, new)
    assert len(list(transition.preparing())) > 1, "so that it takes several turns"
    last = -1.0
    for share in (0.0, 0.3, 0.7, 1.0):
        monkeypatch.setattr(transition, "_share", lambda share=share: share)
        scene = transition.scene()
        moved = scene.x0 - old.x0
        assert (moved >= -0.01).all() and (moved <= 200.01).all() and moved.min() >= last
        last = moved.min()
        tips = scene.picture.edges.tips[:, 0] - picture.edges.tips[:, 0]
        np.testing.assert_allclose(tips, moved[0], atol=0.05)
    np.testing.assert_allclose(scene.x0, new.x0, atol=0.01)


def test_what_only_the_new_picture_has_stands_still(answered_picture_of, monkeypatch):
    """From the start it is where it will be; so are the edges at it."""
    old, new = Scene(answered_picture_of(30)), Scene(shifted(answered_picture_of(40), 200))
    transition = Transition(old, new)
    for _ in transition.preparing():
        pass
    monkeypatch.setattr(transition, "_share", lambda: 0.0)
    scene = transition.scene()
    is_new = np.array([node not in old.index for node in new.picture.nodes.ids])
    assert is_new.any()
    np.testing.assert_allclose(scene.x0[is_new], new.x0[is_new], atol=0.01)
    known = new.places(old.picture.nodes.ids)
    np.testing.assert_allclose(scene.x0[known], old.x0[old.places(scene.ids(known))], atol=0.01)
    for edge, key in enumerate(new.picture.edges.keys):
        was = old.edge_index.get(key)
        expected = new.picture.edges.tips[edge] if was is None else old.picture.edges.tips[was]
        np.testing.assert_allclose(scene.picture.edges.tips[edge], expected, atol=0.01)


def test_courses_run_from_the_begin_of_an_edge_to_its_tip(picture_of):
    """Through places on its curve."""
    edges = picture_of(30).edges
    courses = courses_of(edges)
    np.testing.assert_allclose(courses[:, 0], edges.routes[edges.starts[:-1]], atol=0.01)
    np.testing.assert_allclose(courses[:, -1], edges.tips, atol=0.01)


def test_only_what_both_pictures_show_glides(picture_of):
    """Not from nothing, not to nothing, not too many."""
    few, others = Scene(picture_of(10)), Scene(picture_of(12))
    assert can_glide(few, others)
    renamed = picture_of(10)
    renamed = Scene(replace(renamed, nodes=replace(renamed.nodes, ids=tuple(f"m{i}" for i in range(10)))))
    assert not can_glide(few, renamed)
    many = Scene(picture_of(5001))
    assert not can_glide(few, many)
