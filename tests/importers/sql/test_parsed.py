"""What statements of one text do together: which of the tables go into which."""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.importers.sql.parsed import through
from explorer.importers.sql.statements import parse_text

PLACES = st.integers(0, 7)


@given(st.sets(st.tuples(PLACES, PLACES)), st.sets(PLACES))
def test_flows_lead_through_what_is_taken_out(flows, own):
    """Two tables that stay are joined where a way leads from one to the other by temporary ones alone."""
    graph = nx.DiGraph(list(flows))
    expected = set()
    for start in set(graph) - own:
        for end in set(graph) - own - {start}:
            between = graph.subgraph([n for n in graph if n in own or n in (start, end)])
            if nx.has_path(between, start, end):
                expected.add((start, end))
    assert through(flows, own) == expected


@pytest.mark.parametrize(
    ("text", "target", "sources"),
    [
        ("insert into a select * from b", "a", None),
        ("insert into a select * from b; insert into c select * from d", "a", {"b"}),
        ("insert into a select * from b; insert into c select * from a", "c", {"a"}),
        ("insert into a select * from b; select * from d", "a", {"b"}),
        ("create temp table t as select * from b; insert into a select * from t join c on true", "a", {"b", "c"}),
        ("create temp table t (like b); insert into t values (1); insert into a select * from t", "a", set()),
        ("with m as (delete from b returning *) insert into a select * from m", "a", None),
        ("with m as (insert into a select * from b returning *) select * from m, c", "a", {"b"}),
        ("with m as (update d set x = b.x from b returning *), n as (insert into a select * from m) select 1", "a",
         {"d"}),
    ],
)  # fmt: skip
def test_what_goes_into_a_table(text, target, sources):
    """Of several statements only those that write it; None where it is all that is read."""
    found = parse_text(text, "postgres").sources_of((target,))
    assert (found if found is None else {name for (name,) in found}) == sources
