"""The answer to a what-if: per node what happens, how surely, when, and by which path.

Decided where the text is silent:
- A revoked access changes no node of its own: its reader is affected over the edge, and the path shows the edge.
- The path of a certain effect is certain at every step; of a possible one it is the shortest there is.
- The order is: wave, effect, certain first, criticality (its own or that of an objective it reaches), hops, id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np

from explorer.analysis.what_if.change import checked_change
from explorer.analysis.what_if.edge_classes import EdgeClasses, Longs, edge_classes
from explorer.analysis.what_if.effects import (
    CHANNEL,
    EFFECTS,
    MUST,
    SIDE,
    WAVES,
    WIDTH,
    WORST,
    Effect,
    worst_rank,
)
from explorer.analysis.what_if.propagation import Run, runs
from explorer.analysis.what_if.sentences import sentence
from explorer.analysis.what_if.standing import criticality_ranks
from explorer.analysis.what_if.witness import Step, Witnesses
from explorer.domain.kinds import Channel
from explorer.domain.scenarios import ChangeKind, HypotheticalChange
from explorer.domain.system_graph import SystemGraph

Certainty = Literal["certain", "possible"]
_SET = (1 << WIDTH) - 1


class Ranks(NamedTuple):
    """The affected nodes in the order of the answer, by index, with the rank of each one's worst effect.

    certain: the rank of the worst that must be; WIDTH where nothing must.
    """

    nodes: Longs
    worst: Longs
    certain: Longs


class NodeImpact(NamedTuple):
    """What happens to one node. by_wave holds the worst effect of each wave in which something happens."""

    id: str
    effect: Effect
    certainty: Certainty
    certain_effect: Effect | None
    first_wave: int
    by_wave: Mapping[int, Effect]
    channels: tuple[Channel, ...]
    changed: bool


@dataclass(frozen=True, eq=False)
class Impact:
    """What the changes do to the system. Paths and rows are worked out when they are asked for."""

    graph: SystemGraph
    changes: tuple[HypotheticalChange, ...]
    runs: tuple[Run, ...]
    state: Longs

    @cached_property
    def affected(self) -> tuple[NodeImpact, ...]:
        """Every node that is or may be affected, the changed ones among them, in the order of the answer."""
        ids = self.graph.arrays.ids
        changed = changed_nodes(self.changes)
        rows: dict[
            int, tuple[Effect, Certainty, Effect | None, int, Mapping[int, Effect], tuple[Channel, ...]]
        ]
        rows = {}
        result = []
        order = self.ranks.nodes
        for node, bits in zip(order.tolist(), self.state[order].tolist(), strict=True):
            if bits not in rows:
                rows[bits] = _row(bits)
            result.append(NodeImpact(ids[node], *rows[bits], changed=ids[node] in changed))
        return tuple(result)

    @cached_property
    def by_id(self) -> Mapping[str, NodeImpact]:
        """The affected nodes by their id, in the same order."""
        return {row.id: row for row in self.affected}

    @cached_property
    def hops(self) -> Longs:
        """How many edges lie between the change and the first fact of each node; -1 where there is none."""
        hops = np.full(len(self.state), np.iinfo(np.int64).max, np.int64)
        for run in self.runs:
            np.minimum.at(hops, run.whole.nodes, run.whole.hops)
            np.minimum.at(hops, run.fields.nodes, run.fields.hops)
        return np.where(self.state == 0, -1, hops)

    @cached_property
    def criticality(self) -> Longs:
        """How much hangs on each node: 0 high, 1 normal, 2 low."""
        return criticality_ranks(self.graph)

    @cached_property
    def _witnesses(self) -> tuple[Witnesses, ...]:
        return tuple(Witnesses(run) for run in self.runs)

    def path(self, node_id: str) -> tuple[Step, ...]:
        """The shortest proof of the node's effect; empty for a node where a change happens, or nothing does."""
        row = self.by_id.get(node_id)
        if row is None:
            return ()
        return self.path_to(node_id, row.effect, certain=row.certainty == "certain")

    def path_to(self, node_id: str, effect: Effect, *, certain: bool) -> tuple[Step, ...]:
        """The shortest proof that this effect reaches the node; ValueError when it does not."""
        node = self.graph.arrays.index[node_id]
        found = [
            (*first, witnesses)
            for witnesses in self._witnesses
            if (first := witnesses.first(node, effect, certain=certain)) is not None
        ]
        if not found:
            raise ValueError(f"{node_id} does not have the effect {effect}.")
        hop, fact, witnesses = min(found, key=lambda one: (one[0], one[1].wave))
        return witnesses.path(hop, fact)

    @cached_property
    def ranks(self) -> Ranks:
        """What the order of the answer rests on, without a row for each node."""
        affected = np.flatnonzero(self.state)
        state = self.state[affected]
        may = [state >> (WIDTH * wave) & _SET for wave in range(WAVES)]
        must = (state >> MUST | state >> MUST + WIDTH | state >> MUST + 2 * WIDTH) & _SET
        worst, certain = WORST[may[0] | may[1] | may[2]], WORST[must]
        wave = np.where(may[0] != 0, 0, np.where(may[1] != 0, 1, 2))
        keys = (self.hops[affected], self.criticality[affected], certain != worst, worst, wave)
        order = np.lexsort(keys)  # stable: the rest is in order of id
        return Ranks(affected[order], worst[order], certain[order])


