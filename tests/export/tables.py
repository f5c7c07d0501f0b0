"""A system whose names try what a file format may fall for, and whose edges run side by side."""

from datetime import date, timedelta

from explorer.domain.entities import Edge, Filter, Node, Team
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind
from explorer.domain.provenance import Source
from explorer.domain.system_graph import SystemGraph

NASTY = ['=1+1"', "back\\", 'quote"', "a -> b [x]; }", "<b>&amp;</b>", "a:n", "Größe ≥ 2", "@x", "＝x"]


def nasty():
    """Every name in a row, two kinds of edge between two nodes, and attributes of every plain type."""
    nodes = [Node(id=name, kind=NodeKind.DATASET, name=name, owner='te"am\\') for name in NASTY]
    nodes.append(
        Node(
            id="model",
            kind=NodeKind.MODEL,
            name="The model",
            description="two\nlines\u202e",
            baseline=-0.5,
            glue=True,
            tags=("a", "b"),
            cadence=timedelta(hours=6),
            source=Source("a.yaml", 3),
            extra={"node_for_adding": {"deep": [1]}},
        )
    )
    edges = [Edge(from_id=name, to_id="model", kind=EdgeKind.FEEDS) for name in NASTY]
    edges.append(
        Edge(
            from_id=NASTY[0],
            to_id="model",
            kind=EdgeKind.TRAINS,
            evidence=Evidence.OBSERVED,
            filter=Filter(field="score", op=">=", value=0.5),
            count=7,
            extra={"key": "k", "u_for_edge": 1},
        )
    )
    return SystemGraph.of(
        nodes,
        edges,
        name='A "system"\\',
        as_of=date(2026, 11, 20),
        teams=[Team(id='te"am\\', name="Team & co")],
    )
