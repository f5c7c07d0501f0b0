"""Histories of metrics from MLflow: of each experiment's runs the last value of every metric, on the run's day.

The names are the ids under which mlflow.py knows the same metrics, so that the two find each other.
"""

from __future__ import annotations

from explorer.domain.histories import Histories, History
from explorer.errors import InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.databases.reader import Reader
from explorer.importers.databases.reading import read_database
from explorer.importers.mlflow_tables import read_tables
from explorer.language import tr

_NEEDED = frozenset(("experiments", "runs"))


def read_history_mlflow(location: Location, task: Task) -> Histories:
    """One history for each experiment and metric; failed runs and runs without a day are left out."""
    return read_database(location, task, _read)


def _read(reader: Reader) -> Histories:
    if not reader.tables >= _NEEDED:
        raise InputError(
            tr("It is not MLflow's tracking database: it has no experiments and runs."),
            where=reader.shown,
            hint=tr("Name the database that the MLflow server writes to."),
        )
    tables = read_tables(reader)
    series: dict[str, list[tuple[object, ...]]] = {}
    left_out = 0
    for run in tables.runs.values():
        experiment = tables.experiments[run.experiment].name
        if run.failed or run.day is None:
            left_out += bool(run.metrics)
            continue
        for key, value in run.metrics.items():
            if value is not None and not key.startswith("system/"):
                series.setdefault(f"mlflow/metric/{experiment}/{key}", []).append((run.day, value))
    if left_out:
        reader.problem(
            tr(
                "{count:,} runs that failed, or whose day is not known, are no part of the histories.",
                count=left_out,
            ),
            "runs",
        )
    found = []
    for name, points in sorted(series.items()):
        points.sort()
        days, values = zip(*points, strict=True)
        found.append(History(name, days, values, reader.source("latest_metrics")))
    return Histories(tuple(found), reader.problems)
