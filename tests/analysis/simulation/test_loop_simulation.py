"""The loop simulation: the figures it is known by, what holds whatever the settings, and single steps by hand."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.analysis.simulation.loop_simulation import NOTE, simulate_loop
from explorer.analysis.simulation.settings import LoopSettings
from explorer.errors import Cancelled, UsageError

COURSES = ("clicks_on_shown", "value_delivered", "good_hidden", "band", "eligible")

small = st.builds(
    LoopSettings,
    threshold=st.sampled_from([0.0, 0.2, 0.5, 0.7, 1.0]),
    exploration=st.sampled_from([0.0, 0.1, 1.0]),
    rounds=st.integers(1, 8),
    seeds=st.integers(1, 3),
    seed=st.integers(0, 1000),
    pairs=st.integers(1, 60),
    drift=st.sampled_from([0.0, 0.3]),
    first_error=st.sampled_from([0.0, 0.1, 0.5]),
    learning_rate=st.sampled_from([0.0, 0.3, 1.0]),
    fading=st.sampled_from([0.0, 0.1, 1.0]),
    showings=st.sampled_from([1, 5, 20]),
)


def ends(result, name):
    """The mean of a measure before the first round and after the last."""
    mean = getattr(result, name).mean
    return pytest.approx(mean[0], abs=0.004), pytest.approx(mean[-1], abs=0.004)


def test_a_filter_without_exploration_collapses_as_is_known():
    """Clicks on what is shown rise while a quarter of the value is lost and a third of the good items are hidden."""
    result = simulate_loop(LoopSettings(threshold=0.5, exploration=0.0))
    assert ends(result, "clicks_on_shown") == (0.667, 0.726)
    assert ends(result, "good_hidden") == (0.12, 0.31)
    assert ends(result, "band") == (0.18, 0.04)
    assert ends(result, "value_delivered") == (1.0, 0.77)
    assert len(result.band.mean) == 53


def test_a_little_exploration_keeps_most_of_it():
    """Showing a tenth of the rest by chance lets the model find its mistakes."""
    result = simulate_loop(LoopSettings(threshold=0.5, exploration=0.1))
    assert ends(result, "clicks_on_shown") == (0.654, 0.680)
    assert ends(result, "good_hidden")[1] == 0.18
    assert ends(result, "value_delivered")[1] == 0.91


def test_without_a_filter_everything_stays_flat():
    """What is not hidden does not collapse, so it is the filter that does it."""
    result = simulate_loop(LoopSettings(threshold=0.0))
    for name in COURSES[:3]:
        mean = getattr(result, name).mean
        assert np.ptp(mean) == 0.0, name


@settings(max_examples=80)
@given(small)
def test_what_the_filter_lets_through_only_shrinks(given_settings):
    """Without exploration and drift nothing that was hidden can come back, in any seed."""
    still = replace(given_settings, exploration=0.0, drift=0.0)
    course = simulate_loop(still).eligible
    for points in (course.mean, course.low, course.high):
        assert (np.diff(points) <= 1e-12).all()


@settings(max_examples=60)
@given(small)
def test_a_threshold_of_nothing_hides_nothing(given_settings):
    """Whatever else is set, every pair is let through in every round."""
    result = simulate_loop(replace(given_settings, threshold=0.0))
    assert (result.good_hidden.high == 0.0).all()
    assert (result.eligible.low == 1.0).all()


@settings(max_examples=60)
@given(small)
def test_the_same_seed_gives_the_same_numbers_and_bands_hold_their_mean(given_settings):
    """Nothing but the settings decides; shares stay shares."""
    first, again = simulate_loop(given_settings), simulate_loop(given_settings)
    for name in COURSES:
        a, b = getattr(first, name), getattr(again, name)
        assert np.array_equal(a.mean, b.mean, equal_nan=True)
        assert np.array_equal(a.low, b.low, equal_nan=True)
        assert len(a.mean) == given_settings.rounds + 1
        known = ~np.isnan(a.mean)
        assert (a.low[known] <= a.high[known] + 1e-12).all()
        if name != "value_delivered":
            assert ((a.mean[known] >= 0) & (a.mean[known] <= 1)).all()


def test_another_seed_gives_other_numbers():
    """Otherwise the bands would say nothing."""
    few = LoopSettings(rounds=3, pairs=50, seeds=2)
    one, other = simulate_loop(few), simulate_loop(replace(few, seed=1))
    assert not np.array_equal(one.band.mean, other.band.mean)


def test_confidence_in_what_is_not_shown_fades_by_the_learning_rate_times_the_fading():
    """0.55 times 0.97 a round is below 0.5 after the fourth."""
    logit = math.log(0.55 / 0.45)
    result = simulate_loop(
        LoopSettings(
            threshold=0.6, rounds=5, pairs=3, seeds=1, appeal_mean=logit, appeal_spread=0.0, first_error=0.0,
            learning_rate=0.3, fading=0.1,
        )
    )  # fmt: skip
    assert result.band.mean.tolist() == [1, 1, 1, 1, 0, 0]


def test_confidence_in_what_is_shown_moves_to_what_is_observed():
    """A learning rate of one forgets everything before: with one showing, half the pairs are believed worthless."""
    result = simulate_loop(
        LoopSettings(
            threshold=0.4, rounds=1, pairs=4_000, appeal_mean=0.0, appeal_spread=0.0, first_error=0.0,
            learning_rate=1.0, showings=1,
        )
    )  # fmt: skip
    assert result.eligible.mean[0] == 1.0
    assert result.eligible.mean[1] == pytest.approx(0.5, abs=0.01)
    assert result.clicks_on_shown.mean == pytest.approx([0.5, 0.5])
    assert result.value_delivered.mean[1] == pytest.approx(0.5, abs=0.01)


def test_where_nothing_is_shown_there_is_no_share_of_clicks():
    """Nothing divided by nothing is not a number, and not nought either."""
    result = simulate_loop(LoopSettings(threshold=1.0, rounds=1, pairs=5, first_error=0.0))
    assert np.isnan(result.clicks_on_shown.mean).all()
    assert np.isnan(result.value_delivered.mean).all()
    assert (result.eligible.mean == 0.0).all()


def test_a_drifting_world_moves_clicks_though_nothing_is_filtered():
    """The appeal itself wanders, which no model caused."""
    result = simulate_loop(LoopSettings(threshold=0.0, drift=0.5, rounds=3, pairs=200, seeds=2))
    assert np.ptp(result.clicks_on_shown.mean) > 0


def test_it_can_be_stopped_in_every_round():
    """The third round is not begun."""
    calls = []

    def check():
        calls.append(1)
        if len(calls) == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        simulate_loop(LoopSettings(pairs=10), check)
    assert len(calls) == 3


@pytest.mark.parametrize(
    "wrong",
    [{"threshold": 1.5}, {"exploration": -0.1}, {"rounds": 0}, {"seeds": 10_000}, {"drift": math.nan}],
)
def test_settings_that_make_no_sense_are_refused_in_words(wrong):
    """The message says what it lies between."""
    with pytest.raises(UsageError, match="It lies between"):
        LoopSettings(**wrong)


def test_it_says_that_it_is_no_forecast():
    """And where the mechanism does not bind."""
    assert "no forecast" in NOTE
    assert "slate of ten" in NOTE
