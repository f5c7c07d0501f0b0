"""What a database says of its own tables and views: names, columns, keys and comments, of no row's content."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from explorer.domain.kinds import Severity
from explorer.errors import InputError
from explorer.importers.databases.reader import Reader, hung_up, reason_of
from explorer.language import tr, tr_n

if TYPE_CHECKING:
    from sqlalchemy import Inspector

_MOST_TABLES = 20_000
_SYSTEM = ("information_schema", "pg_", "mysql", "performance_schema", "sys")
_PARTITIONS = (
    "SELECT n.nspname, c.relname FROM pg_catalog.pg_class c "
    "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relispartition"
)
_OF_EXTENSIONS = (
    "SELECT n.nspname, c.relname FROM pg_catalog.pg_class c "
    "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace JOIN pg_catalog.pg_depend d "
    "ON d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'"
)
"""What came with an extension is nobody's data."""
_WITHOUT_SCHEMAS = ("sqlite", "mysql")
"""What MySQL calls a schema is a database, and one is asked for."""


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns whose values are those of another table's rows."""

    columns: tuple[str, ...]
    schema: str | None
    table: str
    referred: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table, or a view with the text that makes it; schema None where the database has no schemas."""

    schema: str | None
    name: str
    columns: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    comment: str | None = None
    definition: str | None = None
    is_view: bool = False


def tables_in(reader: Reader) -> list[Table]:
    """All tables and views that are not the engine's own, in order of schema and name."""
    import sqlalchemy as sql
    from sqlalchemy.exc import SQLAlchemyError

    inspector = sql.inspect(reader.connection)
    try:
        found = [
            table for schema in _schemas(reader, inspector) for table in _in_schema(reader, inspector, schema)
        ]
    except SQLAlchemyError as error:
        reader.cut.check()
        if getattr(error, "connection_invalidated", False):
            raise hung_up(reader.shown) from None
        raise InputError(
            tr("Its tables cannot be listed: {reason}.", reason=reason_of(error)),
            where=reader.shown,
            hint=tr("Check what this user may read."),
        ) from None
    found.sort(key=lambda t: (t.schema or "", t.name))
    if len(found) > _MOST_TABLES:
        reader.problem(
            tr("Only {most:,} of its {count:,} tables are shown.", most=_MOST_TABLES, count=len(found))
        )
    return found[:_MOST_TABLES]


def table_count(reader: Reader) -> int:
    """How many tables there are in all of its schemas, views and what came with an extension left out."""
    import sqlalchemy as sql

    inspector = sql.inspect(reader.connection)
    found = 0
    for schema in _schemas(reader, inspector):
        reader.cut.check()
        found += len(set(inspector.get_table_names(schema)) - _of_extensions(reader, schema))
    return found


def _schemas(reader: Reader, inspector: Inspector) -> list[str | None]:
    if reader.engine in _WITHOUT_SCHEMAS:
        return [None]
    return [name for name in inspector.get_schema_names() if not name.startswith(_SYSTEM)]


def _in_schema(reader: Reader, inspector: Inspector, schema: str | None) -> Iterator[Table]:
    reader.stage = tr("Listing the tables of {name}", name=schema or reader.shown)
    reader.cut.check()
    if reader.engine == "mysql":
        yield from _one_by_one(reader, inspector)
        return
    left_out = _partitions(reader, schema) | _of_extensions(reader, schema)
    columns = inspector.get_multi_columns(schema=schema)
    reader.cut.check()
    keys = inspector.get_multi_foreign_keys(schema=schema)
    primary = inspector.get_multi_pk_constraint(schema=schema)
    comments = {} if reader.engine == "sqlite" else inspector.get_multi_table_comment(schema=schema)
    for place, described in columns.items():
        if place[1] not in left_out:
            yield Table(
                schema,
                place[1],
                tuple(str(c["name"]) for c in described),
                tuple(_said(primary, place, "constrained_columns") or ()),
                tuple(map(_foreign_key, keys.get(place) or ())),
                _said(comments, place, "text"),
            )
    yield from (view for view in _views(reader, inspector, schema) if view.name not in left_out)


