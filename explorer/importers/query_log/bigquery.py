"""An export of BigQuery's INFORMATION_SCHEMA.JOBS: each job with its user, its text and the tables it touched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from explorer.importers.query_log.cells import first_text, mappings
from explorer.importers.query_log.entries import Account, Entries, Entry, Outcome, day_of
from explorer.importers.query_log.rows import Row
from explorer.importers.sql.parsed import Read, TableName, Write

DIALECT = "bigquery"
_HOW = {"LOAD": "copy", "COPY": "copy", "SCRIPT": "", "DELETE": "delete", "TRUNCATE_TABLE": "truncate"}
_VIEWS = frozenset(("CREATE_VIEW", "CREATE_MATERIALIZED_VIEW"))


def is_jobs(names: frozenset[str]) -> bool:
    """Whether the columns are those of JOBS, JOBS_BY_PROJECT and their like."""
    return "user_email" in names and not names.isdisjoint(
        ("referenced_tables", "destination_table", "job_id")
    )


def entries_of(rows: Iterable[tuple[int, Row]], account: Account) -> Entries:
    """One entry a job. The parts of a script stand in rows of their own; the script itself is left out."""
    for line, row in rows:
        day = day_of(first_text(row, "creation_time", "start_time", "end_time"))
        account.saw(day)
        sort = first_text(row, "statement_type").upper()
        if sort == "SCRIPT":
            continue
        user = first_text(row, "user_email")
        if not account.knows_user(user, line):
            continue
        reads = tuple(Read(t) for each in mappings(row.get("referenced_tables")) if (t := _table(each)))
        yield Entry(
            line,
            user,
            application=_label(row, "app", "application", "dbt_invocation_id", "looker-context-user_id"),
            database=first_text(row, "project_id"),
            day=day,
            statement=first_text(row, "query"),
            reads=reads,
            writes=_writes(row, sort, has_reads=bool(reads)),
            outcome=_outcome(row),
        )


def _writes(row: Row, sort: str, *, has_reads: bool) -> tuple[Write, ...]:
    """The table into which a job writes; what a mere SELECT gives is kept for a day, and is none."""
    for target in mappings(row.get("destination_table")):
        table = _table(target)
        if table and not table[-1].startswith("anon"):
            job = first_text(row, "job_type").upper()
            how = _HOW.get(sort) or _HOW.get(job) or ("view" if sort in _VIEWS else "insert")
            if job != "EXTRACT":
                return (Write(table, "create" if how == "insert" and has_reads else how),)
    return ()


def _table(named: Mapping[str, object]) -> TableName:
    parts = tuple(str(named.get(key) or named.get(key.replace("_", "")) or "") for key in _PARTS)
    return parts if all(parts) else ()


_PARTS = ("project_id", "dataset_id", "table_id")


def _label(row: Row, *keys: str) -> str:
    """What a tool says of itself in a job's labels; dbt gives its run an id."""
    labels = {str(each.get("key", "")).lower(): each.get("value") for each in mappings(row.get("labels"))}
    for key in keys:
        if (value := labels.get(key)) is not None:
            return "dbt" if key.startswith("dbt") else "looker" if key.startswith("looker") else str(value)
    return ""


def _outcome(row: Row) -> Outcome:
    for error in mappings(row.get("error_result")):
        reason = str(error.get("reason") or "")
        if reason == "accessDenied":
            return Outcome.REFUSED
        if reason in ("invalidQuery", "invalid", "notFound", "duplicate"):
            return Outcome.FAILED
    return Outcome.DONE
