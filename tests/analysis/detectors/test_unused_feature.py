"""Unused features in six classes, and what dies upstream with them, against brute force."""

from dataclasses import replace
from datetime import date

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.analysis.detectors.inspection import DATA_KINDS, END_KINDS, Inspection
from explorer.analysis.detectors.unused_feature import RULE, find_unused_features
from explorer.domain.entities import Importance
from explorer.domain.kinds import ImportanceMethod, Lifecycle
from tests.analysis.detectors.cases import TODAY, Case
from tests.analysis.systems import node, system

NOTHING, LITTLE = Importance(value=0.0, se=0.003), Importance(value=0.001, se=0.003)
MUCH, OPEN = Importance(value=0.03, se=0.004), Importance(value=0.006, se=0.004)
GAIN = Importance(value=0.0, se=0.001, method=ImportanceMethod.GAIN)
FEED = [
    node("job", "build"),
    node("dataset", "table"),
    node("model", "ranker"),
    node("dataset", "other"),
]
FLOW = [("build", "table"), ("other", "ranker")]


def features(*named, read=True):
    """Features of one table that a model reads."""
    nodes = [node("feature", name, **attributes) for name, attributes in named]
    arrows = [("table", n.id) for n in nodes] + [(n.id, "ranker") for n in nodes if read]
    return system([*FEED, *nodes], [*FLOW, *arrows])


def one(**attributes):
    """One feature that a model reads."""
    return features(("f", attributes))


def pair(first, second, **attributes):
    """Two features with importances and attributes in common."""
    return features(("f", {"importance": first, **attributes}), ("g", {"importance": second, **attributes}))


def classes(graph):
    """Each class that was found with the features in it."""
    return {(f.variant, tuple(i for i in f.nodes)) for f in find_unused_features(Inspection(graph, TODAY))}


GONE = one(importance=NOTHING).without(["f"])
CASES = [
    Case(
        RULE,
        find_unused_features,
        variant="structural",
        positive=features(("f", {}), read=False),
        near_misses={"read": one(), "read by nobody knows what": features(("f", {}))},
        remedied=one(),
        at="f",
    ),
    Case(
        RULE,
        find_unused_features,
        variant="legacy",
        positive=one(lifecycle=Lifecycle.DEPRECATED, last_used=date(2023, 2, 1)),
        near_misses={
            "in use": one(last_used=date(2026, 11, 1)),
            "experimental": one(lifecycle=Lifecycle.EXPERIMENTAL),
            "nobody says when": one(),
        },
        remedied=GONE,
        at="f",
    ),
    Case(
        RULE,
        find_unused_features,
        variant="negligible",
        positive=one(importance=NOTHING),
        near_misses={
            "worth something": one(importance=MUCH),
            "not clear": one(importance=OPEN),
            "gain says nothing of it": one(importance=GAIN),
            "without an error": one(importance=Importance(value=0.0)),
            "correlated": pair(NOTHING, MUCH, correlated="group"),
        },
        remedied=GONE,
        at="f",
    ),
    Case(
        RULE,
        find_unused_features,
        variant="correlated",
        positive=pair(NOTHING, LITTLE, correlated="group"),
        near_misses={
            "both worth something": pair(MUCH, MUCH, correlated="group"),
            "no group": pair(NOTHING, LITTLE),
            "the others are not known": features(("f", {"importance": NOTHING, "correlated": "group"})),
        },
        remedied=pair(NOTHING, MUCH, correlated="group").without(["f"]),
        at="f",
    ),
    Case(
        RULE,
        find_unused_features,
        variant="bundled",
        positive=pair(None, None, bundle="spring"),
        near_misses={"measured each": pair(MUCH, MUCH, bundle="spring"), "no bundle": pair(None, None)},
        remedied=pair(MUCH, MUCH, bundle="spring"),
        at="f",
    ),
    Case(
        RULE,
        find_unused_features,
        variant="inconclusive",
        positive=one(importance=OPEN),
        near_misses={
            "clear": one(importance=MUCH),
            "clearly nothing": one(importance=NOTHING),
            "none": one(),
        },
        remedied=one(importance=MUCH),
        at="f",
    ),
]


