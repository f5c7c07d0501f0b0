"""Databases as sources: what a database holds is known only when it is open, and decides how it is read."""

from __future__ import annotations

import re
from pathlib import Path, PurePath

from explorer.domain.assembly import Statements
from explorer.errors import InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.databases.address import DatabaseUrl, is_database_url, parse_database_url
from explorer.importers.databases.files import SUFFIXES, is_database
from explorer.importers.databases.first_map import first_map
from explorer.importers.databases.mapped import map_rows
from explorer.importers.databases.mapping import KEY, Mapped, read_mapping
from explorer.importers.databases.reader import Reader
from explorer.importers.databases.reading import read_database
from explorer.importers.databases.statistics import read_statistics
from explorer.importers.feast.registry import REGISTRY_TABLES, read_registry
from explorer.importers.folder import join_onto
from explorer.importers.mlflow import is_mlflow, read_mlflow
from explorer.importers.openlineage.backend import keeps_events, read_backend
from explorer.language import marked, tr

_MAPPINGS = (".yaml", ".yml")
_MAPPING_LINE = re.compile(rf"^{re.escape(KEY)}[ \t]*:".encode(), re.MULTILINE)


class DatabaseAdapter:
    """Reads the tables of MLflow and Marquez for what they mean, and those of any other database as a first map."""

    name = "database"
    recognises = marked(
        "Database: an SQLite or DuckDB file, postgresql://user@host/database or mysql://user@host/database; "
        "MLflow's, by a mapping, or its tables as a first map"
    )

    def matches(self, location: Location, head: bytes) -> bool:
        """Whether it is a database, by its first bytes, its name or its address."""
        if location.url is not None:
            return is_database_url(location.url)
        if _is_mapping(location):
            return _MAPPING_LINE.search(head) is not None
        named = location.path is not None and location.path.suffix.lower() in SUFFIXES
        return is_database(head) or named

    def read(self, location: Location, task: Task) -> Statements:
        """All that the tables show, or say of themselves."""
        if location.path is not None and _is_mapping(location):
            raise _unasked(location)
        url = parse_database_url(location.url) if location.url is not None else None
        # Before a server is troubled: a fault of the mapping can be told at once.
        mapped = read_mapping(Path(url.mapping).expanduser()) if url and url.mapping else None
        return read_database(location, task, lambda reader: _read(reader, url, mapped))


def _is_mapping(location: Location) -> bool:
    return location.path is not None and location.path.suffix.lower() in _MAPPINGS


def _unasked(location: Location) -> InputError:
    """A mapping alone connects to nothing: which database is meant is said by a person, in an address."""
    return InputError(
        tr("This is a mapping, which says how a database is to be read."),
        where=location.shown,
        hint=tr(
            "Name it in the address of the database: {address}.",
            address=f"sqlite:///catalogue.db?mapping={PurePath(location.shown).name}",
        ),
    )


def _read(reader: Reader, url: DatabaseUrl | None, mapped: Mapped | None) -> Statements:
    if mapped is not None:
        return map_rows(reader, mapped)
    if is_mlflow(reader.tables):
        return read_mlflow(reader)
    if reader.tables >= REGISTRY_TABLES:
        return read_registry(reader)
    if keeps_events(reader.tables):
        return read_backend(reader)
    said = first_map(reader, url)
    if reader.engine == "postgresql":
        join_onto(said, read_statistics(reader))
    return said
