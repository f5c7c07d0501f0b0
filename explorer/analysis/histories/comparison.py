"""A metric's history beside its objective's: do they move together, with what delay, and since when no longer?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from explorer.analysis.histories.parting import (
    LEAST_PERIODS,
    Course,
    Parting,
    find_parting,
)
from explorer.analysis.histories.periods import MOST_PERIODS, Aligned, Floats, Period, align
from explorer.analysis.histories.rank_correlation import (
    LEAST_PAIRS,
    LONGEST_LAG,
    LagCorrelation,
    changes,
    clearest,
    lag_correlations,
)
from explorer.domain.answers import Sureness
from explorer.domain.histories import History
from explorer.domain.kinds import Direction
from explorer.domain.provenance import Source


@dataclass(frozen=True, slots=True)
class PlotPoint:
    """One period of a small plot: its first day and the mean of each in it, None where there is no value."""

    day: date
    metric: float | None
    objective: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that two histories say of one another.

    on_values, on_changes: rank correlations by lag; `lag` is the delay, in periods, that the changes clearly show,
    else 0. course: whether they have parted; since, earliest and latest are first days of periods. sources: where the
    two histories were read.
    """

    metric: str
    objective: str
    period: Period | None
    points: tuple[PlotPoint, ...]
    on_values: tuple[LagCorrelation, ...]
    on_changes: tuple[LagCorrelation, ...]
    lag: int
    course: Course
    since: date | None
    earliest: date | None
    latest: date | None
    parting: Parting
    sentences: tuple[str, ...]
    sources: tuple[Source, ...]

    @property
    def common(self) -> int:
        """How many periods have both."""
        return sum(p.metric is not None and p.objective is not None for p in self.points)

    @property
    def told(self) -> tuple[tuple[str, Sureness], ...]:
        """The sentences, each with how it is known: what cannot be told is unknown, the rest was observed."""
        # In their order: whether the one follows the other, whether they have parted, and by which periods.
        unknown = (not self.on_changes, self.course is Course.CANNOT_TELL, False)
        return tuple(
            (text, Sureness.UNKNOWN if is_unknown else Sureness.OBSERVED)
            for text, is_unknown in zip(self.sentences, unknown, strict=False)
        )

    @property
    def correlation(self) -> LagCorrelation | None:
        """That of the changes which is told: the strongest that is clear, or of all where none is."""
        return clearest(self.on_changes)


def compare(
    metric: History,
    objective: History,
    *,
    metric_direction: Direction | None,
    objective_direction: Direction | None,
    seed: int = 0,
    check: Callable[[], None] = lambda: None,
) -> Comparison:
    """What the two histories say; a direction is which way each is meant to go. The same seed, the same numbers."""
    sources = tuple(dict.fromkeys(h.source for h in (metric, objective) if h.source is not None))
    aligned = align(metric, objective, check)
    if aligned is None:
        told = f"{metric.name} and {objective.name} have no time in common, so nothing can be said of both."
        none = Parting(Course.CANNOT_TELL)
        said = (told,)
        return Comparison(
            metric.name,
            objective.name,
            None,
            (),
            (),
            (),
            0,
            none.course,
            None,
            None,
            None,
            none,
            said,
            sources,
        )
    on_values = lag_correlations(aligned.metric, aligned.objective, LONGEST_LAG, seed, check)
    on_changes = lag_correlations(
        changes(aligned.metric), changes(aligned.objective), LONGEST_LAG, seed + 1, check
    )
    best = clearest(on_changes)
    lag = best.lag if best is not None and best.is_clear else 0
    days, proxy, aim = _oriented(aligned, lag, metric_direction, objective_direction)
    is_directed = metric_direction is not None and objective_direction is not None
    parting = find_parting(proxy, aim, seed + 2, check) if is_directed else Parting(Course.CANNOT_TELL)
    sentences = [_correlated(metric.name, objective.name, aligned, on_values, on_changes)]
    sentences.append(
        _parted(metric.name, objective.name, aligned.period, days, parting, is_directed=is_directed)
    )
    if len(aligned.starts) >= MOST_PERIODS // 2 and aligned.period.days > 1:
        sentences.append(
            f"They are compared by {aligned.period.counted(1)}; at most {MOST_PERIODS} periods are."
        )
    return Comparison(
        metric=metric.name,
        objective=objective.name,
        period=aligned.period,
        points=_points(aligned),
        on_values=on_values,
        on_changes=on_changes,
        lag=lag,
        course=parting.course,
        since=_day(days, parting.since),
        earliest=_day(days, parting.earliest),
        latest=_day(days, parting.latest),
        parting=parting,
        sentences=tuple(sentences),
        sources=sources,
    )


