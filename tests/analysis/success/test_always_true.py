"""What holds for every system: forgetting never improves the answer, and small systems agree with brute force."""

from dataclasses import fields, replace
from random import Random

import networkx as nx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.analysis.success.answer import answer_success
from explorer.analysis.success.carriers import Carriers, carries
from explorer.analysis.success.driving import driven_by, sign_of
from explorer.analysis.success.findings import find_success_gaps
from explorer.analysis.success.metric_tree import metric_tree
from explorer.analysis.success.own_output import made_by
from explorer.analysis.success.shaping import Shaping
from explorer.domain.answers import Verdict
from explorer.domain.entities import Edge, Node
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind, Pin, Relation, Role, Sign
from tests.analysis.success.cases import FILTER, STATED, changed, extended, sound
from tests.analysis.success.test_findings import comparing, two_ways
from tests.analysis.systems import node, system
from tests.domain import strategies

GOODNESS = {Verdict.NO: 0, Verdict.CANNOT_TELL: 0, Verdict.PARTLY: 1, Verdict.YES: 2}
_KEPT = {"id", "kind", "name", "from_id", "to_id", "source", "extra", "subtype"}


def full():
    """Two models with two ways to one objective, a guardrail, and everything stated."""
    graph = two_ways(Sign.PLUS, Sign.PLUS)
    return extended(
        graph,
        [
            node("model", "mailer", owner="crm"),
            node("dataset", "mails"),
            node("dataset", "answers"),
            node("metric", "opens", **STATED),
            node("metric", "complaints", role=Role.GUARDRAIL, **STATED),
        ],
        [
            ("mailer", "mails"),
            ("mails", "opens"),
            ("answers", "opens"),
            ("opens", "hours", {"sign": Sign.PLUS, "relation": Relation.COMPONENT}),
            ("mailer", "opens", {"kind": "optimises"}),
            ("events", "complaints"),
            ("complaints", "watch"),
        ],
    )


def forgetting(graph, rng):
    """The graph with one thing less known of it, and what that was."""
    parts = [*graph.nodes.values(), *graph.edges.values()]
    part = parts[rng.randrange(len(parts))]
    said = [
        f.name
        for f in fields(part)
        if f.name not in _KEPT
        and getattr(part, f.name) is not None
        and not (f.name == "evidence" and part.evidence is Evidence.INFERRED)
    ]
    if isinstance(part, Node) and part.kind is NodeKind.MONITOR and rng.random() < 0.3:
        return graph.without(nodes=[part.id]), f"monitor {part.id}"
    if isinstance(part, Edge) and part.kind in _MEASURING and rng.random() < 0.3:
        return graph.without(edges=[part.key]), f"edge {part.key}"
    if not said:
        return graph, ""
    name = said[rng.randrange(len(said))]
    less = replace(part, **{name: Evidence.INFERRED if name == "evidence" else None})
    changed_parts = ([less], []) if isinstance(less, Node) else ([], [less])
    return graph.with_parts(*changed_parts), f"{name} of {getattr(part, 'id', None) or part.key}"


_MEASURING = (EdgeKind.MEASURES, EdgeKind.OPTIMISES, EdgeKind.WATCHES)


def test_forgetting_never_makes_the_answer_better():
    """Random forgetting, one thing after another until little is left: neither verdict nor verified links improve.

    Attributes, evidence and monitors are forgotten, and over which data and by which metrics success is judged.
    """
    rng = Random(5)  # noqa: S311 - reproducible, no secret
    starts = [
        full(),
        sound(),
        comparing(),
        sound(exploration=None),
        changed(sound(), "clicks", direction=None),
    ]
    assert answer_success(full()).verdict is Verdict.YES
    steps = 0
    for turn in range(60):
        graph = starts[turn % len(starts)]
        verdict = GOODNESS[answer_success(graph).verdict]
        verified = metric_tree(graph).counts.verified
        for _ in range(12):
            less, what = forgetting(graph, rng)
            now, left = GOODNESS[answer_success(less).verdict], metric_tree(less).counts.verified
            assert now <= verdict, what
            assert left <= verified, what
            graph, verdict, verified = less, now, left
            steps += 1
    assert steps == 720


