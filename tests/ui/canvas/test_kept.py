"""What is kept is found from within its place, and the oldest goes."""

from explorer.domain.geometry import Rect
from explorer.ui.canvas.kept import Kept


def test_a_value_is_found_from_within_its_rectangle_only():
    """And only under its key."""
    kept = Kept(3)
    kept.keep(Rect(0, 0, 10, 10), 1, "here")
    assert kept.around(Rect(0, 2, 10, 4), 1) == "here"
    assert kept.around(Rect(0, 2, 10.5, 4), 1) is None
    assert kept.around(Rect(0, 2, 10, 4), 2) is None


def test_the_one_that_was_not_used_for_longest_is_dropped():
    """A value that is asked for stays."""
    kept = Kept(2)
    for x in (0, 10):
        kept.keep(Rect(x, 0, x + 5, 5), None, x)
    kept.around(Rect(1, 1, 2, 2), None)
    kept.keep(Rect(20, 0, 25, 5), None, 20)
    assert [kept.around(Rect(x + 1, 1, x + 2, 2), None) for x in (0, 10, 20)] == [0, None, 20]
    assert len(kept) == 2
