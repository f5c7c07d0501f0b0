"""PostgreSQL's csvlog as entries."""

import json

from explorer.importers.adapter import Task
from explorer.importers.query_log.entries import Account, Outcome
from explorer.importers.query_log.postgresql_log import entries_of, is_csvlog
from explorer.importers.written_records import Faults
from tests.importers.query_log.logs import csvlog, edges, messages, nodes, read


def entries(*rows):
    """The entries of a log, and what the log says of itself."""
    account = Account()
    return list(entries_of(csvlog(*rows).encode(), account, Faults("log.csv"), Task())), account


def test_a_csvlog_is_known_by_its_first_row():
    """A row that begins with a time and holds a severity where the log holds it; nothing else that begins so."""
    assert is_csvlog(csvlog({"sql": "select 1"}))
    assert is_csvlog(csvlog({"sql": "select 1\n, 2"}))
    assert not is_csvlog("2026-11-02 08:00:00.000 UTC,ann,shop\n")
    assert not is_csvlog(csvlog({"sql": "select 1", "severity": "fine"}))
    assert not is_csvlog("time,user,query\n")


def test_statements_are_runs_and_their_preparation_is_none():
    """What is sent or executed is a run; parsing, binding, fetching on and other messages are not."""
    found, account = entries(
        {"sql": "select 1"},
        {"message": "execute <unnamed>: select 2"},
        {"message": "execute S_3/C_4: select 3"},
        {"message": "duration: 0.20 ms  parse <unnamed>: select 4"},
        {"message": "duration: 0.20 ms  bind <unnamed>: select 5"},
        {"message": "execute fetch from S_3/C_4: select 6"},
        {"message": "connection authorized: user=ann"},
        {"sql": "select 7", "severity": "NOTICE"},
    )
    assert [e.statement for e in found] == ["select 1", "select 2", "select 3"]
    assert [e.line for e in found] == [1, 2, 3]
    assert str(account.since) == str(account.until) == "2026-11-02"


def test_the_values_of_a_prepared_statement_are_read_from_its_detail():
    """$1 and $2 as the log tells them; NULL is not told, quotes in texts are single again."""
    (entry,), _ = entries(
        {
            "message": "execute a: select $1, $2, $3",
            "detail": "parameters: $1 = '0.7', $2 = NULL, $3 = 'it''s'",
        }
    )
    assert entry.parameters == {1: "0.7", 3: "it's"}


def test_what_was_refused_is_told_once():
    """The error takes the place of the statement that was logged as it was sent, in the same session only."""
    found, _ = entries(
        {"sql": "select * from a", "session": "x"},
        {"sql": "select * from a", "session": "y"},
        {
            "message": "permission denied for table a",
            "severity": "ERROR",
            "state": "42501",
            "query": "select * from a",
            "session": "x",
        },
    )
    assert sorted((e.line, e.outcome) for e in found) == [(1, Outcome.REFUSED), (2, Outcome.DONE)]


def test_an_error_by_itself_names_its_statement():
    """Where only errors are logged, the refused statement stands in them; one without a statement is counted."""
    found, account = entries(
        {"message": "permission denied", "severity": "ERROR", "state": "42501", "query": "select * from a"},
        {"message": "out of memory", "severity": "ERROR", "state": "53200"},
    )
    assert [(e.statement, e.outcome) for e in found] == [("select * from a", Outcome.REFUSED)]
    assert [count for count, _ in account.left_out.values()] == [1]


def test_what_failed_before_it_read_is_no_read_and_what_was_cut_off_is_one():
    """An unknown table is a failure; a statement that was cancelled has been reading."""
    found, _ = entries(
        {"sql": "select * from nope", "session": "x"},
        {
            "message": "-",
            "severity": "ERROR",
            "state": "42P01",
            "query": "select * from nope",
            "session": "x",
        },
        {"sql": "select * from big", "session": "y"},
        {"message": "-", "severity": "ERROR", "state": "57014", "query": "select * from big", "session": "y"},
    )
    assert {e.statement: e.outcome for e in found} == {
        "select * from nope": Outcome.FAILED,
        "select * from big": Outcome.DONE,
    }


def test_the_search_path_of_a_session_completes_its_names():
    """SET search_path holds for its session from then on, and "$user" says nothing."""
    found, _ = entries(
        {"sql": "select * from a", "session": "x"},
        {"sql": "set search_path to sales, public", "session": "x"},
        {"sql": "select * from a", "session": "x"},
        {"sql": 'SET search_path = "$user"', "session": "y"},
        {"sql": "select * from a", "session": "y"},
    )
    said = [e.schema for e in sorted(found, key=lambda e: e.line) if e.statement == "select * from a"]
    assert said == ["", "sales", ""]


def test_a_log_of_slow_statements_says_so():
    """The quickest of them is kept, and forgotten as soon as one comes of which no time is told."""
    slow = {"message": "duration: 250.5 ms  statement: select 1"}
    slower = {"message": "duration: 900 ms  execute a: select 1"}
    assert entries(slower, slow)[1].quickest == 250.5
    assert entries(slower, {"sql": "select 1"}, slow)[1].quickest is None
    assert entries({"message": "ready"})[1].quickest is None


def test_the_log_as_json_says_the_same(tmp_path):
    """The same statements under names, a refusal among them."""
    usual = {
        "timestamp": "2026-11-02 08:00:00.000 UTC",
        "user": "ann",
        "dbname": "shop",
        "error_severity": "LOG",
    }
    text = "select id from s.a"
    rows = [
        {
            "timestamp": "2026-11-01 08:00:00.000 UTC",
            "session_id": "0",
            "error_severity": "LOG",
            "message": "ready",
        },
        usual | {"session_id": "x", "message": f"statement: {text}", "application_name": "psql"},
        usual | {"session_id": "y", "message": f"statement: {text}"},
        usual
        | {
            "session_id": "y",
            "error_severity": "ERROR",
            "state_code": "42501",
            "message": "no",
            "statement": text,
        },
    ]
    said = read(tmp_path, "\n".join(map(json.dumps, rows)), "postgresql.json")
    assert edges(said)["shop.s.a", "ann", "feeds"].count == 1
    log = nodes(said)["shop.s.a"].read_log
    assert (str(log.since), log.queries) == ("2026-11-01", 2)
    assert nodes(said)["ann"].extra == {"applications": ["psql"]}
    assert "was refused" in messages(said)[0]
