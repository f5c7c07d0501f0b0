"""Who asks a PostgreSQL server for what, as it counts by itself: the view of its extension pg_stat_statements.

The one view that is read: a view runs what its author wrote, and this one is asked only where it came with the
extension, which nobody but the server's owner can install. Its texts hold no values, and it tells no days.
Who asks the view itself looks after the server, as we do: that is no use of its data.
"""

from __future__ import annotations

from explorer.domain.assembly import Statements
from explorer.domain.kinds import Severity
from explorer.importers.adapter import Task
from explorer.importers.databases.reader import Reader, hung_up, reason_of
from explorer.importers.query_log.log_file import read_view
from explorer.importers.query_log.rows import Row
from explorer.language import tr

VIEW = "pg_stat_statements"
_ITS_SCHEMA = """
SELECT n.nspname FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_depend d
  ON d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
JOIN pg_catalog.pg_extension e
  ON d.refclassid = 'pg_catalog.pg_extension'::regclass AND d.refobjid = e.oid
WHERE c.relname = 'pg_stat_statements' AND e.extname = 'pg_stat_statements'
"""
_COUNTED = """
SELECT r.rolname, d.datname, left(s.query, :longest) AS query, s.calls FROM SCHEMA.pg_stat_statements s
JOIN pg_catalog.pg_roles r ON r.oid = s.userid
JOIN pg_catalog.pg_database d ON d.oid = s.dbid
WHERE d.datname = current_database() AND position('pg_stat_statements' in s.query) = 0 ORDER BY 1, 3, 4 LIMIT :most
"""


def read_statistics(reader: Reader) -> Statements:
    """What the server has counted in this database; nothing where it counts nothing, a problem where it may not say.

    The last thing that is asked: a refusal ends the transaction.
    """
    from sqlalchemy.exc import SQLAlchemyError

    reader.stage = tr("Reading {name}", name=VIEW)
    try:
        schema = reader.connection.exec_driver_sql(_ITS_SCHEMA).scalar()
        rows = _rows(reader, str(schema)) if schema is not None else []
    except SQLAlchemyError as error:
        reader.cut.check()
        if getattr(error, "connection_invalidated", False):
            raise hung_up(reader.shown, VIEW) from None
        before = len(reader.problems)
        reader.problem(
            tr("Who reads the tables could not be asked: {reason}.", reason=reason_of(error)),
            VIEW,
            Severity.INFO,
        )
        return Statements(problems=reader.problems[before:])
    if not rows:
        return Statements()
    return read_view(enumerate(rows, 1), str(reader.source(VIEW)), Task(check=reader.cut.check))


def _rows(reader: Reader, schema: str) -> list[Row]:
    import sqlalchemy as sql

    quoted = reader.connection.dialect.identifier_preparer.quote_identifier(schema)
    asked = sql.text(_COUNTED.replace("SCHEMA", quoted))
    found = reader.connection.execute(asked, {"longest": reader.limits.value, "most": reader.limits.rows})
    return [dict(row) for row in found.mappings()]
