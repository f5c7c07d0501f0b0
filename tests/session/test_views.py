"""What is shown of a system: the whole or a part, laid out, moved and drawn."""

from dataclasses import replace

import pytest

from explorer.analysis.scenarios.edits import parse_additions, parse_removals
from explorer.domain.geometry import Point
from explorer.domain.scenarios import Scenario
from explorer.drawing.folded import Folding, card_of
from explorer.drawing.picture import EFFECTS, NO_EFFECT, Edit
from explorer.drawing.theme import DARK, LIGHT
from explorer.errors import Cancelled, UsageError
from explorer.export.svg import svg_text
from explorer.importers.adapter import Task
from explorer.layout.engine import LayoutEngine
from explorer.session.asking import ask_findings, ask_questions, ask_what_if
from explorer.session.views import Focus, view_of
from explorer.session.what_ifs import follow, follow_scenario
from tests.drawing.systems import streamly
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


def test_a_part_says_what_is_not_shown_of_it():
    """A team how many of its nodes there are, a node at the rim how many of its edges; the whole says neither."""
    graph = streamly()
    part, whole = (view_of(graph, {}, focus=f).picture(LIGHT) for f in (Focus(("ranker",), 1), None))
    assert [group.label for group in part.groups] == ["RECS · 9 of 14 nodes"]
    hidden = [line for line in part.nodes.subtitles if "not shown" in line]
    assert 0 < len(hidden) < len(part.nodes.ids)
    assert not any("not shown" in line for line in whole.nodes.subtitles)
    assert not any(" of " in group.label for group in whole.groups)


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


def scenario(add=(), remove=(), changes=()):
    """In this system."""
    additions = parse_additions(GRAPH, add)
    return Scenario(name="s", additions=additions, removals=parse_removals(GRAPH, remove), changes=changes)


ADDED = scenario(["model:second<-ranker->page"], ["clicks"])


def test_a_scenario_shows_what_it_adds_and_what_it_takes_out():
    """Where every other node is, nothing has moved; what is new is in the cone."""
    view = view_of(GRAPH, {})
    plain, picture = view.picture(LIGHT), view.picture(LIGHT, follow_scenario(GRAPH, ADDED))
    at = dict(zip(picture.nodes.ids, picture.nodes.boxes.tolist(), strict=True))
    assert at.keys() == {*GRAPH.nodes, "second"}
    assert {i: at[i] for i in GRAPH.nodes} == dict(
        zip(plain.nodes.ids, plain.nodes.boxes.tolist(), strict=True)
    )
    edit = dict(zip(picture.nodes.ids, picture.nodes.edit.tolist(), strict=True))
    assert {i for i, e in edit.items() if e == Edit.ADDED} == {"second"}
    assert {i for i, e in edit.items() if e == Edit.REMOVED} == {"clicks"}
    assert "What if second is added and Clicks is removed?" in picture.subtitle


def test_leaving_a_scenario_restores_the_picture_to_the_byte():
    """The view is a value: showing a scenario leaves no trace in it, nor in the system."""
    graph = GRAPH.with_parts()
    view = view_of(graph, {})
    before = svg_text(view.picture(LIGHT))
    shown = svg_text(view.picture(LIGHT, follow_scenario(graph, ADDED)))
    assert shown == svg_text(view.picture(LIGHT, follow_scenario(graph, ADDED)))
    assert shown != before
    assert svg_text(view.picture(LIGHT)) == before
    assert graph == GRAPH


def test_in_a_focus_a_new_part_is_seen_beside_its_neighbour():
    """And not where none of its neighbours is in view."""
    answer = follow_scenario(GRAPH, ADDED)
    near = view_of(GRAPH, {}, focus=Focus(("page",), 0)).picture(LIGHT, answer)
    assert set(near.nodes.ids) == {"page", "second"}
    assert "1 node, 0 edges" in near.subtitle
    far = view_of(GRAPH, {}, focus=Focus(("clicks",), 0)).picture(LIGHT, answer)
    assert set(far.nodes.ids) == {"clicks"}


def test_what_a_scenario_adds_stands_where_a_person_put_it():
    """Until the next layout."""
    view = replace(view_of(GRAPH, {}), aside={"second": Point(1500, -900)})
    moved = view.with_moved({"page": Point(2000, 900)}).picture(LIGHT, follow_scenario(GRAPH, ADDED))
    x, y, wide, high = moved.nodes.boxes[moved.nodes.ids.index("second")].tolist()
    assert (x + wide / 2, y + high / 2) == (1500, -900)


def test_a_scenario_that_only_takes_out_leaves_the_rest_as_it_is():
    """Nothing happens, so nothing is unaffected by it."""
    answer = follow_scenario(GRAPH, scenario((), ["clicks"]))
    picture = view_of(GRAPH, {}).picture(LIGHT, answer)
    assert not picture.nodes.faded.any()
    assert not picture.edges.faded.any()
    assert answer.summary == "What if Clicks is removed?"


def test_what_is_retired_is_shown_as_removed_and_what_it_breaks_as_broken():
    """The edges into it too, over which nothing passes."""
    answer = follow(GRAPH, ["retire:ranker"])
    picture = view_of(GRAPH, {}).picture(LIGHT, answer)
    assert picture.nodes.edit[picture.nodes.ids.index("ranker")] == Edit.REMOVED
    for key, edit, effect in zip(picture.edges.keys, picture.edges.edit, picture.edges.effect, strict=True):
        assert (edit == Edit.REMOVED) == ("ranker" in key[:2])
        if key.from_id == "ranker" and key.to_id == "page":
            assert effect != NO_EFFECT
    assert "What if ranker is retired?" in picture.subtitle


CLOSED = Folding(frozenset({"web"}))


def test_closing_a_team_moves_nothing_else():
    """Its card stands where the team was; opened again, the team has a layout of its own."""
    before = view_of(GRAPH, {})
    after = view_of(GRAPH, {}, kept=before, folding=CLOSED)
    assert after.is_kept
    old, new = before.centres(), after.centres()
    assert {i: new[i] for i in old if i in new} == {i: p for i, p in old.items() if i in new}
    assert new.keys() - old.keys() == {card_of("web")}
    assert set(after.folded.members[card_of("web")]) == old.keys() - new.keys()


def test_a_closed_team_says_the_worst_of_its_members():
    """And how many of them are affected."""
    graph = GRAPH
    owner = "search"
    answer = follow(graph, ["outage:ranker"])
    picture = view_of(graph, {}, folding=Folding(frozenset({owner}))).picture(LIGHT, answer)
    place = picture.nodes.ids.index(card_of(owner))
    worst = min(EFFECTS.index(row.effect) for row in answer.rows if graph.nodes[row.id].owner == owner)
    hit = sum(graph.nodes[row.id].owner == owner for row in answer.rows)
    assert picture.nodes.effect[place] == worst
    assert picture.nodes.subtitles[place].startswith(f"{hit} of ")
    assert picture.nodes.subtitles[place].endswith(" affected")


def test_a_place_that_a_person_chose_for_a_closed_team_holds():
    """As a node's does."""
    at = {card_of("web"): Point(700, 300)}
    assert view_of(GRAPH, at, folding=CLOSED).centres()[card_of("web")] == Point(700, 300)
