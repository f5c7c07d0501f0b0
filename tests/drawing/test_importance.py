"""How much a node is missed when it is left out."""

from pathlib import Path

import pytest

from explorer.domain.entities import Edge, Node
from explorer.domain.kinds import Criticality, EdgeKind, NodeKind
from explorer.domain.system_graph import SystemGraph
from explorer.drawing.folded import Folding, folded
from explorer.drawing.importance import importance_of
from explorer.session.loading import open_sources

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "samples" / "streamly.yaml"


def ranked(nodes, edges, affected=()):
    """The ids, the least important first."""
    made = [Node(id=i, kind=NodeKind.JOB, name=i, **rest) for i, rest in nodes.items()]
    linked = [Edge(from_id=a, to_id=b, kind=EdgeKind.FEEDS) for a, b in edges]
    graph = SystemGraph.of(made, linked)
    score = importance_of(graph, affected).tolist()
    return [i for _, i in sorted(zip(score, graph.arrays.ids, strict=True))]


PLAIN = {key: {} for key in "abcd"}
CHAIN = [("a", "b"), ("b", "c")]


def test_more_edges_count_more():
    """A node without any goes first."""
    assert ranked(PLAIN, CHAIN) == ["d", "a", "c", "b"]


def test_criticality_counts_more_than_a_few_edges():
    """What nobody depends on may still be critical; of low criticality, it goes before others."""
    assert ranked({**PLAIN, "d": {"criticality": Criticality.HIGH}}, CHAIN)[-1] == "d"
    assert ranked({**PLAIN, "b": {"criticality": Criticality.LOW}}, CHAIN)[:2] == ["d", "b"]


def test_a_loop_is_kept_together():
    """Its nodes come before one that has as many edges and is on none; a loop of one edge is none of several."""
    edges = [("a", "b"), ("b", "a"), ("c", "d"), ("d", "d")]
    assert ranked(PLAIN, edges)[-2:] == ["a", "b"]


def test_what_the_questions_are_about_stays_longest():
    """An objective, a model and the metric that judges it, before a critical hub; other metrics do not."""
    kinds = {
        "goal": NodeKind.OBJECTIVE,
        "model": NodeKind.MODEL,
        "judge": NodeKind.METRIC,
        "count": NodeKind.METRIC,
        "hub": NodeKind.DATASET,
    }
    critical = {"hub": Criticality.HIGH}
    nodes = [Node(id=i, kind=kind, name=i, criticality=critical.get(i)) for i, kind in kinds.items()]
    nodes += [Node(id=f"j{n}", kind=NodeKind.JOB, name="j") for n in range(500)]
    edges = [Edge(from_id="hub", to_id=f"j{n}", kind=EdgeKind.FEEDS) for n in range(500)]
    edges += [Edge(from_id=f"j{n}", to_id="hub", kind=EdgeKind.FEEDS) for n in range(500)]
    edges.append(Edge(from_id="model", to_id="judge", kind=EdgeKind.OPTIMISES))
    graph = SystemGraph.of(nodes, edges)
    score = dict(zip(graph.arrays.ids, importance_of(graph).tolist(), strict=True))
    assert min(score[i] for i in ("goal", "model", "judge")) > score["hub"]
    assert score["count"] < score["hub"]


@pytest.mark.parametrize("share", [0.3, 0.6, 0.8])
def test_the_samples_objective_is_seen_however_much_is_hidden(share):
    """And its models with the metrics that judge them; of 56 nodes."""
    graph = open_sources([str(SAMPLE)]).project.graph
    drawn = folded(graph, Folding(least=share)).graph.nodes.values()
    assert len(drawn) == len(graph.nodes) - int(share * len(graph.nodes))
    assert {n.id for n in drawn} >= {"retention", "ranker", "churn-model", "clicks", "churn-auc"}


def test_what_is_affected_goes_last():
    """A what-if that hid its own answer would be of no use."""
    assert ranked(PLAIN, CHAIN, {"d", "gone"})[-1] == "d"


def test_an_empty_system_has_nothing_to_rank():
    """And does not fail."""
    assert ranked({}, []) == []
