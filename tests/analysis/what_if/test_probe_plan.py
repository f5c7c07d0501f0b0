"""The fewest probes, against trying every choice and measuring again."""

from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.analysis.what_if.impact import what_if
from explorer.analysis.what_if.measurement import measured
from explorer.analysis.what_if.probe_plan import action_text, probe_plan
from explorer.domain.kinds import Channel, EdgeKind, Evidence, NodeKind, Subtype
from explorer.domain.system_graph import SystemGraph
from explorer.errors import Cancelled
from tests.analysis.what_if.systems import cases, change, edge, node
from tests.analysis.what_if.test_forgetting import OF_EDGES, OF_NODES, consistent, forgetting

V, T, A = Channel.VALUE, Channel.TIME, Channel.AVAILABILITY
NEVER = (NodeKind.WORLD, NodeKind.OBJECTIVE)


def plan_of(graph, changes):
    """The plan for some changes."""
    impact = what_if(graph, changes)
    return probe_plan(impact, measured(impact), seconds=10)


def with_probes(graph, places):
    """The graph with a monitor of each of these (node, channel) places."""
    monitors = [node(f"probe {i}", NodeKind.MONITOR, detects=(c,)) for i, (_, c) in enumerate(places)]
    watches = [edge(n, f"probe {i}", EdgeKind.WATCHES) for i, (n, _) in enumerate(places)]
    return graph.with_parts(monitors, watches)


def blind_in(graph, changes):
    """All that nobody would see."""
    found = measured(what_if(graph, changes))
    return {(i, c) for i, at in found.items() for c in at.blind_channels}


@settings(max_examples=40, deadline=None)
@given(cases(most_nodes=5, most_edges=8, most=2))
def test_the_plan_leaves_blind_what_cannot_be_measured_and_no_fewer_probes_do(case):
    """Built as planned the probes show all but what the plan gives up; no smaller choice shows as much."""
    graph, changes = case
    plan = plan_of(graph, changes)
    places = [(p.node, p.channel) for p in plan.probes]
    assert blind_in(with_probes(graph, places), changes) == set(plan.unmeasurable)
    everywhere = [(i, c) for i, n in graph.nodes.items() if n.kind not in NEVER for c in Channel]
    assert blind_in(with_probes(graph, everywhere), changes) == set(plan.unmeasurable)
    assert plan.is_minimal
    assert not plan.bounds
    if 0 < len(places) <= 3:
        affected = {(i, c) for i, c in everywhere if i in what_if(graph, changes).by_id}
        for fewer in combinations(sorted(affected), len(places) - 1):
            assert blind_in(with_probes(graph, fewer), changes) != set(plan.unmeasurable)


@settings(max_examples=60, deadline=None)
@given(cases())
def test_probes_stand_where_they_can_and_show_what_they_say(case):
    """Never on the world or an objective; each shows something blind, and each alone shows what is certain."""
    graph, changes = case
    before = blind_in(graph, changes)
    plan = plan_of(graph, changes)
    assert set(plan.unmeasurable) <= before
    covered = set()
    for probe in plan.probes:
        assert graph.nodes[probe.node].kind not in NEVER
        assert probe.covers
        assert set(probe.covers) <= before
        covered |= set(probe.covers)
    assert covered == before - set(plan.unmeasurable)


@pytest.mark.parametrize("what", [w for w in (*OF_EDGES, *OF_NODES) if w != "exploration"])
@settings(max_examples=15, deadline=None)
@given(data=st.data(), case=cases(most_nodes=6, most_edges=10))
def test_forgetting_never_makes_the_plan_smaller(what, data, case):
    """With less known no fewer probes would do, and what could not be measured still cannot."""
    graph, changes = case
    graph = consistent(graph)
    plan, less = plan_of(graph, changes), plan_of(forgetting(data, graph, what), changes)
    assert set(plan.unmeasurable) <= set(less.unmeasurable)
    assert len(plan.probes) <= len(less.probes) + len(less.unmeasurable) - len(plan.unmeasurable)


