"""Changes of a project: each leads there, its opposite leads back, exactly."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.changes import (
    EditGraph,
    MoveNodes,
    PinNodes,
    RenameSystem,
    SetNotes,
    SetScenarios,
    SetViews,
)
from explorer.domain.entities import Edge, Node
from explorer.domain.geometry import Point
from explorer.domain.kinds import EdgeKind, NodeKind
from explorer.domain.scenarios import Scenario
from tests.domain.strategies import TEXT, edges, nodes
from tests.storage.projects import NOTES, VIEWS, contents, projects, small_project

POINTS = st.none() | st.builds(Point, st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))


@st.composite
def edits(draw, graph):
    """An edit that fits the graph: nodes in, replaced and out, edges likewise between what is then there."""
    ids = sorted(graph.nodes)
    gone = draw(st.lists(st.sampled_from(ids), unique=True, max_size=2)) if ids else []
    put = {n.id: n for n in draw(st.lists(nodes(), max_size=2)) if n.id not in gone}
    there = sorted((set(ids) - set(gone)) | set(put))
    cut = draw(st.lists(st.sampled_from(sorted(graph.edges)), unique=True, max_size=2)) if graph.edges else []
    joined = draw(st.lists(edges(ids=st.sampled_from(there)), max_size=2)) if there else []
    changes = dict.fromkeys(cut) | {e.key: e for e in joined}
    places = draw(st.dictionaries(st.sampled_from(there), POINTS, max_size=2)) if there else {}
    return EditGraph("edit", {**dict.fromkeys(gone), **put}, changes, places)


@st.composite
def changes(draw, project):
    """Any change that fits the project."""
    sort = draw(st.integers(0, 6))
    if sort == 0:
        ids = st.sampled_from(sorted({*project.graph.nodes, *project.positions, "a"}))
        return MoveNodes("move", draw(st.dictionaries(ids, POINTS, max_size=3)))
    if sort == 1:
        return SetScenarios("scenarios", tuple(draw(st.lists(st.builds(Scenario, name=TEXT), max_size=2))))
    if sort == 2:
        return RenameSystem("rename", draw(TEXT))
    if sort == 3:
        return SetViews("views", tuple(draw(st.lists(VIEWS, max_size=2))))
    if sort == 4:
        return SetNotes("notes", tuple(draw(st.lists(NOTES, max_size=2))))
    if sort == 5:
        ids = st.sampled_from(sorted({*project.graph.nodes, *project.pins, *project.positions, "a"}))
        columns = draw(st.dictionaries(ids, st.none() | st.integers(0, 9), max_size=3))
        return PinNodes("pin", columns, draw(st.dictionaries(ids, POINTS, max_size=2)))
    return draw(edits(project.graph))


@given(st.data())
def test_the_opposite_of_a_change_leads_back(data):
    """For any project and any change: there and back is where one was, and forth again is where one had got."""
    before = data.draw(projects())
    change = data.draw(changes(before))
    after = change.apply(before)
    opposite = change.opposite(before)
    assert contents(opposite.apply(after)) == contents(before)
    assert contents(opposite.opposite(after).apply(before)) == contents(after)
    assert opposite.name == change.name


def test_a_change_leaves_the_project_it_was_made_from_alone():
    """A project is a value: whoever still holds the old one sees the old one."""
    project, untouched = small_project(), small_project()
    for change in (
        MoveNodes("", {"page": None, "clicks": Point(1, 2)}),
        PinNodes("", {"ranker": 3}, {"page": None}),
        EditGraph("", {"ranker": None}),
        SetScenarios("", ()),
        SetViews("", ()),
        SetNotes("", ()),
        RenameSystem("", "other"),
    ):
        change.apply(project)
        change.opposite(project)
    assert contents(project) == contents(untouched)


def test_a_node_that_is_given_back_to_the_layout_has_no_place():
    """None takes a place away, and only that of the nodes named."""
    placed = MoveNodes("", {"clicks": Point(1, 2)}).apply(small_project())
    assert dict(MoveNodes("", {"page": None}).apply(placed).positions) == {"clicks": Point(1, 2)}


def test_a_node_that_is_pinned_gives_up_its_place_and_gets_it_back_with_undo():
    """One step holds both: the column it gets, and the place it is given back from."""
    held = MoveNodes("", {"page": Point(1, 2)}).apply(small_project())
    change = PinNodes("Pin page", {"page": 4}, {"page": None})
    pinned = change.apply(held)
    assert (dict(pinned.pins), "page" in pinned.positions) == ({"page": 4}, False)
    back = change.opposite(held).apply(pinned)
    assert (dict(back.pins), back.positions["page"]) == ({}, Point(1, 2))


def test_a_node_takes_its_edges_along_and_brings_them_back():
    """Removing the model removes both of its edges; the opposite holds all three."""
    project = small_project()
    removal = EditGraph("Remove ranker", {"ranker": None})
    after = removal.apply(project)
    assert (list(after.graph.nodes), dict(after.graph.edges)) == (["clicks", "page"], {})
    assert removal.opposite(project).apply(after).graph == project.graph


def test_an_edge_without_its_end_is_refused():
    """A change that does not fit says so and makes nothing."""
    edge = Edge(from_id="page", to_id="nowhere", kind=EdgeKind.FEEDS)
    with pytest.raises(ValueError, match="page → nowhere"):
        EditGraph("", edges={edge.key: edge}).apply(small_project())


def test_what_an_edit_does_not_name_is_shared():
    """A change of one node copies no other: undo of a big system costs what changed."""
    project = small_project()
    node = replace(project.graph.nodes["page"], owner="web")
    after = EditGraph("", {"page": node, "new": Node(id="new", kind=NodeKind.JOB, name="new")}).apply(project)
    assert after.graph.nodes["clicks"] is project.graph.nodes["clicks"]
    assert all(after.graph.edges[key] is edge for key, edge in project.graph.edges.items())
