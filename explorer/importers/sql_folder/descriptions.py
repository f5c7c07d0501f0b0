"""YAML that describes several tables at once, as dbt's does: `models` that files make, `sources` that others load."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from explorer.importers.sql_folder.metadata import Metadata, fields_of
from explorer.importers.written_records import Record
from explorer.importers.yaml_events import YamlList
from explorer.language import tr

SECTIONS = ("models", "seeds", "snapshots")
_SOURCES = "sources"
_NOT_OF_TABLES = (
    "version",
    "macros",
    "exposures",
    "metrics",
    "semantic_models",
    "analyses",
    "unit_tests",
    "groups",
)


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A table that is loaded by somebody else, under the names by which SQL and the database know it."""

    name: tuple[str, str]
    same_as: tuple[str, ...]
    said: Metadata


def describes_tables(record: Record) -> bool:
    """Whether a file is of this kind."""
    return any(isinstance(record.value.get(key), YamlList) for key in (*SECTIONS, _SOURCES))


def models_of(record: Record) -> Iterator[tuple[str, Metadata]]:
    """What is said of each table that a file of the same name makes."""
    for section in SECTIONS:
        for model in record.records(section, tr("Model")):
            if name := model.identifier("name"):
                yield name, _said(model)


def sources_of(record: Record) -> Iterator[SourceTable]:
    """The tables that are listed as sources."""
    for source in record.records(_SOURCES, tr("Source")):
        name = source.identifier("name")
        schema = source.identifier("schema") or name
        database = source.identifier("database")
        for table in source.records("tables", tr("Source table")):
            called = table.identifier("name")
            if name and schema and called:
                stored = table.identifier("identifier") or called
                real = ".".join(filter(None, (database, schema, stored)))
                same_as = () if real == f"{name}.{called}" else (real,)
                yield SourceTable((name, called), same_as, _said(table))
    record.known(*_NOT_OF_TABLES)
    record.close()


def _said(record: Record) -> Metadata:
    config = record.record("config", tr("Settings"))
    metas = [m for r in (record, config) if r and (m := r.record("meta", tr("Meta")))]
    owners = [owner for meta in metas for key in ("team", "owner") if (owner := _somebody(meta, key))]
    tags = [*record.texts("tags"), *(config.texts("tags") if config else ())]
    return Metadata(
        place=record.place,
        title=None,
        description=record.text("description"),
        owners=tuple(dict.fromkeys(owners)),
        tags=tuple(dict.fromkeys(tags)),
        fields=fields_of(record),
        tests=tuple(sorted(set(_tests(record)))),
    )


def _somebody(meta: Record, key: str) -> str | None:
    """Who is named, where it is a text; anything may stand there."""
    value = meta.value.get(key)
    return meta.name(key) if isinstance(value, str) else None


def _tests(record: Record) -> Iterator[str]:
    """The names of what is tested, of the table and of its columns."""
    for part in (record, *record.records("columns", tr("Column"))):
        for key in ("tests", "data_tests"):
            value = part.value.get(key)
            for item in value if isinstance(value, YamlList) else ():
                name = (
                    item if isinstance(item, str) else next(iter(item), "") if isinstance(item, dict) else ""
                )
                if isinstance(name, str) and name:
                    yield f"{part.name('name')}: {name}" if part is not record else name
