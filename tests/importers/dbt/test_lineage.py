"""What the SQL of models says: columns, conditions, and tables that dbt does not know it reads."""

import pytest

from explorer.domain.entities import EdgeKey, Filter
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind, Severity
from explorer.importers.dbt import lineage
from tests.importers.dbt.small_projects import catalog, entry, manifest, result, results

POSTGRES = {
    "metadata": {
        "dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json",
        "adapter_type": "postgres",
    }
}


def table(entry_id, *parents, sql=None, **keys):
    """A model in the schema `mart`, with its SQL filled in."""
    name = keys.pop("relation", f'"db"."mart"."{entry_id.rpartition(".")[2]}"')
    return entry(entry_id, *parents, relation_name=name, compiled_code=sql, **keys)


def derived(graph, start, end):
    """The edge between two models, or from another node."""
    full = [i if "." in i else f"model.shop.{i}" for i in (start, end)]
    return graph.edges[EdgeKey(*full, EdgeKind.DERIVES)]


def test_an_edge_tells_what_the_sql_takes(read):
    """Fields that are used, what each written column is made from, the threshold; and all columns of the model."""
    sql = (
        'with o as (select * from "db"."mart"."orders") select id, total * 2 as twice from o where total > 10'
    )
    graph, problems = read(
        manifest(
            table("model.shop.orders"), table("model.shop.big", "model.shop.orders", sql=sql), **POSTGRES
        )
    )
    edge = derived(graph, "orders", "big")
    assert (edge.fields, edge.select_all, edge.evidence) == (("id", "total"), False, Evidence.DECLARED)
    assert edge.columns == {"id": ("id",), "twice": ("total",)}
    assert edge.filter == Filter(field="total", op=">", value=10.0)
    assert graph.nodes["model.shop.big"].fields == ("id", "twice")
    assert problems == []


def test_names_are_spelled_as_the_project_spells_them(read):
    """SQL folds letters as its engine does; a column that is described keeps its own."""
    sql = "select ORDER_ID as KEY_OF_ORDER from mart.orders"
    graph, _ = read(
        manifest(
            table("model.shop.orders", columns={"Order_Id": {"name": "Order_Id"}}),
            table("model.shop.b", "model.shop.orders", sql=sql, columns={"Key_Of_Order": {}}),
            **POSTGRES,
        )
    )
    assert derived(graph, "orders", "b").columns == {"Key_Of_Order": ("Order_Id",)}
    assert graph.nodes["model.shop.b"].fields == ("Key_Of_Order",)


TWO = "select amount from mart.orders join mart.paid on orders.id = paid.id"


def test_whose_a_column_is_the_catalogue_tells(read):
    """Without it a column of one of two tables makes what is used of both unknown, and nothing is claimed."""
    models = (
        table("model.shop.orders"),
        table("model.shop.paid"),
        table("model.shop.b", "model.shop.orders", "model.shop.paid", sql=TWO),
    )
    graph, _ = read(manifest(*models, **POSTGRES))
    assert (derived(graph, "orders", "b").fields, derived(graph, "paid", "b").fields) == (None, None)
    known = catalog(orders={"id": "int"}, paid={"id": "int", "amount": "int"})
    graph, _ = read(manifest(*models, **POSTGRES), catalog=known)
    assert derived(graph, "orders", "b").fields == ("id",)
    assert derived(graph, "paid", "b").fields == ("id", "amount")


def test_of_a_table_that_is_read_under_two_names_nothing_is_claimed(read):
    """Each name is parsed for itself, and what one of them takes is not all."""
    sql = "select a.id from mart.orders as a join db.mart.orders as b on a.id = b.parent"
    graph, problems = read(
        manifest(table("model.shop.orders"), table("model.shop.b", "model.shop.orders", sql=sql), **POSTGRES)
    )
    assert (derived(graph, "orders", "b").fields, problems) == (None, [])


def test_a_model_that_its_reader_names_itself_is_an_inferred_edge(read):
    """dbt does not know of it; the reader's file and the table stand in the sentence."""
    graph, problems = read(
        manifest(
            table("model.shop.orders"),
            table("model.shop.b", sql="select id from mart.orders", original_file_path="models/b.sql"),
            **POSTGRES,
        )
    )
    assert derived(graph, "orders", "b").evidence is Evidence.INFERRED
    assert derived(graph, "orders", "b").fields == ("id",)
    assert [(p.message, str(p.source), p.severity) for p in problems] == [
        (
            "The SQL of “b” names the table db.mart.orders itself, not by ref() or source(): dbt does not know "
            "that it reads it.",
            "manifest.json: models/b.sql",
            Severity.WARNING,
        )
    ]


def test_a_table_of_nobody_that_some_sql_reads_is_an_inferred_dataset(read):
    """Under the name that other sources give it; once, whoever reads it; the database's own tables are none."""
    graph, problems = read(
        manifest(
            table("model.shop.a", sql="select x from raw.events, information_schema.tables"),
            table("model.shop.b", sql="select y from raw.events"),
            **POSTGRES,
        )
    )
    node = graph.nodes["postgres/raw.events"]
    assert (node.kind, node.evidence, node.name) == (NodeKind.DATASET, Evidence.INFERRED, "raw.events")
    assert {e.key[:2] for e in graph.edges.values()} == {(node.id, "model.shop.a"), (node.id, "model.shop.b")}
    assert len(problems) == 2


