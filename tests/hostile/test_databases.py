"""Databases that mean harm: addresses, names, views, triggers and files that are none."""

import os
import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError

from explorer.errors import InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.databases.address import parse_database_url
from explorer.importers.databases.reader import Limits
from explorer.importers.databases.reading import read_database
from explorer.importers.mlflow import ADAPTER

NAME = 'x"; DROP TABLE t;--'
TABLES = "CREATE TABLE t (a); INSERT INTO t VALUES (7);"


@pytest.fixture
def make(tmp_path):
    """Makes an SQLite file of SQL in a folder of its own and says where it is."""

    def making(sql):
        path = tmp_path / "data" / "some.db"
        path.parent.mkdir(exist_ok=True)
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(sql)
        return Location("some.db", path)

    return making


def folder(location):
    """Every file beside a database with its bytes."""
    return {p.name: p.read_bytes() for p in location.path.parent.iterdir()}


def test_a_table_with_sql_for_a_name_is_a_table(make):
    """Names are quoted: its rows come, and the other table is still there."""
    location = make(
        TABLES
        + """CREATE TABLE "x""; DROP TABLE t;--" ("a""b"); INSERT INTO "x""; DROP TABLE t;--" VALUES (8)"""
    )
    before = folder(location)
    found = read_database(
        location, Task(), lambda reader: (reader.rows(NAME, ('a"b',)), reader.rows("t", ("a",)))
    )
    assert [[list(r.values()) for r in rows] for rows in found] == [[[8]], [[7]]]
    assert folder(location) == before


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO t VALUES (8)",
        "DELETE FROM t",
        "DROP TABLE t",
        "CREATE TABLE u (a)",
        "CREATE TEMP TABLE u (a)",
        "ATTACH 'other.db' AS other",
        "VACUUM INTO 'copy.db'",
        "PRAGMA query_only = 0",
        "PRAGMA writable_schema = 1",
        "PRAGMA journal_mode = wal",
        "PRAGMA temp_store_directory = '/'",
        "PRAGMA user_version = 5",
        "SELECT load_extension('x')",
        "SELECT hex(randomblob(1000))",
        "SELECT * FROM v",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT i FROM n",
    ],
)
def test_our_own_connection_refuses_whatever_is_no_select_on_a_table(make, monkeypatch, sql):
    """Even if a mistake of ours or of a library sent it."""
    location = make(TABLES + "CREATE VIEW v AS SELECT a FROM t")
    monkeypatch.chdir(location.path.parent)
    before = folder(location)
    with pytest.raises((DBAPIError, InputError)):
        read_database(location, Task(), lambda reader: reader.connection.exec_driver_sql(sql).fetchall())
    assert folder(location) == before


def test_a_view_or_trigger_of_theirs_never_runs(make):
    """A view under a table's name is not read, and a trigger has nothing to fire it."""
    location = make(
        TABLES
        + "CREATE VIEW runs AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT i AS a FROM n;"
        "CREATE TRIGGER boom AFTER INSERT ON t BEGIN DELETE FROM t; END;"
    )
    before = folder(location)
    assert read_database(location, Task(), lambda reader: reader.rows("runs", ("a",))) == []
    assert folder(location) == before


def test_a_generated_column_of_theirs_is_never_computed(make):
    """What is worked out as it is read is their program: it counts as missing, and that is said."""
    location = make("CREATE TABLE t (a, b AS (hex(zeroblob(a)))); INSERT INTO t (a) VALUES (20000000);")
    found, problems = read_database(
        location, Task(), lambda reader: (reader.rows("t", ("a", "b")), [p.message for p in reader.problems])
    )
    assert found == [{"a": 20000000, "b": None}]
    assert problems == ["The column b of t is worked out as it is read, and is left out."]


def test_a_value_without_end_is_cut(make):
    """A long text comes as far as the limit, one beyond the driver's is a problem."""
    location = make("CREATE TABLE t (a); INSERT INTO t VALUES (CAST(zeroblob(60000000) AS TEXT));")
    problems = read_database(
        location, Task(), lambda reader: (reader.rows("t", ("a",)), list(reader.problems))[1]
    )
    assert len(problems) == 1


