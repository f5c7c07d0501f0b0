"""What a what-if adds to a picture and takes out of it."""

import numpy as np
import pytest

from explorer.analysis.scenarios.edits import edited, parse_additions, parse_removals
from explorer.domain.entities import EdgeKey
from explorer.domain.kinds import EdgeKind
from explorer.domain.scenarios import ChangeKind, HypotheticalChange, Scenario
from explorer.drawing.cards import cards_of
from explorer.drawing.compose import compose
from explorer.drawing.edited_layout import with_edits
from explorer.drawing.edits import NO_EDITS, edits_of
from explorer.drawing.picture import Edit
from explorer.drawing.placing import layout_request
from explorer.drawing.theme import DARK, LIGHT
from explorer.layout.layers import layers
from tests.drawing.shapes import corners
from tests.drawing.systems import streamly

GRAPH = streamly()


def scenario(add=(), remove=()):
    additions = parse_additions(GRAPH, add)
    made = edited(GRAPH, Scenario(name="s", additions=additions))
    return Scenario(name="s", additions=additions, removals=parse_removals(made, remove))


def edits(add=(), remove=(), changes=(), shown=GRAPH, whole=True):
    asked = scenario(add, remove)
    return edits_of(shown, edited(GRAPH, asked), asked, changes, whole=whole)


def ids(found):
    return {n.id for n in found.nodes}


def keys(found):
    return {e.key[:2] for e in found.edges}


def drawn(found, theme=LIGHT, graph=GRAPH):
    cards = cards_of(graph)
    laid = layers(layout_request(graph, cards=cards))
    wide = with_edits(graph, cards, laid, found, {})
    return compose(wide.graph, wide.layout, theme, cards=wide.cards, edits=found)


NEW = ("model:taste<-watched-7d,sessions->rank-scores", "sessions->image-embedding")


def test_a_scenario_edits_what_it_adds_and_what_it_takes_out():
    """A removed node takes its edges along; what was added and removed again is not there."""
    found = edits([*NEW, "dataset:gone<-sessions"], ["gone", "ranker"])
    assert ids(found) == {"taste"}
    assert {("watched-7d", "taste"), ("taste", "rank-scores"), ("sessions", "image-embedding")} <= keys(found)
    assert set(found.removed_nodes) == {"ranker"}
    of_ranker = {e.key for e in (*GRAPH.edges_from("ranker"), *GRAPH.edges_into("ranker"))}
    assert found.removed_edges == of_ranker
    assert found.of_node("taste") is Edit.ADDED
    assert found.of_node("ranker") is Edit.REMOVED
    assert found.of_node("sessions") is Edit.KEPT
    assert "1 node and 4 edges new" in found.told


def test_what_is_retired_is_taken_out_with_its_edges():
    """Without a scenario too."""
    retired = HypotheticalChange(kind=ChangeKind.RETIRE, node="ranker")
    found = edits_of(GRAPH, GRAPH, None, [retired])
    assert set(found.removed_nodes) == {"ranker"}
    assert found.of_edge(GRAPH.edges_into("ranker")[0].key) is Edit.REMOVED
    assert found.questions(GRAPH) == []


def test_other_changes_edit_nothing():
    """So that the picture of a plain what-if is drawn as the system is."""
    outage = HypotheticalChange(kind=ChangeKind.OUTAGE, node="ranker")
    assert not edits_of(GRAPH, GRAPH, None, [outage])
    assert not NO_EDITS


def test_of_a_part_only_what_is_new_beside_it_is_shown():
    """And what is new beside that in turn; an edge needs both its ends."""
    part = GRAPH.subgraph(["sessions", "clean-join"])
    near = edits(["model:a<-sessions", "dataset:b<-a", "model:far<-ranker"], shown=part, whole=False)
    assert ids(near) == {"a", "b"}
    assert keys(near) == {("sessions", "a"), ("a", "b")}
    assert ids(edits(["model:far<-ranker", "dataset:alone"])) == {"far", "alone"}
    assert not edits(["dataset:alone"], ["ranker"], shown=part, whole=False)


