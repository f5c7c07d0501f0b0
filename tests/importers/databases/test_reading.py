"""Databases as sources: how addresses are taken apart, how SQLite and PostgreSQL are opened, read and left."""

import socket
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from explorer.errors import Cancelled, InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.databases.address import DatabaseUrl, is_database_url, parse_database_url
from explorer.importers.databases.reader import Limits
from explorer.importers.databases.reading import read_database


def rows(location, table="t", columns=("a",), limits=Limits(), **keys):  # noqa: B008 - a frozen value
    """The rows of a table and the problems."""
    return read_database(
        location,
        Task(),
        lambda reader: (
            [tuple(r[c] for c in columns) for r in reader.rows(table, columns, **keys)],
            [p.message for p in reader.problems],
        ),
        limits,
    )


def folder(path):
    """Every file of a folder with its bytes."""
    return {p.name: p.read_bytes() for p in path.iterdir()}


def left_after(began):
    """Work that somebody leaves once it has begun."""

    def check():
        if began.is_set():
            raise Cancelled

    return Task(check=check)


def test_rows_come_by_name_and_missing_columns_are_none(make):
    """Tables and columns that a schema lacks are empty, not errors."""
    location = make("CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 'x'), (2, 'y')")
    assert rows(location, columns=("b", "none", "a")) == ([("x", None, 1), ("y", None, 2)], [])
    assert rows(location, table="none") == ([], [])
    assert rows(location, columns=("none",)) == ([], [])


def test_rows_can_be_chosen_and_long_values_cut(make):
    """Only rows whose column holds one of the values; a long value comes as far as the limit."""
    location = make("CREATE TABLE t (a, b); INSERT INTO t VALUES ('x', 'abcdef'), ('y', 'ghijkl')")
    limits = Limits(value=3)
    assert rows(location, columns=("b",), limits=limits, long=("b",), among={"a": ["y"]})[0] == [("ghi",)]


def test_a_table_of_too_many_rows_is_cut_and_said(make):
    """The rows up to the limit come; a problem names table and limit."""
    location = make("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (3)")
    assert rows(location, limits=Limits(rows=2)) == (
        [(1,), (2,)],
        ["Only 2 rows of t were read; it has more."],
    )
    assert rows(location, limits=Limits(rows=3)) == ([(1,), (2,), (3,)], [])


def test_too_many_bytes_end_the_reading(make):
    """What was read stays; what follows is said to be missing."""
    location = make(f"CREATE TABLE t (a); INSERT INTO t VALUES ('{'x' * 90}'), ('{'y' * 90}')")
    found, problems = rows(location, limits=Limits(bytes=100))
    assert ([len(a) for (a,) in found], len(problems)) == ([90], 1)


def test_an_address_is_as_good_as_a_path(make, tmp_path):
    """sqlite:/// and a path, as MLflow and SQLAlchemy write it."""
    make("CREATE TABLE t (a); INSERT INTO t VALUES (7)", "with space ü#%41.db")
    location = Location("x", url=f"sqlite:///{tmp_path}/with space ü#%41.db")
    assert rows(location)[0] == [(7,)]


def test_reading_leaves_bytes_and_folder_as_they_were(make, tmp_path):
    """A database in rollback mode."""
    location = make("CREATE TABLE t (a); INSERT INTO t VALUES (7)")
    before = folder(tmp_path)
    assert rows(location)[0] == [(7,)]
    assert folder(tmp_path) == before


def test_a_wal_database_at_rest_is_read_without_a_trace(make, tmp_path):
    """No -wal and no -shm file appears."""
    location = make("PRAGMA journal_mode = wal; CREATE TABLE t (a); INSERT INTO t VALUES (7)")
    before = folder(tmp_path)
    assert set(before) == {"some.db"}
    assert rows(location)[0] == [(7,)]
    assert folder(tmp_path) == before


def test_a_wal_database_in_use_is_read_with_its_latest_changes(make, tmp_path):
    """What still stands in the log is seen, and neither log nor index is touched."""
    location = make("PRAGMA journal_mode = wal; CREATE TABLE t (a); INSERT INTO t VALUES (7)")
    with closing(sqlite3.connect(location.path)) as writer:
        writer.execute("INSERT INTO t VALUES (8)")
        writer.commit()
        before = folder(tmp_path)
        assert set(before) == {"some.db", "some.db-wal", "some.db-shm"}
        assert rows(location)[0] == [(7,), (8,)]
        assert folder(tmp_path) == before


