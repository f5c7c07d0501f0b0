"""Names seen from afar: all readable, none over another, and the better connected first."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from explorer.domain.geometry import Point, Rect
from explorer.drawing.picture import NO_EFFECT, NODE_KINDS, CardKind, Edit, GroupShape
from explorer.drawing.text import whole_name
from explorer.ui.canvas.at_once import at_once
from explorer.ui.canvas.corners import MARGIN
from explorer.ui.canvas.far_names import (
    FAR_BELOW,
    TITLES_ABOVE,
    closed_teams,
    is_far,
    is_map,
    place_names,
    placing_pills,
    standing_names,
    with_more,
)
from explorer.ui.canvas.labels import Labels
from explorer.ui.canvas.naming import MAP_BELOW, MOST_NODES, SIGN_ROOM, KeptFree, Naming
from explorer.ui.canvas.scene import Scene

pytestmark = pytest.mark.usefixtures("qapp")  # fonts are Qt's


def overlap(a, b) -> bool:
    """Whether two boxes share some of their inside."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@pytest.fixture
def scene(picture_of) -> Scene:
    """Some sixty nodes."""
    return Scene(picture_of(60))


@pytest.mark.parametrize("scale", [0.15, 0.3, 0.6])
@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_no_name_covers_another_name_another_card_or_what_is_kept_free(scene, scale, ratio):
    """Compared pair by pair, without the grid that finds neighbours."""
    kept_free = [(0.0, 0.0, 80.0, 12.0)]
    labels = Labels(9, 600)
    found = place_names(scene, scale, ratio, labels, kept_free)
    found = at_once(placing_pills(scene, scale, ratio, labels, found, kept_free))
    boxes = scene.picture.nodes.boxes.astype(float) * scale
    boxes[:, 2:] += boxes[:, :2]
    touching = [i for i, box in enumerate(boxes.tolist()) if overlap(box, kept_free[0])]
    places = [*found.frames.tolist(), *(place for _, place in found.pills)]
    assert not any(overlap(a, b) for a, b in combinations(places, 2))
    owners = [*found.nodes.tolist(), *(-1 for _ in found.pills)]
    for node, place in zip(owners, places, strict=True):
        assert not any(overlap(place, box) for i, box in enumerate(np.round(boxes).tolist()) if i != node)
        assert not overlap(place, kept_free[0]) or node in touching


@pytest.mark.parametrize("scale", [0.15, 0.3, 0.6])
@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_no_name_reaches_further_out_of_the_picture_than_a_fitted_one_keeps_from_the_sides(
    scene, scale, ratio
):
    """Else it would be cut; and it still covers its own card."""
    nodes = scene.picture.nodes
    outermost = int(nodes.boxes[:, 0].argmin())
    titles = ("catalogue-coverage" if i == outermost else "" for i in range(len(nodes)))
    long = replace(scene.picture, nodes=replace(nodes, titles=tuple(titles)))
    alone = np.array([outermost], dtype=np.int32)
    (frame,) = place_names(Scene(long), scale * ratio, ratio, Labels(9, 600), among=alone).frames.tolist()
    bounds, most = long.bounds, (MARGIN - 1) * ratio
    assert frame[0] >= bounds.x0 * scale * ratio - most
    assert frame[2] <= bounds.x1 * scale * ratio + most
    x, _, width, _ = nodes.boxes[outermost].tolist()
    assert frame[0] <= round(x * scale * ratio)
    assert frame[2] >= round((x + width) * scale * ratio)


def test_closed_teams_are_told_from_nodes(scene):
    """They are named in any case: an overview of teams without their names would say nothing."""
    nodes, team = scene.picture.nodes, NODE_KINDS.index(CardKind.TEAM)
    kinds = np.where(nodes.kind == team, 0, nodes.kind).astype(nodes.kind.dtype)
    kinds[[2, 7]] = team
    assert closed_teams(Scene(replace(scene.picture, nodes=replace(nodes, kind=kinds)))).tolist() == [2, 7]


