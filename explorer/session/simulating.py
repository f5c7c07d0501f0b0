"""One door to the loop simulation, for the command line and the window alike."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from explorer.analysis.feedback_loops import find_feedback_loops, way_of
from explorer.analysis.simulation.loop_simulation import LoopSimulation, simulate_loop
from explorer.analysis.simulation.parameters import ReadSettings, read_settings
from explorer.analysis.simulation.settings import LoopSettings
from explorer.domain.findings import Finding
from explorer.domain.system_graph import SystemGraph
from explorer.errors import UsageError
from explorer.importers.adapter import Task
from explorer.language import tr, tr_n


@dataclass(frozen=True, slots=True, eq=False)
class SimulatedLoop:
    """What a filter does on one feedback loop: the loop, what its edges say, and what came of it."""

    finding: Finding
    notes: tuple[str, ...]
    simulation: LoopSimulation


def feedback_loops(graph: SystemGraph, task: Task | None = None) -> tuple[Finding, ...]:
    """The single feedback loops in the order of their numbers; the first is number 1."""
    task = task or Task()
    task.progress(tr("Looking for feedback loops"), None)
    return tuple(f for f in find_feedback_loops(graph, task.check) if way_of(f))


def loop_settings(graph: SystemGraph, loop: Finding) -> ReadSettings:
    """What the edges of a loop say about its simulation."""
    return read_settings(graph, [graph.edges[key] for key in way_of(loop)])


def simulate(settings: LoopSettings, task: Task | None = None) -> LoopSimulation:
    """One simulation with these settings."""
    task = task or Task()
    return simulate_loop(settings, task.check, lambda part: task.progress(tr("Simulating the loop"), part))


def simulate_loop_number(
    graph: SystemGraph, number: int, changed: Mapping[str, Any], task: Task | None = None
) -> SimulatedLoop:
    """Simulate the loop of this number with the settings of its edges, some of them changed.

    UsageError where there is no such loop, or for a setting that makes no sense.
    """
    found = feedback_loops(graph, task)
    if not 1 <= number <= len(found):
        if not found:
            raise UsageError(tr("There is no feedback loop, so there is no loop {number}.", number=number))
        raise UsageError(
            tr_n(
                "There is {count:,} feedback loop, so there is no loop {number}.",
                "There are {count:,} feedback loops, so there is no loop {number}.",
                len(found),
                number=number,
            ),
            hint=tr("`ripplemap simulate SOURCE` lists them."),
        )
    loop = found[number - 1]
    read = loop_settings(graph, loop)
    return SimulatedLoop(loop, read.notes, simulate(replace(read.settings, **changed), task))


def verdict(result: LoopSimulation) -> str:
    """What came of it, in a sentence."""
    clicks, value = result.clicks_on_shown.mean, result.value_delivered.mean
    if math.isnan(clicks[-1]) or math.isnan(clicks[0]):
        return tr("In the end nothing passes the filter, so there is nothing left to learn from.")
    less = 1 - value[-1]
    if clicks[-1] > clicks[0] and less > 0.01:
        return tr(
            "The clicks on what is shown rise from {first:.1%} to {last:.1%}, while the value delivered "
            "falls by {less:.0%}: the filter picks its own denominator.",
            first=clicks[0],
            last=clicks[-1],
            less=less,
        )
    if less > 0.01:
        return tr("The value delivered falls by {less:.0%}.", less=less)
    return tr("The value delivered stays about where it was.")
