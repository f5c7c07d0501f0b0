"""Rank correlation with lags: against scipy, and the share of false alarms of its intervals."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from explorer.analysis.histories.rank_correlation import (
    LEAST_PAIRS,
    block_length,
    changes,
    lag_correlations,
    strongest,
)
from explorer.errors import Cancelled
from tests.analysis.histories.series import steady

VALUES = st.lists(st.integers(0, 6), min_size=LEAST_PAIRS, max_size=30)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_it_is_spearmans_with_ties(data):
    """The same number as scipy's, ties included, and within its own interval."""
    x = np.array(data.draw(VALUES), float)
    y = np.array(data.draw(st.lists(st.integers(0, 6), min_size=len(x), max_size=len(x))), float)
    assume(len(set(x)) > 1)
    assume(len(set(y)) > 1)
    (found,) = lag_correlations(x, y, 0)
    assert found.rho == pytest.approx(float(spearmanr(x, y).statistic), abs=1e-9)
    assert -1 <= found.low <= found.rho + 1e-5
    assert found.rho - 1e-5 <= found.high <= 1


def test_a_delay_is_found():
    """The objective follows three periods later: lag 3 is the strongest, and clear."""
    rng = np.random.default_rng(1)
    x = steady(rng, 80, 0.2)
    y = np.concatenate((rng.normal(size=3), x[:-3])) + 0.3 * rng.normal(size=80)
    best = strongest(lag_correlations(x, y, 8))
    assert (best.lag, best.is_clear) == (3, True)
    assert best.rho > 0.8


def test_missing_periods_are_left_out():
    """Pairs are counted where both are there."""
    rng = np.random.default_rng(2)
    x = rng.normal(size=40)
    y = x.copy()
    y[::4] = np.nan
    found = lag_correlations(x, y, 1)
    assert found[0].pairs == 30
    assert found[0].rho == pytest.approx(1)


def test_too_few_or_constant_is_nothing():
    """Then no number is given at all."""
    rising = np.arange(40.0)
    assert lag_correlations(rising[: LEAST_PAIRS - 1], rising[: LEAST_PAIRS - 1]) == ()
    assert lag_correlations(rising, np.ones(40)) == ()
    assert len(lag_correlations(rising[: LEAST_PAIRS + 2], rising[: LEAST_PAIRS + 2], 12)) == 3


def test_the_same_seed_gives_the_same_numbers():
    """And another seed nearly the same."""
    rng = np.random.default_rng(3)
    x, y = rng.normal(size=50), rng.normal(size=50)
    assert lag_correlations(x, y, 2, seed=5) == lag_correlations(x, y, 2, seed=5)
    first, other = lag_correlations(x, y, 2, seed=5)[0], lag_correlations(x, y, 2, seed=6)[0]
    assert first.rho == other.rho
    assert first.low == pytest.approx(other.low, abs=0.1)


@pytest.mark.parametrize("hold", [0.0, 0.5])
def test_unrelated_series_are_seldom_called_related(hold):
    """All lags together at most about 5 times in 100; 40 pairs of series with seed 7 stay below 15 %."""
    rng = np.random.default_rng(7)
    alarms = sum(
        any(c.is_clear for c in lag_correlations(steady(rng, 50, hold), steady(rng, 50, hold), 6, seed))
        for seed in range(40)
    )
    assert alarms <= 5


def test_two_random_walks_are_told_apart_by_their_changes():
    """Values of things that drift correlate by chance; their changes do not."""
    rng = np.random.default_rng(8)
    alarms = {"values": 0, "changes": 0}
    for seed in range(30):
        x, y = steady(rng, 60, 1.0), steady(rng, 60, 1.0)
        alarms["values"] += any(c.is_clear for c in lag_correlations(x, y, 4, seed))
        alarms["changes"] += any(c.is_clear for c in lag_correlations(changes(x), changes(y), 4, seed))
    assert alarms["changes"] <= 4 < alarms["values"]


def test_the_interval_covers_the_truth():
    """Of series with a known correlation of 0.6 the interval holds Spearman's value in at least 90 of 100 cases."""
    rng = np.random.default_rng(9)
    truth = 6 / np.pi * np.arcsin(0.6 / 2)
    held = 0
    for seed in range(60):
        x = rng.normal(size=50)
        y = 0.6 * x + 0.8 * rng.normal(size=50)
        (found,) = lag_correlations(x, y, 0, seed)
        held += found.low <= truth <= found.high
    assert held >= 54


def test_it_can_be_cancelled():
    """Between the resamples."""

    def stop():
        raise Cancelled

    with pytest.raises(Cancelled):
        lag_correlations(np.arange(40.0), np.arange(40.0), check=stop)


def test_blocks_grow_slowly_and_fit():
    """At least two neighbours, never more than a third."""
    lengths = [block_length(n) for n in (12, 50, 200, 600)]
    assert lengths == sorted(lengths)
    assert all(2 <= block_length(n) <= n // 3 for n in range(12, 600))
