"""Who follows a node's versions live, and who holds which copy of it."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.domain.entities import Edge
from explorer.domain.kinds import EdgeKind, Pin
from explorer.domain.system_graph import SystemGraph

_READS = (EdgeKind.FEEDS, EdgeKind.TRAINS, EdgeKind.DERIVES)


@dataclass(frozen=True, slots=True)
class Readers:
    """The reads of one node: those that follow every update, and those that stay with a version."""

    live: tuple[Edge, ...]
    held: tuple[Edge, ...]


def readers_of(graph: SystemGraph, node_id: str) -> Readers:
    """Every read of a node; where nobody states a pin, the reader counts as one that follows."""
    reads = [e for e in graph.edges_from(node_id) if e.kind in _READS and e.to_id != node_id]
    return Readers(
        live=tuple(e for e in reads if e.pin in (None, Pin.FLOATING)),
        held=tuple(e for e in reads if e.pin in (Pin.PINNED, Pin.FROZEN)),
    )


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
        shown = f"version {version}" if version is not None else "version not known"
        how = {
            None: "follows live, as no pin is stated",
            Pin.FLOATING: "follows live",
            Pin.PINNED: "is pinned",
            Pin.FROZEN: "holds a frozen copy",
        }[edge.pin]
        where = f", {edge.source}" if edge.source is not None else ""
        seen = f", last seen on {edge.last_seen}" if edge.last_seen is not None else ""
        lines.append(f"{graph.nodes[edge.to_id].name} {how}: {shown}{seen}{where}")
    return tuple(lines)