def delay_told(period: Period, lag: int) -> str:
    """When a change of the one shows in the other."""
    return f"{period.counted(lag)} later" if lag else "at once"


def since_told(since: date | None, earliest: date | None, latest: date | None) -> str:
    """Since when, and between which days that must have been."""
    between = f"between {earliest} and {latest}" if earliest != latest else "give or take no period"
    return f"since {since} ({between})"


def _oriented(
    aligned: Aligned, lag: int, metric_direction: Direction | None, objective_direction: Direction | None
) -> tuple[list[date], Floats, Floats]:
    """The periods in which there are both, the objective's taken `lag` later, each turned so that up is good."""
    count = len(aligned.starts) - lag
    proxy, aim = aligned.metric[:count], aligned.objective[lag:]
    both = np.isfinite(proxy) & np.isfinite(aim)
    days = [day for day, is_there in zip(aligned.starts, both, strict=False) if is_there]
    turned = [-1.0 if d is Direction.DOWN else 1.0 for d in (metric_direction, objective_direction)]
    return days, proxy[both] * turned[0], aim[both] * turned[1]


def _day(days: list[date], position: int | None) -> date | None:
    return None if position is None else days[min(position, len(days) - 1)]


def _points(aligned: Aligned) -> tuple[PlotPoint, ...]:
    return tuple(
        PlotPoint(day, float(m) if np.isfinite(m) else None, float(o) if np.isfinite(o) else None)
        for day, m, o in zip(aligned.starts, aligned.metric, aligned.objective, strict=True)
    )


def _correlated(
    metric: str,
    objective: str,
    aligned: Aligned,
    on_values: tuple[LagCorrelation, ...],
    on_changes: tuple[LagCorrelation, ...],
) -> str:
    period = aligned.period
    common = f"{period.counted(aligned.common)} of both"
    found = clearest(on_changes)
    if found is None:
        if aligned.common < LEAST_PAIRS + 1:
            least = period.counted(LEAST_PAIRS + 1)
            return f"Whether {objective} follows {metric} cannot be told from {common}; it takes {least}."
        return f"Whether {objective} follows {metric} cannot be told: one of them never changes."
    lags = f"of {len(on_changes)} lags looked at"
    if found.is_clear:
        way = "the same way" if found.rho > 0 else "the other way"
        return (
            f"When {metric} changes, {objective} changes {way} {delay_told(period, found.lag)}: rank correlation of "
            f"the changes {found.told} in {common}, the strongest {lags}."
        )
    text = (
        f"That {objective} follows {metric} cannot be seen in {common}: the rank correlation of their changes is "
        f"{found.told} at most, {lags}."
    )
    if any(c.is_clear for c in on_values):
        text += " Their values do correlate, as those of any two things do that drift."
    return text


def _parted(
    metric: str, objective: str, period: Period, days: list[date], parting: Parting, *, is_directed: bool
) -> str:
    if not is_directed:
        return (
            f"Whether {metric} and {objective} have parted cannot be told: one of them has no good direction."
        )
    if parting.course is Course.CANNOT_TELL:
        return (
            f"Whether {metric} and {objective} have parted cannot be told from {period.counted(len(days))}; "
            f"it takes {period.counted(LEAST_PERIODS)} in which both vary."
        )
    if parting.course is Course.TOGETHER:
        text = f"{metric} and {objective} are not seen to have parted in {period.counted(len(days))}"
        if parting.proxy is None:
            return f"{text} (p = {parting.p:.2g})."
        why = "both get better" if parting.proxy.low > 0 else f"{metric} is not seen to get better"
        return f"{text}: their ways bend, but {why}."
    since, earliest, latest = (_day(days, i) for i in (parting.since, parting.earliest, parting.latest))
    assert parting.objective is not None  # noqa: S101 - slopes come with a parting
    how = "falls" if parting.objective.high < 0 else "does not"
    return (
        f"{metric} has parted from {objective} {since_told(since, earliest, latest)}: it gets better and {objective} "
        f"{how} (p = {parting.p:.2g})."
    )
