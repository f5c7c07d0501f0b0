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
from explorer.domain.words import told
from explorer.export.sheet_evidence import Numbered, Support, support_of
from explorer.export.sheet_words import TAKEN_BACK
from explorer.language import marked, marked_in, number, tr

MOST_COMPARED = 6
NONE_COMPARED = marked(
    "No histories were compared, so whether a metric still moves with its objective is not known. "
    "`--history FILE` compares them, and so does the window's Success page."
)
HEADS = (
    marked_in("column", "Metric"),
    marked_in("column", "Objective"),
    marked_in("column", "Rank correlation of changes"),
    marked_in("column", "Delay"),
    marked_in("column", "Compared over"),
    marked_in("column", "Parted"),
    marked_in("column", "Source"),
)
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
        return HistoriesTold(missing=tr(NONE_COMPARED if compared is None else NONE_FIT))
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
    partings = [
        tr("{metric} has parted from {objective}", metric=metric, objective=objective),
        *(tr("{metric} from {objective}", metric=m, objective=o) for m, o in names[1:]),
    ]
    start = lead if verdict_with(verdict, compared) is verdict else tr(TAKEN_BACK)
    return f"{start} {listed(partings, most=2)}."


def _row(graph: SystemGraph, comparison: Comparison, pair: Pair, ref: int) -> HistoryRow:
    found, period = comparison.correlation, comparison.period
    correlation, delay = tr("cannot be told"), tr("not known")
    if found is not None and period is not None:
        correlation = found.told if found.is_clear else tr("{correlation}, not clear", correlation=found.told)
        delay = delay_told(period, found.lag) if found.is_clear else tr("none seen")
    sources = [str(source) for source in comparison.sources] or [tr("no source recorded")]
    return HistoryRow(
        ref=ref,
        metric=graph.nodes[pair.metric].name,
        objective=graph.nodes[pair.objective].name,
        correlation=correlation,
        delay=delay,
        periods=tr("no time in common") if period is None else period.counted(comparison.common),
        parted=_parted(comparison),
        source=listed(sources),
        comparison=comparison,
        support=(_support(graph, comparison, pair, sources),),
    )


def _parted(comparison: Comparison) -> str:
    if comparison.course is Course.PARTED:
        return since_told(comparison.since, comparison.earliest, comparison.latest)
    return tr("cannot be told") if comparison.course is Course.CANNOT_TELL else tr("not seen to have")


def _support(graph: SystemGraph, comparison: Comparison, pair: Pair, sources: list[str]) -> Support:
    """The two nodes, where their histories were read, and the correlation at every lag that was looked at."""
    nodes = support_of(graph, (pair.metric, pair.objective), ())
    notes = [
        tr(
            "history of {metric} and {objective}: {sources}",
            metric=comparison.metric,
            objective=comparison.objective,
            sources=listed(sources),
        )
    ]
    if comparison.period is not None:
        notes += [
            tr(
                "changes, {delay}: rank correlation {correlation}, {pairs:,} pairs",
                delay=delay_told(comparison.period, each.lag),
                correlation=each.told,
                pairs=each.pairs,
            )
            for each in comparison.on_changes
        ]
    return Support(reason=" ".join(comparison.sentences), grounds=nodes.grounds, notes=tuple(notes))


def _left_out(rest: list[Comparison]) -> str:
    if not rest:
        return ""
    counts = {course: sum(c.course is course for c in rest) for course in _WORST_FIRST}
    courses = ", ".join(f"{number(count)} {told(course)}" for course, count in counts.items() if count)
    return tr(
        "{comparisons} ({courses}): `ripplemap histories` has all.",
        comparisons=counted(len(rest), "more comparison"),
        courses=courses,
    )
