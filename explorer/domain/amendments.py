"""What a source says otherwise than the rest: parts it changes or removes, laid over what all others state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from explorer.domain.attributes import NODE_ATTRIBUTES
from explorer.domain.edge_kinds import infer_edge_kind
from explorer.domain.entities import Edge, EdgeKey, Node
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind
from explorer.domain.names import did_you_mean, nearest
from explorer.domain.provenance import Problem, Source
from explorer.domain.words import told as told_word
from explorer.language import tr

_MOST_NEAREST = 200
"""Looking for the nearest name costs a millisecond; past this many missing parts they are named without one."""


@dataclass(frozen=True, slots=True)
class ChangedNode:
    """A node with other values, None where nobody knows any more; a ghost is declared by it."""

    id: str
    kind: NodeKind
    values: Mapping[str, Any]
    source: Source


@dataclass(frozen=True, slots=True)
class ChangedEdge:
    """An edge with other values, or a new one; without a kind it is the one that its ends suggest."""

    from_id: str
    to_id: str
    kind: EdgeKind | None
    values: Mapping[str, Any]
    source: Source


@dataclass(frozen=True, slots=True)
class RemovedNode:
    """A node that is not there, nor its edges."""

    id: str
    source: Source


@dataclass(frozen=True, slots=True)
class RemovedEdge:
    """An edge that is not there; without a kind every edge from the one to the other."""

    from_id: str
    to_id: str
    kind: EdgeKind | None
    source: Source


@dataclass(slots=True)
class Amendments:
    """All that sources change and remove."""

    nodes: list[ChangedNode] = field(default_factory=list)
    edges: list[ChangedEdge] = field(default_factory=list)
    removed_nodes: list[RemovedNode] = field(default_factory=list)
    removed_edges: list[RemovedEdge] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.nodes or self.edges or self.removed_nodes or self.removed_edges)

    def add(self, more: Amendments) -> None:
        """Take in what another source amends."""
        self.nodes += more.nodes
        self.edges += more.edges
        self.removed_nodes += more.removed_nodes
        self.removed_edges += more.removed_edges

    def ids(self) -> Iterator[str]:
        """Every id that they name."""
        yield from (n.id for n in self.nodes)
        yield from (n.id for n in self.removed_nodes)
        yield from (end for e in self.edges for end in (e.from_id, e.to_id))
        yield from (end for e in self.removed_edges for end in (e.from_id, e.to_id))

    def renamed(self, aliases: Mapping[str, str]) -> Amendments:
        """The same with every id as the one that stands for it."""

        def of(node_id: str) -> str:
            return aliases.get(node_id, node_id)

        return Amendments(
            [replace(n, id=of(n.id)) for n in self.nodes],
            [replace(e, from_id=of(e.from_id), to_id=of(e.to_id)) for e in self.edges],
            [replace(n, id=of(n.id)) for n in self.removed_nodes],
            [replace(e, from_id=of(e.from_id), to_id=of(e.to_id)) for e in self.removed_edges],
        )


@dataclass(slots=True)
class Parts:
    """The nodes and edges of a system that is being put together."""

    nodes: dict[str, Node]
    edges: dict[EdgeKey, Edge]


def lay_over(
    parts: Parts, amendments: Amendments, end_of: Callable[[str, Edge], Node], problems: list[Problem]
) -> None:
    """Remove, change and add what the amendments say, in this order; what names nothing becomes a problem.

    end_of gives the node at an end of an edge, and makes a ghost where nothing declares it.
    """
    told = _Told(parts, problems)
    _remove_edges(parts, amendments.removed_edges, told)
    gone = {each.id for each in amendments.removed_nodes if each.id in parts.nodes}
    for each in amendments.removed_nodes:
        if each.id not in gone:
            told.no_node("removed", each.id, each.source)
    for node_id in gone:
        del parts.nodes[node_id]
    for key in [k for k in parts.edges if k.from_id in gone or k.to_id in gone] if gone else ():
        del parts.edges[key]
    _change_nodes(parts, amendments.nodes, told)
    for change in amendments.edges:
        _change_edge(parts, change, end_of)
    for node_id in unnamed_ghosts(parts.nodes, parts.edges) if gone or amendments.removed_edges else ():
        del parts.nodes[node_id]


def once_declared(edge: Edge, nodes: Mapping[str, Node]) -> Edge:
    """An edge at a ghost as it is once the ghost is declared: as surely known as its source said, and of the kind
    that its ends suggest, if it had none.
    """
    start, end = nodes[edge.from_id], nodes[edge.to_id]
    if edge.evidence is not Evidence.INFERRED or start.is_ghost or end.is_ghost:
        return edge
    kind = infer_edge_kind(start, end) if edge.kind is EdgeKind.FEEDS else edge.kind  # else it was said
    return replace(as_stated(edge), kind=kind)


def as_stated(edge: Edge) -> Edge:
    """An edge at a ghost, which makes it inferred, as its source stated it: a log says when it saw it, and a guess
    how sure it is; all else is declared.
    """
    if edge.confidence is not None:
        return edge
    was_seen = any(each is not None for each in (edge.first_seen, edge.last_seen, edge.count))
    return replace(edge, evidence=Evidence.OBSERVED if was_seen else Evidence.DECLARED)


def declare(parts: Parts, declared: Mapping[str, Node]) -> dict[EdgeKey, EdgeKey]:
    """Put these nodes in the place of ghosts; gives the keys of the edges that are of another kind for it."""
    parts.nodes.update(declared)
    moved: dict[EdgeKey, EdgeKey] = {}
    touching = [e for e in parts.edges.values() if e.from_id in declared or e.to_id in declared]
    for edge in touching if declared else ():
        made = once_declared(edge, parts.nodes)
        if made.key == edge.key:
            parts.edges[edge.key] = made
        else:
            del parts.edges[edge.key]
            parts.edges.setdefault(made.key, made)
            moved[edge.key] = made.key
    return moved


def as_kind(known: Node, kind: NodeKind, source: Source) -> Node:
    """The node as one of this kind: of another it keeps only what both can say; a ghost has nothing to keep."""
    if known.kind is kind:
        return known
    if known.is_ghost:
        return Node(id=known.id, kind=kind, name=known.name, source=source)
    kept = {key: getattr(known, key) for key in NODE_ATTRIBUTES[kind] if key != "subtype"}
    return Node(id=known.id, kind=kind, source=source, **kept)


def unnamed_ghosts(nodes: Mapping[str, Node], edges: Iterable[EdgeKey]) -> list[str]:
    """The ghosts of which no edge speaks: nothing says any more that they exist."""
    ghosts = {n.id for n in nodes.values() if n.is_ghost}
    for key in edges if ghosts else ():
        ghosts -= {key.from_id, key.to_id}
    return sorted(ghosts)


@dataclass(slots=True)
class _Told:
    """Says which parts are not there."""

    parts: Parts
    problems: list[Problem]
    count: int = 0

    def no_node(self, section: str, node_id: str, source: Source) -> None:
        self.count += 1
        near = nearest(node_id, self.parts.nodes, 1) if self.count <= _MOST_NEAREST else []
        hint = did_you_mean(near) or tr("Import it together with what it amends.")
        self.problems.append(
            Problem(
                tr(
                    "{section} names “{id}”, which nothing else declares. {hint}",
                    section=section,
                    id=node_id,
                    hint=hint,
                ),
                source,
            )
        )

    def no_edge(self, each: RemovedEdge) -> None:
        ends = {"start": each.from_id, "end": each.to_id}
        fault = (
            tr(
                "removed names an edge {start} → {end} ({kind}), which nothing else states.",
                **ends,
                kind=told_word(each.kind),
            )
            if each.kind
            else tr("removed names an edge {start} → {end}, which nothing else states.", **ends)
        )
        self.problems.append(Problem(fault, each.source))


def _remove_edges(parts: Parts, removed: Iterable[RemovedEdge], told: _Told) -> None:
    between: dict[tuple[str, str], list[EdgeKey]] = {}
    for key in parts.edges if removed else ():
        between.setdefault((key.from_id, key.to_id), []).append(key)
    for each in removed:
        found = [k for k in between.get((each.from_id, each.to_id), ()) if each.kind in (None, k.kind)]
        if not found:
            told.no_edge(each)
        for key in found:
            parts.edges.pop(key, None)


def _change_nodes(parts: Parts, changes: Iterable[ChangedNode], told: _Told) -> None:
    declared: dict[str, Node] = {}
    for change in changes:
        known = declared.get(change.id) or parts.nodes.get(change.id)
        if known is None:
            told.no_node("changed", change.id, change.source)
            continue
        values = dict(change.values)
        if "name" in values and not values["name"]:
            values["name"] = change.id
        made = replace(as_kind(known, change.kind, change.source), **values)
        if change.id in declared or parts.nodes[change.id].is_ghost:
            declared[change.id] = made
        else:
            parts.nodes[change.id] = made
    declare(parts, declared)


def _change_edge(parts: Parts, change: ChangedEdge, end_of: Callable[[str, Edge], Node]) -> None:
    made = Edge(from_id=change.from_id, to_id=change.to_id, kind=EdgeKind.FEEDS, source=change.source)
    start, end = end_of(change.from_id, made), end_of(change.to_id, made)
    kind = change.kind or infer_edge_kind(start, end)
    known = parts.edges.get(EdgeKey(change.from_id, change.to_id, kind))
    if known is None:
        known = replace(made, kind=kind)
        if start.is_ghost or end.is_ghost:
            known = replace(known, evidence=Evidence.INFERRED)
    parts.edges[known.key] = replace(known, **change.values)
