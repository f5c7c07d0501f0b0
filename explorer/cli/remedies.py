"""What can be done about a what-if, in words: where to measure, what helps, and what to cut."""

from __future__ import annotations

from explorer.analysis.what_if.helps import Help, Helps
from explorer.analysis.what_if.impact import explain_step
from explorer.analysis.what_if.isolation import Isolation
from explorer.analysis.what_if.mitigations import Effort
from explorer.analysis.what_if.probe_plan import ProbePlan
from explorer.cli.console import Console
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted, named

_MOST_HELPS = 8
_EFFORTS = {Effort.S: "little work", Effort.M: "some work", Effort.L: "much work"}


def print_plan(console: Console, graph: SystemGraph, plan: ProbePlan) -> None:
    """The extra probes, and what none would show."""
    if plan.probes:
        fewest = "the fewest that show all that can be shown" if plan.is_minimal else "the fewest found"
        console.line()
        console.paragraph(f"Where to measure: {counted(len(plan.probes), 'extra probe')}, {fewest}.")
    for probe in plan.probes:
        owner = f" ({probe.owner})" if probe.owner is not None else ""
        shows = named(graph, dict.fromkeys(node for node, _ in probe.covers), most=6)
        doubt = "; behind what a model causes itself, so it proves little" if probe.is_compromised else ""
        console.paragraph(f"{probe.action}{owner}, shows {shows}{doubt}", first="  · ", rest="    ")
    for bound in plan.bounds:
        console.paragraph(bound, first="  ")
    if plan.unmeasurable:
        places = dict.fromkeys(node for node, _ in plan.unmeasurable)
        console.paragraph(f"Cannot be measured: {named(graph, places, most=12)}.")


def print_helps(console: Console, helps: Helps) -> None:
    """What helps, the best first."""
    if not helps.helps:
        return
    console.line()
    console.line("What helps")
    for one in helps.helps[:_MOST_HELPS]:
        console.paragraph(f"{one.proposal.says}: {_does(one)}, {_takes(one)}", first="  · ", rest="    ")
    more = len(helps.helps) - _MOST_HELPS
    if more > 0:
        console.line(f"    and {more:,} more; --json lists all.")
    for bound in helps.bounds:
        console.paragraph(bound, first="  ")


def print_isolation(console: Console, graph: SystemGraph, found: Isolation) -> None:
    """The cuts, or the path that none can break."""
    name = graph.nodes[found.node].name
    console.line()
    if found.cuts is None:
        if not found.uncut:
            console.paragraph(f"No cut exists that keeps {name} untouched: it is what changes.")
            return
        console.paragraph(f"No cut exists that keeps {name} untouched; this way cannot be cut:")
        for step in found.uncut:
            console.paragraph(explain_step(graph, step), first="  · ", rest="    ")
        return
    if not found.cuts:
        console.paragraph(f"{name} is untouched; nothing needs to be cut.")
        return
    fewest = (
        "no fewer would do"
        if found.is_minimal
        else f"perhaps fewer would do, but no fewer than {found.least:,}"
    )
    console.paragraph(f"To keep {name} untouched, cut {counted(len(found.cuts), 'edge')} ({fewest}):")
    for cut in found.cuts:
        owner = f" ({cut.owner})" if cut.owner is not None else ""
        console.paragraph(f"{cut.action}{owner}", first="  · ", rest="    ")


def _does(one: Help) -> str:
    parts = []
    if one.removed:
        critical = f", {one.critical:,} of them critical" if one.critical else ""
        parts.append(f"less happens to {counted(len(one.removed), 'node')}{critical}")
    if one.healed:
        parts.append(
            f"{counted(len(one.healed), 'node')} would be seen apart from what a model causes itself"
        )
    return " and ".join(parts)


def _takes(one: Help) -> str:
    proposal = one.proposal
    who = f" for {proposal.owner}" if proposal.owner is not None else ""
    return f"{_EFFORTS[proposal.effort]}{who}"
