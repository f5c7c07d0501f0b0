"""The foot of the window: its pages follow the project, each light reaches the canvas, and tabs count."""

from collections import deque

import pytest
from PySide6.QtWidgets import QWidget

from explorer.ui.foot import Foot
from tests.ui.windows import SAMPLE, small

BROKEN = "ripplemap: 1\nmodels:\n  ranker: {inputs: [nobody], colour: red}\n"


@pytest.fixture
def foot(qtbot, project):
    """The foot of that project."""
    made = Foot(project)
    list(made.furnish())
    qtbot.addWidget(made)
    project.replaced.connect(made.show_system)
    project.graph_changed.connect(lambda: deque(made.follow_graph()))
    return made


def open_in(qtbot, foot, project, source):
    """Open a source and wait until everything is known."""
    with qtbot.waitSignal(project.findings_changed, timeout=30_000):
        project.open_sources([str(source)])
    deque(foot.follow_graph())
    qtbot.waitUntil(lambda: not project.is_busy, timeout=30_000)


def tab(foot, page: QWidget) -> str:
    """What the tab of a page says."""
    return foot.tabText(foot.indexOf(page))


def test_tabs_count_what_their_pages_hold(qtbot, foot, project, tmp_path):
    """Findings and problems are counted on their tabs; a page that is empty is only named."""
    assert (tab(foot, foot.findings), tab(foot, foot.problems)) == ("Findings", "Problems")
    open_in(qtbot, foot, project, small(tmp_path, BROKEN))
    assert tab(foot, foot.problems) == f"Problems ({len(project.problems)})"
    assert tab(foot, foot.findings) == f"Findings ({len(project.findings.findings)})"
    project.close()
    assert tab(foot, foot.findings) == "Findings"


def test_an_answer_to_a_what_if_comes_to_the_front_and_leaving_it_stays(qtbot, foot, project):
    """Whoever asked sees the answer at once, wherever they asked from."""
    open_in(qtbot, foot, project, SAMPLE)
    assert foot.currentWidget() is foot.questions
    with qtbot.waitSignal(project.what_if_changed, timeout=30_000):
        foot.ask_about(("image-embedding",))
    assert foot.currentWidget() is foot.what_if
    assert foot.what_if.model.rows
    with qtbot.waitSignal(project.what_if_changed, timeout=30_000):
        foot.what_if.form.left.emit()
    assert foot.currentWidget() is foot.what_if
    assert not foot.what_if.model.rows


def test_every_page_that_lights_reaches_the_canvas_by_one_signal(qtbot, foot):
    """The window listens to the foot alone."""
    pages = [p for p in (foot.widget(i) for i in range(foot.count())) if hasattr(p, "lit")]
    assert len(pages) >= 6
    for page in pages:
        foot.setCurrentWidget(page)
        with qtbot.waitSignal(foot.lit) as told:
            page.lit.emit(("a",), ())
        assert told.args == [("a",), ()]


def test_only_the_page_in_front_lights_the_picture(qtbot, foot):
    """What another page lights is seen when one turns to it, and no longer when one turns away."""
    lights = []
    foot.lit.connect(lambda nodes, _: lights.append(nodes))
    foot.score.lit.emit(("a",), ())
    assert lights == []
    foot.setCurrentWidget(foot.score)
    assert lights == [("a",)]
    foot.setCurrentWidget(foot.problems)
    assert lights == [("a",), ()]
    foot.setCurrentWidget(foot.faults)
    assert lights == [("a",), ()]


def test_what_a_page_lit_of_a_system_that_is_another_now_is_not_lit_again(qtbot, foot, project, tmp_path):
    """Nor is what was found before."""
    foot.findings.lit.emit(("a",), ())
    open_in(qtbot, foot, project, small(tmp_path))
    lights = []
    foot.lit.connect(lambda nodes, _: lights.append(nodes))
    foot.setCurrentWidget(foot.findings)
    assert lights == []


def test_a_stopped_answer_says_what_makes_it_go_on(qtbot, foot, project, tmp_path):
    """No card waits for ever: while there is work it says so, and where it was stopped, what to do."""
    project.open_sources([str(small(tmp_path))])
    with qtbot.waitSignal(project.replaced, timeout=30_000):
        pass
    deque(foot.follow_graph())
    foot.show_stopped()
    assert all("Arrange Again" in foot.questions.card(n).sentences[0] for n in (1, 2, 3))
