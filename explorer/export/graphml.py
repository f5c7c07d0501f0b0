"""The system as GraphML, for Gephi, yEd, networkx and their like: every attribute with its type."""

from __future__ import annotations

import io
from collections.abc import Mapping

from explorer.domain.ids import shown_plainly
from explorer.domain.system_graph import SystemGraph
from explorer.export.table import Cell, edge_table, node_table

_TAKEN = frozenset(("node_for_adding", "u_for_edge", "v_for_edge", "key", "id"))
"""Attributes of these names, which only a source's own can have, would end the reading of the file in networkx."""


def graphml_bytes(graph: SystemGraph) -> bytes:
    """A directed graph whose edges of several kinds between two nodes all stay; `kind` tells them apart."""
    import networkx as nx  # costs 0.5 s, and no other export needs it

    result: nx.MultiDiGraph[str] = nx.MultiDiGraph(name=shown_plainly(graph.name))
    if graph.as_of is not None:
        result.graph["as_of"] = graph.as_of.isoformat()
    for node_id, row in zip(graph.nodes, node_table(graph).rows, strict=True):
        result.add_node(node_id)
        result.nodes[node_id].update(_attributes(row, "id"))
    for number, (key, row) in enumerate(zip(graph.edges, edge_table(graph).rows, strict=True)):
        end = key.from_id, key.to_id, f"e{number}"
        result.add_edge(*end)
        result.edges[end].update(_attributes(row, "from", "to"))
    target = io.BytesIO()
    nx.write_graphml_xml(result, target, infer_numeric_types=True)
    return target.getvalue()


def _attributes(row: Mapping[str, Cell], *identity: str) -> dict[str, Cell]:
    return {
        f"{name}_" if name in _TAKEN else name: value for name, value in row.items() if name not in identity
    }
