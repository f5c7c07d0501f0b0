"""Where a change would be seen: the nearest monitors that detect what it turns into, and the metrics it moves.

Only what certainly follows counts: a monitor behind an edge that perhaps passes nothing promises nothing, so
what is unknown never makes an effect measured; what of a node has to be seen, see to_notice.py. Likewise a
monitor that nobody says detects a channel detects none, and an inferred `watches` edge watches nothing. A fact
may change channel on its way: the monitor must detect what it has become where it is watched. A node is blind
when it is affected in a channel that no monitor would detect and no metric would show within so many steps.

Pins, fallbacks and contracts are followed as the transfer table reads them, where they are not stated as where
there are none: a reader without a stated fallback breaks for certain, and its monitor sees that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.kept import Check, once_per_graph
from explorer.analysis.reaching import steps_to
from explorer.analysis.what_if.conditions import Passage
from explorer.analysis.what_if.edge_classes import EdgeClasses, edge_classes
from explorer.analysis.what_if.effects import CHANNEL, IMPLIED, RANK, Effect
from explorer.analysis.what_if.impact import Impact
from explorer.analysis.what_if.passing import arrivals
from explorer.analysis.what_if.self_fulfilling import self_fulfilling_nodes
from explorer.analysis.what_if.sight_lines import certain_moves
from explorer.analysis.what_if.to_notice import Place, ToNotice, to_notice
from explorer.analysis.what_if.transfer import deliveries
from explorer.domain.entities import Edge, Node
from explorer.domain.kinds import Channel, EdgeKind, Evidence, NodeKind
from explorer.domain.pauses import checked
from explorer.domain.system_graph import SystemGraph

STEPS = 3
UNMEASURABLE = (NodeKind.WORLD, NodeKind.OBJECTIVE)


class Quality(StrEnum):
    """How good a sight of an effect is, best first; compromised is what a model's own loop shows it."""

    DIRECT = "direct"
    DOWNSTREAM = "downstream"
    COMPROMISED = "compromised"
    NONE = "none"


_QUALITIES = tuple(Quality)


@dataclass(frozen=True, slots=True)
class Observation:
    """A monitor that would see an affected channel of a node, as `seen_as` at the node it watches.

    lag: the monitor's and the known delays on the way, None when the monitor's is not known;
    lag_is_least: there is a step whose delay nobody has said, so it may be more.
    """

    monitor: str
    at: str
    channel: Channel
    seen_as: Channel
    hops: int
    lag: timedelta | None
    lag_is_least: bool
    quality: Quality = Quality.DOWNSTREAM


@dataclass(frozen=True, slots=True)
class Measured:
    """Where the effects on one node would be seen. visible_in: metrics that would move, nearest first.

    quality: of the best sight there is, for each channel in which the node is affected. compromised: those of
    `visible_in` that move with what a model caused itself.
    """

    observed_by: tuple[Observation, ...]
    visible_in: tuple[str, ...]
    blind_channels: tuple[Channel, ...]
    quality: Mapping[Channel, Quality] = field(default_factory=dict)
    compromised: tuple[str, ...] = ()


def measured(
    impact: Impact,
    *,
    steps: int = STEPS,
    only: Iterable[str] | None = None,
    check: Callable[[], None] = lambda: None,
) -> Mapping[str, Measured]:
    """Where each affected node's effects would be seen within so many steps, in the order of the answer.

    only: of these nodes, in their order, as far as they are affected.
    """
    looped = self_fulfilling_nodes(impact.graph, check)
    check()
    search = _Search(impact.graph, edge_classes(impact.graph, check), steps, looped, check)
    check()
    result = {}
    rows = impact.affected if only is None else [impact.by_id[i] for i in only if i in impact.by_id]
    for i, row in enumerate(rows):
        if i % 64 == 0:
            check()
        node = impact.graph.arrays.index[row.id]
        facts = to_notice(impact, node) if search.is_near(node) else {}
        result[row.id] = _of_node(search, facts, row.channels)
    return result


@once_per_graph
def seen_effects(graph: SystemGraph, check: Check) -> NDArray[np.bool_]:
    """For each node and rank of an effect of the whole, whether something would see it, if it were certain."""
    return _Search(graph, edge_classes(graph, check), STEPS, check=check).leading.reshape(-1, len(RANK))


