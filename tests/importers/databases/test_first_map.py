"""Any database as a first map: tables, views and keys, on each of the engines themselves."""

import sqlite3
from contextlib import closing

import duckdb
import pytest
from sqlalchemy.dialects.mysql.base import MySQLDialect

from explorer.domain.assembly import assemble
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind, Severity, Subtype
from explorer.errors import InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.databases.adapter import DatabaseAdapter
from explorer.importers.databases.reading import read_database
from explorer.importers.databases.tables import table_count
from tests.importers.imported import import_sources

ADAPTER = DatabaseAdapter()


def read(location):
    """What the adapter says, put together."""
    return assemble([ADAPTER.read(location, Task())])


def called(graph):
    """Each node without the name of its database, and each edge by such names."""
    short = {i: i.partition(".")[2].removeprefix("public.").removeprefix("main.") for i in graph.nodes}
    edges = {(short[e.from_id], short[e.to_id]): e for e in graph.edges.values()}
    return {short[i]: n for i, n in graph.nodes.items()}, edges


def made(path, *statements):
    """An SQLite file that holds what these statements make."""
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return Location(path.name, path)


def test_tables_and_views_are_datasets_and_keys_are_inferred(place):
    """The same map of each engine; a foreign key and what a view selects from are edges, inferred."""
    before = place.state()
    graph, problems = read(place.location)
    nodes, edges = called(graph)
    assert {i: (n.kind, n.subtype, n.fields, n.evidence) for i, n in nodes.items()} == {
        "people": (NodeKind.DATASET, Subtype.TABLE, ("id", "name"), Evidence.DECLARED),
        "orders": (NodeKind.DATASET, Subtype.TABLE, ("a", "buyer"), Evidence.DECLARED),
        "seen": (NodeKind.DATASET, Subtype.VIEW, ("a",), Evidence.DECLARED),
    }
    assert {key: (e.kind, e.evidence, e.fields) for key, e in edges.items()} == {
        ("people", "orders"): (EdgeKind.FEEDS, Evidence.INFERRED, ("id",)),
        ("orders", "seen"): (EdgeKind.DERIVES, Evidence.INFERRED, ("a",)),
    }
    assert nodes["people"].extra == {"primary_key": ["id"]}
    assert edges["people", "orders"].extra == {"foreign_keys": ["buyer → id"]}
    assert ["first map" in p.message for p in problems if p.severity is Severity.INFO] == [True]
    assert place.state() == before


def test_a_database_read_twice_says_the_same(place):
    """Node for node, edge for edge and problem for problem, in the same order."""
    assert ADAPTER.read(place.location, Task()) == ADAPTER.read(place.location, Task())


def test_schemas_comments_and_partitions_of_postgresql(postgresql):
    """Every schema but the server's own; a comment describes, and a partition stands for nothing of its own."""
    postgresql.run("DROP DATABASE IF EXISTS shop WITH (FORCE); CREATE DATABASE shop")
    postgresql.run(
        "CREATE SCHEMA ml; CREATE TABLE ml.scores (day date, v numeric) PARTITION BY RANGE (day);"
        "CREATE TABLE ml.scores_1 PARTITION OF ml.scores FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');"
        "COMMENT ON TABLE ml.scores IS 'One row a day.'; CREATE TABLE \"Odd Name\" (a int);"
        "CREATE MATERIALIZED VIEW ml.best AS SELECT max(v) AS v FROM ml.scores WHERE v >= 0.5;"
        'CREATE VIEW pair AS SELECT o.a, b.v FROM "Odd Name" o, ml.best b',
        "shop",
    )
    graph, problems = read(Location("x", url=postgresql.url("shop")))
    assert set(graph.nodes) == {
        "shop.ml.scores",
        'shop.public."Odd Name"',
        "shop.ml.best",
        "shop.public.pair",
    }
    assert graph.nodes["shop.ml.scores"].description == "One row a day."
    assert graph.nodes["shop.ml.scores"].name == "ml.scores"
    edges = {(e.from_id, e.to_id): e for e in graph.edges.values()}
    assert set(edges) == {
        ("shop.ml.scores", "shop.ml.best"),
        ("shop.ml.best", "shop.public.pair"),
        ('shop.public."Odd Name"', "shop.public.pair"),
    }
    assert str(edges["shop.ml.scores", "shop.ml.best"].filter) == "v ≥ 0.5"
    assert any(p.message.startswith("1 partition in ml") for p in problems)


