"""Histories of metrics from a database, by one SELECT that a person writes.

A SELECT may do anything its functions do, so it is taken apart first: only what is listed here passes, what runs is
written anew from the parts, and only base tables are read, never a view, since a view runs what its author wrote.
"""

from __future__ import annotations

from collections.abc import Iterator

from explorer.domain.histories import Histories
from explorer.domain.provenance import Problem, Source
from explorer.errors import InputError, UsageError
from explorer.importers.adapter import Location, Task
from explorer.importers.databases.address import FILES, parse_database_url
from explorer.importers.databases.files import is_duckdb
from explorer.importers.databases.reader import Limits, Reader, reason_of
from explorer.importers.databases.reading import read_database
from explorer.importers.history_cells import CellReader
from explorer.importers.reading import read_head
from explorer.language import tr

_LONGEST = 20_000
_BATCH = 1_000
_ALLOWED = (
    *(
        "Select",
        "From",
        "Where",
        "Group",
        "Having",
        "Order",
        "Ordered",
        "Limit",
        "Join",
        "Subquery",
        "TableAlias",
    ),
    *(
        "Table",
        "Column",
        "Identifier",
        "Alias",
        "Star",
        "Literal",
        "Null",
        "Boolean",
        "Paren",
        "Distinct",
        "Tuple",
    ),
    *("Not", "And", "Or", "EQ", "NEQ", "GT", "GTE", "LT", "LTE", "Is", "Like", "Between", "In", "Case", "If"),
    *(
        "Neg",
        "Add",
        "Sub",
        "Mul",
        "Div",
        "Mod",
        "IntDiv",
        "Sum",
        "Avg",
        "Min",
        "Max",
        "Count",
        "Round",
        "Abs",
    ),
    *(
        "Coalesce",
        "Nullif",
        "Cast",
        "DataType",
        "DataTypeParam",
        "Var",
        "Date",
        "DateTrunc",
        "TimestampTrunc",
    ),
    *("Extract", "TimeToStr", "TsOrDsToTimestamp", "TsOrDsToDate", "Substring", "Lower", "Upper", "Interval"),
)
_FUNCTIONS = frozenset(("strftime", "date", "datetime"))


def read_history_query(
    location: Location,
    query: str,
    task: Task,
    limits: Limits = Limits(),  # noqa: B008 - a frozen value
) -> Histories:
    """The histories that a SELECT gives: a column of days, then metrics, or metric and value (see history_cells)."""
    sql, tables = checked_query(query, _dialect_of(location))
    return read_database(location, task, lambda reader: _read(reader, sql, tables), limits)


def _dialect_of(location: Location) -> str:
    """How the database at a place speaks, in sqlglot's words; its address or its first bytes say so."""
    if location.url is not None:
        engine = parse_database_url(location.url).dialect
        return "postgres" if engine == "postgresql" else engine
    is_other = location.path is not None and is_duckdb(read_head(location.path, location.shown))
    return "duckdb" if is_other else "sqlite"


def checked_query(query: str, dialect: str) -> tuple[str, frozenset[str]]:
    """The query written anew, and the tables it reads; UsageError where it is more than a plain SELECT."""
    import sqlglot
    from sqlglot import exp
    from sqlglot.errors import SqlglotError
    from sqlglot.optimizer.normalize_identifiers import normalize_identifiers

    if len(query) > _LONGEST:
        raise UsageError(tr("The query is longer than {count:,} characters.", count=_LONGEST))
    try:
        statements = [s for s in sqlglot.parse(query, read=dialect) if s is not None]
    except (SqlglotError, RecursionError) as error:
        line = str(error).splitlines()[0][:200] if str(error) else tr("it is nested too deep")
        raise UsageError(tr("The query cannot be read: {reason}.", reason=line)) from None
    if len(statements) != 1 or not isinstance(statements[0], exp.Select):
        raise UsageError(
            tr("The query must be one SELECT."), hint=tr("SELECT day, value FROM table is enough.")
        )
    allowed = tuple(kind for name in _ALLOWED if (kind := getattr(exp, name, None)) is not None)
    statement = statements[0]
    if dialect == "postgres":  # it reads unquoted names as small letters; everything is quoted below
        statement = normalize_identifiers(statement, dialect=dialect)
    tables = set()
    for part in statement.walk():
        if isinstance(part, exp.Anonymous):
            if part.name.lower() not in _FUNCTIONS or dialect != "sqlite":
                raise _refused(tr("The query may not use the function {function}.", function=part.name[:40]))
        elif type(part) not in allowed:
            raise _refused(tr("The query may not use {part}.", part=type(part).__name__.lower()))
        elif isinstance(part, exp.Table):
            if not isinstance(part.this, exp.Identifier) or part.args.get("db") is not None:
                raise _refused(tr("The query may not use anything but the name of a table there."))
            tables.add(part.name)
        elif isinstance(part, exp.DataType) and part.this is exp.DataType.Type.USERDEFINED:
            raise _refused(tr("The query may not use a type of the database's own."))
    # Quoted, every name is the very one that was checked.
    return statement.sql(dialect=dialect, identify=True, comments=False), frozenset(tables)


def _refused(message: str) -> UsageError:
    hint = tr("Select days and numbers from tables, with sums, means, comparisons and groups.")
    return UsageError(message, hint=hint)


def _read(reader: Reader, sql: str, tables: frozenset[str]) -> Histories:
    from sqlalchemy.exc import SQLAlchemyError

    known = reader.tables
    if reader.engine in FILES:
        known, tables = frozenset(t.lower() for t in known), frozenset(t.lower() for t in tables)
    if unknown := sorted(tables - known):
        raise InputError(
            tr("It has no table “{table}” (views are not read).", table=unknown[0][:80]),
            where=reader.shown,
            hint=tr("Name a table in the query."),
        )
    reader.stage = tr("Running the query")
    place = Source(tr("{source}: query", source=reader.shown))
    try:
        result = reader.connection.execution_options(yield_per=_BATCH).exec_driver_sql(sql)
        cells = CellReader(
            list(result.keys()), lambda row: Source(tr("{source}, row {row}", source=place.name, row=row))
        )
        for number, row in _numbered(reader, result):
            if number > reader.limits.rows:
                fault = tr("Only the first {count:,} rows are read.", count=reader.limits.rows)
                cells.problems.append(Problem(fault, place))
                break
            cells.row(row, number)
    except SQLAlchemyError as error:
        raise InputError(
            tr("The query failed: {reason}.", reason=reason_of(error)),
            where=reader.shown,
            hint=tr("Try it in the database's own client."),
        ) from None
    found = cells.histories()
    found.problems[:0] = reader.problems
    return found


def _numbered(reader: Reader, rows: object) -> Iterator[tuple[int, tuple[object, ...]]]:
    for number, row in enumerate(rows, 1):  # type: ignore[var-annotated, arg-type]  # a cursor of rows
        reader.cut.check()
        yield number, tuple(row)
