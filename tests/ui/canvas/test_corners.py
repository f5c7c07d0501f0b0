"""Title and legend make way where the canvas is low or narrow."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF

from explorer.domain.geometry import Rect
from explorer.domain.kinds import NodeKind
from explorer.drawing.picture import LegendEntry
from explorer.drawing.theme import LIGHT
from explorer.ui.canvas.corners import Corners
from explorer.ui.canvas.palette import Fonts, Palette
from explorer.ui.canvas.scene import empty_picture

WIDE, HIGH, LOW = 1000.0, 700.0, 150.0


@pytest.fixture
def sized(qapp):
    """Corners, and a function that gives them the room (width, height) and tells how high the legend is."""
    kinds = tuple(LegendEntry("kind", kind.value, kind=kind) for kind in NodeKind)
    picture = replace(empty_picture(), title="Streams", facts="12 nodes, 30 edges", legend=kinds)
    palette, corners = Palette(picture, LIGHT, Fonts()), Corners()

    def size(width, height):
        corners.prepare(picture, palette, width, height, 1.0)
        return corners.legend_rect().height()

    return corners, size


def test_the_legend_folds_where_it_would_take_more_than_a_third_and_unfolds_with_room(sized):
    """Whether the canvas is too low for it, or so narrow that it has too many rows; its name stays."""
    corners, size = sized
    whole = size(WIDE, HIGH)
    chip = size(WIDE, LOW)
    assert not corners.unfolded
    assert 0 < chip < whole
    assert size(WIDE, 3 * whole) == whole
    assert size(WIDE, 3 * whole - 1) == chip
    assert size(200.0, HIGH) == chip
    assert size(WIDE, HIGH) == whole


def test_a_person_may_unfold_it_without_room(sized):
    """Until room has come and gone: then it is folded again."""
    corners, size = sized
    whole, chip = size(WIDE, HIGH), size(WIDE, LOW)
    corners.unfolded = True
    assert size(WIDE, LOW) == size(WIDE, LOW + 1) == whole
    assert size(WIDE, HIGH) == whole
    assert size(WIDE, LOW) == chip


def test_what_a_person_folded_stays_folded_whatever_room_there_is(sized):
    """Until that person unfolds it."""
    corners, size = sized
    whole, chip = size(WIDE, HIGH), size(WIDE, LOW)
    size(WIDE, HIGH)
    corners.unfolded = False
    assert [size(WIDE, height) for height in (HIGH, LOW, HIGH)] == [chip] * 3
    corners.unfolded = True
    assert size(WIDE, HIGH) == whole


def test_a_legend_unfolded_and_folded_without_room_comes_back_with_room(sized):
    """To undo one's own choice is not to choose the opposite for ever."""
    corners, size = sized
    whole = size(WIDE, HIGH)
    size(WIDE, LOW)
    corners.unfolded = True
    corners.unfolded = False
    assert size(WIDE, HIGH) == whole


def test_a_low_canvas_keeps_the_title_and_drops_its_second_line(sized):
    """And a fitted picture gets the room."""
    corners, size = sized
    size(WIDE, HIGH)
    above = corners.margins().y0
    size(WIDE, LOW)
    assert corners.margins().y0 == above - 24.0
    size(WIDE, HIGH)
    assert corners.margins().y0 == above


def test_what_is_shown_takes_two_more_lines_where_one_is_too_short_for_it(qapp):
    """And is cut in the last alone; a low canvas has room for one line only."""
    palette, corners = Palette(empty_picture(), LIGHT, Fonts()), Corners()

    def title_height(facts, height=HIGH):
        picture = replace(empty_picture(), title="Streams", facts=facts)
        corners.prepare(picture, palette, 400.0, height, 1.0)
        return corners.title_rect().height()

    one, long = title_height("12 nodes"), " · ".join(["56 nodes, 79 edges"] * 5)
    two, three = title_height(long), title_height(long * 2)
    assert one < two < three
    assert title_height(long * 9) == three
    assert title_height(long, 4 * one) == title_height("12 nodes", 4 * one) == one


def test_the_legend_folds_where_the_picture_would_be_smaller_for_it(qapp):
    """A tall picture needs the height; a wide or a small one does not."""
    kinds = tuple(LegendEntry("kind", kind.value, kind=kind) for kind in NodeKind)
    palette = Palette(empty_picture(), LIGHT, Fonts())

    def unfolded(width, height):
        corners = Corners()
        bounds = Rect(0.0, 0.0, width, height)
        picture = replace(empty_picture(), title="Streams", legend=kinds, bounds=bounds)
        corners.prepare(picture, palette, WIDE, 500.0, 1.0)
        return corners.unfolded

    assert unfolded(3000.0, 1000.0)
    assert unfolded(300.0, 150.0)
    assert not unfolded(1000.0, 3000.0)


def test_what_is_asked_stands_under_the_title_only_where_no_banner_tells_it(qapp):
    """In the window a banner does; a presentation has none, and its title needs more lines."""
    told = replace(empty_picture(), title="Streams", facts="12 nodes", subtitle="What if? " * 30 + "12 nodes")
    palette = Palette(empty_picture(), LIGHT, Fonts())
    heights = []
    for tells in (False, True):
        corners = Corners()
        corners.tells_answer = tells
        corners.prepare(told, palette, 400.0, HIGH, 1.0)
        heights.append(corners.title_rect().height())
    assert heights[0] < heights[1]


def test_larger_text_needs_more_room_in_both_corners(qapp):
    """The legend folds sooner; its line that unfolds it is as high as it is seen to be."""
    kinds = tuple(LegendEntry("kind", kind.value, kind=kind) for kind in NodeKind)
    picture = replace(empty_picture(), title="Streams", facts="12 nodes, 30 edges", legend=kinds)
    palette, usual, larger = Palette(picture, LIGHT, Fonts()), Corners(), Corners()
    usual.prepare(picture, palette, WIDE, 400.0, 1.0)
    larger.prepare(picture, palette, WIDE, 400.0, 1.0, 2.0)
    assert usual.unfolded
    assert not larger.unfolded
    chip = larger.legend_rect()
    assert larger.is_on_header(chip.bottomLeft() + QPointF(5, -6))
    assert chip.bottom() <= 400.0
    assert larger.margins().y0 > usual.margins().y0
