"""One door to what is behind question 2: the metric tree and the histories of metrics and objectives.

For the command line, the window and the sheet alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from explorer.analysis.histories.comparison import Comparison, compare
from explorer.analysis.histories.evidence import Compared, Pair
from explorer.analysis.success.metric_tree import MetricTree, metric_tree
from explorer.domain.histories import Histories, History
from explorer.domain.kinds import NodeKind
from explorer.domain.names import nearest, resolve_node
from explorer.domain.provenance import Problem, Source
from explorer.domain.system_graph import SystemGraph
from explorer.domain.words import told
from explorer.errors import UsageError
from explorer.importers.adapter import Task
from explorer.importers.databases.files import is_database
from explorer.importers.history_csv import read_history_csv
from explorer.importers.history_mlflow import read_history_mlflow
from explorer.importers.history_query import read_history_query
from explorer.importers.reading import read_head
from explorer.importers.registry import locate
from explorer.language import tr


def ask_metric_tree(graph: SystemGraph, task: Task | None = None) -> MetricTree:
    """Each model's chain of chips to the objectives, what is missing in it, and how many links hold."""
    task = task or Task()
    task.progress(tr("Following the metrics"), None)
    return metric_tree(graph, task.check)


def read_histories(source: str, *, query: str | None = None, task: Task | None = None) -> Histories:
    """The histories in a CSV file, in MLflow's database, or that a SELECT gives; InputError where there are none.

    query: a SELECT of a column of days and of numbers; without one a database is read as MLflow's.
    """
    task = task or Task()
    location = locate(source)
    task.progress(tr("Reading {name}", name=location.shown), None)
    in_database = location.path is None or is_database(read_head(location.path, location.shown))
    if query is not None:
        if not in_database:
            raise UsageError(tr("A query is asked of a database."), where=location.shown)
        return read_history_query(location, query, task)
    return read_history_mlflow(location, task) if in_database else read_history_csv(location, task)


def compare_histories(
    graph: SystemGraph,
    metric: str,
    objective: str,
    histories: Sequence[History],
    *,
    seed: int = 0,
    task: Task | None = None,
) -> Comparison:
    """The history of a metric beside that of an objective, both named as `resolve_node` takes them."""
    task = task or Task()
    ends = [graph.nodes[resolve_node(graph, text)] for text in (metric, objective)]
    for end in ends:
        if end.kind not in (NodeKind.METRIC, NodeKind.OBJECTIVE):
            raise UsageError(
                tr(
                    "“{name}” is a {kind}; metrics and objectives have histories.",
                    name=end.name,
                    kind=told(end.kind),
                )
            )
    found = [_history_of(graph, end.id, histories) for end in ends]
    task.progress(tr("Comparing {one} with {other}", one=ends[0].name, other=ends[1].name), None)
    return compare(
        found[0],
        found[1],
        metric_direction=ends[0].direction,
        objective_direction=ends[1].direction,
        seed=seed,
        check=task.check,
    )


def compare_all(
    graph: SystemGraph, histories: Sequence[History], *, seed: int = 0, task: Task | None = None
) -> Compared:
    """Every model's metric with each objective it leads to, where both have a history.

    A history that belongs to no metric or objective of the system is a problem, not silence.
    """
    task = task or Task()
    known = {h.name for h in histories}
    problems = [_stray(graph, h) for h in histories if not _ids_of(graph, h.name)]
    chains = dict.fromkeys(
        Pair(c.metric, c.objective)
        for c in metric_tree(graph, task.check).chains
        if c.metric is not None and c.objective is not None and c.metric != c.objective
    )
    pairs = [p for p in chains if known & _names(graph, p.metric) and known & _names(graph, p.objective)]
    found = [compare_histories(graph, p.metric, p.objective, histories, seed=seed, task=task) for p in pairs]
    return Compared(tuple(found), tuple(problems), tuple(pairs))


def _names(graph: SystemGraph, node_id: str) -> set[str]:
    return {node_id, graph.nodes[node_id].name, *(graph.nodes[node_id].same_as or ())}


def _ids_of(graph: SystemGraph, name: str) -> list[str]:
    return [i for i in _measurable(graph) if name in _names(graph, i)]


def _measurable(graph: SystemGraph) -> list[str]:
    return [i for i, n in graph.nodes.items() if n.kind in (NodeKind.METRIC, NodeKind.OBJECTIVE)]


def _history_of(graph: SystemGraph, node_id: str, histories: Iterable[History]) -> History:
    names = _names(graph, node_id)
    found = [h for h in histories if h.name in names]
    if len(found) != 1:
        name = graph.nodes[node_id].name
        raise UsageError(
            tr("There are several histories of “{name}”.", name=name)
            if found
            else tr("There is no history of “{name}”.", name=name),
            hint=tr("Name a column of the file, or of the query, as the metric is named."),
        )
    return found[0]


def _stray(graph: SystemGraph, history: History) -> Problem:
    near = nearest(history.name, (n for i in _measurable(graph) for n in _names(graph, i)), 1)
    message = tr("“{name}” is no metric or objective of this system.", name=history.name[:80])
    if near:
        message = f"{message} {tr('Did you mean “{name}”?', name=near[0])}"
    return Problem(message, history.source or Source(tr("(unknown source)")))
