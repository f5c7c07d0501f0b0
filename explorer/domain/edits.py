"""What is different between two systems, to be laid over a third: edits by hand on sources that were read again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import TypeVar

from explorer.domain.attributes import NODE_ATTRIBUTES
from explorer.domain.entities import Edge, EdgeKey, Node
from explorer.domain.system_graph import SystemGraph

T = TypeVar("T", Node, Edge)
_IDENTITY = frozenset(("id", "kind", "from_id", "to_id", "source"))


@dataclass(frozen=True, slots=True)
class Edits:
    """Of each node and edge that is different: what it was and what it is; None: it is not there."""

    nodes: Mapping[str, tuple[Node | None, Node | None]] = field(default_factory=dict)
    edges: Mapping[EdgeKey, tuple[Edge | None, Edge | None]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Laid:
    """The parts that a system has otherwise by them, None for what goes; lost: nodes that are not there to edit."""

    nodes: Mapping[str, Node | None]
    edges: Mapping[EdgeKey, Edge | None]
    lost: tuple[Node, ...]


def edits_between(
    before: SystemGraph, after: SystemGraph, nodes: Iterable[str], edges: Iterable[EdgeKey]
) -> Edits:
    """What of these nodes and edges is different."""
    of_nodes = {i: (before.nodes.get(i), after.nodes.get(i)) for i in nodes}
    of_edges = {k: (before.edges.get(k), after.edges.get(k)) for k in edges}
    return Edits(
        {i: pair for i, pair in of_nodes.items() if pair[0] != pair[1]},
        {k: pair for k, pair in of_edges.items() if pair[0] != pair[1]},
    )


def laid(edits: Edits, graph: SystemGraph, stands_for: Mapping[str, str]) -> Laid:
    """The edits on a system that may say something else by now; stands_for: ids that others have replaced."""
    if not edits.nodes and not edits.edges:
        return Laid({}, {}, ())
    nodes: dict[str, Node | None] = {}
    lost: list[Node] = []
    for node_id, (was, now) in edits.nodes.items():
        stands = stands_for.get(node_id, node_id)
        here = graph.nodes.get(stands)
        if now is None:
            if here is not None and stands == node_id:
                nodes[stands] = None
        elif here is None and was is not None:
            lost.append(now)
        else:
            nodes[stands] = _node(here, was, replace(now, id=stands))
    ends = {i for i in {*graph.nodes, *nodes} if nodes.get(i, graph.nodes.get(i)) is not None}
    edges: dict[EdgeKey, Edge | None] = {}
    for key, (edge_was, edge_now) in edits.edges.items():
        stood = EdgeKey(
            stands_for.get(key.from_id, key.from_id), stands_for.get(key.to_id, key.to_id), key.kind
        )
        known = graph.edges.get(stood)
        if edge_now is None:
            if known is not None:
                edges[stood] = None
        elif stood.from_id in ends and stood.to_id in ends and (known is not None or edge_was is None):
            moved = replace(edge_now, from_id=stood.from_id, to_id=stood.to_id)
            edges[stood] = moved if known is None else _over(known, edge_was, moved)
    return Laid(nodes, edges, tuple(lost))


def _node(here: Node | None, was: Node | None, now: Node) -> Node:
    """The node with what was edited; what is not declared any more is as it was declared by hand."""
    if here is None or here.is_ghost:
        return now
    if here.kind is now.kind:
        return _over(here, was, now)
    can_say = NODE_ATTRIBUTES[here.kind].keys() - {"subtype"}
    said = {f.name: getattr(now if f.name in can_say else here, f.name) for f in fields(here)}
    return _over(here, was, Node(**{**said, "kind": here.kind}))


def _over(here: T, was: T | None, now: T) -> T:
    changed = {
        f.name: getattr(now, f.name)
        for f in fields(here)
        if f.name not in _IDENTITY
        and (getattr(was, f.name) != getattr(now, f.name) if was else getattr(now, f.name) is not None)
    }
    return replace(here, **changed) if changed else here
