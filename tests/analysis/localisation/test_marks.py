"""Marks are degrees: a person's word, a monitor's reading by its own usual ones, and nothing where nobody looked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.analysis.localisation.marks import BAD, GOOD, UNDECIDED, Mark, calibrated, sightings

USUAL = [10.0, 11.0, 9.0, 10.5, 9.5, 10.0, 10.2]


def test_a_persons_mark_is_nearly_sure():
    """Bad is 0.98 and good 0.02; nobody is believed beyond."""
    marks = sightings(["a"], ["b"]).marks
    assert [(m.node, m.degree, m.is_symptom) for m in marks] == [("a", 0.98, True), ("b", 0.02, False)]
    assert Mark(node="a", degree=1.0).believed == BAD
    assert Mark(node="a", degree=0.0).believed == GOOD


def test_a_degree_beyond_sure_is_refused():
    """A degree is between 0 and 1."""
    with pytest.raises(ValueError, match="between 0 and 1"):
        Mark(node="a", degree=1.5)


def test_a_check_takes_the_place_of_what_was_thought_before():
    """What a node was first seen as gives way to what a check found."""
    seen = sightings(["a"], ["b"]).after_check("b", is_bad=True)
    assert [(m.node, m.is_symptom) for m in seen.marks] == [("a", True), ("b", True)]
    assert seen.without("b").marks == sightings(["a"]).marks


def test_a_usual_reading_is_good_and_a_far_one_bad():
    """Each by the monitor's own middle and spread."""
    assert calibrated([10.1], USUAL) < 0.1
    assert calibrated([30.0], USUAL) == BAD


def test_the_same_reading_means_less_for_a_monitor_that_always_jumps():
    """No threshold is shared between monitors."""
    assert calibrated([14.0], USUAL) > 0.9 > calibrated([14.0], [2.0, 18.0, 5.0, 15.0, 10.0, 12.0])


def test_without_enough_usual_readings_a_monitor_says_nothing():
    """Not known to be unusual is not healthy."""
    assert calibrated([99.0], [10.0, 10.0]) == UNDECIDED
    assert calibrated([], USUAL) == UNDECIDED


def test_what_never_moved_before_is_bad_when_it_moves():
    """A spread of nothing."""
    assert calibrated([5.0], [4.0] * 6) == BAD
    assert calibrated([4.0], [4.0] * 6) == GOOD


@given(st.floats(0, 100), st.floats(0, 100))
def test_a_reading_further_off_is_never_less_bad(a, b):
    """Degrees grow with the distance, without a jump to sureness."""
    near, far = sorted((a, b))
    assert calibrated([10.0 + near], USUAL) <= calibrated([10.0 + far], USUAL)
