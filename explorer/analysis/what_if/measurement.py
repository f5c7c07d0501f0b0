"""Where a change would be seen: the nearest monitors that detect what it turns into, and the metrics it moves.

Only what certainly follows counts: a monitor behind an edge that perhaps passes nothing promises nothing, so
what is unknown never makes an effect measured. Likewise a monitor that nobody says detects a channel detects
none, and an inferred `watches` edge watches nothing. A fact may change channel on its way: the monitor must
detect what it has become where it is watched. A node is blind when it is affected in a channel that no monitor
would detect and no metric would show within so many steps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from explorer.analysis.what_if.conditions import Passage
from explorer.analysis.what_if.edge_classes import EdgeClasses, edge_classes
from explorer.analysis.what_if.effects import CHANNEL, EFFECTS, IMPLIED, RANK, SIDE, WAVES, WIDTH, Effect
from explorer.analysis.what_if.impact import Impact
from explorer.analysis.what_if.passing import arrivals
from explorer.analysis.what_if.transfer import deliveries
from explorer.domain.entities import Edge, Node
from explorer.domain.kinds import Channel, EdgeKind, Evidence, NodeKind
from explorer.domain.system_graph import SystemGraph

STEPS = 3
_UNMEASURABLE = (NodeKind.WORLD, NodeKind.OBJECTIVE)


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


@dataclass(frozen=True, slots=True)
class Measured:
    """Where the effects on one node would be seen. visible_in: metrics that would move, nearest first."""

    observed_by: tuple[Observation, ...]
    visible_in: tuple[str, ...]
    blind_channels: tuple[Channel, ...]


def measured(
    impact: Impact, *, steps: int = STEPS, check: Callable[[], None] = lambda: None
) -> Mapping[str, Measured]:
    """Where each affected node's effects would be seen within so many steps, in the order of the answer."""
    search = _Search(impact.graph, edge_classes(impact.graph, check), steps)
    result = {}
    for i, row in enumerate(impact.affected):
        if i % 64 == 0:
            check()
        result[row.id] = _of_node(search, _facts(impact, impact.graph.arrays.index[row.id]), row.channels)
    return result


def probes(impact: Impact, seen: Mapping[str, Measured]) -> tuple[tuple[str, Channel], ...]:
    """The blind (node, channel) pairs where a probe could be put: never on the world or an objective.

    All of them; which few would be enough is another question.
    """
    return tuple(
        (node, channel)
        for node, found in seen.items()
        if impact.graph.nodes[node].kind not in _UNMEASURABLE
        for channel in found.blind_channels
    )


_Place = tuple[int, str | None, Effect]


@dataclass(frozen=True, slots=True)
class _Way:
    """How a fact got somewhere: the known delay, and whether some step's delay is not known."""

    delay: timedelta = timedelta()
    is_least: bool = False

    def over(self, edge: Edge) -> _Way:
        if edge.delay is None:
            return _Way(self.delay, True)
        return _Way(self.delay + edge.delay, self.is_least)


def _facts(impact: Impact, node: int) -> set[_Place]:
    found: set[_Place] = set()
    for run in impact.runs:
        came: list[tuple[str | None, int]] = [(None, int(run.whole.state[node]))]
        came += [(f, b) for f, rounds in run.fields.rounds.get(node, {}).items() for _, b in rounds]
        for field, bits in came:
            side = bits & SIDE
            found.update(
                (node, field, e)
                for e in EFFECTS
                if any(side >> (wave * WIDTH + RANK[e]) & 1 for wave in range(WAVES))
            )
    return found


