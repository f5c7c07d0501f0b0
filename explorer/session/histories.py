"""Histories of metrics and objectives as evidence: read from their sources, compared, and put into answer 2."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from explorer.analysis.histories.parting import Course
from explorer.domain.answers import Answer, Sentence, Sureness, Verdict
from explorer.domain.histories import History
from explorer.domain.names import resolve_node
from explorer.domain.provenance import Problem
from explorer.domain.system_graph import SystemGraph
from explorer.errors import UsageError
from explorer.importers.adapter import Task
from explorer.session.metric_trees import Compared, Pair, compare_all, compare_histories, read_histories

_QUESTION = 2
NONE_FIT = (
    "No metric with a history leads to an objective with one. "
    "Name the columns as the metrics and objectives are named."
)


def ask_histories(
    graph: SystemGraph,
    sources: Sequence[str],
    *,
    query: str | None = None,
    pair: tuple[str, str] | None = None,
    seed: int = 0,
    task: Task | None = None,
) -> Compared:
    """What the histories in these sources say; InputError or UsageError where they cannot be read.

    query: a SELECT, asked of each source. pair: only this metric beside this objective, however they hang together.
    """
    task = task or Task()
    histories: list[History] = []
    problems: list[Problem] = []
    for source in sources:
        found = read_histories(source, query=query, task=task)
        histories += found.found
        problems += found.problems
    if pair is None:
        compared = compare_all(graph, histories, seed=seed, task=task)
    else:
        metric, objective = (resolve_node(graph, text) for text in pair)
        one = compare_histories(graph, metric, objective, histories, seed=seed, task=task)
        compared = Compared((one,), (), (Pair(metric, objective),))
    return replace(compared, problems=(*problems, *compared.problems))


def with_histories(answers: Sequence[Answer], compared: Compared) -> tuple[Answer, ...]:
    """The answers with what was observed; a metric that has left its objective is no longer a plain yes."""
    return tuple(_with(a, compared) if a.question == _QUESTION else a for a in answers)


def require_answerable(numbers: Sequence[int]) -> None:
    """UsageError where no question asked is about histories."""
    if _QUESTION not in numbers:
        raise UsageError(
            f"--history belongs to question {_QUESTION}.", hint=f"Ask question {_QUESTION}, or all."
        )


def _with(answer: Answer, compared: Compared) -> Answer:
    told = [
        Sentence(text=text, sureness=Sureness.OBSERVED, nodes=(pair.metric, pair.objective))
        for comparison, pair in zip(compared.comparisons, compared.pairs, strict=True)
        for text in comparison.sentences
    ]
    if not told:
        told = [Sentence(text=NONE_FIT, sureness=Sureness.UNKNOWN)]
    parted = any(c.course is Course.PARTED for c in compared.comparisons)
    verdict = Verdict.PARTLY if parted and answer.verdict is Verdict.YES else answer.verdict
    return replace(answer, verdict=verdict, sentences=(*answer.sentences, *told))