def test_only_an_edge_between_what_stays_has_a_sign_of_its_own():
    """The sign of a node speaks for its edges."""
    found = edits(NEW, ["sessions->watched-30d", "ranker"])
    assert {key[:2]: edit for key, edit in found.signed_edges().items()} == {
        ("sessions", "image-embedding"): Edit.ADDED,
        ("sessions", "watched-30d"): Edit.REMOVED,
    }
    texts = {pill.text for pill in drawn(found).pills}
    assert {"new", "removed"} <= texts


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_everything_else_stays_where_and_as_large_as_it_was(theme):
    """A card does not grow for an arrowhead more; the new card lies over none."""
    before, after = drawn(NO_EDITS, theme), drawn(edits(NEW, ["ranker"]), theme)
    at = dict(zip(after.nodes.ids, after.nodes.boxes.tolist(), strict=True))
    for node, box in zip(before.nodes.ids, before.nodes.boxes.tolist(), strict=True):
        assert at[node] == box
    new = corners(after.nodes.boxes[after.nodes.ids.index("taste")])
    for node, box in at.items():
        other = corners(box)
        apart = new[0] >= other[2] or other[0] >= new[2] or new[1] >= other[3] or other[1] >= new[3]
        assert node == "taste" or apart
    assert [(g.id, g.box) for g in before.groups] == [(g.id, g.box) for g in after.groups]


def test_what_is_edited_is_not_faded_and_has_lines_of_its_own():
    """New lines in the colour of what is new, removed ones in that of what is removed; both dashed."""
    picture = drawn(edits(NEW, ["sessions->watched-30d"]))
    by_ends = {key[:2]: j for j, key in enumerate(picture.edges.keys)}
    new, gone = by_ends[("watched-7d", "taste")], by_ends[("sessions", "watched-30d")]
    strokes = [picture.strokes[picture.edges.stroke[j]] for j in (new, gone)]
    assert strokes[0].colour == LIGHT.added
    assert all(stroke.dash for stroke in strokes)
    assert strokes[0] != strokes[1]
    assert picture.edges.edit[[new, gone]].tolist() == [Edit.ADDED, Edit.REMOVED]
    assert np.diff(picture.edges.starts)[new] > 0
    assert not picture.nodes.faded.any()


def test_the_legend_says_new_and_removed_only_where_they_occur():
    """And a sign on an edge is not taken for a version it keeps to."""
    said = {entry.sort for entry in drawn(edits(NEW)).legend}
    assert "added" in said
    assert "removed" not in said
    assert "removed" in {entry.sort for entry in drawn(edits((), ["ranker"])).legend}
    assert said - {"added"} == {entry.sort for entry in drawn(NO_EDITS).legend}
    plain = GRAPH.without(edges=[k for k, e in GRAPH.edges.items() if e.pin or e.filter])
    kept = edits(NEW, shown=plain)
    assert "pill" not in {entry.sort for entry in drawn(kept, graph=plain).legend}


def test_counts_are_those_of_the_system_and_the_description_tells_the_rest():
    """Nobody should take a scenario for what there is."""
    before, after = drawn(NO_EDITS), drawn(edits(NEW, ["ranker"]))
    assert before.subtitle == after.subtitle
    assert "1 node and 4 edges new, 1 node and" in after.description
    assert "removed" not in before.description


def test_questions_name_what_is_added_and_removed():
    """In the words of a person; a node's edges are not listed."""
    asked = scenario(NEW, ["ranker", "sessions->watched-30d"])
    made = edited(GRAPH, asked)
    assert edits_of(GRAPH, made, asked).questions(made) == [
        "taste is added",
        "ranker is removed",
        "sessions → image-embedding is added",
        "sessions → watched-30d is removed",
    ]
    assert EdgeKey("sessions", "image-embedding", EdgeKind.DERIVES) in made.edges
