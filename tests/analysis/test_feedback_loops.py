"""Feedback loops: found, told, and not invented; checked against a brute force that walks every way."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.analysis.feedback_loops import feedback_loops, find_feedback_loops, way_of
from explorer.analysis.loops import broken
from explorer.analysis.loops.actions import told_cut
from explorer.analysis.loops.carrying import LOOP_KINDS
from explorer.domain.entities import Edge, Filter
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind, Pin, Retrain, Severity
from explorer.domain.system_graph import SystemGraph
from explorer.errors import Cancelled
from tests.analysis.loops.oracle import small_systems, with_cuts
from tests.analysis.systems import node, system


def streaming(**page_edge) -> SystemGraph:
    """A ranker whose scores are filtered by another team and come back through the viewers."""
    return system(
        [
            node("model", "ranker", owner="recs"),
            node("dataset", "scores", owner="recs"),
            node("consumer", "page", owner="web"),
            node("world", "viewers"),
            node("dataset", "events", owner="platform"),
            node("job", "labels", owner="recs"),
        ],
        [
            ("ranker", "scores"),
            ("scores", "page", page_edge),
            ("page", "viewers"),
            ("viewers", "events", {"confidence": 0.9}),
            ("events", "labels"),
            ("labels", "ranker"),
        ],
    )


def test_a_loop_through_the_world_and_another_team_is_hidden_and_an_error():
    """The finding says each reason for which the loop is hidden."""
    (finding,) = find_feedback_loops(streaming())
    assert finding.severity is Severity.ERROR
    assert "crosses teams (recs, web and platform)" in finding.reason
    assert "passes through viewers" in finding.reason
    assert "learns from what it caused" in finding.reason
    assert [k.to_id for k in finding.edges] == ["scores", "page", "viewers", "events", "labels", "ranker"]


def test_a_frozen_copy_breaks_the_loop():
    """Nothing travels over an edge that holds its own copy."""
    assert find_feedback_loops(streaming(pin=Pin.FROZEN)) == []


def test_a_loop_on_an_inferred_edge_is_no_error():
    """A finding is never more severe than its weakest edge's evidence allows."""
    (finding,) = find_feedback_loops(streaming(evidence=Evidence.INFERRED))
    assert finding.severity is Severity.WARNING
    assert "nobody declared scores → page" in finding.reason


def test_a_loop_within_one_team_is_known_to_it():
    """A model that reads its own output, all declared by one team, is a loop but not hidden."""
    graph = system(
        [node("model", "ranker", owner="recs"), node("dataset", "popularity", owner="recs")],
        [("ranker", "popularity"), ("popularity", "ranker")],
    )
    (finding,) = find_feedback_loops(graph)
    assert finding.severity is Severity.WARNING
    assert "hidden" not in finding.reason
    assert "at serving time" in finding.reason


def test_a_table_made_from_its_own_yesterday_is_no_feedback_loop():
    """A round without a model is state, not feedback."""
    graph = system(
        [node("dataset", "totals"), node("job", "add")],
        [("totals", "add"), ("add", "totals"), ("totals", "totals")],
    )
    assert find_feedback_loops(graph) == []


def test_a_dashboard_without_a_way_into_the_world_closes_no_loop():
    """Watching, judging and triggering carry no data back."""
    graph = system(
        [node("model", "ranker"), node("metric", "clicks"), node("job", "train")],
        [
            ("ranker", "clicks", {"kind": "optimises"}),
            ("clicks", "train", {"kind": "triggers"}),
            ("train", "ranker"),
        ],
    )
    assert find_feedback_loops(graph) == []


NAMES = "abcdef"


