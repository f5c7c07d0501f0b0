"""A folder of SQL with YAML beside it: what each table is made from, who owns it, when it is built, who may read it.

| the folder | here | because |
|---|---|---|
| sql/project/dataset/table/query.sql, script.sql, init.sql | dataset, table | |
| …/view.sql | dataset, view | |
| …/materialized_view.sql, or a file that only asks | dataset, unknown | stored or not, nobody says |
| a table that is named and not made here | dataset, inferred | |
| `models` and `sources` of a YAML, as dbt has them | what is said of the files' tables, and dataset | |
| FROM, JOIN, ref(), source() | edge derives, inferred | with the columns and the condition where they are clear |
| referenced_tables, source_uris of the YAML | edge derives, declared | |
| owners | owner | a team rather than a person |
| schedule, or that of the DAG in dags.yaml | cadence | |
| workgroup_access of the table or its dataset | access: controlled | or open, where all users are among them |
| deprecated, deletion_date | lifecycle: deprecated | |
| checks.sql | tests | |

Templates are not run: what they fill in is left out or told, and each branch of an `if` is read.
"""

from __future__ import annotations

import os.path
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from explorer.domain.assembly import Statements
from explorer.domain.collector import collector_at_rest
from explorer.domain.kinds import Severity
from explorer.domain.provenance import Problem, Source
from explorer.errors import InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.folder import first_of
from explorer.importers.reading import encoding_of
from explorer.importers.sql.dialects import dialect_of, most_common
from explorer.importers.sql.faults import Fault
from explorer.importers.sql_folder.files import OF_DAGS, OF_DATASET, OF_TABLE, Files, SqlFile
from explorer.importers.sql_folder.graph import state
from explorer.importers.sql_folder.targets import BIGQUERY, Targets, Understood
from explorer.importers.sql_parsing import tables_of
from explorer.importers.written_records import Faults
from explorer.language import marked, tr, tr_n

_ASKS = re.compile(r"\b(?:select|insert|merge|update|delete|create)\b", re.I)
_DUMP = re.compile(
    r"^--.{0,40} database dump|^-- (?:MySQL|MariaDB) dump|^PRAGMA foreign_keys=OFF|^\\(?:restrict|connect)",
    re.M,
)
_MIGRATION = re.compile(r"(?:[VU]\d[\d._]*|R)__|\d{8,14}_")
_MIGRATIONS = {"migration", "migrations", "alembic", "flyway", "liquibase"}
_TABLE = re.compile(
    r"^(?:friendly_name|owners|scheduling|bigquery|workgroup_access|external_data)[ \t]*:", re.M
)
_DAGS = re.compile(r"^[ \t]+[\"']?schedule_interval[\"']?[ \t]*:", re.M)


class SqlFolderAdapter:
    """Reads files of SQL and the YAML beside them; those of a folder together."""

    name = "sql"
    recognises = marked(
        "SQL: a folder of .sql files, with metadata.yaml, dags.yaml or a .yaml of the same name beside them"
    )

    def matches(self, location: Location, head: bytes) -> bool:
        """Whether it is SQL that somebody wrote, or says how such tables are run."""
        path = location.path
        if path is None:
            return False
        text = head.decode(encoding_of(head), errors="ignore")
        if path.suffix.lower() == ".sql":
            is_query = _ASKS.search(text) is not None and not _DUMP.search(text)
            return is_query and not _is_migration(path) and not _is_of_dbt(path)
        if path.name in (OF_TABLE, OF_DATASET):
            return _TABLE.search(text) is not None
        return path.name == OF_DAGS and _DAGS.search(text) is not None

    def read(self, location: Location, task: Task) -> Statements:
        """All that the file says."""
        return self.read_together([location], task)

    def read_together(self, locations: Sequence[Location], task: Task) -> Statements:
        """All that the files say; InputError where none can be read."""
        paths = [location.path for location in locations if location.path is not None]
        if not paths:
            raise InputError(tr("SQL is read from files."), where=locations[0].shown)
        with collector_at_rest():
            root = Path(os.path.commonpath([path.parent.absolute() for path in paths]))
            files = Files(root, task, Faults(str(root)))
            stage = tr("Reading {name}", name=root.name)
            for number, location in enumerate(locations):
                task.progress(stage, number / len(locations))
                files.take(location)
            if files.errors and len(files.errors) == len(locations):
                raise first_of(files.errors)
            understood = _understood(files.texts, task)
            said = Statements(name=root.name)
            targets = Targets(files, understood)
            state(targets, files, said)
            said.problems += _tell(files, understood, targets)
            return said


def _understood(texts: Sequence[SqlFile], task: Task) -> list[Understood]:
    """Each file parsed, every way that its template can be read, in its dialect."""
    stage = tr("Parsing SQL")
    common = most_common([file.text for file in texts])
    by_dialect: dict[str, list[SqlFile]] = {}
    for file in texts:
        by_dialect.setdefault(_dialect(file, common), []).append(file)
    found = []
    for dialect, files in sorted(by_dialect.items()):
        readings = [reading for file in files for reading in file.template.readings]
        parsed = iter(tables_of(readings, dialect, task, progress=lambda part: task.progress(stage, part)))
        for file in files:
            found.append(Understood(file, dialect, tuple(next(parsed) for _ in file.template.readings)))
    return sorted(found, key=lambda item: item.file.path)


def _dialect(file: SqlFile, common: str) -> str:
    """What the YAML says, then what the path shows, the text, and the other texts."""
    is_bigquery = len(file.table) == 3 and "-" in file.table[0]
    return file.dialect or (BIGQUERY if is_bigquery else dialect_of(file.text) or common)


def _tell(files: Files, understood: Sequence[Understood], targets: Targets) -> list[Problem]:
    """What could not be read, file by file, and how much of the whole that is."""
    faulty = 0
    for item in understood:
        if fault := item.fault:
            faulty += 1
            message = tr(
                "A statement cannot be parsed ({reason}); the tables that its words name are kept as inferred.",
                reason=_with_template(fault, item.file).told_with_place(),
            )
            files.faults.tell(message, Source(item.file.shown, fault.line))
    for place in targets.unnamed:
        message = tr("A table whose name a template fills in as it is run is left out.")
        files.faults.tell(message, place)
    told = [*files.problems, *files.faults.problems()]
    if not targets.made and not told:
        told.append(Problem(tr("No table is made here."), Source(str(files.root)), Severity.WARNING))
    if faulty:
        summary = tr_n(
            "{faulty:,} of {count:,} file of SQL could not be parsed in full.",
            "{faulty:,} of {count:,} files of SQL could not be parsed in full.",
            len(understood),
            faulty=faulty,
        )
        told.append(Problem(summary, Source(str(files.root)), Severity.INFO))
    return told


def _with_template(fault: Fault, file: SqlFile) -> Fault:
    """Where the parser stops at what stands for an expression, it is told as one."""
    return replace(fault, word="{{ … }}") if file.template.held_by(fault.word) else fault


def _is_migration(path: Path) -> bool:
    """Whether it is a step by which an application changes its own tables; that makes no data of other data."""
    return _MIGRATION.match(path.name) is not None or bool(_MIGRATIONS.intersection(path.parts[:-1]))


def _is_of_dbt(path: Path) -> bool:
    """Whether dbt has written down what the project is made of, which says more than its SQL."""
    return any(
        (folder / "dbt_project.yml").is_file() and (folder / "target" / "manifest.json").is_file()
        for folder in list(path.absolute().parents)[:12]
    )
