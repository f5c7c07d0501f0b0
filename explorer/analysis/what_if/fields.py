"""Which fields of its source an edge uses, and what is written from them."""

from __future__ import annotations

from enum import Enum

from explorer.domain.entities import Edge
from explorer.domain.kinds import EdgeKind


class FieldUse(Enum):
    """Whether an edge uses a field of its source."""

    YES = "yes"
    PERHAPS = "perhaps"
    NO = "no"


def field_use(edge: Edge, field: str) -> FieldUse:
    """Whether what happens to this field passes; a filter names its field, but does not make `fields` known."""
    if edge.kind is EdgeKind.PRODUCES or edge.select_all is True:
        return FieldUse.YES
    if edge.filter is not None and edge.filter.field == field:
        return FieldUse.YES
    if edge.fields is None:
        return FieldUse.PERHAPS
    return FieldUse.YES if field in edge.fields else FieldUse.NO


def written_from(edge: Edge, field: str) -> tuple[str, ...]:
    """The columns that the edge's column lineage says are written from this field, in its order."""
    return tuple(column for column, read in (edge.columns or {}).items() if field in read)


def may_hide_columns(edge: Edge) -> bool:
    """Whether more may be written from a field than the column lineage lists."""
    return edge.columns_complete is not True