@st.composite
def random_systems(draw):
    """Up to six nodes, any edge kinds, any pins."""
    kinds = draw(st.lists(st.sampled_from(["model", "dataset", "job", "world"]), min_size=1, max_size=6))
    nodes = [node(k, NAMES[i]) for i, k in enumerate(kinds)]
    end = st.integers(0, len(nodes) - 1)
    edges = draw(
        st.lists(
            st.builds(
                lambda a, b, kind, pin: Edge(from_id=NAMES[a], to_id=NAMES[b], kind=kind, pin=pin),
                end,
                end,
                st.sampled_from(list(EdgeKind)),
                st.sampled_from([None, None, Pin.FROZEN, Pin.PINNED]),
            ),
            max_size=14,
            unique_by=lambda e: e.key,
        )
    )
    return SystemGraph.of(nodes, edges)


def reachable(graph: SystemGraph, start: str) -> set[str]:
    """Every node at the end of a way of one edge or more, walked naively."""
    seen: set[str] = set()
    stack = [start]
    while stack:
        here = stack.pop()
        for edge in graph.edges.values():
            carries = edge.from_id == here and edge.kind in LOOP_KINDS and edge.pin is not Pin.FROZEN
            if carries and edge.to_id not in seen:
                seen.add(edge.to_id)
                stack.append(edge.to_id)
    return seen


@settings(max_examples=300)
@given(random_systems())
def test_a_model_is_in_a_finding_exactly_when_it_can_reach_itself(graph):
    """The parts found are those that walking every way finds, and each told way is a real one."""
    findings = find_feedback_loops(graph)
    looping = {i for i, n in graph.nodes.items() if n.kind is NodeKind.MODEL and i in reachable(graph, i)}
    told = {i for f in findings for i in f.nodes if graph.nodes[i].kind is NodeKind.MODEL}
    assert told == looping
    for finding in findings:
        ends = [(k.from_id, k.to_id) for k in way_of(finding)]
        assert {(k.from_id, k.to_id) for k in finding.edges} == set(ends)
        assert all(k in graph.edges and graph.edges[k].kind in LOOP_KINDS for k in finding.edges)
        assert all(graph.edges[k].pin is not Pin.FROZEN for k in finding.edges)
        assert tuple(a for a, _ in ends) == finding.nodes
        assert [b for _, b in ends] == [*finding.nodes[1:], finding.nodes[0]]
        assert graph.nodes[finding.nodes[0]].kind is NodeKind.MODEL


@settings(max_examples=200)
@given(random_systems())
def test_a_training_edge_from_what_the_model_reaches_is_in_a_finding(graph):
    """Learning loops are not left out because a shorter way round exists."""
    told = {k for f in find_feedback_loops(graph) for k in f.edges}
    for edge in graph.edges.values():
        learns = edge.kind is EdgeKind.TRAINS and edge.pin is not Pin.FROZEN
        is_model = graph.nodes[edge.to_id].kind is NodeKind.MODEL
        if learns and is_model and edge.from_id in reachable(graph, edge.to_id) | {edge.to_id}:
            assert edge.key in told


def test_an_edge_that_runs_beside_one_of_the_way_is_told_with_it():
    """To cut one of two edges between the same nodes breaks nothing, so both are in the finding."""
    ends = {("a", "b", EdgeKind.FEEDS), ("a", "b", EdgeKind.TRAINS), ("b", "a", EdgeKind.TRAINS)}
    edges = [Edge(from_id=a, to_id=b, kind=kind) for a, b, kind in sorted(ends)]
    (learning,) = find_feedback_loops(SystemGraph.of([node("model", "a"), node("model", "b")], edges))
    assert set(learning.edges) == {e.key for e in edges}
    assert len(way_of(learning)) == 2
    (beside,) = set(learning.edges) - set(way_of(learning))
    assert f"beside it a → b: {beside.kind}, declared" in learning.evidence


