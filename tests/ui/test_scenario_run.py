"""Scenarios in the window: kept in the project, worked out one comparison at a time, the system never touched."""

import pytest

from explorer.domain.project import Project
from explorer.domain.scenarios import ChangeKind, HypotheticalChange, Removal, Scenario
from explorer.session.loading import Loaded, open_sources
from explorer.session.session import Session
from explorer.session.what_ifs import follow_scenario
from explorer.ui.scenario_run import ScenarioRun
from explorer.ui.work import Work
from tests.analysis.systems import node, system
from tests.ui.windows import SAMPLE

GRAPH = system(
    [node("model", "ranker"), node("dataset", "scores"), node("consumer", "page")],
    [("ranker", "scores"), ("scores", "page")],
)
DARK = Scenario(name="dark", changes=(HypotheticalChange(kind=ChangeKind.OUTAGE, node="ranker"),))
BARE = Scenario(name="bare", removals=(Removal(node="page"),))


@pytest.fixture
def work(qtbot):
    """Lanes that are at rest when the test is over."""
    made = Work()
    yield made
    made.stop()
    assert made.wait(30)


@pytest.fixture
def session():
    """A session on the small system."""
    return Session(Loaded(Project(id="p", graph=GRAPH), ()))


@pytest.fixture
def run(work, session):
    """The run of that session."""
    made = ScenarioRun(work, lambda: session)
    session.subscribe(made.follow)
    return made


def test_scenarios_are_kept_in_the_project_and_undone_by_name(qtbot, run, session):
    """Each edit is told; the list is the project's own."""
    with qtbot.waitSignal(run.changed):
        assert run.keep(DARK)
    assert session.undo_name == "Save the scenario dark"
    assert run.duplicate("dark")
    assert run.rename("dark (2)", "darker")
    assert [s.name for s in run.scenarios] == ["dark", "darker"]
    assert run.remove("dark")
    session.undo()
    assert [s.name for s in run.scenarios] == ["dark", "darker"]
    assert session.graph is GRAPH


def test_what_cannot_be_done_is_told(qtbot, run):
    """In a sentence, and nothing is changed."""
    run.keep(DARK)
    with qtbot.waitSignal(run.failed) as failed:
        assert not run.rename("dark", " ")
    assert failed.args == ["A scenario needs a name."]
    assert run.scenarios == (DARK,)


def test_a_comparison_comes_back_and_leaves_the_system_alone(qtbot, run, session):
    """The base, and each scenario in its order."""
    before = session.project
    with qtbot.waitSignal(run.compared, timeout=30_000):
        run.compare((DARK, BARE))
    assert run.table.names == ("as it is", "dark", "bare")
    assert session.project is before
    assert not session.dirty


def test_a_scenario_that_does_not_fit_is_told(qtbot, run):
    """With what is wrong; no table takes the place of the old."""
    with qtbot.waitSignal(run.failed, timeout=30_000) as failed:
        run.compare((Scenario(name="x", removals=(Removal(node="gone"),)),))
    assert "gone" in failed.args[0]
    assert run.table is None


def test_a_stopped_comparison_says_how_to_go_on(qtbot, work):
    """As Cancel does it, for all that is worked on."""
    session = Session(open_sources([str(SAMPLE)]))
    run = ScenarioRun(work, lambda: session)
    with qtbot.waitSignal(run.failed, timeout=30_000) as failed:
        run.compare((Scenario(name="s", removals=(Removal(node="ranker"),)),))
        work.stop()
    assert failed.args == ["Stopped. Press “Compare” to work it out again."]
    assert not run.is_comparing


def test_another_system_forgets_what_was_compared(qtbot, run):
    """And what isolates a node in it."""
    with qtbot.waitSignal(run.compared, timeout=30_000):
        run.compare((DARK,))
    with qtbot.waitSignal(run.isolated, timeout=30_000):
        run.isolate(follow_scenario(GRAPH, DARK), "page")
    assert [cut.edge[:2] for cut in run.isolation.cuts] == [("scores", "page")]
    run.forget()
    assert (run.table, run.isolation) == (None, None)
