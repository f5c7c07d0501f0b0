"""How much a node is missed when it is left out."""

from explorer.domain.entities import Edge, Node
from explorer.domain.kinds import Criticality, EdgeKind, NodeKind
from explorer.domain.system_graph import SystemGraph
from explorer.drawing.importance import importance_of


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


def test_what_is_affected_goes_last():
    """A what-if that hid its own answer would be of no use."""
    assert ranked(PLAIN, CHAIN, {"d", "gone"})[-1] == "d"


def test_an_empty_system_has_nothing_to_rank():
    """And does not fail."""
    assert ranked({}, []) == []
