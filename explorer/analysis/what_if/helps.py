"""What helps against a change: each admissible action tried in the same engine, ranked by what it takes away.

Of two actions the one is better that leaves less on what is critical, then on the rest; worse effects count before
lesser ones and certain before possible ones, number by number, so that no weight is invented. Against that stands
the effort: an action is among the best where none that is as little work, and as near to the team that makes the
change, leaves less.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from explorer.analysis.what_if.edge_classes import Longs, edge_classes
from explorer.analysis.what_if.edited_classes import edited_classes
from explorer.analysis.what_if.effects import EFFECTS, MUST, SIDE, WAVES, WIDTH, WORST, Effect
from explorer.analysis.what_if.impact import Impact, changed_nodes, impact_over
from explorer.analysis.what_if.measurement import Measured, Quality
from explorer.analysis.what_if.mitigations import (
    AT_EDGES,
    Effort,
    Proposal,
    at_edge,
    canary,
    contract_at,
    parallel,
    slice_before,
    together,
)
from explorer.analysis.what_if.self_fulfilling import self_fulfilling_nodes, ways_to_worlds
from explorer.domain.entities import Edge, EdgeKey
from explorer.domain.kinds import Channel
from explorer.domain.pauses import checked
from explorer.language import tr

MOST = 48
"""Actions that are tried; in a system of more than LARGE nodes, a quarter of that."""
LARGE = 20_000
_MOST_PATHS = 300
_MOST_TOGETHER = 200
_SET = (1 << WIDTH) - 1
_HIGH = 0


@dataclass(frozen=True, slots=True)
class Removed:
    """A node on which an action leaves less: its worst effect without the action, and with it (None: none)."""

    id: str
    before: Effect
    after: Effect | None


@dataclass(frozen=True, slots=True)
class Help:
    """An action and what it does. removed: worst first. critical: how many of those are critical.

    healed: nodes whose effects would then be seen apart from what a model caused itself. is_best: no action that
    is as little work leaves less. is_same_team: those who make the change can do it.
    """

    proposal: Proposal
    removed: tuple[Removed, ...]
    critical: int
    healed: tuple[str, ...]
    is_same_team: bool
    is_best: bool


@dataclass(frozen=True, slots=True)
class Helps:
    """What helps, the best first, and in `bounds` what was not tried."""

    helps: tuple[Help, ...] = ()
    bounds: tuple[str, ...] = ()


def what_helps(
    impact: Impact, seen: Mapping[str, Measured], *, check: Callable[[], None] = lambda: None
) -> Helps:
    """Every action that takes something away from the effects, or from the doubt of what would be seen."""
    proposals = _in_order_of_reach(impact, check)
    most = MOST if len(impact.graph.nodes) <= LARGE else MOST // 4
    tried, left = proposals[:most], len(proposals) - most
    before = _worst(impact)
    left_before = _left(impact, before)
    teams = _teams(impact)
    found: list[tuple[tuple[object, ...], Help]] = []
    for proposal in tried:
        check()
        after = _worst(_again(impact, proposal, check))
        left_after = _left(impact, after)
        healed = _healed(impact, seen, proposal, check)
        removed = _removed(impact, before[0], after[0])
        if left_after > left_before or not (removed or healed):
            continue
        critical = sum(impact.criticality[impact.graph.arrays.index[r.id]] == _HIGH for r in removed)
        is_same = proposal.owner is not None and proposal.owner in teams
        one = Help(proposal, removed, int(critical), healed, is_same, is_best=False)
        found.append(((left_after, -len(healed)), one))
    bounds = []
    if left > 0:
        bounds.append(
            tr(
                "{tried:,} of {count:,} possible actions were tried: those on most ways to what is critical.",
                tried=most,
                count=len(proposals),
            )
        )
    return Helps(tuple(_ranked(found)), tuple(bounds))


def _ranked(found: list[tuple[tuple[object, ...], Help]]) -> list[Help]:
    """The best first: those that nothing as easy outdoes, by what they leave; then the others."""
    efforts = list(Effort)

    def ease(one: Help) -> tuple[int, bool]:
        return efforts.index(one.proposal.effort), not one.is_same_team

    def is_outdone(key: tuple[object, ...], one: Help) -> bool:
        mine = ease(one)
        return any(
            all(a <= b for a, b in zip(ease(other), mine, strict=True))
            and (k, *ease(other)) != (key, *mine)
            and k <= key
            for k, other in found
            if other is not one
        )

    shown = [(is_outdone(key, one), key, ease(one), one.proposal.says, one) for key, one in found]
    shown.sort(key=lambda row: row[:4])
    return [
        Help(o.proposal, o.removed, o.critical, o.healed, o.is_same_team, is_best=not outdone)
        for outdone, _, _, _, o in shown
    ]


def _teams(impact: Impact) -> set[str]:
    """Who makes the changes."""
    nodes = impact.graph.nodes
    owners = {nodes[i].owner for c in impact.changes for i in (c.node, c.to) if i is not None}
    return {owner for owner in owners if owner is not None}


def _in_order_of_reach(impact: Impact, check: Callable[[], None]) -> list[Proposal]:
    """Every proposal once, those first that lie on the ways to most of what is critical."""
    ways = _ways(impact, check)
    proposals: dict[tuple[object, ...], tuple[int, int, Proposal]] = {}
    for reach, proposal in _proposals(impact, ways, check):
        parts = tuple(sorted(e.key for e in proposal.edges)), tuple(n.id for n in proposal.nodes)
        proposals.setdefault((proposal.kind, *parts), (-reach, len(proposals), proposal))
    return [proposal for _, _, proposal in sorted(proposals.values(), key=lambda one: one[:2])]


def _ways(impact: Impact, check: Callable[[], None]) -> Counter[EdgeKey]:
    """How many of the critical affected nodes each edge leads to, by the shortest paths; of all where none is."""
    rows = [row.id for row in checked(impact.affected, check) if not row.changed]
    ranks = impact.criticality
    index = impact.graph.arrays.index
    critical = [i for i in rows if ranks[index[i]] == _HIGH]
    ways: Counter[EdgeKey] = Counter()
    for weight, some in ((_MOST_PATHS + 1, critical[:_MOST_PATHS]), (1, rows[:_MOST_PATHS])):
        for i, node_id in enumerate(some):
            if i % 16 == 0:
                check()
            for key in {step.edge for step in impact.path(node_id)}:
                ways[key] += weight
    return ways


def _proposals(
    impact: Impact, ways: Counter[EdgeKey], check: Callable[[], None]
) -> Iterator[tuple[int, Proposal]]:
    graph = impact.graph
    edges = sorted(ways, key=lambda key: (-ways[key], key))
    everywhere = sum(ways.values())
    for change in impact.changes:
        for proposal in (canary(impact, change), parallel(impact, change)):
            if proposal is not None:
                yield everywhere, proposal
    sliced: set[tuple[EdgeKey, ...]] = set()
    for world, groups in ways_to_worlds(graph, check).items():
        for group in groups:
            check()
            if group in sliced:
                continue  # worlds that see all of one another are shown the same
            sliced.add(group)
            yield everywhere, slice_before(impact, [graph.edges[key] for key in group], graph.nodes[world])
    for key in edges:
        check()
        proposal = contract_at(impact, graph.edges[key])
        if proposal is not None:
            yield ways[key], proposal
        for action in AT_EDGES:
            proposal = at_edge(impact, action, graph.edges[key])
            if proposal is not None:
                yield ways[key], proposal
    for reach, group_edges in _groups(impact, ways):
        check()
        for action in AT_EDGES:
            proposal = together(impact, action, group_edges)
            if proposal is not None and len(proposal.edges) > 1:
                yield reach, proposal


def _groups(impact: Impact, ways: Counter[EdgeKey]) -> Iterator[tuple[int, list[Edge]]]:
    """All edges out of one affected source, and all affected ones into one reader, where a way leads over some."""
    graph = impact.graph
    by_source: Counter[str] = Counter()
    by_target: Counter[str] = Counter()
    for key, count in ways.items():
        by_source[key.from_id] += count
        by_target[key.to_id] += count
    for source, count in by_source.items():
        yield count, list(graph.edges_from(source)[:_MOST_TOGETHER])
    for target, count in by_target.items():
        affected = [e for e in graph.edges_into(target) if e.from_id in impact.by_id]
        yield count, affected[:_MOST_TOGETHER]


def _again(impact: Impact, proposal: Proposal, check: Callable[[], None]) -> Impact:
    """The same changes in the system as the action would make it."""
    graph = impact.graph
    nodes = {n.id: n for n in proposal.nodes}
    classes = edited_classes(graph, edge_classes(graph, check), nodes, proposal.edges)
    return impact_over(graph, classes, impact.changes, check)


def _worst(impact: Impact) -> tuple[Longs, Longs]:
    """For each node the rank of its worst effect, and of its worst certain one; WIDTH for none."""
    found = []
    for state in (impact.state & SIDE, impact.state >> MUST):
        present = state & _SET
        for wave in range(1, WAVES):
            present = present | state >> wave * WIDTH & _SET
        found.append(WORST[present])
    return found[0], found[1]


def _left(impact: Impact, worst: tuple[Longs, Longs]) -> tuple[int, ...]:
    """What is left: by criticality, then by effect, how many nodes have it for certain, and how many possibly."""
    is_other = np.ones(len(impact.state), np.bool_)
    index = impact.graph.arrays.index
    is_other[[index[i] for i in changed_nodes(impact.changes)]] = False
    may, must = worst
    counts: list[int] = []
    for rank in range(3):
        mine = is_other & (impact.criticality == rank)
        for effect in range(WIDTH):
            has = mine & (may == effect)
            counts += [int((has & (must == effect)).sum()), int(has.sum())]
    return tuple(counts)


def _removed(impact: Impact, before: Longs, after: Longs) -> tuple[Removed, ...]:
    changed = changed_nodes(impact.changes)
    ids = impact.graph.arrays.ids
    less = np.flatnonzero(after > before)
    order = less[np.lexsort((less, before[less], impact.criticality[less]))]
    return tuple(
        Removed(ids[i], EFFECTS[before[i]], EFFECTS[after[i]] if after[i] < WIDTH else None)
        for i in order.tolist()
        if ids[i] not in changed
    )


def _healed(
    impact: Impact, seen: Mapping[str, Measured], proposal: Proposal, check: Callable[[], None]
) -> tuple[str, ...]:
    """The nodes whose only sight of values is compromised, and would not be with the action."""
    if not any(e.exploration for e in proposal.edges):
        return ()
    looped = self_fulfilling_nodes(impact.graph, check, edited=proposal.edges)
    return tuple(
        node
        for node, found in seen.items()
        if Quality.COMPROMISED in found.quality.values() and _sees_apart(found, looped)
    )


def _sees_apart(found: Measured, looped: frozenset[str]) -> bool:
    places: Iterable[str] = (
        *found.compromised,
        *(o.at for o in found.observed_by if o.seen_as is Channel.VALUE),
    )
    return any(place not in looped for place in places)
