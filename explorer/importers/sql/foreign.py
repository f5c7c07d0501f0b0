"""Tables that nobody declares: what is known of one because some SQL reads it."""

from __future__ import annotations

from explorer.domain.entities import Node
from explorer.domain.kinds import Evidence, NodeKind, Subtype
from explorer.domain.provenance import Source
from explorer.importers.sql.parsed import TableName


def foreign_table(table_id: str, table: TableName, place: Source) -> Node:
    """The node of a table that is only read; place: of the SQL."""
    return Node(
        id=table_id,
        kind=NodeKind.DATASET,
        name=".".join(table[-2:]),
        subtype=Subtype.UNKNOWN,
        evidence=Evidence.INFERRED,
        source=place,
    )
