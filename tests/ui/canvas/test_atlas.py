"""Cards put together from their drawing, and the looks they are drawn for."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explorer.drawing.picture import EFFECTS, NO_EFFECT, NODE_KINDS, Edit, Sight
from explorer.drawing.theme import DARK
from explorer.ui.canvas.at_once import at_once
from explorer.ui.canvas.atlas import (
    CardSheet,
    building_atlas,
    building_far_atlas,
    building_sign_atlas,
    card_fragments,
)
from explorer.ui.canvas.looks import looks_of


@given(st.integers(2, 4000), st.integers(1, 40), st.integers(90, 700))
def test_the_parts_of_a_card_cover_its_width_once(width, end, drawn):
    """From left to right without gap or overlap, and never from outside of the drawing."""
    cards = CardSheet(np.array([[5.0, 7.0, float(drawn), 38.0]]), np.array([float(end)]))
    x, y, sources = card_fragments(
        cards, np.array([0]), np.array([100.0]), np.array([50.0]), np.array([float(width)])
    )
    parts = sorted((at, at + own) for at, own in zip(x, sources[:, 2], strict=True) if own > 0)
    assert parts[0][0] == 100
    assert parts[-1][1] == 100 + width
    assert all(first[1] == second[0] for first, second in pairwise(parts))
    assert (sources[:, 0] >= 5).all() and (sources[:, 0] + sources[:, 2] <= 5 + drawn).all()
    assert (y == 50).all()


def test_every_node_has_the_look_its_shape_says(answered_picture_of):
    """Looked up one by one."""
    nodes = answered_picture_of(200).nodes
    looks = looks_of(nodes)
    for i in range(200):
        card = looks.cards.looks[looks.cards.of_node[i]]
        effect = None if nodes.effect[i] == NO_EFFECT else EFFECTS[nodes.effect[i]]
        assert (card.outline, card.dashed, card.effect, card.possible, card.faded, card.height) == (
            nodes.outline[i],
            nodes.dashed[i],
            effect,
            nodes.possible[i],
            nodes.faded[i],
            nodes.boxes[i, 3],
        )
        assert card.widest >= nodes.boxes[i, 2]
        far = looks.far.looks[looks.far.of_node[i]]
        assert far[:6] == (
            nodes.outline[i],
            NODE_KINDS[nodes.kind[i]],
            bool(nodes.dashed[i]) or (bool(nodes.possible[i]) and effect is not None),
            effect,
            nodes.faded[i],
            nodes.boxes[i, 3],
        )
        assert far.widest >= nodes.boxes[i, 2]
        assert looks.chips.looks[looks.chips.of_node[i]] == (NODE_KINDS[nodes.kind[i]], nodes.faded[i])
        assert (looks.badges.of_node[i] >= 0) == (effect is not None)
        assert (looks.sights.of_node[i] >= 0) == (nodes.sight[i] != Sight.UNSAID)


def assert_all_drawn(pixmap, tables):
    """No place of the atlas is left blank, and no two overlap."""
    image = pixmap.toImage()
    taken = np.zeros((image.height(), image.width()), np.int32)
    for x, y, w, h in np.concatenate(tables).astype(int).tolist():
        taken[y : y + h, x : x + w] += 1
        assert image.pixelColor(x + w // 2, y + h // 2).alpha() > 0 or any(
            image.pixelColor(x + w // 2 + d, y + h // 2 + e).alpha() > 0
            for d in range(-5, 6)
            for e in range(-5, 6)
        )
    assert taken.max() == 1


def test_every_look_is_drawn(qapp, answered_picture_of):
    """Near by: cards, chips, badges, eyes, and the signs of what a scenario adds and removes."""
    looks = looks_of(with_edits(answered_picture_of(200).nodes))
    atlas = at_once(building_atlas(looks, DARK, 1.5))
    assert len(atlas.tags) == 2
    tables = [atlas.cards.places, atlas.chips, atlas.badges, atlas.sights, atlas.tags]
    assert_all_drawn(atlas.pixmap, tables)


def with_edits(nodes):
    """The nodes, a third of them new and a third removed."""
    return replace(nodes, edit=(np.arange(len(nodes)) % 3).astype(np.uint8))


def test_what_is_new_or_removed_has_looks_of_its_own(answered_picture_of):
    """At every size; a node that stays has no sign."""
    nodes = with_edits(answered_picture_of(60).nodes)
    looks = looks_of(nodes)
    for i, edit in enumerate(nodes.edit.tolist()):
        for found in (looks.cards, looks.far, looks.dots, looks.texts):
            assert found.looks[found.of_node[i]].edit == edit
        assert (looks.tags.of_node[i] >= 0) == (edit != Edit.KEPT)


def test_every_far_look_is_drawn_and_kinds_differ_by_more_than_colour(qapp, answered_picture_of):
    """From afar: outlines and icons of two kinds are not the same even where nobody sees a colour."""
    looks = looks_of(answered_picture_of(200).nodes)
    atlas = at_once(building_far_atlas(looks, DARK, 0.6, 2.0, 1.0))
    assert_all_drawn(atlas.pixmap, [atlas.cards.places, atlas.marks, atlas.badges])
    signs = at_once(building_sign_atlas(looks, DARK, 2.0))
    assert_all_drawn(signs.pixmap, [signs.marks, signs.badges])
    image = signs.pixmap.toImage()
    shapes = {}
    for look, (x, y, w, h) in zip(looks.chips.looks, signs.marks.astype(int).tolist(), strict=True):
        if not look.faded:
            shapes[look.kind] = tuple(
                image.pixelColor(x + i, y + j).alpha() > 127 for j in range(h) for i in range(w)
            )
    assert len(set(shapes.values())) == len(shapes) == len({look.kind for look in looks.chips.looks})
