"""Logs of queries as a person imports them: users, tables and what passes between them."""

import csv
import json
import re
from datetime import date
from pathlib import Path

import pytest

from explorer.analysis.debts import find_debts
from explorer.analysis.detectors.undeclared_consumer import asked_once, undeclared_consumers
from explorer.analysis.detectors.undeclared_dataset import undeclared_datasets
from explorer.domain.assembly import assemble
from explorer.domain.kinds import Access, EdgeKind, Evidence, NodeKind, Principal, Severity, Subtype
from explorer.errors import Cancelled, InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.query_log.log_file import QueryLogAdapter
from explorer.importers.registry import choose, locate
from tests.importers.imported import import_sources
from tests.importers.query_log.logs import csvlog, edges, messages, nodes, read

CORPUS = Path(__file__).parents[4] / "shared/corpus/postgres-query-log"
CSVLOG, STATEMENTS = CORPUS / "csvlog_jaffle_pg15.csv", CORPUS / "pg_stat_statements_jaffle_pg15.csv"
needs_corpus = pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not here")


def test_what_a_user_reads_is_an_observed_edge(tmp_path):
    """With the columns used, how often, from when to when, in how many statements, and where the log says so."""
    said = read(
        tmp_path,
        csvlog(
            {"sql": "select id, total from sales.orders", "time": "2026-11-02 08:00:00 UTC"},
            {"sql": "select id, total from sales.orders", "time": "2026-11-09 08:00:00 UTC"},
            {"sql": "select day from sales.orders o", "time": "2026-11-05 08:00:00 UTC"},
        ),
    )
    (edge,) = edges(said).values()
    assert (edge.from_id, edge.to_id, edge.kind) == ("shop.sales.orders", "ann", EdgeKind.FEEDS)
    assert edge.evidence is Evidence.OBSERVED
    assert (edge.first_seen, edge.last_seen, edge.count) == (date(2026, 11, 2), date(2026, 11, 9), 3)
    assert (edge.fields, edge.select_all, edge.extra) == (("day", "id", "total"), None, {"statements": 2})
    assert str(edge.source) == "log.csv:1"
    orders, ann = nodes(said)["shop.sales.orders"], nodes(said)["ann"]
    assert (orders.kind, orders.name, orders.evidence) == (NodeKind.DATASET, "orders", Evidence.OBSERVED)
    assert orders.subtype is Subtype.UNKNOWN
    assert (ann.kind, ann.principal) == (NodeKind.CONSUMER, None)
    log = orders.read_log
    assert (log.log, log.since, log.until) == ("log.csv", date(2026, 11, 2), date(2026, 11, 9))
    assert (log.queries, log.parsed) == (3, 3)
    assert messages(said) == []


def test_the_loosest_threshold_that_all_reads_meet_is_the_edges_filter(tmp_path):
    """Of several values the least; of a column that is compared in one of two statements, none."""
    said = read(
        tmp_path,
        csvlog(
            {"sql": "select id from ml.scores where score >= 0.5 and country = 'DE'", "user": "svc"},
            {"sql": "select id from ml.scores where score >= 0.3 and country = 'FR'", "user": "svc"},
            {"sql": "select id, country from ml.scores where 0.7 <= score", "user": "svc"},
            {"sql": "select id from ml.scores where score < 0.5", "user": "low"},
            {"sql": "select id from ml.scores where score < 0.1", "user": "low"},
            {"sql": "select id from ml.scores where score > 0.5", "user": "any"},
            {"sql": "select id from ml.scores", "user": "any"},
            {"message": "execute a: select id from ml.scores where score > $1", "user": "late"},
            {
                "message": "execute a: select id from ml.scores where score > $1",
                "detail": "parameters: $1 = '0.9'",
                "user": "bound",
            },
        ),
    )
    found = {e.to_id: (e.filter, e.extra.get("filters")) for e in edges(said).values()}
    assert {user: str(filter) for user, (filter, _) in found.items()} == {
        "svc": "score ≥ 0.3",
        "low": "score < 0.5",
        "any": "None",
        "late": "None",
        "bound": "score > 0.9",
    }
    assert found["svc"][1] == ["country = DE, FR", "score ≥ 0.3, 0.5, 0.7"]
    assert found["late"][1] == ["score > ?"]


