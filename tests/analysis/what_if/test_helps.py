"""What helps: each action against the same question asked of the system as the action would make it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings

from explorer.analysis.what_if.effects import EFFECTS
from explorer.analysis.what_if.helps import MOST, what_helps
from explorer.analysis.what_if.impact import what_if
from explorer.analysis.what_if.measurement import measured
from explorer.analysis.what_if.mitigations import ActionKind, Effort
from explorer.domain.kinds import (
    Criticality,
    EdgeKind,
    Fallback,
    NodeKind,
    OnSchemaChange,
    Pin,
    Subtype,
    Versioning,
)
from explorer.domain.system_graph import SystemGraph
from explorer.errors import Cancelled
from tests.analysis.what_if.systems import cases, change, edge, node

DAY = timedelta(days=1)


def helps_of(graph, *changes):
    """What helps against these changes."""
    impact = what_if(graph, changes)
    return what_helps(impact, measured(impact)).helps


def kinds(found):
    """The kinds of action, in order."""
    return [h.proposal.kind for h in found]


@settings(max_examples=60, deadline=None)
@given(cases(most_nodes=6, most_edges=12))
def test_what_an_action_takes_away_is_what_the_edited_system_answers(case):
    """Node by node: what is said to be removed is the difference to the answer for the system with the action."""
    graph, changes = case
    before = what_if(graph, changes)
    for found in what_helps(before, measured(before)).helps:
        after = what_if(graph.with_parts(found.proposal.nodes, found.proposal.edges), changes)
        less = {}
        for row in before.affected:
            left = after.by_id.get(row.id)
            if not row.changed and (left is None or EFFECTS.index(left.effect) > EFFECTS.index(row.effect)):
                less[row.id] = (row.effect, left and left.effect)
        assert {r.id: (r.before, r.after) for r in found.removed} == less
        assert less or found.healed


@settings(max_examples=40, deadline=None)
@given(cases(most_nodes=7, most_edges=14))
def test_the_best_are_not_outdone_and_come_first(case):
    """No action that is as easy as one of the best takes all it takes and more; the best stand before the rest."""
    graph, changes = case
    found = helps_of(graph, *changes)
    assert [h.is_best for h in found] == sorted((h.is_best for h in found), reverse=True)
    assert not found or found[0].is_best
    assert len({h.proposal for h in found}) == len(found)


def embedding(**read):
    """An embedding that a feature reads for a model whose scores a page shows."""
    return SystemGraph.of(
        [
            node("map", NodeKind.ARTIFACT, owner="vision", version="7"),
            node("feature", NodeKind.FEATURE, owner="recs"),
            node("model", NodeKind.MODEL, owner="recs"),
            node("scores", subtype=Subtype.PREDICTIONS, owner="recs"),
            node("page", NodeKind.CONSUMER, owner="web", criticality=Criticality.HIGH),
        ],
        [
            edge("map", "feature", **read),
            edge("feature", "model"),
            edge("model", "scores", EdgeKind.PRODUCES),
            edge("scores", "page"),
        ],
    )


def test_a_new_version_is_held_off_by_pins_copies_and_both_versions_at_once():
    """Each takes the effect off all four nodes behind it; those who change it can do one of them themselves."""
    found = helps_of(embedding(), change("new-version", "map"))
    assert set(kinds(found)) == {ActionKind.PIN, ActionKind.FREEZE, ActionKind.PARALLEL}
    for one in found:
        assert [r.id for r in one.removed] == ["page", "feature", "model", "scores"]
        assert one.critical == 1
    assert found[0].proposal.kind is ActionKind.PARALLEL
    assert (found[0].is_same_team, found[0].proposal.owner, found[0].is_best) == (True, "vision", True)
    announced = replace(embedding().nodes["map"], versioning=Versioning.ANNOUNCED)
    [pin, *_] = helps_of(embedding().with_parts([announced]), change("new-version", "map"))
    assert (pin.proposal.kind, pin.proposal.effort) == (ActionKind.PIN, Effort.S)
    assert pin.proposal.says == "let feature name the version of map it reads"


@pytest.mark.parametrize(
    "source",
    [
        {"kind": NodeKind.DATASET, "subtype": Subtype.STREAM},
        {"kind": NodeKind.DATASET, "subtype": Subtype.PREDICTIONS},
        {"kind": NodeKind.DATASET, "subtype": Subtype.UNKNOWN, "version": "1"},
        {"kind": NodeKind.FEATURE},
        {"kind": NodeKind.MODEL},
        {"kind": NodeKind.PRODUCER},
        {"kind": NodeKind.WORLD},
    ],
)
def test_what_is_served_live_is_never_frozen(source):
    """Although that would stop everything."""
    graph = SystemGraph.of(
        [node("a", **source), node("b", NodeKind.CONSUMER)],
        [edge("a", "b")],
    )
    for kind in ("corrupt", "outage", "shift", "new-version"):
        for found in helps_of(graph, change(kind, "a")):
            assert found.proposal.kind is not ActionKind.FREEZE
            assert all(e.pin is not Pin.FROZEN for e in found.proposal.edges)


def test_an_outage_is_held_off_by_fallbacks():
    """A default is little work; a cache is more, and leaves less; neither is proposed where there is one."""
    graph = SystemGraph.of([node("table"), node("page", NodeKind.CONSUMER)], [edge("table", "page")])
    found = helps_of(graph, change("outage", "table"))
    assert [(h.proposal.kind, h.proposal.effort, h.removed[0].after.value) for h in found] == [
        (ActionKind.CACHED, Effort.M, "stale"),
        (ActionKind.DEFAULT, Effort.S, "degraded"),
    ]
    assert all(h.is_best for h in found)
    held = graph.with_parts(edges=[edge("table", "page", fallback=Fallback.DEFAULT)])
    assert helps_of(held, change("outage", "table")) == ()


def test_lateness_is_borne_where_the_delay_is_known():
    """A tolerance of as much as the known delay; none where nobody says how late."""
    graph = SystemGraph.of([node("table"), node("page", NodeKind.CONSUMER)], [edge("table", "page")])
    [one] = helps_of(graph, change("delay", "table", delay=DAY))
    assert (one.proposal.kind, one.proposal.edges[0].tolerance) == (ActionKind.TOLERANCE, DAY)
    assert one.proposal.says == "let page bear table 1 day late"
    assert helps_of(graph, change("delay", "table")) == ()


def test_a_lost_field_is_stopped_by_a_contract():
    """What is written without the field is refused, so that its readers are stale instead of wrong."""
    graph = SystemGraph.of(
        [node("job", NodeKind.JOB), node("table", owner="data"), node("page", NodeKind.CONSUMER)],
        [
            edge("job", "table", EdgeKind.PRODUCES),
            edge("table", "page", fields=("x",), on_schema_change=OnSchemaChange.SILENT),
        ],
    )
    [one] = helps_of(graph, change("schema-break", "job", field="x"))
    assert (one.proposal.kind, one.proposal.owner) == (ActionKind.CONTRACT, "data")
    assert {r.id: (r.before.value, r.after.value) for r in one.removed} == {
        "page": ("wrong", "stale"),
        "table": ("schema-break", "stale"),
    }


def test_a_new_model_is_tried_on_a_small_share_first():
    """A canary before what the model gives; not against an accident."""
    graph = embedding()
    planned, accident = (helps_of(graph, change(k, "model")) for k in ("new-version", "corrupt"))
    assert kinds(planned)[0] is ActionKind.CANARY
    assert [r.id for r in planned[0].removed] == ["page", "scores"]
    assert ActionKind.CANARY not in kinds(accident)
    assert ActionKind.PARALLEL not in kinds(accident)


def test_several_ways_are_closed_together():
    """Where each of two features lets the effect through, only both together keep it from the page."""
    graph = SystemGraph.of(
        [
            node("table"),
            node("x", NodeKind.CONSUMER),
            node("y", NodeKind.CONSUMER),
            node("page", NodeKind.CONSUMER, criticality=Criticality.HIGH),
        ],
        [edge("table", "x"), edge("table", "y"), edge("x", "page"), edge("y", "page")],
    )
    found = helps_of(graph, change("outage", "table"))
    both = [h for h in found if h.critical]
    assert {(h.proposal.kind, len(h.proposal.edges)) for h in both} == {
        (ActionKind.DEFAULT, 2),
        (ActionKind.CACHED, 2),
    }
    default = next(h for h in both if h.proposal.kind is ActionKind.DEFAULT)
    assert default.proposal.effort is Effort.M


def test_a_randomised_slice_heals_a_compromised_sight():
    """It takes no effect away, but what is measured on it is no longer what the model caused."""
    graph = SystemGraph.of(
        [
            node("model", NodeKind.MODEL),
            node("page", NodeKind.CONSUMER),
            node("users", NodeKind.WORLD),
            node("events"),
            node("clicks", NodeKind.METRIC),
        ],
        [
            edge("model", "page"),
            edge("page", "users", EdgeKind.INFLUENCES),
            edge("users", "events", EdgeKind.INFLUENCES, confidence=0.9),
            edge("events", "clicks", EdgeKind.MEASURES),
        ],
    )
    slices = [h for h in helps_of(graph, change("corrupt", "model")) if h.healed]
    assert kinds(slices) == [ActionKind.SLICE] * 2
    assert {h.proposal.edges[0].key[:2] for h in slices} == {("model", "page"), ("page", "users")}
    assert set(slices[0].healed) == {"page", "users", "events", "clicks"}
    assert slices[0].removed == ()


def test_how_many_actions_are_tried_is_bounded_and_said():
    """Beyond the bound those on most ways to what is critical are tried, and the answer says so."""
    count = MOST + 10
    graph = SystemGraph.of(
        [node("table"), *(node(f"p{i}", NodeKind.CONSUMER) for i in range(count))],
        [edge("table", f"p{i}") for i in range(count)],
    )
    impact = what_if(graph, [change("outage", "table")])
    found = what_helps(impact, measured(impact))
    assert len(found.helps) <= MOST
    assert f"{MOST} of " in found.bounds[0]

    def stop():
        raise Cancelled

    with pytest.raises(Cancelled):
        what_helps(impact, {}, check=stop)
