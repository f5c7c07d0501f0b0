"""What a Feast source names of a warehouse: a table, or a query, each under the names that other tools use.

A source says by its kind of options, or by its class, which engine it asks. The text of a query is parsed, never run,
so that which tables it reads is inferred.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from explorer.domain.assembly import EdgeStatement, Statements
from explorer.domain.engines import engine_of, written
from explorer.domain.entities import Edge, Node
from explorer.domain.ids import clean_id
from explorer.domain.kinds import EdgeKind, Evidence
from explorer.domain.provenance import Source
from explorer.importers.adapter import Task
from explorer.importers.sql.foreign import foreign_table
from explorer.importers.sql.parsed import Read, TableName
from explorer.importers.sql_parsing import tables_of
from explorer.importers.written_records import Faults, Record
from explorer.language import tr

_ENGINES = {
    "bigqueryOptions": "bigquery",
    "snowflakeOptions": "snowflake",
    "redshiftOptions": "redshift",
    "trinoOptions": "trino",
    "athenaOptions": "athena",
    "sparkOptions": "spark",
}
_BY_CLASS = {
    "postgres": "postgres",
    "clickhouse": "clickhouse",
    "mysql": "mysql",
    "mssql": "tsql",
    "oracle": "oracle",
    "duckdb": "duckdb",
}
"""Words in the name of the class of a custom source."""
_UNCALLED = "spark"
"""In front of Spark may be any catalogue, so that no engine begins the names of its tables."""
_WHOLE = {"bigquery": 3, "snowflake": 3, "redshift": 3, "trino": 3, "athena": 3}
"""The parts of a name that tells its table from all others."""
_LONGEST_CONFIGURATION = 1_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What one source asks of an engine: a table by the parts of its name, or a query, asked within a schema."""

    engine: str
    table: TableName = ()
    query: str | None = None
    within: TableName = ()

    @property
    def name(self) -> str | None:
        """The table as other sources call it; None where too little is said."""
        return called(self.engine, self.table) if len(self.table) >= _WHOLE.get(self.engine, 2) else None


def asked_by(record: Record, option: str | None, said: Record | None) -> Asked | None:
    """What a source asks of a warehouse; None where it is none, or says nothing of it."""
    if said is None or option is None:
        return None
    if option == "customOptions":
        return _of_class(record.name("dataSourceClassType") or "", said.text("configuration") or "")
    engine = _ENGINES.get(option)
    if engine is None:
        return None
    outer = said.name("dataSource") if option == "athenaOptions" else None
    within = tuple(filter(None, (outer, said.name("database"), said.name("schema"))))
    return _asked(engine, said.name("table"), said.text("query"), within)


def called(engine: str, table: TableName) -> str:
    """A table as other sources call it."""
    known = engine_of(engine)
    name = ".".join(written(part, known) for part in table)
    return name if engine == _UNCALLED else f"{known or engine}/{name}"


def state_queries(
    queries: Mapping[str, tuple[Asked, Source]], project: str, said: Statements, faults: Faults, task: Task
) -> None:
    """State which tables each query reads; queries: the id of a source → what it asks, and where that stands."""
    tables: dict[str, Node] = {}
    for engine in sorted({asked.engine for asked, _ in queries.values()}):
        mine = {i: each for i, each in queries.items() if each[0].engine == engine}
        parsed = tables_of([asked.query or "" for asked, _ in mine.values()], engine, task)
        for (source_id, (asked, place)), found in zip(mine.items(), parsed, strict=True):
            if found.fault is not None:
                fault = tr(
                    "The query of “{source}” was not understood; which tables it reads is not known.",
                    source=source_id,
                )
                faults.tell(fault, place)
            for read in found.reads:
                table = _completed(asked, read.table)
                try:
                    table_id = _id_of(engine, table, project)
                except ValueError as error:
                    faults.tell(tr("A table is left out: {reason}", reason=error), place)
                    continue
                tables.setdefault(table_id, foreign_table(table_id, table, place))
                said.edges.append(EdgeStatement(_edge(table_id, source_id, read, place), kind_stated=True))
    said.nodes += tables.values()


def _id_of(engine: str, table: TableName, project: str) -> str:
    """The id of a table that a query reads; a name of one part means another table in every schema."""
    return clean_id(called(engine, table) if len(table) > 1 else f"{project}/tables/{table[0]}")


def _completed(asked: Asked, table: TableName) -> TableName:
    """The parts that a name leaves out are those within which the query is asked."""
    missing = _WHOLE.get(asked.engine, len(table)) - len(table)
    return (*asked.within[:missing], *table) if 0 < missing <= len(asked.within) else table


def _edge(table_id: str, source_id: str, read: Read, place: Source) -> Edge:
    used = read.used_fields
    return Edge(
        from_id=table_id,
        to_id=source_id,
        kind=EdgeKind.DERIVES,
        evidence=Evidence.INFERRED,
        fields=used,
        select_all=read.select_all if used is not None or read.select_all else None,
        columns=read.columns,
        filter=read.filters[0] if len(read.filters) == 1 else None,
        source=place,
    )


def _asked(engine: str, table: str | None, query: str | None, within: TableName) -> Asked | None:
    if table:
        dotted = table.replace(":", ".").replace("`", "").replace('"', "").split(".")
        parts = (*within, *dotted) if len(dotted) == 1 else tuple(dotted)
        return Asked(engine, parts) if all(parts) else None
    return Asked(engine, query=query, within=within) if query else None


def _of_class(class_name: str, configuration: str) -> Asked | None:
    """The sources of engines that Feast knows by a class alone keep their table or query in a text of JSON."""
    engine = next((e for word, e in _BY_CLASS.items() if word in class_name.casefold()), None)
    if engine is None or len(configuration) > _LONGEST_CONFIGURATION:
        return None
    try:
        stated = msgspec.json.decode(b64decode(configuration, validate=True))
    except (ValueError, RecursionError):
        return None
    if not isinstance(stated, dict):
        return None
    table, query = (v if isinstance(v := stated.get(k), str) else None for k in ("table", "query"))
    return _asked(engine, (table or "").strip() or None, (query or "").strip() or None, ())
