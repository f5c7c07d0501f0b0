"""Scenarios put together from what a person gives, and compared; for the command line and the window alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from explorer.analysis.scenarios.comparison import Comparison, compare
from explorer.analysis.scenarios.edits import edited, parse_additions, parse_removals
from explorer.analysis.scenarios.retiring import AfterRetiring, after_retiring
from explorer.analysis.what_if.change import parse_change
from explorer.domain.entities import Edge
from explorer.domain.names import nearest
from explorer.domain.project import Project
from explorer.domain.scenarios import Addition, HypotheticalChange, Scenario
from explorer.domain.system_graph import SystemGraph
from explorer.errors import UsageError
from explorer.importers.adapter import Task
from explorer.language import tr
from explorer.session.loading import merged


def make_scenario(
    project: Project,
    name: str,
    *,
    changes: Iterable[str] = (),
    add: Iterable[str] = (),
    remove: Iterable[str] = (),
    task: Task | None = None,
) -> Scenario:
    """A scenario of these texts; what is added may be a file that says more (a manifest). UsageError for a misfit."""
    task = task or Task()
    additions: tuple[Addition, ...] = ()
    made = project.graph
    for text in add:
        found = (
            _from_source(project, made, text, task) if Path(text).is_file() else parse_additions(made, [text])
        )
        made = edited(made, Scenario(name=name, additions=found))
        additions += found
    removals = parse_removals(made, remove)
    made = edited(made, Scenario(name=name, removals=removals))
    asked = tuple(parse_change(made, text) for text in changes)
    return Scenario(name=name, changes=asked, additions=additions, removals=removals)


def saved_scenario(project: Project, name: str) -> Scenario:
    """The scenario of the project that has this name; UsageError lists the nearest."""
    for scenario in project.scenarios:
        if scenario.name == name:
            return scenario
    near = nearest(name, [s.name for s in project.scenarios])
    raise UsageError(
        tr("The project has no scenario “{name}”.", name=name),
        hint=tr("Nearest: {names}.", names=", ".join(near)) if near else None,
    )


def compare_scenarios(
    graph: SystemGraph, scenarios: Sequence[Scenario], task: Task | None = None
) -> Comparison:
    """What comes of each scenario, beside the system as it is and beside each other."""
    task = task or Task()
    task.progress(tr("Comparing scenarios"), None)
    return compare(graph, scenarios, check=task.check)


def findings_after_retiring(
    graph: SystemGraph, changes: Iterable[HypotheticalChange | str], task: Task | None = None
) -> AfterRetiring | None:
    """The findings the system would have without what these changes retire; None where they retire nothing."""
    task = task or Task()
    asked = [parse_change(graph, c) if isinstance(c, str) else c for c in changes]
    return after_retiring(graph, asked, check=task.check)


def _from_source(project: Project, graph: SystemGraph, text: str, task: Task) -> tuple[Addition, ...]:
    """What a source says that is not there yet: each new node with the edges to what is there by then."""
    more = merged(project, [text], task=task).graph
    place = {i: number for number, i in enumerate(i for i in more.nodes if i not in graph.nodes)}
    edges: dict[str | None, list[Edge]] = {}
    for key, edge in more.edges.items():
        if key not in graph.edges:
            ends = [i for i in key[:2] if i in place]
            edges.setdefault(max(ends, key=place.__getitem__, default=None), []).append(edge)
    additions = [Addition(node=more.nodes[i], edges=tuple(edges.get(i, ()))) for i in place]
    if None in edges:
        additions.append(Addition(edges=tuple(edges[None])))
    if not additions:
        raise UsageError(tr("{source} says nothing that is not there already.", source=text))
    return tuple(additions)
