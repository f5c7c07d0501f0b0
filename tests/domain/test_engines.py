"""What engines make of names, and how a name is written for them."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.addresses import table_of
from explorer.domain.engines import CASES, engine_named, engine_of, quoted, stored, written


@pytest.mark.parametrize(
    ("part", "engine", "text"),
    [
        ("orders", "postgres", "orders"),
        ("Orders", "postgres", '"Orders"'),
        ("ORDERS", "snowflake", "ORDERS"),
        ("orders", "snowflake", '"orders"'),
        ("Orders", "bigquery", "Orders"),
        ("shop-prod", "bigquery", "shop-prod"),
        ("Orders", "duckdb", "orders"),
        ("Orders", None, "Orders"),
        ("a b", "mysql", '"a b"'),
        ('a"b', "mysql", '"a""b"'),
        ("2026", "postgres", '"2026"'),
    ],
)
def test_quotes_stand_only_where_they_are_needed(part, engine, text):
    """A plain name that the engine keeps as it is has none, nor one whose case it does not care for."""
    assert written(part, engine) == text


def test_a_catalogue_may_keep_the_case_that_an_engine_does_not_care_for():
    """A SQLite file that holds the table Orders shows it so."""
    assert (quoted("Orders", "sqlite"), quoted("Orders", "postgres")) == ("Orders", '"Orders"')


@pytest.mark.parametrize("engine", CASES)
@given(part=st.text(min_size=1, max_size=20))
def test_what_is_written_is_read_as_the_same_name(engine, part):
    """The meeting of names takes from an id the very part that was written into it."""
    table = table_of(f"{engine}/shop.{written(part, engine)}")
    assert table is None or table.name.stored(engine) == stored(part, engine, is_quoted=True)


@pytest.mark.parametrize(
    ("word", "in_an_address", "of_a_tool"),
    [
        ("postgresql", "postgres", "postgres"),
        ("athena", "awsathena", "awsathena"),
        ("tsql", None, "mssql"),
        ("synapse", None, "mssql"),
        ("s3", None, None),
    ],
)
def test_an_engine_has_several_names(word, in_an_address, of_a_tool):
    """What only parsers and dbt call it begins no address: it may be a folder."""
    assert (engine_named(word), engine_of(word)) == (in_an_address, of_a_tool)


@pytest.mark.parametrize(
    ("one", "other"), [("Orders", "orders"), ('"Orders"', "orders"), ('"ORDERS"', '"orders"')]
)
def test_sqlite_does_as_is_said(one, other):
    """What is one table for it is one here."""
    with sqlite3.connect(":memory:") as base:
        base.execute(f"create table {one} (id integer)")
        base.execute(f"select * from {other}")
    assert table_of(f"sqlite/main.{one}").name.stored("sqlite") == table_of(
        f"sqlite/main.{other}"
    ).name.stored("sqlite")


@pytest.mark.parametrize(
    ("one", "other"), [("Orders", "orders"), ('"Orders"', "orders"), ('"ORDERS"', '"orders"')]
)
def test_duckdb_does_as_is_said(one, other):
    """What is one table for it is one here."""
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect() as base:
        base.execute(f"create table {one} (id integer)")
        base.execute(f"select * from {other}")
    assert table_of(f"duckdb/main.{one}").name.stored("duckdb") == table_of(
        f"duckdb/main.{other}"
    ).name.stored("duckdb")
