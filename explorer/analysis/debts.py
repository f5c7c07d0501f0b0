"""All findings about a system, worst first, with what was left out named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from explorer.analysis.feedback_loops import MOST_MODELS, find_feedback_loops
from explorer.analysis.inventory import find_inventory_gaps
from explorer.analysis.success import find_success_gaps
from explorer.domain.findings import Finding
from explorer.domain.kinds import Severity
from explorer.domain.system_graph import SystemGraph


@dataclass(frozen=True, slots=True)
class Findings:
    """What the detectors found, and in `bounds` what they did not look at."""

    findings: tuple[Finding, ...]
    bounds: tuple[str, ...] = ()

    def at_least(self, severity: Severity) -> tuple[Finding, ...]:
        """Those as bad as `severity` or worse."""
        order = list(Severity)
        return tuple(f for f in self.findings if order.index(f.severity) <= order.index(severity))


def find_debts(graph: SystemGraph, check: Callable[[], None] = lambda: None) -> Findings:
    """Every finding, by severity, rule and nodes; `check` is called between detectors and may raise Cancelled."""
    loops = find_feedback_loops(graph, check)
    check()
    found = [*loops, *find_success_gaps(graph), *find_inventory_gaps(graph)]
    order = list(Severity)
    found.sort(key=lambda f: (order.index(f.severity), f.rule, f.nodes))
    bounds: tuple[str, ...] = ()
    if loops:
        bounds = (
            "Feedback loops are told by their shortest ways round: through each model, each training edge and the "
            f"world, for at most {MOST_MODELS} models in one part; longer ways round are not listed one by one.",
        )
    return Findings(tuple(found), bounds)
