"""One door to what is behind question 2: the metric tree, for the command line, the window and the sheet alike."""

from __future__ import annotations

from explorer.analysis.success.metric_tree import MetricTree, metric_tree
from explorer.domain.system_graph import SystemGraph
from explorer.importers.adapter import Task


def ask_metric_tree(graph: SystemGraph, task: Task | None = None) -> MetricTree:
    """Each model's chain of chips to the objectives, what is missing in it, and how many links hold."""
    task = task or Task()
    task.progress("Following the metrics", None)
    return metric_tree(graph, task.check)
