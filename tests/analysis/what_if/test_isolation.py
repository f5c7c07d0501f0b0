"""Keeping a node untouched, against trying every cut."""

from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.analysis.what_if.impact import what_if
from explorer.analysis.what_if.isolation import isolation
from explorer.domain.kinds import EdgeKind, Fallback, NodeKind, OnSchemaChange
from explorer.domain.scenarios import EDGE_CHANGES
from explorer.domain.system_graph import SystemGraph
from explorer.errors import Cancelled, UsageError
from tests.analysis.what_if.systems import cases, change, edge, node


def cuttable(graph):
    """What may be cut, by the text: neither what touches the world nor what is written."""
    return [
        key
        for key in graph.edges
        if key.kind not in (EdgeKind.PRODUCES, EdgeKind.INFLUENCES)
        and NodeKind.WORLD not in (graph.nodes[key.from_id].kind, graph.nodes[key.to_id].kind)
    ]


def is_untouched(graph, changes, cut, target):
    """Whether the node is unaffected without these edges; a revoked access that is cut is no change."""
    left = [
        c
        for c in changes
        if c.to is None or any(k[:2] == (c.node, c.to) for k in graph.edges if k not in cut)
    ]
    left += [c for c in changes if c.kind == "threshold" and c not in left]
    fewer = graph.without(edges=cut)
    kept = [c for c in left if c.to is None or any(k[:2] == (c.node, c.to) for k in fewer.edges)]
    if any(c.kind == "threshold" and c not in kept for c in left):
        kept += [change("shift", c.to) for c in left if c.kind == "threshold" and c not in kept]
    return target not in what_if(fewer, kept).by_id


def smallest(graph, changes, target):
    """How many edges the smallest cut has, or None."""
    edges = cuttable(graph)
    for cut in chain.from_iterable(combinations(edges, n) for n in range(len(edges) + 1)):
        if is_untouched(graph, changes, cut, target):
            return len(cut)
    return None


@settings(max_examples=60, deadline=None)
@given(st.data(), cases(most_nodes=5, most_edges=8))
def test_no_smaller_cut_does(data, case):
    """The cut keeps the node untouched, no cut with fewer edges does, and where none does that is said."""
    graph, changes = case
    target = data.draw(st.sampled_from(list(graph.nodes)))
    found = isolation(graph, changes, target)
    size = smallest(graph, changes, target)
    if size is None:
        assert found.cuts is None
        assert found.is_minimal
    else:
        cut = [c.edge for c in found.cuts]
        assert set(cut) <= set(cuttable(graph))
        assert is_untouched(graph, changes, cut, target)
        assert len(cut) == size == found.least
        assert found.is_minimal


@settings(max_examples=40, deadline=None)
@given(st.data(), cases(most_nodes=6, most_edges=12))
def test_in_haste_the_cut_still_does(data, case):
    """Without time for proofs the node is kept untouched all the same, and the bound holds."""
    graph, changes = case
    target = data.draw(st.sampled_from(list(graph.nodes)))
    found, exact = isolation(graph, changes, target, seconds=0), isolation(graph, changes, target)
    assert (found.cuts is None) == (exact.cuts is None)
    if found.cuts is not None:
        assert is_untouched(graph, changes, [c.edge for c in found.cuts], target)
        assert found.least <= len(exact.cuts) <= len(found.cuts)
        assert found.is_minimal or found.bounds


def test_one_narrow_place_is_cut_rather_than_many_wide_ones():
    """Three features read one embedding and feed one model: what the model gives is cut once."""
    features = [node(f, NodeKind.FEATURE) for f in "xyz"]
    graph = SystemGraph.of(
        [
            node("map", NodeKind.ARTIFACT),
            *features,
            node("model", NodeKind.MODEL),
            node("page", NodeKind.CONSUMER),
        ],
        [*(edge("map", f) for f in "xyz"), *(edge(f, "model") for f in "xyz"), edge("model", "page")],
    )
    found = isolation(graph, [change("new-version", "map")], "page")
    assert [c.edge[:2] for c in found.cuts] == [("model", "page")]
    assert [c.action for c in found.cuts] == ["let page do without model"]
    assert len(isolation(graph, [change("new-version", "map")], "model").cuts) == 3


def test_what_does_not_pass_need_not_be_cut():
    """An edge over which only what is harmless passes stays."""
    graph = SystemGraph.of(
        [node("a"), node("b", NodeKind.JOB), node("c", NodeKind.JOB), node("app", NodeKind.CONSUMER)],
        [
            edge("a", "b", fields=("x",), on_schema_change=OnSchemaChange.FAIL),
            edge("a", "c", fields=("y",)),
            edge("b", "app", fallback=Fallback.NONE),
            edge("c", "app"),
        ],
    )
    found = isolation(graph, [change("schema-break", "a", field="x")], "app")
    assert len(found.cuts) == 1
    assert found.cuts[0].edge[:2] in (("a", "b"), ("b", "app"))


def test_no_cut_exists_where_everything_on_a_path_is_written_or_goes_through_the_world():
    """And for what changes itself; the path that stays is shown."""
    graph = SystemGraph.of(
        [node("job", NodeKind.JOB), node("users", NodeKind.WORLD), node("table"), node("events")],
        [
            edge("job", "table", EdgeKind.PRODUCES),
            edge("job", "users", EdgeKind.INFLUENCES),
            edge("users", "events", EdgeKind.INFLUENCES),
        ],
    )
    for target in ("table", "events"):
        found = isolation(graph, [change("corrupt", "job")], target)
        assert found.cuts is None
        assert found.uncut[-1].edge.to_id == target
    itself = isolation(graph, [change("corrupt", "job")], "job")
    assert (itself.cuts, itself.uncut) == (None, ())


def test_a_revoked_access_is_cut_where_it_is():
    """Also in haste: the edge that is revoked carries it, although its source is not affected."""
    graph = SystemGraph.of([node("a"), node("b", NodeKind.CONSUMER)], [edge("a", "b")])
    for seconds in (0, 5):
        [cut] = isolation(graph, [change("revoke", "a", to="b")], "b", seconds=seconds).cuts
        assert cut.edge[:2] == ("a", "b")


def test_the_own_team_cuts_before_another():
    """Of cuts of the same size the one that the node's own team can make is taken."""
    graph = SystemGraph.of(
        [node("a"), node("b", NodeKind.CONSUMER, owner="x"), node("c", NodeKind.CONSUMER, owner="y")],
        [edge("a", "b"), edge("b", "c")],
    )
    [cut] = isolation(graph, [change("shift", "a")], "c").cuts
    assert (cut.edge[:2], cut.owner) == (("b", "c"), "y")


def test_nothing_needs_a_cut_where_nothing_comes_through():
    """An untouched node needs none; a node that is none is refused; a Cancel comes through."""
    graph = SystemGraph.of([node("a"), node("b")], [])
    found = isolation(graph, [change("shift", "a")], "b")
    assert (found.cuts, found.is_minimal) == ((), True)
    with pytest.raises(UsageError):
        isolation(graph, [change("shift", "a")], "nowhere")

    def stop():
        raise Cancelled

    with pytest.raises(Cancelled):
        isolation(graph, [change("shift", "a")], "b", check=stop)


def test_the_fixture_of_edge_changes_is_complete():
    """The brute force above knows both kinds of change that happen to an edge."""
    assert {k.value for k in EDGE_CHANGES} == {"threshold", "revoke"}