def test_a_locked_database_is_one_sentence(make):
    """Another program holds it for writing."""
    location = make("CREATE TABLE t (a)")
    with closing(sqlite3.connect(location.path, isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        with pytest.raises(InputError, match=r"^some\.db: Another program has it locked\. Close that"):
            rows(location)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "There is no such file"),
        (b"", "The file is empty"),
        (b"ripplemap: 1\n", "It is not an SQLite database"),
        (b"SQLite format 3\x00", "The file is damaged or cut short|It is not an SQLite database"),
        (b"SQLite format 3\x00" + b"\x00" * 8000, "damaged or cut short"),
    ],
)
def test_what_is_no_database_is_one_sentence(tmp_path, content, sentence):
    """Missing, empty, foreign, cut short."""
    path = tmp_path / "some.db"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=sentence):
        rows(Location("some.db", path))


def test_a_database_cut_short_gives_what_can_be_read(make):
    """A file that lost its end is a problem of the table that is lost, or of the whole."""
    location = make(
        "CREATE TABLE t (a); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000)"
        "INSERT INTO t SELECT hex(randomblob(20)) FROM n"
    )
    data = location.path.read_bytes()
    location.path.write_bytes(data[: len(data) // 2])
    try:
        found, problems = rows(location)
    except InputError as error:
        assert "damaged" in str(error)
    else:
        assert len(found) < 9000
        assert len(problems) == 1


def test_a_person_can_stop_the_reading(make):
    """Cancelled is raised in the thread that waits, however long a query would take."""
    location = make(
        "CREATE TABLE t (a); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)"
        "INSERT INTO t SELECT i FROM n"
    )
    began = threading.Event()

    def work(reader):
        began.set()
        while not reader.cut.now.is_set():
            reader.rows("t", ("a",))

    with pytest.raises(Cancelled):
        read_database(location, left_after(began), work)


def test_time_is_limited(make):
    """A reading without an end is ended, and said in seconds."""

    def work(reader):
        reader.cut.now.wait(60)

    with pytest.raises(InputError, match=r"It did not answer within 0 seconds"):
        read_database(make("CREATE TABLE t (a)"), Task(), work, Limits(seconds=0.1))


def test_a_bug_in_the_work_is_not_swallowed(make):
    """It is raised as it was, for the one hook that reports bugs."""
    with pytest.raises(ZeroDivisionError):
        read_database(make("CREATE TABLE t (a)"), Task(), lambda reader: 1 / 0)


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("sqlite:///a/b.db", DatabaseUrl("sqlite", database="a/b.db")),
        ("sqlite:////a/b.db", DatabaseUrl("sqlite", database="/a/b.db")),
        ("sqlite:///C:/a.db", DatabaseUrl("sqlite", database="C:/a.db")),
        ("postgres://h/d", DatabaseUrl("postgresql", host="h", database="d")),
        (
            "postgresql+psycopg2://u@h:99/d",
            DatabaseUrl("postgresql", user="u", host="h", port=99, database="d"),
        ),
        (
            "postgresql://u:p%40s:s@h/d?sslmode=require",
            DatabaseUrl("postgresql", user="u", password="p@s:s", host="h", database="d", ssl_mode="require"),
        ),
        ("postgresql://[::1]:5/d", DatabaseUrl("postgresql", host="::1", port=5, database="d")),
        ("postgresql:///d", DatabaseUrl("postgresql", database="d")),
    ],
)
def test_an_address_has_these_parts(url, parts):
    """As SQLAlchemy writes them."""
    assert parse_database_url(url) == parts


def test_what_is_shown_of_an_address_holds_no_password():
    """Neither as text nor when the value itself is printed."""
    url = parse_database_url("postgresql+psycopg2://ann:s3cr3t@h:99/d?sslmode=require")
    assert url.shown == "postgresql://ann@h:99/d?sslmode=require"
    assert "s3cr3t" not in repr(url) + str(url)


def test_only_addresses_of_databases_are_taken_for_such():
    """Known ones that cannot be read too, so that somebody says so."""
    assert all(map(is_database_url, ["sqlite:///a", "postgresql+psycopg2://h/d", "mysql://h/d"]))
    assert not any(map(is_database_url, ["https://h/d", "file:///a", "a/b.db", "sqlite"]))


# PostgreSQL


@pytest.fixture
def there(postgresql):
    """A database with a table, on a real server."""
    postgresql.run("DROP DATABASE IF EXISTS things WITH (FORCE); CREATE DATABASE things")
    postgresql.run("CREATE TABLE t (a int); INSERT INTO t VALUES (7)", "things")
    return postgresql


def test_a_server_is_read_and_a_superuser_warned_of(there):
    """The rows come; a user who may do anything is told of a safer one."""
    found, problems = rows(Location("x", url=there.url("things")))
    assert (found, ["superuser" in p for p in problems]) == ([(7,)], [True])


