"""One small project in the words of each version of the manifest: the same system comes out of all."""

import pytest

from explorer.domain.entities import EdgeKey
from explorer.domain.kinds import EdgeKind, NodeKind, Subtype
from tests.importers.dbt.small_projects import entry, manifest

SQL = "select id, amount from db.raw.sales"


def sales():
    """The source that all versions read."""
    place = {"database": "db", "schema": "raw", "identifier": "sales", "relation_name": '"db"."raw"."sales"'}
    return entry("source.shop.till.sales", source_name="till", loader="ingest", **place)


def orders(version, **keys):
    """The model, which is compiled under another key until v6, and has no relation of its own in v4 to v6."""
    place = {"database": "db", "schema": "mart", "alias": "orders"}
    place |= (
        {"relation_name": '"db"."mart"."orders"', "compiled_code": SQL}
        if version > 6
        else {"compiled_sql": SQL}
    )
    columns = {"id": {"name": "id", "data_type": "int"}}
    return entry("model.shop.orders", "source.shop.till.sales", columns=columns, **place, **keys)


def revenue(version):
    """The metric on the model: by SQL until v6, by an expression until v9, by a semantic model from then on."""
    if version < 7:
        said = {
            "model": "ref('orders')",
            "type": "sum",
            "sql": "amount",
            "timestamp": "id",
            "time_grains": ["day"],
        }
    elif version < 10:
        said = {
            "model": "ref('orders')",
            "calculation_method": "sum",
            "expression": "amount",
            "timestamp": "id",
        }
    else:
        parameters = {"measure": {"name": "amount"}, "input_measures": [{"name": "amount"}]}
        return entry(
            "metric.shop.revenue", "semantic_model.shop.sales", type="simple", type_params=parameters
        )
    return entry("metric.shop.revenue", "model.shop.orders", **said)


def semantic():
    """What can be measured of the model."""
    measures = [{"name": "amount", "agg": "sum", "expr": None, "agg_time_dimension": "id"}]
    dimensions = [{"name": "id", "type": "time", "expr": None}]
    return entry("semantic_model.shop.sales", "model.shop.orders", measures=measures, dimensions=dimensions)


@pytest.mark.parametrize("version", range(4, 13))
def test_every_version_tells_of_the_same_system(read, version):
    """Source, model and metric, their columns and tables, whatever words the version has for them."""
    entries = [sales(), orders(version), revenue(version), *([semantic()] if version >= 10 else [])]
    about = manifest(version=version)["metadata"] | {"adapter_type": "postgres"}
    graph, problems = read(manifest(*entries, version=version, metadata=about))
    assert problems == []
    made = graph.edges[EdgeKey("source.shop.till.sales", "model.shop.orders", EdgeKind.DERIVES)]
    measured = graph.edges[EdgeKey("model.shop.orders", "metric.shop.revenue", EdgeKind.MEASURES)]
    assert len(graph.edges) == 2
    assert (made.fields, made.columns) == (("amount", "id"), {"amount": ("amount",), "id": ("id",)})
    assert set(measured.fields) == {"amount", "id"}
    node = graph.nodes["model.shop.orders"]
    assert (node.same_as, node.fields) == (("postgres/db.mart.orders",), ("id", "amount"))
    assert node.extra["column_types"] == {"id": "int"}
    assert graph.nodes["source.shop.till.sales"].extra["loader"] == "ingest"


@pytest.mark.parametrize("version", [9, 10, 11, 12])
def test_since_v9_groups_and_access_and_since_v10_contracts_are_read(read, version):
    """The group owns the model; who may ref() it is shown and is not who may read it."""
    model = orders(version, group="finance", access="private", contract={"enforced": True})
    graph, _ = read(
        manifest(model, version=version, groups=[{"name": "finance", "owner": {"email": "fin@example.org"}}])
    )
    node = graph.nodes["model.shop.orders"]
    assert (node.owner, node.extra["ref_access"], node.access) == ("finance", "private", None)
    assert node.contract.schema_enforced
    assert graph.teams["finance"].contact == "fin@example.org"


def test_in_v12_functions_unit_tests_and_saved_queries_are_read(read):
    """A model is built with a function, a unit test is one of its tests, a saved query reads metrics."""
    graph, _ = read(
        manifest(
            entry("function.shop.clean"),
            entry("model.shop.orders", "function.shop.clean"),
            entry("unit_test.shop.orders.adds_up", "model.shop.orders"),
            entry("metric.shop.revenue"),
            entry("saved_query.shop.weekly", "metric.shop.revenue"),
        )
    )
    assert graph.nodes["model.shop.orders"].tests == ("adds_up",)
    assert (graph.nodes["function.shop.clean"].kind, graph.nodes["saved_query.shop.weekly"].subtype) == (
        NodeKind.ARTIFACT,
        Subtype.BATCH,
    )


def test_what_no_version_knows_is_named(read):
    """A section and a sort of entry of tomorrow are left out with a sentence each, and the rest is read."""
    graph, problems = read(
        manifest(
            entry("model.shop.orders"),
            entry("robot.shop.a"),
            entry("robot.shop.b"),
            entry("analysis.shop.c"),
            dreams={"dream.shop.d": {}},
        )
    )
    assert set(graph.nodes) == {"model.shop.orders"}
    assert [p.message for p in problems] == [
        "The section “dreams” is not understood and was not read.",
        "2 entries of the sort “robot” are left out: it is not known what that is.",
    ]