def _views(reader: Reader, inspector: Inspector, schema: str | None) -> Iterator[Table]:
    """The views with their texts, none of which is run."""
    names = list(inspector.get_view_names(schema))
    if reader.engine == "postgresql":
        names += inspector.get_materialized_view_names(schema)
    for name in names:
        reader.cut.check()
        yield Table(schema, name, definition=inspector.get_view_definition(name, schema), is_view=True)


def _one_by_one(reader: Reader, inspector: Inspector) -> Iterator[Table]:
    """MySQL tells of each by itself, and of some it does not tell everybody all."""
    hidden = texts_hidden = 0
    for name in inspector.get_table_names():
        reader.cut.check()
        columns = _unless_refused(inspector.get_columns, name)
        primary = _unless_refused(inspector.get_pk_constraint, name) or {}
        keys = _unless_refused(inspector.get_foreign_keys, name)
        comment = _unless_refused(inspector.get_table_comment, name) or {}
        hidden += columns is None or keys is None
        yield Table(
            None,
            name,
            tuple(str(c["name"]) for c in columns or ()),
            tuple(primary.get("constrained_columns") or ()),
            tuple(map(_foreign_key, keys or ())),
            comment.get("text"),
        )
    for name in inspector.get_view_names():
        reader.cut.check()
        text = _unless_refused(inspector.get_view_definition, name)
        texts_hidden += text is None
        yield Table(None, name, definition=text, is_view=True)
    _tell_hidden(reader, hidden, texts_hidden)


def _unless_refused(ask: Callable[[str], Any], name: str) -> Any:
    """What a MySQL server says of one table; None where this user may not see that, or not what it refers to."""
    from sqlalchemy.exc import DBAPIError

    try:
        return ask(name)
    except DBAPIError as error:
        if error.connection_invalidated:
            raise
    except KeyError:
        pass  # SQLAlchemy looks up how a table is written that a key refers to, and finds none
    return None


def _tell_hidden(reader: Reader, tables: int, texts: int) -> None:
    if tables:
        reader.problem(
            tr_n(
                "Not all columns and keys of {count:,} table may be seen by this user, so that none are shown.",
                "Not all columns and keys of {count:,} tables may be seen by this user, so that none are shown.",
                tables,
            )
        )
    if texts:
        reader.problem(
            tr_n(
                "The text of {count:,} view may not be read, so that nobody knows what it is made from; the right "
                "to that is called SHOW VIEW.",
                "The texts of {count:,} views may not be read, so that nobody knows what they are made from; the "
                "right to that is called SHOW VIEW.",
                texts,
            )
        )


def _of_extensions(reader: Reader, schema: str | None) -> frozenset[str]:
    if reader.engine != "postgresql":
        return frozenset()
    found = reader.connection.exec_driver_sql(_OF_EXTENSIONS)
    return frozenset(str(table) for where, table in found if where == schema)


def _partitions(reader: Reader, schema: str | None) -> frozenset[str]:
    """The tables of a schema that are parts of another, which stands for them."""
    if reader.engine != "postgresql":
        return frozenset()
    found = frozenset(
        str(table) for where, table in reader.connection.exec_driver_sql(_PARTITIONS) if where == schema
    )
    if found:
        reader.problem(
            tr_n(
                "{count:,} partition in {schema} is not shown by itself, but as a part of its table.",
                "{count:,} partitions in {schema} are not shown by themselves, but as parts of their tables.",
                len(found),
                schema=schema,
            ),
            severity=Severity.INFO,
        )
    return found


def _said(found: Mapping[Any, Any], place: Any, key: str) -> Any:
    """One thing that was found of a table, if anything was."""
    return (found.get(place) or {}).get(key)


def _foreign_key(said: Any) -> ForeignKey:
    return ForeignKey(
        tuple(said["constrained_columns"]),
        said.get("referred_schema"),
        str(said["referred_table"]),
        tuple(said["referred_columns"]),
    )
