"""Small systems in few words, for the tests of the analyses."""

from explorer.domain.edge_kinds import infer_edge_kind
from explorer.domain.entities import Edge, Node
from explorer.domain.kinds import EdgeKind, NodeKind
from explorer.domain.system_graph import SystemGraph


def node(kind: str, name: str, **attributes) -> Node:
    """A node whose id is its name."""
    return Node(id=name, kind=NodeKind(kind), name=name, **attributes)


def system(nodes: list[Node], arrows: list[tuple]) -> SystemGraph:
    """A system of nodes and arrows (from, to[, attributes]); a `kind` among the attributes is stated."""
    by_id = {n.id: n for n in nodes}
    edges = []
    for start, end, *rest in arrows:
        attributes = dict(rest[0]) if rest else {}
        kind = attributes.pop("kind", None) or infer_edge_kind(by_id[start], by_id[end])
        edges.append(Edge(from_id=start, to_id=end, kind=EdgeKind(kind), **attributes))
    return SystemGraph.of(nodes, edges)
