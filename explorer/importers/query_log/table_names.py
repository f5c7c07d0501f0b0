"""Which table a name in a log means: whole names, without what is temporary, and without the database's own tables.

A table's id is database.schema.table as far as the log tells it. dbt and others write a table under a temporary name
and rename it: such a name stands for the table. Daily shards (events_20240101) are one table, events_*.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from explorer.domain.engines import engine_of, written
from explorer.domain.ids import clean_id, shown_plainly
from explorer.importers.sql.parsed import Rename, TableName

_OF_DBT = re.compile(r"__dbt_(?:tmp|backup)(?:_?\d+)?\Z", re.IGNORECASE)
_TEMPORARY = re.compile(r"__?(?:tmp|temp|swap)(?:_?\d+)?\Z", re.IGNORECASE)
_SHARD = re.compile(r"_(?:19|20)\d{6}\Z")
_PARTITION = re.compile(r"\$[\w*]+\Z")
_OWN_SCHEMAS = frozenset((
    "pg_catalog", "information_schema", "pg_toast", "performance_schema", "mysql", "sys", "sqlite_master",
    "account_usage", "organization_usage",
))  # fmt: skip
_OWN_CATALOGS = frozenset(("snowflake", "system", "samples"))
_FLAT = frozenset(("mysql", "clickhouse", "spark", "hive"))
"""Dialects in which a table's name has two parts."""
_SHARDED = "bigquery"


@dataclass(slots=True)
class Names:
    """How names are completed. schema: of tables that are named without one; empty where the log does not know it."""

    dialect: str
    database: str = ""
    schema: str = ""
    renamed: dict[TableName, TableName] = field(default_factory=dict)
    called: dict[str, str] = field(default_factory=dict)
    """Id → the table's own name, without where it lies."""
    bare: set[str] = field(default_factory=set)
    """The ids of tables that were somewhere named without a schema, and given the default one."""

    def rename(self, renames: Iterable[Rename], database: str, schema: str) -> None:
        """Learn from ALTER TABLE … RENAME: a name that goes on as the first part of itself was a temporary one."""
        for each in renames:
            old, new = self._whole(each.old, database, schema), self._whole(each.new, database, schema)
            if old[-1] != new[-1] and old[-1].startswith(new[-1]) and old[:-1] == new[:-1]:
                self.renamed[old] = new

    def table(self, written: TableName, database: str = "", schema: str = "") -> str | None:
        """The id of a table; None for one of the database's own. ValueError where the name can be no id."""
        if _is_own(written):
            return None
        whole = self._whole(written, database, schema)
        whole = self.renamed.get(whole, whole)
        *place, name = whole
        if self.dialect == _SHARDED:
            name = _SHARD.sub("_*", _PARTITION.sub("", name))
        name = _OF_DBT.sub("", name) or name
        is_path = not place and "/" in name
        table = clean_id(name if is_path else ".".join(self._written(part) for part in (*place, name)))
        self.called[table] = shown_plainly(name)
        if len(written) == 1 and not schema and self.schema:
            self.bare.add(table)
        return table

    def is_hidden(self, written: TableName) -> bool:
        """Whether it lies where BigQuery keeps what a script or a session makes for itself."""
        return self.dialect == _SHARDED and len(written) > 1 and written[-2].startswith("_")

    def _written(self, part: str) -> str:
        return written(part, engine_of(self.dialect))

    def _whole(self, written: TableName, database: str, schema: str) -> TableName:
        database, schema = database or self.database, schema or self.schema
        parts = tuple(p for p in written if p)
        if len(parts) == 1 and schema and self.dialect not in _FLAT:
            parts = (schema, *parts)
        repeats = not self.dialect and parts[0] == database  # where a database holds tables and no schemas
        if database and not repeats and len(parts) == (1 if self.dialect in _FLAT else 2):
            parts = (database, *parts)
        return parts


def folded(ids: Collection[str]) -> dict[str, str]:
    """Temporary id → the id it stands for, where that one is among them too: room_temp may be a table of its own."""
    bases = {each: _TEMPORARY.sub("", each) for each in ids}
    return {each: base for each, base in bases.items() if base != each and base in ids}


def _is_own(table: TableName) -> bool:
    """Whether it is a table in which a database keeps account of itself."""
    lowered = [p.lower() for p in table]
    if not lowered or not lowered[-1]:
        return True
    if any(p in _OWN_SCHEMAS or p.startswith("information_schema.") for p in lowered):
        return True
    return lowered[-1].startswith("pg_") if len(lowered) == 1 else lowered[0] in _OWN_CATALOGS