def probes(impact: Impact, seen: Mapping[str, Measured]) -> tuple[tuple[str, Channel], ...]:
    """The blind (node, channel) pairs where a probe could be put: never on the world or an objective.

    All of them; which few would be enough is another question.
    """
    return tuple(
        (node, channel)
        for node, found in seen.items()
        if impact.graph.nodes[node].kind not in UNMEASURABLE
        for channel in found.blind_channels
    )


def watchers(graph: SystemGraph, check: Check = lambda: None) -> Iterator[tuple[str, Node]]:
    """Each watched node with a monitor that is known to watch it and to detect something."""
    for key, edge in checked(graph.edges.items(), check):
        if key.kind is EdgeKind.WATCHES and edge.evidence is not Evidence.INFERRED:
            monitor = graph.nodes[key.to_id]
            if monitor.detects:
                yield key.from_id, monitor


def sorted_places(places: Iterable[Place]) -> list[Place]:
    """Places in an order that repeats."""
    return sorted(places, key=_in_order)


@dataclass(frozen=True, slots=True)
class _Way:
    """How a fact got somewhere: the known delay, and whether some step's delay is not known."""

    delay: timedelta = timedelta()
    is_least: bool = False

    def over(self, edge: Edge) -> _Way:
        if edge.delay is None:
            return _Way(self.delay, True)
        return _Way(self.delay + edge.delay, self.is_least)


def _of_node(search: _Search, facts: Mapping[Channel, ToNotice], channels: Iterable[Channel]) -> Measured:
    observed: list[Observation] = []
    visible: dict[str, int] = {}
    quality: dict[Channel, Quality] = {}
    for channel in channels:
        seen, moved = _of_channel(search, channel, facts.get(channel, ToNotice()))
        observed.extend(seen)
        for metric, hops in moved.items():
            visible[metric] = min(hops, visible.get(metric, hops))
        sights = [o.quality for o in seen] + [search.quality_at(m, hops) for m, hops in moved.items()]
        quality[channel] = min(sights, key=_QUALITIES.index, default=Quality.NONE)
    metrics = sorted(visible, key=lambda metric: (visible[metric], metric))
    return Measured(
        tuple(observed),
        tuple(metrics),
        tuple(channel for channel, sight in quality.items() if sight is Quality.NONE),
        quality,
        tuple(m for m in metrics if m in search.looped),
    )


_Sight = tuple[list[Observation], dict[str, int]]
"""Monitors that see something, and metrics that move, with hops."""


def _of_channel(search: _Search, channel: Channel, facts: ToNotice) -> _Sight:
    """The sight of what is certain; or, where none of that is seen, of all that is possible if all of it is seen."""
    if facts.certain:
        return search.seen(channel, facts.certain)
    sights = [search.seen(channel, {fact}) for fact in sorted_places(facts.possible)]
    if not all(seen or moved for seen, moved in sights):
        return [], {}
    nearest = min((o.hops for seen, _ in sights for o in seen), default=0)
    observed = {(o.monitor, o.at): o for seen, _ in reversed(sights) for o in seen if o.hops == nearest}
    moved: dict[str, int] = {}
    for metric, hops in (item for _, sight in sights for item in sight.items()):
        moved[metric] = min(hops, moved.get(metric, hops))
    return list(observed.values()), moved


