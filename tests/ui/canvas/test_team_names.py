"""Teams' names in what is seen: whole, on their area's line, under no panel and over nothing, or not there."""

from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor

from explorer.domain.geometry import Point, Rect
from explorer.drawing.notes import NoteColour
from explorer.drawing.picture import GroupShape, NoteShape
from explorer.drawing.theme import LIGHT
from explorer.ui.canvas.labels import Labels
from explorer.ui.canvas.scene import Scene
from explorer.ui.canvas.team_names import Line, TeamName, free_of, names_inside, whole_names
from explorer.ui.canvas.viewport import Viewport

pytestmark = pytest.mark.usefixtures("qapp")  # fonts are Qt's

WIDE, HIGH = 100.0, 12.0


def seen(left=0, top=0, width=600, height=400, ratio=1.0):
    """A part of the picture at full size."""
    return Viewport(zoom=1.0, ratio=ratio, left=left, top=top, width=width, height=height)


def name(x=16.0, y=9.0, sides=(0.0, 400.0)):
    """One at the corner of an area."""
    return TeamName("VISION", (x, y, x + WIDE, y + HIGH), sides)


def told(names, viewport, panels=(), is_free=lambda _: True):
    """{text: where it is seen}."""
    return dict(whole_names(names, viewport, panels, is_free))


def overlap(a, b):
    """Whether two boxes share some of their inside."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def test_a_name_that_is_seen_whole_stands_at_its_place():
    """In the view's own pixels, whatever else lies there."""
    assert told([name()], seen(-10, -20), is_free=lambda _: False) == {"VISION": (26, 29, 126, 41)}


def test_a_name_slides_along_its_area_when_the_border_would_cut_it():
    """As far as needed, and on its line."""
    (place,) = told([name()], seen(left=200)).values()
    assert place == (2, 9, 102, 21)


def test_a_name_is_left_out_where_its_area_ends():
    """Too little of the area is seen for the whole name."""
    assert told([name()], seen(left=350)) == {}
    assert told([name()], seen(left=-560)) == {}


def test_a_name_without_room_on_its_line_takes_another():
    """Here of two, and the shorter text first: what stands beside its own line is in the way."""
    others = (Line("VIS", 40.0, 9.0), Line("VISION", WIDE, 60.0))
    both = name()._replace(others=others)
    assert told([both], seen(left=350)) == {"VIS": (2, 9, 42, 21)}
    assert told([both], seen(left=200), is_free=lambda place: place[1] > 30) == {"VISION": (2, 60, 102, 72)}


@pytest.mark.parametrize("top", [15, -395])
def test_a_name_that_is_cut_above_or_below_is_left_out(top):
    """It keeps to its line, where its area has room for it."""
    assert told([name()], seen(top=top)) == {}


def test_a_name_slides_beside_a_panel():
    """Under the title it could not be read."""
    assert told([name()], seen(), panels=[(0, 0, 60, 30)]) == {"VISION": (66, 9, 166, 21)}
    assert told([name()], seen(), panels=[(0, 0, 300, 30)]) == {}


def test_a_name_does_not_slide_over_a_card():
    """At its own place it has room; elsewhere it might hide something."""
    assert told([name()], seen(left=200), is_free=lambda _: False) == {}


@given(
    widths=st.lists(st.integers(120, 800), min_size=1, max_size=8),
    rows=st.integers(1, 5),
    left=st.integers(-500, 1500),
    panel=st.tuples(st.integers(0, 300), st.integers(0, 300)),
    ratio=st.sampled_from([1.0, 1.5, 2.0]),
)
def test_every_name_told_is_whole_and_over_no_other(widths, rows, left, panel, ratio):
    """Wherever one looks at areas side by side; compared pair by pair."""
    begins = np.cumsum([0, *widths]).tolist()
    areas = [(a, b - 8, row * 60) for row in range(rows) for a, b in pairwise(begins)]
    names = [
        TeamName(str(i), (a + 4, y, a + 4 + WIDE, y + HIGH), (a, b)) for i, (a, b, y) in enumerate(areas)
    ]
    covered = (*panel, panel[0] + 200, panel[1] + 60)
    placed = told(names, seen(left, ratio=ratio), [covered])
    for text, place in placed.items():
        home, sides = names[int(text)].place, names[int(text)].sides
        assert place[0] >= 0
        assert place[2] <= 600
        assert (place[1], place[3]) == (home[1], home[3])
        assert sides[0] - left <= place[0]
        assert place[2] <= sides[1] - left
        assert not overlap(place, covered)
    assert not any(overlap(a, b) for a, b in combinations(placed.values(), 2))


def test_cards_notes_and_pills_keep_their_place_free(answered_picture_of):
    """A name that slides stays off whatever it could hide."""
    picture = answered_picture_of(12)
    note = NoteShape("n", Rect(-300.0, 0.0, -200.0, 80.0), ("look",), NoteColour.YELLOW)
    scene, viewport = Scene(replace(picture, notes=(note,))), seen(-400, -50, 3000, 2000)
    is_free = free_of(scene, viewport, None)
    x, y, wide, high = picture.nodes.boxes[3].tolist()
    for box in ((x, y, x + wide, y + high), note.box, picture.pills[0].box):
        middle = ((box[0] + box[2]) / 2 + 400, (box[1] + box[3]) / 2 + 50)
        assert not is_free((middle[0] - 3, middle[1] - 3, middle[0] + 3, middle[1] + 3))
    assert is_free((0.0, 0.0, 20.0, 10.0))


def test_only_areas_in_view_are_asked(picture_of):
    """Of many teams, few are seen when one reads."""
    groups = tuple(
        GroupShape(f"t{i}", f"TEAM {i}", Rect(i * 500.0, 0, i * 500.0 + 400, 300), Point(i * 500.0 + 16, 21))
        for i in range(20)
    )
    names = names_inside(Scene(replace(picture_of(3), groups=groups)), seen(1100), Labels(10, 600))
    assert [each.text for each in names] == ["TEAM 2", "TEAM 3"]


def test_the_canvas_writes_the_name_at_its_border(canvas, picture_of):
    """Seen in the pixels: where the picture has none, the name stands once it has slid there."""
    bounds = picture_of(60).bounds
    area = Rect(-2000.0, bounds.y0 - 200, bounds.x1, bounds.y1)
    group = GroupShape("t", "RECOMMENDATIONS", area, Point(area.x0 + 16, area.y0 + 21))
    canvas.set_picture(replace(picture_of(60), groups=(group,), bounds=area))
    canvas.zoom_by(1 / canvas.viewport.zoom)
    at = canvas.viewport.to_view(Point(-1000.0, group.label_at.y))
    canvas.pan(-at.x, 200 - at.y)
    canvas.finish()
    image = canvas.grab().toImage()
    assert image.size() == QSize(canvas.width(), canvas.height())
    ink = QColor(LIGHT.team_text)
    line = [image.pixelColor(x, y) for y in range(191, 202) for x in range(2, 110)]
    inked = np.array([abs(colour.lightness() - ink.lightness()) < 40 for colour in line])
    assert inked.sum() > 100
