"""Since when a proxy and its objective have parted: found where it is so, and not where it is not."""

import numpy as np
import pytest

from explorer.analysis.histories.parting import LEAST_PERIODS, Course, find_parting
from tests.analysis.histories.series import parting, steady


def test_a_parting_is_found_with_its_uncertainty():
    """The proxy rises from period 40 on, the objective does not; the interval holds the truth."""
    rng = np.random.default_rng(1)
    proxy, objective = parting(rng, 80, 40)
    found = find_parting(proxy, objective)
    assert found.course is Course.PARTED
    assert found.earliest <= 40 <= found.latest
    assert abs(found.since - 40) <= 5
    assert found.p < 0.05
    assert found.proxy.low > 0
    assert found.objective.low <= 0


def test_partings_are_found_as_a_rule_and_their_intervals_hold():
    """Of 25 made-up partings at least 20 are found, and nine intervals of ten hold the truth, but for chance."""
    rng = np.random.default_rng(2)
    found = [find_parting(*parting(rng, 70, 35), seed) for seed in range(25)]
    parted = [f for f in found if f.course is Course.PARTED]
    assert len(parted) >= 20
    assert sum(f.earliest <= 35 <= f.latest for f in parted) >= 0.8 * len(parted)


@pytest.mark.parametrize("hold", [0.0, 0.5, 0.9])
def test_what_never_parted_is_seldom_said_to_have(hold):
    """Unrelated series without a trend: at most 3 of 30."""
    rng = np.random.default_rng(3)
    found = [find_parting(steady(rng, 60, hold), steady(rng, 60, hold), seed) for seed in range(30)]
    assert sum(f.course is Course.PARTED for f in found) <= 3


def test_rising_together_is_no_parting():
    """Both go up, with noise of their own."""
    rng = np.random.default_rng(4)
    objective = np.arange(60) * 0.1 + steady(rng, 60, 0.3) * 0.3
    proxy = 2 * objective + steady(rng, 60, 0.3) * 0.3
    assert find_parting(proxy, objective).course is Course.TOGETHER


def test_an_objective_that_leaves_a_flat_proxy_is_no_parting():
    """Parted is said only where the proxy rises: it must be the one that looks good."""
    rng = np.random.default_rng(5)
    _, objective = parting(rng, 60, 30)
    falling = objective - np.maximum(0, np.arange(60) - 30) * 0.2
    flat = steady(rng, 60, 0.2) * 0.2
    assert find_parting(flat, falling).course is not Course.PARTED


def test_both_rising_at_another_pace_is_no_parting():
    """The proxy speeds up, but the objective goes on rising."""
    rng = np.random.default_rng(6)
    objective = np.arange(80) * 0.2 + steady(rng, 80, 0.2) * 0.2
    proxy = objective + np.maximum(0, np.arange(80) - 40) * 0.3 + steady(rng, 80, 0.2) * 0.2
    assert find_parting(proxy, objective).course is Course.TOGETHER


def test_too_short_or_constant_cannot_be_told():
    """No guess."""
    rng = np.random.default_rng(7)
    proxy, objective = parting(rng, 60, 30)
    assert (
        find_parting(proxy[: LEAST_PERIODS - 1], objective[: LEAST_PERIODS - 1]).course is Course.CANNOT_TELL
    )
    assert find_parting(proxy, np.ones(60)).course is Course.CANNOT_TELL
    assert find_parting(np.ones(60), objective).course is Course.CANNOT_TELL


def test_the_same_seed_gives_the_same_answer_whatever_the_units():
    """Seeded; another scale or zero point of either series changes nothing but the slopes."""
    rng = np.random.default_rng(8)
    proxy, objective = parting(rng, 60, 30)
    first = find_parting(proxy, objective, 3)
    assert first == find_parting(proxy, objective, 3)
    scaled = find_parting(proxy * 1e6 - 5e6, objective * 0.001 + 7, 3)
    assert (scaled.course, scaled.since, scaled.earliest, scaled.latest) == (
        first.course,
        first.since,
        first.earliest,
        first.latest,
    )


def test_a_perfect_line_is_no_disaster():
    """Series without any noise are answered too."""
    rising = np.arange(30.0)
    assert find_parting(rising, rising).course is Course.TOGETHER
    bent = np.where(rising < 15, rising, 15.0)
    assert find_parting(rising, bent).course is Course.PARTED