def test_the_way_through_another_teams_filter_is_told_beside_a_shorter_one():
    """A model that also reads its own mean score has two loops, and the hidden one comes first."""
    graph = streaming().with_parts(
        nodes=[node("feature", "popularity", owner="recs")],
        edges=[
            Edge(from_id="scores", to_id="popularity", kind=EdgeKind.FEEDS),
            Edge(from_id="popularity", to_id="ranker", kind=EdgeKind.FEEDS),
        ],
    )
    hidden, short = find_feedback_loops(graph)
    assert hidden.severity is Severity.ERROR
    assert hidden.nodes == ("ranker", "scores", "page", "viewers", "events", "labels")
    assert short.nodes == ("ranker", "scores", "popularity")


# ---- kinds of loop


def sorts(graph):
    """The variants found, worst first."""
    return [f.variant for f in find_feedback_loops(graph)]


def test_what_is_read_and_learnt_from_is_a_loop_of_each_sort():
    """Stopping to train on it leaves the loop at serving time, which people forget."""
    nodes = [node("model", "m", owner="a"), node("dataset", "d", owner="a")]
    read, learnt = ("d", "m", {"kind": "feeds"}), ("d", "m", {"kind": "trains"})
    assert sorted(sorts(system(nodes, [("m", "d"), read, learnt]))) == ["learning", "serving-time"]
    held_out = ("d", "m", {"kind": "trains", "exploration": 1.0})
    assert sorts(system(nodes, [("m", "d"), read, held_out])) == ["serving-time"]


def test_a_model_that_is_never_trained_again_learns_from_nothing():
    """Its training edge carries nothing any more; what it reads still does."""
    graph = streaming().with_parts([node("model", "ranker", owner="recs", retrain=Retrain.NEVER)])
    assert find_feedback_loops(graph) == []
    assert feedback_loops(graph).broken == (
        "No loop: ranker → scores → page → viewers → events → labels → ranker is broken by ranker, which never "
        "learns again at labels → ranker.",
    )


@pytest.mark.parametrize(
    ("edge", "reason"),
    [({"pin": Pin.FROZEN}, "a frozen copy"), ({"exploration": 1.0}, "traffic that no model decides")],
)
def test_what_would_be_a_loop_is_named_with_what_breaks_it(edge, reason):
    """So that nobody takes the frozen copy away without knowing."""
    found = feedback_loops(streaming(**edge))
    assert found.findings == ()
    (told,) = found.broken
    assert f"is broken by {reason} at scores → page" in told


def two_models(**mail_edge):
    """Two models of two teams, each of which learns from what the viewers do whom both reach."""
    return streaming().with_parts(
        [node("model", "mailer", owner="growth"), node("consumer", "mail", owner="growth")],
        [
            Edge(from_id="mailer", to_id="mail", kind=EdgeKind.FEEDS),
            Edge(from_id="mail", to_id="viewers", kind=EdgeKind.INFLUENCES),
            Edge(from_id="events", to_id="mailer", kind=EdgeKind.TRAINS, **mail_edge),
        ],
    )


def test_two_models_that_meet_in_the_world_are_a_finding_of_their_own():
    """Neither loop holds the other's model, and yet each learns from what the other caused."""
    found = find_feedback_loops(two_models())
    (meeting,) = [f for f in found if f.variant == "two-model"]
    assert "mailer and ranker meet in viewers" in meeting.reason
    assert {"mailer", "ranker", "viewers", "page", "mail"} <= set(meeting.nodes)
    assert sorted(f.variant for f in found) == ["learning", "learning", "two-model"]


def test_they_no_longer_meet_once_one_of_them_is_held_out():
    """What would clear it, done."""
    assert sorts(two_models(exploration=1.0)) == ["learning"]


# ---- remedies


def test_every_remedy_clears_its_loop():
    """The cuts named in the remedies, made."""
    for graph in (streaming(), two_models()):
        found = feedback_loops(graph)
        cuts = [cut for plan in found.plans for cut in plan.cuts]
        assert find_feedback_loops(with_cuts(graph, cuts)) == []
        for finding in found.findings:
            on_it = [cut for cut in cuts if {e.key for e in cut.edges} & set(finding.edges)]
            assert on_it
            assert all(told_cut(graph, cut) in finding.remedy for cut in on_it)
            assert finding.clears.endswith(".")


