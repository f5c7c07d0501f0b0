"""Whether an objective follows a metric: Spearman's rank correlation at each lag, with its interval.

Both the values and their changes from one period to the next are compared: two things that only grow correlate
whatever they have to do with one another, their changes do not. The interval comes from a moving-block bootstrap
(neighbours stay together, because one week resembles the next; blocks of about 1.5 × n^⅓ periods; seeded): the spread
of Fisher's z over the resamples, widened (Šidák) so that with 95 % the intervals of all lags hold at once. The
strongest lag may then be picked afterwards without fooling oneself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from explorer.analysis.histories.periods import Floats
from explorer.language import tr

LEAST_PAIRS = 12
"""Fewer periods with both values cannot tell anything of a rank correlation."""
LONGEST_LAG = 12
RESAMPLES = 400
_LEVEL = 0.95
_SURE_Z = 6.0
"""Fisher's z is without end at a correlation of 1; this stands for 0.99999."""


@dataclass(frozen=True, slots=True)
class LagCorrelation:
    """The correlation of a metric with an objective `lag` periods later; low to high is its interval."""

    lag: int
    rho: float
    low: float
    high: float
    pairs: int

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out none at all."""
        return self.low > 0 or self.high < 0

    @property
    def told(self) -> str:
        """ "+0.62 (+0.40 to +0.77)"."""
        return tr("{rho:+.2f} ({low:+.2f} to {high:+.2f})", rho=self.rho, low=self.low, high=self.high)


def lag_correlations(
    metric: Floats,
    objective: Floats,
    longest: int = LONGEST_LAG,
    seed: int = 0,
    check: Callable[[], None] = lambda: None,
) -> tuple[LagCorrelation, ...]:
    """One for each lag from 0 that leaves enough pairs; nan is no value. Constant series correlate with nothing."""
    found = []
    pairs_at = [(lag, *_pairs(metric, objective, lag)) for lag in range(min(longest + 1, len(metric)))]
    usable = [(lag, x, y) for lag, x, y in pairs_at if len(x) >= LEAST_PAIRS and _varies(x) and _varies(y)]
    for lag, x, y in usable:
        rng = np.random.default_rng((seed, lag))
        rho = float(_spearman(x[None], y[None])[0])
        spread = _spread(x, y, rng, check)
        wide = NormalDist().inv_cdf((1 + _LEVEL ** (1 / len(usable))) / 2) * spread
        z = (
            float(np.clip(np.arctanh(np.clip(rho, -1, 1)), -_SURE_Z, _SURE_Z))
            if abs(rho) < 1
            else np.sign(rho) * _SURE_Z
        )
        found.append(LagCorrelation(lag, rho, float(np.tanh(z - wide)), float(np.tanh(z + wide)), len(x)))
    return tuple(found)


def changes(values: Floats) -> Floats:
    """From each period to the next; nan where either is missing."""
    return np.diff(values)


def strongest(found: tuple[LagCorrelation, ...]) -> LagCorrelation | None:
    """The lag whose correlation is the strongest, the shorter of two alike."""
    return max(found, key=lambda c: (abs(c.rho), -c.lag), default=None)


def clearest(found: tuple[LagCorrelation, ...]) -> LagCorrelation | None:
    """The strongest of those that are clear, or of all where none is."""
    return strongest(tuple(c for c in found if c.is_clear)) or strongest(found)


def block_length(count: int) -> int:
    """How many neighbours stay together in a resample."""
    return max(2, min(count // 3, int(np.rint(1.5 * np.cbrt(count)))))


def _pairs(metric: Floats, objective: Floats, lag: int) -> tuple[Floats, Floats]:
    x, y = metric[: len(metric) - lag], objective[lag:]
    both = np.isfinite(x) & np.isfinite(y)
    return x[both], y[both]


def _varies(values: Floats) -> bool:
    return bool(values.min() < values.max())


def _spread(x: Floats, y: Floats, rng: np.random.Generator, check: Callable[[], None]) -> float:
    """The standard deviation of Fisher's z over the resamples, no less than for independent pairs."""
    count = len(x)
    length = block_length(count)
    blocks = -(-count // length)
    starts = rng.integers(0, count - length + 1, (RESAMPLES, blocks))
    picked = (starts[:, :, None] + np.arange(length)).reshape(RESAMPLES, -1)[:, :count]
    found = []
    for part in np.array_split(picked, max(1, RESAMPLES * count // 30_000)):
        check()
        found.append(_spearman(x[part], y[part]))
    rho = np.concatenate(found)
    z = np.arctanh(np.clip(rho[np.isfinite(rho)], -0.99999, 0.99999))
    least = 1.03 / np.sqrt(max(1, count - 3))
    return max(float(z.std(ddof=1)) if len(z) > 1 else 0.0, float(least))


def _spearman(x: Floats, y: Floats) -> Floats:
    """Row by row: Pearson's correlation of the ranks, ties at their mean rank; nan where one does not vary."""
    from scipy.stats import rankdata

    a, b = rankdata(x, axis=1), rankdata(y, axis=1)
    a -= a.mean(axis=1, keepdims=True)
    b -= b.mean(axis=1, keepdims=True)
    scale = np.sqrt((a * a).sum(axis=1) * (b * b).sum(axis=1))
    with np.errstate(invalid="ignore", divide="ignore"):
        rho: Floats = np.where(scale > 0, (a * b).sum(axis=1) / scale, np.nan)
    return rho
