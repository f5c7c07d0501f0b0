"""What must be done before a node can go: the readers to migrate, and the writers whose output it was."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.domain.kinds import EdgeKind
from explorer.domain.system_graph import SystemGraph

_NO_READER = (EdgeKind.OPTIMISES,)
_WRITES = (EdgeKind.PRODUCES, EdgeKind.DERIVES)


@dataclass(frozen=True, slots=True)
class Retirement:
    """The plan for one node. For the findings the system would then have, ask `graph.without([node])`."""

    node: str
    readers: tuple[str, ...]
    writers: tuple[str, ...]


def retirement(graph: SystemGraph, node: str) -> Retirement:
    """Who must stop reading a node, and who writes only into the void without it; neither names the node itself.

    Monitors are among the readers, since they watch something that will be gone; a model that is only judged
    by the node is not. A writer's output is what it produces or what is derived from it.
    """
    readers = {e.to_id for e in graph.edges_from(node) if e.kind not in _NO_READER}
    writers = {e.from_id for e in graph.edges_into(node) if e.kind in _WRITES}
    return Retirement(node, tuple(sorted(readers - {node})), tuple(sorted(writers - {node})))
