"""A graph's edges sorted into classes that transfer alike, once per graph, as integers.

Most edges of a large system share a few looks, so only one edge of each look is asked what the table sees in it,
and only one pair of ends of each; every other edge gets its class by lookups in integer arrays. What a kind does
not look at is left out before looks are combined with ends, which keeps the combinations few.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import repeat
from operator import attrgetter, is_not
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.kept import Check, once_per_graph
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
from explorer.analysis.what_if.field_tables import FieldTables
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
    field_tables: dict[timedelta | None, FieldTables] = field(default_factory=dict)

    def tables_for(self, delay: timedelta | None) -> WholeTables:
        """What each class makes of facts about the whole, when the known delay is this; made once."""
        if delay not in self.tables:
            self.tables[delay] = whole_tables(self.uses, delay)
        return self.tables[delay]

    def field_tables_for(self, delay: timedelta | None) -> FieldTables:
        """The same of facts about single fields."""
        if delay not in self.field_tables:
            self.field_tables[delay] = FieldTables(self.uses, delay)
        return self.field_tables[delay]

    def without_shields(self) -> EdgeClasses:
        """The same edges without pins and fallbacks."""
        return replace(self, class_of=self.bare[self.class_of])


@once_per_graph
def edge_classes(graph: SystemGraph, check: Check) -> EdgeClasses:
    """The classes of this graph's edges; kept for as long as the graph lives."""
    return _classify(graph, check)


def _classify(graph: SystemGraph, check: Check) -> EdgeClasses:
    arrays = graph.arrays
    check()
    edges = tuple(graph.edges.values())
    looks, look = _merged(look_of, *_told_edges(edges, check))
    check()
    nodes = _told_nodes(tuple(graph.nodes.values()), check)
    (sources, source), (targets, target) = _merged(source_of, *nodes), _merged(target_of, *nodes)
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
_Q = TypeVar("_Q")
_EDGE_LOOK = attrgetter(
    "kind", "evidence", "pin", "fallback", "on_schema_change", "select_all", "relation", "tolerance"
)
_NODE_LOOK = attrgetter("kind", "subtype", "retrain")
_KINDS = tuple(EdgeKind)
_MOST_MARKS = 1 << 24
_AT_ONCE = 2048
"""As many parts as stay in the processor's cache between one question to them and the next."""


_Told = tuple[list[_P], Longs]
"""One part of each look, and the number of each part's look."""


def _told_edges(edges: Sequence[Edge], check: Callable[[], None]) -> _Told[Edge]:
    told = told_apart(edges, _EDGE_LOOK, "columns", check=check)
    return _refined(edges, told, lambda e: e.kind is EdgeKind.INFLUENCES, lambda e: is_trusted(e.confidence))


def _told_nodes(nodes: Sequence[Node], check: Callable[[], None]) -> _Told[Node]:
    told = told_apart(nodes, _NODE_LOOK, "contract", "importance", check=check)
    told = _refined(nodes, told, lambda n: n.contract is not None, lambda n: target_of(n).has_schema_contract)
    return _refined(
        nodes, told, lambda n: n.importance is not None, lambda n: source_of(n).is_negligible_feature
    )


def _ends(
    sources: tuple[list[Source], Longs], targets: tuple[list[Target], Longs], kind: Longs
) -> tuple[list[tuple[Source, Target]], Longs]:
    """What edges of their kind look at in their ends: the different pairs, and the number of each edge's."""
    (starts, source), (ends, target) = sources, targets
    found, number = _numbered(
        (source * len(ends) + target) * len(_KINDS) + kind, len(starts) * len(ends) * len(_KINDS)
    )
    pairs = np.stack(np.unravel_index(found, (len(starts), len(ends), len(_KINDS))), axis=1).tolist()
    return _merged(lambda pair: ends_seen(_KINDS[pair[2]], starts[pair[0]], ends[pair[1]]), pairs, number)


class _Numbers(dict[Hashable, int]):
    """A number for each thing, in the order in which they are first asked for."""

    def __missing__(self, thing: Hashable) -> int:
        self[thing] = len(self)
        return self[thing]


def told_apart(
    parts: Sequence[_P],
    look: Callable[[_P], Hashable],
    *present: str,
    check: Callable[[], None] = lambda: None,
) -> _Told[_P]:
    """Parts of one look, and alike in which of these attributes are present, count as one.

    Looks are consumed one by one: a list of 300,000 tuples would cost more in garbage collection than all else.
    """
    numbers = _Numbers()
    code = np.empty(len(parts), np.int64)
    for begin in range(0, len(parts), _AT_ONCE):
        check()
        some = parts[begin : begin + _AT_ONCE]
        of_some = np.fromiter(map(numbers.__getitem__, map(look, some)), np.int64, len(some))
        for attribute in present:
            found = map(is_not, map(attrgetter(attribute), some), repeat(None))
            of_some = of_some * 2 + np.fromiter(found, np.bool_, len(some))
        code[begin : begin + _AT_ONCE] = of_some
    return _one_of_each(parts, code, len(numbers) << len(present))


def _refined(
    parts: Sequence[_P], told: _Told[_P], asked: Callable[[_P], bool], question: Callable[[_P], bool]
) -> _Told[_P]:
    """Told apart by a question besides, put only to the parts of those looks that are to be asked."""
    some, number = told
    looks = np.array([asked(one) for one in some], np.bool_)
    yes = [i for i in np.flatnonzero(looks[number]).tolist() if question(parts[i])]
    code = number * 2
    code[yes] += 1
    return _one_of_each(parts, code, len(some) * 2)


def _one_of_each(parts: Sequence[_P], code: Longs, size: int) -> _Told[_P]:
    found, number = _numbered(code, size)
    one = np.zeros(len(found), np.int64)
    one[number] = np.arange(len(parts))
    return [parts[i] for i in one.tolist()], number


def _merged(of: Callable[[_P], _Q], parts: Iterable[_P], number: Longs) -> tuple[list[_Q], Longs]:
    """The different ones among what is seen in these, and the numbers, which counted equal ones apart, anew."""
    distinct: dict[_Q, int] = {}
    anew = np.array([distinct.setdefault(of(part), len(distinct)) for part in parts], np.int64)
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
