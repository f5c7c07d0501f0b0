"""What a source says of a part beyond what any question needs, as rows that people read.

Names that our own importers give are told in plain words; all others are the source's own and stay as they are,
but for the underscores.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from explorer.domain.entities import Extra
from explorer.language import marked_in, number, tr, tr_in

_MOST_LINES = 30
_DEEPEST = 4
_NAMES = {
    "aggregation": marked_in("also stated", "aggregation"),
    "applications": marked_in("also stated", "applications"),
    "artifact_type": marked_in("also stated", "sort of artifact"),
    "code": marked_in("also stated", "code"),
    "column_types": marked_in("also stated", "types of columns"),
    "command": marked_in("also stated", "command"),
    "contexts": marked_in("also stated", "used for"),
    "contract": marked_in("also stated", "contract"),
    "database_owner": marked_in("also stated", "owner in the database"),
    "dataset": marked_in("also stated", "dataset"),
    "dataset_type": marked_in("also stated", "sort of dataset"),
    "deletion_date": marked_in("also stated", "to be deleted on"),
    "dtype": marked_in("also stated", "data type"),
    "entities": marked_in("also stated", "entities"),
    "entity": marked_in("also stated", "entity"),
    "entity_type": marked_in("also stated", "sort of entity"),
    "exports": marked_in("also stated", "kept as"),
    "exposure_type": marked_in("also stated", "sort of exposure"),
    "expression": marked_in("also stated", "expression"),
    "failed_runs": marked_in("also stated", "failed runs"),
    "filter": marked_in("also stated", "condition"),
    "filters": marked_in("also stated", "conditions"),
    "foreign_keys": marked_in("also stated", "foreign keys"),
    "found_by": marked_in("also stated", "found by"),
    "freshness_status": marked_in("also stated", "freshness, last checked"),
    "frozen": marked_in("also stated", "frozen"),
    "grants": marked_in("also stated", "grants"),
    "group_type": marked_in("also stated", "sort of group"),
    "job_type": marked_in("also stated", "sort of job"),
    "last_change": marked_in("also stated", "last change"),
    "last_loaded": marked_in("also stated", "last loaded"),
    "last_run": marked_in("also stated", "last run"),
    "last_run_message": marked_in("also stated", "last run said"),
    "last_run_seconds": marked_in("also stated", "last run took, in seconds"),
    "last_run_status": marked_in("also stated", "last run ended in"),
    "last_state": marked_in("also stated", "last state"),
    "last_tests": marked_in("also stated", "last tested"),
    "last_version": marked_in("also stated", "last version"),
    "loaded_at_field": marked_in("also stated", "time of loading in column"),
    "loader": marked_in("also stated", "loaded by"),
    "location": marked_in("also stated", "place"),
    "materialized": marked_in("also stated", "built as"),
    "maturity": marked_in("also stated", "maturity"),
    "measures": marked_in("also stated", "measures"),
    "metric_type": marked_in("also stated", "sort of metric"),
    "online_store": marked_in("also stated", "online store"),
    "owners": marked_in("also stated", "owners"),
    "params": marked_in("also stated", "settings"),
    "primary_key": marked_in("also stated", "primary key"),
    "readers": marked_in("also stated", "readers"),
    "reads_itself": marked_in("also stated", "reads itself"),
    "ref_access": marked_in("also stated", "who may ref() it"),
    "refers_to_itself": marked_in("also stated", "refers to itself"),
    "refused": marked_in("also stated", "refused"),
    "relation": marked_in("also stated", "table in the warehouse"),
    "roles": marked_in("also stated", "roles"),
    "run_mode": marked_in("also stated", "how it runs"),
    "runs": marked_in("also stated", "runs"),
    "same_table": marked_in("also stated", "the same table"),
    "schedule": marked_in("also stated", "schedule"),
    "scripts": marked_in("also stated", "scripts"),
    "semantic_model": marked_in("also stated", "semantic model"),
    "servers": marked_in("also stated", "servers"),
    "service_levels": marked_in("also stated", "service levels"),
    "size_bytes": marked_in("also stated", "size in bytes"),
    "source_type": marked_in("also stated", "sort of data source"),
    "statements": marked_in("also stated", "sorts of statement"),
    "statistics": marked_in("also stated", "figures"),
    "status": marked_in("also stated", "status"),
    "tests_failed": marked_in("also stated", "tests failed"),
    "tests_run": marked_in("also stated", "tests run"),
    "tests_warned": marked_in("also stated", "tests warned"),
    "timestamp_field": marked_in("also stated", "time stamp in column"),
    "title": marked_in("also stated", "title"),
    "value": marked_in("also stated", "value"),
    "versions": marked_in("also stated", "versions"),
    "waits_for": marked_in("also stated", "waits for"),
    "window": marked_in("also stated", "window"),
    "written_by": marked_in("also stated", "written by"),
    "written_columns": marked_in("also stated", "columns written"),
}


def extra_rows(extra: Extra) -> list[tuple[str, str]]:
    """A name and a value for each, in the order in which the source has them; lists and mappings line by line."""
    return [(fact_name(key), fact_value(value)) for key, value in extra.items()]


def fact_name(key: str) -> str:
    """What a fact is called: in plain words where it is one of ours."""
    known = _NAMES.get(key)
    return tr_in("also stated", known) if known else key.replace("_", " ")


def fact_value(value: object) -> str:
    """A fact as text, a list and a mapping line by line."""
    lines = list(_lines(value, 0))
    if len(lines) > _MOST_LINES:
        more = tr("and {count:,} more", count=len(lines) - _MOST_LINES)
        lines = [*lines[:_MOST_LINES], more]
    return "\n".join(lines)


def _lines(value: object, depth: int) -> Iterator[str]:
    if depth < _DEEPEST and isinstance(value, Mapping):
        for key, inner in value.items():
            for line in _lines(inner, depth + 1):
                yield f"{key}: {line}"
    elif depth < _DEEPEST and isinstance(value, list | tuple):
        for inner in value:
            yield from _lines(inner, depth + 1)
    elif isinstance(value, bool):
        yield tr("yes") if value else tr("no")
    elif isinstance(value, int | float):
        yield number(value, "," if isinstance(value, int) else ",.15g")
    else:
        yield "–" if value is None else str(value)
