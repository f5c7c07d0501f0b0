"""What retiring nodes would do to the findings: those the system would have without them, and what is different."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from explorer.analysis.debts import find_debts
from explorer.analysis.scenarios.comparison import findings_apart
from explorer.domain.findings import Finding, Findings
from explorer.domain.scenarios import ChangeKind, HypotheticalChange
from explorer.domain.system_graph import SystemGraph


@dataclass(frozen=True, slots=True)
class AfterRetiring:
    """The findings of the system without the retired nodes; of them the new ones, and those that go."""

    nodes: tuple[str, ...]
    findings: Findings
    gone: tuple[Finding, ...]
    new: tuple[Finding, ...]


def after_retiring(
    graph: SystemGraph, changes: Sequence[HypotheticalChange], *, check: Callable[[], None] = lambda: None
) -> AfterRetiring | None:
    """What the findings would be without the nodes that these changes retire; None where they retire none."""
    nodes = tuple(dict.fromkeys(c.node for c in changes if c.kind is ChangeKind.RETIRE))
    if not nodes:
        return None
    before, after = find_debts(graph, check), find_debts(graph.without(nodes), check)
    return AfterRetiring(nodes, after, *findings_apart(before.findings, after.findings))
