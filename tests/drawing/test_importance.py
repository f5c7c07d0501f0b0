"""How much a node is missed when it is left out."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from explorer.domain.entities import Edge, Node
from explorer.domain.kinds import Criticality, EdgeKind, NodeKind
from explorer.domain.system_graph import SystemGraph
from explorer.drawing.folded import Folding, folded
from explorer.drawing.importance import importance_of, order_of_naming
from explorer.drawing.picture import EFFECTS, NO_EFFECT, NODE_KINDS, Edit
from explorer.session.loading import open_sources
from explorer.ui.canvas.scene import empty_picture

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


def test_names_are_missed_in_the_order_in_which_one_asks_for_them():
    """What is new, what is affected worst, what the questions are about, what has most edges; last what is faded."""
    kinds = [
        NodeKind.DATASET,
        NodeKind.DATASET,
        NodeKind.MODEL,
        NodeKind.DATASET,
        NodeKind.MODEL,
        NodeKind.JOB,
    ]
    effects = [NO_EFFECT, "stale", "shifts", "shifts", NO_EFFECT, NO_EFFECT]
    shapes = replace(
        empty_picture().nodes,
        ids=tuple("abcdef"),
        kind=np.array([NODE_KINDS.index(kind) for kind in kinds], np.uint8),
        effect=np.array([EFFECTS.index(e) if isinstance(e, str) else e for e in effects], np.uint8),
        possible=np.array([False, False, False, True, False, False]),
        faded=np.array([False, False, False, False, True, False]),
        edit=np.array([Edit.KEPT] * 5 + [Edit.ADDED], np.uint8),
    )
    ends = np.array([0, 0, 0, 1, 3], np.int32)
    assert "".join(shapes.ids[i] for i in order_of_naming(shapes, ends)) == "fcdbae"
