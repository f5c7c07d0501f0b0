"""A metric's history beside its objective's, in sentences and points."""

import json
from dataclasses import asdict
from datetime import date, timedelta

import numpy as np

from explorer.analysis.histories.comparison import compare
from explorer.analysis.histories.parting import Course
from explorer.domain.histories import History
from explorer.domain.kinds import Direction
from tests.analysis.histories.series import START, parting, steady, weekly

UP, DOWN = Direction.UP, Direction.DOWN


def compared(metric, objective, up=UP, aim=UP, seed=0):
    """The comparison of two histories that are meant to go up."""
    return compare(metric, objective, metric_direction=up, objective_direction=aim, seed=seed)


def test_a_proxy_that_left_its_objective():
    """Since a week in the middle, with the weeks between which it must have been."""
    proxy, objective = parting(np.random.default_rng(1), 80, 40)
    found = compared(weekly("clicks", proxy), weekly("retention", objective))
    truth = START + timedelta(weeks=40)
    assert found.course is Course.PARTED
    assert found.earliest <= truth <= found.latest
    assert found.sentences[1].startswith(f"clicks has parted from retention since {found.since} (between ")
    assert len(found.points) == 80
    assert found.points[3].metric == proxy[3]


def test_what_is_meant_to_go_down_is_turned_round():
    """An error that falls while complaints stand still has parted as clicks would."""
    proxy, objective = parting(np.random.default_rng(1), 80, 40)
    found = compared(weekly("error", -proxy), weekly("complaints", -objective), DOWN, DOWN)
    assert found.course is Course.PARTED
    wrong_way = compared(weekly("error", -proxy), weekly("retention", objective), UP, UP)
    assert wrong_way.course is not Course.PARTED


def test_without_a_direction_parting_cannot_be_told():
    """Better and worse are not known; the correlation is told all the same."""
    proxy, objective = parting(np.random.default_rng(1), 80, 40)
    found = compared(weekly("clicks", proxy), weekly("retention", objective), None)
    assert found.course is Course.CANNOT_TELL
    assert "has no good direction" in found.sentences[1]
    assert found.on_changes


def test_a_delay_is_told_and_used():
    """The objective follows two weeks later; nothing has parted."""
    rng = np.random.default_rng(2)
    lead = np.cumsum(rng.normal(size=90))
    follow = np.concatenate((lead[:1], lead[:1], lead[:-2])) + 0.1 * rng.normal(size=90)
    found = compared(weekly("clicks", lead), weekly("retention", follow))
    assert found.lag == 2
    assert "retention changes the same way 2 weeks later" in found.sentences[0]
    assert found.course is Course.TOGETHER


def test_too_short_says_how_long_it_takes():
    """Cannot tell is an answer with a number."""
    found = compared(weekly("clicks", range(8)), weekly("retention", range(8)))
    assert found.course is Course.CANNOT_TELL
    assert found.sentences == (
        "Whether retention follows clicks cannot be told from 8 weeks of both; it takes 13 weeks.",
        "Whether clicks and retention have parted cannot be told from 8 weeks; it takes 20 weeks in which both vary.",
    )


def test_no_time_in_common_and_no_values():
    """Said in one sentence."""
    later = History("o", (date(2030, 1, 1),), (1.0,))
    found = compared(weekly("clicks", range(8)), later)
    assert found.course is Course.CANNOT_TELL
    assert found.sentences == ("clicks and o have no time in common, so nothing can be said of both.",)


def test_unrelated_series_are_not_called_related():
    """Two random walks: their values may correlate, and the sentence says what that is worth."""
    rng = np.random.default_rng(12)
    found = compared(weekly("a", steady(rng, 60, 1.0)), weekly("b", steady(rng, 60, 1.0)))
    assert found.lag == 0
    assert "cannot be seen" in found.sentences[0]


def test_ways_that_bend_without_a_parting_are_told_as_such():
    """The proxy speeds up while the objective goes on rising."""
    rng = np.random.default_rng(6)
    objective = np.arange(80) * 0.2 + steady(rng, 80, 0.2) * 0.2
    proxy = objective + np.maximum(0, np.arange(80) - 40) * 0.3 + steady(rng, 80, 0.2) * 0.2
    found = compared(weekly("clicks", proxy), weekly("retention", objective))
    assert found.sentences[1].endswith("their ways bend, but both get better.")


def test_the_result_is_plain():
    """It can be written as JSON and is the same for the same seed."""
    proxy, objective = parting(np.random.default_rng(1), 60, 30)
    first = compared(weekly("clicks", proxy), weekly("retention", objective), seed=4)
    assert first == compared(weekly("clicks", proxy), weekly("retention", objective), seed=4)
    json.dumps(asdict(first), default=str)
