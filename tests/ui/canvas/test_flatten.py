"""Lines kept by zoom class and span: what is asked of a part must be the part of the whole."""

import numpy as np
import pytest

from explorer.domain.geometry import Rect
from explorer.ui.canvas.flatten import KEPT_CLASSES, Flattener, zoom_class

EVERYTHING = Rect(-1e9, -1e9, 1e9, 1e9)


def rows(lines, owners):
    """As a set, to be compared."""
    return {(*map(float, line), int(owner)) for line, owner in zip(lines, owners, strict=True)}


def touches(line, rect):
    """Whether the extents meet."""
    x0, y0, x1, y1 = line
    return (
        max(x0, x1) >= rect.x0
        and min(x0, x1) <= rect.x1
        and max(y0, y1) >= rect.y0
        and min(y0, y1) <= rect.y1
    )


@pytest.mark.parametrize("scale", [0.2, 1.0, 3.0])
def test_a_part_has_all_lines_of_the_whole_that_touch_it(answered_picture_of, scale):
    """In whatever order parts were asked for."""
    picture = answered_picture_of(120, 3)
    at_once = Flattener(picture.edges, picture.strokes)
    whole = rows(*at_once.lines_in(EVERYTHING, scale))
    by_parts = Flattener(picture.edges, picture.strokes)
    for x in range(-200, 3000, 170):
        rect = Rect(x, 100, x + 200, 420)
        part = rows(*by_parts.lines_in(rect, scale))
        assert part <= whole
        assert {row for row in whole if touches(row[:4], rect)} <= part


def test_lines_are_told_of_the_edges_asked_for_only(picture_of):
    """And those are told in full."""
    picture = picture_of(80)
    flattener = Flattener(picture.edges, picture.strokes)
    among = np.arange(len(picture.edges)) % 3 == 0
    some = rows(*flattener.lines_in(EVERYTHING, 1.0, among))
    every = rows(*flattener.lines_in(EVERYTHING, 1.0))
    assert some == {row for row in every if among[int(row[4])]}


def test_few_zoom_classes_are_kept(picture_of):
    """Zooming through all of them does not fill the memory."""
    picture = picture_of(30)
    flattener = Flattener(picture.edges, picture.strokes)
    for scale in (0.1, 0.2, 0.4, 0.8, 1.6, 3.2):
        flattener.lines_in(EVERYTHING, scale)
    assert len(flattener._lines) == KEPT_CLASSES


def test_a_zoom_class_ends_at_its_doubling():
    """Scale 1 is still of the class that is exact at 1."""
    assert [zoom_class(scale) for scale in (0.51, 1.0, 1.01, 2.0)] == [0, 0, 1, 1]
