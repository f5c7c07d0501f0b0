"""A system with some of its teams closed to a card each, and its least important nodes left out: what is drawn then.

Nothing is lost by it: every node is drawn, in a closed team or hidden; every edge is drawn, inside one closed team,
in exactly one bundle, or ends at a hidden node. Where nearly every team has edges to every other, only the largest
bundles of each are drawn. How many there are of each is known and told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from explorer.domain.entities import Edge, EdgeKey, Node
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted
from explorer.drawing.importance import importance_of
from explorer.language import marked, tr

OVERVIEW_FROM = 1_500
"""A system with more nodes opens with its teams closed, if it has at least…"""
OVERVIEW_TEAMS = 3
WOOL = 3
"""Bundles to a closed team or a part of the world; where there are more, of each end are drawn only…"""
LARGEST = 1
"""…so many that leave it, the largest, and as many that enter it."""
MOST_LEFT_OUT = 0.95
"""Of the nodes, at most, as the least important: something must remain to be seen."""

_STRENGTH = (
    *(EdgeKind.TRAINS, EdgeKind.INFLUENCES, EdgeKind.PRODUCES, EdgeKind.FEEDS, EdgeKind.DERIVES),
    *(EdgeKind.DRIVES, EdgeKind.MEASURES, EdgeKind.TRIGGERS, EdgeKind.OPTIMISES, EdgeKind.WATCHES),
)
_RANK = {kind: rank for rank, kind in enumerate(_STRENGTH)}
_SURENESS = {evidence: rank for rank, evidence in enumerate(Evidence)}
_TEAMS_CLOSED = marked("{closed:,} of {teams} closed: {count:,} of {nodes}")
_ALL_CLOSED = marked("{closed:,} of {teams} and what has no owner closed: {count:,} of {nodes}")
_UNOWNED_CLOSED = marked("what has no owner closed: {count:,} of {nodes}")
_HIDDEN = marked("{count:,} of {nodes} hidden as the least important")
_HIDDEN_WITH_EDGES = marked("{count:,} of {nodes} hidden as the least important with {edges}")

NO_OWNER = ""
"""What nobody owns closes to a card as a team does."""
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
    by its id; cut: those that end at a hidden node. thin: the bundles that are left out where there are too many,
    and their edges. teams: how many there are to close.
    """

    system: SystemGraph
    graph: SystemGraph
    members: Mapping[str, tuple[str, ...]]
    within: Mapping[str, str]
    hidden: frozenset[str]
    bundles: Mapping[EdgeKey, tuple[EdgeKey, ...]]
    inside: Mapping[str, tuple[EdgeKey, ...]]
    cut: tuple[EdgeKey, ...]
    thin: Mapping[EdgeKey, tuple[EdgeKey, ...]]
    teams: int

    @property
    def counts(self) -> dict[EdgeKey, int]:
        """How many edges are in each bundle of several."""
        return {key: len(edges) for key, edges in self.bundles.items() if len(edges) > 1}

    @property
    def told(self) -> str:
        """What is not drawn by itself, in words; empty where all is."""
        return " · ".join(text for text in (self._closed_told, self._thin_told, self._hidden_told) if text)

    @property
    def _closed_told(self) -> str:
        if not self.members:
            return ""
        has_unowned = card_of(NO_OWNER) in self.members
        words = _ALL_CLOSED if has_unowned else _TEAMS_CLOSED
        if len(self.members) == has_unowned:
            words = _UNOWNED_CLOSED
        return tr(
            words,
            closed=len(self.members) - has_unowned,
            teams=counted(self.teams, "team"),
            count=len(self.within),
            nodes=counted(len(self.system.nodes), "node"),
        )

    @property
    def _thin_told(self) -> str:
        if not self.thin:
            return ""
        edges = counted(sum(map(len, self.thin.values())), "edge")
        return tr(
            "{bundles} with {edges} not drawn", bundles=counted(len(self.thin), "thin bundle"), edges=edges
        )

    @property
    def _hidden_told(self) -> str:
        if not self.hidden:
            return ""
        return tr(
            _HIDDEN_WITH_EDGES if self.cut else _HIDDEN,
            count=len(self.hidden),
            nodes=counted(len(self.system.nodes), "node"),
            edges=counted(len(self.cut), "edge"),
        )