def test_tables_are_called_as_other_tools_call_them():
    """At a server that everybody can name; a host that is another machine for everybody is no name."""
    from explorer.importers.databases.address import parse_database_url
    from explorer.importers.databases.first_map import elsewhere

    assert elsewhere(parse_database_url("postgresql://u@db.example.com/shop"), "shop.public.t") == (
        "postgres://db.example.com:5432/shop.public.t",
    )
    assert elsewhere(parse_database_url("mysql://u@[2001:db8::1]:99/shop"), "shop.t") == (
        "mysql://[2001:db8::1]:99/shop.t",
    )
    assert elsewhere(parse_database_url("mysql://u@localhost/shop"), "shop.t") is None
    assert elsewhere(parse_database_url("duckdb:///a.duckdb"), "a.main.t") is None


def test_keys_to_itself_to_nothing_and_by_two_ways(tmp_path):
    """A key to the same table is told with it, one to a missing table is none; two keys are one edge."""
    location = made(
        tmp_path / "s.db",
        "CREATE TABLE staff (id integer PRIMARY KEY, boss integer REFERENCES staff (id), x REFERENCES gone (id))",
        "CREATE TABLE talks (one REFERENCES staff (id), other REFERENCES staff (id))",
    )
    graph, _ = read(location)
    assert graph.nodes["s.staff"].extra == {"primary_key": ["id"], "refers_to_itself": ["boss → id"]}
    [edge] = graph.edges.values()
    assert (edge.from_id, edge.to_id) == ("s.staff", "s.talks")
    assert sorted(edge.extra["foreign_keys"]) == ["one → id", "other → id"]


def test_what_is_not_understood_of_a_view_is_told(tmp_path):
    """Its text, or a table that is not there; the view is there all the same."""
    path = tmp_path / "a.duckdb"
    with closing(duckdb.connect(path)) as connection:
        connection.execute("CREATE TABLE t (a int); CREATE SCHEMA s; CREATE TABLE s.u (a int)")
        connection.execute("CREATE VIEW v AS SELECT t.a FROM t JOIN s.u USING (a)")
        connection.execute("CREATE VIEW w AS SELECT a FROM t; DROP TABLE t")
    graph, problems = read(Location("a.duckdb", path))
    assert set(graph.nodes) == {"a.s.u", "a.main.v", "a.main.w"}
    assert [(e.from_id, e.to_id) for e in graph.edges.values()] == [("a.s.u", "a.main.v")]
    assert sorted(p.message for p in problems) == [
        "The view v reads t, which is not among the tables.",
        "The view w reads t, which is not among the tables.",
    ]


def test_a_database_without_tables_is_one_sentence(tmp_path):
    """There is nothing to show."""
    with pytest.raises(InputError, match=r"^s\.db: The database holds no tables\."):
        read(made(tmp_path / "s.db", "CREATE TABLE t (a)", "DROP TABLE t"))


def test_names_that_mean_harm_are_names(tmp_path):
    """Quotes, newlines and what cannot be seen stay in the name, or are left out with a sentence."""
    location = made(
        tmp_path / "s.db",
        'CREATE TABLE "x""; DROP TABLE t;--" (a)',
        'CREATE TABLE "two\nlines" ("a\u202eb")',
        f'CREATE TABLE "{"n" * 600}" (a)',
    )
    graph, problems = read(location)
    assert set(graph.nodes) == {'s."x""; DROP TABLE t;--"', 's."two⟨U+000A⟩lines"'}
    assert ["left out" in p.message for p in problems] == [True]


def test_it_is_recognised_by_bytes_name_or_address():
    """Any database, so that what is wrong with it is said by who knows."""
    assert ADAPTER.matches(Location("x"), b"SQLite format 3\x00....")
    assert ADAPTER.matches(Location("x"), b"01234567DUCK")
    assert all(
        ADAPTER.matches(Location("x", url=u), b"") for u in ("mysql://h/db", "duckdb:///a", "mssql://h/d")
    )
    assert not ADAPTER.matches(Location("x"), b"ripplemap: 1")
    assert not ADAPTER.matches(Location("x", url="https://example.org/x"), b"")


