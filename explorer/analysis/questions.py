"""The three questions, answered."""

from __future__ import annotations

from collections.abc import Callable

from explorer.analysis.change import answer_change
from explorer.analysis.inventory import answer_inventory
from explorer.analysis.success.answer import answer_success
from explorer.domain.answers import Answer
from explorer.domain.system_graph import SystemGraph


def ask(
    graph: SystemGraph, numbers: tuple[int, ...] = (1, 2, 3), check: Callable[[], None] = lambda: None
) -> tuple[Answer, ...]:
    """The answers to these questions; `check` is called often and may raise Cancelled."""
    asked: dict[int, Callable[[], Answer]] = {
        1: lambda: answer_change(graph, check),
        2: lambda: answer_success(graph, check),
        3: lambda: answer_inventory(graph, check),
    }
    answers = []
    for number in numbers:
        check()
        answers.append(asked[number]())
    return tuple(answers)
