"""The loop simulation in the window: one run at a time, stopped and forgotten when it is of no use any more."""

from dataclasses import replace

import pytest

from explorer.analysis.simulation.settings import LoopSettings
from explorer.domain.findings import Finding
from explorer.domain.kinds import Severity
from explorer.ui.loop_run import LoopRun
from explorer.ui.work import Work
from tests.analysis.systems import node, system

GRAPH = system([node("model", "ranker"), node("dataset", "log")], [("ranker", "log"), ("log", "ranker")])
LOOP = Finding(
    rule="feedback-loop", severity=Severity.ERROR, nodes=("ranker", "log"),
    edges=tuple(GRAPH.edges_from(i)[0].key for i in ("ranker", "log")),
    reason="It loops.", remedy="Cut it.",
)  # fmt: skip
OTHER = replace(LOOP, rule="no-owner")
QUICK = LoopSettings(pairs=200, seeds=2, rounds=4)
LONG = LoopSettings(pairs=20_000, seeds=50, rounds=1000)


@pytest.fixture
def work(qtbot):
    """Lanes that are at rest when the test is over."""
    made = Work()
    yield made
    made.stop()
    assert made.wait(20)


@pytest.fixture
def run(work):
    """A run on the small system."""
    return LoopRun(work, lambda: GRAPH)


def test_only_the_feedback_loops_are_offered(qtbot, run):
    """Other findings are none of its business; before they are known, there is nothing to say."""
    assert run.loops is None
    with qtbot.waitSignal(run.loops_changed):
        run.set_findings((OTHER, LOOP))
    assert run.loops == (LOOP,)


def test_a_run_comes_back_with_the_numbers_of_its_settings(qtbot, run):
    """The same settings, the same numbers, whoever runs them."""
    from explorer.session.simulating import simulate

    with qtbot.waitSignal(run.finished, timeout=20_000):
        run.run(QUICK)
    assert run.result.settings == QUICK
    assert (run.result.clicks_on_shown.mean == simulate(QUICK).clicks_on_shown.mean).all()
    assert not run.is_under_way


def test_a_newer_run_takes_the_place_of_the_older(qtbot, run):
    """Only the last settings come to a result, and nobody is told that the older was stopped."""
    told = []
    run.stopped.connect(told.append)
    with qtbot.waitSignal(run.started, timeout=20_000):
        run.run(LONG)
    with qtbot.waitSignal(run.finished, timeout=20_000):
        run.run(QUICK)
    assert run.result.settings == QUICK
    assert told == []


def test_a_stopped_run_says_how_to_go_on(qtbot, work, run):
    """As Cancel does it, for all that is worked on."""
    with qtbot.waitSignal(run.started, timeout=20_000):
        run.run(LONG)
    with qtbot.waitSignal(run.stopped, timeout=20_000) as told:
        work.stop()
    assert told.args == ["Stopped. Move a slider to run it again."]
    assert not run.is_under_way
    assert run.result is None


def test_another_system_forgets_what_was_run_and_what_runs(qtbot, work, run):
    """A result about the old one is never shown for the new one."""
    with qtbot.waitSignal(run.finished, timeout=20_000):
        run.run(QUICK)
    told = []
    run.stopped.connect(told.append)
    run.finished.connect(lambda: told.append("finished"))
    with qtbot.waitSignal(run.started, timeout=20_000):
        run.run(LONG)
    with qtbot.waitSignal(work.rested, timeout=20_000):
        run.set_findings(None)
    assert run.result is None
    assert run.loops is None
    assert told == []
