"""How many of something are known: owners, access and confirmed readers, of which question 3 is answered first.

Nothing that is merely absent counts: no log means no confirmed reader, and a node that nobody describes lowers a
share, never raises it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from explorer.analysis.detectors.no_owner import OWNABLE
from explorer.domain.entities import Edge
from explorer.domain.kinds import EdgeKind, NodeKind
from explorer.domain.pauses import checked
from explorer.domain.system_graph import SystemGraph
from explorer.language import tr

SHARED = frozenset((NodeKind.DATASET, NodeKind.ARTIFACT))
"""What others read, and may therefore be read by somebody nobody knows of."""

_READS = frozenset((EdgeKind.FEEDS, EdgeKind.TRAINS, EdgeKind.DERIVES))


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of something are known: `known` of `total`, and who lacks `field` (of a read, its reader)."""

    dimension: str
    field: str
    known: int
    total: int
    lacking: tuple[str, ...]

    @classmethod
    def of(cls, dimension: str, field: str, each: Sequence[tuple[str, bool]]) -> Coverage:
        """Of all these, with whether it is known of each; some may be named more than once."""
        lacking = tuple(dict.fromkeys(i for i, known in each if not known))
        return cls(dimension, field, sum(known for _, known in each), len(each), lacking)

    @property
    def share(self) -> float:
        """Known by total; 1 where there are none."""
        return self.known / self.total if self.total else 1.0


def coverage(graph: SystemGraph, check: Callable[[], None] = lambda: None) -> list[Coverage]:
    """Owners, access and confirmed readers, where there are any; a ghost is a node without an owner."""
    nodes = graph.nodes.values()
    ownable = [n for n in checked(nodes, check) if n.kind in OWNABLE or n.is_ghost]
    asked = (
        (tr("owners"), "owner", [(n.id, n.owner is not None) for n in ownable]),
        (
            tr("access"),
            "access",
            [(n.id, n.access is not None) for n in checked(nodes, check) if n.kind in SHARED],
        ),
        (
            tr("confirmed readers"),
            "last_seen",
            [(e.to_id, e.last_seen is not None) for e in reading_edges(graph, check)],
        ),
    )
    return [Coverage.of(*each) for each in asked if each[2]]


def reading_edges(graph: SystemGraph, check: Callable[[], None] = lambda: None) -> list[Edge]:
    """Every read of what is shared, by whomever."""
    edges = checked(graph.edges.values(), check)
    return [e for e in edges if e.kind in _READS and graph.nodes[e.from_id].kind in SHARED]
