"""What SQLAlchemy must know of DuckDB: its driver, and where it lists tables, columns and keys.

Plain SELECTs are alike everywhere, so that the rest is SQLAlchemy's default. The list of tables holds the database's
own base tables only: no view, which is somebody's program.
"""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any
from weakref import WeakSet

import duckdb
from sqlalchemy import Connection
from sqlalchemy.dialects import registry
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.types import NullType

NAME = "duckdb"
_MAIN = "main"
_SCHEMAS = (
    "SELECT schema_name FROM duckdb_schemas() WHERE database_name = current_database() "
    "AND schema_name NOT IN ('information_schema', 'pg_catalog') ORDER BY schema_name"
)
_TABLES = (
    "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = ? "
    "AND NOT internal ORDER BY table_name"
)
_VIEWS = (
    "SELECT view_name, sql FROM duckdb_views() WHERE database_name = current_database() AND schema_name = ? "
    "AND NOT internal ORDER BY view_name"
)
# Of one table, or of all: asking for each of thousands takes minutes.
_COMMENTS = (
    "SELECT table_name, comment FROM duckdb_tables() WHERE database_name = current_database() "
    "AND schema_name = ? AND NOT internal AND table_name = coalesce(?, table_name) ORDER BY table_name"
)
_COLUMNS = (
    "SELECT c.table_name, c.column_name, c.is_generated, c.is_nullable FROM duckdb_columns() c "
    "JOIN duckdb_tables() t USING (database_oid, table_oid) WHERE c.database_name = current_database() "
    "AND c.schema_name = ? AND c.table_name = coalesce(?, c.table_name) ORDER BY c.table_name, c.column_index"
)
_KEYS = (
    "SELECT table_name, constraint_column_names, referenced_table, referenced_column_names, constraint_name "
    "FROM duckdb_constraints() WHERE database_name = current_database() AND schema_name = ? "
    "AND table_name = coalesce(?, table_name) AND constraint_type = ? ORDER BY table_name, constraint_index"
)
Found = Iterator[tuple[tuple[str | None, str], Any]]

# What the program kept out of searches for dead cycles, the driver would list as leaked when all ends.
atexit.register(gc.unfreeze)


class Line:
    """An open file as drivers are expected to be: its cursors are stopped with it.

    DuckDB's own cursors are connections of their own, each of which hears only its own interrupt.
    """

    def __init__(self, raw: duckdb.DuckDBPyConnection) -> None:
        self._raw = raw
        self._cursors: WeakSet[duckdb.DuckDBPyConnection] = WeakSet()

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A further conversation with the same file."""
        made = self._raw.cursor()
        self._cursors.add(made)
        return made

    def interrupt(self) -> None:
        """Stop whatever is being worked out."""
        for each in list(self._cursors):
            each.interrupt()

    def commit(self) -> None:
        """Nothing was changed."""

    def rollback(self) -> None:
        """Nothing was changed."""

    def close(self) -> None:
        """Let go of the file."""
        for each in list(self._cursors):
            each.close()
        self._raw.close()


class DuckdbDialect(DefaultDialect):
    """DuckDB as SQLAlchemy sees it."""

    name = NAME
    driver = NAME
    default_paramstyle = "qmark"
    default_schema_name = _MAIN
    supports_statement_cache = True
    supports_native_boolean = True

    @classmethod
    def import_dbapi(cls) -> Any:
        """The driver."""
        return duckdb

    def initialize(self, connection: Connection) -> None:
        """Nothing is asked of the database to learn what it can."""

    def get_schema_names(self, connection: Connection, **_: Any) -> list[str]:
        """The schemas of the database itself."""
        return [str(name) for (name,) in connection.exec_driver_sql(_SCHEMAS)]

    def get_table_names(self, connection: Connection, schema: str | None = None, **_: Any) -> list[str]:
        """The base tables of a schema."""
        return [str(name) for (name,) in connection.exec_driver_sql(_TABLES, (schema or _MAIN,))]

    def get_view_names(self, connection: Connection, schema: str | None = None, **_: Any) -> list[str]:
        """The views of a schema."""
        return [str(name) for name, _ in connection.exec_driver_sql(_VIEWS, (schema or _MAIN,))]

    def get_view_definition(
        self, connection: Connection, view_name: str, schema: str | None = None, **given: Any
    ) -> str:
        """The text of a view, which is not run."""
        known = given.get("info_cache", {})
        key = ("texts of views", schema)
        if key not in known:
            asked = connection.exec_driver_sql(_VIEWS, (schema or _MAIN,))
            known[key] = {str(name): str(text or "") for name, text in asked}
        return str(known[key].get(view_name, ""))

    def get_columns(
        self, connection: Connection, table_name: str, schema: str | None = None, **_: Any
    ) -> Any:
        """The columns of a table; those that are worked out are marked."""
        return [column for _, columns in _columns(connection, schema, table_name) for column in columns]

    def get_multi_columns(self, connection: Connection, *, schema: str | None = None, **_: Any) -> Found:
        """The columns of all tables of a schema."""
        return _columns(connection, schema)

    def get_multi_foreign_keys(self, connection: Connection, *, schema: str | None = None, **_: Any) -> Found:
        """The keys of all tables that name rows of others, which are always in the same schema."""
        for table, keys in _keys(connection, schema, "FOREIGN KEY"):
            yield (
                (schema, table),
                [
                    {
                        "name": key.constraint_name,
                        "constrained_columns": list(key.constraint_column_names),
                        "referred_schema": schema,
                        "referred_table": key.referenced_table,
                        "referred_columns": list(key.referenced_column_names),
                    }
                    for key in keys
                ],
            )

    def get_multi_pk_constraint(
        self, connection: Connection, *, schema: str | None = None, **_: Any
    ) -> Found:
        """The key of each table."""
        for table, keys in _keys(connection, schema, "PRIMARY KEY"):
            yield (
                (schema, table),
                {"name": None, "constrained_columns": list(keys[0].constraint_column_names)},
            )

    def get_multi_table_comment(
        self, connection: Connection, *, schema: str | None = None, **_: Any
    ) -> Found:
        """What its author says of each table."""
        for table, comment in connection.exec_driver_sql(_COMMENTS, (schema or _MAIN, None)):
            yield (schema, table), {"text": comment}


def _columns(connection: Connection, schema: str | None, table: str | None = None) -> Found:
    asked = connection.exec_driver_sql(_COLUMNS, (schema or _MAIN, table))
    for name, rows in groupby(asked, key=attrgetter("table_name")):
        yield (schema, name), [_column(row) for row in rows]


def _column(row: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": row.column_name,
        "type": NullType(),
        "nullable": row.is_nullable,
        "default": None,
    }
    return {**told, "computed": {"sqltext": ""}} if row.is_generated else told


def _keys(connection: Connection, schema: str | None, sort: str) -> Iterator[tuple[str, list[Any]]]:
    asked = connection.exec_driver_sql(_KEYS, (schema or _MAIN, None, sort))
    for name, rows in groupby(asked, key=attrgetter("table_name")):
        yield name, list(rows)


registry.register(NAME, __name__, DuckdbDialect.__name__)
