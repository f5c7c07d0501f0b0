"""Boxes in line and evenly spread."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.geometry import Point, Rect
from explorer.session.aligning import aligned, distributed

NUMBERS = st.integers(-1000, 1000)
BOXES = st.dictionaries(
    st.text(max_size=3),
    st.builds(lambda x, y, w, h: Rect(x, y, x + w, y + h), NUMBERS, NUMBERS, *[st.integers(1, 300)] * 2),
    max_size=8,
)


def put(boxes, places):
    """The boxes where they were put."""
    half = {i: (b.width / 2, b.height / 2) for i, b in boxes.items()}
    return {
        i: Rect(p.x - half[i][0], p.y - half[i][1], p.x + half[i][0], p.y + half[i][1])
        for i, p in places.items()
    }


def near(one, other):
    return abs(one - other) < 1e-6


@given(BOXES)
def test_borders_come_into_line_at_the_outermost_and_nothing_moves_across(boxes):
    """Left, right, top and bottom at the border of all together; the other axis stays."""
    for line, border, other in (
        ("left", "x0", "y0"),
        ("right", "x1", "y0"),
        ("top", "y0", "x0"),
        ("bottom", "y1", "x0"),
    ):
        outermost = min if line in ("left", "top") else max
        made = put(boxes, aligned(boxes, line))
        assert made.keys() == boxes.keys()
        for i, box in made.items():
            assert near(getattr(box, border), outermost(getattr(b, border) for b in boxes.values()))
            assert near(getattr(box, other), getattr(boxes[i], other))


@given(BOXES)
def test_centres_and_middles_are_those_of_all_together(boxes):
    """Halfway between the outermost borders."""
    for line, low, high, axis in (("centre", "x0", "x1", 0), ("middle", "y0", "y1", 1)):
        for at in aligned(boxes, line).values():
            first = min(getattr(b, low) for b in boxes.values())
            last = max(getattr(b, high) for b in boxes.values())
            assert near(at[axis], (first + last) / 2)


@given(BOXES)
def test_what_is_in_line_stays_when_it_is_aligned_again(boxes):
    """To a rounding."""
    for line in ("left", "centre", "right", "top", "middle", "bottom"):
        once = aligned(boxes, line)
        again = aligned(put(boxes, once), line)
        assert all(near(once[i].x, again[i].x) and near(once[i].y, again[i].y) for i in once)


def test_gaps_become_alike_between_the_outermost():
    """Boxes of different width keep their order."""
    boxes = {"c": Rect(300, 0, 400, 10), "a": Rect(0, 5, 50, 10), "b": Rect(60, 0, 90, 10)}
    made = put(boxes, distributed(boxes, "across"))
    assert [made[i].x0 for i in "abc"] == [0, 160, 300]
    assert [made[i].x1 for i in "abc"] == [50, 190, 400]
    assert made["a"].y0 == 5


def test_boxes_that_lie_over_one_another_are_parted():
    """On both sides alike, with a little air."""
    boxes = {i: Rect(0, y, 10, y + 100) for i, y in (("a", 0), ("b", 5), ("c", 50))}
    made = distributed(boxes, "down")
    assert [made[i].y for i in "abc"] == [-37, 75, 187]


@given(BOXES.filter(lambda boxes: len(boxes) > 2))
def test_spread_boxes_have_like_gaps_and_none_lies_over_another(boxes):
    """Whatever they did before; across nothing changes."""
    made = sorted(put(boxes, distributed(boxes, "down")).values(), key=lambda box: box.y0 + box.y1)
    gaps = [two.y0 - one.y1 for one, two in pairwise(made)]
    assert max(gaps) - min(gaps) < 1e-6
    assert min(gaps) > 12 - 1e-6
    assert sorted(round(b.x0) for b in made) == sorted(b.x0 for b in boxes.values())


def test_two_boxes_have_one_gap_which_is_like_itself():
    """They stay where they are."""
    boxes = {"a": Rect(0, 0, 10, 10), "b": Rect(50, 0, 60, 10)}
    assert distributed(boxes, "across") == {"a": Point(5, 5), "b": Point(55, 5)}
