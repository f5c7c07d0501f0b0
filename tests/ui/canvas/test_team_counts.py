"""A closed team tells how many nodes it holds behind its name from afar, where names leave room for it."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from explorer.drawing.picture import NODE_KINDS, CardKind
from explorer.ui.canvas.at_once import at_once
from explorer.ui.canvas.far_names import place_names
from explorer.ui.canvas.labels import Labels
from explorer.ui.canvas.scene import Scene
from explorer.ui.canvas.team_counts import with_counts

pytestmark = pytest.mark.usefixtures("qapp")  # fonts are Qt's

RATIO = 1.0
EVERY = np.arange(60, dtype=np.int32)
TEAMS = range(0, 60, 3)


def overlap(a, b):
    """Whether two boxes share some of their inside."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@pytest.fixture
def scene(picture_of):
    """Every third of sixty nodes is a closed team; the n-th holds n hundred nodes."""
    picture = picture_of(60)
    kinds = picture.nodes.kind.copy()
    kinds[TEAMS] = NODE_KINDS.index(CardKind.TEAM)
    members = {picture.nodes.ids[i]: tuple(map(str, range(100 * i + 100))) for i in TEAMS}
    return Scene(replace(picture, nodes=replace(picture.nodes, kind=kinds), members=members))


@pytest.mark.parametrize("scale", [0.2, 0.35, 0.6])
def test_a_number_takes_only_the_room_that_names_and_cards_leave(scene, scale):
    """Compared pair by pair; every name stays, each frame at the least where it was."""
    labels, kept_free = Labels(9, 600), [(0.0, 0.0, 120.0, 40.0)]
    names = place_names(scene, scale, RATIO, labels, kept_free)
    found = at_once(with_counts(names, scene, scale, RATIO, labels, kept_free, EVERY))
    assert found.nodes.tolist() == names.nodes.tolist()
    assert not any(overlap(a, b) for a, b in combinations(found.frames.tolist(), 2))
    boxes = scene.picture.nodes.boxes.astype(float) * scale
    boxes[:, 2:] += boxes[:, :2]
    rows = zip(found.nodes, found.texts, names.texts, found.frames, names.frames, strict=True)
    for node, text, name, frame, before in rows:
        assert (frame[:2] <= before[:2]).all()
        assert (frame[2:] >= before[2:]).all()
        if text != name:
            assert text == f"{name} · {100 * node + 100:,}"
            assert labels.width(text) <= frame[2] - frame[0]
            others = np.delete(boxes, node, axis=0)
            assert not any(overlap(frame, box) for box in [*others, *kept_free])
        else:
            assert (frame == before).all()


def test_where_there_is_room_all_closed_teams_bear_their_numbers_and_nodes_none(scene):
    """Cards far apart."""
    boxes = scene.picture.nodes.boxes.copy()
    boxes[:, 1] *= 3
    roomy = Scene(replace(scene.picture, nodes=replace(scene.picture.nodes, boxes=boxes)))
    labels = Labels(9, 600)
    names = place_names(roomy, 0.5, RATIO, labels)
    found = at_once(with_counts(names, roomy, 0.5, RATIO, labels, (), EVERY))
    assert found.nodes.tolist() == EVERY.tolist()
    assert [i for i, text in enumerate(found.texts) if " · " in text] == list(TEAMS)


def test_a_shortened_name_bears_no_number(scene):
    """It says too little already."""
    labels = Labels(9, 600)
    names = place_names(scene, 0.5, RATIO, labels)
    short = replace(names, texts=tuple("a…b" for _ in names.texts))
    found = at_once(with_counts(short, scene, 0.5, RATIO, labels))
    assert found.texts == short.texts
