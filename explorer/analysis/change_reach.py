"""How far a new version of one model reaches, where certainty is lost on the way, and where nobody would see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.kept import Check, once_per_graph
from explorer.analysis.what_if.edge_classes import Longs
from explorer.analysis.what_if.effects import EFFECTS, RANK, Effect
from explorer.analysis.what_if.impact import Impact, what_if
from explorer.analysis.what_if.measurement import UNMEASURABLE, seen_effects
from explorer.domain.entities import Edge
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind
from explorer.domain.scenarios import ChangeKind, HypotheticalChange
from explorer.domain.system_graph import SystemGraph
from explorer.domain.words import told
from explorer.language import tr


@dataclass(frozen=True, slots=True)
class Doubt:
    """An edge at which a certain effect becomes a possible one, why, and the attribute that would settle it.

    field is None where nothing that can be stated would: the edge is a belief, or a person decides each time.
    """

    edge: Edge
    reason: str
    field: str | None
    holder: str


@dataclass(frozen=True, eq=False)
class Reach:
    """How far a new version of one model reaches. `others`: the affected nodes but itself, worst and soonest first.

    worst, certain: the ranks of their worst effects, and of their worst certain ones.
    """

    model: str
    impact: Impact
    others: Longs
    worst: Longs
    certain: Longs

    @property
    def ids(self) -> tuple[str, ...]:
        """The others by their ids."""
        return self._named(self.others)

    @cached_property
    def is_certain(self) -> NDArray[np.bool_]:
        """For each of the others whether its effect is certain."""
        found: NDArray[np.bool_] = self.worst == self.certain
        return found

    @property
    def possible(self) -> tuple[str, ...]:
        """Those of the others whose effect is only possible."""
        return self._named(self.others[~self.is_certain])

    @cached_property
    def _blind(self) -> NDArray[np.bool_]:
        return is_blind(self.impact.graph)[self.others]

    @cached_property
    def blind(self) -> tuple[str, ...]:
        """Those at which no monitor or metric near enough would move, though something could be put there."""
        return self._named(self.others[self._blind])

    @property
    def is_precise(self) -> bool:
        """Whether every effect is certain and would be seen, and there is one."""
        return bool(len(self.others) and self.is_certain.all() and not self._blind.any())

    @property
    def has_some_certain_and_seen(self) -> bool:
        """Whether at least one effect is both."""
        return bool((self.is_certain & ~self._blind).any())

    @cached_property
    def doubts(self) -> tuple[Doubt, ...]:
        """Where certainty is lost: edges from a certain effect to a node whose effect is only possible."""
        arrays, index = self.impact.graph.arrays, self.impact.graph.arrays.index
        certain = set(self.others[self.is_certain].tolist()) | {index[self.model]}
        found: list[Doubt] = []
        for node in self.others[~self.is_certain].tolist():
            for j in arrays.edges_into(node).tolist():
                if int(arrays.from_index[j]) in certain:
                    found.extend(doubts_at(self.impact.graph, self.impact.graph.edges[arrays.keys[j]]))
        return tuple(found)

    def first_worst(self) -> tuple[str, Effect, bool, list[Edge]]:
        """The first of the others that nothing outdoes, with its effect, whether that is certain, and its proof."""
        place = int(np.argmin(self.worst * 2 + ~self.is_certain))  # the first of the least
        node = self.impact.graph.arrays.ids[self.others[place]]
        effect, certain = EFFECTS[self.worst[place]], bool(self.is_certain[place])
        steps = self.impact.path_to(node, effect, certain=certain)
        return node, effect, certain, [self.impact.graph.edges[step.edge] for step in steps]

    def _named(self, nodes: Longs) -> tuple[str, ...]:
        ids = self.impact.graph.arrays.ids
        return tuple(ids[i] for i in nodes.tolist())


def reach_of(graph: SystemGraph, model: str, check: Callable[[], None] = lambda: None) -> Reach:
    """What a new version of the model does, and where that is not known or not seen."""
    impact = what_if(graph, [HypotheticalChange(kind=ChangeKind.NEW_VERSION, node=model)], check=check)
    ranks = impact.ranks
    other = ranks.nodes != graph.arrays.index[model]
    return Reach(model, impact, ranks.nodes[other], ranks.worst[other], ranks.certain[other])


@once_per_graph
def is_blind(graph: SystemGraph, check: Check) -> NDArray[np.bool_]:
    """For each node whether nobody would see that its values shift, though they could be measured there.

    Whether they shift for certain or only perhaps is all one: there is one way in which they do.
    """
    could = np.fromiter(
        (n.kind not in UNMEASURABLE for n in graph.nodes.values()), np.bool_, len(graph.nodes)
    )
    blind: NDArray[np.bool_] = could & ~seen_effects(graph, check)[:, RANK[Effect.SHIFTS]]
    return blind


def doubts_at(graph: SystemGraph, edge: Edge) -> Iterator[Doubt]:
    """What is in doubt at an edge, if anything is."""
    start, end = graph.nodes[edge.from_id], graph.nodes[edge.to_id]
    if edge.evidence is Evidence.INFERRED:
        yield Doubt(edge, tr("it is only inferred"), "evidence", end.id)
    elif edge.kind is EdgeKind.INFLUENCES and start.kind is NodeKind.WORLD:
        field = None if edge.confidence is not None else "confidence"
        reason = tr("what {world} do in return is not certain", world=start.name)
        yield Doubt(edge, reason, field, end.id)
    elif edge.kind is EdgeKind.TRAINS:
        if end.retrain is None:
            yield Doubt(edge, tr("nobody says when it is retrained"), "retrain", end.id)
        else:
            yield Doubt(edge, tr("its retraining is {retrain}", retrain=told(end.retrain)), None, end.id)
    elif edge.kind is EdgeKind.DRIVES:
        field = None if edge.relation is not None else "relation"
        yield Doubt(edge, tr("that one drives the other is a belief"), field, end.id)
    elif edge.fields is None and edge.select_all is None and edge.kind in (EdgeKind.FEEDS, EdgeKind.DERIVES):
        yield Doubt(edge, tr("which fields it uses is not stated"), "fields", end.id)