def test_values_are_shown_as_a_person_writes_them(tmp_path):
    """2.0 is 2, and 0.50 and .5 are one value; a text of digits that begins with 0 stays a text."""
    said = read(
        tmp_path,
        csvlog(
            {"sql": "select id from s.a where n > 2.0 and plz = '01067'"},
            {"sql": "select id from s.b where m >= 0.50"},
            {"sql": "select id from s.b where m >= .5"},
            {"sql": "select id from s.c where id = 123456789012345678"},
        ),
    )
    found = {e.from_id: (str(e.filter), e.extra["filters"]) for e in edges(said).values()}
    assert found == {
        "shop.s.a": ("n > 2", ["n > 2", "plz = 01067"]),
        "shop.s.b": ("m ≥ 0.5", ["m ≥ 0.5"]),
        "shop.s.c": ("id = 123456789012345678", ["id = 123456789012345678"]),
    }


def test_a_table_written_from_tables_has_edges_between_them(tmp_path):
    """With the columns; the user who writes it is told, and reads what it is made from."""
    said = read(
        tmp_path, csvlog({"sql": "create table ml.t as select a.x, b.y z from s.a join s.b on a.id = b.id"})
    )
    found = edges(said)
    assert set(found) == {
        ("shop.s.a", "ann", "feeds"),
        ("shop.s.b", "ann", "feeds"),
        ("shop.s.a", "shop.ml.t", "derives"),
        ("shop.s.b", "shop.ml.t", "derives"),
    }
    assert found["shop.s.a", "shop.ml.t", "derives"].columns == {"x": ("x",)}
    assert found["shop.s.b", "shop.ml.t", "derives"].columns == {"z": ("y",)}
    made = nodes(said)["shop.ml.t"]
    assert (made.subtype, made.extra) == (Subtype.TABLE, {"written_by": ["ann"]})


def test_what_is_written_from_nowhere_comes_from_its_user(tmp_path):
    """INSERT of values and COPY FROM; a user who reads nothing is a producer. A view is read when it is asked."""
    said = read(
        tmp_path,
        csvlog(
            {"sql": "insert into raw.events values (1, 'a'), (2, 'b')", "user": "ingest"},
            {"sql": "copy raw.events (id, name) from stdin", "user": "ingest"},
            {"sql": "create view raw.v as select id from raw.events", "user": "admin"},
        ),
    )
    assert set(edges(said)) == {
        ("ingest", "shop.raw.events", "produces"),
        ("shop.raw.events", "shop.raw.v", "derives"),
    }
    assert edges(said)["ingest", "shop.raw.events", "produces"].count == 2
    assert nodes(said)["ingest"].kind is NodeKind.PRODUCER
    assert nodes(said)["shop.raw.v"].subtype is Subtype.VIEW
    assert "admin" not in nodes(said)


def test_temporary_names_stand_for_the_table(tmp_path):
    """dbt's, those that are renamed into the table, and those of a table that is there too; but not room_temp."""
    said = read(
        tmp_path,
        csvlog(
            {"sql": 'create table "shop"."a"."orders__dbt_tmp" as select * from a.raw', "user": "dbt_runner"},
            {"sql": 'alter table "shop"."a"."orders" rename to "orders__dbt_backup"', "user": "dbt_runner"},
            {"sql": 'alter table "shop"."a"."orders__dbt_tmp" rename to "orders"', "user": "dbt_runner"},
            {"sql": "create table a.sums_20261102 as select * from a.orders", "user": "etl"},
            {"sql": "alter table a.sums_20261102 rename to sums", "user": "etl"},
            {"sql": "select * from a.orders_tmp", "user": "bob"},
            {"sql": "select * from a.room_temp", "user": "bob"},
            {"sql": "create temp table mine as select * from a.orders", "user": "cat"},
            {"sql": "select * from mine", "user": "cat"},
        ),
    )
    tables = {n.id for n in said.nodes if n.kind is NodeKind.DATASET}
    assert tables == {"shop.a.orders", "shop.a.raw", "shop.a.sums", "shop.a.room_temp"}
    assert ("shop.a.orders", "bob", "feeds") in edges(said)
    assert ("shop.a.orders", "cat", "feeds") in edges(said)


