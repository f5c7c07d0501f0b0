"""Edits by hand: what a person asks for, checked as a manifest is, as changes that can be undone by name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from explorer.domain.amendments import once_declared
from explorer.domain.attributes import EDGE_ATTRIBUTES, NODE_ATTRIBUTES, Attribute, attribute_word
from explorer.domain.changes import EditGraph
from explorer.domain.edge_kinds import infer_edge_kind
from explorer.domain.entities import Edge, EdgeKey, Node
from explorer.domain.ids import clean_id, shown_plainly
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind, Subtype
from explorer.domain.provenance import Source
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import listed
from explorer.domain.words import told
from explorer.errors import UsageError
from explorer.language import marked, tr

BY_HAND = Source(marked("by hand"))
"""Where what a person made in the window is stated."""
MADE = tuple(kind for kind in NodeKind if kind is not NodeKind.UNKNOWN)
"""The kinds of node that can be made."""


def derived_id(graph: SystemGraph, name: str) -> str:
    """An id for a new node of this name: its letters and digits with dashes between, numbered where it is taken."""
    words = re.sub(r"[\W_]+", "-", shown_plainly(name).lower()).strip("-")
    stem, number = words[:80].rstrip("-") or "node", 2
    made = stem
    while made in graph.nodes:
        made, number = f"{stem}-{number}", number + 1
    return made


def added_node(
    graph: SystemGraph,
    kind: NodeKind,
    name: str,
    *,
    node_id: str = "",
    owner: str = "",
    subtype: Subtype | None = None,
) -> EditGraph:
    """Adds a node; without an id one is derived from the name. UsageError says what is wrong with it."""
    name = shown_plainly(name.strip())
    if not name:
        raise UsageError(tr("The new node needs a name."))
    made = _identifier(node_id) if node_id.strip() else derived_id(graph, name)
    if made in graph.nodes:
        known = graph.nodes[made]
        raise UsageError(
            tr("“{id}” is named by an edge already.", id=made)
            if known.is_ghost
            else tr("“{id}” is there already: a {kind}.", id=made, kind=told(known.kind)),
            hint=tr("Choose another id, or change that node."),
        )
    node = Node(
        id=made,
        kind=kind,
        name=name,
        owner=_identifier(owner) if owner.strip() else None,
        subtype=subtype,
        source=BY_HAND,
    )
    return EditGraph(tr("Add {name}", name=name), nodes={made: node})


def added_after(
    graph: SystemGraph,
    from_id: str,
    kind: NodeKind,
    name: str,
    *,
    edge_kind: EdgeKind | None = None,
    node_id: str = "",
    owner: str = "",
    subtype: Subtype | None = None,
) -> EditGraph:
    """Adds a node that is connected already: it takes what `from_id` gives, by default by the kind that fits best."""
    added = added_node(graph, kind, name, node_id=node_id, owner=owner, subtype=subtype)
    ((made, node),) = added.nodes.items()
    edges = connected(graph.with_parts((node,) if node else (), ()), from_id, made, edge_kind).edges
    words = tr("Add {name} after {start}", name=node.name if node else made, start=graph.nodes[from_id].name)
    return EditGraph(words, nodes=added.nodes, edges=edges)


def likely_kind(graph: SystemGraph, node_id: str) -> NodeKind:
    """What a part probably is that is only named: a consumer where only the world sees it, else a dataset."""
    readers = {graph.nodes[e.to_id].kind for e in graph.edges_from(node_id)}
    return NodeKind.CONSUMER if readers == {NodeKind.WORLD} else NodeKind.DATASET


def connection_kinds(start: Node, end: Node) -> tuple[EdgeKind, ...]:
    """The kinds that an edge start → end can have: first the one that fits best, then what else makes sense."""
    inferred = infer_edge_kind(start, end)
    if start.is_ghost or end.is_ghost:
        return (inferred,)
    fitting = (kind for kind in EdgeKind if kind is not inferred and _fits(kind, start.kind, end.kind))
    return (inferred, *fitting)


def connected(graph: SystemGraph, from_id: str, to_id: str, kind: EdgeKind | None = None) -> EditGraph:
    """Connects two nodes, by default by the kind that fits best; UsageError where they are so connected already."""
    start, end = graph.nodes[from_id], graph.nodes[to_id]
    edge = Edge(
        from_id=from_id,
        to_id=to_id,
        kind=kind or connection_kinds(start, end)[0],
        evidence=Evidence.INFERRED if start.is_ghost or end.is_ghost else Evidence.DECLARED,
        source=BY_HAND,
    )
    if from_id == to_id and edge.kind is not EdgeKind.DERIVES:
        raise UsageError(
            tr("“{name}” cannot be connected with itself.", name=start.name), hint=tr("Choose another node.")
        )
    if edge.key in graph.edges:
        raise UsageError(
            tr(
                "There is an edge {start} → {end} ({kind}) already.",
                start=start.name,
                end=end.name,
                kind=told(edge.kind),
            ),
            hint=tr("Choose another kind, or change that edge."),
        )
    return EditGraph(tr("Connect {start} → {end}", start=start.name, end=end.name), edges={edge.key: edge})


def removed(graph: SystemGraph, ids: Iterable[str], keys: Iterable[EdgeKey] = ()) -> EditGraph:
    """Takes these nodes out, with their edges, and these edges, and what nothing declares or names any more."""
    nodes, edges = dict.fromkeys(ids), dict.fromkeys(keys)
    names = [graph.nodes[i].name for i in nodes] + [edge_name(graph, key) for key in edges]
    ghosts = [i for i, node in graph.nodes.items() if node.is_ghost and i not in nodes]
    nodes |= dict.fromkeys([i for i in ghosts if _is_left_alone(graph, i, nodes, edges)])
    return EditGraph(tr("Remove {names}", names=listed(names, 2)), nodes=nodes, edges=edges)


def _is_left_alone(
    graph: SystemGraph, node_id: str, nodes: Collection[str], edges: Collection[EdgeKey]
) -> bool:
    """Whether no edge of the node is left once these nodes and edges are gone."""
    return all(
        edge.key in edges or edge.from_id in nodes or edge.to_id in nodes
        for edge in (*graph.edges_from(node_id), *graph.edges_into(node_id))
    )


def declared(
    graph: SystemGraph,
    node_id: str,
    kind: NodeKind,
    name: str = "",
    *,
    owner: str = "",
    subtype: Subtype | None = None,
) -> EditGraph:
    """Declares what was only named by edges, which are then known as their sources stated them."""
    node = Node(
        id=node_id,
        kind=kind,
        name=shown_plainly(name.strip()) or node_id,
        owner=_identifier(owner) if owner.strip() else None,
        subtype=subtype,
        source=BY_HAND,
    )
    edges: dict[EdgeKey, Edge | None] = {}
    nodes = {**graph.nodes, node_id: node}
    for edge in (*graph.edges_into(node_id), *graph.edges_from(node_id)):
        made = once_declared(edge, nodes)
        if made.key != edge.key:
            edges[edge.key] = None
            edges.setdefault(made.key, graph.edges.get(made.key, made))
        elif made != edge:
            edges[edge.key] = made
    return EditGraph(tr("Declare {name}", name=node.name), nodes={node_id: node}, edges=edges)


def edge_name(graph: SystemGraph, key: EdgeKey) -> str:
    """An edge as people call it: the names of its ends."""
    return f"{graph.nodes[key.from_id].name} → {graph.nodes[key.to_id].name}"


def changed_node(node: Node, values: Mapping[str, object]) -> EditGraph:
    """Gives a node these values; None says that nobody knows. No name says that the id is its name."""
    given = dict(values)
    if "name" in given:
        given["name"] = shown_plainly(str(given["name"] or node.id))
    for key in ("owner", "superseded_by"):
        if given.get(key) is not None:
            given[key] = _identifier(str(given[key]))
    changed = replace(node, **given)  # type: ignore[arg-type]  # the keys come from the table of attributes
    return EditGraph(_said(given, node.name, NODE_ATTRIBUTES[node.kind]), nodes={node.id: changed})


def changed_edge(graph: SystemGraph, edge: Edge, values: Mapping[str, object]) -> EditGraph:
    """Gives an edge these values; None says that nobody knows."""
    changed = replace(edge, **values)  # type: ignore[arg-type]  # the keys come from the table of attributes
    return EditGraph(_said(values, edge_name(graph, edge.key), EDGE_ATTRIBUTES), edges={edge.key: changed})


def _identifier(text: str) -> str:
    try:
        return clean_id(text)
    except ValueError as error:
        raise UsageError(str(error)) from None


def _said(values: Mapping[str, object], name: str, table: Mapping[str, Attribute]) -> str:
    if len(values) != 1:
        return tr("Change {name}", name=name)
    ((key, value),) = values.items()
    word = attribute_word(table, key)
    if value is None:
        return tr("Clear {attribute} of {name}", attribute=word, name=name)
    return tr("Set {attribute} of {name}", attribute=word, name=name)


_AIMS = frozenset((NodeKind.METRIC, NodeKind.OBJECTIVE))
_READERS = frozenset(NodeKind) - _AIMS - {NodeKind.MONITOR, NodeKind.WORLD, NodeKind.UNKNOWN}
_STORED = frozenset((NodeKind.DATASET, NodeKind.ARTIFACT))
_WRITERS = frozenset((NodeKind.PRODUCER, NodeKind.JOB, NodeKind.MODEL, NodeKind.CONSUMER, NodeKind.FEATURE))
_RUN = frozenset((NodeKind.PRODUCER, NodeKind.JOB, NodeKind.MODEL, NodeKind.CONSUMER, NodeKind.FEATURE))
_ANY = frozenset(NodeKind) - {NodeKind.UNKNOWN}
_ENDS: Mapping[EdgeKind, tuple[frozenset[NodeKind], frozenset[NodeKind]]] = {
    EdgeKind.FEEDS: (_READERS, _READERS),
    EdgeKind.PRODUCES: (_WRITERS, _STORED | {NodeKind.FEATURE, NodeKind.MODEL}),
    EdgeKind.DERIVES: (_STORED, _STORED | {NodeKind.FEATURE}),
    EdgeKind.TRAINS: (_READERS, frozenset((NodeKind.MODEL, NodeKind.ARTIFACT))),
    EdgeKind.INFLUENCES: (_ANY, frozenset((NodeKind.WORLD,))),
    EdgeKind.TRIGGERS: (_READERS | {NodeKind.MONITOR}, _RUN),
    EdgeKind.MEASURES: (_READERS | {NodeKind.WORLD}, _AIMS),
    EdgeKind.DRIVES: (frozenset((NodeKind.METRIC,)), _AIMS),
    EdgeKind.WATCHES: (_ANY, frozenset((NodeKind.MONITOR,))),
    EdgeKind.OPTIMISES: (frozenset((NodeKind.MODEL,)), frozenset((NodeKind.METRIC,))),
}
"""Between which kinds of node each kind of edge says something; what leaves the world is always inferred."""


def _fits(kind: EdgeKind, start: NodeKind, end: NodeKind) -> bool:
    starts, ends = _ENDS[kind]
    return start in starts and end in ends
