"""What stands in a cell of a log, as the type that is wanted: logs are exported by many tools in many ways."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from explorer.importers.query_log.rows import Row


def first_text(row: Row, *names: str) -> str:
    """The first of these columns in which something stands, as text; empty where there is none."""
    for name in names:
        value = row.get(name)
        if value is not None and not isinstance(value, list | Mapping) and (text := str(value).strip()):
            return text
    return ""


def whole(value: object, otherwise: int) -> int:
    """A number that counts something."""
    try:
        return max(0, int(float(str(value))))
    except (ValueError, OverflowError):
        return otherwise


def mappings(value: object) -> list[Mapping[str, object]]:
    """A list of mappings, which a CSV file holds as JSON; a single mapping is a list of one."""
    value = _decoded(value)
    if isinstance(value, Mapping):
        value = [value]
    if not isinstance(value, list):
        return []
    return [{str(k).lower(): v for k, v in each.items()} for each in value if isinstance(each, Mapping)]


def texts(value: object) -> list[str]:
    """A list of names: as JSON, as an array in braces or brackets, or with commas or semicolons between."""
    value = _decoded(value)
    if isinstance(value, list):
        return [str(each).strip() for each in value if isinstance(each, str | int)]
    said = str(value or "").strip()
    if said[:1] in "{[" and said[-1:] in "}]":
        said = said[1:-1]
    return [name for part in said.replace(";", ",").split(",") if (name := part.strip().strip("'"))]


def _decoded(value: object) -> object:
    if not isinstance(value, str) or value[:1] not in ("[", "{"):
        return value
    try:
        return msgspec.json.decode(value)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return value