def test_a_group_is_never_proposed_as_a_whole():
    """The best of those that add nothing stays; where one is worth something, that one does."""
    (finding,) = find_unused_features(Inspection(pair(NOTHING, LITTLE, correlated="group"), TODAY))
    assert finding.remedy.startswith("Keep g; take f out one at a time")
    assert {k.from_id for k in finding.edges} == {"f"}
    assert classes(pair(NOTHING, MUCH, correlated="group")) == {("correlated", ("f",))}


def test_a_feature_is_in_the_first_class_that_fits():
    """Deprecated and worth nothing is legacy; bundled but measured by itself is judged by itself."""
    assert classes(one(lifecycle=Lifecycle.DEPRECATED, importance=NOTHING)) == {("legacy", ("f",))}
    assert classes(pair(NOTHING, None, bundle="spring")) == {("negligible", ("f",))} | {
        c for c in classes(pair(NOTHING, None, bundle="spring")) if c[0] == "bundled"
    }


def test_small_measurements_that_prove_nothing_are_inconclusive():
    """Gain is shared between features, and a value without its error may be chance."""
    assert classes(one(importance=GAIN)) == {("inconclusive", ("f",))}
    assert classes(one(importance=Importance(value=0.0))) == {("inconclusive", ("f",))}


def test_the_cascade_names_what_upstream_serves_nothing_else():
    """The table and its job go with their only feature, and stay with another."""
    (finding,) = find_unused_features(Inspection(one(importance=NOTHING), TODAY))
    assert finding.reason.endswith("Without it, 2 nodes upstream would serve nothing: table and build.")
    (kept,) = find_unused_features(Inspection(pair(NOTHING, MUCH), TODAY))
    assert "upstream" not in kept.reason


NAMES = [f"n{i}" for i in range(7)]
KINDS = ["producer", "dataset", "job", "feature", "model", "consumer", "artifact"]


@st.composite
def small_systems(draw):
    """Up to seven nodes of any kind and up to twelve edges between them, loops included."""
    count = draw(st.integers(2, 7))
    nodes = [node(draw(st.sampled_from(KINDS)), name) for name in NAMES[:count]]
    ends = st.sampled_from(NAMES[:count])
    arrows = draw(st.lists(st.tuples(ends, ends), max_size=12, unique=True))
    return system(nodes, arrows)


@given(small_systems(), st.data())
@settings(max_examples=150)
def test_what_dies_is_what_cannot_reach_an_end_any_more(graph, data):
    """Ancestors of what is removed, from which no other way of the data leads to an end."""
    gone = data.draw(st.sets(st.sampled_from(sorted(graph.nodes)), min_size=1, max_size=2))
    data_graph = nx.DiGraph()
    data_graph.add_nodes_from(graph.nodes)
    data_graph.add_edges_from((k.from_id, k.to_id) for k in graph.edges if k.kind in DATA_KINDS)
    ancestors = set().union(*(nx.ancestors(data_graph, i) for i in gone)) - gone
    rest = data_graph.copy()
    rest.remove_nodes_from(gone)
    ends = {i for i in rest if graph.nodes[i].kind in END_KINDS}
    reach = {i for i in rest if i in ends or nx.descendants(rest, i) & ends}
    assert set(Inspection(graph, TODAY).dies_without(gone)) == ancestors - reach


def test_replacing_importance_by_nothing_proposes_nothing():
    """A feature nobody has measured is not called unused; the coverage tells that it was not measured."""
    graph = one(importance=NOTHING)
    bare = graph.with_parts([replace(graph.nodes["f"], importance=None)])
    assert classes(bare) == set()
