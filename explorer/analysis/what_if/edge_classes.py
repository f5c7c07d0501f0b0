"""A graph's edges sorted into classes that transfer alike, once per graph, as integers.

Most edges of a large system share a few looks, so only one edge of each look is asked what the table sees in it,
and only one pair of ends of each; every other edge gets its class by lookups in integer arrays. What a kind does
not look at is left out before looks are combined with ends, which keeps the combinations few.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from operator import attrgetter
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.what_if.edge_use import (
    EdgeUse,
    Source,
    Target,
    ends_seen,
    is_trusted,
    look_of,
    source_of,
    target_of,
)
from explorer.analysis.what_if.whole_tables import WholeTables, whole_tables
from explorer.domain.entities import Edge, Node
from explorer.domain.kinds import EdgeKind
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
    looks, look = _looks(edges)
    check()
    (sources, source), (targets, target) = _sources(nodes), _targets(nodes)
    kind = np.array([_KINDS.index(one.kind) for one in looks], np.int64)[look]
    ends, end = _ends((sources, source[arrays.from_index]), (targets, target[arrays.to_index]), kind)
    found, class_of = _numbered(look * len(ends) + end, len(looks) * len(ends))
    uses: dict[EdgeUse, int] = {}
    for code in found.tolist():
        start, finish = ends[code % len(ends)]
        uses[replace(looks[code // len(ends)], source=start, target=finish)] = len(uses)
    bare = [uses.setdefault(use.without_shields(), len(uses)) for use in tuple(uses)]
    bare += range(len(bare), len(uses))  # what only came in as a bare class is bare itself
    return EdgeClasses(arrays, edges, tuple(uses), class_of.astype(np.int32), np.array(bare, np.int32))


_P = TypeVar("_P")
_EDGE_LOOK = attrgetter(
    "kind", "evidence", "pin", "fallback", "on_schema_change", "select_all", "relation", "tolerance"
)
_TARGET_LOOK = attrgetter("kind", "subtype", "retrain")
_KINDS = tuple(EdgeKind)
_MOST_MARKS = 1 << 24


def _looks(edges: tuple[Edge, ...]) -> tuple[list[EdgeUse], Longs]:
    """What the table looks at in the edges themselves: the different looks, and the number of each edge's."""
    trusted = (e.kind is EdgeKind.INFLUENCES and is_trusted(e.confidence) for e in edges)
    with_columns = (e.columns is not None for e in edges)
    some, number = told_apart(edges, map(_EDGE_LOOK, edges), trusted, with_columns)
    return _merged((look_of(e) for e in some), number)


def _ends(
    sources: tuple[list[Source], Longs], targets: tuple[list[Target], Longs], kind: Longs
) -> tuple[list[tuple[Source, Target]], Longs]:
    """What edges of their kind look at in their ends: the different pairs, and the number of each edge's."""
    (starts, source), (ends, target) = sources, targets
    found, number = _numbered(
        (source * len(ends) + target) * len(_KINDS) + kind, len(starts) * len(ends) * len(_KINDS)
    )
    pairs = np.unravel_index(found, (len(starts), len(ends), len(_KINDS)))
    seen = (ends_seen(_KINDS[k], starts[a], ends[b]) for a, b, k in zip(*pairs, strict=True))
    return _merged(seen, number)


def _sources(nodes: tuple[Node, ...]) -> tuple[list[Source], Longs]:
    negligible = (n.importance is not None and source_of(n).is_negligible_feature for n in nodes)
    some, number = told_apart(nodes, map(attrgetter("kind"), nodes), negligible)
    return _merged(map(source_of, some), number)


def _targets(nodes: tuple[Node, ...]) -> tuple[list[Target], Longs]:
    contracted = (n.contract is not None and n.contract.schema_enforced for n in nodes)
    some, number = told_apart(nodes, map(_TARGET_LOOK, nodes), contracted)
    return _merged(map(target_of, some), number)


def told_apart(
    parts: tuple[_P, ...], looks: Iterable[Hashable], *yes_or_no: Iterable[bool]
) -> tuple[list[_P], Longs]:
    """One part of each look, and the number of each part's look.

    Looks are consumed one by one: a list of 300,000 tuples would cost more in garbage collection than all else.
    """
    first: dict[Hashable, int] = {}
    code = np.fromiter(map(first.setdefault, looks, count()), np.int64, len(parts))
    for answers in yes_or_no:
        code = code * 2 + np.fromiter(answers, np.int64, len(parts))
    found, number = _numbered(code, len(parts) << len(yes_or_no))
    one = np.zeros(len(found), np.int64)
    one[number] = np.arange(len(parts))
    return [parts[i] for i in one.tolist()], number


def _merged(kinds: Iterable[_P], number: Longs) -> tuple[list[_P], Longs]:
    """The different ones among these, and the numbers, which counted equal ones apart, counted anew."""
    distinct: dict[_P, int] = {}
    anew = np.array([distinct.setdefault(kind, len(distinct)) for kind in kinds], np.int64)
    return list(distinct), anew[number]


def _numbered(code: Longs, size: int) -> tuple[Longs, Longs]:
    """The codes that occur, in order, and the number of each one; all lie below `size`.

    Marking what occurs takes a tenth of the time of sorting, as long as the marks fit into memory.
    """
    if size > _MOST_MARKS:
        return np.unique(code, return_inverse=True)
    occurs = np.zeros(size, np.bool_)
    occurs[code] = True
    return np.flatnonzero(occurs), (np.cumsum(occurs) - 1)[code]
