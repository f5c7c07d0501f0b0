"""A dbt project, a log and an address call one table the same, whatever the engine makes of the case of its name."""

import pytest

from explorer.domain.addresses import table_of
from explorer.importers.adapter import Task
from explorer.importers.dbt.entries import Entry
from explorer.importers.dbt.relations import Relations
from explorer.importers.query_log.table_names import Names
from explorer.importers.sql_parsing import tables_of

FOLDED_OR_KEPT = "mart.orders", '"Mart"."Orders"'
RAISED_OR_KEPT = "MART.ORDERS", '"Mart"."Orders"'
KEPT = "Mart.Orders", "Mart.Orders"
SMALL = "mart.orders", "mart.orders"


@pytest.mark.parametrize(
    ("engine", "adapter", "dialect", "quotes", "called"),
    [
        ("postgres", "postgres", "postgres", '""', FOLDED_OR_KEPT),
        ("snowflake", "snowflake", "snowflake", '""', RAISED_OR_KEPT),
        ("oracle", "oracle", "oracle", '""', RAISED_OR_KEPT),
        ("bigquery", "bigquery", "bigquery", "``", KEPT),
        ("mysql", "mysql", "mysql", "``", KEPT),
        ("clickhouse", "clickhouse", "clickhouse", "``", KEPT),
        ("redshift", "redshift", "redshift", '""', SMALL),
        ("trino", "trino", "trino", '""', SMALL),
        ("awsathena", "athena", "athena", '""', SMALL),
        ("databricks", "databricks", "databricks", "``", SMALL),
        ("spark", "spark", "spark", "``", SMALL),
        ("hive", "hive", "hive", "``", SMALL),
        ("duckdb", "duckdb", "duckdb", '""', SMALL),
        ("sqlite", "sqlite", "sqlite", '""', SMALL),
        ("mssql", "sqlserver", "tsql", "[]", SMALL),
    ],
)
def test_a_table_has_one_name(engine, adapter, dialect, quotes, called):
    """Written without quotes, and with them."""
    before, after = quotes
    for spelled, name in zip(
        ("Mart.Orders", f"{before}Mart{after}.{before}Orders{after}"), called, strict=True
    ):
        by_dbt = Relations.of({"model.shop.o": Entry(name="o", relation_name=spelled)}, adapter).aliases()
        assert by_dbt == {"model.shop.o": f"{engine}/{name}"}
        [found] = tables_of([f"select * from {spelled}"], dialect, Task())
        assert Names(dialect).table(found.reads[0].table) == name
        address, own = table_of(f"{engine}/{spelled}"), table_of(f"{engine}/{name}")
        assert address.place.stored == own.place.stored
        assert address.name.stored(engine) == own.name.stored(engine)
