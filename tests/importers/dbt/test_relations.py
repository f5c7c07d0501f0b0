"""The names of a project's tables, as other sources write them."""

import pytest

from explorer.domain.addresses import table_of
from explorer.domain.kinds import EdgeKind, Evidence, Severity
from tests.importers.dbt.small_projects import entry, manifest


def about(adapter):
    """The metadata of a project for this sort of warehouse."""
    return {
        "metadata": {
            "dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json",
            "adapter_type": adapter,
        }
    }


@pytest.mark.parametrize(
    ("adapter", "relation", "alias"),
    [
        ("postgres", '"db"."mart"."orders"', "postgres/db.mart.orders"),
        ("postgres", '"db"."mart"."Orders"', 'postgres/db.mart."Orders"'),
        ("postgres", '"db"."mart"."my ""x"" y"', 'postgres/db.mart."my ""x"" y"'),
        ("bigquery", "`my-project`.`mart`.`Orders`", "bigquery/my-project.mart.Orders"),
        ("snowflake", "DB.MART.orders", "snowflake/DB.MART.ORDERS"),
        ("snowflake", '"DB"."MART"."orders"', 'snowflake/DB.MART."orders"'),
        ("sqlserver", "[db].[dbo].[orders]", "mssql/db.dbo.orders"),
        ("spark", "mart.orders", "spark/mart.orders"),
        ("athena", '"awsdatacatalog"."mart"."orders"', "awsathena/awsdatacatalog.mart.orders"),
        ("homemade", '"db"."mart"."orders"', "db.mart.orders"),
        ("postgres", "orders", None),
    ],
)
def test_a_table_has_the_name_that_other_sources_give_it(read, adapter, relation, alias):
    """The engine before it where it is known; quotes only where the engine would read another name without."""
    graph, _ = read(manifest(entry("model.shop.orders", relation_name=relation), **about(adapter)))
    assert graph.nodes["model.shop.orders"].same_as == ((alias,) if alias else None)
    assert alias is None or table_of(alias) is not None


@pytest.mark.parametrize(
    ("keys", "alias"),
    [
        ({"alias": "o"}, "postgres/db.mart.o"),
        ({"alias": None}, "postgres/db.mart.orders"),
        ({"config": {"materialized": "ephemeral"}}, None),
        ({"relation_name": "", "identifier": "raw"}, "postgres/db.mart.raw"),
    ],
)
def test_before_v7_a_table_is_where_its_parts_say(read, keys, alias):
    """Database, schema and alias; what is never a table has no name."""
    place = {"database": "db", "schema": "mart"}
    graph, _ = read(manifest(entry("model.shop.orders", **place, **keys), **about("postgres")))
    assert graph.nodes["model.shop.orders"].same_as == ((alias,) if alias else None)


def test_a_source_that_the_project_loads_itself_is_reached_from_what_loads_it(read):
    """Both stay, the edge between them is inferred, and the name elsewhere means what makes the table."""
    same = {"relation_name": '"db"."raw"."sales"'}
    graph, problems = read(
        manifest(
            entry("seed.shop.sales", **same),
            entry("source.shop.till.sales", source_name="till", **same),
            **about("postgres"),
        )
    )
    [edge] = graph.edges.values()
    assert edge.key == ("seed.shop.sales", "source.shop.till.sales", EdgeKind.DERIVES)
    assert (edge.evidence, problems) == (Evidence.INFERRED, [])
    assert graph.nodes["seed.shop.sales"].same_as == ("postgres/db.raw.sales",)
    assert graph.nodes["source.shop.till.sales"].same_as is None


def test_two_sources_that_are_one_table_are_told(read):
    """Neither is made from the other; both stay as the project has them."""
    same = {"relation_name": '"db"."raw"."sales"'}
    graph, problems = read(
        manifest(
            entry("source.shop.a.sales", **same), entry("source.shop.b.sales", **same), **about("postgres")
        )
    )
    assert (len(graph.nodes), len(graph.edges)) == (2, 0)
    assert [(p.severity, "are one table, db.raw.sales" in p.message) for p in problems] == [
        (Severity.INFO, True)
    ]
