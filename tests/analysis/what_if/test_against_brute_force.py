"""The engine and the plain reading of the text agree on every fact and every row."""

from hypothesis import given, settings

from explorer.analysis.what_if import field_facts, whole_facts
from explorer.analysis.what_if.impact import what_if
from tests.analysis.what_if.oracle import all_facts, answer
from tests.analysis.what_if.systems import cases, facts_of, rows_of


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
    limit = whole_facts._FEW
    whole_facts._FEW = field_facts._FEW = 0
    try:
        wide = what_if(graph, changes)
    finally:
        whole_facts._FEW = field_facts._FEW = limit
    assert facts_of(wide) == facts_of(few)
    assert wide.hops.tolist() == few.hops.tolist()
    assert [wide.path(i) for i in wide.by_id] == [few.path(i) for i in few.by_id]
