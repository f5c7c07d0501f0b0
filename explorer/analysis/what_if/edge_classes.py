"""A graph's edges sorted into classes that transfer alike, once per graph, as integers."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from operator import attrgetter
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.what_if.edge_use import (
    EdgeUse,
    Source,
    Target,
    is_trusted,
    source_of,
    target_of,
    use_of,
)
from explorer.analysis.what_if.whole_tables import WholeTables, whole_tables
from explorer.domain.entities import Edge
from explorer.domain.system_graph import GraphArrays, Ints, SystemGraph

Longs = NDArray[np.int64]
_H = TypeVar("_H", bound=Hashable)


@dataclass(frozen=True, slots=True, eq=False)
class EdgeClasses:
    """class_of[j] is the class of edge j, uses[c] what class c is, bare[c] that class without pin and fallback."""

    arrays: GraphArrays
    edges: tuple[Edge, ...]
    uses: tuple[EdgeUse, ...]
    class_of: Ints
    bare: Ints
    tables: dict[timedelta | None, WholeTables] = field(default_factory=dict)

    def tables_for(self, delay: timedelta | None) -> WholeTables:
        """What each class makes of facts about the whole, when the known delay is this; made once."""
        if delay not in self.tables:
            self.tables[delay] = whole_tables(self.uses, delay)
        return self.tables[delay]

    def without_shields(self) -> EdgeClasses:
        """The same edges without pins and fallbacks."""
        return EdgeClasses(
            self.arrays, self.edges, self.uses, self.bare[self.class_of], self.bare, self.tables
        )


_made: dict[int, tuple[weakref.ref[SystemGraph], EdgeClasses]] = {}


def edge_classes(graph: SystemGraph, check: Callable[[], None] = lambda: None) -> EdgeClasses:
    """The classes of this graph's edges; kept for as long as the graph lives."""
    kept = _made.get(id(graph))
    if kept is not None and kept[0]() is graph:
        return kept[1]
    classes = _classify(graph, check)
    key = id(graph)
    _made[key] = (weakref.ref(graph, lambda _: _made.pop(key, None)), classes)
    return classes


def _classify(graph: SystemGraph, check: Callable[[], None]) -> EdgeClasses:
    arrays = graph.arrays
    check()
    edges = tuple(graph.edges.values())
    nodes = graph.nodes.values()
    sources, source_of_node = _numbered(map(source_of, nodes), len(nodes))
    targets, target_of_node = _numbered(map(target_of, nodes), len(nodes))
    check()
    looks, look_of_edge = _alike(edges, check)
    combined = look_of_edge.astype(np.int64) * len(sources) + source_of_node[arrays.from_index]
    combined = combined * len(targets) + target_of_node[arrays.to_index]
    found, class_of = np.unique(combined, return_inverse=True)
    uses: dict[EdgeUse, int] = {}
    number = [uses.setdefault(_use(int(code), looks, sources, targets), len(uses)) for code in found]
    class_of_edge = np.array(number, np.int32)[class_of] if len(edges) else np.zeros(0, np.int32)
    bare = [uses.setdefault(use.without_shields(), len(uses)) for use in tuple(uses)]
    bare += range(len(bare), len(uses))  # what only came in as a bare class is bare itself
    return EdgeClasses(arrays, edges, tuple(uses), class_of_edge, np.array(bare, np.int32))


def _use(code: int, looks: list[Edge], sources: list[Source], targets: list[Target]) -> EdgeUse:
    code, target = divmod(code, len(targets))
    look, source = divmod(code, len(sources))
    return use_of(looks[look], sources[source], targets[target])


def _numbered(values: Iterable[_H], count: int) -> tuple[list[_H], Ints]:
    """The different values, and for each of `count` values the number of its like."""
    numbers: dict[_H, int] = {}
    index = np.fromiter((numbers.setdefault(v, len(numbers)) for v in values), np.int32, count)
    return list(numbers), index


def _alike(edges: tuple[Edge, ...], check: Callable[[], None]) -> tuple[list[Edge], Ints]:
    """One edge of each look, and the number of each edge's look.

    Enum members are told apart by identity: they are single objects, and hashing them runs Python code.
    """
    by_identity = ("kind", "evidence", "pin", "fallback", "on_schema_change", "select_all", "relation")
    columns: list[Iterable[Hashable]] = [map(id, map(attrgetter(name), edges)) for name in by_identity]
    columns.append(map(attrgetter("tolerance"), edges))
    columns.append(map(is_trusted, map(attrgetter("confidence"), edges)))
    columns.append([columns is not None for columns in map(attrgetter("columns"), edges)])
    check()
    numbers: dict[tuple[Hashable, ...], int] = {}
    look_of_edge = np.fromiter(
        (numbers.setdefault(look, len(numbers)) for look in zip(*columns, strict=True)), np.int32, len(edges)
    )
    check()
    _, first = np.unique(look_of_edge, return_index=True)
    return [edges[i] for i in first], look_of_edge
