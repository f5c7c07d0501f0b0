"""What a filter does to a model that learns only from what the filter lets through, round by round.

Each pair of a segment of users and an item has a true appeal p, the chance of a click when it is shown, and a
confidence s, what the model believes p to be. In each round a pair is shown when s reaches the threshold, or by
chance (exploration). What is shown is observed, Binomial(n, p)/n, and s moves towards it; what is not shown is never
observed, and s stays or fades. So a good item that looks bad once is gone, and the clicks on what is left look
better and better while less and less is delivered.

It illustrates a mechanism and forecasts nothing: see NOTE.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.simulation.settings import LoopSettings
from explorer.language import marked

NOTE = marked(
    "This illustrates a mechanism and is no forecast: appeals and errors are made up. Where something else limits "
    "what is shown, such as a slate of ten that is always filled, the filter binds nobody and nothing collapses."
)
GOOD = 0.5
"""A good item is clicked by at least this share of those who see it."""
BAND = (0.5, 0.6)
"""The confidences of the band: just good enough to be shown under a threshold of one half."""
_LOW, _HIGH = 10, 90  # percentiles over the seeds

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """One measure before the first round and after each: its mean over the seeds, and where 80 % of them lie."""

    mean: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True, eq=False)
class LoopSimulation:
    """What became of it, as shares; every course has one more point than there are rounds.

    clicks_on_shown: the appeal of what is shown, nan where nothing is. value_delivered: the clicks of all that is
    shown, as a part of those at the start of the same seed, nan where nothing was shown then. good_hidden: the good
    items that the filter holds back. band: the pairs with a confidence of 50 to 60 %. eligible: the pairs that the
    filter lets through.
    """

    settings: LoopSettings
    clicks_on_shown: Course
    value_delivered: Course
    good_hidden: Course
    band: Course
    eligible: Course


def simulate_loop(
    settings: LoopSettings,
    check: Callable[[], None] = lambda: None,
    progress: Callable[[float], None] = lambda part: None,
) -> LoopSimulation:
    """All seeds side by side; the same settings give the same numbers. `check` is called in every round."""
    random = np.random.default_rng(settings.seed)
    world = _Pairs(settings, random)
    measured = [world.measured()]
    for done in range(settings.rounds):
        check()
        progress(done / settings.rounds)
        world.pass_round()
        measured.append(world.measured())
    clicks, value, hidden, band, eligible = np.array(measured).transpose(1, 0, 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(value[0] > 0, value / value[0], np.nan)
    return LoopSimulation(settings, *(_course(each) for each in (clicks, value, hidden, band, eligible)))


class _Pairs:
    """All pairs of all seeds: arrays with one row a seed."""

    def __init__(self, settings: LoopSettings, random: np.random.Generator) -> None:
        self._settings, self._random = settings, random
        shape = (settings.seeds, settings.pairs)
        self._logit = settings.appeal_mean + settings.appeal_spread * random.standard_normal(shape)
        self._appeal = _share(self._logit)
        error = settings.first_error * random.standard_normal(shape)
        self._confidence: Floats = np.clip(self._appeal + error, 0.0, 1.0)
        self._show()

    def _show(self) -> None:
        """Decide what the coming round shows. The chances are drawn whatever the share, so that runs compare."""
        self._eligible: Truths = self._confidence >= self._settings.threshold
        chance = self._random.random(self._eligible.shape)
        self._shown: Truths = self._eligible | (chance < self._settings.exploration)

    def pass_round(self) -> None:
        """Observe what is shown, forget a little of the rest, and decide what is shown next."""
        settings = self._settings
        observed = self._random.binomial(settings.showings, self._appeal) / settings.showings
        seen = (1 - settings.learning_rate) * self._confidence + settings.learning_rate * observed
        unseen = self._confidence * (1 - settings.learning_rate * settings.fading)
        self._confidence = np.where(self._shown, seen, unseen)
        if settings.drift:
            self._logit = self._logit + settings.drift * self._random.standard_normal(self._logit.shape)
            self._appeal = _share(self._logit)
        self._show()

    def measured(self) -> list[Floats]:
        """Per seed: clicks on what is shown, clicks in all, good items hidden, the band, what is eligible."""
        shown = self._shown.sum(axis=1)
        clicked = np.where(self._shown, self._appeal, 0.0).sum(axis=1)
        good = self._appeal >= GOOD
        hidden = (good & ~self._eligible).sum(axis=1)
        band = (self._confidence >= BAND[0]) & (self._confidence < BAND[1])
        return [
            np.where(shown > 0, clicked / np.maximum(shown, 1), np.nan),
            clicked,
            hidden / np.maximum(good.sum(axis=1), 1),
            band.mean(axis=1),
            self._eligible.mean(axis=1),
        ]


def _share(logit: Floats) -> Floats:
    result: Floats = 1 / (1 + np.exp(-logit))
    return result


def _course(values: Floats) -> Course:
    """Over the seeds that have a value; nan where none has."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # numpy says aloud that a mean of nothing is nan
        low, high = np.nanpercentile(values, (_LOW, _HIGH), axis=1)
        return Course(np.nanmean(values, axis=1), low, high)
