"""Any table of who ran what."""

import json
from datetime import date

import pytest

from explorer.importers.adapter import Location
from explorer.importers.query_log.cells import texts
from explorer.importers.query_log.entries import day_of
from explorer.importers.query_log.log_file import QueryLogAdapter
from explorer.importers.reading import HEAD_SIZE
from tests.importers.query_log.logs import edges, messages, nodes, read

DAY = date(2026, 11, 2)


def test_columns_are_found_by_their_names(tmp_path):
    """In capitals or not, in any order, with any separator; a column that means nothing is named."""
    said = read(
        tmp_path,
        "Cost;Query;USERNAME;Start_Time;Calls\n1;select id from s.a;ann;2026-11-02 08:00;3\n",
    )
    (edge,) = edges(said).values()
    assert (edge.from_id, edge.to_id, edge.count, edge.first_seen) == ("s.a", "ann", 3, DAY)
    assert messages(said) == ["log.csv:1: info: The column cost is not read."]


def test_a_log_may_name_tables_instead_of_queries(tmp_path):
    """As a list, as an array in braces, or with commas between; those that are written make edges between tables."""
    rows = [
        {"user": "ann", "ts": 1793606400, "tables": ["s.a", "s.b"]},
        {"user": "bob", "ts": 1793606400000, "tables": "s.a, s.b"},
        {"user": "cat", "ts": "2026-11-02T00:00:00Z", "tables": "{s.a}", "target_table": "s.c"},
    ]
    said = read(tmp_path, "\n".join(map(json.dumps, rows)), "log.jsonl")
    assert set(edges(said)) == {
        ("s.a", "ann", "feeds"),
        ("s.b", "ann", "feeds"),
        ("s.a", "bob", "feeds"),
        ("s.b", "bob", "feeds"),
        ("s.a", "cat", "feeds"),
        ("s.a", "s.c", "derives"),
    }
    assert {e.first_seen for e in edges(said).values()} == {DAY}


@pytest.mark.parametrize(
    ("status", "error", "reads", "refused"),
    [
        ("SUCCESS", "", 1, False),
        ("", "", 1, False),
        ("FAIL", "syntax error", 0, False),
        ("failed", "permission denied for table a", 0, True),
        ("", "42501", 0, True),
    ],
)
def test_what_did_not_succeed_is_no_read(tmp_path, status, error, reads, refused):
    """A refusal is kept as one."""
    said = read(tmp_path, f"user,query,status,error\nann,select id from s.a,{status},{error}\n")
    assert len(said.edges) == reads
    assert any("was refused" in m for m in messages(said)) is refused


def test_what_a_row_lacks_is_counted(tmp_path):
    """Rows without a user, without anything that was read, and with a time that nobody understands."""
    said = read(tmp_path, "user,query,time\n,select 1,\nann,,\nann,select id from s.a,last Monday\n")
    assert [m.partition("warning: ")[2] for m in messages(said)] == [
        "1 row names no user.",
        "1 row names neither a query nor a table.",
        "The time of 1 row is not understood; write it as 2026-11-23 14:05.",
    ] + ["" for m in messages(said)[3:]]
    assert len(said.edges) == 1


def test_rows_that_are_no_rows_cost_only_themselves(tmp_path):
    """Cells too many, and lines that are no JSON, are told with their line."""
    said = read(tmp_path, "user,query\nann,select id from s.a,x\nbob,select id from s.a\n")
    assert list(nodes(said)) == ["bob", "s.a"]
    assert messages(said) == [
        "log.csv:2: warning: This row has 3 cells and the header 2; such rows are left out.",
        "log.csv: info: It says how often statements were run and not until when, so that no days are known.",
    ]
    said = read(tmp_path, '{"user":"bob","query":"select id from s.a"}\n{"user":\n', "log.jsonl")
    assert messages(said)[0].startswith("log.jsonl:2: warning: This row is left out: ")


def test_the_dialect_is_what_the_statements_show_or_what_the_rules_say(tmp_path):
    """A name in one pair of backticks is BigQuery's; what is not shown, somebody may say."""
    assert "p.d.t" in nodes(read(tmp_path, "user,query\nann,select id from `p.d.t`\n"))
    log = "user,query\nann,select id from D.Orders\n"
    assert "d.orders" in nodes(read(tmp_path, log))
    assert "D.ORDERS" in nodes(read(tmp_path, log, users="dialect: snowflake"))


def test_days_are_read_as_logs_write_them():
    """As text, and in seconds, milli- and microseconds; what is no time is none."""
    for value in ("2026-11-02", "2026-11-02 23:59:59.999 UTC", "2026-11-02T08:00:00+09:00", 1793606400):
        assert day_of(value) == DAY
    for value in ("1793606400.5", 1793606400000, "1793606400000000", "1.7936064E9"):
        assert day_of(value) == DAY
    for value in (None, "", "12", "yesterday", "2026-13-40", "9" * 400):
        assert day_of(value) is None


def test_lists_of_names_are_read_as_logs_write_them():
    """JSON, arrays of PostgreSQL, commas and semicolons."""
    for value in ('["a.b", "c"]', "{a.b,c}", "a.b; c", ["a.b", "c"], "['a.b','c']"):
        assert texts(value) == ["a.b", "c"]
    assert texts(None) == texts("") == texts("{}") == []


@pytest.mark.parametrize("shift", range(6))
@pytest.mark.parametrize("filling", ["x", "\\", "ü"])
def test_a_first_statement_may_be_longer_than_the_part_by_which_a_file_is_recognised(
    tmp_path, shift, filling
):
    """It is a log all the same, wherever that part ends, within a letter that is escaped too."""
    first = {
        "user": "ann",
        "time": "2026-11-02",
        "query": "/*" + " " * shift + filling * 70_000 + "*/ select 1",
    }
    second = {"user": "ann", "time": "2026-11-02", "query": "select a from s.short"}
    path = tmp_path / "log.jsonl"
    path.write_text(json.dumps(first) + "\n" + json.dumps(second), encoding="utf-8")
    assert QueryLogAdapter().matches(Location("log.jsonl", path), path.read_bytes()[:HEAD_SIZE])
