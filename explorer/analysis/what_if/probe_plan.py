"""The fewest extra probes that leave nothing blind which can be seen at all, each said as something to do.

A probe is a monitor of one channel at one node, never at the world or an objective. Together the probes see all
that has to be seen at a blind node (see to_notice.py), within as many steps as any monitor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from explorer.analysis.set_cover import smallest_cover
from explorer.analysis.what_if.edge_classes import Longs, edge_classes
from explorer.analysis.what_if.impact import Impact
from explorer.analysis.what_if.measurement import STEPS, UNMEASURABLE, Measured, sorted_places, watchers
from explorer.analysis.what_if.self_fulfilling import self_fulfilling_nodes
from explorer.analysis.what_if.sight_lines import CHANNELS, sight_lines
from explorer.analysis.what_if.to_notice import Place, ToNotice, to_notice
from explorer.domain.durations import describe_duration
from explorer.domain.entities import Node
from explorer.domain.kinds import Channel, EdgeKind, NodeKind
from explorer.domain.system_graph import SystemGraph
from explorer.language import marked, tr

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Blind = tuple[str, Channel]
_MONITORS = {
    Channel.VALUE: marked("drift monitor on {node}, value"),
    Channel.TIME: marked("freshness monitor on {node}, time"),
    Channel.AVAILABILITY: marked("availability monitor on {node}, availability"),
    Channel.SCHEMA: marked("schema monitor on {node}, schema"),
}
_CADENCES = {
    timedelta(seconds=1): marked("every second"),
    timedelta(minutes=1): marked("every minute"),
    timedelta(hours=1): marked("hourly"),
    timedelta(days=1): marked("daily"),
    timedelta(days=7): marked("weekly"),
    timedelta(days=30): marked("monthly"),
}
_WRITES = (EdgeKind.PRODUCES, EdgeKind.DERIVES)


@dataclass(frozen=True, slots=True)
class Probe:
    """One thing to watch. covers: the blind nodes and channels it would show, its own place first.

    owner: who would put it there, where that is known. is_compromised: it would sit in a self-fulfilling loop.
    """

    node: str
    channel: Channel
    action: str
    owner: str | None
    covers: tuple[Blind, ...]
    is_compromised: bool


@dataclass(frozen=True, slots=True)
class ProbePlan:
    """The probes, and what no probe would show. least: no fewer would do; bounds: what was not looked at."""

    probes: tuple[Probe, ...] = ()
    unmeasurable: tuple[Blind, ...] = ()
    least: int = 0
    bounds: tuple[str, ...] = ()

    @property
    def is_minimal(self) -> bool:
        """Whether it is proven that fewer would not do."""
        return self.least == len(self.probes)


def probe_plan(
    impact: Impact,
    seen: Mapping[str, Measured],
    *,
    steps: int = STEPS,
    seconds: float = 0.6,
    check: Callable[[], None] = lambda: None,
) -> ProbePlan:
    """The fewest probes for what `seen` calls blind; the best found where the time does not do."""
    blind = [(node, channel) for node, found in seen.items() for channel in found.blind_channels]
    if not blind:
        return ProbePlan()
    wanted = _wanted(impact, blind, steps, check)
    looped = self_fulfilling_nodes(impact.graph, check)
    order = _by_preference(impact, looped)
    found = smallest_cover(wanted.covers[:, order].tocsr(), seconds=seconds, check=check)
    bounds = []
    if wanted.steps < steps:
        bounds.append(
            tr(
                "So much passes here that each probe was only looked for within {steps} steps.",
                steps=wanted.steps,
            )
        )
    if found.cost > found.least:
        bounds.append(tr("Not proven minimal: no fewer than {least:,} would do.", least=found.least))
    by_probe = wanted.covers.tocsc()
    probes = []
    for column in order[list(found.chosen)].tolist():
        node, channel = divmod(column, len(CHANNELS))
        rows = by_probe.indices[by_probe.indptr[column] : by_probe.indptr[column + 1]]
        shown = [blind[i] for i in np.unique(wanted.blind[rows]).tolist()]
        probes.append(_probe(impact, node, CHANNELS[channel], shown, looped))
    place = {row: i for i, row in enumerate(seen)}
    probes.sort(key=lambda p: (place.get(p.node, len(place)), CHANNELS.index(p.channel)))
    unseen = tuple(blind[i] for i in wanted.unmeasurable)
    # A cover within fewer steps does cover, but it proves nothing about covers within all of them.
    least = found.least if wanted.steps == steps else min(found.least, 1)
    return ProbePlan(tuple(probes), unseen, least, tuple(bounds))


def action_text(graph: SystemGraph, node_id: str, channel: Channel) -> str:
    """What to do, and how often where that is known: “drift monitor on ranker's scores, value, weekly”."""
    cadence = _cadence(graph, node_id)
    monitor = tr(_MONITORS[channel], node=graph.nodes[node_id].name)
    return monitor if cadence is None else f"{monitor}, {_how_often(cadence)}"


