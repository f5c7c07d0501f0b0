"""Every way round, and no other: against brute force, and where merging the features of a view could deceive."""

import pytest
from hypothesis import given, settings

from explorer.analysis.loops.carrying import looping_parts
from explorer.analysis.loops.loop import loops_of_way
from explorer.analysis.loops.shortest_ways import shortest_ways
from explorer.analysis.loops.ways_round import ways_round
from explorer.errors import Cancelled
from tests.analysis.loops.oracle import all_loops, grouped, small_systems, turned
from tests.analysis.systems import node, system


def listed(graph):
    """The loops found, as the brute force writes them."""
    return [
        (turned(grouped(graph, loop.nodes)), loop.learning)
        for part in looping_parts(graph)
        for way in ways_round(part).ways
        for loop in loops_of_way(part, way)
    ]


@settings(max_examples=400)
@given(small_systems())
def test_the_loops_are_those_that_walking_every_way_finds(graph):
    """None is missing, none is invented, none is told twice."""
    found = listed(graph)
    assert set(found) == all_loops(graph)
    assert len(found) == len(set(found))


@settings(max_examples=150)
@given(small_systems())
def test_a_shortest_way_is_one_of_all_and_each_model_on_a_loop_has_one(graph):
    """Nothing is told of a large part that would not be told of a small one."""
    for part in looping_parts(graph):
        every = {turned([*map(str, way)]) for way in ways_round(part).ways}
        shortest = shortest_ways(part, 200, 500)
        assert {turned([*map(str, way)]) for way in shortest if len(set(way)) == len(way)} <= every
        on_loops = {i for way in ways_round(part).ways for i in way}
        assert {i for i in part.models if i in on_loops} <= {i for way in shortest for i in way}


def features(count, **arrows):
    """A model with so many features of one view; `reads` and `feeds` say which read the scores and feed the model."""
    return system(
        [
            *(node("model", "m"), node("dataset", "scores"), node("dataset", "other")),
            *(node("feature", f"f{i}", view="v") for i in range(count)),
        ],
        [
            ("m", "scores"),
            *(("scores", f"f{i}") for i in arrows["reads"]),
            *((f"f{i}", "m") for i in arrows["feeds"]),
            *arrows.get("more", ()),
        ],
    )


def test_features_side_by_side_are_one_loop():
    """Two hundred features of a view are one loop, in which all take part."""
    graph = features(200, reads=range(200), feeds=range(200))
    assert listed(graph) == [(turned(["m", "scores", ("view", "v")]), False)]


def test_merging_features_makes_no_loop():
    """One feature reads the scores and another of the view feeds the model: nothing comes back."""
    assert listed(features(2, reads=[0], feeds=[1])) == []


def test_features_made_from_one_another_lead_on_within_their_view():
    """The same two, the one made from the other: now it comes back."""
    graph = features(2, reads=[0], feeds=[1], more=[("f0", "f1")])
    assert listed(graph) == [(turned(["m", "scores", ("view", "v")]), False)]


def test_a_loop_through_two_features_of_a_view_is_told_where_none_is_shorter():
    """It passes the view twice and is real; were it two loops that meet in the view, only those would be told."""
    graph = features(2, reads=[0], feeds=[1], more=[("f0", "other"), ("other", "f1")])
    assert listed(graph) == [(turned(["m", "scores", ("view", "v"), "other", ("view", "v")]), False)]
    graph = features(2, reads=[0, 1], feeds=[0, 1], more=[("f0", "other"), ("other", "f1"), ("other", "f0")])
    assert listed(graph) == [(turned(["m", "scores", ("view", "v")]), False)]


def complete(count):
    """Models that all read one another."""
    names = [f"m{i}" for i in range(count)]
    return system(
        [node("model", i) for i in names],
        [(a, b, {"kind": "feeds"}) for a in names for b in names if a != b],
    )


@pytest.mark.parametrize(("models", "rounds"), [(2, 1), (3, 5), (4, 20), (5, 84), (6, 409)])
def test_rounds_of_systems_in_which_all_read_all_are_counted(models, rounds):
    """Known numbers of elementary rounds of complete graphs."""
    (part,) = looping_parts(complete(models))
    found = ways_round(part)
    assert (len(found.ways), found.complete) == (rounds, True)


def test_more_than_the_bound_is_not_complete():
    """Seven models have 2,365 rounds."""
    (part,) = looping_parts(complete(7))
    found = ways_round(part)
    assert (len(found.ways), found.complete) == (500, False)
    assert ways_round(part, most=2_365).complete
    assert not ways_round(part, most_steps=100).complete


def ring(count):
    """A model at the end of a chain of datasets that it begins."""
    names = [*(f"d{i:02}" for i in range(count - 1)), "m"]
    return system(
        [*(node("dataset", i) for i in names[:-1]), node("model", "m")],
        [(a, b, {"kind": "feeds"}) for a, b in zip(names, [*names[1:], names[0]], strict=True)],
    )


@pytest.mark.parametrize(("count", "found"), [(1, 1), (30, 1), (31, 0)])
def test_ways_have_at_most_thirty_nodes(count, found):
    """A longer one is for the shortest ways to tell."""
    (part,) = looping_parts(ring(count))
    assert len(ways_round(part).ways) == found
    assert [len(way) for way in shortest_ways(part, 200, 500)] == [count]


def test_it_can_be_stopped():
    """While it walks."""
    (part,) = looping_parts(complete(7))
    calls = []

    def check():
        calls.append(1)
        if len(calls) > 200:
            raise Cancelled

    with pytest.raises(Cancelled):
        ways_round(part, check)
