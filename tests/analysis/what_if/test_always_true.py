"""What holds for every what-if in every system."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from explorer.analysis.what_if.edge_classes import edge_classes
from explorer.analysis.what_if.effects import RANK, Effect
from explorer.analysis.what_if.impact import what_if
from explorer.analysis.what_if.measurement import measured
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind, Pin
from explorer.domain.scenarios import EDGE_CHANGES
from explorer.domain.system_graph import SystemGraph
from tests.analysis.what_if.oracle import WORDS, after, first_facts, with_implied
from tests.analysis.what_if.systems import cases, change, facts_of, graphs

EXAMPLES = settings(max_examples=70)


@EXAMPLES
@given(cases())
def test_what_must_be_may_be(case):
    """Every certain fact is a possible one."""
    impact = what_if(*case)
    assert facts_of(impact, certain_only=True) <= facts_of(impact)


@EXAMPLES
@given(cases(most=3))
def test_changes_add_up(case):
    """The facts of several changes are the union of each one's."""
    graph, changes = case
    for certain_only in (False, True):
        each = [facts_of(what_if(graph, [c]), certain_only=certain_only) for c in changes]
        assert facts_of(what_if(graph, changes), certain_only=certain_only) == set().union(*each)


@EXAMPLES
@given(st.data(), graphs())
def test_a_higher_level_never_affects_less(data, graph):
    """What is only degraded, added or shifted when it could be gone or wrong has no effect of its own."""
    node = data.draw(st.sampled_from(list(graph.nodes)))
    less, more = data.draw(
        st.sampled_from([("degrade", "outage"), ("schema-add", "schema-break"), ("shift", "corrupt")])
    )
    assert facts_of(what_if(graph, [change(less, node)])) <= facts_of(what_if(graph, [change(more, node)]))


@EXAMPLES
@given(st.data(), cases())
def test_fewer_edges_never_give_more(data, case):
    """Without an edge there are no facts that were not there with it."""
    graph, changes = case
    assume(graph.edges)
    key = data.draw(st.sampled_from(list(graph.edges)))
    assume(all(c.to is None or (c.node, c.to) != (key.from_id, key.to_id) for c in changes))
    fewer = graph.without(edges=[key])
    for certain_only in (False, True):
        assert facts_of(what_if(fewer, changes), certain_only=certain_only) <= facts_of(
            what_if(graph, changes), certain_only=certain_only
        )


@EXAMPLES
@given(st.data(), cases())
def test_frozen_gives_no_more_than_pinned_no_more_than_floating(data, case):
    """A stricter pin never lets more through."""
    graph, changes = case
    assume(graph.edges)
    one = graph.edges[data.draw(st.sampled_from(list(graph.edges)))]
    frozen, pinned, floating = (
        facts_of(what_if(graph.with_parts(edges=[replace(one, pin=pin)]), changes))
        for pin in (Pin.FROZEN, Pin.PINNED, Pin.FLOATING)
    )
    assert frozen <= pinned <= floating
    assert facts_of(what_if(graph.with_parts(edges=[replace(one, pin=None)]), changes)) == floating


@EXAMPLES
@given(st.data(), cases())
def test_nothing_behind_a_frozen_cut_is_affected(data, case):
    """When every edge out of some nodes is frozen, changes among them stay among them."""
    graph, changes = case
    among = set(data.draw(st.lists(st.sampled_from(list(graph.nodes)))))
    among |= {c.node for c in changes} | {c.to for c in changes if c.to is not None}
    cut = [
        replace(e, pin=Pin.FROZEN)
        for e in graph.edges.values()
        if e.from_id in among and e.to_id not in among
    ]
    assert {row.id for row in what_if(graph.with_parts(edges=cut), changes).affected} <= among


@settings(max_examples=120)
@given(cases(most_nodes=7, most_edges=16))
def test_every_path_replays(case):
    """Each step of a proof follows from the step before by the text, from the change to the effect."""
    graph, changes = case
    impact = what_if(graph, changes)
    for row in impact.affected:
        certain = row.certainty == "certain"
        path = impact.path(row.id)
        assert any(_replays(graph, one, path, row, certain) for one in changes), (path, row)


def _replays(graph, one, path, row, certain):
    """Whether the path leads from this change to the row's effect, each step by the plain reading."""
    here = with_implied(first_facts(graph, one, certain))
    if one.kind == "revoke":
        if not path or path[0].edge[:2] != (one.node, one.to):
            return False
        here = {f for f in here if f[0] == one.to}
        step, path = path[0], path[1:]
        here = {f for f in here if _is(f, step)}
    for step in path:
        edge = graph.edges[step.edge]
        source, target = graph.nodes[edge.from_id], graph.nodes[edge.to_id]
        arrived = {
            new
            for fact in here
            if fact[0] == edge.from_id
            for new, sure in after(edge, source, target, fact, one.delay)
            if sure or not certain
        }
        here = {f for f in with_implied(arrived) if _is(f, step)}
    return any(f[0] == row.id and WORDS[f[2], f[3]] == row.effect for f in here)


def _is(fact, step):
    node, field, channel, level, wave = fact
    behind = (step.edge.to_id, step.field or "*", step.effect.value, step.wave)
    return (node, field, WORDS[channel, level], wave) == behind


@settings(max_examples=60)
@given(cases())
def test_no_path_is_shorter(case):
    """The path has as many steps as the plain reading needs rounds to reach the effect."""
    graph, changes = case
    impact = what_if(graph, changes)
    for row in impact.affected:
        certain = row.certainty == "certain"
        rounds = min(_rounds(graph, one, row, certain) for one in changes)
        assert len(impact.path(row.id)) == rounds


