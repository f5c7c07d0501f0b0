"""Statements under the ids that stand for them, and which of them turn out to be about one thing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from explorer.domain.amendments import Amendments
from explorer.domain.entities import Edge, Node, Team
from explorer.domain.identifying import Identified
from explorer.domain.identity import STRENGTH, Decision, Joined, Verb
from explorer.domain.pauses import checked
from explorer.domain.provenance import Source
from explorer.domain.system_graph import SystemGraph

if TYPE_CHECKING:  # whoever puts the statements together asks this module
    from explorer.domain.assembly import EdgeStatement, Statements


def called_otherwise(
    parts: Iterable[Statements], decisions: Iterable[Decision]
) -> tuple[list[Node], list[EdgeStatement]]:
    """All nodes and edges, those of one document under the id that somebody gave what it means there."""
    nodes = [n for part in parts for n in part.nodes]
    edges = [e for part in parts for e in part.edges]
    called = {(d.document, d.first): d.second for d in decisions if d.verb is Verb.CALLED}
    if not called:
        return nodes, edges
    for place, node in enumerate(nodes):
        if node.source is not None and (other := called.get((node.source.location, node.id))):
            name = other if node.name == node.id else node.name
            nodes[place] = replace(node, id=other, name=name)
    for place, statement in enumerate(edges):
        edge = statement.edge
        if edge.source is not None:
            document = edge.source.location
            edges[place] = _between(
                statement,
                called.get((document, edge.from_id), edge.from_id),
                called.get((document, edge.to_id), edge.to_id),
            )
    return nodes, edges


def renamed(node: Node, aliases: Mapping[str, str]) -> Node:
    """The node under the id that stands for it; a name that was only the old id says nothing."""
    node_id = aliases.get(node.id, node.id)
    successor = node.superseded_by and aliases.get(node.superseded_by, node.superseded_by)
    if node_id == node.id and successor == node.superseded_by:
        return node
    if node_id == node.id:
        return replace(node, superseded_by=successor)
    name = node_id if node.name == node.id else node.name
    same_as = tuple(dict.fromkeys((*(node.same_as or ()), node.id)))
    return replace(node, id=node_id, name=name, same_as=same_as, superseded_by=successor)


def redirected(statement: EdgeStatement, aliases: Mapping[str, str]) -> EdgeStatement:
    """The statement between the ids that stand for its ends."""
    edge = statement.edge
    if edge.from_id not in aliases and edge.to_id not in aliases:
        return statement
    return _between(statement, aliases.get(edge.from_id, edge.from_id), aliases.get(edge.to_id, edge.to_id))


def _between(statement: EdgeStatement, from_id: str, to_id: str) -> EdgeStatement:
    """The same between other ends."""
    edge = statement.edge
    if (edge.from_id, edge.to_id) == (from_id, to_id):
        return statement
    return replace(statement, edge=replace(edge, from_id=from_id, to_id=to_id))


def by_place(stated: Node | Edge | Team) -> tuple[object, ...]:
    """The order in which statements about one thing are joined: the surest first."""
    source = stated.source or Source("")
    own = (stated.from_id, stated.to_id) if isinstance(stated, Edge) else (stated.id,)
    strength = 0 if isinstance(stated, Team) else STRENGTH[stated.evidence]
    return strength, source.name, source.line or 0, own


class Joining:
    """Which statements are about one thing, noted while they are made one node."""

    def __init__(self, aliases: Mapping[str, str]) -> None:
        self.aliases = aliases
        self._stated: dict[str, list[Node]] = {}

    def see(self, stated: Node, made: Node, known: Node | None) -> None:
        """A node was stated; made: under the id that stands for it; known: what is known of that so far."""
        if made is not stated and known is None:
            self._stated[made.id] = [stated]
        elif known is not None:
            before = self._stated.setdefault(made.id, [known])
            if stated not in before:
                before.append(stated)

    def by_place(self) -> Iterator[tuple[str, list[Node]]]:
        """What was stated of each, in an order of its own, so that it does not matter who was read first."""
        for stands, stated in self._stated.items():
            stated.sort(key=by_place)
            yield stands, stated

    def joined(
        self,
        found: Identified,
        named: Collection[str],
        nodes: Mapping[str, Node],
        check: Callable[[], None],
    ) -> dict[str, Joined]:
        """The things of which several names or documents speak."""
        met: dict[str, list[str]] = {}
        for name, stands in checked(self.aliases.items(), check):
            if name in named:
                met.setdefault(stands, []).append(name)
        for stands, stated in checked(self._stated.items(), check):
            others = {n.id for n in stated} - {stands}
            if others or len({n.source.location if n.source else "" for n in stated}) > 1:
                met.setdefault(stands, []).extend(others)
        made = {}
        for stands, names in checked(met.items(), check):
            if stands in nodes:
                alone = () if nodes[stands].is_ghost else (nodes[stands],)
                members = self._stated.get(stands) or alone
                why = {name: found.why[name] for name in sorted(names)}
                made[stands] = Joined(stands, tuple(members), why)
        return made


def only_named(
    nodes: Iterable[Node],
    edges: Iterable[EdgeStatement],
    amendments: Amendments,
    base: SystemGraph,
    check: Callable[[], None],
) -> set[str]:
    """The ids that are spoken of, but that no part declares."""
    declared = {n.id for n in nodes} | base.nodes.keys()
    named = {s.edge.from_id for s in checked(edges, check) if s.edge.from_id not in declared}
    named.update(s.edge.to_id for s in checked(edges, check) if s.edge.to_id not in declared)
    named.update(n.superseded_by for n in nodes if n.superseded_by is not None)
    named.update(amendments.ids())
    return named - declared
