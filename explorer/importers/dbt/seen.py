"""What was seen of an entry, beside what its project declares: its table in the warehouse, its last run and tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from explorer.domain.entities import Edge, Node
from explorer.domain.kinds import NodeKind, Subtype
from explorer.importers.dbt.beside import Beside, Catalogued, Result

_SUCCEEDED = frozenset(("success", "partial success", "pass", "warn"))
_FAILED_TEST = frozenset(("fail", "error", "runtime error"))
_LONGEST_MESSAGE = 500


def with_what_was_seen(node: Node, beside: Beside, tests: Iterable[tuple[str, str]]) -> Node:
    """The node with all that lies beside the manifest of it; tests: id and name of each that is about it."""
    table, result, loaded = beside.tables.get(node.id), beside.built.get(node.id), beside.loaded.get(node.id)
    if node.kind is NodeKind.DATASET and table is not None:
        node = _catalogued(node, table)
    seen: dict[str, object] = {}
    if result is not None and result.status:
        seen |= {
            "last_run": ended(result) or beside.generated_at,
            "last_run_status": result.status,
            "last_run_seconds": None if result.execution_time is None else round(result.execution_time, 3),
            "last_run_message": None if result.status in _SUCCEEDED else _line(result.message),
        }
    if loaded is not None:
        seen |= {"last_loaded": loaded.max_loaded_at, "freshness_status": loaded.status}
    seen |= _tested(tests, beside)
    stated = {key: value for key, value in seen.items() if value not in (None, "")}
    return replace(node, extra={**node.extra, **stated}) if stated else node


def with_its_run(edge: Edge, beside: Beside) -> Edge:
    """An edge over which the last run brought data, with its day; any other as it is."""
    result = beside.built.get(edge.to_id)
    day = day_of(ended(result) or beside.generated_at) if result and result.status in _SUCCEEDED else None
    return replace(edge, first_seen=day, last_seen=day, count=1) if day else edge


def ended(result: Result) -> str | None:
    """When the last step of a run ended."""
    return max((t.completed_at for t in result.timing or () if t.completed_at), default=None)


def day_of(stated: str | None) -> date | None:
    """The day of a time as dbt writes it."""
    try:
        return date.fromisoformat((stated or "")[:10])
    except ValueError:
        return None


def column_names(documented: Iterable[str], table: Catalogued) -> tuple[str, ...]:
    """The columns that a table has, in its order; each as the project writes it, where it does."""
    written = {name.casefold(): name for name in documented}
    there = sorted(table.columns, key=lambda name: table.columns[name].index or 0)
    return tuple(written.get(name.casefold(), name) for name in there)


def _catalogued(node: Node, table: Catalogued) -> Node:
    names = column_names(node.fields or (), table)
    types = {
        name: column.type
        for name, column in zip(
            names, sorted(table.columns.values(), key=lambda c: c.index or 0), strict=True
        )
        if column.type
    }
    figures = {
        figure.label: figure.value
        for figure in table.stats.values()
        if figure.include and figure.label and isinstance(figure.value, str | int | float)
    }
    stated = {"column_types": types, "database_owner": table.metadata.owner, "statistics": figures}
    return replace(
        node,
        fields=names or node.fields,
        subtype=_subtype(node, table),
        extra={**node.extra, **{key: value for key, value in stated.items() if value}},
    )


def _subtype(node: Node, table: Catalogued) -> Subtype | None:
    """The warehouse knows whether a table is a view, where the project leaves it open."""
    said = (table.metadata.type or "").casefold()
    is_open = node.subtype is Subtype.UNKNOWN or node.id.startswith("source.")
    if not is_open or not said or "materialized" in said:
        return node.subtype
    return (
        Subtype.VIEW if said.endswith("view") else Subtype.TABLE if said.endswith("table") else node.subtype
    )


def _tested(tests: Iterable[tuple[str, str]], beside: Beside) -> Mapping[str, object]:
    results = {name: result for i, name in tests if (result := beside.built.get(i))}
    if not results:
        return {}
    return {
        "last_tests": max(filter(None, map(ended, results.values())), default=beside.generated_at),
        "tests_run": len(results),
        "tests_failed": sorted(name for name, r in results.items() if r.status in _FAILED_TEST) or None,
        "tests_warned": sorted(name for name, r in results.items() if r.status == "warn") or None,
    }


def _line(message: str | None) -> str | None:
    return " ".join((message or "").split())[:_LONGEST_MESSAGE] or None
