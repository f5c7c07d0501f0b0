"""What edited parts of a system were before the first edit, so that the edits can be told, and written back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from explorer.domain.entities import Edge, EdgeKey, Node
from explorer.domain.system_graph import SystemGraph

_Key = TypeVar("_Key")
_Part = TypeVar("_Part")


@dataclass(frozen=True, slots=True)
class Originals:
    """The nodes and edges that are not as the sources said, each as it was; None: it was not there."""

    nodes: Mapping[str, Node | None] = field(default_factory=dict)
    edges: Mapping[EdgeKey, Edge | None] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.nodes or self.edges)

    def of(self, graph: SystemGraph) -> SystemGraph:
        """The system without the edits; an edge whose ends are gone is not put back."""
        left = graph.without(_absent(self.nodes), _absent(self.edges))
        whole = left.with_parts((n for n in self.nodes.values() if n is not None), ())
        nodes = whole.nodes
        return whole.with_parts(
            (), (e for e in self.edges.values() if e is not None and e.from_id in nodes and e.to_id in nodes)
        )

    def after(
        self, before: SystemGraph, edited: SystemGraph, nodes: Iterable[str], edges: Iterable[EdgeKey]
    ) -> Originals:
        """The originals once these nodes and edges were edited; a part that is as it was is none any more."""
        return Originals(
            _kept(self.nodes, before.nodes, edited.nodes, nodes),
            _kept(self.edges, before.edges, edited.edges, edges),
        )


def _absent(parts: Mapping[_Key, _Part | None]) -> Iterable[_Key]:
    return (key for key, part in parts.items() if part is None)


def _kept(
    known: Mapping[_Key, _Part | None],
    before: Mapping[_Key, _Part],
    edited: Mapping[_Key, _Part],
    touched: Iterable[_Key],
) -> dict[_Key, _Part | None]:
    kept = dict(known)
    for key in touched:
        was = kept.setdefault(key, before.get(key))
        if was == edited.get(key):
            del kept[key]
    return kept
