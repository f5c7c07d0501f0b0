"""Teams' labels seen from afar: whole, by their areas, none over another, and over the cards."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from explorer.domain.geometry import Point, Rect
from explorer.drawing.picture import GroupShape
from explorer.drawing.theme import LIGHT
from explorer.ui.canvas.at_once import at_once
from explorer.ui.canvas.corners import MARGIN
from explorer.ui.canvas.far_labels import LABELS_BELOW, MOST_LABELS, placing_labels
from explorer.ui.canvas.far_names import place_names
from explorer.ui.canvas.labels import Labels
from explorer.ui.canvas.scene import Scene
from explorer.ui.canvas.viewport import Viewport

pytestmark = pytest.mark.usefixtures("qapp")  # fonts are Qt's


def overlap(a, b) -> bool:
    """Whether two boxes share some of their inside."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def with_teams(picture, boxes):
    """The picture with these areas."""
    groups = tuple(
        GroupShape(f"t{i}", f"TEAM {i}", Rect(*box), Point(box[0] + 16, box[1] + 16))
        for i, box in enumerate(boxes)
    )
    return replace(picture, groups=groups)


def place_labels(*what):
    """All steps of placing them at once."""
    return at_once(placing_labels(*what))


@pytest.fixture
def crowded(picture_of):
    """Many areas, on top of one another."""
    corners = np.random.default_rng(3).integers(0, 2500, (60, 2)).tolist()
    return Scene(with_teams(picture_of(300), [(x, y, x + 700, y + 400) for x, y in corners]))


@pytest.mark.parametrize("scale", [0.05, 0.2, 0.45])
@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_no_label_lies_over_another_or_a_name(crowded, scale, ratio):
    """Compared pair by pair; each is whole, and touches its area or stands right beside it."""
    labels = Labels(10, 600, spacing=0.4)
    placed = place_labels(crowded, scale, ratio, labels)
    assert len(placed) > 3
    assert not any(overlap(a, b) for (_, a, *_), (_, b, *_) in combinations(placed, 2))
    boxes = {group.label: group.box for group in crowded.picture.groups}
    for text, (x0, y0, x1, y1), *_ in placed:
        assert x1 - x0 >= labels.width(text) * ratio
        area = boxes[text]
        near = [area.x0 * scale - 3, area.y0 * scale - 3, area.x1 * scale + 3, area.y1 * scale + 3]
        assert overlap((x0, y0, x1, y1), near)
    names = place_names(crowded, scale, ratio, Labels(9, 600), [place for _, place, *_ in placed])
    cards = crowded.picture.nodes.boxes[names.nodes] * scale
    for frame, card in zip(names.frames.tolist(), cards.tolist(), strict=True):
        own = (card[0] - 1, card[1] - 1, card[0] + card[2] + 1, card[1] + card[3] + 1)
        assert all(overlap(place, own) for _, place, *_ in placed if overlap(place, frame))


def test_areas_apart_have_their_labels_above_their_left_corners(picture_of):
    """Where nothing is in the way."""
    scene = Scene(with_teams(picture_of(4000), [(0, 0, 900, 500), (1500, 0, 2400, 500)]))
    placed = {text: place for text, place, *_ in place_labels(scene, 0.2, 1.0, Labels(10, 600))}
    assert [placed[f"TEAM {i}"][:2] for i in (0, 1)] == [(0, -13), (300, -13)]


def test_a_label_goes_where_it_covers_the_fewest_cards(picture_of):
    """Here, not above the area, where a card is."""
    picture = picture_of(2)
    boxes = picture.nodes.boxes.copy()
    boxes[:, :2] = [(0, -60), (400, 400)]
    scene = Scene(with_teams(replace(picture, nodes=replace(picture.nodes, boxes=boxes)), [(0, 0, 900, 500)]))
    ((_, place, *_),) = place_labels(scene, 0.4, 1.0, Labels(10, 600))
    assert len(scene.nodes_in(Rect(*(side / 0.4 for side in place)))) == 0


def test_however_many_teams_there_are_few_enough_are_labelled(picture_of):
    """The largest."""
    boxes = [(1000.0 * i, 0.0, 1000.0 * i + 500 + i, 300.0) for i in range(MOST_LABELS + 50)]
    placed = place_labels(Scene(with_teams(picture_of(5), boxes)), 0.3, 1.0, Labels(10, 600))
    assert {name.text for name in placed} == {f"TEAM {i}" for i in range(50, MOST_LABELS + 50)}


def test_a_label_is_seen_over_the_cards_it_meets(picture_of, renderer_of):
    """An area full of cards, above another full of cards: the lower one's label is not buried."""
    picture = picture_of(4000)
    middle = picture.bounds.y1 / 2
    areas = [(0, 0, picture.bounds.x1, middle), (0, middle, picture.bounds.x1, picture.bounds.y1)]
    viewport = replace(Viewport(0.1).resized(400, 200, 1.0), left=0, top=round(middle * 0.1) - 100)
    assert viewport.zoom < LABELS_BELOW
    image = QImage(400, 200, QImage.Format.Format_RGB32)
    renderer = renderer_of(with_teams(picture, areas))
    for _ in renderer.paint(image, viewport):
        pass
    painter = QPainter(image)
    renderer.draw_team_names(painter, viewport)
    painter.end()
    plate = [image.pixelColor(x, y) for y in range(88, 99) for x in range(45)]
    text, ground = QColor(LIGHT.team_text), QColor(LIGHT.ground)
    close = [abs(c.lightness() - ground.lightness()) < 25 for c in plate]
    inked = [abs(c.lightness() - text.lightness()) < 40 for c in plate]
    assert sum(close) > 0.5 * len(plate)
    assert sum(inked) > 20


def test_an_area_with_room_for_its_name_alone_is_not_left_without_it(picture_of):
    """The number of its nodes is told where it fits."""
    area = Rect(0, 0, 1000, 400)
    group = GroupShape(
        "search", "SEARCH AND DISCOVERY · 12 nodes", area, Point(16, 16), "SEARCH AND DISCOVERY"
    )
    scene = Scene(replace(picture_of(1), groups=(group,)))
    labels = Labels(10, 600, spacing=0.4)
    whole, name = labels.width(group.label), labels.width(group.name)
    assert [label.text for label in place_labels(scene, (whole + 10) / 1000, 1.0, labels)] == [group.label]
    assert [label.text for label in place_labels(scene, (name + 10) / 1000, 1.0, labels)] == [group.name]


def test_the_label_of_a_small_area_at_the_right_side_does_not_leave_the_picture(picture_of):
    """A fitted picture keeps some pixels from the canvas' sides, which cut what is beyond."""
    picture = picture_of(60)
    scale, bounds = 0.2, picture.bounds
    shown = with_teams(picture, [(bounds.x1 - 100, bounds.y0, bounds.x1, bounds.y0 + 100)])
    shown = replace(shown, groups=tuple(replace(group, label="DATA PLATFORM") for group in shown.groups))
    labels = Labels(10, 600)
    ((text, place, *_),) = place_labels(Scene(shown), scale, 1.0, labels)
    assert text == "DATA PLATFORM"
    assert place[2] - place[0] > 100 * scale + MARGIN
    assert place[2] <= bounds.x1 * scale + MARGIN
