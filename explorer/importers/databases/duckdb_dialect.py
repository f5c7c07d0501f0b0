"""What SQLAlchemy must know of DuckDB: its driver, and where it lists tables, columns and keys.

Plain SELECTs are alike everywhere, so that the rest is SQLAlchemy's default. The list of tables holds the database's
own base tables only: no view, which is somebody's program.
"""

from __future__ import annotations

from typing import Any
from weakref import WeakSet

import duckdb
from sqlalchemy import Connection
from sqlalchemy.dialects import registry
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.types import NullType

NAME = "duckdb"
_SCHEMAS = (
    "SELECT schema_name FROM duckdb_schemas() WHERE database_name = current_database() "
    "AND schema_name NOT IN ('information_schema', 'pg_catalog') ORDER BY schema_name"
)
_TABLES = (
    "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = ? "
    "AND NOT internal ORDER BY table_name"
)
_VIEWS = (
    "SELECT view_name FROM duckdb_views() WHERE database_name = current_database() AND schema_name = ? "
    "AND NOT internal ORDER BY view_name"
)
_VIEW = (
    "SELECT sql FROM duckdb_views() WHERE database_name = current_database() AND schema_name = ? "
    "AND view_name = ?"
)
_COMMENT = (
    "SELECT comment FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = ? "
    "AND table_name = ?"
)
_COLUMNS = (
    "SELECT column_name, is_generated, is_nullable FROM duckdb_columns() "
    "WHERE database_name = current_database() AND schema_name = ? AND table_name = ? ORDER BY column_index"
)
_KEYS = (
    "SELECT constraint_column_names, referenced_table, referenced_column_names, constraint_name "
    "FROM duckdb_constraints() WHERE database_name = current_database() AND schema_name = ? AND table_name = ? "
    "AND constraint_type = ? ORDER BY constraint_index"
)


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
    default_schema_name = "main"
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
        return [str(name) for (name,) in connection.exec_driver_sql(_TABLES, (schema or "main",))]

    def get_view_names(self, connection: Connection, schema: str | None = None, **_: Any) -> list[str]:
        """The views of a schema."""
        return [str(name) for (name,) in connection.exec_driver_sql(_VIEWS, (schema or "main",))]

    def get_view_definition(
        self, connection: Connection, view_name: str, schema: str | None = None, **_: Any
    ) -> str:
        """The text of a view, which is not run."""
        return str(connection.exec_driver_sql(_VIEW, (schema or "main", view_name)).scalar() or "")

    def get_table_comment(
        self, connection: Connection, table_name: str, schema: str | None = None, **_: Any
    ) -> Any:
        """What its author says of a table."""
        return {"text": connection.exec_driver_sql(_COMMENT, (schema or "main", table_name)).scalar()}

    def get_columns(
        self, connection: Connection, table_name: str, schema: str | None = None, **_: Any
    ) -> Any:
        """The columns of a table; those that are worked out are marked."""
        found = []
        for name, is_generated, is_nullable in connection.exec_driver_sql(
            _COLUMNS, (schema or "main", table_name)
        ):
            column: dict[str, Any] = {
                "name": name,
                "type": NullType(),
                "nullable": is_nullable,
                "default": None,
            }
            found.append(column | ({"computed": {"sqltext": ""}} if is_generated else {}))
        return found

    def get_foreign_keys(
        self, connection: Connection, table_name: str, schema: str | None = None, **_: Any
    ) -> Any:
        """The keys of a table that name rows of another, which is always in the same schema."""
        asked = (schema or "main", table_name, "FOREIGN KEY")
        return [
            {
                "name": name,
                "constrained_columns": list(columns),
                "referred_schema": schema,
                "referred_table": table,
                "referred_columns": list(referred),
            }
            for columns, table, referred, name in connection.exec_driver_sql(_KEYS, asked)
        ]

    def get_pk_constraint(
        self, connection: Connection, table_name: str, schema: str | None = None, **_: Any
    ) -> Any:
        """The key of a table."""
        asked = (schema or "main", table_name, "PRIMARY KEY")
        found = connection.exec_driver_sql(_KEYS, asked).first()
        return {"name": None, "constrained_columns": list(found[0]) if found else []}


registry.register(NAME, __name__, DuckdbDialect.__name__)