def test_a_fifo_a_device_and_a_folder_are_refused_at_once(tmp_path):
    """Nothing that could wait for ever is opened."""
    os.mkfifo(tmp_path / "fifo.db")
    for path in (tmp_path / "fifo.db", tmp_path, tmp_path / "a\0b.db"):
        with pytest.raises(InputError):
            ADAPTER.read(Location("x", path), Task())
    with pytest.raises(InputError, match=r"It is not a file|There is no such file"):
        ADAPTER.read(Location("x", url="sqlite:////dev/zero"), Task())


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgresql://u:p@h/d?host=/tmp/evil", "“host” after its “\\?”"),
        ("postgresql://u:p@h/d?passfile=/home/u/.pgpass", "“passfile”"),
        ("postgresql://u:p@h/d?service=prod", "“service”"),
        ("postgresql://u:p@h/d?plugin=x", "“plugin”"),
        ("postgresql://u:p@h/d?options=-c%20log_statement", "“options”"),
        ("postgresql://h/d?password=s3cr3t", "“password”"),
        ("postgresql://h/d?sslmode=require&sslmode=s3cr3t", "sslmode can be"),
        ("postgresql://h/d?sslcert=/etc/shadow", "a setting"),
        ("sqlite:///a.db?mode=rwc", "“mode”"),
        ("sqlite:///file:a.db?uri=true", "“uri”"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("sqlite://host/a.db", "names no file"),
        ("postgresql://u:s3cr@t@h/d", "cannot be read"),
        ("postgresql://u:s3cr@t?s3cr=1@h/d", "cannot be read"),
        ("postgresql://u:p@h:s3cr3t/d", "port in the address"),
        ("postgresql://u:p@h:99999999999/d", "port in the address"),
        ("mssql+pyodbc://u:s3cr3t@h/d", "“mssql\\+pyodbc” databases cannot be read"),
        ("weird://u:s3cr3t@h/d", "“weird” databases cannot be read"),
        ("://", "cannot be read"),
    ],
)
def test_an_address_that_smuggles_is_refused_and_not_repeated(url, sentence):
    """Each in one sentence, before any connection, and without any part that might be a password."""
    with pytest.raises(InputError, match=sentence) as caught:
        ADAPTER.read(Location("x", url=url), Task())
    assert "s3cr" not in repr(caught.value)


@given(
    st.text("pas:/?#@%&= é\n", min_size=3, max_size=12),
    st.sampled_from(["h/d", "h", "h:5/d?sslmode=require"]),
)
def test_no_password_ever_shows_however_it_was_typed(secret, rest):
    """Raw or encoded, read or refused: what is shown and what is said does not hold it."""
    try:
        url = parse_database_url(f"postgresql://u:SECRET{secret}SECRET@{rest}")
    except InputError as error:
        assert "SECRET" not in str(error)
    else:
        assert "SECRET" not in url.shown + repr(url)


def test_a_changed_file_or_an_error_never_leaves_something_behind(make):
    """Also when reading fails in the middle."""
    location = make(TABLES)
    before = folder(location)
    with pytest.raises(ZeroDivisionError):
        read_database(location, Task(), lambda reader: 1 // 0)
    assert folder(location) == before


def test_a_link_to_a_wal_database_is_read_with_its_own_log(make, tmp_path):
    """The log lies beside the file, not beside the link."""
    location = make("PRAGMA journal_mode = wal;" + TABLES)
    with closing(sqlite3.connect(location.path)) as writer:
        writer.execute("INSERT INTO t VALUES (8)")
        writer.commit()
        link = tmp_path / "link.db"
        link.symlink_to(location.path)
        found = read_database(Location("link.db", link), Task(), lambda reader: reader.rows("t", ("a",)))
        assert [r["a"] for r in found] == [7, 8]


def test_limits_hold_for_a_table_without_end(make):
    """Rows are counted as they come, not after they all came."""
    location = make(
        TABLES + "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)"
        "INSERT INTO t SELECT i FROM n"
    )
    found = read_database(location, Task(), lambda reader: reader.rows("t", ("a",)), Limits(rows=100))
    assert len(found) == 100