def _rounds(graph, one, row, certain):
    facts = with_implied(first_facts(graph, one, certain))
    for hops in range(1 if one.kind == "revoke" else 0, 200):
        if any(f[0] == row.id and WORDS[f[2], f[3]] == row.effect for f in facts):
            return hops
        new = set(facts)
        for fact in facts:
            for edge in graph.edges_from(fact[0]):
                source, target = graph.nodes[edge.from_id], graph.nodes[edge.to_id]
                new |= {f for f, sure in after(edge, source, target, fact, one.delay) if sure or not certain}
        new = with_implied(new)
        if new == facts:
            break
        facts = new
    return 10_000


FORGETS = {
    "fields": lambda e: replace(e, fields=None),
    "select_all": lambda e: replace(e, select_all=None),
    "columns": lambda e: replace(e, columns=None, columns_complete=None),
    "columns_complete": lambda e: replace(e, columns_complete=None),
    "pin": lambda e: replace(e, pin=None),
    "fallback": lambda e: replace(e, fallback=None),
    "on_schema_change": lambda e: replace(e, on_schema_change=None),
    "confidence": lambda e: replace(e, confidence=None),
    "evidence": lambda e: replace(e, evidence=Evidence.INFERRED),
    "tolerance": lambda e: replace(e, tolerance=None),
    "relation": lambda e: replace(e, relation=None),
}


@pytest.mark.parametrize("what", [*FORGETS, "contract"])
@settings(max_examples=40)
@given(data=st.data(), case=cases())
def test_forgetting_never_makes_an_answer_look_better(what, data, case):
    """Without a piece of information no affected node is unchanged, and nothing more is certain.

    Shields apart: without a pin, a fallback or a contract more is certain. Two things are left out, in which
    the table itself says otherwise: what a default makes of a degraded input passes a pinned edge, what nobody
    knows how to replace does not; and an edge that takes all and yet lists fields says two things at once.
    """
    graph, changes = case
    if what == "fallback":
        graph = graph.with_parts(
            edges=[replace(e, pin=None) for e in graph.edges.values() if e.pin is Pin.PINNED]
        )
    if what == "select_all":
        graph = graph.with_parts(
            edges=[replace(e, fields=None) for e in graph.edges.values() if e.select_all]
        )
    impact = what_if(graph, changes)
    less = what_if(_forgetting(data, graph, what), changes)
    for row in impact.affected:
        assert row.id in less.by_id
    if what not in ("pin", "fallback", "contract"):
        assert facts_of(less, certain_only=True) <= facts_of(impact, certain_only=True)


def _forgetting(data, graph, what):
    """The graph without some of this information."""
    if what == "contract":
        some = data.draw(st.lists(st.sampled_from(list(graph.nodes)), min_size=1))
        return graph.with_parts([replace(graph.nodes[i], contract=None) for i in some])
    assume(graph.edges)
    some = data.draw(st.lists(st.sampled_from(list(graph.edges)), min_size=1))
    return graph.with_parts(edges=[FORGETS[what](graph.edges[k]) for k in some])


@EXAMPLES
@given(st.data(), cases())
def test_forgetting_a_monitor_never_measures_a_blind_effect(data, case):
    """Without knowing what monitors detect, or which nodes they watch, nothing blind is measured."""
    graph, changes = case
    impact = what_if(graph, changes)
    seen = measured(impact)
    if data.draw(st.booleans()):
        forgotten = [replace(n, detects=None) for n in graph.nodes.values() if n.kind is NodeKind.MONITOR]
        less = graph.with_parts(forgotten)
    else:
        watches = [k for k in graph.edges if k.kind is EdgeKind.WATCHES]
        less = graph.with_parts(edges=[replace(graph.edges[k], evidence=Evidence.INFERRED) for k in watches])
    unseen = measured(what_if(less, changes))
    for node, found in seen.items():
        assert set(found.blind_channels) <= set(unseen[node].blind_channels)


@EXAMPLES
@given(cases())
def test_the_base_is_untouched_and_answers_repeat(case):
    """A what-if changes nothing in the system it is asked of, and gives the same answer to an equal one."""
    graph, changes = case
    before = SystemGraph.of(graph.nodes.values(), graph.edges.values())
    first = what_if(graph, changes)
    rows = [(row, first.path(row.id)) for row in first.affected]
    assert graph == before
    again = what_if(before, changes)
    assert [(row, again.path(row.id)) for row in again.affected] == rows


@EXAMPLES
@given(cases())
def test_order_is_wave_then_effect_then_certainty(case):
    """Rows come by first wave, then the worst effect first, then what is certain."""
    rows = what_if(*case).affected
    keys = [(row.first_wave, RANK[row.effect], row.certainty != "certain") for row in rows]
    assert keys == sorted(keys)


@EXAMPLES
@given(cases())
def test_what_changes_is_marked(case):
    """Exactly the changed nodes and a threshold's reader are marked, beside the effect they have."""
    graph, changes = case
    marked = {row.id for row in what_if(graph, changes).affected if row.changed}
    assert marked == {c.node for c in changes if c.kind not in EDGE_CHANGES} | {
        c.to for c in changes if c.kind == "threshold"
    }


def test_classes_are_kept_with_their_graph_and_go_with_it():
    """Sorting a graph's edges is done once; another graph, however equal, is sorted anew."""
    graph = SystemGraph.of([], [])
    assert edge_classes(graph) is edge_classes(graph)
    assert edge_classes(SystemGraph.of([], [])) is not edge_classes(graph)


def test_nothing_asked_is_nothing_affected():
    """No change, no effect; and an empty system can be asked."""
    assert what_if(SystemGraph.of([], []), []).affected == ()
    assert Effect.BREAKS.value == "breaks"