def test_temporary_tables_of_one_name_are_not_taken_for_one_another(tmp_path):
    """Where two jobs of a user call theirs alike, what is made of them comes from the user, and no wrong table."""
    said = read(
        tmp_path,
        csvlog(
            {"sql": "create temp table tmp as select * from s.a", "session": "1"},
            {"sql": "insert into m.a select * from tmp", "session": "1"},
            {"sql": "create temp table tmp as select id from s.b", "session": "2"},
            {"sql": "insert into m.b select id from tmp", "session": "2"},
        ),
    )
    assert set(edges(said)) == {
        ("shop.s.a", "ann", "feeds"),
        ("shop.s.b", "ann", "feeds"),
        ("ann", "shop.m.a", "produces"),
        ("ann", "shop.m.b", "produces"),
    }


def test_a_platforms_own_jobs_are_no_consumers(tmp_path):
    """What dbt makes are edges from table to table; what it only looks at it reads as the platform."""
    comment = '/* {"app": "dbt", "node_id": "model.shop.orders"} */ '
    said = read(
        tmp_path,
        csvlog(
            {"sql": f"{comment} create table a.orders as select * from a.raw", "user": "dbt_transform"},
            {"sql": f"{comment} select count(*) from a.orders where id is null", "user": "dbt_transform"},
            {"sql": "select * from a.orders", "user": "ann", "application": "dbt"},
            {"sql": "select * from a.orders", "user": "ann", "application": "psql"},
        ),
    )
    assert set(edges(said)) == {
        ("shop.a.raw", "shop.a.orders", "derives"),
        ("shop.a.orders", "dbt_transform", "feeds"),
        ("shop.a.orders", "ann/dbt", "feeds"),
        ("shop.a.orders", "ann", "feeds"),
    }
    found = nodes(said)
    assert [found[i].principal for i in ("dbt_transform", "ann/dbt", "ann")] == [
        Principal.PLATFORM,
        Principal.PLATFORM,
        None,
    ]


@pytest.mark.parametrize("application", ["pg_dump", ""])
def test_a_backup_is_told_apart_from_the_user_it_runs_as(tmp_path, application):
    """By its name, or because it locks what it copies out; the same user's own queries stay that user's."""
    said = read(
        tmp_path,
        csvlog(
            {
                "sql": "LOCK TABLE a.orders, a.raw IN ACCESS SHARE MODE",
                "user": "postgres",
                "application": application,
            },
            {
                "sql": "COPY a.orders (id, total) TO stdout;",
                "user": "postgres",
                "application": application,
            },
            {"sql": "select id from a.raw", "user": "postgres"},
        ),
    )
    assert set(edges(said)) == {
        ("shop.a.orders", "postgres/pg_dump", "feeds"),
        ("shop.a.raw", "postgres", "feeds"),
    }
    assert nodes(said)["postgres/pg_dump"].principal is Principal.BACKUP
    graph, _ = assemble([said])
    assert [e.to_id for e in undeclared_consumers(graph)] == ["postgres"]


def test_what_was_refused_is_kept_and_is_no_read(tmp_path):
    """It is told with user, table and day; the table has access control; nobody is seen to read it."""
    refusal = {"message": "permission denied for table pay", "severity": "ERROR", "state": "42501"}
    said = read(
        tmp_path,
        csvlog(
            {"sql": "select * from hr.pay", "session": "x"},
            {**refusal, "query": "select * from hr.pay", "session": "x"},
        ),
    )
    assert said.edges == []
    pay = nodes(said)["shop.hr.pay"]
    assert (pay.access, pay.extra) == (Access.CONTROLLED, {"refused": ["ann: 1×, 2026-11-02"]})
    assert nodes(said)["ann"].kind is NodeKind.CONSUMER
    assert messages(said) == [
        "log.csv:1: info: ann tried to reach shop.hr.pay and was refused, 1 time, last on 2026-11-02."
    ]