def test_what_an_ephemeral_model_pastes_in_is_not_its_readers_own(read):
    """Its tables are read on its behalf, also through another ephemeral model; a table of both counts once."""
    inner = "with __dbt__cte__e as (select id from mart.raw) select id from __dbt__cte__e"
    outer = f"{inner} union all select id from mart.more"
    ephemeral = {"config": {"materialized": "ephemeral"}, "relation": None}
    graph, problems = read(
        manifest(
            table("model.shop.raw"),
            table("model.shop.more"),
            table("model.shop.e", "model.shop.raw", sql="select id from mart.raw", **ephemeral),
            table("model.shop.f", "model.shop.e", sql=inner, **ephemeral),
            table("model.shop.b", "model.shop.f", "model.shop.more", sql=outer),
            **POSTGRES,
        )
    )
    assert problems == []
    assert {e.key[:2] for e in graph.edges.values()} == {
        ("model.shop.raw", "model.shop.e"),
        ("model.shop.e", "model.shop.f"),
        ("model.shop.f", "model.shop.b"),
        ("model.shop.more", "model.shop.b"),
    }
    assert derived(graph, "more", "b").fields == ("id",)


def test_a_ring_of_ephemeral_models_ends(read):
    """A manifest that no dbt would write."""
    ephemeral = {"config": {"materialized": "ephemeral"}, "relation": None}
    graph, _ = read(
        manifest(
            table("model.shop.e", "model.shop.f", **ephemeral),
            table("model.shop.f", "model.shop.e", **ephemeral),
            table("model.shop.b", "model.shop.e", sql="select 1 as one"),
            **POSTGRES,
        )
    )
    assert len(graph.nodes) == 3


def test_a_model_that_reads_itself_is_no_edge(read):
    """An incremental model looks at what it has."""
    sql = "select id from mart.orders where id > (select max(id) from mart.b)"
    graph, problems = read(
        manifest(table("model.shop.orders"), table("model.shop.b", "model.shop.orders", sql=sql), **POSTGRES)
    )
    assert [e.key[:2] for e in graph.edges.values()] == [("model.shop.orders", "model.shop.b")]
    assert problems == []


def test_sql_that_is_not_understood_leaves_the_edge_as_it_was(read):
    """One sentence for all models with the same fault; Python is not SQL."""
    graph, problems = read(
        manifest(
            table("model.shop.orders"),
            table("model.shop.b", "model.shop.orders", sql="select ( from"),
            table("model.shop.p", "model.shop.orders", sql="def model(dbt, s): ...", language="python"),
            **POSTGRES,
        )
    )
    assert derived(graph, "orders", "b").fields is None
    assert [p.message for p in problems] == [
        "Which columns “b” reads is not known: its SQL was not understood (the parser stops at “from”)."
    ]


def test_the_sql_of_the_last_run_serves_where_the_manifest_has_none(read):
    """`dbt parse` compiles nothing; run_results.json may know, even that of `dbt compile`; v4 has another key."""
    old = table("model.shop.c", "model.shop.orders", compiled_sql="select total from mart.orders")
    graph, _ = read(
        manifest(table("model.shop.orders"), table("model.shop.b", "model.shop.orders"), old, **POSTGRES),
        run_results=results(
            result("model.shop.b", compiled_code="select id from mart.orders"), which="compile"
        ),
    )
    assert derived(graph, "orders", "b").fields == ("id",)
    assert derived(graph, "orders", "c").fields == ("total",)


def test_of_more_sql_than_the_bound_the_shortest_is_read(read, monkeypatch):
    """How many models were left out is said, and nothing is claimed of them."""
    monkeypatch.setattr(lineage, "MOST_SQL", 60)
    graph, problems = read(
        manifest(
            table("model.shop.orders"),
            table("model.shop.a", "model.shop.orders", sql="select id from mart.orders"),
            table("model.shop.b", "model.shop.orders", sql="select id, total, country from mart.orders"),
            **POSTGRES,
        )
    )
    assert (derived(graph, "orders", "a").fields, derived(graph, "orders", "b").fields) == (("id",), None)
    assert [(p.message, p.severity) for p in problems] == [
        ("Which columns 1 model reads was not looked into: there is more SQL than 1 MB.", Severity.INFO)
    ]


@pytest.mark.parametrize("adapter", ["postgres", "nobody-knows", None])
def test_any_warehouse_is_read(read, adapter):
    """An adapter that is not known is read as plain SQL."""
    about = {"metadata": {**POSTGRES["metadata"], "adapter_type": adapter}}
    graph, _ = read(
        manifest(
            table("model.shop.orders"),
            table("model.shop.b", "model.shop.orders", sql="select id from mart.orders"),
            **about,
        )
    )
    assert derived(graph, "orders", "b").fields == ("id",)
