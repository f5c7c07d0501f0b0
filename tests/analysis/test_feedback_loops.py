"""Feedback loops: found, told, and not invented; checked against a brute force that walks every way."""

from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.analysis.feedback_loops import find_feedback_loops
from explorer.analysis.loops.carrying import LOOP_KINDS
from explorer.domain.entities import Edge
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind, Pin, Severity
from explorer.domain.system_graph import SystemGraph
from tests.analysis.systems import node, system


def streaming(**page_edge) -> SystemGraph:
    """A ranker whose scores are filtered by another team and come back through the viewers."""
    return system(
        [
            node("model", "ranker", owner="recs"),
            node("dataset", "scores", owner="recs"),
            node("consumer", "page", owner="web"),
            node("world", "viewers"),
            node("dataset", "events", owner="platform"),
            node("job", "labels", owner="recs"),
        ],
        [
            ("ranker", "scores"),
            ("scores", "page", page_edge),
            ("page", "viewers"),
            ("viewers", "events", {"confidence": 0.9}),
            ("events", "labels"),
            ("labels", "ranker"),
        ],
    )


def test_a_loop_through_the_world_and_another_team_is_hidden_and_an_error():
    """The finding says each reason for which the loop is hidden."""
    (finding,) = find_feedback_loops(streaming())
    assert finding.severity is Severity.ERROR
    assert "crosses teams (recs, web and platform)" in finding.reason
    assert "passes through viewers" in finding.reason
    assert "learns from what it caused" in finding.reason
    assert [k.to_id for k in finding.edges] == ["scores", "page", "viewers", "events", "labels", "ranker"]


def test_a_frozen_copy_breaks_the_loop():
    """Nothing travels over an edge that holds its own copy."""
    assert find_feedback_loops(streaming(pin=Pin.FROZEN)) == []


def test_a_loop_on_an_inferred_edge_is_no_error():
    """A finding is never more severe than its weakest edge's evidence allows."""
    (finding,) = find_feedback_loops(streaming(evidence=Evidence.INFERRED))
    assert finding.severity is Severity.WARNING
    assert "nobody declared scores → page" in finding.reason


def test_a_loop_within_one_team_is_known_to_it():
    """A model that reads its own output, all declared by one team, is a loop but not hidden."""
    graph = system(
        [node("model", "ranker", owner="recs"), node("dataset", "popularity", owner="recs")],
        [("ranker", "popularity"), ("popularity", "ranker")],
    )
    (finding,) = find_feedback_loops(graph)
    assert finding.severity is Severity.WARNING
    assert "hidden" not in finding.reason
    assert "at serving time" in finding.reason


def test_a_table_made_from_its_own_yesterday_is_no_feedback_loop():
    """A round without a model is state, not feedback."""
    graph = system(
        [node("dataset", "totals"), node("job", "add")],
        [("totals", "add"), ("add", "totals"), ("totals", "totals")],
    )
    assert find_feedback_loops(graph) == []


def test_a_dashboard_without_a_way_into_the_world_closes_no_loop():
    """Watching, judging and triggering carry no data back."""
    graph = system(
        [node("model", "ranker"), node("metric", "clicks"), node("job", "train")],
        [
            ("ranker", "clicks", {"kind": "optimises"}),
            ("clicks", "train", {"kind": "triggers"}),
            ("train", "ranker"),
        ],
    )
    assert find_feedback_loops(graph) == []


NAMES = "abcdef"


@st.composite
def random_systems(draw):
    """Up to six nodes, any edge kinds, any pins."""
    kinds = draw(st.lists(st.sampled_from(["model", "dataset", "job", "world"]), min_size=1, max_size=6))
    nodes = [node(k, NAMES[i]) for i, k in enumerate(kinds)]
    end = st.integers(0, len(nodes) - 1)
    edges = draw(
        st.lists(
            st.builds(
                lambda a, b, kind, pin: Edge(from_id=NAMES[a], to_id=NAMES[b], kind=kind, pin=pin),
                end,
                end,
                st.sampled_from(list(EdgeKind)),
                st.sampled_from([None, None, Pin.FROZEN, Pin.PINNED]),
            ),
            max_size=14,
            unique_by=lambda e: e.key,
        )
    )
    return SystemGraph.of(nodes, edges)


def reachable(graph: SystemGraph, start: str) -> set[str]:
    """Every node at the end of a way of one edge or more, walked naively."""
    seen: set[str] = set()
    stack = [start]
    while stack:
        here = stack.pop()
        for edge in graph.edges.values():
            carries = edge.from_id == here and edge.kind in LOOP_KINDS and edge.pin is not Pin.FROZEN
            if carries and edge.to_id not in seen:
                seen.add(edge.to_id)
                stack.append(edge.to_id)
    return seen


@settings(max_examples=300)
@given(random_systems())
def test_a_model_is_in_a_finding_exactly_when_it_can_reach_itself(graph):
    """The parts found are those that walking every way finds, and each told way is a real one."""
    findings = find_feedback_loops(graph)
    looping = {i for i, n in graph.nodes.items() if n.kind is NodeKind.MODEL and i in reachable(graph, i)}
    told = {i for f in findings for i in f.nodes if graph.nodes[i].kind is NodeKind.MODEL}
    assert told == looping
    for finding in findings:
        ends = [(k.from_id, k.to_id) for k in finding.edges]
        assert all(k in graph.edges and graph.edges[k].kind in LOOP_KINDS for k in finding.edges)
        assert all(graph.edges[k].pin is not Pin.FROZEN for k in finding.edges)
        assert tuple(a for a, _ in ends) == finding.nodes
        assert [b for _, b in ends] == [*finding.nodes[1:], finding.nodes[0]]
        assert graph.nodes[finding.nodes[0]].kind is NodeKind.MODEL


@settings(max_examples=200)
@given(random_systems())
def test_a_training_edge_from_what_the_model_reaches_is_in_a_finding(graph):
    """Learning loops are not left out because a shorter way round exists."""
    told = {k for f in find_feedback_loops(graph) for k in f.edges}
    for edge in graph.edges.values():
        learns = edge.kind is EdgeKind.TRAINS and edge.pin is not Pin.FROZEN
        is_model = graph.nodes[edge.to_id].kind is NodeKind.MODEL
        if learns and is_model and edge.from_id in reachable(graph, edge.to_id) | {edge.to_id}:
            assert edge.key in told


def test_the_way_through_another_teams_filter_is_told_beside_a_shorter_one():
    """A model that also reads its own mean score has two loops, and the hidden one comes first."""
    graph = streaming().with_parts(
        nodes=[node("feature", "popularity", owner="recs")],
        edges=[
            Edge(from_id="scores", to_id="popularity", kind=EdgeKind.FEEDS),
            Edge(from_id="popularity", to_id="ranker", kind=EdgeKind.FEEDS),
        ],
    )
    hidden, short = find_feedback_loops(graph)
    assert hidden.severity is Severity.ERROR
    assert hidden.nodes == ("ranker", "scores", "page", "viewers", "events", "labels")
    assert short.nodes == ("ranker", "scores", "popularity")
