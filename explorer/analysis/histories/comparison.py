"""A metric's history beside its objective's: do they move together, with what delay, and since when no longer?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
from explorer.language import tr


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
        told = tr(
            "{metric} and {objective} have no time in common, so nothing can be said of both.",
            metric=metric.name,
            objective=objective.name,
        )
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
            tr(
                "They are compared by {period}; at most {most} periods are.",
                period=aligned.period.counted(1),
                most=MOST_PERIODS,
            )
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
    return tr("{periods} later", periods=period.counted(lag)) if lag else tr("at once")


def since_told(since: date | None, earliest: date | None, latest: date | None) -> str:
    """Since when, and between which days that must have been."""
    if earliest == latest:
        return tr("since {day} (give or take no period)", day=since)
    return tr("since {day} (between {earliest} and {latest})", day=since, earliest=earliest, latest=latest)


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
    gaps = {"metric": metric, "objective": objective, "periods": period.counted(aligned.common)}
    found = clearest(on_changes)
    if found is None:
        if aligned.common < LEAST_PAIRS + 1:
            return tr(
                "Whether {objective} follows {metric} cannot be told from {periods} of both; it takes {least}.",
                **gaps,
                least=period.counted(LEAST_PAIRS + 1),
            )
        return tr("Whether {objective} follows {metric} cannot be told: one of them never changes.", **gaps)
    gaps |= {"correlation": found.told, "delay": delay_told(period, found.lag), "lags": str(len(on_changes))}
    if found.is_clear and found.rho > 0:
        return tr(
            "When {metric} changes, {objective} changes the same way {delay}: rank correlation of the changes "
            "{correlation} in {periods} of both, the strongest of {lags} lags looked at.",
            **gaps,
        )
    if found.is_clear:
        return tr(
            "When {metric} changes, {objective} changes the other way {delay}: rank correlation of the changes "
            "{correlation} in {periods} of both, the strongest of {lags} lags looked at.",
            **gaps,
        )
    text = tr(
        "That {objective} follows {metric} cannot be seen in {periods} of both: the rank correlation of their "
        "changes is {correlation} at most, of {lags} lags looked at.",
        **gaps,
    )
    if any(c.is_clear for c in on_values):
        drifting = tr("Their values do correlate, as those of any two things do that drift.")
        return f"{text} {drifting}"
    return text


def _parted(
    metric: str, objective: str, period: Period, days: list[date], parting: Parting, *, is_directed: bool
) -> str:
    gaps = {"metric": metric, "objective": objective, "periods": period.counted(len(days)), "p": parting.p}
    if not is_directed:
        return tr(
            "Whether {metric} and {objective} have parted cannot be told: one of them has no good direction.",
            **gaps,
        )
    if parting.course is Course.CANNOT_TELL:
        return tr(
            "Whether {metric} and {objective} have parted cannot be told from {periods}; it takes {least} in which "
            "both vary.",
            **gaps,
            least=period.counted(LEAST_PERIODS),
        )
    if parting.course is Course.TOGETHER:
        return _together(parting, gaps)
    since, earliest, latest = (_day(days, i) for i in (parting.since, parting.earliest, parting.latest))
    assert parting.objective is not None  # noqa: S101 - slopes come with a parting
    gaps["since"] = since_told(since, earliest, latest)
    if parting.objective.high < 0:
        return tr(
            "{metric} has parted from {objective} {since}: it gets better and {objective} falls (p = {p:.2g}).",
            **gaps,
        )
    return tr(
        "{metric} has parted from {objective} {since}: it gets better and {objective} does not (p = {p:.2g}).",
        **gaps,
    )


def _together(parting: Parting, gaps: Mapping[str, object]) -> str:
    if parting.proxy is None:
        return tr(
            "{metric} and {objective} are not seen to have parted in {periods} (p = {p:.2g}).",
            **gaps,
        )
    if parting.proxy.low > 0:
        return tr(
            "{metric} and {objective} are not seen to have parted in {periods}: their ways bend, but both get "
            "better.",
            **gaps,
        )
    return tr(
        "{metric} and {objective} are not seen to have parted in {periods}: their ways bend, but {metric} is not "
        "seen to get better.",
        **gaps,
    )
