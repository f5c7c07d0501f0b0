"""A what-if with everything that is shown of it: what happens, where it would be seen, and what shields whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from explorer.analysis.what_if.answer_json import ranked
from explorer.analysis.what_if.impact import Impact, NodeImpact
from explorer.analysis.what_if.measurement import Measured, measured
from explorer.analysis.what_if.protection import Protected, protected_nodes
from explorer.domain.scenarios import HypotheticalChange
from explorer.domain.system_graph import SystemGraph
from explorer.drawing.picture import Sight
from explorer.importers.adapter import Task
from explorer.session.asking import ask_what_if


@dataclass(frozen=True, slots=True, eq=False)
class WhatIf:
    """The answer to one what-if."""

    impact: Impact
    rows: tuple[NodeImpact, ...]
    seen: Mapping[str, Measured]
    protected: tuple[Protected, ...]

    @property
    def graph(self) -> SystemGraph:
        """The system it was asked about."""
        return self.impact.graph

    def sight(self) -> dict[str, Sight]:
        """Whether each affected node's effects would be noticed."""
        return {i: Sight.BLIND if found.blind_channels else Sight.SEEN for i, found in self.seen.items()}


def follow(
    graph: SystemGraph, changes: Iterable[HypotheticalChange | str], task: Task | None = None
) -> WhatIf:
    """Follow these changes and look where they would be seen; UsageError for a change that does not fit."""
    task = task or Task()
    impact = ask_what_if(graph, changes, task)
    task.progress("Looking where it would be seen", None)
    seen = measured(impact, check=task.check)
    task.progress("Looking what shields whom", None)
    return WhatIf(impact, tuple(ranked(impact, seen)), seen, protected_nodes(impact, check=task.check))
