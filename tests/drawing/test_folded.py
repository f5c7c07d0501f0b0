"""A system with closed teams: nothing of it is lost, and everything that is not drawn by itself is counted."""

import random
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.domain.entities import Edge, Node, Team
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind
from explorer.domain.scenarios import ChangeKind, HypotheticalChange
from explorer.domain.system_graph import SystemGraph
from explorer.drawing.edits import Edits
from explorer.drawing.folded import (
    LARGEST,
    MOST_LEFT_OUT,
    NO_OWNER,
    OVERVIEW_FROM,
    WOOL,
    Folding,
    area_of,
    card_of,
    folded,
    overview_of,
    team_of,
    teams_of,
)
from explorer.drawing.folded_cards import folded_cards
from explorer.drawing.folded_marks import folded_edits, folded_marks
from explorer.drawing.impact_marks import marks_of
from explorer.drawing.marks import EdgeMark, Marks, NodeMark
from explorer.drawing.picture import EFFECTS, NO_EFFECT, NODE_KINDS, CardKind, Edit, Sight
from explorer.drawing.strokes import INFERRED_DASH
from explorer.drawing.theme import LIGHT
from explorer.session.views import view_of
from explorer.session.what_ifs import follow
from tests.drawing.systems import streamly

TEAMS = ("ads", "maps", "web")


@st.composite
def systems(draw):
    """Up to a dozen nodes of three teams or none, with any edges between them."""
    count = draw(st.integers(1, 12))
    kinds = st.sampled_from((NodeKind.DATASET, NodeKind.MODEL, NodeKind.WORLD))
    nodes = [
        Node(id=f"n{i}", kind=draw(kinds), name=f"n{i}", owner=draw(st.sampled_from((None, *TEAMS))))
        for i in range(count)
    ]
    ends = st.integers(0, count - 1)
    chosen = draw(st.sets(st.tuples(ends, ends, st.sampled_from(EdgeKind)), max_size=30))
    edges = [
        Edge(from_id=f"n{a}", to_id=f"n{b}", kind=kind, evidence=draw(st.sampled_from(Evidence)))
        for a, b, kind in sorted(chosen)
    ]
    return SystemGraph.of(nodes, edges)


foldings = st.builds(Folding, st.frozensets(st.sampled_from((*TEAMS, NO_OWNER, "nobody"))), st.floats(0, 1))


@given(systems(), foldings)
def test_every_node_is_drawn_or_in_one_card_or_hidden(graph, folding):
    """Counted by hand, node by node."""
    made = folded(graph, folding)
    in_cards = Counter(i for nodes in made.members.values() for i in nodes)
    for i, node in graph.nodes.items():
        is_closed = area_of(node) in folding.closed and area_of(node) is not None
        assert in_cards[i] == is_closed
        assert (i in made.within) == is_closed
        assert (i in made.graph.nodes) + is_closed + (i in made.hidden) == 1
    assert set(made.graph.nodes) - set(graph.nodes) == set(made.members)
    open_nodes = len(graph.nodes) - len(made.within)
    assert len(made.hidden) == int(open_nodes * min(folding.least, MOST_LEFT_OUT))


@given(systems(), foldings)
def test_every_edge_is_drawn_or_inside_a_card_or_in_one_bundle_or_cut(graph, folding):
    """Whatever is closed; and a bundle runs between the very ends that its edges have."""
    made = folded(graph, folding)
    places = Counter([k for keys in made.bundles.values() for k in keys])
    places += Counter([k for keys in made.thin.values() for k in keys])
    places += Counter([k for keys in made.inside.values() for k in keys])
    places += Counter(made.cut)
    places += Counter([k for k in made.graph.edges if k not in made.bundles])
    assert places == Counter(list(graph.edges))
    for bundle, keys in made.bundles.items():
        assert {tuple(made.within.get(i, i) for i in k[:2]) for k in keys} == {bundle[:2]}
    assert len({key[:2] for key in made.bundles}) == len(made.bundles)
    for card, keys in made.inside.items():
        assert all(made.within[k.from_id] == made.within[k.to_id] == card for k in keys)
    assert all(made.hidden & {k.from_id, k.to_id} for k in made.cut)


