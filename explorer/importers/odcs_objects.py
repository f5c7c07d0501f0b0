"""A schema object of a data contract: its columns, its quality rules, and what it is made from."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.domain.kinds import Subtype
from explorer.domain.provenance import Source
from explorer.importers.written_records import Record
from explorer.language import tr

_SUBTYPES = {
    "table": Subtype.TABLE,
    "view": Subtype.VIEW,
    "topic": Subtype.STREAM,
    "stream": Subtype.STREAM,
    "file": Subtype.FILE,
}
_SHOWN = ("logicalType", "dataGranularityDescription", "physicalName", "physicalType", "businessName")
_COLUMN_KEYS = (
    *("id", "businessName", "description", "authoritativeDefinitions", "tags", "customProperties"),
    *("primaryKey", "primaryKeyPosition", "logicalType", "logicalTypeOptions", "physicalType", "required"),
    *("unique", "partitioned", "partitionKeyPosition", "encryptedName", "transformLogic", "examples"),
    *("transformDescription", "criticalDataElement", "properties", "items"),
    *("deprecated", "enum", "map", "semanticType", "synonyms"),  # since 3.2
)
_LONGEST_TEST = 80


@dataclass(frozen=True, slots=True)
class Origin:
    """One object that others are made from: the columns that say so, and where the first of them does."""

    name: str
    columns: tuple[str, ...]
    place: Source


class SchemaObject:
    """What a mapping under `schema` says, apart from what the whole contract says of it."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.name = record.name("name")
        self.table = record.name("physicalName") or self.name
        self.description = record.text("description")
        self.tags = record.texts("tags")
        self.url = link_in(record)
        self.enforced = enforced_by(record)
        self.subtype = _SUBTYPES.get((record.name("physicalType") or "").lower())
        columns = record.records("properties", tr("Property"))
        self.is_deprecated = record.truth("deprecated") is True
        self.fields = tuple(dict.fromkeys(filter(None, map(_column, columns))))
        self.tests = _tests(record, columns)
        self.origins = _origins(columns)
        self.extra = self._extra(columns)
        record.known("id", "synonyms")
        for column in columns:
            column.known(*_COLUMN_KEYS)
            column.close()
        record.close()

    def _extra(self, columns: list[Record]) -> dict[str, object]:
        classes = {n: c.name("classification") for c in columns if (n := c.name("name"))}
        return {
            **{key: self.record.name(key) for key in _SHOWN},
            "classification": {n: c for n, c in classes.items() if c},
            "foreign_keys": [text for c in (self.record, *columns) for text in _references(c)],
        }


def _column(record: Record) -> str | None:
    """What a column is called where the data lies, which is what its readers name: else as the contract calls it."""
    return record.name("physicalName") or record.name("name")


def link_in(record: Record) -> str | None:
    """The first address under `authoritativeDefinitions`."""
    links = [link.name("url") for link in record.records("authoritativeDefinitions", tr("Definition"))]
    return next(filter(None, links), None)


def enforced_by(record: Record) -> tuple[str, ...]:
    """What a custom property `enforced` says: true for the schema, or a list of what is enforced."""
    for said in record.records("customProperties", tr("Custom property")):
        if (said.name("property") or "").lower() == "enforced":
            value = said.plain("value")
            if isinstance(value, bool):
                return ("schema",) if value else ()
            return said.texts("value")
    return ()


def _origins(columns: list[Record]) -> list[Origin]:
    written: dict[str, list[str]] = {}
    places: dict[str, Source] = {}
    for column in columns:
        for source in column.texts("transformSourceObjects"):
            places.setdefault(source, column.at("transformSourceObjects"))
            written.setdefault(source, []).append(_column(column) or "")
    return [Origin(name, tuple(filter(None, said)), places[name]) for name, said in written.items()]


def _references(record: Record) -> list[str]:
    """The foreign keys of an object or a column, as text."""
    column = record.name("name")
    told = []
    for said in record.records("relationships", tr("Relationship")):
        start, end = ", ".join(said.texts("from")) or column, ", ".join(said.texts("to"))
        if end:
            told.append(f"{start} → {end}")
    return told


def _tests(part: Record, columns: list[Record]) -> tuple[str, ...] | None:
    names = []
    for record in (part, *columns):
        about = None if record is part else record.name("name")
        for rule in record.records("quality", tr("Quality rule")):
            told = next(filter(None, map(rule.name, ("name", "metric", "rule", "description", "type"))), None)
            if told:
                names.append(f"{told[:_LONGEST_TEST]} ({about})" if about else told[:_LONGEST_TEST])
    return tuple(sorted(set(names))) or None
