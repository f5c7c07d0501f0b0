"""A what-if on a picture: nodes as the answer says, edges by what passes over them and nothing else."""

from dataclasses import replace

import pytest

from explorer.analysis.what_if.change import parse_change
from explorer.analysis.what_if.impact import what_if
from explorer.analysis.what_if.protection import Protected
from explorer.domain.entities import EdgeKey
from explorer.domain.kinds import EdgeKind
from explorer.domain.scenarios import ChangeKind
from explorer.drawing.impact_marks import marks_of, question_of
from explorer.drawing.picture import EFFECTS, Sight
from tests.drawing.systems import parcels, streamly

CHANGES = [
    (streamly, "new-version:image-embedding"),
    (streamly, "outage:sessions"),
    (streamly, "delay:play-events@24h"),
    (streamly, "schema-break:play-events.dwell_ms"),
    (streamly, "corrupt:rank-scores.confidence"),
    (streamly, "retrain:ranker"),
    (parcels, "schema-add:scan-events"),
    (parcels, "degrade:eta"),
    (parcels, "shift:road-map"),
]


def reached_over(graph, key, changes):
    """What a reader would have that nothing but this edge reaches: the end of the edge, put there a second time."""
    twin = replace(graph.nodes[key.to_id], id="~twin")
    alone = replace(graph.edges[key], to_id=twin.id)
    return what_if(graph.with_parts([twin], [alone]), changes).by_id.get(twin.id)


@pytest.mark.parametrize(("build", "text"), CHANGES)
def test_an_edge_has_the_colour_of_what_passes_over_it(build, text):
    """Each edge's mark is what the change would do to a reader that has no other input than this edge."""
    graph = build()
    change = parse_change(graph, text)
    marks = marks_of(what_if(graph, [change]))
    for key in graph.edges:
        expected = reached_over(graph, key, [change])
        if expected is None:
            assert key not in marks.edges
        else:
            mark = marks.edges[key]
            assert (expected.effect, expected.certainty == "possible") == (mark.effect, mark.possible)


def test_several_changes_are_laid_over_one_another():
    """With two changes of different delays, every edge shows the worst of either."""
    graph = streamly()
    both = [parse_change(graph, t) for t in ("delay:play-events@24h", "outage:image-embedding")]
    each = [marks_of(what_if(graph, [c])).edges for c in both]
    worst = {
        key: min((marks[key].effect for marks in each if key in marks), key=EFFECTS.index)
        for key in graph.edges
        if any(key in marks for marks in each)
    }
    assert worst == {key: mark.effect for key, mark in marks_of(what_if(graph, both)).edges.items()}


def test_a_revoked_access_marks_the_edge_it_cuts():
    """The edge that is cut carries what its reader meets, though nothing is wrong with its source."""
    graph = streamly()
    marks = marks_of(what_if(graph, [parse_change(graph, "revoke:watched-7d->ranker")]))
    assert marks.edges[EdgeKey("watched-7d", "ranker", EdgeKind.FEEDS)].effect == "breaks"
    assert EdgeKey("thumbnail", "ranker", EdgeKind.FEEDS) not in marks.edges


def test_nodes_carry_what_the_answer_says_of_them():
    """Effect, certainty and first wave are the answer's; who would notice is added where it is known."""
    graph = streamly()
    impact = what_if(graph, [parse_change(graph, "new-version:image-embedding")])
    marks = marks_of(impact, sight={"ranker": Sight.BLIND})
    assert set(impact.by_id) == set(marks.nodes)
    for row in impact.affected:
        mark = marks.nodes[row.id]
        assert (row.effect, row.certainty == "possible", row.first_wave) == (
            mark.effect,
            mark.possible,
            mark.wave,
        )
    assert Sight.BLIND is marks.nodes["ranker"].sight
    assert Sight.UNSAID is marks.nodes["thumbnail"].sight


def test_what_a_shield_keeps_from_the_change_is_marked_with_the_shield():
    """A node without any effect thanks to a pin, and the pinned edge; one that is hit all the same stays so."""
    graph = streamly()
    impact = what_if(graph, [parse_change(graph, "new-version:image-embedding")])
    pinned, passed = (
        EdgeKey("image-embedding", end, EdgeKind.FEEDS) for end in ("duplicate-detector", "thumbnail")
    )
    spared = Protected("duplicate-detector", "wrong", None, (pinned,))
    eased = Protected("ranker", "breaks", impact.by_id["ranker"].effect, (passed,))
    plain, marks = marks_of(impact), marks_of(impact, protected=[spared, eased])
    assert set(marks.nodes) - set(plain.nodes) == {"duplicate-detector"}
    assert marks.nodes["duplicate-detector"].effect == "protected"
    assert marks.nodes["ranker"] == plain.nodes["ranker"]
    assert {key: marks.edges[key].effect for key in set(marks.edges) - set(plain.edges)} == {
        pinned: "protected"
    }
    assert marks.edges[passed] == plain.edges[passed]


def test_the_summary_asks_the_question_and_counts_the_others():
    """The changed node is not counted among those it affects."""
    graph = streamly()
    impact = what_if(graph, [parse_change(graph, "new-version:image-embedding")])
    others = sum(not row.changed for row in impact.affected)
    summary = marks_of(impact).summary
    assert summary.startswith(
        f"What if image-embedding gets a new version? {others} of 21 other nodes affected"
    )


@pytest.mark.parametrize("kind", list(ChangeKind))
def test_every_kind_of_change_can_be_asked_in_words(kind):
    """No kind of change is left without a question, with the names and not the kind's own word."""
    graph = streamly()
    target = "rank-scores->home-page" if kind in ("threshold", "revoke") else "rank-scores"
    question = question_of(graph, parse_change(graph, f"{kind}:{target}"))
    assert "rank-scores" in question
    assert "-version:" not in question
