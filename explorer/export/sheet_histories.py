"""What histories say, on the sheet: each metric beside its objective, and from which source that is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from explorer.analysis.histories.comparison import Comparison, delay_told, since_told
from explorer.analysis.histories.evidence import NONE_FIT, Compared, Pair, verdict_with
from explorer.analysis.histories.parting import Course
from explorer.domain.answers import Verdict
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted, listed
from explorer.export.sheet_evidence import Numbered, Support, support_of
from explorer.export.sheet_words import TAKEN_BACK

MOST_COMPARED = 6
NONE_COMPARED = (
    "No histories were compared, so whether a metric still moves with its objective is not known. "
    "`--history FILE` compares them, and so does the window's Success page."
)
HEADS = ("Metric", "Objective", "Rank correlation of changes", "Delay", "Compared over", "Parted", "Source")
_WORST_FIRST = (Course.PARTED, Course.CANNOT_TELL, Course.TOGETHER)


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow(Numbered):
    """One metric beside one objective, as it is written; the comparison is what the plot is drawn from."""

    metric: str
    objective: str
    correlation: str
    delay: str
    periods: str
    parted: str
    source: str
    comparison: Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoriesTold:
    """The comparisons on the page, or in `missing` why there are none; `left_out` says how many are not on it."""

    missing: str = ""
    rows: tuple[HistoryRow, ...] = ()
    left_out: str = ""


def histories_told(graph: SystemGraph, compared: Compared | None, refs: Iterator[int]) -> HistoriesTold:
    """What has parted first, then what cannot be told."""
    if compared is None or not compared.comparisons:
        return HistoriesTold(missing=NONE_COMPARED if compared is None else NONE_FIT)
    both = sorted(
        zip(compared.comparisons, compared.pairs, strict=True),
        key=lambda each: _WORST_FIRST.index(each[0].course),
    )
    return HistoriesTold(
        rows=tuple(_row(graph, comparison, pair, next(refs)) for comparison, pair in both[:MOST_COMPARED]),
        left_out=_left_out([comparison for comparison, _ in both[MOST_COMPARED:]]),
    )


def lead_with(graph: SystemGraph, verdict: Verdict, lead: str, compared: Compared | None) -> str:
    """The sentence that a verdict is told in, with what has parted."""
    parted = () if compared is None else compared.parted
    if compared is None or not parted:
        return lead
    names = [(graph.nodes[p.metric].name, graph.nodes[p.objective].name) for p in parted]
    metric, objective = names[0]
    told = [f"{metric} has parted from {objective}", *(f"{m} from {o}" for m, o in names[1:])]
    start = lead if verdict_with(verdict, compared) is verdict else TAKEN_BACK
    return f"{start} {listed(told, most=2)}."


def _row(graph: SystemGraph, comparison: Comparison, pair: Pair, ref: int) -> HistoryRow:
    found, period = comparison.correlation, comparison.period
    correlation, delay = "cannot be told", "not known"
    if found is not None and period is not None:
        correlation = found.told if found.is_clear else f"{found.told}, not clear"
        delay = delay_told(period, found.lag) if found.is_clear else "none seen"
    sources = [str(source) for source in comparison.sources] or ["no source recorded"]
    return HistoryRow(
        ref=ref,
        metric=graph.nodes[pair.metric].name,
        objective=graph.nodes[pair.objective].name,
        correlation=correlation,
        delay=delay,
        periods="no time in common" if period is None else period.counted(comparison.common),
        parted=_parted(comparison),
        source=listed(sources),
        comparison=comparison,
        support=(_support(graph, comparison, pair, sources),),
    )


def _parted(comparison: Comparison) -> str:
    if comparison.course is Course.PARTED:
        return since_told(comparison.since, comparison.earliest, comparison.latest)
    return "cannot be told" if comparison.course is Course.CANNOT_TELL else "not seen to have"


def _support(graph: SystemGraph, comparison: Comparison, pair: Pair, sources: list[str]) -> Support:
    """The two nodes, where their histories were read, and the correlation at every lag that was looked at."""
    nodes = support_of(graph, (pair.metric, pair.objective), ())
    notes = [f"history of {comparison.metric} and {comparison.objective}: {listed(sources)}"]
    if comparison.period is not None:
        notes += [
            f"changes, {delay_told(comparison.period, each.lag)}: rank correlation {each.told}, {each.pairs:,} pairs"
            for each in comparison.on_changes
        ]
    return Support(reason=" ".join(comparison.sentences), grounds=nodes.grounds, notes=tuple(notes))


def _left_out(rest: list[Comparison]) -> str:
    if not rest:
        return ""
    counts = {course: sum(c.course is course for c in rest) for course in _WORST_FIRST}
    told = ", ".join(f"{count:,} {course}" for course, count in counts.items() if count)
    return f"{counted(len(rest), 'more comparison')} ({told}): `ripplemap histories` has all."
