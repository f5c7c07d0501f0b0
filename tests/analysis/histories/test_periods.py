"""Two histories on one grid."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.analysis.histories.periods import MOST_PERIODS, Period, align
from explorer.domain.histories import History
from tests.analysis.histories.series import START, weekly


def daily(name, count, start=START, step=1):
    """0, 1, 2 … on every `step`th day."""
    days = tuple(start + timedelta(days=i * step) for i in range(count))
    return History(name, days, tuple(float(i) for i in range(count)))


def test_the_coarser_history_sets_the_period():
    """Days beside weeks are averaged by week; weeks begin on Monday."""
    found = align(daily("m", 28), weekly("o", [1, 2, 3, 4]))
    assert found.period == Period(days=7)
    assert found.starts == tuple(START + timedelta(weeks=i) for i in range(4))
    assert found.metric.tolist()[:3] == [3.0, 10.0, 17.0]
    assert found.objective.tolist() == [1.0, 2.0, 3.0, 4.0]


def test_months_are_calendar_months():
    """However many days they have."""
    days = tuple(date(2024, m, 1) for m in range(1, 13))
    monthly = History("o", days, tuple(map(float, range(12))))
    found = align(daily("m", 366, date(2024, 1, 1)), monthly)
    assert found.period == Period(months=1)
    assert found.starts == days
    assert found.metric[1] == pytest.approx(np.mean(range(31, 60)))
    quarters = History("q", days[::3], (1.0, 2.0, 3.0, 4.0))
    assert align(monthly, quarters).period == Period(months=3)


def test_a_gap_stays_a_gap():
    """Nothing is made up for a period without a value."""
    days = tuple(START + timedelta(weeks=i) for i in (0, 1, 2, 5, 6))
    found = align(History("m", days, (1.0,) * 5), weekly("o", range(7)))
    assert np.isnan(found.metric).tolist() == [False, False, False, True, True, False, False]
    assert found.common == 5


def test_no_time_in_common():
    """Then there is nothing to compare."""
    assert align(weekly("m", [1, 2]), weekly("o", [1, 2], date(2025, 1, 6))) is None
    assert align(History("m", (), ()), weekly("o", [1, 2])) is None


def test_a_long_history_is_put_into_longer_periods():
    """So that comparing stays quick."""
    found = align(daily("m", 5_000), daily("o", 5_000))
    assert len(found.starts) <= MOST_PERIODS + 1
    assert found.period.days == 16


@given(
    st.dates(date(1, 2, 1), date(9990, 1, 1)),
    st.sampled_from([Period(1), Period(7), Period(10), Period(0, 1), Period(0, 3)]),
)
def test_a_day_lies_in_its_period(day, period):
    """From its first day on, and before the next one's."""
    index = period.index_of(day)
    assert period.start_of(index) <= day < period.start_of(index + 1)


def test_lengths_in_words():
    """As people say them."""
    said = [Period(1).counted(1), Period(14).counted(2), Period(0, 1).counted(3), Period(0, 12).counted(1)]
    assert said == ["1 day", "4 weeks", "3 months", "1 year"]
