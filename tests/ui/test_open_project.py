"""The open project: what comes back from the background, in which order, and what is never lost on the way."""

import threading

import pytest

from explorer.domain.geometry import Point
from explorer.domain.scenarios import ChangeKind, HypotheticalChange
from explorer.drawing.theme import DARK
from explorer.errors import InputError
from explorer.session import loading
from explorer.ui.open_project import OpenProject
from tests.ui.windows import SAMPLE, small


def opened(qtbot, project, *sources):
    """The project with these open and everything worked out."""
    with qtbot.waitSignal(project.findings_changed, timeout=30_000):
        project.open_sources([str(source) for source in sources])
    qtbot.waitUntil(lambda: not project.is_busy, timeout=30_000)
    return project


def pictures(project):
    """The pictures told of from now on, and whether they glide."""
    told = []
    project.picture_changed.connect(lambda picture, glides: told.append((picture, glides)))
    return told


def test_the_picture_comes_before_the_answers_and_graphviz_refines_it(qtbot, project):
    """First our own layout, at once; then the answers and Graphviz's picture, which glides."""
    told = []
    for name in ("replaced", "picture_changed", "answers_changed", "findings_changed"):
        getattr(project, name).connect(lambda *_, name=name: told.append(name))
    drawn = pictures(project)
    opened(qtbot, project, SAMPLE)
    assert told[:2] == ["replaced", "picture_changed"]
    assert told.index("answers_changed") < told.index("findings_changed")
    assert [glides for _, glides in drawn] == [False, True]
    assert drawn[0][0].nodes.ids == drawn[1][0].nodes.ids
    assert [answer.question for answer in project.answers] == [1, 2, 3]


def test_a_drag_while_the_layout_is_on_its_way_loses_neither(qtbot, project, tmp_path):
    """The removed node is gone from the picture and the moved one is where it was put."""
    opened(qtbot, project, small(tmp_path))
    drawn = pictures(project)
    project.remove_nodes(("page",))
    project.move_nodes({"ranker": Point(400, 300)})
    project.set_theme(DARK)
    qtbot.waitUntil(lambda: bool(drawn) and not project.is_busy, timeout=30_000)
    picture = drawn[-1][0]
    assert set(picture.nodes.ids) == {"events", "scores", "ranker"}
    x, y, w, h = picture.nodes.boxes[picture.nodes.ids.index("ranker")].tolist()
    assert (round(x + w / 2), round(y + h / 2)) == (400, 300)


def test_a_what_if_is_asked_again_of_the_system_that_was_changed(qtbot, project, tmp_path):
    """After an edit the answer is about the new system; where its node is gone there is none."""
    opened(qtbot, project, small(tmp_path))
    change = HypotheticalChange(kind=ChangeKind.OUTAGE, node="scores")
    with qtbot.waitSignal(project.what_if_changed):
        project.ask_what_if((change,))
    project.rename_node("page", "Home")
    qtbot.waitUntil(lambda: project.what_if is not None and not project.is_busy, timeout=30_000)
    assert project.what_if.graph is project.graph
    assert project.what_if_line
    project.remove_nodes(("scores",))
    qtbot.waitUntil(lambda: not project.is_busy, timeout=30_000)
    assert project.what_if is None
    assert project.what_if_line == ""


def test_what_is_no_part_of_the_system_is_neither_moved_nor_looked_at(qtbot, project, tmp_path):
    """The canvas may still show a node that is gone."""
    opened(qtbot, project, small(tmp_path))
    project.move_nodes({"gone": Point(1, 1)})
    project.focus(("gone",))
    assert project.undo_name is None
    assert project.focus_line == ""


def test_a_node_moved_in_a_focus_is_moved_only_there(qtbot, project, tmp_path):
    """A focus has a layout of its own: nothing to undo, nothing to save."""
    opened(qtbot, project, small(tmp_path))
    project.focus(("ranker",))
    qtbot.waitUntil(lambda: not project.is_busy, timeout=30_000)
    drawn = pictures(project)
    project.move_nodes({"ranker": Point(50, 60)})
    qtbot.waitUntil(lambda: bool(drawn) and not project.is_busy, timeout=30_000)
    assert not project.is_dirty
    assert project.undo_name is None


def test_arranging_again_gives_moved_nodes_back_and_can_be_undone(qtbot, project, tmp_path):
    """Undo puts them where a person had put them."""
    opened(qtbot, project, small(tmp_path))
    project.move_nodes({"ranker": Point(5, 6), "page": Point(700, 6)})
    project.arrange_again()
    assert project._session.project.positions == {}
    assert project.undo_name == "Arrange again"
    project.undo()
    assert project._session.project.positions == {"ranker": Point(5, 6), "page": Point(700, 6)}
    qtbot.waitUntil(lambda: not project.is_busy, timeout=30_000)


def test_cancel_while_reading_opens_nothing(qtbot, project, tmp_path, monkeypatch):
    """Nothing comes back from work that was stopped, however late it ends."""
    started, go_on = threading.Event(), threading.Event()

    def slow(texts, *, forced=None, task=None):
        started.set()
        go_on.wait(20)
        return real(texts, forced=forced, task=task)

    real = loading.open_sources
    monkeypatch.setattr(loading, "open_sources", slow)
    replaced = []
    project.replaced.connect(lambda: replaced.append(1))
    with qtbot.waitSignal(project.rested):
        project.open_sources([str(small(tmp_path))])
        assert started.wait(20)
        project.cancel()
        go_on.set()
    assert replaced == []
    assert not project.is_open


