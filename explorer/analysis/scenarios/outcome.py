"""What comes of a scenario: the system it makes, what its changes do there, and every answer about that system.

What a new part reaches is told as if a new version of it came, because that is what its first one is. The base
is an outcome too, of a scenario in which nothing happens.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from explorer.analysis.debts import find_debts
from explorer.analysis.ml_test_score.sheet import ml_test_sheets
from explorer.analysis.questions import ask
from explorer.analysis.scenarios.edits import edited
from explorer.analysis.what_if.impact import Impact, what_if
from explorer.analysis.what_if.measurement import Measured, measured
from explorer.domain.answers import Answer
from explorer.domain.findings import Findings
from explorer.domain.scenarios import ChangeKind, HypotheticalChange, Scenario
from explorer.domain.system_graph import SystemGraph
from explorer.errors import UsageError
from explorer.language import tr


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """One scenario carried out; scenario None is the base.

    reach: what a first version of each added node does. retired: the findings the system would have without the
    nodes that the scenario retires, where it retires any. scores: the ML Test Score of each model.
    """

    scenario: Scenario | None
    graph: SystemGraph
    impact: Impact
    seen: Mapping[str, Measured]
    reach: Mapping[str, Impact]
    findings: Findings
    retired: Findings | None
    answers: tuple[Answer, ...]
    scores: Mapping[str, float]

    @property
    def name(self) -> str:
        """What the scenario is called."""
        return tr("as it is") if self.scenario is None else self.scenario.name

    @property
    def blind(self) -> tuple[str, ...]:
        """The affected nodes of which nobody would see a part."""
        return tuple(i for i, found in self.seen.items() if found.blind_channels)


def outcome(
    graph: SystemGraph, scenario: Scenario | None = None, *, check: Callable[[], None] = lambda: None
) -> Outcome:
    """What comes of a scenario in this system, or the system as it is; UsageError where something does not fit."""
    changes = () if scenario is None else scenario.changes
    made = graph if scenario is None else edited(graph, scenario)
    if scenario is not None:
        _require_left(graph, made, scenario)
    impact = what_if(made, changes, check=check)
    added = [a.node.id for a in (scenario.additions if scenario is not None else ()) if a.node is not None]
    retiring = [c.node for c in changes if c.kind is ChangeKind.RETIRE]
    return Outcome(
        scenario=scenario,
        graph=made,
        impact=impact,
        seen=measured(impact, check=check),
        reach={i: _first_version(made, i, check) for i in added if i in made.nodes},
        findings=find_debts(made, check),
        retired=find_debts(made.without(retiring), check) if retiring else None,
        answers=ask(made, check=check),
        scores={s.model: s.score for s in ml_test_sheets(made, check=check)},
    )


def _first_version(graph: SystemGraph, node: str, check: Callable[[], None]) -> Impact:
    return what_if(graph, [HypotheticalChange(kind=ChangeKind.NEW_VERSION, node=node)], check=check)


def _require_left(base: SystemGraph, made: SystemGraph, scenario: Scenario) -> None:
    """UsageError where a scenario changes what it takes out."""
    for change in scenario.changes:
        for node in (change.node, change.to):
            if node is not None and node not in made.nodes and node in base.nodes:
                raise UsageError(
                    tr(
                        "The scenario {scenario} takes {node} out, so nothing can happen to it.",
                        scenario=scenario.name,
                        node=node,
                    ),
                    hint=tr("Take out the change, or let the node stay."),
                )
