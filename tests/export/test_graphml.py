"""GraphML: networkx reads back every node, edge and attribute."""

import io

import networkx as nx
import pytest

from explorer.export.graphml import graphml_bytes
from explorer.export.table import edge_table, node_table
from tests.drawing.systems import streamly
from tests.export.tables import nasty


def without(row, *identity):
    """What is an attribute in the file; a few names of a source's own end in an underscore there."""
    taken = ("node_for_adding", "u_for_edge", "key")
    return {f"{k}_" if k in taken else k: v for k, v in row.items() if k not in identity}


@pytest.mark.parametrize("graph", [streamly(), nasty()], ids=["streamly", "nasty"])
def test_networkx_reads_the_same_graph(graph):
    """Attributes keep their types, and edges of two kinds between the same nodes both stay."""
    found = nx.read_graphml(io.BytesIO(graphml_bytes(graph)), force_multigraph=True)
    assert dict(found.nodes(data=True)) == {r["id"]: without(r, "id") for r in node_table(graph).rows}
    edges = {(f, t, said["kind"]): said for f, t, said in found.edges(data=True)}
    assert edges == {
        (r["from"], r["to"], r["kind"]): without(r, "from", "to") for r in edge_table(graph).rows
    }


def test_the_same_bytes_each_time():
    """The order of nothing in it is left to chance."""
    assert graphml_bytes(streamly()) == graphml_bytes(streamly())