def what_if(
    graph: SystemGraph, changes: Iterable[HypotheticalChange], *, check: Callable[[], None] = lambda: None
) -> Impact:
    """What these changes do; `check` is called often and may raise Cancelled. UsageError for a misfit change."""
    asked = tuple(checked_change(graph, change) for change in changes)
    return impact_over(graph, edge_classes(graph, check), asked, check)


def impact_over(
    graph: SystemGraph,
    classes: EdgeClasses,
    changes: tuple[HypotheticalChange, ...],
    check: Callable[[], None],
) -> Impact:
    """What these changes do when the graph's edges are of these classes."""
    found = runs(graph, classes, changes, check)
    state = np.zeros(len(graph.arrays.ids), np.int64)
    for run in found:
        state |= run.state()
    return Impact(graph, changes, found, state)


def changed_nodes(changes: Sequence[HypotheticalChange]) -> frozenset[str]:
    """The nodes the changes happen to, and a threshold's reader; a revoked edge is neither of its ends."""
    changed: set[str] = set()
    for change in changes:
        if change.kind is ChangeKind.THRESHOLD and change.to is not None:
            changed.add(change.to)
        elif change.to is None:
            changed.add(change.node)
    return frozenset(changed)


def explain_step(graph: SystemGraph, step: Step) -> str:
    """A step of a proof in plain words."""
    source, target = graph.nodes[step.edge.from_id], graph.nodes[step.edge.to_id]
    return sentence(step.rule, source.name, target.name)


def _row(
    state: int,
) -> tuple[Effect, Certainty, Effect | None, int, Mapping[int, Effect], tuple[Channel, ...]]:
    may = [state >> (WIDTH * wave) & _SET for wave in range(WAVES)]
    worst = {wave: worst_rank(effects) for wave, effects in enumerate(may)}
    by_wave = {wave: EFFECTS[rank] for wave, rank in worst.items() if rank is not None}
    effect = min(by_wave.values(), key=EFFECTS.index)
    must_rank = worst_rank(_any_wave(state >> MUST))
    certain_effect = None if must_rank is None else EFFECTS[must_rank]
    present = {CHANNEL[e] for rank, e in enumerate(EFFECTS) if _any_wave(state & SIDE) >> rank & 1}
    certainty: Certainty = "certain" if certain_effect is effect else "possible"
    channels = tuple(c for c in Channel if c in present)
    return effect, certainty, certain_effect, min(by_wave), by_wave, channels


def _any_wave(side: int) -> int:
    return (side | side >> WIDTH | side >> 2 * WIDTH) & _SET
