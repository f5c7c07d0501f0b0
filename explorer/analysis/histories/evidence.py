"""What compared histories add to the second answer: sentences on what was observed, and never a better verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from explorer.analysis.histories.comparison import Comparison
from explorer.analysis.histories.parting import Course
from explorer.domain.answers import Answer, Sentence, Sureness, Verdict
from explorer.domain.provenance import Problem
from explorer.language import marked, tr

QUESTION = 2
"""The question that histories belong to."""
NONE_FIT = marked(
    "No metric with a history leads to an objective with one. "
    "Name the columns as the metrics and objectives are named."
)


@dataclass(frozen=True, slots=True)
class Pair:
    """The ids of a metric and of the objective it is compared with."""

    metric: str
    objective: str


@dataclass(frozen=True, slots=True)
class Compared:
    """The chains of a system whose two ends both have a history, each compared, and what was wrong on the way.

    pairs: whose histories each of the comparisons is of.
    """

    comparisons: tuple[Comparison, ...]
    problems: tuple[Problem, ...]
    pairs: tuple[Pair, ...]

    @property
    def parted(self) -> tuple[Pair, ...]:
        """Those that are seen to have parted."""
        both = zip(self.comparisons, self.pairs, strict=True)
        return tuple(pair for comparison, pair in both if comparison.course is Course.PARTED)


def with_histories(answers: Sequence[Answer], compared: Compared) -> tuple[Answer, ...]:
    """The answers with what was observed; only the second is touched."""
    return tuple(_with(a, compared) if a.question == QUESTION else a for a in answers)


def verdict_with(verdict: Verdict, compared: Compared) -> Verdict:
    """A metric that has left its objective takes a plain yes back; no verdict is made better."""
    return Verdict.PARTLY if compared.parted and verdict is Verdict.YES else verdict


def _with(answer: Answer, compared: Compared) -> Answer:
    told = [
        Sentence(text=text, sureness=known, nodes=(pair.metric, pair.objective))
        for comparison, pair in zip(compared.comparisons, compared.pairs, strict=True)
        for text, known in comparison.told
    ]
    if not told:
        told = [Sentence(text=tr(NONE_FIT), sureness=Sureness.UNKNOWN)]
    return replace(
        answer,
        verdict=verdict_with(answer.verdict, compared),
        sentences=(*answer.sentences, *told),
    )