def test_a_mysql_user_sees_what_the_server_shows_him(mariadb):
    """The texts of views have a right of their own, and columns can be granted one by one: what is hidden is told."""
    mariadb.fresh(
        "CREATE TABLE people (id integer PRIMARY KEY)",
        "CREATE TABLE orders (a integer, buyer integer, FOREIGN KEY (buyer) REFERENCES people (id))",
        "CREATE VIEW seen AS SELECT a FROM orders",
    )
    mariadb.run(
        "CREATE OR REPLACE USER reader@'%' IDENTIFIED BY 'r'",
        "GRANT SELECT ON things.* TO reader@'%'",
        "CREATE OR REPLACE USER narrow@'%' IDENTIFIED BY 'r'",
        "GRANT SELECT ON things.people TO narrow@'%'",
        "GRANT SELECT (a) ON things.orders TO narrow@'%'",
    )
    said = {who: import_sources([mariadb.url(user=who, password="r")]) for who in ("reader", "narrow")}
    told = {
        who: [p.message for p in each.problems if p.severity is Severity.WARNING]
        for who, each in said.items()
    }
    assert set(said["reader"].graph.nodes) == {"things.people", "things.orders", "things.seen"}
    assert list(said["reader"].graph.edges) == [("things.people", "things.orders", EdgeKind.FEEDS)]
    assert told["reader"] == [
        "The text of 1 view may not be read, so that nobody knows what it is made from; the right to that is called "
        "SHOW VIEW."
    ]
    assert {i: n.fields for i, n in said["narrow"].graph.nodes.items()} == {
        "things.people": ("id",),
        "things.orders": None,
    }
    assert told["narrow"] == [
        "Not all columns and keys of 1 table may be seen by this user, so that none are shown."
    ]


def test_a_key_into_what_mysql_8_hides_costs_the_keys_of_that_table_only(mariadb, monkeypatch):
    """SQLAlchemy asks some of its versions how the other table is written, and finds no answer."""
    mariadb.fresh(
        "CREATE TABLE people (id integer PRIMARY KEY)",
        "CREATE TABLE orders (buyer integer, FOREIGN KEY (buyer) REFERENCES people (id))",
    )
    mariadb.run(
        "CREATE OR REPLACE USER reader@'%' IDENTIFIED BY 'r'", "GRANT SELECT ON things.orders TO reader@'%'"
    )

    def asked(dialect, connection, table, schema=None, **more):
        keys = [{"referred_schema": None, "referred_table": "people", "referred_columns": ["id"]}]
        dialect._casing = 0
        dialect._correct_for_mysql_bugs_88718_96365(keys, connection)

    monkeypatch.setattr(MySQLDialect, "get_foreign_keys", asked)
    imported = import_sources([mariadb.url(user="reader", password="r")])
    assert set(imported.graph.nodes) == {"things.orders"}
    assert "Not all columns and keys of 1 table" in imported.problems[0].message


def test_a_table_without_a_name_is_called_as_sql_writes_it(tmp_path):
    """And not like the database, whose name it would share; only SQLite takes such a table."""
    with closing(sqlite3.connect(tmp_path / "shop.db")) as connection:
        connection.execute('CREATE TABLE "" (id integer PRIMARY KEY)')
        connection.execute('CREATE TABLE orders (buyer integer REFERENCES "" (id))')
        connection.commit()
    graph = import_sources([str(tmp_path / "shop.db")]).graph
    assert {i: n.name for i, n in graph.nodes.items()} == {'shop.""': '""', "shop.orders": "orders"}
    assert list(graph.edges) == [('shop.""', "shop.orders", EdgeKind.FEEDS)]


def test_tables_are_counted_in_every_schema(place, postgresql):
    """As somebody is told who tries a connection: where a company keeps its tables is its own affair."""
    assert read_database(place.location, Task(), table_count) == 2
    postgresql.run("DROP DATABASE IF EXISTS engines WITH (FORCE); CREATE DATABASE engines")
    postgresql.run("CREATE SCHEMA risk; CREATE TABLE risk.a (a int); CREATE TABLE b (a int)", "engines")
    assert read_database(Location("x", url=postgresql.url("engines")), Task(), table_count) == 2
