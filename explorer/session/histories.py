"""Histories of metrics and objectives as evidence: read from their sources, and compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from explorer.analysis.histories.evidence import QUESTION, Compared, Pair
from explorer.domain.histories import History
from explorer.domain.names import resolve_node
from explorer.domain.provenance import Problem
from explorer.domain.system_graph import SystemGraph
from explorer.errors import UsageError
from explorer.importers.adapter import Task
from explorer.language import tr
from explorer.session.metric_trees import compare_all, compare_histories, read_histories


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


def require_answerable(numbers: Sequence[int]) -> None:
    """UsageError where no question asked is about histories."""
    if QUESTION not in numbers:
        raise UsageError(
            tr("--history belongs to question {number}.", number=QUESTION),
            hint=tr("Ask question {number}, or all.", number=QUESTION),
        )