@pytest.mark.parametrize("zoom", [0.05, 0.2, 0.4])
def test_those_to_be_named_in_any_case_find_places_beside_the_names_that_stand(picture_of, zoom):
    """Those that stand are not moved; no two names overlap."""
    scene, labels = Scene(picture_of(400)), Labels(9, 600)
    naming = Naming(scene, labels, KeptFree.nothing())
    stand = at_once(standing_names(naming, scene, zoom, 1.0))
    missing = np.setdiff1d(np.arange(400, dtype=np.int32), stand.nodes)[:40]
    found = at_once(with_more(stand, missing, scene, zoom, 1.0, labels))
    assert set(stand.nodes) <= set(found.nodes) <= {*stand.nodes, *missing}
    assert zoom != 0.2 or len(stand.nodes) < len(found.nodes)
    assert found.nodes.tolist() == sorted(found.nodes)
    stays = np.isin(found.nodes, stand.nodes)
    np.testing.assert_array_equal(found.frames[stays], stand.frames)
    assert tuple(whole_name(scene.picture.nodes.titles[i]) for i in found.nodes) == found.texts
    assert not any(overlap(a, b) for a, b in combinations(found.frames.tolist(), 2))


def test_a_closed_team_is_named_in_short_before_it_is_left_without_a_name(picture_of):
    """In a row of cards that leave no room for whole names; how it begins and ends is told."""
    nodes = picture_of(8).nodes
    kind = np.full_like(nodes.kind, NODE_KINDS.index(CardKind.TEAM))
    boxes = np.array([(i * 230.0, 0.0, 220.0, 54.0) for i in range(len(nodes))], np.float32)
    titles = tuple(f"recommendations-{i:02}" for i in range(len(nodes)))
    picture = replace(picture_of(8), nodes=replace(nodes, kind=kind, boxes=boxes, titles=titles))
    labels = Labels(9, 600)
    found = place_names(Scene(picture), 0.25, 1.0, labels)
    assert found.nodes.tolist() == list(range(len(nodes)))
    short = [(i, text) for i, text in enumerate(found.texts) if text != titles[i]]
    assert short
    for i, text in short:
        first, last = text.split("…")
        assert titles[i].startswith(first)
        assert titles[i].endswith(last)
        assert last
        assert labels.width(text) <= 220 * 0.25
    assert not any(overlap(a, b) for a, b in combinations(found.frames.tolist(), 2))


@pytest.mark.parametrize("seed", range(6))
def test_a_closed_teams_name_gives_way_to_others_and_keeps_to_its_card(picture_of, seed):
    """Of cards that stand close, scattered at random, whole names are moved aside before they are shortened."""
    chance = np.random.default_rng(seed)
    nodes = picture_of(40).nodes
    kind = np.full_like(nodes.kind, NODE_KINDS.index(CardKind.TEAM))
    column, row = np.divmod(np.arange(len(nodes)), 8)
    corners = np.stack([column * 330 + chance.integers(0, 110, len(nodes)), row * 62], 1)
    boxes = np.hstack([corners, np.full((len(nodes), 2), (200, 54))]).astype(np.float32)
    titles = tuple(f"recommendations {i}" for i in range(len(nodes)))
    picture = replace(picture_of(40), nodes=replace(nodes, kind=kind, boxes=boxes, titles=titles))
    scale = 0.26
    found = place_names(Scene(picture), scale, 1.0, Labels(9, 600))
    assert len(found.nodes) > 0.8 * len(nodes)
    assert not any(overlap(a, b) for a, b in combinations(found.frames.tolist(), 2))
    cards = np.hstack([boxes[:, :2], boxes[:, :2] + boxes[:, 2:]])[found.nodes] * scale
    assert (found.frames[:, :2] <= cards[:, :2] + 1).all()
    assert (found.frames[:, 2:] >= cards[:, 2:] - 1).all()
    off_middle = np.abs((found.frames[:, 0] + found.frames[:, 2] - cards[:, 0] - cards[:, 2]) / 2) > 2
    whole = np.array([text == titles[i] for i, text in zip(found.nodes, found.texts, strict=True)])
    assert (off_middle & whole).any()


def test_what_a_scenario_adds_is_named_before_all_else(picture_of):
    """It has few edges, and is what one looks for."""
    picture = picture_of(400)
    named = place_names(Scene(picture), 0.24, 1.0, Labels(9, 600)).nodes.tolist()
    left_out = sorted(set(range(len(picture.nodes))) - set(named))
    assert named
    assert left_out
    edit = picture.nodes.edit.copy()
    edit[left_out[0]] = Edit.ADDED
    edited = Scene(replace(picture, nodes=replace(picture.nodes, edit=edit)))
    assert left_out[0] in place_names(edited, 0.24, 1.0, Labels(9, 600)).nodes


