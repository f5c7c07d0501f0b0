"""Scenarios beside the base and beside each other."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.analysis.debts import find_debts
from explorer.analysis.questions import ask
from explorer.analysis.scenarios.comparison import compare, difference
from explorer.analysis.scenarios.comparison_json import comparison_to_json, retiring_to_json
from explorer.analysis.scenarios.edits import parse_additions, parse_removals
from explorer.analysis.scenarios.outcome import outcome
from explorer.analysis.scenarios.retiring import after_retiring
from explorer.analysis.what_if.change import parse_change
from explorer.analysis.what_if.impact import what_if
from explorer.domain.scenarios import Removal, Scenario
from explorer.domain.system_graph import SystemGraph
from explorer.errors import Cancelled, UsageError
from tests.analysis.scenarios.test_edits import shop
from tests.analysis.what_if.systems import cases


def scenario(name, changes=(), add=(), remove=()):
    """A scenario of the shop."""
    base = shop()
    additions = parse_additions(base, add)
    removals = parse_removals(base, remove)
    asked = [parse_change(base, c) for c in changes]
    return Scenario(name=name, changes=tuple(asked), additions=additions, removals=removals)


SECOND = ["dataset:scores-b", "model:ranker-b<-events->scores-b"]


def test_an_outcome_is_what_every_answer_says_of_the_edited_system():
    """Effects, findings and answers are those of the system as the scenario makes it."""
    found = outcome(shop(), scenario("s", ["outage:events"], SECOND, ["page"]))
    by_hand = (
        shop()
        .without(["page"])
        .with_parts(
            [a.node for a in found.scenario.additions], [e for a in found.scenario.additions for e in a.edges]
        )
    )
    assert found.graph == by_hand
    assert found.findings == find_debts(by_hand)
    assert found.answers == ask(by_hand)
    asked = what_if(by_hand, found.scenario.changes)
    assert found.impact.affected == asked.affected
    assert set(found.scores) == {"ranker", "ranker-b"}


def test_what_is_added_is_told_with_what_it_reaches():
    """As far as a first version of it would have an effect."""
    found = outcome(shop(), scenario("s", add=["consumer:tv<-scores->people"]))
    assert set(found.reach["tv"].by_id) >= {"tv", "people", "events"}
    assert found.impact.affected == ()


def test_against_the_base_everything_new_or_gone_is_told():
    """Nodes, edges, effects, findings and answers."""
    comparison = compare(shop(), [scenario("s", ["outage:events"], SECOND, ["page"])])
    found = comparison.against_base(0)
    assert (found.nodes_gone, found.nodes_new) == (("page",), ("ranker-b", "scores-b"))
    assert {k[:2] for k in found.edges_gone} == {("shop/scores", "page"), ("page", "people")}
    assert all(e.before is None for e in found.effects)
    assert {e.id for e in found.effects} == set(comparison.outcomes[0].impact.by_id)
    before, after = comparison.base.findings.findings, comparison.outcomes[0].findings.findings
    assert {f.reason for f in found.findings_new} <= {f.reason for f in after} - {f.reason for f in before}
    assert [(s.model, s.before) for s in found.scores] == [("ranker-b", None)]
    assert comparison.base.graph == shop()


def test_two_scenarios_are_compared_with_each_other():
    """A node that breaks in one and only shifts in the other fares differently; both directions are opposite."""
    comparison = compare(shop(), [scenario("dark", ["outage:scores"]), scenario("odd", ["shift:scores"])])
    there, back = comparison.between(0, 1), comparison.between(1, 0)
    fares = {e.id: (e.before.effect.value, e.after.effect.value) for e in there.effects}
    assert fares["page"] == ("breaks", "shifts")
    assert [(e.id, e.before, e.after) for e in sorted(back.effects, key=lambda e: e.id)] == [
        (e.id, e.after, e.before) for e in sorted(there.effects, key=lambda e: e.id)
    ]
    assert there.findings_new == there.findings_gone == ()
    rows = dict(comparison.rows())
    assert [row.effect.value for row in rows["page"]] == ["breaks", "shifts"]


def test_a_scenario_that_changes_what_it_takes_out_is_refused():
    """And the message says so."""
    with pytest.raises(UsageError, match="takes ranker out"):
        outcome(shop(), scenario("s", ["outage:ranker"], remove=["ranker"]))


def test_retiring_says_which_findings_the_system_would_have():
    """Those of the system without the node; what is new among them, and what goes."""
    base = shop()
    changes = [parse_change(base, "retire:page")]
    found = after_retiring(base, changes)
    without = find_debts(base.without(["page"]))
    assert found.findings == without
    before = {f.reason for f in find_debts(base).findings}
    assert {f.reason for f in found.gone} <= before
    assert any(f.rule == "feedback-loop" for f in found.gone)
    assert after_retiring(base, [parse_change(base, "outage:page")]) is None
    assert outcome(base, Scenario(name="s", changes=tuple(changes))).retired == without
    assert json.loads(json.dumps(retiring_to_json(found)))["nodes"] == ["page"]


@settings(max_examples=25, deadline=None)
@given(st.data(), cases(most_nodes=5, most_edges=8))
def test_nothing_is_different_from_itself_and_the_base_is_untouched(data, case):
    """An empty scenario is the base; taking anything out leaves the base what it was; JSON comes of all."""
    graph, _ = case
    before = SystemGraph.of(graph.nodes.values(), graph.edges.values())
    removals = [Removal(node=data.draw(st.sampled_from(list(graph.nodes))))]
    if graph.edges:
        removals.append(Removal(edge=data.draw(st.sampled_from(list(graph.edges)))))
    some = [Scenario(name=str(i), removals=(r,)) for i, r in enumerate(removals)]
    comparison = compare(graph, [Scenario(name="nothing"), *some])
    same = comparison.against_base(0)
    assert not any(getattr(same, name) for name in type(same).__slots__)
    assert graph == before
    for i, one in enumerate(comparison.outcomes):
        again = difference(one, one)
        assert not any(getattr(again, name) for name in type(again).__slots__)
        found = comparison.against_base(i)
        assert set(found.nodes_gone) == set(graph.nodes) - set(one.graph.nodes)
        assert set(found.edges_gone) == set(graph.edges) - set(one.graph.edges)
    plain = json.loads(json.dumps(comparison_to_json(comparison)))
    assert [s["name"] for s in plain["scenarios"]] == ["nothing", *(s.name for s in some)]
    assert len(plain["between"]) == len(some) * (len(some) + 1) // 2


def test_comparing_can_be_stopped():
    """A person's Cancel comes through."""

    def stop():
        raise Cancelled

    with pytest.raises(Cancelled):
        compare(shop(), [], check=stop)
