"""The engine and the plain reading of the text agree on every fact and every row."""

from hypothesis import given, settings

from explorer.analysis.what_if import frontiers
from explorer.analysis.what_if.impact import what_if
from explorer.domain.kinds import NodeKind
from explorer.domain.system_graph import SystemGraph
from tests.analysis.what_if.oracle import all_facts, answer
from tests.analysis.what_if.systems import cases, change, edge, facts_of, node, rows_of


@settings(max_examples=300)
@given(cases())
def test_same_facts_and_rows(case):
    """The fixpoint equals synchronous iteration: the same facts, may and must, and the same rows."""
    graph, changes = case
    impact = what_if(graph, changes)
    assert facts_of(impact) == all_facts(graph, changes)
    assert facts_of(impact, certain_only=True) == all_facts(graph, changes, certain_only=True)
    assert rows_of(impact) == answer(graph, changes)


@settings(max_examples=80)
@given(cases(most_nodes=9, most_edges=24))
def test_arrays_give_what_loops_give(case):
    """A frontier worked off as arrays gives the same facts at the same hops as one worked off in a loop."""
    graph, changes = case
    few = what_if(graph, changes)
    limit = frontiers.FEW
    frontiers.FEW = 0
    try:
        wide = what_if(graph, changes)
    finally:
        frontiers.FEW = limit
    assert facts_of(wide) == facts_of(few)
    assert wide.hops.tolist() == few.hops.tolist()
    assert [wide.path(i) for i in wide.by_id] == [few.path(i) for i in few.by_id]


def test_what_is_certain_of_a_field_later_travels_on_alone():
    """A field that may be wrong by a short way and must be by a longer one is so surely behind both."""
    graph = SystemGraph.of(
        [node(i, NodeKind.JOB) for i in ("far", "near", "start", "then")],
        [
            edge("start", "near"),  # nobody has said which fields it uses
            edge("start", "far", fields=("a",)),
            edge("far", "near", fields=("a",)),
            edge("near", "then", fields=("a",)),
        ],
    )
    impact = what_if(graph, [change("corrupt", "start", field="a")])
    assert ("then", "a", "value", 2, 0) in facts_of(impact, certain_only=True)
    assert impact.by_id["then"].certainty == "certain"
    assert facts_of(impact, certain_only=True) == all_facts(graph, impact.changes, certain_only=True)
    assert [(s.edge.from_id, s.edge.to_id) for s in impact.path("then")] == [
        ("start", "far"),
        ("far", "near"),
        ("near", "then"),
    ]
