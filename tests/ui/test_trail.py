"""The way back and forward through focuses: as a browser has it, and past what is gone."""

from hypothesis import given
from hypothesis import strategies as st

from explorer.session.views import Focus
from explorer.ui.trail import Trail

A, B, C = Focus(("a",)), Focus(("b",)), Focus(("c",), 2)


def always(_):
    return True


def test_back_and_forward_go_where_one_was():
    """From the whole system over two focuses, back to the whole system, and forward again."""
    trail = Trail().left(None).left(A)
    trail, place = trail.back(B, always)
    assert place == A
    trail, place = trail.back(place, always)
    assert place is None
    assert trail.before == ()
    trail, place = trail.forward(place, always)
    assert place == A
    trail, place = trail.forward(place, always)
    assert place == B
    assert trail.after == ()


def test_going_elsewhere_gives_up_what_one_went_back_from():
    """There is no way forward any more, and the way back begins where one left."""
    trail, place = Trail().left(None).left(A).back(B, always)
    trail = trail.left(place)
    assert trail == Trail((None, A), ())


def test_what_is_gone_is_passed_over():
    """And where nothing that was shown is left, one stays."""
    trail = Trail().left(None).left(A).left(B)
    assert trail.back(C, lambda focus: focus not in (A, B)) == (Trail((), (C,)), None)
    assert trail.back(C, lambda focus: False) == (Trail(), C)


@given(st.lists(st.sampled_from([None, A, B, C, "back", "forward"]), max_size=30))
def test_forward_undoes_back(steps):
    """After any walk, back and then forward leads to where one was, with the same trail."""
    trail, place = Trail(), None
    for step in steps:
        if step == "back":
            trail, place = trail.back(place, always)
        elif step == "forward":
            trail, place = trail.forward(place, always)
        else:
            trail, place = trail.left(place), step
    if trail.before:
        gone, there = trail.back(place, always)
        assert gone.forward(there, always) == (trail, place)
