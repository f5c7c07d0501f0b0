"""What every hypothesis predicts for one observed node, found backwards from it in one run of the what-if's fixpoint.

A fact passes an edge by itself, whatever else passes: so “which facts follow from this one” can be turned round into
“from which facts does this one follow”. The same tables of the same engine, transposed, on the edges turned round,
answer for all nodes and kinds of change at once what a what-if would answer for each of them.

What was seen on the way counts. A way through a node that is healthy does not carry what it could, unless the mark is
wrong; a way through a node that is bad needs only be possible up to there, because there it has arrived. Only marks
that are nearly sure are taken so; the others speak for themselves alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.localisation.marks import Mark
from explorer.analysis.what_if.edge_classes import EdgeClasses, Longs, edge_classes
from explorer.analysis.what_if.effects import (
    CHANNEL,
    EFFECTS,
    MUST,
    SIDE,
    WIDTH,
    Effect,
    bit,
    closed,
    packed,
)
from explorer.analysis.what_if.transfer import comes_later
from explorer.analysis.what_if.whole_facts import spread
from explorer.analysis.what_if.whole_tables import SETS, WholeTables, tables_of
from explorer.domain.entities import EdgeKey
from explorer.domain.kinds import Channel, EdgeKind, Evidence, NodeKind
from explorer.domain.system_graph import GraphArrays, SystemGraph

Levels = NDArray[np.int8]
NEVER, HARDLY, PERHAPS_LATER, PERHAPS, SURELY = range(5)
STRENGTH = np.array([0.0, 0.02, 0.25, 0.5, 0.98])
"""How surely the strongest witness of each level makes the node bad.