FLOOR = Filter(field="confidence", op=">=", value=0.5)


def test_exploration_past_the_filter_makes_it_milder():
    """It is still a loop, but one that can be measured."""
    (bare,) = find_feedback_loops(streaming(filter=FLOOR))
    (explored,) = find_feedback_loops(streaming(filter=FLOOR, exploration=0.1))
    assert (bare.severity, explored.severity) == (Severity.ERROR, Severity.WARNING)
    assert "Strength: strong" in bare.reason
    assert "“confidence ≥ 0.5” at page (nothing explored)" in bare.reason
    assert "Strength: weak" in explored.reason
    assert "“confidence ≥ 0.5” at page (10.0% explored)" in explored.reason
    assert "exploration" in bare.remedy


def test_exploration_at_one_filter_helps_nothing_where_another_has_none():
    """What the second filter holds back is never seen, whatever the first lets through."""
    graph = streaming(filter=FLOOR, exploration=0.1)
    (labels,) = (e for e in graph.edges.values() if e.to_id == "labels")
    (finding,) = find_feedback_loops(graph.with_parts(edges=[replace(labels, filter=FLOOR)]))
    assert finding.severity is Severity.ERROR


def test_training_on_a_share_left_to_chance_makes_it_milder():
    """A randomised slice beside the rest."""
    graph = streaming(filter=FLOOR)
    (learnt,) = (e for e in graph.edges.values() if e.to_id == "ranker")
    (finding,) = find_feedback_loops(graph.with_parts(edges=[replace(learnt, exploration=0.05)]))
    assert finding.severity is Severity.WARNING


def test_who_is_not_known_to_own_may_be_another_team():
    """Taking away an owner does not make a loop known to all."""
    graph = system([node("model", "m", owner="a"), node("dataset", "d")], [("m", "d"), ("d", "m")])
    (finding,) = find_feedback_loops(graph)
    assert finding.severity is Severity.ERROR
    assert "nobody says who owns d" in finding.reason


# ---- bounds


def all_reading_all(count):
    """Models that all read one another."""
    names = [f"m{i}" for i in range(count)]
    return system(
        [node("model", i, owner="a") for i in names],
        [(a, b, {"kind": "feeds"}) for a in names for b in names if a != b],
    )


def test_a_part_with_too_many_loops_is_told_by_its_shortest_and_the_bound_is_named():
    """Seven models have 2,365 ways round; each model's shortest are told, the part, and what was left out."""
    found = feedback_loops(all_reading_all(7))
    part = [f for f in found.findings if f.variant == "component"]
    assert [len(f.nodes) for f in part] == [7]
    loops = [f for f in found.findings if f.variant != "component"]
    assert {i for f in loops for i in f.nodes} == set(all_reading_all(7).nodes)
    assert all(len(f.edges) == 2 for f in loops)
    assert any("500 feedback loops" in text and "30 steps" in text for text in found.bounds)


def test_within_the_bounds_nothing_is_said_of_them():
    """A bound that was not met is no news."""
    assert feedback_loops(all_reading_all(4)).bounds == ()


def test_a_loop_of_more_than_thirty_steps_is_told_where_there_is_no_shorter():
    """And it is said that longer ones are not listed one by one."""
    names = [*(f"d{i:02}" for i in range(40)), "m"]
    graph = system(
        [*(node("dataset", i, owner="a") for i in names[:-1]), node("model", "m", owner="a")],
        [(a, b, {"kind": "feeds"}) for a, b in zip(names, [*names[1:], names[0]], strict=True)],
    )
    found = feedback_loops(graph)
    assert [len(f.nodes) for f in found.findings] == [41]
    assert any("30 steps" in text for text in found.bounds)


