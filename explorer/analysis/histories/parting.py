"""Since when a proxy rises and its objective does not.

Up to some period the proxy is explained by the objective (a straight line through their values); from there on a
slope of its own is added. The period is the one that explains the most. Whether it explains more than chance would is
asked of series that are made up without any such slope, with the same straight line and disturbances that hang
together from one period to the next as the real ones do (an autoregressive bootstrap, seeded); from series made up
with the slope comes how far the period might have been missed. Since then the proxy must rise and the objective not
be seen to, or by so little that it explains less than a tenth of the proxy's rise: both by the median of all slopes
(Theil and Sen) with its interval of 95 %.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from explorer.analysis.histories.periods import Floats
from explorer.language import marked_in

LEAST_PERIODS = 20
LEAST_BESIDE = 6
"""Periods that lie on either side of where they part."""
RESAMPLES = 400
_SURE = 0.05
_STEADIEST = 0.97
_NOTICEABLE = 0.1
"""An objective that rises by less than explains this part of the proxy's rise does not rise to speak of."""


class Course(StrEnum):
    """What two histories do."""

    PARTED = marked_in("Course", "parted")
    TOGETHER = marked_in("Course", "together")
    CANNOT_TELL = marked_in("Course", "cannot tell")


@dataclass(frozen=True, slots=True)
class Slope:
    """How much a series rises a period, in its own unit, with the interval of 95 %."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Parting:
    """What was found; positions count the periods given, since lies between earliest and latest with 90 %.

    p: how often series without parting look as if they had parted more than these.
    """

    course: Course
    since: int | None = None
    earliest: int | None = None
    latest: int | None = None
    p: float | None = None
    proxy: Slope | None = None
    objective: Slope | None = None


def find_parting(
    proxy: Floats, objective: Floats, seed: int = 0, check: Callable[[], None] = lambda: None
) -> Parting:
    """Of two series without gaps whose good direction is up."""
    count = len(proxy)
    if count < LEAST_PERIODS or not (_varies(proxy) and _varies(objective)):
        return Parting(Course.CANNOT_TELL)
    search = _Search(objective)
    check()
    gain, at = search.best(proxy[:, None])
    rng = np.random.default_rng(seed)
    plain = search.plain(proxy)
    made_up = plain[:, None] + _disturbed(proxy - plain, count, rng)
    check()
    p = (1 + int((search.best(made_up)[0] >= gain[0]).sum())) / (1 + RESAMPLES)
    check()
    if p > _SURE:
        return Parting(Course.TOGETHER, p=p)
    since = int(at[0])
    slopes = _slope(proxy[since:]), _slope(objective[since:])
    hinged = search.hinged(proxy, since)
    again = search.best(hinged[:, None] + _disturbed(proxy - hinged, count, rng))[1]
    check()
    earliest, latest = (int(v) for v in np.quantile(again, (0.05, 0.95), method="nearest"))
    risen = slopes[0].low > 0
    explained = search.worth(proxy, since) * slopes[1].value
    followed = slopes[1].low > 0 and explained > _NOTICEABLE * slopes[0].value
    course = Course.PARTED if risen and not followed else Course.TOGETHER
    if course is Course.TOGETHER:
        return Parting(course, p=p, proxy=slopes[0], objective=slopes[1])
    return Parting(course, since, min(earliest, since), max(latest, since), p, *slopes)


class _Search:
    """All periods at which the proxy might part, tried on many series at once."""

    def __init__(self, objective: Floats) -> None:
        count = len(objective)
        self._objective = objective
        base, _ = np.linalg.qr(np.column_stack((np.ones(count), objective)))
        self._base = base
        self.places = np.arange(LEAST_BESIDE, count - LEAST_BESIDE + 1)
        hinges = np.maximum(0.0, np.arange(count)[:, None] - self.places[None] + 1)
        hinges = hinges - base @ (base.T @ hinges)
        sizes = np.sqrt((hinges * hinges).sum(axis=0))
        self._hinges = hinges / np.where(sizes > 1e-9, sizes, np.inf)

    def best(self, proxies: Floats) -> tuple[Floats, Floats]:
        """Per series how much the best parting upwards explains, against what is left, and where it is."""
        left = proxies - self._base @ (self._base.T @ proxies)
        whole = (left * left).sum(axis=0)
        along = np.maximum(0.0, self._hinges.T @ left)
        explained = (along * along).max(axis=0)
        where = self.places[(along * along).argmax(axis=0)]
        return explained / np.maximum(whole - explained, 1e-12 * np.maximum(whole, 1e-300)), where

    def plain(self, proxy: Floats) -> Floats:
        """The proxy as far as the objective explains it."""
        fitted: Floats = self._base @ (self._base.T @ proxy)
        return fitted

    def worth(self, proxy: Floats, since: int) -> float:
        """How much of the proxy goes with one unit of the objective, beside a slope of its own since then."""
        count = len(proxy)
        ramp = np.maximum(0.0, np.arange(count) - since + 1)
        columns = np.column_stack((np.ones(count), self._objective, ramp))
        return float(np.linalg.lstsq(columns, proxy, rcond=None)[0][1])

    def hinged(self, proxy: Floats, since: int) -> Floats:
        """The proxy as the objective and a slope of its own since then explain it."""
        hinge = self._hinges[:, since - self.places[0]]
        fitted: Floats = self.plain(proxy) + hinge * (hinge @ proxy)
        return fitted


def _disturbed(residual: Floats, count: int, rng: np.random.Generator) -> Floats:
    """Made-up disturbances, a column each, that hang together as these do."""
    before, after = residual[:-1], residual[1:]
    square = float(before @ before)
    steady = float(before @ after) / square if square > 0 else 0.0
    # Short series look less steady than they are (Kendall 1954), and a line through them has taken more away.
    steady = min(_STEADIEST, max(0.0, steady + (2 + 4 * steady) / count))
    shocks = after - steady * before
    shocks = shocks - shocks.mean()
    warm = 50
    picked = rng.choice(shocks, (count + warm, RESAMPLES))
    made = np.zeros_like(picked)
    for i in range(1, len(picked)):
        made[i] = steady * made[i - 1] + picked[i]
    return made[warm:]


def _slope(values: Floats) -> Slope:
    from scipy.stats import theilslopes

    slope, _, low, high = theilslopes(values, np.arange(len(values)))
    return Slope(float(slope), float(low), float(high))


def _varies(values: Floats) -> bool:
    return bool(values.min() < values.max())
