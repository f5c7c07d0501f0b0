"""What may have happened: every (node, kind of change), and how likely it is before anything was seen.

A node is as likely as another unless something is known of it: what changed lately is suspected first, and so is what
changes without telling. The kinds of change a node can suffer share its likelihood equally.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.what_if.effects import RANK
from explorer.analysis.what_if.first_facts import first_effect
from explorer.domain.entities import Node
from explorer.domain.kinds import EdgeKind, NodeKind, Versioning
from explorer.domain.scenarios import ChangeKind, HypotheticalChange
from explorer.domain.system_graph import SystemGraph
from explorer.language import marked, tr

LATELY = timedelta(days=14)
RAISED_FOR_A_CHANGE = 4.0
RAISED_FOR_SILENCE = 3.0
_NODES_BETWEEN_CHECKS = 20_000

_K = ChangeKind
_RUNNING = (_K.OUTAGE, _K.DEGRADE, _K.SCHEMA_BREAK, _K.CORRUPT, _K.SHIFT, _K.DELAY)
KINDS: Mapping[NodeKind, tuple[ChangeKind, ...]] = {
    NodeKind.PRODUCER: _RUNNING,
    NodeKind.DATASET: _RUNNING,
    NodeKind.JOB: _RUNNING,
    NodeKind.UNKNOWN: _RUNNING,
    NodeKind.FEATURE: (_K.OUTAGE, _K.DEGRADE, _K.CORRUPT, _K.SHIFT, _K.DELAY),
    NodeKind.ARTIFACT: (_K.NEW_VERSION, _K.OUTAGE, _K.DEGRADE, _K.SHIFT, _K.DELAY),
    NodeKind.MODEL: (_K.NEW_VERSION, _K.OUTAGE, _K.DEGRADE, _K.CORRUPT, _K.DELAY),
    NodeKind.CONSUMER: (_K.OUTAGE, _K.DEGRADE, _K.CORRUPT, _K.SHIFT, _K.DELAY),
    NodeKind.WORLD: (_K.SHIFT,),
    NodeKind.METRIC: (_K.CORRUPT, _K.DELAY),
    NodeKind.OBJECTIVE: (_K.SHIFT,),
    NodeKind.MONITOR: (_K.CORRUPT,),
}
"""What can happen to a node of each kind. Kinds that begin with the same effect are told apart by nobody, so one of
them stands for all; where two fit equally well, the first is named. A corrupt monitor raises false alarms."""


def effect_ranks(node: Node) -> tuple[int, ...]:
    """The rank of the first effect of each kind of change that can happen to the node."""
    return tuple(RANK[first_effect(kind, node)] for kind in KINDS[node.kind])


@dataclass(frozen=True, slots=True, eq=False)
class OfWhole:
    """The hypotheses about the whole of a node, in order of node: the node, place in KINDS and first effect of each.

    first: per node the number of its first hypothesis.
    """

    graph: SystemGraph
    nodes: NDArray[np.int64]
    places: NDArray[np.int64]
    ranks: NDArray[np.int64]
    first: NDArray[np.int64]

    def change(self, number: int) -> HypotheticalChange:
        """A hypothesis as a change."""
        node = self.graph.nodes[self.graph.arrays.ids[self.nodes[number]]]
        return HypotheticalChange(kind=KINDS[node.kind][self.places[number]], node=node.id)

    def number_of(self, change: HypotheticalChange) -> int:
        """The number of the hypothesis that the whole of a change's node suffers it."""
        place = KINDS[self.graph.nodes[change.node].kind].index(change.kind)
        return int(self.first[self.graph.arrays.index[change.node]]) + place


def of_whole(graph: SystemGraph, check: Callable[[], None]) -> OfWhole:
    """Every hypothesis about the whole of a node."""
    of_kind: dict[NodeKind, int] = {}
    ranks: list[tuple[int, ...]] = []
    kind = np.zeros(len(graph.nodes), np.int64)
    for i, node in enumerate(graph.nodes.values()):
        if i % _NODES_BETWEEN_CHECKS == 0:
            check()
        if node.kind not in of_kind:
            of_kind[node.kind] = len(ranks)
            ranks.append(effect_ranks(node))
        kind[i] = of_kind[node.kind]
    counts = np.array([len(r) for r in ranks], np.int64)
    first_of_kind = np.cumsum(counts) - counts
    count = counts[kind]
    first = np.cumsum(count) - count
    nodes = np.repeat(np.arange(len(kind)), count)
    places = np.arange(len(nodes)) - first[nodes]
    every_rank = np.array([rank for of_one in ranks for rank in of_one], np.int64)
    return OfWhole(graph, nodes, places, every_rank[first_of_kind[kind[nodes]] + places], first)


class Reason(NamedTuple):
    """Why a node is likelier than another; put into words only where it is shown, for there may be one a node."""

    text: str
    gaps: Mapping[str, object] = MappingProxyType({})

    @property
    def told(self) -> str:
        """The reason in words."""
        return tr(self.text, **self.gaps)


@dataclass(frozen=True, slots=True)
class Prior:
    """How much likelier than another a node is before anything was seen, and why."""

    weight: float
    reasons: tuple[Reason, ...]


_NOTHING_KNOWN = Prior(1.0, ())
_CHANGED_LATELY = Reason(marked("it changed lately"))
_SILENT = Reason(marked("new versions of it come without notice"))
_WRITES_NEWLY = marked("it writes {node} since {day}")
_READS_NEWLY = marked("it reads {node} since {day}")


def priors(graph: SystemGraph, changed: Collection[str]) -> Mapping[str, Prior]:
    """The nodes likelier than others; `changed` are those of which somebody knows that they changed lately."""
    appeared = _readers_that_appeared(graph)
    found = {}
    for node in graph.nodes.values():
        weight, reasons = 1.0, []
        if node.id in changed:
            weight *= RAISED_FOR_A_CHANGE
            reasons.append(_CHANGED_LATELY)
        elif node.id in appeared:
            weight *= RAISED_FOR_A_CHANGE
            reasons.append(appeared[node.id])
        if node.versioning is Versioning.SILENT:
            weight *= RAISED_FOR_SILENCE
            reasons.append(_SILENT)
        if reasons:
            found[node.id] = Prior(weight, tuple(reasons))
    return found


def prior_of(found: Mapping[str, Prior], node: str) -> Prior:
    """A node's prior; that of any other node where nothing is known of it."""
    return found.get(node, _NOTHING_KNOWN)


def _readers_that_appeared(graph: SystemGraph) -> Mapping[str, Reason]:
    """Nodes that a log shows reading or writing something new, with what."""
    if graph.as_of is None:
        return {}
    found: dict[str, Reason] = {}
    for edge in graph.edges.values():
        if edge.first_seen is None or not timedelta() <= graph.as_of - edge.first_seen <= LATELY:
            continue
        writes = edge.kind in (EdgeKind.PRODUCES, EdgeKind.INFLUENCES)
        who, what = (edge.from_id, edge.to_id) if writes else (edge.to_id, edge.from_id)
        if who not in found:
            gaps = {"node": graph.nodes[what].name, "day": edge.first_seen}
            found[who] = Reason(_WRITES_NEWLY if writes else _READS_NEWLY, gaps)
    return found
