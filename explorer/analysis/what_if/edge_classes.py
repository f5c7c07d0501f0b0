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
from explorer.domain.entities import Edge, Node
from explorer.domain.system_graph import GraphArrays, Ints, SystemGraph

Longs = NDArray[np.int64]


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
    nodes = tuple(graph.nodes.values())
    from_nodes, source_of_node = _source_looks(nodes)
    to_nodes, target_of_node = _target_looks(nodes)
    check()
    sources, targets = [source_of(n) for n in from_nodes], [target_of(n) for n in to_nodes]
    looks, look_of_edge = _edge_looks(edges)
    check()
    combined = look_of_edge * len(sources) + source_of_node[arrays.from_index]
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


_P = TypeVar("_P")
_EDGE_LOOK = attrgetter(
    "kind", "evidence", "pin", "fallback", "on_schema_change", "select_all", "relation", "tolerance"
)
_TARGET_LOOK = attrgetter("kind", "subtype", "retrain")


def _edge_looks(edges: tuple[Edge, ...]) -> tuple[list[Edge], Longs]:
    trusted = (e.confidence is not None and is_trusted(e.confidence) for e in edges)
    with_columns = (e.columns is not None for e in edges)
    return _told_apart(edges, map(_EDGE_LOOK, edges), trusted, with_columns)


def _source_looks(nodes: tuple[Node, ...]) -> tuple[list[Node], Longs]:
    negligible = (n.importance is not None and source_of(n).is_negligible_feature for n in nodes)
    return _told_apart(nodes, map(attrgetter("kind"), nodes), negligible)


def _target_looks(nodes: tuple[Node, ...]) -> tuple[list[Node], Longs]:
    contracted = (n.contract is not None and n.contract.schema_enforced for n in nodes)
    return _told_apart(nodes, map(_TARGET_LOOK, nodes), contracted)


def _told_apart(
    parts: tuple[_P, ...], looks: Iterable[Hashable], *yes_or_no: Iterable[bool]
) -> tuple[list[_P], Longs]:
    """One part of each look, and the number of each part's look.

    Looks are consumed one by one: a list of 300,000 tuples would cost more in garbage collection than all else.
    """
    numbers: dict[Hashable, int] = {}
    code = np.fromiter((numbers.setdefault(look, len(numbers)) for look in looks), np.int64, len(parts))
    for answers in yes_or_no:
        code = code * 2 + np.fromiter(answers, np.int64, len(parts))
    _, first, number = np.unique(code, return_index=True, return_inverse=True)
    return [parts[i] for i in first.tolist()], number
