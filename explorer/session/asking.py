"""One door to the answers: the three questions, what-ifs and findings, for the command line and the window alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from explorer.analysis.debts import find_debts
from explorer.analysis.questions import ask
from explorer.analysis.what_if.change import parse_change
from explorer.analysis.what_if.impact import Impact, what_if
from explorer.domain.answers import Answer
from explorer.domain.findings import Findings
from explorer.domain.scenarios import HypotheticalChange
from explorer.domain.system_graph import SystemGraph
from explorer.importers.adapter import Task
from explorer.language import tr


def ask_what_if(
    graph: SystemGraph, changes: Iterable[HypotheticalChange | str], task: Task | None = None
) -> Impact:
    """What these changes do; a text is read as a person writes it (`outage:rank-scores`). UsageError for a misfit."""
    task = task or Task()
    task.progress(tr("Following the change"), None)
    asked = [parse_change(graph, c) if isinstance(c, str) else c for c in changes]
    return what_if(graph, asked, check=task.check)


def ask_findings(graph: SystemGraph, task: Task | None = None) -> Findings:
    """Every finding about the system, worst first."""
    task = task or Task()
    task.progress(tr("Looking for debts"), None)
    return find_debts(graph, task.check)


def ask_questions(
    graph: SystemGraph, numbers: Sequence[int] = (1, 2, 3), task: Task | None = None
) -> tuple[Answer, ...]:
    """The answers to these of the three questions."""
    task = task or Task()
    task.progress(tr("Answering the questions"), None)
    return ask(graph, tuple(numbers), task.check)
