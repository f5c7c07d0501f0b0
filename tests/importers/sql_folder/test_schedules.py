"""How often something runs, by the words in which that is written."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.importers.sql_folder.schedules import cadence_of

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "cadence"),
    [
        ("daily", DAY),
        ("@hourly", timedelta(hours=1)),
        ("3h", timedelta(hours=3)),
        ("0 2 * * *", DAY),
        ("30 * * * *", timedelta(hours=1)),
        ("*/10 * * * *", timedelta(minutes=10)),
        ("30 4,13,22 * * *", timedelta(hours=8)),
        ("30 1/3 * * *", timedelta(hours=3)),
        ("40 12 * * 7", 7 * DAY),
        ("0 4 * * mon-fri", DAY),
        ("23 0 18 * *", 30 * DAY),
        ("0 13 15 2 *", 365 * DAY),
        ("once", None),
        ("@none", None),
        ("whenever it suits", None),
        ("0 2 * *", None),
        ("0s", None),
        ("", None),
    ],
)
def test_the_time_between_two_runs(text, cadence):
    """Words, durations and cron say it; what runs once or cannot be understood has none."""
    assert cadence_of(text) == cadence


@given(st.sampled_from(range(1, 13)), st.sampled_from(range(60)))
def test_hours_of_cron_against_the_clock(step, minute):
    """Every so many hours is what counting the hours of a day gives."""
    day = [datetime(2026, 1, 1, hour, minute) for hour in range(24) if hour % step == 0]
    assert cadence_of(f"{minute} */{step} * * *") == DAY / len(day)
