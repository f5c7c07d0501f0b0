"""The system graph: a typed directed multigraph that never changes; an edit makes a new one.

Because a graph is a value, a what-if cannot touch its base, undo is a reference kept, and threads may read
it freely. Node and edge objects are shared between one graph and the next.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import islice
from operator import attrgetter, itemgetter
from types import MappingProxyType
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from explorer.domain.entities import Edge, EdgeKey, Node, Team
from explorer.domain.pauses import checked
from explorer.domain.words import told
from explorer.language import tr

Ints = NDArray[np.int32]
K = TypeVar("K")
V = TypeVar("V")
Id = TypeVar("Id", str, EdgeKey)


@dataclass(frozen=True, slots=True, eq=False)
class GraphArrays:
    """The graph as integers: node i is ids[i]; edge j runs from_index[j] → to_index[j] and is keys[j].

    out_edges[out_start[i]:out_start[i + 1]] are the edges that leave node i; in_* likewise.
    """

    ids: tuple[str, ...]
    index: Mapping[str, int]
    keys: tuple[EdgeKey, ...]
    from_index: Ints
    to_index: Ints
    out_start: Ints
    out_edges: Ints
    in_start: Ints
    in_edges: Ints

    def edges_from(self, node: int) -> Ints:
        """The numbers of the edges that leave a node."""
        return self.out_edges[self.out_start[node] : self.out_start[node + 1]]

    def edges_into(self, node: int) -> Ints:
        """The numbers of the edges that enter a node."""
        return self.in_edges[self.in_start[node] : self.in_start[node + 1]]

    def number_of(self, key: EdgeKey) -> int:
        """The number of an edge that is there; the edges of a graph are in order of key."""
        return bisect_left(self.keys, key)


@dataclass(frozen=True, eq=False)
class SystemGraph:
    """What a machine-learning system is made of. Iteration is in order of id, so that results repeat."""

    name: str = ""
    as_of: date | None = None
    nodes: Mapping[str, Node] = field(default_factory=dict)
    edges: Mapping[EdgeKey, Edge] = field(default_factory=dict)
    teams: Mapping[str, Team] = field(default_factory=dict)

    @staticmethod
    def of(
        nodes: Iterable[Node],
        edges: Iterable[Edge],
        *,
        name: str = "",
        as_of: date | None = None,
        teams: Iterable[Team] = (),
        check: Callable[[], None] = lambda: None,
    ) -> SystemGraph:
        """A graph of these parts; ValueError when an id comes twice or an edge has an end that is no node."""
        by_id: dict[str, Node] = {}
        for node in checked(sorted(nodes, key=lambda n: n.id), check):
            if by_id.setdefault(node.id, node) is not node:
                raise ValueError(tr("The node “{name}” comes twice.", name=node.id))
        by_key: dict[EdgeKey, Edge] = {}
        for edge in checked(_by_start(edges, check), check):
            if by_key.setdefault(edge.key, edge) is not edge:
                raise ValueError(
                    tr(
                        "The edge {start} → {end} ({kind}) comes twice.",
                        start=edge.from_id,
                        end=edge.to_id,
                        kind=told(edge.kind),
                    )
                )
        for key in checked(by_key, check):
            if key.from_id not in by_id or key.to_id not in by_id:
                raise ValueError(_without_end(key))
        return SystemGraph(
            name,
            as_of,
            MappingProxyType(by_id),
            MappingProxyType(by_key),
            MappingProxyType({t.id: t for t in sorted(teams, key=lambda t: t.id)}),
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SystemGraph):
            return NotImplemented
        return (self.name, self.as_of) == (other.name, other.as_of) and (
            _are_equal(self.nodes, other.nodes)
            and _are_equal(self.edges, other.edges)
            and _are_equal(self.teams, other.teams)
        )

    __hash__ = None  # type: ignore[assignment]  # compared by content, so not hashable

    def __reduce__(self) -> tuple[object, ...]:
        parts = (tuple(self.nodes.values()), tuple(self.edges.values()), self.name, self.as_of)
        return _rebuild, (*parts, tuple(self.teams.values()))

    @cached_property
    def _leaving(self) -> Mapping[str, tuple[Edge, ...]]:
        return _grouped(self.nodes, self.edges.values(), leaving=True)

    @cached_property
    def _entering(self) -> Mapping[str, tuple[Edge, ...]]:
        return _grouped(self.nodes, self.edges.values(), leaving=False)

    def edges_from(self, node_id: str) -> tuple[Edge, ...]:
        """The edges that leave a node, in order of key."""
        return self._leaving[node_id]

    def edges_into(self, node_id: str) -> tuple[Edge, ...]:
        """The edges that enter a node, in order of key."""
        return self._entering[node_id]

    def owners(self) -> list[str]:
        """Everyone who owns a node, in order."""
        return sorted({n.owner for n in self.nodes.values() if n.owner is not None})

    def with_parts(
        self,
        nodes: Iterable[Node] = (),
        edges: Iterable[Edge] = (),
        *,
        check: Callable[[], None] = lambda: None,
    ) -> SystemGraph:
        """The graph with these nodes and edges added, or put in the place of those with the same identity."""
        new_nodes, added = _copied(self.nodes), {edge.key: edge for edge in edges}
        new_nodes.update((n.id, n) for n in nodes)
        for edge in added.values():
            if edge.from_id not in new_nodes or edge.to_id not in new_nodes:
                raise ValueError(_without_end(edge.key))
        if not added and len(new_nodes) == len(self.nodes):
            return self._with_others(new_nodes)
        new_edges = _copied(self.edges)
        new_edges.update(added)
        known = len(self.nodes)
        return self._holding(
            new_nodes, new_edges, added, list(islice(reversed(new_nodes), len(new_nodes) - known)), check
        )

    def without(
        self,
        nodes: Iterable[str] = (),
        edges: Iterable[EdgeKey] = (),
        *,
        check: Callable[[], None] = lambda: None,
    ) -> SystemGraph:
        """The graph without these edges, these nodes, and every edge that touches one of them."""
        gone = {i: None for i in nodes if i in self.nodes}
        cut = {k: None for k in edges if k in self.edges}
        if not gone and not cut:
            return self
        if len(gone) > len(self.nodes) // _MANY:
            cut.update((k, None) for k in self.edges if k.from_id in gone or k.to_id in gone)
        else:
            for node_id in gone:
                cut.update((e.key, None) for e in self.edges_from(node_id) + self.edges_into(node_id))
        kept_nodes, kept_edges = _copied(self.nodes), _copied(self.edges)
        for node_id in gone:
            del kept_nodes[node_id]
        for key in cut:
            del kept_edges[key]
        return self._holding(kept_nodes, kept_edges, cut, gone, check)

    def _holding(
        self,
        nodes: dict[str, Node],
        edges: dict[EdgeKey, Edge],
        changed: Collection[EdgeKey],
        others: Collection[str],
        check: Callable[[], None],
    ) -> SystemGraph:
        """The same system with these parts, of which what is new stands last. changed: the edges that differ.

        others: the nodes that are new or gone. Where the edges that differ are many, which edges leave and enter a
        node is found anew, if anybody asks.
        """
        check()
        nodes, edges = _in_order(nodes, len(self.nodes), check), _in_order(edges, len(self.edges), check)
        made = replace(self, nodes=MappingProxyType(nodes), edges=MappingProxyType(edges))
        if len(changed) > len(self.edges) // _MANY:
            return made
        for name, end in (("_leaving", 0), ("_entering", 1)):
            known = self.__dict__.get(name)
            if known is not None:
                check()
                made.__dict__[name] = _regrouped(known, others, edges, changed, end)
        return made

    def _with_others(self, nodes: dict[str, Node]) -> SystemGraph:
        """The same edges between other nodes of the same ids; what was worked out of the edges stays known."""
        made = replace(self, nodes=MappingProxyType(nodes))
        known = self.__dict__
        made.__dict__.update({name: known[name] for name in _OF_EDGES if name in known})
        return made

    def within(self, center: Iterable[str], hops: int) -> frozenset[str]:
        """The ids of `center` and of all nodes at most `hops` edges away, in either direction."""
        reached = set(center)
        frontier = set(reached)
        for _ in range(hops):
            frontier = {e.to_id for i in frontier for e in self.edges_from(i)} | {
                e.from_id for i in frontier for e in self.edges_into(i)
            }
            frontier -= reached
            reached |= frontier
        return frozenset(reached)

    def subgraph(self, ids: Iterable[str]) -> SystemGraph:
        """The graph of these nodes and the edges between them."""
        kept = set(ids)
        return self.without(i for i in self.nodes if i not in kept)

    def renamed(self, name: str) -> SystemGraph:
        """The same system under another name."""
        return replace(self, name=name)

    @cached_property
    def arrays(self) -> GraphArrays:
        """The graph as integer arrays, made once."""
        ids = tuple(self.nodes)
        index = {node_id: i for i, node_id in enumerate(ids)}
        keys = tuple(self.edges)
        from_index = np.fromiter((index[k.from_id] for k in keys), np.int32, len(keys))
        to_index = np.fromiter((index[k.to_id] for k in keys), np.int32, len(keys))
        out_start, out_edges = _compressed(from_index, len(ids))
        in_start, in_edges = _compressed(to_index, len(ids))
        return GraphArrays(ids, index, keys, from_index, to_index, out_start, out_edges, in_start, in_edges)


_FEW = 1_000
"""Parts that are put in one by one; of more, everything is sorted again."""
_MANY = 4
"""Where more than a fourth of the parts go or change, all are gone through once instead of each by itself."""
_OF_EDGES = ("_leaving", "_entering", "arrays")
"""What a graph works out once, and in which a node is no more than its id."""


def _are_equal(some: Mapping[K, object], others: Mapping[K, object]) -> bool:
    """One by one: the comparison of two large mappings would let no other thread go on."""
    return len(some) == len(others) and all(
        (other := others.get(key)) is value or other == value for key, value in some.items()
    )


def _rebuild(
    nodes: tuple[Node, ...], edges: tuple[Edge, ...], name: str, as_of: date | None, teams: tuple[Team, ...]
) -> SystemGraph:
    return SystemGraph.of(nodes, edges, name=name, as_of=as_of, teams=teams)


def _by_start(edges: Iterable[Edge], check: Callable[[], None]) -> Iterator[Edge]:
    """The edges in order of key, sorted in small groups, so that a large system is no reason to wait."""
    groups: dict[str, list[Edge]] = {}
    for edge in checked(edges, check):
        groups.setdefault(edge.from_id, []).append(edge)
    for _, group in sorted(groups.items(), key=itemgetter(0)):
        yield from sorted(group, key=attrgetter("key")) if len(group) > 1 else group


def _without_end(key: EdgeKey) -> str:
    return tr("The edge {start} → {end} has an end that is no node.", start=key.from_id, end=key.to_id)


def _grouped(ids: Iterable[str], edges: Iterable[Edge], *, leaving: bool) -> Mapping[str, tuple[Edge, ...]]:
    lists: dict[str, list[Edge]] = {node_id: [] for node_id in ids}
    for edge in edges:
        lists[edge.from_id if leaving else edge.to_id].append(edge)
    return {node_id: tuple(group) for node_id, group in lists.items()}


def _regrouped(
    known: Mapping[str, tuple[Edge, ...]],
    others: Iterable[str],
    edges: Mapping[EdgeKey, Edge],
    changed: Iterable[EdgeKey],
    end: int,
) -> Mapping[str, tuple[Edge, ...]]:
    """What `_grouped` would make of these edges, from what is known of nearly the same ones.

    others: the nodes that were not among the known ones, or no longer are. end: 0 for the edges that leave.
    """
    made = dict(known)
    for node_id in others:
        if made.pop(node_id, None) is None:
            made[node_id] = ()
    of_node: dict[str, set[EdgeKey]] = {}
    for key in changed:
        of_node.setdefault(key[end], set()).add(key)
    for node_id, keys in of_node.items():
        if node_id in made:
            keys.update(edge.key for edge in made[node_id])
            made[node_id] = tuple(edges[key] for key in sorted(keys) if key in edges)
    return made


def _in_order(parts: dict[Id, V], known: int, check: Callable[[], None]) -> dict[Id, V]:
    """The parts in order of key: all but those after the first `known` are so already."""
    new = len(parts) - known
    if new <= 0:
        return parts
    if new > _FEW:
        return dict(checked(sorted(parts.items(), key=itemgetter(0)), check))
    check()
    keys, values = list(parts), list(parts.values())
    for key in keys[known:]:
        place = bisect_left(keys, key, 0, known)
        keys.insert(place, key)
        values.insert(place, parts[key])
        known += 1
    return dict(zip(keys[:known], values, strict=False))


def _copied(parts: Mapping[K, V]) -> dict[K, V]:
    """A dictionary of its own, without every key being looked up again."""
    return parts.copy() if isinstance(parts, MappingProxyType) else dict(parts)


def _compressed(ends: Ints, node_count: int) -> tuple[Ints, Ints]:
    start = np.zeros(node_count + 1, np.int32)
    np.cumsum(np.bincount(ends, minlength=node_count), out=start[1:])
    return start, np.argsort(ends, kind="stable").astype(np.int32)