def drives(names, arrows):
    """Metrics m0… and an objective with these drives."""
    nodes = [node("objective" if n == "aim" else "metric", n) for n in names]
    return system(nodes, [(a, b, {"kind": "drives", "sign": s}) for a, b, s in arrows])


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_the_ways_are_all_simple_paths(data):
    """Against networkx; the sign of each is the product of its signs."""
    names = [f"m{i}" for i in range(data.draw(st.integers(1, 5)))] + ["aim"]
    pairs = [(a, b) for a in names for b in names if a != b]
    chosen = data.draw(st.lists(st.sampled_from(pairs), unique=True, max_size=14))
    arrows = [(a, b, data.draw(st.sampled_from([*Sign, None]))) for a, b in chosen]
    graph = drives(names, arrows)
    bare = nx.DiGraph([(a, b) for a, b, _ in arrows])
    bare.add_nodes_from(names)
    signs = {(a, b): s for a, b, s in arrows}
    expected = set()
    for path in nx.all_simple_paths(bare, "m0", "aim"):
        steps = [signs[pair] for pair in nx.utils.pairwise(path)]
        known = all(s in (Sign.PLUS, Sign.MINUS) for s in steps)
        expected.add((tuple(path), (-1) ** steps.count(Sign.MINUS) if known else None))
    found = driven_by(graph, "m0")
    ways = [w for driven in found for w in driven.ways]
    assert {(("m0", *(e.to_id for e in w)), sign_of(w)) for w in ways} == expected
    assert [len(w) for w in ways] == sorted(len(w) for w in ways)
    assert all(d.complete and d.signs == {s for _, s in expected} for d in found)


def test_the_bound_on_ways_is_named_and_their_signs_are_still_known():
    """Ten diamonds in a row have 1,024 ways, all of one sign: aligned, though not all are looked at one by one."""
    names, arrows = ["m0"], []
    for i in range(10):
        names += [f"a{i}", f"b{i}", f"m{i + 1}"]
        for middle in (f"a{i}", f"b{i}"):
            arrows += [(f"m{i}", middle, Sign.PLUS), (middle, f"m{i + 1}", Sign.PLUS)]
    arrows.append(("m10", "aim", Sign.PLUS))
    graph = drives([*names, "aim"], arrows)
    (driven,) = driven_by(graph, "m0")
    assert (driven.complete, driven.signs, len(driven.ways)) == (False, {1}, 200)
    (torn,) = driven_by(
        graph.with_parts(edges=[replace(e, sign=Sign.MINUS) for e in graph.edges_from("b9")]), "m0"
    )
    assert torn.signs == {1, -1}
    judged = extended(graph, [node("model", "model")], [("model", "m0", {"kind": "optimises"})])
    assert any("only the first 200" in s.text for s in answer_success(judged).sentences)


KINDS = [NodeKind.MODEL, NodeKind.WORLD, NodeKind.DATASET, NodeKind.JOB, NodeKind.CONSUMER, NodeKind.METRIC]


@st.composite
def flows(draw):
    """A model, a metric, and anything between."""
    kinds = [NodeKind.MODEL, NodeKind.METRIC, *draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=5))]
    nodes = [Node(id=f"n{i}", kind=k, name=f"n{i}") for i, k in enumerate(kinds)]
    pairs = [(a.id, b.id) for a in nodes for b in nodes if a is not b]
    edges = []
    for a, b in draw(st.lists(st.sampled_from(pairs), unique=True, max_size=14)):
        edges.append(
            Edge(
                from_id=a,
                to_id=b,
                kind=draw(st.sampled_from([EdgeKind.FEEDS, EdgeKind.MEASURES, EdgeKind.WATCHES])),
                evidence=draw(st.sampled_from([Evidence.DECLARED, Evidence.INFERRED])),
                exploration=draw(st.sampled_from([None, None, 0.0, 0.1])),
                filter=draw(st.sampled_from([None, FILTER])),
                pin=draw(st.sampled_from([None, None, Pin.FROZEN])),
            )
        )
    return type(system([], [])).of(nodes, edges)


def shaped_by_force(graph, sure_only):
    """Every state that is reached step by step, with plain sets: (node, behind a filter, behind a world)."""
    reached = {("n0", False, False)}
    while True:
        more = set()
        for here, filtered, world in reached:
            for edge in graph.edges_from(here):
                if not carries(edge) or edge.exploration or edge.pin is Pin.FROZEN:
                    continue
                if sure_only and edge.evidence is Evidence.INFERRED:
                    continue
                kind = graph.nodes[edge.to_id].kind
                if world and kind is NodeKind.MODEL:
                    continue
                before = filtered or (edge.filter is not None and not world)
                more.add((edge.to_id, before, world or kind is NodeKind.WORLD))
        if more <= reached:
            return {filtered for node_id, filtered, world in reached if node_id == "n1" and world}
        reached |= more


