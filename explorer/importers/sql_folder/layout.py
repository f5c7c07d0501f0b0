"""Which table a file of SQL stands for, by where it lies; and which tables a name in SQL means.

Two customs are known. A folder for each table, sql/project/dataset/table/query.sql with its metadata.yaml, says the
table's whole name. Elsewhere a file is a table that is called as the file is, in the schema that its folder is called
if other files speak of it so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path

from explorer.importers.sql.parsed import TableName

_OF_A_TABLE = re.compile(r"(?:query|view|materialized_view|script|init|part\d+|checks)\.sql|metadata\.yaml")
_PROJECT = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+")
"""A project of Google's cloud: a name with hyphens, which no schema has."""
_ROOT = "sql"
_BEGINNING = ("dbt_project.yml", ".git", "pyproject.toml")
_NEAR = 12
_REGION = re.compile(r"region-", re.I)
INNER = "INFORMATION_SCHEMA"
"""Where BigQuery tells of its tables; there is one in each project, region and dataset."""


def table_folder(path: Path) -> TableName:
    """The project, dataset and table, or the latter two, of a file in a folder of its table; else empty."""
    if not _OF_A_TABLE.fullmatch(path.name):
        return ()
    above = path.parts[:-1]
    if len(above) > 4 and (above[-4] == _ROOT or _PROJECT.fullmatch(above[-3])):
        return above[-3:]
    if len(above) > 3 and (above[-3] == _ROOT or (path.parent / "metadata.yaml").is_file()):
        return above[-2:]
    return ()


def completed(name: TableName, home: TableName) -> TableName:
    """A name with the parts that it leaves out, as they are where it is used: `home` is the table that is written."""
    table = name[-1].partition("$")[0] or name[-1]  # a partition of BigQuery's is no other table
    name = (*(part.lower() if _REGION.match(part) else part for part in name[:-1]), table)
    missing = len(home) - len(name)
    if missing <= 0 or any(INNER in part for part in name):
        return name
    return (*home[:missing], *name)


class Tables:
    """The tables that the files stand for, by all the ends of their names."""

    def __init__(self) -> None:
        self._ids: dict[TableName, str] = {}
        self._by_end: dict[TableName, list[str]] = {}

    def add(self, name: TableName, table_id: str) -> None:
        """A table with its name; the longest there is."""
        if self._ids.setdefault(name, table_id) != table_id:
            return
        folded = _folded(name)
        for start in range(len(folded)):
            ids = self._by_end.setdefault(folded[start:], [])
            if table_id not in ids:
                ids.append(table_id)

    def called(self, name: TableName) -> str | None:
        """The table of that name, or the only one whose name ends so."""
        if name in self._ids:
            return self._ids[name]
        found = self._by_end.get(_folded(name), [])
        return found[0] if len(found) == 1 else None

    def like(self, name: TableName) -> list[str]:
        """The tables that a name with `*` at its end means."""
        if not name[-1].endswith("*"):
            return []
        return [
            table_id
            for known, table_id in sorted(self._ids.items())
            if known[:-1] == name[:-1] and fnmatchcase(known[-1], name[-1])
        ]


def file_ids(
    paths: Iterable[Path], root: Path, spoken_of: set[TableName]
) -> dict[Path, tuple[TableName, str]]:
    """For files that are tables by their own name: that name, and an id that no two share."""
    found: dict[Path, tuple[TableName, str]] = {}
    projects: dict[Path, Path] = {}
    for path in paths:
        in_schema = (path.parent.name, path.stem)
        if in_schema in spoken_of:
            found[path] = in_schema, ".".join(in_schema)
            continue
        project = projects.get(path.parent)
        if project is None:
            project = projects[path.parent] = _project_of(path.parent, root)
        inner = path.relative_to(project).with_suffix("").parts
        found[path] = (path.stem,), "/".join((project.name or _ROOT, *inner))
    return found


def _project_of(folder: Path, root: Path) -> Path:
    """The folder in which a project begins, so that ids are the same whichever folder is opened; else `root`."""
    near = [folder, *folder.parents][:_NEAR]
    return next((f for f in near if any((f / mark).exists() for mark in _BEGINNING)), root)


def _folded(name: TableName) -> TableName:
    return tuple(part.lower() for part in name)
