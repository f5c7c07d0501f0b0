"""The system as tables: every node and edge, one plain value a cell."""

from explorer.domain.system_graph import SystemGraph
from explorer.export.table import edge_table, node_table
from tests.drawing.systems import streamly
from tests.export.tables import nasty


def test_every_node_and_edge_has_a_row_in_order():
    """Ids and ends stand in the columns that tell rows apart."""
    graph = streamly()
    assert [row["id"] for row in node_table(graph).rows] == list(graph.nodes)
    rows = edge_table(graph).rows
    assert [(row["from"], row["to"], row["kind"]) for row in rows] == list(graph.edges)


def test_what_is_nested_becomes_one_value():
    """Lists are parted by semicolons, the source is file:line, the rest is JSON; nothing unseen stays."""
    table = node_table(nasty())
    row = next(row for row in table.rows if row["id"] == "model")
    assert (row["tags"], row["source"], row["node_for_adding"]) == ("a; b", "a.yaml:3", '{"deep": [1]}')
    assert row["description"] == "two\nlines⟨U+202E⟩"
    assert (row["baseline"], row["glue"]) == (-0.5, True)


def test_columns_are_those_of_which_something_is_known():
    """First what tells rows apart, last the source; each once, and every value has its column."""
    for table in (node_table(nasty()), edge_table(nasty())):
        assert len(set(table.columns)) == len(table.columns)
        assert {key for row in table.rows for key in row} <= set(table.columns)
    assert edge_table(nasty()).columns == (
        *("from", "to", "kind", "evidence"), "count", "filter", "key", "u_for_edge", "source",
    )  # fmt: skip


def test_a_system_without_parts_has_columns_and_no_row():
    """A spreadsheet of it still says what it would hold."""
    table = node_table(SystemGraph())
    assert (table.columns[:2], table.rows) == (("id", "kind"), ())