@settings(max_examples=300, deadline=None)
@given(flows())
def test_what_a_model_shapes_is_what_brute_force_reaches(graph):
    """With and without a filter, with and without inferred edges; and the way told is a way."""
    shaped = Shaping(Carriers(graph), ["n0"])
    found = shaped.of("n0", "n1")
    whole, sure = shaped_by_force(graph, False), shaped_by_force(graph, True)
    if found is None:
        # either there is no way, or data that is not shaped may be a hold-out
        inputs = [e for e in graph.edges_into("n1") if carries(e) and e.pin is not Pin.FROZEN]
        assert not whole or len(inputs) > 1
        return
    assert whole
    assert found.sure is bool(sure)
    assert found.filtered is (True in (sure or whole))
    assert found.edges[0].from_id == "n0"
    assert found.edges[-1].to_id == "n1"
    assert all(a.to_id == b.from_id for a, b in nx.utils.pairwise(found.edges))
    at_world = next(i for i, e in enumerate(found.edges) if graph.nodes[e.to_id].kind is NodeKind.WORLD)
    assert not any(e.exploration or e.pin is Pin.FROZEN for e in found.edges)
    assert (not found.filtered) or any(e.filter for e in found.edges[: at_world + 1])
    assert (not found.sure) or all(e.evidence is not Evidence.INFERRED for e in found.edges)


@settings(max_examples=300, deadline=None)
@given(flows())
def test_no_way_through_the_world_that_is_not_found_without_a_hold_out(graph):
    """Where every input of the metric is shaped, nothing can be a hold-out: then found exactly where force finds."""
    explored = [e for e in graph.edges_into("n1") if e.exploration or e.pin is Pin.FROZEN]
    graph = graph.without(edges=[e.key for e in explored])
    whole = shaped_by_force(graph, False)
    first = Shaping(Carriers(graph), ["n0"]).of("n0", "n1")
    only = first is not None and not first.independent
    if only or not whole:
        assert (first is not None) == bool(whole)


def own_output_by_force(graph, target):
    """Walk every path backwards from the target; one that ends, or passes outside, but at a model is outside."""
    outside = {NodeKind.WORLD, NodeKind.CONSUMER, NodeKind.PRODUCER, NodeKind.UNKNOWN}
    makers, sound_so_far = set(), True

    def back(here, seen):
        nonlocal sound_so_far
        before = {e.from_id for e in graph.edges_into(here) if carries(e)}
        if here != target and (graph.nodes[here].kind in outside or not before):
            sound_so_far = False
        for other in before:
            if graph.nodes[other].kind is NodeKind.MODEL:
                makers.add(other)
            elif other not in seen:
                back(other, seen | {other})

    back(target, {target})
    return makers if sound_so_far else set()


@settings(max_examples=300, deadline=None)
@given(flows())
def test_own_output_is_what_every_path_backwards_ends_in(graph):
    """Against walking all paths backwards."""
    assert made_by(graph, "n1") == own_output_by_force(graph, "n1")


@st.composite
def anything(draw):
    """Any few nodes with any edges between them, of whatever kind and with whatever said of them."""
    nodes = draw(
        st.lists(strategies.nodes(ids=st.sampled_from("abcdef")), unique_by=lambda n: n.id, min_size=1)
    )
    ids = st.sampled_from([n.id for n in nodes])
    edges = draw(st.lists(strategies.edges(ids=ids), unique_by=lambda e: e.key, max_size=12))
    return type(system([], [])).of(nodes, edges)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(anything())
def test_any_system_is_answered(graph):
    """Whatever stands in it: every model has a chain, links and chips fit, and findings name what is there."""
    answer_success(graph)
    tree = metric_tree(graph)
    assert {c.model for c in tree.chains} == {i for i, n in graph.nodes.items() if n.kind is NodeKind.MODEL}
    for chain in tree.chains:
        assert len(chain.chips) == len(chain.links) + 1
        assert chain.counts.verified + chain.counts.assumed + chain.counts.broken == len(chain.links)
    for finding in find_success_gaps(graph):
        assert set(finding.nodes) <= set(graph.nodes)
        assert set(finding.edges) <= set(graph.edges)


def test_a_filter_behind_the_world_picks_nothing_that_is_shown():
    """What comes back through the metric to the same world has been shown before the filter."""
    nodes = [
        Node(id=i, kind=k, name=i)
        for i, k in zip("mxw", (NodeKind.MODEL, NodeKind.METRIC, NodeKind.WORLD), strict=True)
    ]
    arrows = [("m", "w", None), ("w", "x", FILTER), ("x", "w", None)]
    edges = [Edge(from_id=a, to_id=b, kind=EdgeKind.FEEDS, filter=f) for a, b, f in arrows]
    shaped = Shaping(Carriers(type(system([], [])).of(nodes, edges)), ["m"]).of("m", "x")
    assert not shaped.filtered
    assert [(e.from_id, e.to_id) for e in shaped.edges] == [("m", "w"), ("w", "x")]