def test_a_name_is_whole_and_has_room_for_all_of_it(scene):
    """No name is cut, at any size of pixel."""
    labels = Labels(9, 600)
    found = place_names(scene, 0.5, 1.0, labels)
    assert len(found.nodes) > 0
    for node, text, place in zip(found.nodes.tolist(), found.texts, found.frames.tolist(), strict=True):
        assert text == whole_name(scene.picture.nodes.titles[node])
        assert place[2] - place[0] >= labels.width(text)


def test_a_name_that_is_left_out_had_no_room_beside_those_with_as_many_edges(scene):
    """Whoever is left out meets a card or a name of a node with at least as many edges."""
    labels = Labels(9, 600)
    found = place_names(scene, 0.15, 1.0, labels)
    ends = np.concatenate([scene.tails, scene.heads])
    degree = np.bincount(ends, minlength=len(scene.picture.nodes))
    boxes = scene.picture.nodes.boxes.astype(float) * 0.15
    boxes[:, 2:] += boxes[:, :2]
    for node in set(range(len(scene.picture.nodes))) - set(found.nodes.tolist()):
        text = whole_name(scene.picture.nodes.titles[node])
        middle = (boxes[node, :2] + boxes[node, 2:]) / 2
        half = np.array([labels.width(text) / 2 + 5, 8.0])
        place = [*(middle - half), *(middle + half)]
        cards = any(overlap(place, box) for i, box in enumerate(boxes.tolist()) if i != node)
        better = [
            p
            for i, p in zip(found.nodes.tolist(), found.frames.tolist(), strict=True)
            if degree[i] >= degree[node]
        ]
        assert cards or any(overlap(place, p) for p in better)


def test_a_picture_is_a_map_where_cards_are_specks_and_a_huge_one_until_its_titles_are_read():
    """Near, cards carry their own text."""
    assert is_map(MAP_BELOW / 2, 10)
    assert not is_map(MAP_BELOW, 10)
    assert is_map(MAP_BELOW, MOST_NODES + 1)
    assert not is_map(TITLES_ABOVE, MOST_NODES + 1)


def test_where_names_are_written_cards_carry_no_text_of_their_own():
    """And between the two a card is never without either, but where it is too small for both."""
    assert all(is_far(zoom, 10) for zoom in (MAP_BELOW / 2, MAP_BELOW, FAR_BELOW - 0.01))
    assert not is_far(FAR_BELOW, 10)
    assert is_far(TITLES_ABOVE - 0.01, MOST_NODES + 1)
    assert not is_far(TITLES_ABOVE, MOST_NODES + 1)


def test_a_frame_has_room_for_the_badge_of_an_effect_and_for_the_icon_where_it_is_shown(answered_picture_of):
    """Signs stand before the name, never on it; many names have their icon."""
    labels, scene = Labels(9, 600), Scene(answered_picture_of(60))
    found = place_names(scene, 0.5, 2.0, labels)
    badged = scene.picture.nodes.effect[found.nodes] != NO_EFFECT
    assert badged.any() and not badged.all() and found.marked.any()
    for text, frame, badge, mark in zip(
        found.texts, found.frames.tolist(), badged.tolist(), found.marked.tolist(), strict=True
    ):
        signs = (badge + mark) * SIGN_ROOM
        assert frame[2] - frame[0] >= 2.0 * (labels.width(text) + signs)


def test_names_without_those_of_some_nodes_are_the_others_unmoved(scene):
    """What is dragged leaves its name behind for nobody else."""
    found = place_names(scene, 0.3, 1.0, Labels(9, 600))
    fewer = found.without(found.nodes[:3])
    assert fewer.nodes.tolist() == found.nodes[3:].tolist()
    assert fewer.texts == found.texts[3:]
    assert np.array_equal(fewer.frames, found.frames[3:])
    assert np.array_equal(fewer.marked, found.marked[3:])