def test_what_cannot_be_parsed_is_counted_and_told(tmp_path):
    """With the line and the beginning of the statement; the tables that its words name are inferred."""
    said = read(
        tmp_path,
        csvlog(
            {"sql": "select id from a.good"},
            {"sql": "select ((( from a.bad whre"},
            {"sql": "select ((( from a.bad whre"},
        ),
    )
    (message,) = messages(said)
    assert message == (
        "log.csv:2: warning: This query was not understood: the parser stops at “whre”, after "
        "“select ((( from a.bad”. It begins “select ((( from a.bad whre” and was run 2 times. The tables that its "
        "words name are taken for read or written."
    )
    log = nodes(said)["shop.a.good"].read_log
    assert (log.queries, log.parsed) == (3, 1)
    assert edges(said)["shop.a.bad", "ann", "feeds"].evidence is Evidence.INFERRED


def test_procedures_are_told_not_to_be_seen_into(tmp_path):
    """They count as statements that were not understood."""
    said = read(
        tmp_path,
        csvlog({"sql": "call refresh(1)"}, {"sql": "do $$ begin end $$"}, {"sql": "select id from a.x"}),
    )
    log = nodes(said)["shop.a.x"].read_log
    assert (log.queries, log.parsed) == (3, 1)
    assert messages(said) == [
        "log.csv: info: 2 statements run a procedure or a block of code; what that reads the log does not show."
    ]


def test_the_databases_own_tables_are_nobodys_reading(tmp_path):
    """Catalogues, settings, roles and transactions leave nothing behind, and count as understood."""
    said = read(
        tmp_path,
        csvlog(
            {"sql": "begin"},
            {"sql": "select * from pg_class"},
            {"sql": "select * from information_schema.tables"},
            {"sql": "set timezone to 'UTC'"},
            {"sql": "grant select on a.x to bob"},
            {"sql": "create role bob"},
            {"sql": "vacuum a.x"},
            {"sql": "select 1"},
        ),
    )
    assert (said.nodes, said.edges, messages(said)) == ([], [], [])


def test_names_without_a_schema_count_as_public_and_it_is_told(tmp_path):
    """Unless the session has set its search path, or the rules name another schema."""
    log = csvlog({"sql": "select * from orders"})
    said = read(tmp_path, log)
    assert "shop.public.orders" in nodes(said)
    assert messages(said) == [
        "log.csv: info: 1 name of a table is written without its schema, and counts as of public; `schema:` in "
        "ripplemap-users.yaml names another."
    ]
    assert "shop.sales.orders" in nodes(read(tmp_path, log, users="schema: sales"))


def test_the_files_of_a_rotated_log_are_one_log(tmp_path):
    """Its days and counts are those of all files; a file that is none costs only itself; a user is of one kind."""
    first = csvlog({"sql": "select id from a.x where s > 0.5", "time": "2026-11-01 08:00:00 UTC"})
    second = csvlog(
        {"sql": "select id from a.x where s > 0.2", "time": "2026-11-02 08:00:00 UTC"},
        {"sql": "insert into a.x values (1)", "time": "2026-11-03 08:00:00 UTC"},
    )
    view = "query,calls,queryid,rolname,datname\ninsert into a.x values ($1),3,1,ann,shop\n"
    for name, text in (
        ("1.csv", first),
        ("2.csv", second),
        ("3.csv", view),
        ("4.json", '[{"user": "ann", "query": "select 1"}'),
    ):
        (tmp_path / name).write_text(text, "utf-8")
    imported = import_sources([str(tmp_path)])
    graph = imported.graph
    log = graph.nodes["shop.a.x"].read_log
    assert (log.log, log.since, log.until) == ("1.csv and 1 more", date(2026, 11, 1), date(2026, 11, 3))
    read = graph.edges["shop.a.x", "ann", EdgeKind.FEEDS]
    assert (read.count, str(read.filter)) == (2, "s > 0.2")
    assert graph.edges["ann", "shop.a.x", EdgeKind.PRODUCES].count == 3
    assert graph.nodes["ann"].kind is NodeKind.CONSUMER
    errors = [p for p in imported.problems if p.severity is Severity.ERROR]
    assert [Path(p.source.name).name for p in errors] == ["4.json"]


