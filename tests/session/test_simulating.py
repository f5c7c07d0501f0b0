"""The sentence on what a simulation shows: what rose, what fell, and when there is nothing left."""

from explorer.analysis.simulation.settings import LoopSettings
from explorer.session.simulating import simulate, verdict


def told(**changed) -> str:
    """What is said of a small simulation."""
    return verdict(simulate(LoopSettings(pairs=1_000, seeds=4, **changed)))


def test_a_filter_looks_better_and_delivers_less():
    """Both are said, with their numbers."""
    said = told(threshold=0.5)
    assert said.startswith("The clicks on what is shown rise from ")
    assert said.endswith("%: the filter picks its own denominator.")


def test_without_a_filter_nothing_is_lost():
    """And nothing is said to rise."""
    assert told(threshold=0.0) == "The value delivered stays about where it was."


def test_where_nothing_passes_there_is_nothing_to_learn_from():
    """No share of nothing is made up."""
    assert told(threshold=1.0, first_error=0.0) == (
        "In the end nothing passes the filter, so there is nothing left to learn from."
    )