# ---- what holds for every system


def essence(findings, names=None):
    """What must not depend on names."""
    names = names or {}
    return Counter(
        (
            f.variant,
            f.severity,
            frozenset(names.get(i, i) for i in f.nodes),
            frozenset(
                (names.get(k.from_id, k.from_id), names.get(k.to_id, k.to_id), k.kind) for k in f.edges
            ),
        )
        for f in findings
    )


@settings(max_examples=150)
@given(small_systems(), st.randoms(use_true_random=False))
def test_names_and_what_has_nothing_to_do_with_it_change_nothing(graph, random):
    """Under other ids, and beside another system, the same is found."""
    one_kind = {(k.from_id, k.to_id): e for k, e in graph.edges.items()}
    graph = SystemGraph.of(graph.nodes.values(), one_kind.values())
    others = list(graph.nodes)
    random.shuffle(others)
    names = dict(zip(graph.nodes, others, strict=True))
    renamed = SystemGraph.of(
        (replace(n, id=names[i], name=names[i]) for i, n in graph.nodes.items()),
        (replace(e, from_id=names[e.from_id], to_id=names[e.to_id]) for e in graph.edges.values()),
    )
    found = find_feedback_loops(graph)
    assert essence(find_feedback_loops(renamed)) == essence(found, names)
    beside = streaming()
    both = graph.with_parts(beside.nodes.values(), beside.edges.values())
    assert essence(find_feedback_loops(both)) == essence(found) + essence(find_feedback_loops(beside))


@settings(max_examples=200)
@given(small_systems(), st.data())
def test_forgetting_something_never_makes_it_look_better(graph, data):
    """Without an owner, a pin, an exploration, or that a model is never trained, no loop is milder or gone."""
    node_id = data.draw(st.sampled_from(list(graph.nodes)))
    key = data.draw(st.sampled_from([None, *graph.edges]))
    forgotten = graph.with_parts([replace(graph.nodes[node_id], owner=None, retrain=None)])
    if key is not None:
        forgotten = forgotten.with_parts(edges=[replace(graph.edges[key], pin=None, exploration=None)])
    order = list(Severity)
    worst = {}
    for finding in find_feedback_loops(forgotten):
        told = frozenset(finding.nodes[: len(way_of(finding))]), finding.variant
        worst[told] = min(order.index(finding.severity), worst.get(told, len(order)))
    for finding in find_feedback_loops(graph):
        if finding.variant != "two-model" and not any(n.view for n in graph.nodes.values()):
            told = frozenset(finding.nodes[: len(way_of(finding))]), finding.variant
            assert worst[told] <= order.index(finding.severity)
    assert len(find_feedback_loops(forgotten)) >= len(find_feedback_loops(graph)) or any(
        n.view for n in graph.nodes.values()
    )


def test_it_can_be_stopped():
    """At any of its steps."""
    for most in (1, 5, 50):
        calls = []

        def check(most=most, calls=calls):
            calls.append(1)
            if len(calls) > most:
                raise Cancelled

        with pytest.raises(Cancelled):
            feedback_loops(all_reading_all(6), check)


def test_of_many_broken_rounds_those_not_looked_at_are_counted(monkeypatch):
    """Where looking for what an edge breaks takes too many steps, it is said how many were not looked at."""
    monkeypatch.setattr(broken, "MOST_STEPS", 1)
    nodes = [node("model", "a"), node("consumer", "page"), node("world", "users"), node("dataset", "clicks")]
    arrows = [("a", "page"), ("page", "users"), ("users", "clicks", {"exploration": 1.0})]
    arrows += [("clicks", "a", {"pin": Pin.FROZEN})]
    loops = feedback_loops(system(nodes, arrows))
    assert len(loops.broken) == 2
    assert loops.broken[1].startswith(
        "1 more edge over which nothing passes that a model decided was not looked at"
    )
