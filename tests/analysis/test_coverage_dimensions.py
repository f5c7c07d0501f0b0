"""Coverage in every dimension, with its sources; nothing absent, bare or said twice raises any of it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.analysis.coverage_dimensions import grounded_coverage, weakest
from explorer.domain.assembly import EdgeStatement, Statements, assemble
from explorer.domain.entities import Contract, ReadLog
from explorer.domain.kinds import Access, EdgeKind, Subtype
from explorer.domain.provenance import Source
from tests.analysis.systems import node, system

LOG = ReadLog(log="audit log", since=date(2026, 10, 22), until=date(2026, 11, 20), queries=200, parsed=150)
KNOWN = {"owner": "recs", "source": Source("recs.yaml", 3)}


def full():
    """One of each of which everything is known."""
    table = {
        "access": Access.CONTROLLED,
        "contract": Contract(),
        "freshness": date(2026, 1, 2) - date(2026, 1, 1),
    }
    return system(
        [
            node("dataset", "table", **KNOWN, **table, read_log=LOG),
            node("model", "model", **KNOWN, version="1"),
            node("dataset", "scores", **KNOWN, **table, subtype=Subtype.PREDICTIONS),
            node("metric", "clicks", **KNOWN),
            node("monitor", "drift", **KNOWN),
        ],
        [
            ("table", "model", {"last_seen": date(2026, 11, 1)}),
            ("model", "scores"),
            ("scores", "drift"),
            ("model", "clicks", {"kind": EdgeKind.OPTIMISES}),
        ],
    )


def shares(graph):
    """The share of each dimension."""
    return {g.coverage.dimension: g.coverage.share for g in grounded_coverage(graph)}


def test_each_dimension_is_counted_with_its_source_and_window():
    """Nine dimensions; the log's own is the weakest here."""
    told = {g.coverage.dimension: g for g in grounded_coverage(full())}
    assert list(told) == [
        "owners", "access", "confirmed readers", "contracts", "freshness", "measurement", "metrics", "versions",
        "parsed queries",
    ]  # fmt: skip
    assert told["versions"].text == "versions: 1 of 1 known (by recs.yaml)"
    assert told["confirmed readers"].text == (
        "confirmed readers: 1 of 1 known (by audit log, 30 days from 2026-10-22 to 2026-11-20)"
    )
    headline = weakest(grounded_coverage(full()))
    assert headline is not None
    assert headline.text.startswith("parsed queries: 150 of 200 known")


@pytest.mark.parametrize("kind", ["producer", "dataset", "job", "feature", "model", "consumer", "artifact"])
def test_a_bare_node_raises_nothing(kind):
    """Adding what nobody describes."""
    before = shares(full())
    after = shares(full().with_parts([node(kind, "new")]))
    assert all(share <= before.get(dimension, 1.0) for dimension, share in after.items())


@given(
    st.sampled_from(["table", "model", "scores"]),
    st.sampled_from(["owner", "access", "contract", "freshness", "version", "read_log"]),
)
def test_forgetting_raises_nothing(node_id, attribute):
    """Taking away one statement of one node; a dimension that goes altogether is no better for it."""
    graph = full()
    poorer = graph.with_parts([replace(graph.nodes[node_id], **{attribute: None})])
    before, after = shares(graph), shares(poorer)
    assert all(after.get(dimension, 0.0) <= share for dimension, share in before.items())


def test_without_edges_nothing_is_better():
    """Taking away a monitor, a judging metric, or what a log saw."""
    graph = full()
    before = shares(graph)
    for key, edge in graph.edges.items():
        unseen = graph.with_parts(edges=[replace(edge, last_seen=None)])
        for poorer in (unseen, graph.without(edges=[key])):
            assert all(share <= before[dimension] for dimension, share in shares(poorer).items())


def test_importing_twice_raises_nothing():
    """The same statements again are the same system."""
    graph = full()
    part = Statements(
        nodes=list(graph.nodes.values()), edges=[EdgeStatement(e, True) for e in graph.edges.values()]
    )
    assert shares(assemble([part, part])[0]) == shares(assemble([part])[0]) == shares(graph)
