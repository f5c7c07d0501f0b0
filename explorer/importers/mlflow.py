"""MLflow's tracking and registry database: what was trained on what, by which job, and how good it was.

| MLflow | here | because |
|---|---|---|
| experiment | job | its runs are one piece of work done again and again; their number and days are on the edges |
| run | a sighting | of each edge it shows: count, first and last day; evidence is observed |
| data set | dataset, training where a run says so | one name is one dataset, its digest the version |
| source of a data set | dataset, a table or file | the data set derives from it; others know it by the same name |
| registered model | model | its version is the one an alias or stage calls in use; all are listed |
| last metric of a run | metric of the experiment, role quality | its baseline is the value of the version in use |
| tag business_objective | objective | the tag says what the model is for |

Edges: dataset → job feeds and training dataset → model trains, as the runs' inputs say; job → model trains, once a
version; model → metric and dataset → metric measures (the dataset inferred from names such as test_score where no
log says it; from the job, where no registered model came of it and none was judged). That a model is judged by a
metric it was not trained on, and that this metric drives the objective, is inferred: optimises and drives, the sign
unsure.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from explorer.domain.assembly import Statements
from explorer.errors import InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.databases.files import is_database
from explorer.importers.databases.reader import Reader
from explorer.importers.databases.reading import read_database
from explorer.importers.mlflow_system import system_of
from explorer.importers.mlflow_tables import read_tables
from explorer.language import marked, tr

_KEPT = re.compile(rb"^(?:artifact_location|artifact_uri):", re.M)
_TRACKING = frozenset(("experiments", "runs"))
_REGISTRY = frozenset(("registered_models", "model_versions"))


class MlflowAdapter:
    """Reads the database behind an MLflow server, or a local mlflow.db."""

    name = "mlflow"
    recognises = marked("MLflow: its tracking database; any database is looked at for its tables")

    def matches(self, location: Location, head: bytes) -> bool:
        """Whether it is a file that may hold MLflow's tables: asked only where `--as` names this importer.

        Whose a database is shows when it is open, so the adapter of databases is asked first and hands it on.
        """
        return location.path is not None and is_database(head)

    def instead_of(self, location: Location, head: bytes) -> InputError | None:
        """A part of the folder mlruns, in which MLflow keeps runs where it was given no database."""
        is_part = location.path is not None and location.path.name == "meta.yaml" and _KEPT.search(head)
        if not is_part:
            return None
        return InputError(
            tr("This belongs to MLflow's folder of files; only its databases are read."),
            where=location.shown,
            hint=tr(
                "Let MLflow keep its runs in a database, by --backend-store-uri sqlite:///mlflow.db; open that."
            ),
        )

    def read(self, location: Location, task: Task) -> Statements:
        """All that the tables show; InputError where they are not MLflow's."""
        return read_database(location, task, _read)


ADAPTER = MlflowAdapter()


def is_mlflow(tables: Collection[str]) -> bool:
    """Whether tables of these names are those of MLflow's tracking or of its registry."""
    return _TRACKING.issubset(tables) or _REGISTRY.issubset(tables)


def read_mlflow(reader: Reader) -> Statements:
    """All that an open database of MLflow shows."""
    said = system_of(read_tables(reader), reader.shown)
    said.problems[:0] = reader.problems
    return said


def _read(reader: Reader) -> Statements:
    if not reader.tables:
        raise InputError(
            tr("The database holds no tables."),
            where=reader.shown,
            hint=tr("Name the database that the MLflow server writes to."),
        )
    if not is_mlflow(reader.tables):
        raise InputError(
            tr("It is a database, but not MLflow's: it has neither its tracking nor its registry tables."),
            where=reader.shown,
            hint=tr("Name the database that the MLflow server writes to."),
        )
    return read_mlflow(reader)
