"""Lines kept by zoom class and neighbourhood: what is asked of a part must be the part of the whole."""

import numpy as np
import pytest

from explorer.domain.entities import EdgeKey
from explorer.domain.geometry import Rect
from explorer.domain.kinds import EdgeKind
from explorer.drawing.picture import NO_EFFECT, EdgeShapes, Stroke
from explorer.ui.canvas.flatten import KEPT, Flattener, zoom_class

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


def test_only_the_neighbourhoods_used_last_are_kept(picture_of):
    """Going about at every zoom does not fill the memory."""
    picture = picture_of(30)
    flattener = Flattener(picture.edges, picture.strokes)
    for scale in (0.1, 0.2, 0.4, 0.8, 1.6, 3.2):
        for x in range(0, 60_000, 6_000):
            flattener.lines_in(Rect(x, 0, x + 10, 900), scale)
    assert len(flattener._lines) == KEPT
    assert len(flattener._parts) <= KEPT


def test_a_strip_is_found_among_the_lines_kept_around_the_one_before(picture_of, monkeypatch):
    """A pan by some pixels makes no lines anew, and they are those that a look from elsewhere makes."""
    picture = picture_of(120)
    flattener = Flattener(picture.edges, picture.strokes)
    flattener.lines_in(Rect(700, 100, 714, 600), 1.0)
    made = []
    monkeypatch.setattr(flattener, "_made", lambda *_: made.append(1))
    strips = [Rect(700 + dx, 100, 714 + dx, 600) for dx in (14, 28, 42, -14)]
    found = [rows(*flattener.lines_in(strip, 1.0)) for strip in strips]
    fresh = [rows(*Flattener(picture.edges, picture.strokes).lines_in(strip, 1.0)) for strip in strips]
    assert found == fresh and all(found) and not made


def _long_edges(dashed):
    """Three edges of many thousand pixels, one of them made of two curves."""
    ways = [(0, 0), (9000, 0), (21_000, 40_000), (30_000, 40_000)]
    back = [(30_000, 0), (20_000, 300), (10_000, -300), (0, 10)]
    twice = [(0, 500), (4000, 500), (4000, 900), (8000, 900), (12_000, 900), (9000, 20_000), (40_000, 20_000)]
    routes = np.array(ways + back + twice, np.float32)
    none = np.full(3, NO_EFFECT, np.uint8)
    return EdgeShapes(
        keys=tuple(EdgeKey(str(number), "end", EdgeKind.FEEDS) for number in range(3)),
        routes=routes,
        starts=np.array([0, 4, 8, 15], np.int32),
        tips=routes[[3, 7, 14]],
        directions=np.tile(np.array([1, 0], np.float32), (3, 1)),
        stroke=np.full(3, int(dashed), np.uint8),
        effect=none,
        faded=np.zeros(3, np.bool_),
        edit=np.zeros(3, np.uint8),
    ), (Stroke("#000000", 1.0), Stroke("#000000", 1.0, (60.0, 40.0)))


@pytest.mark.parametrize("dashed", [False, True], ids=["plain", "dashed"])
def test_a_long_edge_is_the_same_from_wherever_one_looks(dashed):
    """Its far parts are not cut, and the near ones are what they are when all of it is."""
    edges, strokes = _long_edges(dashed)
    whole = rows(*Flattener(edges, strokes).lines_in(EVERYTHING, 1.0))
    seen = set()
    for row in sorted(whole)[:: len(whole) // 60]:
        x, y = row[0], row[1]
        rect = Rect(x - 150, y - 150, x + 150, y + 150)
        part = rows(*Flattener(edges, strokes).lines_in(rect, 1.0))
        assert part == {line for line in whole if touches(line[:4], rect)}
        seen |= part
    assert seen < whole


def test_dashes_go_on_from_part_to_part():
    """Taken together where they meet, they are as long as the pattern says, and so are the gaps."""
    edges, strokes = _long_edges(True)
    lines, owners = Flattener(edges, strokes).lines_in(EVERYTHING, 1.0)
    on, off = 60 / 0.75, 40 / 0.75  # as long as meant amid the zoom class
    for edge in range(3):
        own = lines[owners == edge].astype(np.float64)
        gaps = np.hypot(*(own[1:, :2] - own[:-1, 2:]).T)
        apart = gaps > 2
        dashes = np.hypot(*(own[:, 2:] - own[:, :2]).T)
        whole = np.add.reduceat(dashes, np.append(0, np.flatnonzero(apart) + 1))
        assert len(whole) > 100
        assert (np.abs(whole[:-1] - on) < 2).mean() > 0.97
        assert (np.abs(gaps[apart] - off) < 2).mean() > 0.97


def test_a_zoom_class_ends_at_its_doubling():
    """Scale 1 is still of the class that is exact at 1."""
    assert [zoom_class(scale) for scale in (0.51, 1.0, 1.01, 2.0)] == [0, 0, 1, 1]