def test_a_log_without_statements_says_how_to_get_them(tmp_path):
    """The settings of PostgreSQL that write them."""
    (message,) = messages(read(tmp_path, csvlog({"message": "database system is ready"})))
    assert "log_statement is all" in message


def test_a_log_of_slow_statements_is_called_so(tmp_path):
    """Where its days are told, and as a note."""
    said = read(tmp_path, csvlog({"message": "duration: 250 ms  statement: select * from a.x"}))
    assert nodes(said)["shop.a.x"].read_log.log == "log.csv (statements of at least 250 ms)"
    assert any("at least 250 ms" in m for m in messages(said))


def test_reading_twice_gives_the_same(tmp_path):
    """Byte for byte, in whatever order the rows stand where they are of one day."""
    rows = [
        {"sql": f"select c{n} from a.t{n % 3} where s > {n / 10}", "user": f"u{n % 2}", "session": str(n)}
        for n in range(12)
    ]
    assert repr(read(tmp_path, csvlog(*rows))) == repr(read(tmp_path, csvlog(*rows)))


def test_stopping_is_heard(tmp_path):
    """A person who cancels does not wait for the rest of the log."""
    path = tmp_path / "log.csv"
    path.write_text(csvlog({"sql": "select 1"}), "utf-8")

    def stop():
        raise Cancelled

    with pytest.raises(Cancelled):
        QueryLogAdapter().read(Location("log.csv", path=path), Task(check=stop))


def test_a_log_in_utf_16_is_read(tmp_path):
    """As what some programs save, whether CSV or JSON."""
    for name, text in (
        ("a.csv", "user,query\nann,select id from s.a\n"),
        ("a.json", '{"user":"ann","tables":["s.a"]}'),
    ):
        said = read(tmp_path, text.encode("utf-16"), name)
        assert list(edges(said)) == [("s.a", "ann", "feeds")]


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("log.csv", csvlog({"sql": "select id from s.a -- ?"}, {"sql": "select id from s.a -- ?"}), 1),
        ("log.csv", "user,query\nann,select id from s.a -- ?\nann,select id from s.a -- ??\n", 2),
        ("log.json", '{"user": "ann", "query": "select id from s.a -- ?"}\n' * 2, 1),
        ("log.json", '[\n{"user": "ann",\n "query": "select id from s.a -- ?"},\n'
         '{"user": "ann", "query": "select id from s.a -- ?"}]', 3),
    ],
)  # fmt: skip
def test_a_byte_that_is_no_utf_8_costs_only_itself(tmp_path, name, text, line):
    """The log is read to its end; one problem names the first line and counts the others."""
    said = read(tmp_path, text.encode().replace(b"?", b"\xfc"), name)
    ((key, edge),) = edges(said).items()
    assert key[1:] == ("ann", "feeds")
    assert edge.count == 2
    (told,) = (m for m in messages(said) if "UTF-8" in m)
    assert told == (
        f"{name}:{line}: warning: 2 lines, this one first, hold bytes that are not UTF-8; “\ufffd” stands for them. "
        "It may be Latin-1 or Windows-1252; save it as UTF-8."
    )


def test_half_a_character_of_utf_16_costs_only_itself(tmp_path):
    """A file that was cut off in the middle of its last character is read."""
    said = read(
        tmp_path, "user,query\nann,select id from s.a\nann,select id from s.b --\n".encode("utf-16")[:-1]
    )
    assert {table for table, *_ in edges(said)} == {"s.a", "s.b"}
    assert messages(said)[0].startswith("log.csv:3: warning: 1 line holds bytes that are not UTF-16; ")


