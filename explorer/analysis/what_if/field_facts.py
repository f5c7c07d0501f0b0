"""The fixpoint for facts about single fields: field by field, one hop a round.

Such facts turn into facts about the whole, never the other way round: so they are worked off first, and what
they turn into is handed on with the hop at which it is there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

import numpy as np

from explorer.analysis.what_if.edge_classes import EdgeClasses, Longs
from explorer.analysis.what_if.effects import SIDE
from explorer.analysis.what_if.field_uses import PASSING, FieldUses
from explorer.analysis.what_if.fields import field_use, may_hide_columns, written_from
from explorer.analysis.what_if.frontiers import (
    Frontier,
    Inbox,
    Items,
    Wide,
    as_arrays,
    by_node,
    fitting,
    laid_end_to_end,
    leaving,
)
from explorer.domain.entities import Edge

_STEPS_BETWEEN_CHECKS = 2048
Came = list[tuple[int, int]]
"""What came new: (hop, packed set), by hop."""


@dataclass(frozen=True, eq=False)
class FieldFacts:
    """nodes, fields, hops, bits: what came new in which field where and when, by hop, as packed sets.

    A field is the number of its name. to_whole: by hop, what became of the whole.
    """

    names: tuple[str, ...]
    nodes: Longs
    fields: Longs
    hops: Longs
    bits: Longs
    to_whole: Mapping[int, Frontier | Wide]

    @cached_property
    def _by_node(self) -> tuple[Items, Items, Items, Items]:
        start, order = by_node(self.nodes)
        return start.data, self.fields[order].data, self.hops[order].data, self.bits[order].data

    def at(self, node: int) -> Mapping[str, Came]:
        """What came new in each field of a node."""
        start, fields, hops, bits = self._by_node
        found: dict[str, Came] = {}
        if node + 1 < len(start):
            for i in range(start[node], start[node + 1]):
                found.setdefault(self.names[fields[i]], []).append((hops[i], bits[i]))
        return found

    @cached_property
    def rounds(self) -> Mapping[int, Mapping[str, Came]]:
        """For a node and a field of it, what came new; for who asks for all of them."""
        found: dict[int, dict[str, Came]] = {}
        rows = (self.nodes.tolist(), self.fields.tolist(), self.hops.tolist(), self.bits.tolist())
        for node, field, hop, bits in zip(*rows, strict=True):
            found.setdefault(node, {}).setdefault(self.names[field], []).append((hop, bits))
        return found


def spread_fields(
    classes: EdgeClasses,
    delay: timedelta | None,
    starts: Mapping[int, Mapping[str, Frontier]],
    check: Callable[[], None],
) -> FieldFacts:
    """All facts about single fields that follow from those in `starts`: by hop and name, what begins where."""
    work = _Work(classes, delay, check)
    pending = dict(starts)
    hop = -1
    frontier: dict[str, Frontier | Wide] = {}
    while frontier or pending:
        hop = hop + 1 if frontier else min(pending)
        for name, begin in pending.pop(hop, {}).items():
            work.start(name, begin, frontier)
        work.note(hop, frontier)
        for name, came in frontier.items():
            if isinstance(came, dict):
                work.over_few(name, came)
            else:
                work.over_wide(name, came)
        frontier = work.next_round(hop + 1)
    return work.facts()


class _Work:
    """What all rounds share. What comes new in a round is collected: node by node, or as arrays, or both."""

    def __init__(self, classes: EdgeClasses, delay: timedelta | None, check: Callable[[], None]) -> None:
        self.classes, self.arrays, self.check = classes, classes.arrays, check
        self.tables = classes.field_tables_for(delay)
        self.uses = FieldUses(classes)
        self.inbox = Inbox(len(self.arrays.ids))
        self.state: dict[str, Frontier | Longs] = {}
        self.handed_on: Longs = np.zeros(len(self.arrays.ids), np.int64)
        self.handed_on_view = self.handed_on.data
        self.few: dict[str, Frontier] = {}
        self.wide: dict[str, Wide] = {}
        self.whole_few: Frontier = {}
        self.whole_wide: list[Wide] = []
        self.to_whole: dict[int, Frontier | Wide] = {}
        self.noted: list[tuple[int, str, Frontier | Wide]] = []
        self.steps = 0
        self.views = (self.arrays.out_start.data, self.arrays.out_edges.data)
        self.of_edges = (self.arrays.to_index.data, classes.class_of.data)

    def start(self, name: str, begin: Frontier, frontier: dict[str, Frontier | Wide]) -> None:
        """Add what begins now to the frontier; only what is new."""
        fresh: Frontier = {}
        for node, bits in begin.items():
            self._add(name, node, bits, fresh)
        there = frontier.get(name, {})
        if fresh or there:
            frontier[name] = fitting(self.inbox.together([as_arrays(there), as_arrays(fresh)]))

    def note(self, hop: int, frontier: Mapping[str, Frontier | Wide]) -> None:
        """Keep what is new at this hop."""
        self.noted.extend((hop, name, came) for name, came in frontier.items())

    def over_few(self, name: str, frontier: Frontier) -> None:
        """Move packed sets of this field over every edge that leaves their nodes."""
        start, out = self.views
        to, class_of = self.of_edges
        following = self.few.setdefault(name, {})
        for node, bits in frontier.items():
            self.steps += 1
            if self.steps % _STEPS_BETWEEN_CHECKS == 0:
                self.check()
            for j in range(start[node], start[node + 1]):
                index = out[j]
                edge = self.classes.edges[index]
                passing = bits & PASSING[field_use(edge, name)]
                if not passing:
                    continue
                moved = self.tables.moved(class_of[index], passing)
                target = to[index]
                whole = moved.whole
                if moved.same:
                    self._add(name, target, moved.same, following)
                if moved.columns:
                    whole |= self._to_columns(edge, name, target, moved.columns)
                if whole:
                    self._hand_on(target, whole)

    def over_wide(self, name: str, frontier: Wide) -> None:
        """The same for many nodes at once, as arrays; an edge is asked what it uses only where that brings news."""
        self.check()
        nodes, bits = frontier
        places, counts = leaving(self.arrays, nodes)
        edges = self.arrays.out_edges[places]
        target = self.arrays.to_index[edges]
        moved = self.tables.arriving(self.classes.class_of[edges], np.repeat(bits, counts))
        state = self._state_of_all(name)
        news = np.flatnonzero(moved[0] & ~state[target] | moved[1] & ~self.handed_on[target] | moved[2])
        edges, target = edges[news], target[news]
        passing = self.uses.passing(name, edges)
        same, whole, columns = (each[news] & passing for each in moved)
        for i in np.flatnonzero(columns).tolist():
            edge = self.classes.edges[edges[i]]
            whole[i] |= self._to_columns(edge, name, int(target[i]), int(columns[i]))
        self.wide[name] = self.inbox.take(target, same, state)
        self.whole_wide.append(self.inbox.take(target, whole, self.handed_on))

    def next_round(self, hop: int) -> dict[str, Frontier | Wide]:
        """What came new at this hop, by name; what became of the whole is handed on."""
        wholes = self._collected(self.whole_few, self.whole_wide)
        if wholes:
            self.to_whole[hop] = wholes
        found = {
            name: self._collected(self.few.get(name, {}), [self.wide[name]] if name in self.wide else [])
            for name in dict.fromkeys((*self.few, *self.wide))
        }
        self.few, self.wide, self.whole_few, self.whole_wide = {}, {}, {}, []
        return {name: came for name, came in found.items() if came}

    def facts(self) -> FieldFacts:
        """All that came."""
        nodes, bits, number = laid_end_to_end([came for _, _, came in self.noted])
        names: dict[str, int] = {}
        fields = np.array([names.setdefault(name, len(names)) for _, name, _ in self.noted], np.int64)
        hops = np.array([hop for hop, _, _ in self.noted], np.int64)
        return FieldFacts(tuple(names), nodes, fields[number], hops[number], bits, self.to_whole)

    def _collected(self, few: Frontier, wide: list[Wide]) -> Frontier | Wide:
        if few or len(wide) > 1:
            return fitting(self.inbox.together([as_arrays(few), *wide]) if wide else few)
        return fitting(wide[0]) if wide else {}

    def _to_columns(self, edge: Edge, name: str, target: int, bits: int) -> int:
        """Move a packed set to the columns written from this field; what may be of the whole where none is known."""
        columns = written_from(edge, name)
        for column in columns:
            self._add(column, target, bits, self.few.setdefault(column, {}))
        return bits & SIDE if not columns and may_hide_columns(edge) else 0

    def _add(self, name: str, node: int, bits: int, following: Frontier) -> None:
        """Add what is new of `bits` to the state, and to what follows."""
        state = self.state.setdefault(name, {})
        had = state.get(node, 0) if isinstance(state, dict) else int(state[node])
        fresh = bits & ~had
        if fresh:
            state[node] = had | fresh
            following[node] = following.get(node, 0) | fresh

    def _state_of_all(self, name: str) -> Longs:
        """The state of a field as an array, because many nodes have it now."""
        state = self.state.setdefault(name, {})
        if isinstance(state, dict):
            known, state = state, np.zeros(len(self.arrays.ids), np.int64)
            state[list(known)] = list(known.values())
            self.state[name] = state
        return state

    def _hand_on(self, node: int, bits: int) -> None:
        had = self.handed_on_view[node]
        fresh = bits & ~had
        if fresh:
            self.handed_on_view[node] = had | fresh
            self.whole_few[node] = self.whole_few.get(node, 0) | fresh