def test_one_probe_three_steps_on_does_for_four():
    """A value that certainly comes along is watched once, where most of it is seen."""
    graph = SystemGraph.of(
        [node(i, NodeKind.CONSUMER) for i in "abcd"], [edge(x, y) for x, y in ("ab", "bc", "cd")]
    )
    [probe] = plan_of(graph, [change("shift", "a")]).probes
    assert (probe.node, probe.channel) == ("d", V)
    assert probe.covers == (("d", V), ("a", V), ("b", V), ("c", V))
    inferred = graph.with_parts(
        edges=[replace(graph.edges["b", "c", EdgeKind.FEEDS], evidence=Evidence.INFERRED)]
    )
    assert [p.node for p in plan_of(inferred, [change("shift", "a")]).probes] == ["b", "d"]


def test_what_no_probe_would_show_is_given_up_by_name():
    """A world that nobody reads from cannot be measured; one whose data is read is seen in the data."""
    graph = SystemGraph.of(
        [node("page", NodeKind.CONSUMER), node("users", NodeKind.WORLD), node("events")],
        [
            edge("page", "users", EdgeKind.INFLUENCES),
            edge("users", "events", EdgeKind.INFLUENCES, confidence=0.9),
        ],
    )
    plan = plan_of(graph, [change("shift", "page")])
    assert [(p.node, p.channel) for p in plan.probes] == [("events", V)]
    assert plan.unmeasurable == ()
    alone = plan_of(graph.without(["events"]), [change("shift", "page")])
    assert [(p.node, p.channel) for p in alone.probes] == [("page", V)]
    assert alone.unmeasurable == (("users", V),)


def test_a_probe_is_said_as_something_to_do():
    """What kind of monitor, on what, of what, and how often where that is known."""
    graph = SystemGraph.of(
        [
            node("ranker", NodeKind.MODEL, cadence=timedelta(days=7)),
            node("scores", subtype=Subtype.PREDICTIONS),
            node("events", freshness=timedelta(minutes=10)),
            node("table", cadence=timedelta(days=1)),
            node("hours", freshness=timedelta(hours=6)),
            node("other"),
        ],
        [edge("ranker", "scores", EdgeKind.PRODUCES)],
    )
    assert [
        action_text(graph, i, c) for i, c in (("scores", V), ("events", T), ("table", A), ("hours", V))
    ] == [
        "drift monitor on scores, value, weekly",
        "freshness monitor on events, time, every 10 minutes",
        "availability monitor on table, availability, daily",
        "drift monitor on hours, value, every 6 hours",
    ]
    assert action_text(graph, "other", Channel.SCHEMA) == "schema monitor on other, schema"


def test_a_probe_behind_the_world_a_model_shapes_is_marked():
    """What it shows of values is in part what the model caused."""
    graph = SystemGraph.of(
        [
            node("model", NodeKind.MODEL),
            node("users", NodeKind.WORLD),
            node("clicks"),
            node("sales"),
            node("app", NodeKind.JOB),
        ],
        [
            edge("model", "users", EdgeKind.INFLUENCES),
            edge("users", "clicks", EdgeKind.INFLUENCES),
            edge("app", "clicks", EdgeKind.PRODUCES),
            edge("app", "sales", EdgeKind.PRODUCES),
        ],
    )
    plan = plan_of(graph, [change("shift", "app")])
    by_node = {p.node: p.is_compromised for p in plan.probes}
    assert by_node == {"clicks": True, "sales": False}


def test_nothing_blind_needs_no_probe_and_asking_can_be_stopped():
    """An empty plan is minimal; a person's Cancel comes through."""
    plan = plan_of(SystemGraph.of([node("a")], []), [])
    assert (plan.probes, plan.unmeasurable, plan.is_minimal) == ((), (), True)
    graph = SystemGraph.of([node(i, NodeKind.CONSUMER) for i in "ab"], [edge("a", "b")])
    impact = what_if(graph, [change("shift", "a")])

    def stop():
        raise Cancelled

    with pytest.raises(Cancelled):
        probe_plan(impact, measured(impact), check=stop)