def test_what_is_hardly_text_is_refused(tmp_path):
    """Behind a header of a log may stand anything."""
    with pytest.raises(InputError, match="not UTF-8: it holds the byte 0x80"):
        read(tmp_path, b"user,query\n" + bytes(range(128, 256)) * 50)


@pytest.mark.parametrize("form", ["lines", "list", "indented"])
def test_a_first_record_may_be_long_before_it_names_its_user(tmp_path, form):
    """As in JSON whose keys are sorted: after a long statement, and after a long list of stages."""
    text = "select id from s.a where name in (" + ", ".join(f"'name {n}'" for n in range(20_000)) + ")"
    stages = [{"id": n, "user": "nobody", "steps": ["READ", '"}]']} for n in range(5_000)]
    row = {"creation_time": "2026-11-02T08:00:00Z", "job_stages": stages, "query": text, "user_email": "ann"}
    log = (
        json.dumps(row)
        if form == "lines"
        else json.dumps([row, row], indent=1 if form == "indented" else None)
    )
    path = tmp_path / "jobs.json"
    path.write_text(log, "utf-8")
    assert choose(locate(str(path))).name == "query-log"
    assert [key[1:] for key in edges(read(tmp_path, log, "jobs.json"))] == [("ann", "feeds")]


@pytest.mark.parametrize(
    "text",
    [
        b'user,query\nann,"select * from a.b',
        b"user,query\n" + b"ann,\x00select\n" * 3,
        b"user,query\nann,select,more\n",
        b"user,query\nann," + b"(" * 50_000 + b"\n",
        b"user,query\n" + b"x" * 2_000_000 + b",select * from a.b\n",
        b"user,query\nann,select * from " + b"a" * 1_000_000 + b"\n",
        b'{"user": "ann", "query": "select * from a.b"}\n{"user": \n[1]\n',
        b'{"user": ["ann"], "query": {"a": 1}}\n',
        b'{"user": "ann", "query": ' + b"[" * 100_000 + b"\n",
        b'[{"user": "ann", "query": "select 1"}, 5, null]',
        b"user,query,time\nann,select * from a.b,yesterday\n,select 1,\n",
        b"user;tables;count\nann;a.b,c.d;many\n",
        csvlog({"sql": "set search_path = " + " " * 100_000 + "x;y"}).encode(),
        csvlog({"sql": "select * from a.b where c in (" + "1, " * 100_000}).encode(),
        csvlog({"sql": "insert into a.b values " + "(1, now()), " * 50_000 + "(2, now())"}).encode(),
        csvlog({"sql": "/*" * 100_000}).encode(),
        csvlog({"sql": "lock table " + "a.b, " * 100_000}).encode(),
        b'user,tables\nann,"{a.b,..,""""}"\n',
    ],
)
def test_whatever_stands_in_a_file_is_told_in_sentences(tmp_path, text):
    """Broken rows, wrong types, NULs, depths and names without end: never an error that is none of ours."""
    try:
        said = read(tmp_path, text, "log.json" if text[:1] in b"{[" else "log.csv")
    except InputError as error:
        assert str(error)
    else:
        assemble([said])
        assert all(str(problem) for problem in said.problems)


def test_names_that_nobody_can_read_are_told(tmp_path):
    """A user without end is left out; what cannot be seen in a name becomes a mark, in users, columns and values."""
    said = read(
        tmp_path,
        csvlog(
            {"sql": "select id from s.a", "user": "x" * 5_000, "application": "y" * 5_000},
            {"sql": "select \"i\u200bd\" from s.a where t = 'a\u202eb'", "user": "an\u200bn"},
        ),
    )
    ((key, edge),) = edges(said).items()
    assert key == ("shop.s.a", "an⟨U+200B⟩n", "feeds")
    assert (edge.fields, edge.filter, edge.extra) == (
        ("i⟨U+200B⟩d", "t"),
        None,
        {"filters": ["t = a⟨U+202E⟩b"]},
    )
    (message,) = messages(said)
    assert message.startswith("log.csv:1: warning: A user is left out: “xxx")