def card_of(team: str) -> str:
    """The id of the card that a closed team is drawn as."""
    return _CARD + team


def team_of(card: str) -> str | None:
    """The team that a card stands for; None where it is no closed team's."""
    return card.removeprefix(_CARD) if card.startswith(_CARD) else None


def area_of(node: Node) -> str | None:
    """The team that a node closes with, or NO_OWNER; the world closes with none."""
    return None if node.kind is NodeKind.WORLD else node.owner or NO_OWNER


def team_name(graph: SystemGraph, team: str) -> str:
    """What a team is called."""
    known = graph.teams.get(team)
    return (known.name if known and known.name else team) or tr("No owner")


def teams_of(graph: SystemGraph) -> tuple[str, ...]:
    """What there is to close, in order: the teams, and NO_OWNER before them where several nodes have none."""
    counts = Counter(map(area_of, graph.nodes.values()))
    return tuple(sorted(team for team in counts if team is not None and (team or counts[team] > 1)))


def overview_of(graph: SystemGraph) -> Folding:
    """How a system is shown first: a large one with its teams closed, and what nobody owns with them."""
    if len(graph.nodes) <= OVERVIEW_FROM:
        return NO_FOLDING
    closed = frozenset(teams_of(graph))
    return Folding(closed) if len(closed - {NO_OWNER}) >= OVERVIEW_TEAMS else NO_FOLDING


def folded(graph: SystemGraph, folding: Folding, check: Callable[[], None] = lambda: None) -> Folded:
    """What is drawn of a system; a team of `folding` that it does not have is passed over.

    check may raise Cancelled.
    """
    areas = {i: area_of(node) for i, node in graph.nodes.items()}
    within = {i: card_of(team) for i, team in areas.items() if team is not None and team in folding.closed}
    check()
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
    check()
    cards = [
        Node(id=card, kind=NodeKind.UNKNOWN, name=team_name(graph, card.removeprefix(_CARD)))
        for card in members
    ]
    edges = [_bundle(start, end, several) for (start, end), several in between.items()]
    bundles = {
        edge.key: tuple(e.key for e in several) for edge, several in zip(edges, between.values(), strict=True)
    }
    ends = {i for i, team in areas.items() if team is None}.union(members)
    thin = thinnest(bundles, ends)
    check()
    alone = graph.without([*within, *hidden], gone)
    check()
    return Folded(
        system=graph,
        graph=alone.with_parts(cards, [edge for edge in edges if edge.key not in thin]),
        members={card: tuple(nodes) for card, nodes in members.items()},
        within=within,
        hidden=hidden,
        bundles={key: keys for key, keys in bundles.items() if key not in thin},
        inside={card: tuple(keys) for card, keys in inside.items()},
        cut=tuple(cut),
        thin={key: keys for key, keys in bundles.items() if key in thin},
        teams=len(set(areas.values()) - {None, NO_OWNER}),
    )


def with_bundles(folded: Folded, keys: Iterable[EdgeKey]) -> Folded:
    """The same with these thin bundles drawn."""
    more = {key: folded.thin[key] for key in keys}
    if not more:
        return folded
    edges = [_bundle(*key[:2], [folded.system.edges[k] for k in bundled]) for key, bundled in more.items()]
    return replace(
        folded,
        graph=folded.graph.with_parts((), edges),
        bundles={**folded.bundles, **more},
        thin={key: bundled for key, bundled in folded.thin.items() if key not in more},
    )


def thinnest(bundles: Mapping[EdgeKey, Sequence[EdgeKey]], ends: Collection[str]) -> frozenset[EdgeKey]:
    """Of a ball of wool between these ends all but the largest; those of what nobody owns count as the smallest."""
    unowned = card_of(NO_OWNER)
    between = sorted(
        (key for key in bundles if key.from_id in ends and key.to_id in ends),
        key=lambda key: (unowned in key, -len(bundles[key]), key),
    )
    if len(between) <= WOOL * len({i for key in between for i in key[:2]}):
        return frozenset()
    leaving, entering = Counter[str](), Counter[str]()
    thin = set()
    for key in between:
        if leaving[key.from_id] >= LARGEST and entering[key.to_id] >= LARGEST:
            thin.add(key)
        leaving[key.from_id] += 1
        entering[key.to_id] += 1
    return frozenset(thin)


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