class _Search:
    """Follows facts over the edges that certainly pass them, but only where an observer is in reach."""

    def __init__(
        self,
        graph: SystemGraph,
        classes: EdgeClasses,
        steps: int,
        looped: frozenset[str] = frozenset(),
        check: Check = lambda: None,
    ) -> None:
        self.looped = looped
        self._classes = classes
        self._steps = steps
        self._ids = classes.arrays.ids
        self._monitors: dict[int, list[Node]] = {}
        self._metrics = {i for i, n in enumerate(graph.nodes.values()) if n.kind is NodeKind.METRIC}
        for node_id, monitor in watchers(graph, check):
            self._monitors.setdefault(classes.arrays.index[node_id], []).append(monitor)
        check()
        self._distance = steps_to(classes.arrays, (*self._monitors, *self._metrics), steps, check)
        self._leading = self._leading_to_observers(check)
        self._whole: dict[tuple[int, Effect], tuple[Effect, ...]] = {}

    def _leading_to_observers(self, check: Check) -> list[NDArray[np.bool_]]:
        """For each number of steps the effects of the whole, by node and rank, that are seen within so many."""
        noticed = np.zeros((len(self._ids), len(RANK)), np.bool_)
        for node in self._metrics:
            noticed[node, [RANK[e] for e in RANK if CHANNEL[e] is Channel.VALUE]] = True
        for node, monitors in self._monitors.items():
            detected = {channel for monitor in monitors for channel in monitor.detects or ()}
            noticed[node, [RANK[e] for e in RANK if CHANNEL[e] in detected]] = True
        leading = [noticed.ravel()]
        before, after = certain_moves(self._classes, check)
        for _ in range(self._steps):
            check()
            farther = leading[-1].copy()
            farther[before[leading[-1][after]]] = True
            leading.append(farther)
        return leading

    def _leads(self, place: Place, steps_left: int) -> bool:
        """Whether a place leads to an observer within so many steps; of fields it is only known that it may."""
        node, field, effect = place
        if field is not None:
            return self._distance.get(node, steps_left + 1) <= steps_left
        return bool(self._leading[steps_left][node * len(RANK) + RANK[effect]])

    @property
    def leading(self) -> NDArray[np.bool_]:
        """Whether each effect of the whole leads to an observer within all steps, by node and rank."""
        return self._leading[-1]

    def is_near(self, node: int) -> bool:
        """Whether an observer is within reach of a node at all."""
        return node in self._distance

    def quality_at(self, node_id: str, hops: int) -> Quality:
        """How good a sight of values at this node is, so many steps away."""
        if node_id in self.looped:
            return Quality.COMPROMISED
        return Quality.DOWNSTREAM if hops else Quality.DIRECT

    def seen(self, channel: Channel, facts: set[Place]) -> tuple[list[Observation], dict[str, int]]:
        """The nearest monitors that would see one of these facts, and the metrics it would move, with hops."""
        ways: dict[Place, _Way] = dict.fromkeys(sorted_places(facts), _Way())
        layer = {p: w for p, w in ways.items() if self._leads(p, self._steps)}
        observed: dict[tuple[str, str], Observation] = {}
        moved: dict[str, int] = {}
        for hops in range(self._steps + 1):
            nearest = not observed
            for place, way in layer.items():
                for found in self._at(place, way, channel, hops) if nearest else ():
                    observed.setdefault((found.monitor, found.at), found)
                if place[0] in self._metrics and CHANNEL[place[2]] is Channel.VALUE:
                    moved.setdefault(self._ids[place[0]], hops)
            following: dict[Place, _Way] = {}
            for place, way in layer.items() if hops < self._steps else ():
                for edge, arrived in self._after(place, self._steps - hops - 1):
                    if arrived not in ways and self._leads(arrived, self._steps - hops - 1):
                        ways[arrived] = following[arrived] = way.over(edge)
            layer = following
        return list(observed.values()), moved

    def _at(self, place: Place, way: _Way, channel: Channel, hops: int) -> Iterable[Observation]:
        seen_as = CHANNEL[place[2]]
        for monitor in self._monitors.get(place[0], ()):
            if seen_as in (monitor.detects or ()):
                lag = None if monitor.lag is None else monitor.lag + way.delay
                at = self._ids[place[0]]
                quality = Quality.DOWNSTREAM if hops else Quality.DIRECT
                if seen_as is Channel.VALUE:  # a loop bends values; that they are late or gone is plain
                    quality = self.quality_at(at, hops)
                yield Observation(monitor.id, at, channel, seen_as, hops, lag, way.is_least, quality)

    def _after(self, place: Place, steps_left: int) -> Iterable[tuple[Edge, Place]]:
        """What a fact certainly becomes over each edge that leads towards an observer."""
        node, field, effect = place
        arrays = self._classes.arrays
        for j in arrays.edges_from(node).tolist():
            target = int(arrays.to_index[j])
            if self._distance.get(target, steps_left + 1) > steps_left:
                continue
            edge = self._classes.edges[j]
            for to_field, to_effect in self._certain(j, edge, field, effect):
                yield edge, (target, to_field, to_effect)
                if to_effect in IMPLIED:
                    yield edge, (target, to_field, IMPLIED[to_effect])

    def _certain(
        self, index: int, edge: Edge, field: str | None, effect: Effect
    ) -> Iterable[tuple[str | None, Effect]]:
        number = int(self._classes.class_of[index])
        use = self._classes.uses[number]
        if field is not None:
            return [(a.field, a.effect) for a in arrivals(edge, use, field, effect) if a.is_certain]
        if (number, effect) not in self._whole:
            self._whole[number, effect] = tuple(
                d.effect for d in deliveries(use, Passage(effect)) if d.is_certain
            )
        return [(None, e) for e in self._whole[number, effect]]


def _in_order(place: Place) -> tuple[int, str, int]:
    return place[0], place[1] or "", RANK[place[2]]