def test_a_table_that_is_no_log_is_not_taken(tmp_path):
    """Neither a header without users nor a text; and where it is forced, the sentence says what is missing."""
    for name, text in (
        ("a.csv", "day,value\n2026-01-01,5\n"),
        ("b.txt", "user query\n"),
        ("c.json", '{"user": 1}'),
    ):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        assert not QueryLogAdapter().matches(Location(name, path=path), text.encode())
        with pytest.raises(InputError, match="no column of users"):
            QueryLogAdapter().read(Location(name, path=path), Task())


def names_in(text):
    """The schema-qualified tables that a text names after FROM, JOIN and INTO, by a search for words."""
    found = re.findall(r'\b(?:from|join|into)\s+((?:"?\w+"?\.)+"?\w+"?)', text, re.IGNORECASE)
    return {name.replace('"', "").lower() for name in found}


@needs_corpus
def test_the_corpus_log_gives_what_its_words_say():
    """Who reads what, by an independent search of the log's texts; each reader's count as the log has it."""
    said = choose(locate(str(CSVLOG))).read(locate(str(CSVLOG)), Task())
    expected = {}
    with CSVLOG.open(newline="") as file:
        for row in csv.reader(file):
            user, message = row[1], row[13]
            if user in ("bi_metabase", "svc_fraud_scoring", "analyst_kim", "ml_churn_train"):
                text = message.removeprefix("statement: ")
                for name in names_in(text.partition(" select ")[2] if text.startswith("insert") else text):
                    expected[f"warehouse.{name}", user] = expected.get((f"warehouse.{name}", user), 0) + 1
    expected["warehouse.ml.churn_scores", "analyst_kim"] -= 1  # refused the first time
    reads = {
        (e.from_id, e.to_id): e.count
        for e in edges(said).values()
        if e.kind is EdgeKind.FEEDS and e.to_id != "dbt_transform"
    }
    assert reads == expected
    assert nodes(said)["warehouse.ml.churn_scores"].access is Access.CONTROLLED
    assert str(edges(said)["warehouse.ml.churn_scores", "svc_fraud_scoring", "feeds"].filter) == "score > 0.1"
    assert "retired_report" not in nodes(said)
    assert nodes(said)["dbt_transform"].principal is Principal.PLATFORM


@needs_corpus
def test_the_view_of_statements_agrees_with_the_log():
    """The same readers of the same tables in both exports of the corpus, as often as each counts."""
    by_log, by_view = (choose(locate(str(p))).read(locate(str(p)), Task()) for p in (CSVLOG, STATEMENTS))
    counts = [{key: edge.count for key, edge in edges(said).items()} for said in (by_log, by_view)]
    assert counts[0] == counts[1]
    assert all(edge.last_seen is None for edge in edges(by_view).values())


@needs_corpus
def test_the_four_undeclared_consumers_of_the_corpus_are_found():
    """Beside the project of dbt that declares the tables; the dump and the platform are not among them."""
    imported = import_sources([str(CORPUS)])
    graph = imported.graph
    assert {e.to_id for e in undeclared_consumers(graph)} == {
        "bi_metabase",
        "ml_churn_train",
        "svc_fraud_scoring",
    }
    assert {e.to_id for e in asked_once(graph)} == {"analyst_kim"}
    assert {n.name for n in undeclared_datasets(graph)} == {"churn_scores", "churn_training_set"}
    passing = {"dbt_transform", "postgres", "postgres/pg_dump", "retired_report"}
    assert not passing & {f.nodes[-1] for f in find_debts(graph).findings if f.rule == "undeclared-consumer"}
    assert not [p for p in imported.problems if "counts as unknown" in p.message]
    declared = [e for e in graph.edges.values() if e.kind is EdgeKind.DERIVES and e.is_confirmed]
    assert {(graph.nodes[e.from_id].name, graph.nodes[e.to_id].name) for e in declared} == {
        ("raw_customers", "stg_customers"),
        ("raw_orders", "stg_orders"),
        ("raw_payments", "stg_payments"),
        *((stage, "customers") for stage in ("stg_customers", "stg_orders", "stg_payments")),
        *((stage, "orders") for stage in ("stg_orders", "stg_payments")),
    }
