"""Every engine alike: what is read of it, and that nothing can be done to it. On real servers and files."""

import socket
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from explorer.errors import Cancelled, InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.databases.reader import Limits
from explorer.importers.databases.reading import read_database


def asked(place, work, check=lambda: None, limits=Limits()):  # noqa: B008 - a frozen value
    """What comes of work on the open database."""
    return read_database(place.location, Task(check=check), work, limits)


def test_rows_are_read_and_nothing_is_touched(place):
    """The rows of base tables come, a view is none; bytes and folder, or the server's rows, stay as they were."""
    before = place.state()
    engine, tables, rows = asked(
        place,
        lambda reader: (
            reader.engine,
            reader.tables,
            reader.rows("people", ("id", "name", "none"), among={"name": ["Bö", "Cy"]}, long=("name",)),
        ),
    )
    assert (engine, tables) == ({"mariadb": "mysql"}.get(place.engine, place.engine), {"people", "orders"})
    assert rows == [{"id": 2, "name": "Bö", "none": None}]
    assert place.state() == before


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO orders VALUES (9, 1)",
        "UPDATE orders SET a = 0",
        "DELETE FROM orders",
        "DROP TABLE orders",
        "CREATE TABLE further (a integer)",
        "ATTACH 'other.db' AS other",
        "COPY orders TO '/tmp/ripplemap-never'",
        "SET search_path = public",
        "SELECT 1; DROP TABLE orders",
        "SELECT a INTO further FROM orders",
        "/* */ DELETE FROM orders",
    ],
)
def test_what_is_more_than_a_question_never_reaches_the_engine(place, sql):
    """Refused by us, whoever sent it."""
    before = place.state()
    with pytest.raises(InputError, match="only read here"):
        asked(place, lambda reader: reader.connection.exec_driver_sql(sql))
    assert place.state() == before


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO orders VALUES (9, 1)",
        "DELETE FROM orders",
        "DROP TABLE orders",
        "CREATE TABLE further (a integer)",
    ],
)
def test_the_engine_itself_refuses_too(place, sql):
    """Past our own guard, on the driver's own connection."""
    before = place.state()

    def work(reader):
        raw = reader.connection.connection.dbapi_connection
        raw.cursor().execute(sql)

    with pytest.raises((InputError, *place.refusals)):
        asked(place, work)
    assert place.state() == before


def test_files_and_settings_are_out_of_the_engines_reach(place):
    """What DuckDB, MariaDB or SQLite could do to other files or to their own limits."""
    if place.engine == "postgresql":
        pytest.skip(
            "PostgreSQL allows a superuser to write files from a transaction that reads: only our guard stops it."
        )
    attached = ("ATTACH 'other.db' AS other",) if place.engine != "mariadb" else ()
    for sql in (*place.more, *attached):

        def work(reader, sql=sql):
            return reader.connection.connection.dbapi_connection.cursor().execute(sql)

        if (
            place.engine == "mariadb"
        ):  # here too only the guard stands between a superuser and the server's disk
            with pytest.raises(InputError, match="only read here"):
                asked(place, lambda reader, sql=sql: reader.connection.exec_driver_sql(sql))
        else:
            with pytest.raises((InputError, *place.refusals)):
                asked(place, work)
    if place.files:
        assert len(list(place.files.iterdir())) == 1
    assert list(Path.cwd().iterdir()) in ([], [place.files])


def test_rows_bytes_and_time_are_limited(place):
    """Each limit is told; the rows that were read before it stay."""
    found, problems = asked(
        place,
        lambda reader: (reader.rows("people", ("id",)), [p.message for p in reader.problems]),
        limits=Limits(rows=1),
    )
    assert [dict(r) for r in found] == [{"id": 1}]
    assert "Only 1 rows of people were read; it has more." in problems
    begun = time.monotonic()
    with pytest.raises(InputError, match=r"did not answer within|timeout|max_statement_time"):
        asked(
            place,
            lambda reader: reader.connection.exec_driver_sql(place.endless).all(),
            limits=Limits(seconds=0.6),
        )
    assert time.monotonic() - begun < 30


def test_a_person_can_leave_a_query_without_end(place):
    """Cancel is heard within a second, and the thread that waited for the engine ends."""
    began = threading.Event()
    pressed = []

    def check():
        if began.is_set():
            pressed.append(time.monotonic())
            raise Cancelled

    def work(reader):
        threading.Timer(0.2, began.set).start()
        reader.connection.exec_driver_sql(place.endless).all()

    with pytest.raises(Cancelled):
        asked(place, work, check)
    assert time.monotonic() - pressed[0] < 1
    end = time.monotonic() + 30
    while any(t.name == "database" for t in threading.enumerate()):
        assert time.monotonic() < end
        time.sleep(0.05)


def test_rows_without_a_key_are_counted_and_told(place):
    """They belong to nothing, so they are left out, but not in silence."""
    if place.engine != "sqlite":
        pytest.skip("The counting is ours, and the same for all engines.")
    with closing(sqlite3.connect(place.location.path)) as connection:
        connection.execute("INSERT INTO orders VALUES (9, NULL), (10, NULL), (NULL, 2)")
        connection.commit()
    found, problems = asked(
        place,
        lambda reader: (reader.rows("orders", ("a", "buyer"), keys=("buyer", "a", "none")), reader.problems),
    )
    assert [r["a"] for r in found] == [7, 8]
    assert [str(p.message) for p in problems] == [
        "2 rows of orders say no buyer, so that they belong to nothing, and are left out.",
        "1 row of orders says no a, so that it belongs to nothing, and is left out.",
    ]


