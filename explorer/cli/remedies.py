"""What can be done about a what-if, in words: where to measure, what helps, and what to cut."""

from __future__ import annotations

from explorer.analysis.what_if.helps import Helps
from explorer.analysis.what_if.isolation import Isolation
from explorer.analysis.what_if.probe_plan import ProbePlan
from explorer.analysis.what_if.telling import (
    help_does,
    help_takes,
    isolation_told,
    plan_told,
    probe_told,
    unmeasurable_told,
)
from explorer.cli.console import Console
from explorer.domain.system_graph import SystemGraph

_MOST_HELPS = 8


def print_plan(console: Console, graph: SystemGraph, plan: ProbePlan) -> None:
    """The extra probes, and what none would show."""
    if plan.probes:
        console.line()
        console.paragraph(f"Where to measure: {plan_told(plan)}.")
    for probe in plan.probes:
        console.paragraph(probe_told(graph, probe).text, first="  · ", rest="    ")
    for bound in plan.bounds:
        console.paragraph(bound, first="  ")
    never = unmeasurable_told(graph, plan)
    if never is not None:
        console.paragraph(never.text)


def print_helps(console: Console, helps: Helps) -> None:
    """What helps, the best first."""
    if not helps.helps:
        return
    console.line()
    console.line("What helps")
    for one in helps.helps[:_MOST_HELPS]:
        text = f"{one.proposal.says}: {help_does(one)}, {help_takes(one)}"
        console.paragraph(text, first="  · ", rest="    ")
    more = len(helps.helps) - _MOST_HELPS
    if more > 0:
        console.line(f"    and {more:,} more; --json lists all.")
    for bound in helps.bounds:
        console.paragraph(bound, first="  ")


def print_isolation(console: Console, graph: SystemGraph, found: Isolation) -> None:
    """The cuts, or the path that none can break."""
    text, lines = isolation_told(graph, found)
    console.line()
    console.paragraph(text.text)
    for line in lines:
        console.paragraph(line.text, first="  · ", rest="    ")