def test_names_go_with_their_cards_while_these_are_on_their_way(answered_picture_of):
    """The same nodes are named, each frame as far from its card as where all have arrived; pills go along, too."""
    picture, scale = answered_picture_of(60), 0.6
    pill = replace(picture.pills[0], box=Rect(-400.0, -400.0, -340.0, -386.0))  # beside all else
    arrived = Scene(replace(picture, pills=(pill,)))
    labels = Labels(9, 600)
    found = at_once(placing_pills(arrived, scale, 1.0, labels, place_names(arrived, scale, 1.0, labels)))
    ways = np.random.default_rng(1).uniform(-300, 300, (60, 2)).astype(np.float32)
    boxes = picture.nodes.boxes.copy()
    boxes[:, :2] += ways
    there = replace(pill, box=Rect(-300.0, -400.0, -240.0, -386.0))
    moved = replace(arrived.picture, nodes=replace(picture.nodes, boxes=boxes), pills=(there,))
    carried = found.carried(arrived, Scene(moved), scale)
    assert carried.texts == found.texts and found.pills
    assert carried.nodes.tolist() == found.nodes.tolist()
    for node, before, after in zip(found.nodes, found.frames, carried.frames, strict=True):
        at, now = (np.round(of[node, :2] * scale) for of in (picture.nodes.boxes, boxes))
        np.testing.assert_array_equal(after - np.tile(now, 2), before - np.tile(at, 2))
    ((_, before),), ((_, after),) = found.pills, carried.pills
    assert after == (before[0] + 60, before[1], before[2] + 60, before[3])


def test_the_same_picture_at_the_same_zoom_has_the_same_names(scene):
    """Tiles painted apart fit together because nothing else decides."""
    first, second = (place_names(scene, 0.3, 1.0, Labels(9, 600)) for _ in range(2))
    assert first.texts == second.texts
    assert np.array_equal(first.frames, second.frames)


def test_the_names_of_some_nodes_alone_are_placed_as_if_there_were_no_others(scene):
    """What is lit is read, though a dimmed card or its name lies there."""
    labels, some = Labels(9, 600), np.array([3, 17, 40], np.int32)
    found = place_names(scene, 0.2, 1.0, labels, among=some)
    assert found.nodes.tolist() == some.tolist()
    assert found.texts == tuple(whole_name(scene.picture.nodes.titles[i]) for i in some.tolist())
    nobody = place_names(scene, 0.2, 1.0, labels, among=np.zeros(0, np.int32))
    assert len(nobody.nodes) == len(nobody.texts) == 0


def test_no_name_meets_the_corner_of_a_frame_that_is_taller_than_its_name(picture_of):
    """A frame covers its whole card, so beside a name wider than the card its corners stand out."""
    picture = picture_of(2)
    boxes = np.array([(0, 0, 60, 95), (128, 93, 60, 38)], np.float32)
    scene = Scene(replace(picture, nodes=replace(picture.nodes, boxes=boxes)))
    found = place_names(scene, 0.24, 1.0, Labels(9, 600))
    assert not any(overlap(a, b) for a, b in combinations(found.frames.tolist(), 2))


@pytest.mark.parametrize("scale", [0.3, 0.34])
@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_names_on_one_line_do_not_touch(scene, scale, ratio):
    """Two pixels are between them at least."""
    frames = place_names(scene, scale * ratio, ratio, Labels(9, 600)).frames.tolist()
    assert len(frames) > 5
    wider = [(x0 - ratio, y0, x1 + ratio, y1) for x0, y0, x1, y1 in frames]
    assert not any(overlap(a, b) for a, b in combinations(wider, 2))


def test_a_name_stays_within_its_teams_area(scene):
    """At its sides, where the area is as wide as the name: which card it covers is told by no more than that."""
    picture, scale = scene.picture, 0.3
    boxes = picture.nodes.boxes.astype(float)
    areas = []
    for x, y, wide, high in boxes[np.argsort(boxes[:, 0])][::6].tolist():
        areas.append(Rect(x - 4, y - 4, x + 1.6 * wide, y + high + 4))
    groups = tuple(GroupShape(str(i), "", area, Point(area.x0, area.y0)) for i, area in enumerate(areas))
    found = place_names(Scene(replace(picture, groups=groups)), scale, 1.0, Labels(9, 600))
    held = 0
    for node, (x0, _, x1, _) in zip(found.nodes.tolist(), found.frames.tolist(), strict=True):
        x, y, wide, high = boxes[node].tolist()
        for area in areas:
            inside = area.x0 <= x and x + wide <= area.x1 and area.y0 <= y and y + high <= area.y1
            if inside and x1 - x0 <= (area.x1 - area.x0) * scale - 2:
                held += 1
                assert area.x0 * scale <= x0 + 1 and x1 - 1 <= area.x1 * scale
    assert held > 0
