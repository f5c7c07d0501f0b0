"""Names that stand: compared pair by pair, and zoom by zoom, without the cells that find neighbours."""

import gc
import weakref
from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.domain.geometry import Point, Rect
from explorer.domain.kinds import NodeKind
from explorer.drawing.picture import EFFECTS, NO_EFFECT, NODE_KINDS, GroupShape
from explorer.drawing.text import whole_name
from explorer.ui.canvas.far_labels import room_for_labels
from explorer.ui.canvas.labels import Labels
from explorer.ui.canvas.naming import FRAME_HEIGHT, SIGN_ROOM, TOLD_APART_FROM, KeptFree, Naming
from explorer.ui.canvas.scene import Scene

pytestmark = pytest.mark.usefixtures("qapp")  # fonts are Qt's

ZOOMS = np.geomspace(0.006, 0.62, 60).tolist()


def overlap(a, b) -> bool:
    """Whether two boxes share some of their inside."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def standing(naming, zoom):
    """Node → frame in logical pixels."""
    for _ in naming.steps(zoom):
        pass
    nodes, frames, _ = naming.at(zoom)
    return dict(zip(nodes.tolist(), frames.tolist(), strict=True))


def scattered(picture, seed):
    """The picture with its cards anywhere, none on another, of several sizes, and names of any length."""
    chance = np.random.default_rng(seed)
    count = len(picture.nodes)
    across = 1 + int(count**0.5)
    column, row = np.divmod(np.arange(count), across)
    boxes = np.empty((count, 4), np.float32)
    boxes[:, 2:] = chance.integers((40, 20), (230, 60), (count, 2))
    boxes[:, 0] = column * 300 + chance.integers(0, 70, count)
    boxes[:, 1] = row * 80 + chance.integers(0, 20, count)
    titles = tuple("m" * int(letters) for letters in chance.integers(0, 30, count))
    nodes = replace(picture.nodes, boxes=boxes, titles=titles)
    bounds = Rect(0, 0, float((boxes[:, 0] + boxes[:, 2]).max()), float((boxes[:, 1] + boxes[:, 3]).max()))
    return replace(picture, nodes=nodes, bounds=bounds)


@settings(deadline=None, max_examples=12)
@given(st.integers(0, 10_000), st.integers(1, 150), st.booleans())
def test_a_name_that_stands_stays_and_none_ever_overlaps(picture_of, answered_picture_of, seed, count, asks):
    """At all zooms, those between the ones on which names are sought included; none leaves the picture."""
    scene = Scene(scattered((answered_picture_of if asks else picture_of)(count, seed), seed))
    kept = KeptFree(np.array([(0.0, 0.0, 200.0, 0.0)]), np.array([(0.0, -13.0, 70.0, 0.0)]))
    naming = Naming(scene, Labels(9, 600), kept)
    boxes = scene.picture.nodes.boxes.astype(float)
    boxes[:, 2:] += boxes[:, :2]
    shown = [standing(naming, zoom) for zoom in ZOOMS]
    for farther, nearer in pairwise(shown):
        assert farther.keys() <= nearer.keys()
    for zoom, frames in zip(ZOOMS, shown, strict=True):
        assert not any(overlap(np.round(a), np.round(b)) for a, b in combinations(frames.values(), 2))
        free = 0.0, -13.0, 200.0 * zoom + 70.0, 0.0
        assert not any(overlap(frame, free) for frame in frames.values())
        assert all(
            x0 >= -17.0 and x1 <= scene.picture.bounds.x1 * zoom + 17.0 for x0, _, x1, _ in frames.values()
        )
        if zoom >= TOLD_APART_FROM:
            for node, frame in frames.items():
                others = (box for i, box in enumerate((boxes * zoom).tolist()) if i != node)
                assert not any(overlap(np.round(frame), np.round(box)) for box in others)


@pytest.mark.parametrize("zoom", [0.09, 0.15, 0.3, 0.6])
def test_a_frame_covers_its_card_and_has_room_for_its_name_and_signs(answered_picture_of, zoom):
    """The whole name, the effect's badge, and the icon where it is shown."""
    labels, scene = Labels(9, 600), Scene(answered_picture_of(300))
    naming, shapes = Naming(scene, labels, KeptFree.nothing()), scene.picture.nodes
    frames = standing(naming, zoom)
    marked = naming.at(zoom).marked
    assert frames
    assert marked.any()
    for (node, (x0, y0, x1, y1)), mark in zip(frames.items(), marked.tolist(), strict=True):
        x, y, wide, high = (shapes.boxes[node].astype(float) * zoom).tolist()
        assert x0 <= x and y0 <= y and x1 >= x + wide - 1e-6 and y1 >= y + high - 1e-6
        signs = SIGN_ROOM * (mark + int(shapes.effect[node] != NO_EFFECT))
        assert x1 - x0 >= labels.width(whole_name(shapes.titles[node])) + signs
        assert y1 - y0 >= FRAME_HEIGHT - 1e-6


