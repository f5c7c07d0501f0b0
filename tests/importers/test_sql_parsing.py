"""Many texts of SQL at once: workers share them, can be ended, and are replaced when they are lost."""

import multiprocessing
import subprocess
import sys
import threading

import pytest

from explorer.errors import RipplemapError
from explorer.importers import sql_parsing
from explorer.importers.adapter import Task
from explorer.importers.sql.parsed import Read
from explorer.importers.sql_parsing import tables_of

# A quarter of a million terms keep the parser busy for seconds.
SLOW = "SELECT " + "+".join(["a"] * 250_000) + " FROM slow"


def workers() -> int:
    """How many processes of the parser there are."""
    return sum(1 for process in multiprocessing.active_children() if process.name == "SQL")


@pytest.fixture
def always_workers(monkeypatch):
    """Even one short text goes to a worker."""
    monkeypatch.setattr(sql_parsing, "_FEW", 0)


def test_every_text_is_answered_in_its_place():
    """Texts that go to workers come back in the order in which they were given, equal ones alike."""
    texts = [
        f"SELECT a{i % 300} FROM s.t{i % 300} WHERE b{i % 300} > {i % 300}" + " " * 900 for i in range(600)
    ]
    found = tables_of(texts, "postgres", Task())
    assert [p.reads[0].table for p in found] == [("s", f"t{i % 300}") for i in range(600)]
    assert [p.reads[0].fields for p in found[:2]] == [("a0", "b0"), ("a1", "b1")]
    assert workers() == 0


def test_few_short_texts_need_no_process(monkeypatch):
    """Starting a process takes longer than a dozen short texts, so none is started."""
    monkeypatch.setattr(sql_parsing, "_Pool", None)
    [one, two] = tables_of(["SELECT a FROM t", "SELECT 1"], "", Task())
    assert one.reads == (Read(("t",), fields=("a",), columns={"a": ("a",)}),)
    assert two.reads == ()


def test_only_workers_load_the_parser():
    """It takes half a second to load, which who hands texts to workers need not wait for."""
    code = (
        "import sys, explorer.importers.registry as r; r.adapters(); import explorer.importers.sql.worker; "
    )
    code += "sys.exit('sqlglot' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_text_that_takes_too_long_is_a_fault_of_that_text(always_workers):
    """The worker that is at it is ended, and all other texts are read."""
    slow, quick = tables_of([SLOW, "SELECT a FROM quick"], "postgres", Task(), time_limit=0.3)
    assert "0.3 seconds" in slow.fault.reason
    assert slow.reads == ()
    assert [r.table for r in quick.reads] == [("quick",)]
    assert workers() == 0


def test_cancelling_ends_the_workers_at_once():
    """Who cancels while a text is in a worker is heard before the text is done, and nothing goes on behind."""
    asked = threading.Event()
    threading.Timer(1.5, asked.set).start()
    heard = []

    def check() -> None:
        if asked.is_set():
            heard.append("cancelled")
            raise RipplemapError("cancelled")

    with pytest.raises(RipplemapError):
        tables_of([SLOW, SLOW + "er", SLOW + "est"], "postgres", Task(check=check))
    assert heard == ["cancelled"]
    assert workers() == 0


def test_a_worker_that_dies_takes_one_text_with_it(always_workers, monkeypatch):
    """What kills the parser is a fault of the text it was at; another worker goes on with the rest."""
    give = sql_parsing._Pool._give

    def give_and_kill(pool, worker):
        give(pool, worker)
        if worker.text == SLOW:
            worker.process.kill()

    monkeypatch.setattr(sql_parsing._Pool, "_give", give_and_kill)
    slow, quick = tables_of([SLOW, "SELECT a FROM quick"], "postgres", Task())
    assert slow.fault.reason == "the parser broke down"
    assert quick.fault is None
    assert [r.table for r in quick.reads] == [("quick",)]


def test_a_parser_that_cannot_start_is_said_of_every_text(always_workers, monkeypatch):
    """Where no process can be had, nothing is read, and every text says why."""
    started = sql_parsing._Pool._started

    def stillborn(pool):
        worker = started(pool)
        worker.process.kill()
        return worker

    monkeypatch.setattr(sql_parsing._Pool, "_started", stillborn)
    found = tables_of(["SELECT 1", "SELECT 2"], "", Task())
    assert {p.fault.reason for p in found} == {"the parser cannot be started"}


def test_a_text_without_end_is_not_parsed():
    """Millions of characters in one text are told of and not looked at."""
    [found] = tables_of(["SELECT 1 -- " + "x" * 2_000_000], "", Task())
    assert "2,000,000" in found.fault.reason
