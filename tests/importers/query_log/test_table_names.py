"""Which table a name means."""

import pytest

from explorer.importers.query_log.table_names import Names, folded
from explorer.importers.sql.parsed import Rename


@pytest.mark.parametrize(
    ("dialect", "written", "expected"),
    [
        ("postgres", ("orders",), "shop.public.orders"),
        ("postgres", ("s", "orders"), "shop.s.orders"),
        ("postgres", ("dw", "s", "orders"), "dw.s.orders"),
        ("postgres", ("s", "Orders"), 'shop.s."Orders"'),
        ("postgres", ("s", "my orders"), 'shop.s."my orders"'),
        ("postgres", ("s", 'a"b'), 'shop.s."a""b"'),
        ("postgres", ("s", "orders__dbt_tmp"), "shop.s.orders"),
        ("postgres", ("s", "orders__dbt_backup1"), "shop.s.orders"),
        ("postgres", ("s", "orders_tmp"), "shop.s.orders_tmp"),
        ("postgres", ("pg_catalog", "pg_class"), None),
        ("postgres", ("pg_class",), None),
        ("postgres", ("s", "pg_copy"), "shop.s.pg_copy"),
        ("postgres", ("shop", "information_schema", "tables"), None),
        ("snowflake", ("S", "ORDERS"), "SHOP.S.ORDERS"),
        ("snowflake", ("S", "orders"), 'SHOP.S."orders"'),
        ("snowflake", ("SNOWFLAKE", "ACCOUNT_USAGE", "USERS"), None),
        ("mysql", ("orders",), "shop.orders"),
        ("mysql", ("s", "orders"), "s.orders"),
        ("bigquery", ("d", "events_20261102"), 'shop.d."events_*"'),
        ("bigquery", ("d", "sums$20261102"), "shop.d.sums"),
        ("bigquery", ("my-project", "d", "t"), "my-project.d.t"),
        ("", ("shop", "orders"), "shop.orders"),
        ("", ("s", "orders"), "shop.s.orders"),
        ("databricks", ("s3://bucket/x",), "s3://bucket/x"),
    ],
)
def test_a_name_is_made_whole(dialect, written, expected):
    """With the database and schema where it leaves them out, as each engine names its tables."""
    names = Names(dialect, schema="public" if dialect == "postgres" else "")
    assert names.table(written, "SHOP" if dialect == "snowflake" else "shop") == expected


def test_tables_that_were_given_a_schema_are_kept():
    """Each once, however often it is named; not those that the log itself completes."""
    names = Names("postgres", schema="public")
    for _ in range(2):
        names.table(("a",))
    names.table(("b",), "shop", "sales")
    names.table(("s", "c"))
    assert names.bare == {"public.a"}


def test_a_table_that_is_renamed_to_the_beginning_of_its_name_was_temporary():
    """A table that is put aside under a longer name was not."""
    names = Names("postgres")
    names.rename(
        [Rename(("s", "sums_2"), ("s", "sums")), Rename(("s", "old"), ("s", "old_2026"))], "shop", ""
    )
    assert names.table(("s", "sums_2"), "shop") == "shop.s.sums"
    assert names.table(("s", "old"), "shop") == "shop.s.old"


def test_temporary_names_are_folded_only_into_what_is_there():
    """room_temp may be a table of its own."""
    assert folded({"s.a", "s.a_tmp", "s.a__temp_3", "s.room_temp", "s.a_old"}) == {
        "s.a_tmp": "s.a",
        "s.a__temp_3": "s.a",
    }