def woollen(seed, count):
    """As many teams of three, each with edges to nearly every other, and nodes that nobody owns."""
    chance = random.Random(seed)  # noqa: S311 - a made-up system, no secret
    owners = [None, *(f"t{i:02}" for i in range(count))]
    nodes = [
        Node(id=f"n{i}", kind=NodeKind.JOB, name="n", owner=owners[i // 3]) for i in range(3 * len(owners))
    ]
    ends = {tuple(chance.sample(range(len(nodes)), 2)) for _ in range(20 * len(nodes))}
    return SystemGraph.of(nodes, [Edge(from_id=f"n{a}", to_id=f"n{b}", kind=EdgeKind.FEEDS) for a, b in ends])


@given(st.integers(0, 99), st.integers(WOOL + 2, 9))
def test_of_a_ball_of_wool_only_the_largest_bundles_are_drawn(seed, count):
    """Every team keeps the largest that leaves it and the largest that enters it; how much is not drawn is told."""
    graph = woollen(seed, count)
    made = folded(graph, Folding(frozenset(teams_of(graph))))
    every = made.bundles | made.thin
    assert len(made.bundles) <= 2 * LARGEST * len(made.members)
    assert sum(map(len, made.thin.values())) + sum(map(len, made.bundles.values())) == sum(
        made.within[k.from_id] != made.within[k.to_id] for k in graph.edges
    )
    for card in set(made.members) - {card_of(NO_OWNER)}:
        for end in (0, 1):
            mine = {
                k: len(keys) for k, keys in every.items() if k[end] == card and card_of(NO_OWNER) not in k
            }
            assert any(mine[k] == max(mine.values()) for k in mine if k in made.bundles)
    edges = sum(map(len, made.thin.values()))
    assert f"{len(made.thin):,} thin bundles with {edges:,} edges not drawn" in made.told


def test_what_is_no_ball_of_wool_is_drawn_whole():
    """Few bundles hide nobody; nor are the edges of an open team left out, at which somebody looks."""
    graph = woollen(1, 6)
    teams = frozenset(teams_of(graph))
    assert not folded(graph, Folding(frozenset({"t00", "t01"}))).thin
    made = folded(graph, Folding(teams - {"t00"}))
    is_open = {i for i, node in graph.nodes.items() if node.owner == "t00"}
    assert not any(is_open & {k.from_id, k.to_id} for keys in made.thin.values() for k in keys)


@given(systems(), foldings)
def test_a_bundle_is_as_sure_as_the_surest_of_its_edges(graph, folding):
    """Declared before observed before inferred; one edge alone keeps what it says."""
    made = folded(graph, folding)
    order = list(Evidence)
    for key, bundled in made.bundles.items():
        surest = min((graph.edges[k].evidence for k in bundled), key=order.index)
        assert made.graph.edges[key].evidence is surest
        assert key.kind in {k.kind for k in bundled}
        assert made.counts.get(key, 1) == len(bundled)


@given(systems(), foldings, st.data())
def test_a_card_shows_the_worst_of_its_members(graph, folding, data):
    """The marks of what is drawn, compared with all members one by one."""
    made = folded(graph, folding)
    hit = {i: data.draw(st.sampled_from(EFFECTS)) for i in graph.nodes if data.draw(st.booleans())}
    over = {k: data.draw(st.sampled_from(EFFECTS)) for k in graph.edges if data.draw(st.booleans())}
    marks = Marks(
        {i: NodeMark(effect, possible=len(i) > 2) for i, effect in hit.items()},
        {k: EdgeMark(effect) for k, effect in over.items()},
    )
    drawn = folded_marks(made, marks)
    for card, members in made.members.items():
        found = sorted((EFFECTS.index(hit[i]), len(i) > 2) for i in members if i in hit)
        mark = drawn.nodes.get(card)
        assert (mark and (EFFECTS.index(mark.effect), mark.possible)) == (found[0] if found else None)
    for key, bundled in made.bundles.items():
        found = sorted(EFFECTS.index(over[k]) for k in bundled if k in over)
        mark = drawn.edges.get(key)
        assert (mark and EFFECTS.index(mark.effect)) == (found[0] if found else None)
    assert all(drawn.nodes[i] == mark for i, mark in marks.nodes.items() if i in made.graph.nodes)


def test_one_blind_node_makes_its_team_blind():
    """Somebody must still look there."""
    made = folded(streamly(), Folding(frozenset({"vision"})))
    marks = Marks(
        {
            "image-embedding": NodeMark("shifts", sight=Sight.SEEN),
            "duplicate-detector": NodeMark("stale", sight=Sight.BLIND),
        }
    )
    assert folded_marks(made, marks).nodes[card_of("vision")] == NodeMark("shifts", sight=Sight.BLIND)


def test_a_closed_team_says_what_is_in_it():
    """With its own name where it has one, and a card of a kind that no node has."""
    graph = streamly()
    graph = SystemGraph.of(
        graph.nodes.values(), graph.edges.values(), name="s", teams=[Team(id="growth", name="Growth & Co")]
    )
    made = folded(graph, Folding(frozenset({"growth", "platform"})))
    cards, index = folded_cards(made), made.graph.arrays.index
    place = index[card_of("growth")]
    assert cards.titles[place] == "Growth & Co"
    assert cards.subtitles[place] == "2 nodes: 1 metric and 1 objective"
    assert NODE_KINDS[cards.kind[place]] is CardKind.TEAM
    assert not cards.dashed[place]
    assert made.told == "2 of 5 teams closed: 4 of 22 nodes"


def test_a_picture_of_closed_teams_says_so():
    """In its subtitle and aloud, so that an export of it says so too; bundles carry their count."""
    picture = view_of(streamly(), {}, folding=Folding(frozenset({"recs", "platform"}))).picture(LIGHT)
    assert "2 of 5 teams closed" in picture.subtitle
    assert "2 of 5 teams closed" in picture.description
    assert "22 nodes" in picture.subtitle
    assert {g.id for g in picture.groups} == {"growth", "vision", "web"}
    between = (card_of("platform"), card_of("recs"))
    pills = {picture.edges.keys[p.edge][:2]: p.text for p in picture.pills}
    assert pills[between] == "2"
    assert {e.text for e in picture.legend} >= {"closed team", "so many edges as one"}
    inside, edges = picture.standing_for(
        [
            key
            for key in streamly().edges
            if {key.from_id, key.to_id} <= {"sessions", "clean-join", "play-events"}
        ]
    )
    assert inside == {card_of("recs")}
    assert between in {key[:2] for key in edges}


def test_a_bundle_of_what_is_only_inferred_is_dotted():
    """The evidence of several edges is seen as that of one is."""
    nodes = [Node(id=i, kind=NodeKind.DATASET, name=i, owner=i[0]) for i in ("a1", "a2", "b")]
    edges = [
        Edge(from_id=i, to_id="b", kind=EdgeKind.FEEDS, evidence=Evidence.INFERRED) for i in ("a1", "a2")
    ]
    picture = view_of(SystemGraph.of(nodes, edges), {}, folding=Folding(frozenset("a"))).picture(LIGHT)
    assert [picture.strokes[i].dash for i in picture.edges.stroke] == [INFERRED_DASH]


def test_a_scenario_reaches_into_a_closed_team():
    """A new edge ends at its card; what cannot be seen is told."""
    graph = streamly()
    made = folded(graph, Folding(frozenset({"growth", "platform"})))
    new = Node(id="second", kind=NodeKind.MODEL, name="second", owner="growth")
    edges = [
        Edge(from_id="play-events", to_id="second", kind=EdgeKind.FEEDS),
        Edge(from_id="watch-hours", to_id="second", kind=EdgeKind.FEEDS),
        Edge(from_id="watch-hours", to_id="retention", kind=EdgeKind.FEEDS),
    ]
    gone = {"retention": graph.nodes["retention"], "home-page": graph.nodes["home-page"]}
    drawn, note = folded_edits(made, Edits((new,), tuple(edges), gone))
    assert {e.key[:2] for e in drawn.edges} == {
        (card_of("platform"), "second"),
        (card_of("growth"), "second"),
    }
    assert set(drawn.removed_nodes) == {"home-page"}
    assert note == "2 edits inside what is closed or hidden"


@pytest.mark.parametrize(
    ("count", "teams", "is_overview"),
    [(OVERVIEW_FROM + 1, 3, True), (OVERVIEW_FROM, 3, False), (OVERVIEW_FROM + 1, 2, False)],
)
def test_a_large_system_opens_with_its_teams_closed(count, teams, is_overview):
    """Where there are teams enough to make an overview."""
    nodes = [Node(id=f"n{i}", kind=NodeKind.JOB, name="n", owner=f"t{i % teams}") for i in range(count)]
    graph = SystemGraph.of(nodes, [])
    assert overview_of(graph).closed == (frozenset(teams_of(graph)) if is_overview else frozenset())


def test_what_nobody_owns_closes_to_one_card():
    """In an overview, with the number of its nodes; the world stays as it is, and one node alone too."""
    owned = [Node(id=f"n{i}", kind=NodeKind.JOB, name="n", owner=f"t{i % 3}") for i in range(OVERVIEW_FROM)]
    loose = [Node(id=f"x{i}", kind=NodeKind.DATASET, name="x") for i in range(172)]
    world = Node(id="world", kind=NodeKind.WORLD, name="Users")
    made = folded(graph := SystemGraph.of([*owned, *loose, world], []), overview_of(graph))
    assert set(made.graph.nodes) == {"world", *map(card_of, ("t0", "t1", "t2", NO_OWNER))}
    assert made.graph.nodes[card_of(NO_OWNER)].name == "No owner"
    subtitles = folded_cards(made).subtitles
    assert subtitles[made.graph.arrays.index[card_of(NO_OWNER)]] == "172 nodes: 172 datasets"
    assert made.told == "3 of 3 teams and what has no owner closed: 1,672 of 1,673 nodes"
    assert (
        folded(graph, Folding(frozenset({NO_OWNER}))).told == "what has no owner closed: 172 of 1,673 nodes"
    )
    assert teams_of(SystemGraph.of([*owned, loose[0]], [])) == ("t0", "t1", "t2")


def test_no_id_of_a_node_is_taken_for_a_team():
    """A node may be called whatever it likes."""
    assert team_of(card_of("growth")) == "growth"
    assert team_of("team growth") is None


def test_the_least_important_go_first():
    """Few edges before many; a high criticality, a loop and what a what-if affects stay."""
    graph = streamly()
    few = folded(graph, Folding(least=0.2))
    assert "catalogue-coverage" in few.hidden
    assert not few.hidden & {"ranker", "sessions", "play-events"}
    kept = folded(graph, Folding(least=0.2, kept=frozenset({"catalogue-coverage"})))
    assert "catalogue-coverage" not in kept.hidden
    assert few.told == "4 of 22 nodes hidden as the least important with 5 edges"


@settings(max_examples=15)
@given(st.integers(0, 99))
def test_what_an_answer_passes_through_is_drawn_though_it_is_thin(seed):
    """At least the largest that leaves and enters each card, led and marked; no card moves, the rest is told of."""
    graph = woollen(seed, 7)
    view = view_of(graph, {}, folding=Folding(frozenset(teams_of(graph))))
    thin = view.folded.thin
    hub = max(graph.nodes, key=lambda i: len(graph.edges_from(i)))
    what_if = follow(graph, (HypotheticalChange(kind=ChangeKind.SCHEMA_BREAK, node=hub),))
    before, picture = view.picture(LIGHT), view.picture(LIGHT, what_if)
    passed = set(marks_of(what_if.impact).edges)
    through = {key for key, bundled in thin.items() if passed.intersection(bundled)}
    lit = set(picture.edges.keys) - set(before.edges.keys)
    assert lit <= through and set(before.edges.keys) <= set(picture.edges.keys)
    assert {key[0] for key in lit} == {key[0] for key in through}
    assert {key[1] for key in lit} == {key[1] for key in through}
    if len(through) <= WOOL * len({end for key in through for end in key[:2]}):
        assert lit == through
    for number, key in enumerate(picture.edges.keys):
        if key in lit:
            assert picture.edges.starts[number + 1] - picture.edges.starts[number] >= 2
            assert picture.edges.effect[number] != NO_EFFECT and not picture.edges.faded[number]
            assert picture.bundles[key] == thin[key] and picture.edges.edit[number] == Edit.KEPT
    assert np.array_equal(picture.nodes.boxes[:, :2] + picture.nodes.boxes[:, 2:] / 2, view.layout.centres)
    left = len(thin) - len(lit)
    assert (f"{left:,} thin bundle" in picture.subtitle) == (left > 0)