def test_a_user_who_may_only_read_is_no_problem(there):
    """The safe way is silent."""
    there.run(
        "DROP ROLE IF EXISTS reader; CREATE ROLE reader LOGIN PASSWORD 'r'; GRANT SELECT ON t TO reader",
        "things",
    )
    assert rows(Location("x", url=there.url("things", "reader", "r"))) == ([(7,)], [])
    there.run("REVOKE ALL ON t FROM reader", "things")
    found, problems = rows(Location("x", url=there.url("things", "reader", "r")))
    assert (found, ["permission denied" in p for p in problems]) == ([], [True])


@pytest.mark.parametrize(
    ("database", "user", "password", "sentence"),
    [
        ("things", "postgres", "wr0ng", "It refused the user name or the password"),
        ("things", "postgres", "", "It refused the user name or the password"),
        ("things", "nobody-here", "wr0ng", "It refused the user name or the password"),
        ("none", "postgres", None, "It has no such database"),
    ],
)
def test_a_refusal_is_one_sentence_without_the_password(
    there, monkeypatch, database, user, password, sentence
):
    """The same for each reason, with what to try; a password in the environment is not sent instead."""
    monkeypatch.setenv("PGPASSWORD", "p@ss/word?1")
    with pytest.raises(InputError, match=sentence) as caught:
        rows(Location("x", url=there.url(database, user, password)))
    assert "wr0ng" not in repr(caught.value) and "\n" not in str(caught.value)
    assert caught.value.__cause__ is None and caught.value.__suppress_context__


def test_a_server_that_is_not_there_is_one_sentence():
    """Nothing listens, or no such host."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        with pytest.raises(
            InputError, match=r"^postgresql://u@127\.0\.0\.1:\d+/d: The server cannot be reached\."
        ):
            rows(Location("x", url=f"postgresql://u:s3cr3t@127.0.0.1:{port}/d"))
    with pytest.raises(InputError, match=r"There is no such host|cannot be reached"):
        rows(Location("x", url="postgresql://no-such-host.invalid/d"))


def test_a_server_that_never_answers_can_be_left(tmp_path):
    """Somebody accepts the connection and says nothing: Cancel works at once."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        begun = time.monotonic()

        def check():
            if time.monotonic() - begun > 0.3:
                raise Cancelled

        url = f"postgresql://u:p@127.0.0.1:{silent.getsockname()[1]}/d"
        with pytest.raises(Cancelled):
            read_database(Location("x", url=url), Task(check=check), lambda reader: None)
        assert time.monotonic() - begun < 5


def test_a_slow_query_on_a_server_can_be_left(there):
    """The line is cut under the waiting driver, and the server is told to stop too."""
    began = threading.Event()

    def work(reader):
        began.set()
        reader.connection.exec_driver_sql("SELECT pg_sleep(60)")

    begun = time.monotonic()
    with pytest.raises(Cancelled):
        read_database(Location("x", url=there.url("things")), left_after(began), work)
    sleeping = (
        "SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(60)' AND state = 'active'"
    )

    def asleep(reader):
        return reader.connection.exec_driver_sql(sleeping).scalar()

    while read_database(Location("x", url=there.url("things")), Task(), asleep):
        assert time.monotonic() - begun < 30


@pytest.mark.parametrize(
    "sql", ["INSERT INTO t VALUES (8)", "CREATE TABLE u (a int)", "SELECT setval('s', 9)", "DROP TABLE t"]
)
def test_a_servers_data_cannot_be_changed(there, sql):
    """The transaction is read-only, even for a superuser and past our own guard."""
    there.run("CREATE SEQUENCE IF NOT EXISTS s", "things")
    with pytest.raises(psycopg.Error, match="read-only transaction"):
        read_database(
            Location("x", url=there.url("things")),
            Task(),
            lambda reader: reader.connection.connection.dbapi_connection.execute(sql),
        )


def test_a_table_that_goes_away_meanwhile_is_a_problem_and_the_rest_stays(there):
    """What was read stays, and what is missing is said."""

    def work(reader):
        first = reader.rows("t", ("a",))
        reader.tables |= {"gone"}
        return first, reader.rows("gone", ("a",)), reader.rows("t", ("a",)), len(reader.problems)

    first, gone, after, problems = read_database(Location("x", url=there.url("things")), Task(), work)
    assert ([dict(r) for r in first], gone, after, problems) == ([{"a": 7}], [], [], 2)


def test_a_relative_address_is_from_here(make, tmp_path, monkeypatch):
    """sqlite:///file.db with three strokes is relative."""
    make("CREATE TABLE t (a); INSERT INTO t VALUES (7)")
    monkeypatch.chdir(tmp_path)
    assert rows(Location("x", url="sqlite:///some.db"))[0] == [(7,)]
    assert not Path("some.db-journal").exists()
