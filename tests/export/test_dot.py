"""DOT: Graphviz reads back every node, edge and team, whatever their names try."""

import pytest

from explorer.export.dot import dot_text
from tests.drawing.systems import streamly
from tests.export.tables import NASTY, nasty


def read(text):
    """The graph as Graphviz reads it."""
    try:
        import pygraphviz
    except (ImportError, OSError):
        pytest.skip("Graphviz cannot be loaded here.")
    return pygraphviz.AGraph(string=text)


def test_graphviz_reads_the_same_graph():
    """Nodes, edges with kind and evidence, and a cluster for each team that owns something."""
    graph = streamly()
    found = read(dot_text(graph))
    assert set(found.nodes()) == set(graph.nodes)
    edges = {(*edge, edge.attr["kind"], edge.attr["evidence"]) for edge in found.edges()}
    assert edges == {(*key, str(edge.evidence)) for key, edge in graph.edges.items()}
    clusters = {c.name.removeprefix("cluster_"): set(c.nodes()) for c in found.subgraphs()}
    assert clusters == {o: {n.id for n in graph.nodes.values() if n.owner == o} for o in graph.owners()}


def test_no_name_leaves_its_quotes():
    """As many nodes and edges as there are; only a backslash is doubled."""
    found = read(dot_text(nasty()))
    assert set(found.nodes()) == {*(name.replace("\\", "\\\\") for name in NASTY), "model"}
    assert len(found.edges()) == len(nasty().edges)
    assert found.is_directed()


def test_labels_are_text_to_graphviz():
    """Entities are written as such, so that a name never turns into another one."""
    assert r"&lt;" not in dot_text(nasty())
    assert '[label="<b>&amp;amp;</b>\\ndataset"' in dot_text(nasty())
    assert 'label="Team &amp; co"' in dot_text(nasty())
    assert 'label="score ≥ 0.5"' in dot_text(nasty())
