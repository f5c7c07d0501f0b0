"""The same tables in each engine: in files of their own, and on real servers."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import psycopg
import pymysql
import pytest

from explorer.importers.adapter import Location

TABLES = (
    "CREATE TABLE people (id integer PRIMARY KEY, name varchar(200))",
    "CREATE TABLE orders (a integer, buyer integer, FOREIGN KEY (buyer) REFERENCES people (id))",
    "INSERT INTO people VALUES (1, 'Ann'), (2, 'Bö')",
    "INSERT INTO orders VALUES (7, 1), (8, 2)",
    "CREATE VIEW seen AS SELECT a FROM orders",
)
ENGINES = ("sqlite", "duckdb", "postgresql", "mariadb")


@dataclass(frozen=True)
class Place:
    """A database of one engine: where it is, how it is looked at from outside, and how drivers refuse."""

    engine: str
    location: Location
    state: object
    refusals: tuple[type[Exception], ...]
    endless: str
    files: Path | None = None
    more: tuple[str, ...] = field(default=())


def on_file(connect, path, engine, error, endless, more=()):
    """A database in a file of a folder of its own."""
    path.parent.mkdir()
    with closing(connect(path)) as connection:
        for statement in TABLES:
            connection.execute(statement)
        if hasattr(connection, "commit") and engine == "sqlite":
            connection.commit()

    def state():
        return {p.name: p.read_bytes() for p in path.parent.iterdir()}

    return Place(engine, Location(path.name, path), state, (error,), endless, path.parent, more)


@pytest.fixture(params=ENGINES)
def place(request, tmp_path, monkeypatch):
    """The same tables in each engine."""
    monkeypatch.chdir(tmp_path)
    if request.param == "sqlite":
        endless = "SELECT count(*) FROM people" + ", people" * 30
        return on_file(sqlite3.connect, tmp_path / "data" / "a.db", "sqlite", sqlite3.Error, endless)
    if request.param == "duckdb":
        more = (
            "COPY orders TO 'x.csv'",
            "SELECT * FROM read_text('a.duckdb')",
            "INSTALL httpfs",
            "SET threads = 9",
        )
        endless = "SELECT count(*) FROM range(1000000000000)"
        return on_file(duckdb.connect, tmp_path / "data" / "a.duckdb", "duckdb", duckdb.Error, endless, more)
    if request.param == "postgresql":
        server = request.getfixturevalue("postgresql")
        server.run("DROP DATABASE IF EXISTS engines WITH (FORCE); CREATE DATABASE engines")
        server.run(";".join(TABLES), "engines")

        def rows():
            with psycopg.connect(server.url("engines")) as connection:
                return [connection.execute(f"SELECT * FROM {t}").fetchall() for t in ("people", "orders")]

        location = Location("x", url=server.url("engines"))
        return Place("postgresql", location, rows, (psycopg.Error,), "SELECT pg_sleep(60)")
    server = request.getfixturevalue("mariadb").fresh(*TABLES, database="engines")

    def tables():
        return [server.run(f"SELECT * FROM engines.{t}") for t in ("people", "orders")]

    more = ("SELECT * FROM orders INTO OUTFILE '/tmp/ripplemap-never'",)
    location = Location("x", url=server.url("engines"))
    return Place("mariadb", location, tables, (pymysql.Error,), "SELECT sleep(60)", more=more)
