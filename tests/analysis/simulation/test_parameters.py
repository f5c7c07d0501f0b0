"""What the edges of a loop say about its simulation, and what is said where they do not."""

from datetime import timedelta
from itertools import pairwise

import pytest

from explorer.analysis.simulation.parameters import read_settings
from explorer.domain.entities import Filter
from tests.analysis.systems import node, system


def read(*page_edges, cadence=None):
    """The settings of a loop over as many pages as there are edges into them."""
    pages = [node("consumer", f"page{i}") for i in range(len(page_edges))]
    names = ["ranker", "scores", *(p.id for p in pages), "viewers", "events", "labels", "ranker"]
    graph = system(
        [
            *(node("model", "ranker", cadence=cadence), node("dataset", "scores"), node("world", "viewers")),
            *(node("dataset", "events"), node("job", "labels"), *pages),
        ],
        [
            (a, b, {"kind": "feeds", **page_edges[int(b[-1])]} if b.startswith("page") else {})
            for a, b in pairwise(names)
        ],
    )
    return read_settings(graph, list(graph.edges.values()))


def at_least(value, field="confidence", op=">="):
    """A filter."""
    return Filter(field=field, op=op, value=value)


def test_the_filter_is_the_threshold_and_its_exploration_the_exploration():
    """Both are read off the edge, and the notes say from where."""
    found = read({"filter": at_least(0.6), "exploration": 0.05})
    assert (found.settings.threshold, found.settings.exploration) == (0.6, 0.05)
    assert any("0.6" in note and "page0" in note for note in found.notes)


def test_unsaid_exploration_is_none():
    """What nobody has said is not counted on, and the note says so."""
    found = read({"filter": at_least(0.6)})
    assert found.settings.exploration == 0.0
    assert any("nobody has said" in note for note in found.notes)


def test_of_two_filters_the_strictest_decides_and_only_what_both_explore_is_shown():
    """A pair must pass both to be seen."""
    found = read({"filter": at_least(0.3), "exploration": 0.2}, {"filter": at_least(0.7), "exploration": 0.1})
    assert (found.settings.threshold, found.settings.exploration) == (0.7, 0.1)
    found = read({"filter": at_least(0.3)}, {"filter": at_least(0.7), "exploration": 0.1})
    assert found.settings.exploration == 0.0


@pytest.mark.parametrize(
    "other", [at_least("adult", "genre", "=="), at_least(50), at_least(0.5, op="<"), at_least(True)]
)
def test_a_filter_of_another_sort_is_named_and_left_out(other):
    """It is no floor for a confidence, so nothing is simulated of it."""
    found = read({"filter": other})
    assert found.settings.threshold == 0.0
    assert any(str(other) in note for note in found.notes)


def test_without_a_filter_nothing_is_hidden():
    """The note says that one may be set."""
    found = read({})
    assert found.settings.threshold == 0.0
    assert any("No filter" in note for note in found.notes)


def test_a_round_is_one_retraining():
    """Its length is the cadence, or not known."""
    assert any("1 week" in note for note in read({}, cadence=timedelta(days=7)).notes)
    assert any("nobody says how often" in note for note in read({}).notes)
