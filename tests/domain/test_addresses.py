"""Names of tables and paths, in all their spellings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.addresses import Part, path_of, server_called, table_of


def spelled(name):
    """Engine, server and the parts of a table's name as they are kept, or None."""
    table = table_of(name)
    if table is None:
        return None
    place, own = table
    return place.engine, place.server, (*place.stored, own.stored(place.engine))


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ('"db"."schema"."t"', ("db", "schema", "t")),
        ("db.schema.t", ("db", "schema", "t")),
        ("schema.t", ("schema", "t")),
        ("`my-project.shop.orders`", ("my-project", "shop", "orders")),
        ("`my-project`.`shop`.`orders`", ("my-project", "shop", "orders")),
        ("[dbo].[My Table]", ("dbo", "My Table")),
        ('"a.b"."c""d"', ("a.b", 'c"d')),
    ],
)
def test_a_name_without_an_engine_is_as_it_is_written(name, parts):
    """Quotes of every engine are taken off; the case stays, as nobody says who folds it."""
    assert spelled(name) == (None, None, parts)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("postgres://Host:5432/db.Schema.T", ("postgres", "postgres://host:5432", ("db", "schema", "t"))),
        ('postgresql://host/db."Schema".t', ("postgres", "postgres://host:5432", ("db", "Schema", "t"))),
        ("postgres://me:secret@host/db.s.t", ("postgres", "postgres://host:5432", ("db", "s", "t"))),
        ("postgres://localhost:5432/db.s.t", ("postgres", None, ("db", "s", "t"))),
        ("snowflake://acme/shop.public.orders", ("snowflake", "snowflake://acme", ("SHOP", "PUBLIC", "ORDERS"))),
        ("mysql://h/Shop.Orders", ("mysql", "mysql://h:3306", ("Shop", "Orders"))),
        ("bigquery/p-1.d.T", ("bigquery", "bigquery", ("p-1", "d", "T"))),
        ("bigquery/d.T", ("bigquery", None, ("d", "T"))),
        ('postgres/"db"."s"."T"', ("postgres", None, ("db", "s", "T"))),
    ],
)  # fmt: skip
def test_an_engine_folds_what_nobody_has_quoted(name, expected):
    """Hosts are small letters with the engine's own port; this machine is no name; case is as the engine folds."""
    assert spelled(name) == expected


@pytest.mark.parametrize(
    "name",
    [
        "sessions", "data.csv", "train.Parquet", "model.shop.orders", "source.shop.raw.orders", "a/b.c",
        "kafka://h/topic", "s3://b/x.y", "a.b.c.d.e", "1.2", "a..b", "a.b!", "x" * 501 + ".t", "https://x/a.b",
    ],
)  # fmt: skip
def test_what_is_no_table(name):
    """A file, an id of dbt, a name without a schema, or with too many parts is none."""
    assert table_of(name) is None


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("s3://b/x/y", "s3://b/x/y"), ("s3a://b/x//y/", "s3://b/x/y"), ("S3N://B/x/./y", "s3://b/x/y"),
        ("https://b.s3.eu-west-1.amazonaws.com/x/y", "s3://b/x/y"), ("https://s3.amazonaws.com/b/x/y", "s3://b/x/y"),
        ("gcs://b/x", "gs://b/x"), ("https://storage.googleapis.com/b/x", "gs://b/x"),
        ("abfs://c@a.dfs.core.windows.net/x", "abfss://c@a.dfs.core.windows.net/x"),
        ("kafka://H/topic", "kafka://h:9092/topic"), ("kafka://h:9093/topic", "kafka://h:9093/topic"),
        ("file:///data/x.csv", "/data/x.csv"), ("/data//x.csv", "/data/x.csv"),
        ("./data/x.csv", "data/x.csv"), ("data/../data/x.csv", "data/x.csv"),
        ("C:\\data\\x.csv", "c:/data/x.csv"), ("file:///C:/data/x.csv", "c:/data/x.csv"),
        ("https://example.com/x", None), ("postgres://h/db.s.t", None), ("sessions", None),
    ],
)  # fmt: skip
def test_a_path_has_one_spelling(name, path):
    """Schemes that mean the same store, endpoints, doubled and closing slashes are one path."""
    assert path_of(name) == path


NAMES = st.text('ab."`[]/:\\-@é ', max_size=12)


@given(NAMES)
def test_anything_may_be_asked(name):
    """Whatever the name, there is an answer; a path is its own spelling."""
    table_of(name)
    path = path_of(name)
    assert path is None or path_of(path) in (None, path)


PARTS = st.builds(Part, st.sampled_from(["a", "B", "ab"]), st.booleans())


@given(st.lists(PARTS, min_size=2, max_size=4))
def test_a_quoted_name_is_read_back(parts):
    """What is put together of quoted and unquoted parts is taken apart into the same."""
    name = ".".join(f'"{p.text}"' if p.is_quoted else p.text for p in parts)
    place, own = table_of(name)
    assert (*place.parts, own) == tuple(parts)


@pytest.mark.parametrize(
    ("engine", "host", "port", "server"),
    [
        ("postgresql", "db.shop", None, "postgres://db.shop:5432"),
        ("sqlserver", "db.shop", "1500", "mssql://db.shop:1500"),
        ("mariadb", "db.shop:3307", None, "mysql://db.shop:3307"),
        ("postgres", "[2001:db8::1]", None, "postgres://[2001:db8::1]:5432"),
        ("postgres", "[2001:db8::1]:6432", None, "postgres://[2001:db8::1]:6432"),
        ("snowflake", "account", None, "snowflake://account"),
        ("postgres", "localhost", 5432, None),
        ("postgres", "[::1]", None, None),
        ("postgres", "", None, None),
    ],
)
def test_a_server_is_called_by_its_engine_host_and_port(engine, host, port, server):
    """A port that is left out is the usual one; this machine is another one for each who says so, and has no name."""
    assert server_called(engine, host, port) == server