@pytest.mark.parametrize(
    "greeting", [b"", b"SSH-2.0-OpenSSH_9.2\r\n", b"\x05\x00\x00\x00\xff\xff\xff\xff\xff", b"\x00" * 40]
)
def test_something_else_at_mysqls_port_is_one_sentence(greeting):
    """Another service, or one that means harm, is no bug of ours."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def greet():
            line, _ = listening.accept()
            line.sendall(greeting)
            line.close()

        threading.Thread(target=greet, daemon=True).start()
        url = f"mysql://u:s3cr3t@127.0.0.1:{listening.getsockname()[1]}/d"
        with pytest.raises(InputError) as caught:
            read_database(Location("x", url=url), Task(), lambda reader: None)
    assert "s3cr3t" not in repr(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("database", "user", "password", "sentence"),
    [
        ("things", "owner", "wr0ng", "refused the user name or the password"),
        ("things", "owner", "", "refused the user name or the password"),
        ("things", "nobody-here", "wr0ng", "refused the user name or the password"),
        ("none", "owner", None, "has no such database"),
    ],
)
def test_a_refusal_of_mariadb_is_one_sentence(mariadb, database, user, password, sentence):
    """With what to try, and without the password."""
    mariadb.fresh()
    url = mariadb.url(database, user) if password is None else mariadb.url(database, user, password)
    with pytest.raises(InputError, match=sentence) as caught:
        read_database(Location("x", url=url), Task(), lambda reader: None)
    assert "wr0ng" not in repr(caught.value) and caught.value.__suppress_context__


def test_a_superuser_of_mariadb_is_warned_of_and_a_reader_is_not(mariadb):
    """As with PostgreSQL."""
    mariadb.fresh("CREATE TABLE t (a int)")
    mariadb.run(
        "CREATE OR REPLACE USER reader@'%' IDENTIFIED BY 'r'", "GRANT SELECT ON things.* TO reader@'%'"
    )

    def problems(url):
        return read_database(
            Location("x", url=url), Task(), lambda reader: [p.message for p in reader.problems]
        )

    assert ["superuser" in p for p in problems(mariadb.url())] == [True]
    assert problems(mariadb.url(user="reader", password="r")) == []


def test_a_duckdb_file_that_is_written_now_is_one_sentence(tmp_path):
    """DuckDB lets nobody else in."""
    import subprocess
    import sys

    path = tmp_path / "a.duckdb"
    script = f"import duckdb, sys; c = duckdb.connect({str(path)!r}); print(1, flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as writer:
        writer.stdout.readline()
        with pytest.raises(InputError, match=r"Another program has it open for writing"):
            read_database(Location("a.duckdb", path), Task(), lambda reader: None)
        writer.stdin.close()


def test_a_duckdb_file_cut_short_is_one_sentence(tmp_path):
    """Damaged, whatever the driver says of it."""
    path = tmp_path / "a.duckdb"
    with closing(duckdb.connect(path)) as connection:
        connection.execute("CREATE TABLE t AS SELECT range AS a FROM range(100000)")
    whole = path.read_bytes()
    for broken in (whole[:9000], whole[:4096] + b"\xff" * 9000 + whole[13096:]):
        path.write_bytes(broken)
        with pytest.raises(InputError, match="The file is damaged or cut short"):
            read_database(Location("a.duckdb", path), Task(), lambda reader: reader.rows("t", ("a",)))


@pytest.mark.parametrize("engine", ["postgresql", "mariadb"])
def test_a_server_that_goes_away_leaves_nothing_half_read(request, engine):
    """Its connection is ended from outside in the midst of a table: one sentence, and no part of the system."""
    server = request.getfixturevalue(engine)
    rows = 200_000
    if engine == "postgresql":
        server.run("DROP DATABASE IF EXISTS big WITH (FORCE); CREATE DATABASE big")
        server.run(
            f"CREATE TABLE t AS SELECT i AS a, repeat('x', 200) AS b FROM generate_series(1, {rows}) i", "big"
        )
    else:
        server.fresh(
            f"CREATE TABLE t AS SELECT seq AS a, repeat('x', 200) AS b FROM seq_1_to_{rows}", database="big"
        )

    def end():
        if engine == "postgresql":
            server.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'big'")
        else:
            found = server.run("SELECT id FROM information_schema.processlist WHERE db = 'big'")
            server.run(*(f"KILL CONNECTION {number}" for (number,) in found))

    class Ending:
        """Ends the conversation once some rows are read."""

        def __init__(self, cut):
            self.cut, self.count = cut, 0

        def check(self):
            self.count += 1
            if self.count == 3000:
                end()

        def __getattr__(self, name):
            return getattr(self.cut, name)

    def reading(reader):
        reader.cut = Ending(reader.cut)
        return reader.rows("t", ("a", "b"))

    with pytest.raises(
        InputError, match=r"The server hung up while t was read; nothing of it was taken\. Try again"
    ):
        read_database(Location("x", url=server.url("big")), Task(), reading)