def _of_node(search: _Search, facts: set[_Place], channels: Iterable[Channel]) -> Measured:
    observed: list[Observation] = []
    visible: dict[str, int] = {}
    blind: list[Channel] = []
    for channel in channels:
        seen, moved = search.seen(channel, {f for f in facts if CHANNEL[f[2]] is channel})
        observed.extend(seen)
        for metric, hops in moved.items():
            visible[metric] = min(hops, visible.get(metric, hops))
        if not seen and not moved:
            blind.append(channel)
    metrics = sorted(visible, key=lambda metric: (visible[metric], metric))
    return Measured(tuple(observed), tuple(metrics), tuple(blind))


class _Search:
    """Follows facts over the edges that certainly pass them, but only where an observer is in reach."""

    def __init__(self, graph: SystemGraph, classes: EdgeClasses, steps: int) -> None:
        self._classes = classes
        self._steps = steps
        self._ids = classes.arrays.ids
        self._monitors: dict[int, list[Node]] = {}
        self._metrics = {i for i, n in enumerate(graph.nodes.values()) if n.kind is NodeKind.METRIC}
        for key, edge in graph.edges.items():
            monitor = graph.nodes[key.to_id]
            if key.kind is EdgeKind.WATCHES and edge.evidence is not Evidence.INFERRED and monitor.detects:
                self._monitors.setdefault(classes.arrays.index[key.from_id], []).append(monitor)
        self._distance = self._distances()
        self._whole: dict[tuple[int, Effect], tuple[Effect, ...]] = {}

    def _distances(self) -> dict[int, int]:
        """How many steps it is from a node to the nearest observer; nodes out of reach are left out."""
        arrays = self._classes.arrays
        distance = dict.fromkeys([*self._monitors, *self._metrics], 0)
        frontier = list(distance)
        for hops in range(1, self._steps + 1):
            before = []
            for node in frontier:
                for j in arrays.in_edges[arrays.in_start[node] : arrays.in_start[node + 1]].tolist():
                    source = int(arrays.from_index[j])
                    if source not in distance:
                        distance[source] = hops
                        before.append(source)
            frontier = before
        return distance

    def seen(self, channel: Channel, facts: set[_Place]) -> tuple[list[Observation], dict[str, int]]:
        """The nearest monitors that would see one of these facts, and the metrics it would move, with hops."""
        ways: dict[_Place, _Way] = dict.fromkeys(sorted(facts, key=_in_order), _Way())
        layer = {p: w for p, w in ways.items() if p[0] in self._distance}
        observed: dict[tuple[str, str], Observation] = {}
        moved: dict[str, int] = {}
        for hops in range(self._steps + 1):
            nearest = not observed
            for place, way in layer.items():
                for found in self._at(place, way, channel, hops) if nearest else ():
                    observed.setdefault((found.monitor, found.at), found)
                if place[0] in self._metrics and CHANNEL[place[2]] is Channel.VALUE:
                    moved.setdefault(self._ids[place[0]], hops)
            following: dict[_Place, _Way] = {}
            for place, way in layer.items() if hops < self._steps else ():
                for edge, arrived in self._after(place, self._steps - hops - 1):
                    if arrived not in ways:
                        ways[arrived] = following[arrived] = way.over(edge)
            layer = following
        return list(observed.values()), moved

    def _at(self, place: _Place, way: _Way, channel: Channel, hops: int) -> Iterable[Observation]:
        seen_as = CHANNEL[place[2]]
        for monitor in self._monitors.get(place[0], ()):
            if seen_as in (monitor.detects or ()):
                lag = None if monitor.lag is None else monitor.lag + way.delay
                yield Observation(monitor.id, self._ids[place[0]], channel, seen_as, hops, lag, way.is_least)

    def _after(self, place: _Place, steps_left: int) -> Iterable[tuple[Edge, _Place]]:
        """What a fact certainly becomes over each edge that leads towards an observer."""
        node, field, effect = place
        arrays = self._classes.arrays
        for j in arrays.out_edges[arrays.out_start[node] : arrays.out_start[node + 1]].tolist():
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


def _in_order(place: _Place) -> tuple[int, str, int]:
    return place[0], place[1] or "", RANK[place[2]]
