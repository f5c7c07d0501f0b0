"""A what-if with all that is shown of it: what happens, where it would be seen, what shields whom, what helps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from explorer.analysis.scenarios.edits import edited
from explorer.analysis.scenarios.retiring import AfterRetiring
from explorer.analysis.what_if.answer_json import ranked
from explorer.analysis.what_if.change import parse_change
from explorer.analysis.what_if.helps import Helps, what_helps
from explorer.analysis.what_if.impact import Impact, NodeImpact
from explorer.analysis.what_if.isolation import Isolation, isolation
from explorer.analysis.what_if.measurement import Measured, measured
from explorer.analysis.what_if.probe_plan import ProbePlan, probe_plan
from explorer.analysis.what_if.protection import Protected, protected_nodes
from explorer.analysis.what_if.sight_ways import Sights, sights
from explorer.domain.names import resolve_node
from explorer.domain.scenarios import ChangeKind, HypotheticalChange, Scenario
from explorer.domain.system_graph import SystemGraph
from explorer.drawing.edits import NO_EDITS, Edits, edits_of
from explorer.drawing.impact_marks import summary_of
from explorer.drawing.picture import Sight
from explorer.importers.adapter import Task
from explorer.language import tr
from explorer.session.asking import ask_what_if
from explorer.session.comparing import findings_after_retiring


@dataclass(frozen=True, slots=True, eq=False)
class WhatIf:
    """The answer to one what-if. plan: the fewest probes for what is blind; helps: what can be done, best first.

    retired: the findings the system would have without what the changes retire, where they retire something.
    scenario: what was asked, where that was more than changes to the system as it is; edits: what is added to that
    and taken out. places: what sees which part.
    """

    impact: Impact
    rows: tuple[NodeImpact, ...]
    seen: Mapping[str, Measured]
    protected: tuple[Protected, ...]
    plan: ProbePlan = field(default_factory=ProbePlan)
    helps: Helps = field(default_factory=Helps)
    retired: AfterRetiring | None = None
    scenario: Scenario | None = None
    edits: Edits = NO_EDITS
    places: Sights = field(default_factory=Sights)

    @property
    def summary(self) -> str:
        """What is asked, and the size of the answer."""
        return summary_of(self.impact, self.edits)

    @property
    def graph(self) -> SystemGraph:
        """The system it was asked about, as the scenario has it."""
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
    task.progress(tr("Looking where it would be seen"), None)
    seen = measured(impact, check=task.check)
    task.progress(tr("Looking what shields whom"), None)
    protected = protected_nodes(impact, check=task.check)
    task.progress(tr("Planning where to measure"), None)
    plan = probe_plan(impact, seen, check=task.check)
    task.progress(tr("Trying what helps"), None)
    helps = what_helps(impact, seen, check=task.check)
    retired = findings_after_retiring(graph, impact.changes, task)
    rows = tuple(ranked(impact, seen))
    edits = edits_of(graph, graph, None, impact.changes)
    return WhatIf(impact, rows, seen, protected, plan, helps, retired, edits=edits, places=sights(seen))


def follow_scenario(graph: SystemGraph, scenario: Scenario, task: Task | None = None) -> WhatIf:
    """Follow what happens in a scenario, in the system as that has it; UsageError for what does not fit.

    Where nothing but a new part comes, what its first version does is followed.
    """
    made = edited(graph, scenario)
    changes = scenario.changes or tuple(
        HypotheticalChange(kind=ChangeKind.NEW_VERSION, node=a.node.id)
        for a in scenario.additions
        if a.node is not None and a.node.id in made.nodes
    )
    edits = edits_of(graph, made, scenario, changes)
    return replace(follow(made, changes, task), scenario=scenario, edits=edits)


def isolate(
    graph: SystemGraph,
    changes: Iterable[HypotheticalChange | str],
    node: str,
    task: Task | None = None,
) -> Isolation:
    """How to keep a node untouched by these changes; UsageError for a change or node that does not fit."""
    task = task or Task()
    task.progress(tr("Looking for the fewest cuts"), None)
    asked = [parse_change(graph, c) if isinstance(c, str) else c for c in changes]
    return isolation(graph, asked, resolve_node(graph, node), check=task.check)
