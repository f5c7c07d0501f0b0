"""What is shown of a system: the whole or a part, laid out, moved and drawn."""

import pytest

from explorer.domain.geometry import Point
from explorer.drawing.theme import DARK, LIGHT
from explorer.errors import Cancelled, UsageError
from explorer.importers.adapter import Task
from explorer.layout.engine import LayoutEngine
from explorer.session.asking import ask_findings, ask_questions, ask_what_if
from explorer.session.views import Focus, view_of
from explorer.session.what_ifs import follow
from tests.storage.projects import small_project

GRAPH = small_project().graph


def test_every_node_of_the_view_is_in_its_picture():
    """In the colours asked for."""
    view = view_of(GRAPH, {})
    assert view.picture(LIGHT).nodes.ids == tuple(GRAPH.nodes)
    assert (view.picture(LIGHT).theme, view.picture(DARK).theme) == ("light", "dark")


def test_a_focus_shows_its_surroundings_and_says_so():
    """A layout of its own: places chosen in the whole do not bind it."""
    view = view_of(GRAPH, {"page": Point(9000, 9000)}, focus=Focus(("page",), 1))
    assert tuple(view.graph.nodes) == ("page", "ranker")
    assert "around page, 1 step" in view.picture(LIGHT).subtitle
    assert view.centres()["page"] != Point(9000, 9000)


def test_places_that_a_person_chose_hold():
    """In the quick layout and in Graphviz's."""
    positions = {"page": Point(700, 300), "clicks": Point(-200, 50)}
    engine = LayoutEngine()
    try:
        for view in (view_of(GRAPH, positions), view_of(GRAPH, positions, engine=engine)):
            centres = view.centres()
            assert {i: centres[i] for i in positions} == positions
    finally:
        engine.close()


def test_a_moved_node_takes_its_lines_along():
    """Only what was moved is elsewhere."""
    before = view_of(GRAPH, {})
    after = before.with_moved({"page": Point(2000, 900)})
    assert after.centres() == {**before.centres(), "page": Point(2000, 900)}
    x, y = after.picture(LIGHT).edges.tips[list(after.graph.edges).index(("ranker", "page", "feeds"))]
    assert abs(x - 2000) < 200
    assert abs(y - 900) < 100


def test_a_what_if_marks_the_picture():
    """The change and who would notice it."""
    answer = follow(GRAPH, ["outage:ranker"])
    picture = view_of(GRAPH, {}).picture(LIGHT, answer)
    assert "What if ranker is down?" in picture.subtitle
    assert {row.id for row in answer.rows} == {"ranker", "page"}
    assert set(answer.sight()) == {"ranker", "page"}


@pytest.mark.parametrize(
    "work",
    [
        lambda task: ask_questions(GRAPH, task=task),
        lambda task: ask_findings(GRAPH, task),
        lambda task: ask_what_if(GRAPH, ["outage:ranker"], task),
        lambda task: follow(GRAPH, ["outage:ranker"], task),
        lambda task: view_of(GRAPH, {}, task=task),
        lambda task: view_of(GRAPH, {}, engine=LayoutEngine(), task=task),
    ],
    ids=["questions", "findings", "what-if", "follow", "view", "graphviz"],
)
def test_every_work_stops_when_asked(work):
    """Cancel ends it with Cancelled, wherever it is."""

    def check():
        raise Cancelled

    with pytest.raises(Cancelled):
        work(Task(check=check))


def test_a_change_that_does_not_fit_is_refused():
    """With the nearest name."""
    with pytest.raises(UsageError, match="Nearest: ranker"):
        ask_what_if(GRAPH, ["outage:rankr"])
