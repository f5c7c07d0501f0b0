"""A system with some of its teams closed to a card each, and its least important nodes left out: what is drawn then.

Nothing is lost by it: every node is drawn, in a closed team or hidden; every edge is drawn, inside one closed team,
in exactly one bundle, or ends at a hidden node. How many there are of each is known and told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from explorer.domain.entities import Edge, EdgeKey, Node
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted
from explorer.drawing.importance import importance_of

OVERVIEW_FROM = 1_500
"""A system with more nodes opens with its teams closed, if it has at least…"""
OVERVIEW_TEAMS = 3
MOST_LEFT_OUT = 0.95
"""Of the nodes, at most, as the least important: something must remain to be seen."""

_STRENGTH = (
    *(EdgeKind.TRAINS, EdgeKind.INFLUENCES, EdgeKind.PRODUCES, EdgeKind.FEEDS, EdgeKind.DERIVES),
    *(EdgeKind.DRIVES, EdgeKind.MEASURES, EdgeKind.TRIGGERS, EdgeKind.OPTIMISES, EdgeKind.WATCHES),
)
_RANK = {kind: rank for rank, kind in enumerate(_STRENGTH)}
_SURENESS = {evidence: rank for rank, evidence in enumerate(Evidence)}
_CARD = "team\n"
"""Begins a closed team's card's id; no id of a node holds a line break."""


@dataclass(frozen=True, slots=True)
class Folding:
    """What is not to be drawn by itself. closed: ids of teams; least: the share of the other nodes that is left out,
    the least important first; kept: the ids of nodes that count as important, such as what a what-if affects."""

    closed: frozenset[str] = frozenset()
    least: float = 0.0
    kept: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.closed or self.least)


NO_FOLDING = Folding()


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """The system with a card for each closed team and one edge for what runs between two of the ends.

    members: the nodes in each card, by the card's id; within: the opposite; hidden: the least important, which are
    not drawn. bundles: the edges in each drawn edge that ends at a card; inside: those with both ends in a card,
    by its id; cut: those that end at a hidden node. teams: how many there are to close.
    """

    system: SystemGraph
    graph: SystemGraph
    members: Mapping[str, tuple[str, ...]]
    within: Mapping[str, str]
    hidden: frozenset[str]
    bundles: Mapping[EdgeKey, tuple[EdgeKey, ...]]
    inside: Mapping[str, tuple[EdgeKey, ...]]
    cut: tuple[EdgeKey, ...]
    teams: int

    @property
    def counts(self) -> dict[EdgeKey, int]:
        """How many edges are in each bundle of several."""
        return {key: len(edges) for key, edges in self.bundles.items() if len(edges) > 1}

    @property
    def told(self) -> str:
        """What is not drawn by itself, in words; empty where all is."""
        total, said = len(self.system.nodes), []
        if self.members:
            nodes = f"{len(self.within):,} of {counted(total, 'node')}"
            said.append(f"{len(self.members):,} of {counted(self.teams, 'team')} closed: {nodes}")
        if self.hidden:
            edges = f" with {counted(len(self.cut), 'edge')}" if self.cut else ""
            said.append(
                f"{len(self.hidden):,} of {counted(total, 'node')} hidden as the least important{edges}"
            )
        return " · ".join(said)


def card_of(team: str) -> str:
    """The id of the card that a closed team is drawn as."""
    return _CARD + team


def team_of(card: str) -> str | None:
    """The team that a card stands for; None where it is no closed team's."""
    return card.removeprefix(_CARD) if card.startswith(_CARD) else None


def area_of(node: Node) -> str | None:
    """The team in whose area a node is drawn; the world is in none."""
    return None if node.kind is NodeKind.WORLD else node.owner


def team_name(graph: SystemGraph, card: str) -> str:
    """What the team of a card is called."""
    team = team_of(card) or ""
    known = graph.teams.get(team)
    return known.name if known and known.name else team


def teams_of(graph: SystemGraph) -> tuple[str, ...]:
    """The teams that there are areas of, in order."""
    return tuple(sorted({team for node in graph.nodes.values() if (team := area_of(node)) is not None}))


def overview_of(graph: SystemGraph) -> Folding:
    """How a system is shown first: a large one with its teams closed."""
    if len(graph.nodes) <= OVERVIEW_FROM:
        return Folding()
    teams = teams_of(graph)
    return Folding(frozenset(teams)) if len(teams) >= OVERVIEW_TEAMS else Folding()


def folded(graph: SystemGraph, folding: Folding) -> Folded:
    """What is drawn of a system; a team of `folding` that it does not have is passed over."""
    areas = {i: area_of(node) for i, node in graph.nodes.items()}
    within = {i: card_of(team) for i, team in areas.items() if team is not None and team in folding.closed}
    members: dict[str, list[str]] = {}
    for node, card in within.items():
        members.setdefault(card, []).append(node)
    hidden = _spared(graph, folding, within)
    inside: dict[str, list[EdgeKey]] = {card: [] for card in members}
    between: dict[tuple[str, str], list[Edge]] = {}
    cut, gone = [], []
    for key, edge in graph.edges.items():
        start, end = within.get(key.from_id, key.from_id), within.get(key.to_id, key.to_id)
        if start in hidden or end in hidden:
            cut.append(key)
        elif start not in members and end not in members:
            continue
        elif start == end:
            inside[start].append(key)
        else:
            between.setdefault((start, end), []).append(edge)
        gone.append(key)
    cards = [Node(id=card, kind=NodeKind.UNKNOWN, name=team_name(graph, card)) for card in members]
    bundles = [_bundle(start, end, edges) for (start, end), edges in between.items()]
    drawn = graph.without([*within, *hidden], gone).with_parts(cards, bundles)
    return Folded(
        system=graph,
        graph=drawn,
        members={card: tuple(nodes) for card, nodes in members.items()},
        within=within,
        hidden=hidden,
        bundles={
            bundle.key: tuple(e.key for e in edges)
            for bundle, edges in zip(bundles, between.values(), strict=True)
        },
        inside={card: tuple(keys) for card, keys in inside.items()},
        cut=tuple(cut),
        teams=len(set(areas.values()) - {None}),
    )


def _spared(graph: SystemGraph, folding: Folding, within: Mapping[str, str]) -> frozenset[str]:
    """The least important of what stands by itself; of equals the first in order."""
    if not folding.least:
        return frozenset()
    ids = graph.arrays.ids
    alone = np.array([i not in within for i in ids], np.bool_)
    count = int(alone.sum() * min(folding.least, MOST_LEFT_OUT))
    score = np.where(alone, importance_of(graph, folding.kept), np.inf)
    return frozenset(ids[i] for i in np.argsort(score, kind="stable")[:count].tolist())


def _bundle(start: str, end: str, edges: list[Edge]) -> Edge:
    """One edge for several: as sure as the surest of them, and of the kind that weighs most."""
    if len(edges) == 1:
        return replace(edges[0], from_id=start, to_id=end)
    kind = min((e.kind for e in edges), key=_RANK.__getitem__)
    evidence = min((e.evidence for e in edges), key=_SURENESS.__getitem__)
    return Edge(from_id=start, to_id=end, kind=kind, evidence=evidence)