def test_answers_that_were_stopped_come_when_the_picture_is_arranged_again(qtbot, project, slow_questions):
    """Cancel is no dead end."""
    project.open_sources([str(SAMPLE)])
    qtbot.waitUntil(slow_questions.started.is_set, timeout=20_000)
    project.cancel()
    slow_questions.go_on.set()
    qtbot.waitUntil(lambda: not project.is_busy, timeout=20_000)
    assert project.answers == ()
    with qtbot.waitSignal(project.findings_changed, timeout=20_000):
        project.arrange_again()
    assert len(project.answers) == 3


def test_a_fault_of_the_input_is_told_and_a_bug_reaches_the_hook(qtbot, project, tmp_path, monkeypatch):
    """The first is one sentence; the second is raised on the window's thread, and work goes on after it."""

    def faulty(texts, *, forced=None, task=None):
        raise InputError("It cannot be read.", where="x.yaml", hint="Try another.")

    def broken(texts, *, forced=None, task=None):
        raise ZeroDivisionError

    real = loading.open_sources
    monkeypatch.setattr(loading, "open_sources", faulty)
    with qtbot.waitSignal(project.failed) as told:
        project.open_sources(["x.yaml"])
    assert told.args == ["x.yaml: It cannot be read. Try another."]
    monkeypatch.setattr(loading, "open_sources", broken)
    with qtbot.captureExceptions() as caught:
        with qtbot.waitSignal(project.rested):
            project.open_sources(["x.yaml"])
        qtbot.waitUntil(lambda: bool(caught))
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]
    monkeypatch.setattr(loading, "open_sources", real)
    assert opened(qtbot, project, small(tmp_path)).is_open


def test_closing_ends_every_thread_and_process(qtbot):
    """Also while Graphviz is at work."""
    project = OpenProject()
    arranging = lambda text, part: text == "Arranging the picture"  # noqa: E731
    with qtbot.waitSignal(project.working, check_params_cb=arranging, timeout=30_000):
        project.open_sources([str(SAMPLE)])
    engine = project.showing.engine
    qtbot.waitUntil(lambda: engine.worker_pid is not None, timeout=20_000)
    worker = engine._worker
    project.shut_down()
    assert not worker.alive
    assert engine.worker_pid is None
    names = [t.name for t in threading.enumerate() if t.name.startswith("ripplemap")]
    assert names == []


def test_what_the_first_system_needs_is_made_ready_ahead(qtbot, project):
    """Graphviz runs before anything is opened."""
    with qtbot.waitSignal(project.rested, timeout=30_000):
        project.prepare()
    qtbot.waitUntil(lambda: project.showing.engine.worker_pid is not None)


def test_what_was_read_waits_for_whoever_shows_it_and_is_dropped_when_something_else_is_wanted(
    qtbot, project, tmp_path
):
    """A window makes room at its own pace; what was closed meanwhile does not come back."""
    waiting = []
    project.make_room = waiting.append
    project.open_sources([str(SAMPLE)])
    qtbot.waitUntil(lambda: bool(waiting), timeout=20_000)
    assert not project.is_open
    project.close()
    waiting.pop()()
    assert not project.is_open
    project.open_sources([str(small(tmp_path))])
    qtbot.waitUntil(lambda: bool(waiting), timeout=20_000)
    waiting.pop()()
    assert project.is_open
    assert project.graph.name == "small"


@pytest.fixture
def waiting(project):
    """What the project wants to show, put off by whoever shows it."""
    put_off = []
    project.make_room = put_off.append
    return put_off


def test_what_is_opened_while_another_waits_to_be_shown_takes_its_place(qtbot, project, waiting, tmp_path):
    """Showing the older would stop the reading of the newer."""
    project.open_sources([str(SAMPLE)])
    qtbot.waitUntil(lambda: len(waiting) == 1, timeout=30_000)
    project.open_sources([str(small(tmp_path))])
    waiting[0]()
    assert not project.is_open
    qtbot.waitUntil(lambda: len(waiting) == 2, timeout=30_000)
    waiting[1]()
    assert project.graph.name == "small"


def test_making_ready_does_not_take_the_place_of_a_system_that_waits_to_be_shown(
    qtbot, project, waiting, tmp_path
):
    """Whichever comes last, the system is shown, once."""
    told = []
    project.replaced.connect(lambda: told.append(project.graph.name))
    project.open_sources([str(small(tmp_path))])
    qtbot.waitUntil(lambda: len(waiting) == 1, timeout=30_000)
    project.prepare()
    qtbot.waitUntil(lambda: len(waiting) == 2, timeout=30_000)
    waiting[1]()
    waiting[0]()
    assert told == ["small"]


@pytest.mark.parametrize("end", ["cancel", "close", "shut_down"])
def test_what_waits_to_be_shown_goes_with_what_ends_all_work(qtbot, project, waiting, tmp_path, end):
    """A window that is gone, or that was told to stop, opens nothing afterwards."""
    project.open_sources([str(small(tmp_path))])
    qtbot.waitUntil(lambda: len(waiting) == 1, timeout=30_000)
    getattr(project, end)()
    waiting[0]()
    assert not project.is_open
    assert not project.is_busy
