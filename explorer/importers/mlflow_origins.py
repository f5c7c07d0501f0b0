"""What the data sets of MLflow were read from: tables and files that other tools know by the same names.

A data set of MLflow is what a run made of its source, often one of several parts of it: training and test data may
come from one file. So it is not the table or file, but derives from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from explorer.domain.addresses import path_of, table_of
from explorer.domain.ids import clean_id
from explorer.domain.kinds import Subtype
from explorer.importers.mlflow_tables import LoggedDataset, Tables

_TABLES = frozenset(("delta_table", "spark", "databricks-uc-table"))
_MOST = 20
"""Origins of one data set; beyond it stand those of old runs."""


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """A table or file by the name under which others know it."""

    id: str
    name: str
    subtype: Subtype


def origin_of(logged: LoggedDataset) -> Origin | None:
    """What a data set was read from; None where only one machine knows the place, or nobody."""
    place = logged.uri or ""
    is_table = logged.source_type in _TABLES
    try:
        if is_table and "://" not in place and table_of(place):
            return Origin(clean_id(place), place, Subtype.TABLE)
        path = path_of(place) if "://" in place and not place.startswith("file:") else None
        if path is None:
            return None
        subtype = Subtype.TABLE if is_table else Subtype.FILE
        return Origin(clean_id(path), path.rpartition("/")[2] or path, subtype)
    except ValueError:  # a place that can be no id
        return None


def origins_of(tables: Tables, ids: Mapping[str, str]) -> Iterator[tuple[str, list[Origin], int]]:
    """Each data set that runs have read, its origins, and how many older ones are left out.

    ids: MLflow's id of a state of a data set → the id of the data set.
    """
    last_read: dict[str, dict[Origin, date]] = {}
    for run in tables.runs.values():
        for logged in run.inputs:
            if origin := origin_of(tables.datasets[logged]):
                days = last_read.setdefault(ids[logged], {})
                days[origin] = max(days.get(origin, date.min), run.day or date.min)
    for dataset, days in last_read.items():
        newest = sorted(days, key=lambda origin: (days[origin], origin), reverse=True)
        yield dataset, newest[:_MOST], max(0, len(newest) - _MOST)
