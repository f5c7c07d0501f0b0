"""Where to measure, place by place: each affected node and channel, the blind first, and the way to what sees it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from explorer.analysis.reaching import steps_to
from explorer.analysis.what_if.edge_classes import EdgeClasses, edge_classes
from explorer.analysis.what_if.effects import CHANNEL, IMPLIED
from explorer.analysis.what_if.impact import Impact
from explorer.analysis.what_if.measurement import STEPS, Measured, Observation, Quality, sorted_places
from explorer.analysis.what_if.passing import arrivals
from explorer.analysis.what_if.to_notice import Place, ToNotice, to_notice
from explorer.domain.entities import EdgeKey
from explorer.domain.kinds import Channel, EdgeKind


class SightPlace(NamedTuple):
    """One channel of one affected node. monitors: the nearest that see it; none of them where only metrics move."""

    node: str
    channel: Channel
    quality: Quality
    monitors: tuple[Observation, ...]


class Sights(NamedTuple):
    """All places by what sees them, each in the order of the answer."""

    blind: tuple[SightPlace, ...] = ()
    moving: tuple[SightPlace, ...] = ()
    watched: tuple[SightPlace, ...] = ()


def sights(seen: Mapping[str, Measured]) -> Sights:
    """Every place that nobody sees, that only a metric shows, and that a monitor sees."""
    blind: list[SightPlace] = []
    moving: list[SightPlace] = []
    watched: list[SightPlace] = []
    for node, found in seen.items():
        for channel, quality in found.quality.items():
            monitors = tuple(o for o in found.observed_by if o.channel is channel)
            place = SightPlace(node, channel, quality, monitors)
            if quality is Quality.NONE:
                blind.append(place)
            else:
                (watched if monitors else moving).append(place)
    return Sights(tuple(blind), tuple(moving), tuple(watched))


def way_to_monitor(impact: Impact, node: str, found: Observation) -> tuple[EdgeKey, ...]:
    """The edges over which the monitor comes to see it, that from the watched node to the monitor last."""
    way = _way(impact, node, found.channel, found.at, found.seen_as, found.hops)
    return (*way, EdgeKey(found.at, found.monitor, EdgeKind.WATCHES))


def way_to_metric(impact: Impact, node: str, channel: Channel, metric: str) -> tuple[EdgeKey, ...]:
    """The edges over which a metric comes to move; none where it moves for another channel of the node."""
    return _way(impact, node, channel, metric, Channel.VALUE, STEPS)


def _way(
    impact: Impact, node: str, channel: Channel, at: str, seen_as: Channel, steps: int
) -> tuple[EdgeKey, ...]:
    classes, index = edge_classes(impact.graph), impact.graph.arrays.index
    end = index[at]
    distance = steps_to(classes.arrays, [end], steps)
    facts = to_notice(impact, index[node]).get(channel, ToNotice())
    layer = sorted_places(facts.certain or facts.possible)
    came: dict[Place, tuple[Place, EdgeKey] | None] = dict.fromkeys(layer)
    for left in range(steps, -1, -1):
        for place in layer:
            if place[0] == end and CHANNEL[place[2]] is seen_as:
                return _back(came, place)
        following = []
        for place in layer:
            for key, after in _after(classes, place):
                if after not in came and distance.get(after[0], steps + 1) < left:
                    came[after] = place, key
                    following.append(after)
        layer = following
    return ()


def _back(came: Mapping[Place, tuple[Place, EdgeKey] | None], place: Place) -> tuple[EdgeKey, ...]:
    keys = []
    while (step := came[place]) is not None:
        place, key = step
        keys.append(key)
    return tuple(reversed(keys))


def _after(classes: EdgeClasses, place: Place) -> Iterator[tuple[EdgeKey, Place]]:
    """What certainly becomes of a fact over each edge."""
    node, field, effect = place
    arrays = classes.arrays
    for j in arrays.edges_from(node).tolist():
        target, use = int(arrays.to_index[j]), classes.uses[classes.class_of[j]]
        for arrival in arrivals(classes.edges[j], use, field, effect):
            if arrival.is_certain:
                for after in (arrival.effect, IMPLIED.get(arrival.effect)):
                    if after is not None:
                        yield arrays.keys[j], (target, arrival.field, after)