surely: certain now, at every step from the beginning or from a node that was seen to be bad. perhaps: possible now,
or certain once a model has learnt again or the world reacted. perhaps later: only possible, and only then. hardly:
only through a node that was seen to be healthy. What surely passes through such a node is perhaps: that it arrived
there and the mark is wrong is as likely as that it did not arrive.
"""
NEARLY_SURE = 0.9
THROUGH_HEALTHY = np.array([NEVER, HARDLY, HARDLY, HARDLY, PERHAPS], np.int8)

_SET = (1 << WIDTH) - 1


def symptom_effects(channel: Channel | None) -> int:
    """The effects that make a node look bad in this channel; in any, but a field more is no fault."""
    if channel is None:
        return _SET & ~bit(Effect.SCHEMA_ADD)
    return sum(bit(e) for e in EFFECTS if CHANNEL[e] is channel)


@dataclass(frozen=True, slots=True)
class Sight:
    """Where a mark really looks: facts of these effects at these nodes; `mark` is what was said of it."""

    mark: Mark
    at: tuple[tuple[int, int], ...]


def sight_of(graph: SystemGraph, mark: Mark) -> Sight:
    """Where a mark looks: at the node itself, or, marked at a monitor, also at what the monitor watches.

    An alarm may come of anything that the monitor might detect. Its silence speaks only for the channels it is said
    to detect, and not where the watching itself is only inferred.
    """
    index = graph.arrays.index
    node = graph.nodes[mark.node]
    at = [(index[mark.node], symptom_effects(mark.channel))]
    if node.kind is NodeKind.MONITOR:
        at = [(index[mark.node], symptom_effects(None))]
        effects = symptom_effects(None) | bit(Effect.SCHEMA_ADD)
        if node.detects is not None:
            effects = sum(bit(e) for e in EFFECTS if CHANNEL[e] in node.detects)
        for edge in graph.edges_into(mark.node):
            if edge.kind is EdgeKind.WATCHES and (mark.is_symptom or _sees(edge.evidence, node.detects)):
                at.append((index[edge.from_id], effects & _in_channel(mark.channel)))
    return Sight(mark, tuple(at))


def _sees(evidence: Evidence, detects: tuple[Channel, ...] | None) -> bool:
    return evidence is not Evidence.INFERRED and bool(detects)


def _in_channel(channel: Channel | None) -> int:
    return _SET if channel is None else symptom_effects(channel)


@dataclass(frozen=True, slots=True, eq=False)
class Backwards:
    """The edges of a system turned round, with the tables that say from what each effect can come.

    healthy: whether some nodes were seen to be so; open: the edges' classes with those that leave these nodes closed.
    bad: the nodes seen to be so; arrived: tables in which what may pass has passed, and at once.
    """

    classes: EdgeClasses
    open: EdgeClasses
    tables: WholeTables
    arrived: WholeTables
    healthy: bool
    bad: tuple[int, ...]

    def levels(self, sight: Sight, nodes: Longs, ranks: Longs, check: Callable[[], None]) -> Levels:
        """How surely what is looked at follows from each hypothesis, which is an effect (its rank) at a node."""
        starts: dict[int, int] = {}
        for node, effects in sight.at:
            starts[node] = starts.get(node, 0) | packed(effects, 0, certain=True)
        open_ = without_edges_from(self.open, list(starts))  # a way to what is looked at ends there
        state = spread(open_, self.tables, {0: starts}, check).state
        found = levels(state[nodes], ranks)
        there = {b: int(state[b]) for b in self.bad if b not in starts and state[b]}
        if there:
            behind = spread(open_, self.arrived, {0: there}, check).state
            found = np.maximum(found, levels(behind[nodes], ranks))
        if self.healthy:
            through = spread(self.classes, self.tables, {0: starts}, check).state
            found = np.maximum(found, THROUGH_HEALTHY[levels(through[nodes], ranks)])
        return found


def backwards(graph: SystemGraph, marks: Sequence[Mark], check: Callable[[], None]) -> Backwards:
    """The system turned round, as these marks leave it."""
    classes = edge_classes(graph, check)
    index = graph.arrays.index
    healthy = [index[m.node] for m in seen_on_the_way(marks) if not m.is_symptom]
    bad = tuple(index[m.node] for m in seen_on_the_way(marks) if m.is_symptom)
    turned = replace(classes, arrays=_turned(classes.arrays), tables={})
    open_ = without_edges_from(turned, healthy)
    return Backwards(turned, open_, *_transposed(classes), bool(healthy), bad)


def seen_on_the_way(marks: Sequence[Mark]) -> list[Mark]:
    """The marks that say surely enough what passes a node: of all its channels, with nothing cut."""
    return [
        m
        for m in marks
        if m.channel is None and m.cut is None and max(m.believed, 1 - m.believed) >= NEARLY_SURE
    ]


def without_edges_from(turned: EdgeClasses, nodes: Sequence[int]) -> EdgeClasses:
    """The same with nothing passing over the edges that leave these nodes (as the data goes)."""
    if not nodes:
        return turned
    closed_class = len(turned.uses)  # the last row of the tables, in which nothing moves
    class_of = turned.class_of.copy()
    class_of[np.isin(turned.arrays.to_index, nodes)] = closed_class
    return replace(turned, class_of=class_of)


def on_the_way_of(marks: Sequence[Mark], cut: EdgeKey | None) -> list[Mark]:
    """The marks that still hold while an edge is cut: what was bad need not be so now, what was healthy is."""
    return [m for m in marks if cut is None or not m.is_symptom]


def cut_graph(graph: SystemGraph, cut: EdgeKey | None) -> SystemGraph:
    """The system as it is while nothing passes over this edge."""
    return graph if cut is None else graph.without(edges=[cut])


def _turned(arrays: GraphArrays) -> GraphArrays:
    return replace(
        arrays,
        from_index=arrays.to_index,
        to_index=arrays.from_index,
        out_start=arrays.in_start,
        out_edges=arrays.in_edges,
        in_start=arrays.out_start,
        in_edges=arrays.out_edges,
    )


def _transposed(classes: EdgeClasses) -> tuple[WholeTables, WholeTables]:
    """What each class makes of a set of effects behind it: the effects before it that lead to one of the set.

    The second table takes what may be for what is, and what comes later for now.
    """
    forward = classes.tables_for(None)
    count = len(classes.uses) + 1  # one more, over which nothing passes
    may, must = np.zeros((count, SETS), np.int64), np.zeros((count, SETS), np.int64)
    later = np.array([*map(comes_later, classes.uses), False], np.bool_)
    behind = np.arange(SETS)
    for i in range(count - 1):
        for rank, effect in enumerate(EFFECTS):
            moved = forward.moved(i, packed(closed(bit(effect)), 0, certain=True))
            may[i] |= np.where(behind & any_wave(moved & SIDE), 1 << rank, 0)
            must[i] |= np.where(behind & any_wave(moved >> MUST), 1 << rank, 0)
    return tables_of(may, must, later), tables_of(may, may, np.zeros_like(later))


def any_wave(side: int) -> int:
    """The effects of one side of a packed set, of whichever wave."""
    return (side | side >> WIDTH | side >> 2 * WIDTH) & _SET


def levels(state: Longs, ranks: Longs) -> Levels:
    """How surely what is looked at follows from the effect of this rank: state and ranks one by one."""
    found = np.zeros(len(state), np.int8)
    here = state >> ranks
    later = here >> WIDTH | here >> 2 * WIDTH
    found[(later & 1) != 0] = PERHAPS_LATER
    found[((here | later >> MUST) & 1) != 0] = PERHAPS
    found[(here >> MUST & 1) != 0] = SURELY
    return found
