"""Two histories side by side: the mean of each in every day, week, month or longer of the coarser one.

Nothing is made up for a period that lacks one of them; it is left out of every comparison.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from explorer.domain.histories import History
from explorer.language import marked_n, tr_n

Floats = NDArray[np.float64]
MOST_PERIODS = 600
"""Longer histories are put into longer periods, so that a comparison stays quick."""
_MONTH = 30.436875
_UNITS = {
    "day": marked_n("{count:,} day", "{count:,} days"),
    "week": marked_n("{count:,} week", "{count:,} weeks"),
    "month": marked_n("{count:,} month", "{count:,} months"),
    "year": marked_n("{count:,} year", "{count:,} years"),
}


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time: so many days, or so many calendar months."""

    days: int = 0
    months: int = 0

    @property
    def length(self) -> float:
        """Its length in days, a month being the mean of all."""
        return self.days + self.months * _MONTH

    def index_of(self, day: date) -> int:
        """The number of the period a day is in."""
        if self.months:
            return (day.year * 12 + day.month - 1) // self.months
        # Weeks begin on Monday, as the proleptic calendar's first day did.
        return (day.toordinal() - 1) // self.days

    def start_of(self, index: int) -> date:
        """The first day of a period."""
        if self.months:
            first = index * self.months
            return date(first // 12, first % 12 + 1, 1)
        return date.fromordinal(index * self.days + 1)

    def counted(self, count: int) -> str:
        """ "1 week", "3 months"."""
        each, unit = self._unit()
        return tr_n(*_UNITS[unit], count * each)

    def _unit(self) -> tuple[int, str]:
        if self.months:
            return (self.months // 12, "year") if self.months % 12 == 0 else (self.months, "month")
        return (self.days // 7, "week") if self.days % 7 == 0 else (self.days, "day")


@dataclass(frozen=True, slots=True, eq=False)
class Aligned:
    """Two histories on one grid; `starts` are the first days, nan stands where there is no value."""

    period: Period
    starts: tuple[date, ...]
    metric: Floats
    objective: Floats

    @property
    def common(self) -> int:
        """How many periods have both."""
        return int((np.isfinite(self.metric) & np.isfinite(self.objective)).sum())


def align(metric: History, objective: History, check: Callable[[], None] = lambda: None) -> Aligned | None:
    """Both on the grid of the coarser, over the time that both cover; None where there is no such time."""
    if not metric.days or not objective.days:
        return None
    check()
    first, last = max(metric.days[0], objective.days[0]), min(metric.days[-1], objective.days[-1])
    if first > last:
        return None
    period = max((_period_of(metric), _period_of(objective)), key=lambda p: p.length)
    while (last - first).days / period.length > MOST_PERIODS:
        period = Period(period.days * 2, period.months * 2)
    low, high = period.index_of(first), period.index_of(last)
    columns = [_means(history, period, low, high - low + 1) for history in (metric, objective)]
    starts = tuple(period.start_of(i) for i in range(low, high + 1))
    return Aligned(period, starts, columns[0], columns[1])


def _period_of(history: History) -> Period:
    """The usual distance from one day to the next."""
    days = sorted(set(history.days))
    gaps = [(b - a).days for a, b in pairwise(days)]
    usual = int(np.median(gaps)) if gaps else 1
    for months in (1, 2, 3, 6, 12):
        if abs(usual - months * _MONTH) <= 2 + months / 4:
            return Period(months=months)
    return Period(days=7 if 5 <= usual <= 9 else max(1, usual))


def _means(history: History, period: Period, low: int, count: int) -> Floats:
    at = np.fromiter((period.index_of(d) for d in history.days), np.int64, len(history.days)) - low
    values = np.asarray(history.values, float)
    within = (at >= 0) & (at < count)
    sums = np.bincount(at[within], values[within], count)
    counts = np.bincount(at[within], minlength=count)
    with np.errstate(invalid="ignore", divide="ignore"):
        means: Floats = np.where(counts > 0, sums / counts, np.nan)
    return means