def test_wherever_one_looks_from_first_the_same_names_stand(picture_of):
    """From near to far or from far to near: what is shown depends on picture and zoom alone."""
    scene = Scene(picture_of(400))
    coming, going = (Naming(scene, Labels(9, 600), KeptFree.nothing()) for _ in range(2))
    near = {zoom: standing(coming, zoom) for zoom in ZOOMS}
    far = {zoom: standing(going, zoom) for zoom in reversed(ZOOMS)}
    assert near == far


def test_from_afar_the_most_important_are_named_first(picture_of):
    """A model among data sets; in a what-if the worst effect before it."""
    picture = picture_of(300)
    kinds = np.full(300, NODE_KINDS.index(NodeKind.DATASET), np.uint8)
    kinds[140] = NODE_KINDS.index(NodeKind.MODEL)
    effect = picture.nodes.effect.copy()
    effect[[150, 160]] = EFFECTS.index("stale"), EFFECTS.index("breaks")

    def first(nodes, count):
        naming = Naming(Scene(replace(picture, nodes=nodes)), Labels(9, 600), KeptFree.nothing())
        found = next(found for zoom in ZOOMS if len(found := standing(naming, zoom)) >= count)
        return found.keys()

    quiet = replace(picture.nodes, kind=kinds)
    assert 140 in first(quiet, 1)
    assert {160} <= first(replace(quiet, effect=effect), 1)


def test_names_leave_room_for_the_labels_of_teams_and_for_notes(picture_of):
    """Whatever the zoom, above each area."""
    picture = picture_of(200)
    boxes = picture.nodes.boxes
    areas = [Rect(x - 8, y - 8, x + 400, y + 300) for x, y, _, _ in boxes[::40].tolist()]
    groups = tuple(GroupShape(str(i), "TEAM", area, Point(0, 0)) for i, area in enumerate(areas))
    scene, labels = Scene(replace(picture, groups=groups)), Labels(10, 600)
    naming = Naming(scene, Labels(9, 600), room_for_labels(scene, labels))
    for zoom in ZOOMS:
        for frame in standing(naming, zoom).values():
            for area in areas:
                x, y = area.x0 * zoom, area.y0 * zoom
                assert not overlap(frame, (x, y - 13, x + labels.width("TEAM") + 4, y))


def test_of_some_nodes_alone_more_are_named_for_the_others_are_dimmed(picture_of):
    """As if there were no others."""
    naming = Naming(Scene(picture_of(400)), Labels(9, 600), KeptFree.nothing())
    some = np.arange(0, 400, 16, dtype=np.int32)
    zoom = 0.1
    among_all, alone = standing(naming, zoom), standing(naming.alone(some), zoom)
    assert alone.keys() <= set(some.tolist())
    assert len(alone) > len(among_all.keys() & set(some.tolist()))


def test_names_do_not_depend_on_where_a_search_for_them_was_given_up(picture_of):
    """As it is whenever one zooms on before all of a tile is painted."""
    scene = Scene(picture_of(600))
    whole, broken = (Naming(scene, Labels(9, 600), KeptFree.nothing()) for _ in range(2))
    for taken in (1, 2, 3, 5, 8, 13, 21, 34):
        for _ in zip(range(taken), broken.steps(0.6), strict=False):
            pass
    for zoom in ZOOMS:
        assert standing(whole, zoom) == standing(broken, zoom)


def test_names_half_sought_go_with_their_picture(picture_of):
    """At once and without the collector, which never looks at what was there when the window came to rest."""
    gc.disable()
    try:
        naming = Naming(Scene(picture_of(60, 40)), Labels(9, 600), KeptFree.nothing())
        next(naming.steps(1.0))
        gone = weakref.ref(naming._sought)
        del naming
        assert gone() is None
    finally:
        gc.enable()