class _Wanted(NamedTuple):
    """What is to be covered, row by row: covers[i, node * 4 + channel], for the blind place blind[i].

    A place of which something is certain is one row; else each thing that is possible there is one.
    """

    covers: csr_matrix[Any]
    blind: Longs
    unmeasurable: list[int]
    steps: int


def _wanted(impact: Impact, blind: list[Blind], steps: int, check: Callable[[], None]) -> _Wanted:
    from scipy.sparse import csr_matrix

    places: dict[Place, int] = {}
    entries: list[tuple[int, int]] = []
    owners: list[int] = []
    certain: list[bool] = []
    for i, facts in enumerate(_facts_of(impact, blind, check)):
        alternatives = (
            [facts.certain] if facts.certain else [{place} for place in sorted_places(facts.possible)]
        )
        for alternative in alternatives:
            entries += [(len(owners), places.setdefault(p, len(places))) for p in sorted_places(alternative)]
            owners.append(i)
            certain.append(bool(facts.certain))
    lines = sight_lines(edge_classes(impact.graph, check), tuple(places), steps, check)
    rows, columns = np.array(entries, np.int64).T
    parts = csr_matrix((np.ones(len(rows), np.int32), (rows, columns)), shape=(len(owners), len(places)))
    shown = parts @ lines.seen
    watched, never = _watched(impact.graph), _never_watched(impact.graph)
    is_seen = ~np.array(certain) & (shown @ watched > 0)  # one of several, and the others are not
    shown = shown.multiply(np.repeat(~never, len(CHANNELS))).tocsr()
    shown.eliminate_zeros()
    of = np.array(owners, np.int64)
    hopeless = np.unique(of[~is_seen & (np.diff(shown.indptr) == 0)])
    kept = np.flatnonzero(~is_seen & ~np.isin(of, hopeless))
    return _Wanted(shown[kept], of[kept], hopeless.tolist(), lines.steps)


def _facts_of(impact: Impact, blind: list[Blind], check: Callable[[], None]) -> Iterator[ToNotice]:
    index = impact.graph.arrays.index
    last, facts = "", {}
    for i, (node_id, channel) in enumerate(blind):
        if i % 512 == 0:
            check()
        if node_id != last:
            last, facts = node_id, to_notice(impact, index[node_id])
        yield facts[channel]


def _watched(graph: SystemGraph) -> Longs:
    """1 for every (node, channel) that a monitor watches already, or in which a metric would move."""
    watched = np.zeros((len(graph.nodes), len(CHANNELS)), np.int64)
    for i, node in enumerate(graph.nodes.values()):
        if node.kind is NodeKind.METRIC:
            watched[i, CHANNELS.index(Channel.VALUE)] = 1
    for node_id, monitor in watchers(graph):
        for channel in monitor.detects or ():
            watched[graph.arrays.index[node_id], CHANNELS.index(channel)] = 1
    return watched.ravel()


def _never_watched(graph: SystemGraph) -> np.ndarray[Any, np.dtype[np.bool_]]:
    return np.fromiter((n.kind in UNMEASURABLE for n in graph.nodes.values()), np.bool_, len(graph.nodes))


def _by_preference(impact: Impact, looped: frozenset[str]) -> Longs:
    """The places for probes, the better of two that show the same first: honest, critical, near the change."""
    ids = impact.graph.arrays.ids
    compromised = np.zeros((len(ids), len(CHANNELS)), np.bool_)
    for i in looped:
        compromised[impact.graph.arrays.index[i], CHANNELS.index(Channel.VALUE)] = True
    hops = np.where(impact.hops < 0, len(ids), impact.hops)
    keys = (np.repeat(hops, len(CHANNELS)), np.repeat(impact.criticality, len(CHANNELS)), compromised.ravel())
    return np.lexsort(keys)


def _probe(impact: Impact, node: int, channel: Channel, covers: list[Blind], looped: frozenset[str]) -> Probe:
    node_id = impact.graph.arrays.ids[node]
    covers.sort(key=lambda one: one != (node_id, channel))  # stable: the rest in the order of the answer
    return Probe(
        node=node_id,
        channel=channel,
        action=action_text(impact.graph, node_id, channel),
        owner=impact.graph.nodes[node_id].owner,
        covers=tuple(covers),
        is_compromised=channel is Channel.VALUE and node_id in looped,
    )


def _cadence(graph: SystemGraph, node_id: str) -> timedelta | None:
    """How often a node changes: its own cadence, that of the only one that writes it, or how fresh it must be."""
    writers = [graph.nodes[e.from_id] for e in graph.edges_into(node_id) if e.kind in _WRITES]
    node = graph.nodes[node_id]
    candidates: list[Node] = [node, *(writers if len(writers) == 1 else ())]
    return next((n.cadence for n in candidates if n.cadence is not None), node.freshness)


def _how_often(cadence: timedelta) -> str:
    if cadence in _CADENCES:
        return tr(_CADENCES[cadence])
    return tr("every {duration}", duration=describe_duration(cadence))
