"""Who follows a node's versions live, and who holds which copy of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from explorer.analysis.detectors.inspection import Inspection
from explorer.domain.entities import Edge
from explorer.domain.kinds import EdgeKind, Pin
from explorer.domain.pauses import checked
from explorer.domain.system_graph import SystemGraph
from explorer.language import marked, tr

_READS = frozenset((EdgeKind.FEEDS, EdgeKind.TRAINS, EdgeKind.DERIVES))

_HOW = {
    None: marked("{reader} follows live, as no pin is stated"),
    Pin.FLOATING: marked("{reader} follows live"),
    Pin.PINNED: marked("{reader} is pinned"),
    Pin.FROZEN: marked("{reader} holds a frozen copy"),
}


@dataclass(frozen=True, slots=True)
class Readers:
    """The reads of one node: those that follow every update, and those that stay with a version."""

    live: tuple[Edge, ...]
    held: tuple[Edge, ...]


def all_readers(inspection: Inspection) -> Mapping[str, Readers]:
    """The reads of every node that is read at all; worked out once in one look.

    Where nobody states a pin, the reader counts as one that follows.
    """
    known = inspection.remembered.get("readers")
    if known is None:
        known = inspection.remembered["readers"] = _all_readers(inspection)
    return cast(Mapping[str, Readers], known)


def _all_readers(inspection: Inspection) -> dict[str, Readers]:
    live: dict[str, list[Edge]] = {}
    held: dict[str, list[Edge]] = {}
    for edge in inspection.edges():
        if edge.kind in _READS and edge.to_id != edge.from_id:
            follows = edge.pin is None or edge.pin is Pin.FLOATING
            (live if follows else held).setdefault(edge.from_id, []).append(edge)
    ids = checked(dict.fromkeys((*live, *held)), inspection.check)
    return {i: Readers(tuple(live.get(i, ())), tuple(held.get(i, ()))) for i in ids}


def version_read(graph: SystemGraph, edge: Edge) -> str | None:
    """The version that a reader has: of a copy what it says, live what the node is at; None where nobody says."""
    if edge.pin in (Pin.PINNED, Pin.FROZEN):
        return edge.version
    return graph.nodes[edge.from_id].version


def told_copies(graph: SystemGraph, readers: Readers) -> tuple[str, ...]:
    """A line for each reader: how it holds on, and to which version."""
    lines = []
    for edge in (*readers.live, *readers.held):
        version = version_read(graph, edge)
        facts = [tr("version {version}", version=version) if version is not None else tr("version not known")]
        if edge.last_seen is not None:
            facts.append(tr("last seen on {day}", day=edge.last_seen))
        if edge.source is not None:
            facts.append(str(edge.source))
        how = tr(_HOW[edge.pin], reader=graph.nodes[edge.to_id].name)
        lines.append(f"{how}: {', '.join(facts)}")
    return tuple(lines)
