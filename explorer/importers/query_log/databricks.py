"""An export of Databricks' system.access.table_lineage: what notebooks, jobs and dashboards read and wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from explorer.domain.kinds import Subtype
from explorer.importers.query_log.cells import first_text, mappings
from explorer.importers.query_log.entries import NO_TABLE, Account, Entries, Entry, Program, day_of
from explorer.importers.query_log.rows import Row
from explorer.importers.sql.parsed import Read, TableName, Write

DIALECT = "databricks"
_PROGRAMS = {
    "NOTEBOOK": ("notebook", Subtype.NOTEBOOK),
    "JOB": ("job", Subtype.BATCH),
    "PIPELINE": ("pipeline", Subtype.BATCH),
    "DASHBOARD": ("dashboard", Subtype.DASHBOARD),
    "DASHBOARD_V3": ("dashboard", Subtype.DASHBOARD),
    "DBSQL_DASHBOARD": ("dashboard", Subtype.DASHBOARD),
}
_METADATA = (
    ("JOB", "job_info.job_id"),
    ("PIPELINE", "dlt_pipeline_info.dlt_pipeline_id"),
    ("DASHBOARD", "dashboard_id"),
    ("DASHBOARD", "legacy_dashboard_id"),
    ("NOTEBOOK", "notebook_id"),
)
"""Where exports without `entity_type` say what ran: a job before the notebook that it ran."""
_VIEWS = frozenset(("VIEW", "MATERIALIZED_VIEW", "METRIC_VIEW"))


def is_table_lineage(names: frozenset[str]) -> bool:
    """Whether the columns are those of the table."""
    return {"source_table_full_name", "target_table_full_name"} <= names


def entries_of(rows: Iterable[tuple[int, Row]], account: Account) -> Entries:
    """One entry a row: a read, a write, or what was written from what."""
    for line, row in rows:
        day = day_of(first_text(row, "event_time", "event_date"))
        account.saw(day)
        program = _program(row)
        user = first_text(row, "created_by", "user_name") or (program.id if program else "")
        if not account.knows_user(user, line):
            continue
        source, target = _place(row, "source"), _place(row, "target")
        if not source and not target:
            account.leave_out(NO_TABLE, line)
            continue
        how = "view" if first_text(row, "target_type").upper() in _VIEWS else "create" if source else "insert"
        yield Entry(
            line,
            user,
            day=day,
            reads=(Read(source),) if source else (),
            writes=(Write(target, how),) if target else (),
            program=program,
        )


def _program(row: Row) -> Program | None:
    """The notebook, job or dashboard behind a row; what is typed into the SQL editor is its user's."""
    sort, number = first_text(row, "entity_type").upper(), first_text(row, "entity_id")
    for about in mappings(row.get("entity_metadata")) if not sort else ():
        sort, number = next(((s, n) for s, key in _METADATA if (n := _inner(about, key))), (sort, number))
    if sort not in _PROGRAMS or not number:
        return None
    word, subtype = _PROGRAMS[sort]
    return Program(f"{word}/{number}", f"{word} {number}", subtype)


def _inner(about: Mapping[str, object], path: str) -> str:
    """A value in a mapping, perhaps in one inside it."""
    outer, _, inner = path.partition(".")
    value = about.get(outer)
    if inner:
        value = value.get(inner) if isinstance(value, Mapping) else None
    return "" if value is None else str(value)


def _place(row: Row, end: str) -> TableName:
    """A table by its whole name; a file by its path."""
    name = first_text(row, f"{end}_table_full_name")
    if name:
        return tuple(part.strip("`") for part in name.split("."))
    path = first_text(row, f"{end}_path")
    return (path,) if path else ()
