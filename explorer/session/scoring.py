"""One door to the ML Test Score: a sheet for each model, for the command line, the window and the page for others."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from explorer.analysis.ml_test_score.sheet import Sheet, ml_test_sheet
from explorer.analysis.ml_test_score.telling import weakest
from explorer.domain.kinds import NodeKind
from explorer.domain.names import resolve_node
from explorer.domain.system_graph import SystemGraph
from explorer.domain.words import told
from explorer.errors import UsageError
from explorer.importers.adapter import Task
from explorer.language import tr


def ask_scores(
    graph: SystemGraph, task: Task | None = None, *, only: Iterable[str] = (), day: date | None = None
) -> tuple[Sheet, ...]:
    """The sheets of all models, or of `only` these, the weakest first; UsageError for what is no model.

    day: on which attestations must still hold; today where none is given.
    """
    task = task or Task()
    models = list(dict.fromkeys(_model(graph, text) for text in only))
    models = models or [i for i, n in graph.nodes.items() if n.kind is NodeKind.MODEL]
    sheets = []
    for number, model in enumerate(models):
        task.check()
        task.progress(tr("Scoring the models"), number / len(models))
        sheets.append(ml_test_sheet(graph, model, day, task.check))
    return tuple(weakest(sheets))


def _model(graph: SystemGraph, text: str) -> str:
    node = graph.nodes[resolve_node(graph, text)]
    if node.kind is not NodeKind.MODEL:
        raise UsageError(
            tr("“{name}” is a {kind}; only models are scored.", name=node.name, kind=told(node.kind))
        )
    return node.id
