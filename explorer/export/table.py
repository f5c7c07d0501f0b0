"""The system as two tables, of nodes and of edges: one value a cell, for every file that holds no nested data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from explorer.domain.attributes import EDGE_ATTRIBUTES, NODE_KEYS, edge_to_plain, node_to_plain
from explorer.domain.ids import shown_plainly
from explorer.domain.system_graph import SystemGraph

Cell = str | int | float | bool
"""What one cell holds; a row says nothing of a column where nobody has said anything."""

_NODE_FIRST = ("id", "kind", "name", "owner", "subtype", "evidence")
_EDGE_FIRST = ("from", "to", "kind", "evidence")


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Rows in order of id; columns are those of which something is known, first what tells rows apart."""

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Cell], ...]


def node_table(graph: SystemGraph) -> Table:
    """A row for every node."""
    return _table(map(node_to_plain, graph.nodes.values()), _NODE_FIRST, NODE_KEYS)


def edge_table(graph: SystemGraph) -> Table:
    """A row for every edge."""
    return _table(map(edge_to_plain, graph.edges.values()), _EDGE_FIRST, EDGE_ATTRIBUTES)


def _table(items: Iterable[Mapping[str, object]], first: tuple[str, ...], known: Iterable[str]) -> Table:
    rows = tuple(
        {shown_plainly(key): _cell(key, value) for key, value in item.items() if value is not None}
        for item in items
    )
    said = {key for row in rows for key in row} - {*first, "source"}
    own = said & set(known)
    return Table((*first, *sorted(own), *sorted(said - own), "source"), rows)


def _cell(key: str, value: object) -> Cell:
    """Lists are parted by semicolons, mappings are JSON, the source is file:line."""
    if key == "source" and isinstance(value, Mapping) and "name" in value:
        line = value.get("line")
        return _text(f"{value['name']}" if line is None else f"{value['name']}:{line}")
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple) and all(isinstance(each, str) for each in value):
        return _text("; ".join(value))
    if isinstance(value, str):
        return _text(value)
    return _text(json.dumps(value, ensure_ascii=False, sort_keys=True, default=str))


def _text(text: str) -> str:
    """The text with nothing unseen in it but line breaks."""
    return "\n".join(shown_plainly(line.replace("\t", " ")) for line in text.splitlines())
