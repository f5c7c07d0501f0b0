"""From changes to all facts: changes with the same known delay are worked off together, in one run.

A fact's transfer looks at that fact alone, so the facts of a list of changes are the union of each one's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from explorer.analysis.what_if.edge_classes import EdgeClasses, Longs
from explorer.analysis.what_if.effects import SIDE, bit, closed, packed
from explorer.analysis.what_if.field_facts import FieldFacts, spread_fields
from explorer.analysis.what_if.first_facts import first_effect
from explorer.analysis.what_if.frontiers import Frontier, Inbox, Wide, as_arrays
from explorer.analysis.what_if.whole_facts import WholeFacts, spread
from explorer.domain.scenarios import ChangeKind, HypotheticalChange
from explorer.domain.system_graph import SystemGraph


@dataclass(frozen=True, slots=True)
class Start:
    """Where facts begin: at a node, or (over_edge) behind an edge that alone passes the change on."""

    node: int
    field: str | None
    bits: int
    over_edge: int | None = None

    @property
    def hop(self) -> int:
        """How many edges lie between the change and here."""
        return 0 if self.over_edge is None else 1


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """All facts of the changes that share a known delay, and where they began."""

    classes: EdgeClasses
    delay: timedelta | None
    starts: tuple[Start, ...]
    whole: WholeFacts
    fields: FieldFacts

    def state(self) -> Longs:
        """All that each node has, of any field, packed."""
        state = self.whole.state.copy()
        of_fields = self.fields
        np.bitwise_or.at(state, of_fields.nodes, of_fields.bits)
        return state


def runs(
    graph: SystemGraph,
    classes: EdgeClasses,
    changes: Sequence[HypotheticalChange],
    check: Callable[[], None],
) -> tuple[Run, ...]:
    """One run for each known delay among the changes, and one for those without."""
    groups: dict[timedelta | None, list[HypotheticalChange]] = {}
    for change in changes:
        groups.setdefault(change.delay, []).append(change)
    return tuple(
        _run(classes, delay, [s for c in group for s in starts(graph, classes, c)], check)
        for delay, group in groups.items()
    )


def starts(graph: SystemGraph, classes: EdgeClasses, change: HypotheticalChange) -> Iterator[Start]:
    """Where the facts of one change begin."""
    index = classes.arrays.index
    node = index[change.node]
    bits = packed(closed(bit(first_effect(change.kind, graph.nodes[change.node]))), 0, certain=True)
    if change.to is None:
        yield Start(node, change.field, bits)
        return
    reader = index[change.to]
    if change.kind is ChangeKind.THRESHOLD:
        yield Start(reader, None, bits)
        return
    arrays, tables = classes.arrays, classes.tables_for(None)
    for edge in arrays.edges_from(node).tolist():
        if arrays.to_index[edge] == reader:
            arriving = tables.moved(int(classes.class_of[edge]), bits)
            if arriving & SIDE:
                yield Start(reader, None, arriving, over_edge=edge)


def _run(classes: EdgeClasses, delay: timedelta | None, begin: list[Start], check: Callable[[], None]) -> Run:
    of_fields: dict[int, dict[str, Frontier]] = {}
    at_first: dict[int, Frontier] = {}
    for start in begin:
        if start.field is not None:
            there = of_fields.setdefault(start.hop, {}).setdefault(start.field, {})
        else:
            there = at_first.setdefault(start.hop, {})
        there[start.node] = there.get(start.node, 0) | start.bits
    fields = spread_fields(classes, delay, of_fields, check)
    of_whole: dict[int, Frontier | Wide] = {**fields.to_whole, **at_first}
    for hop in fields.to_whole.keys() & at_first:
        both = [as_arrays(fields.to_whole[hop]), as_arrays(at_first[hop])]
        of_whole[hop] = Inbox(len(classes.arrays.ids)).together(both)
    whole = spread(classes, classes.tables_for(delay), of_whole, check)
    return Run(classes, delay, tuple(begin), whole, fields)
