"""The fixpoint for facts about single fields: a worklist, one hop a round; many nodes' facts as arrays.

Such facts turn into facts about the whole, never the other way round: so they are worked off first, and what
they turn into is handed on with the hop at which it is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.what_if.conditions import Passage
from explorer.analysis.what_if.edge_classes import EdgeClasses, Longs, told_apart
from explorer.analysis.what_if.effects import EFFECTS, MUST, SIDE, WAVES, WIDTH, bit, closed
from explorer.analysis.what_if.fields import FieldUse, field_use, may_hide_columns, written_from
from explorer.analysis.what_if.transfer import Delivery, comes_later, deliveries
from explorer.analysis.what_if.transfer_table import OfField
from explorer.domain.entities import Edge
from explorer.domain.system_graph import Ints

NodeField = tuple[int, str]
_STEPS_BETWEEN_CHECKS = 2048
_FEW = 150
_FIELD_LOOK = attrgetter("kind", "select_all", "fields", "filter")
_USES = tuple(FieldUse)
_NOT, _SURELY = _USES.index(FieldUse.NO), _USES.index(FieldUse.YES)


@dataclass(frozen=True)
class FieldFacts:
    """nodes, names, hops, bits: what came new in which field where and when, by hop, as packed sets.

    to_whole[hop][node]: what became of the whole.
    """

    nodes: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    hops: list[int] = field(default_factory=list)
    bits: list[int] = field(default_factory=list)
    to_whole: dict[int, dict[int, int]] = field(default_factory=dict)

    @cached_property
    def rounds(self) -> Mapping[int, Mapping[str, list[tuple[int, int]]]]:
        """For a node and a field of it, what came new, as (hop, packed set); for who asks node by node."""
        found: dict[int, dict[str, list[tuple[int, int]]]] = {}
        for node, name, hop, bits in zip(self.nodes, self.names, self.hops, self.bits, strict=True):
            found.setdefault(node, {}).setdefault(name, []).append((hop, bits))
        return found

    def note(self, hop: int, frontier: dict[NodeField, int]) -> None:
        """Add what is new at this hop."""
        self.nodes.extend(node for node, _ in frontier)
        self.names.extend(name for _, name in frontier)
        self.hops.extend([hop] * len(frontier))
        self.bits.extend(frontier.values())


@dataclass(frozen=True, slots=True)
class _Moved:
    same: int = 0
    whole: int = 0
    columns: int = 0


def spread_fields(
    classes: EdgeClasses,
    delay: timedelta | None,
    starts: dict[int, dict[NodeField, int]],
    check: Callable[[], None],
) -> FieldFacts:
    """All facts about single fields that follow from those in `starts`, which stand under their hop."""
    work = _Work(classes, delay)
    pending = dict(starts)
    hop, steps = -1, 0
    frontier: dict[NodeField, int] = {}
    while frontier or pending:
        hop = hop + 1 if frontier else min(pending)
        for place, bits in pending.pop(hop, {}).items():
            work.add(frontier, place, bits)
        work.facts.note(hop, frontier)
        following: dict[NodeField, int] = {}
        for name, of_field in _by_name(frontier).items():
            if len(of_field) > _FEW:
                check()
                work.over_many(name, of_field, hop + 1, following)
                continue
            for node, bits in of_field.items():
                steps += 1
                if steps % _STEPS_BETWEEN_CHECKS == 0:
                    check()
                work.over_edges(node, name, bits, hop + 1, following)
        frontier = following
    return work.facts


def _by_name(frontier: dict[NodeField, int]) -> dict[str, dict[int, int]]:
    found: dict[str, dict[int, int]] = {}
    for (node, name), bits in frontier.items():
        found.setdefault(name, {})[node] = bits
    return found


class _Work:
    def __init__(self, classes: EdgeClasses, delay: timedelta | None) -> None:
        self.classes = classes
        self.delay = delay
        self.facts = FieldFacts()
        self.state: dict[str, dict[int, int] | Longs] = {}
        self.handed_on: dict[int, int] = {}
        self.known: dict[tuple[int, bool, int], _Moved] = {}
        self.by_class: dict[int, tuple[bool, list[tuple[Delivery, ...]]]] = {}
        self.looks: tuple[list[Edge], Longs] | None = None
        self.used: dict[str, NDArray[np.int8]] = {}
        arrays = classes.arrays
        self.start, self.out = arrays.out_start.data, arrays.out_edges.data
        self.to, self.class_of = arrays.to_index.data, classes.class_of.data

    def add(self, frontier: dict[NodeField, int], place: NodeField, bits: int) -> None:
        """Add what is new of `bits` to the state and the frontier."""
        node, name = place
        state = self.state.setdefault(name, {})
        had = state.get(node, 0) if isinstance(state, dict) else int(state[node])
        fresh = bits & ~had
        if fresh:
            state[node] = had | fresh
            frontier[place] = frontier.get(place, 0) | fresh

    def over_edges(self, node: int, name: str, bits: int, hop: int, following: dict[NodeField, int]) -> None:
        """Move a packed set of this field over every edge that leaves the node."""
        for j in range(self.start[node], self.start[node + 1]):
            index = self.out[j]
            edge = self.classes.edges[index]
            used = field_use(edge, name)
            if used is FieldUse.NO:
                continue
            moved = self._moved(self.class_of[index], used is FieldUse.YES, bits)
            target = self.to[index]
            whole = moved.whole
            if moved.same:
                self.add(following, (target, name), moved.same)
            if moved.columns:
                whole |= self._to_columns(edge, name, target, moved.columns, following)
            if whole:
                self._hand_on(target, whole, hop)

    def over_many(
        self, name: str, frontier: dict[int, int], hop: int, following: dict[NodeField, int]
    ) -> None:
        """The same for many nodes at once, as arrays."""
        arrays = self.classes.arrays
        count = len(frontier)
        nodes, bits = np.fromiter(frontier, np.int64, count), np.fromiter(frontier.values(), np.int64, count)
        counts = arrays.out_start[nodes + 1] - arrays.out_start[nodes]
        before = np.cumsum(counts) - counts
        edges = arrays.out_edges[
            np.repeat(arrays.out_start[nodes] - before, counts) + np.arange(counts.sum())
        ]
        used = self._field_uses(name)[edges]
        passing = used != _NOT
        edges, moving, used = edges[passing], np.repeat(bits, counts)[passing], used[passing]
        row = self.classes.class_of[edges] * np.int64(2) + (used == _SURELY)
        found, number = np.unique(row << 2 * MUST | moving, return_inverse=True)
        moved = [
            self._moved(code >> 2 * MUST + 1, bool(code >> 2 * MUST & 1), code & (1 << 2 * MUST) - 1)
            for code in found.tolist()
        ]
        target = arrays.to_index[edges]
        same = np.array([m.same for m in moved], np.int64)[number]
        whole = np.array([m.whole for m in moved], np.int64)[number]
        columns = np.array([m.columns for m in moved], np.int64)[number]
        for i in np.flatnonzero(columns).tolist():
            edge = self.classes.edges[edges[i]]
            whole[i] |= self._to_columns(edge, name, int(target[i]), int(columns[i]), following)
        self._add_many(name, target, same, following)
        for node, bits_of_whole in self._joined(target, whole):
            self._hand_on(node, bits_of_whole, hop)

    def _to_columns(
        self, edge: Edge, name: str, target: int, bits: int, following: dict[NodeField, int]
    ) -> int:
        """Move a packed set to the columns written from this field; what may be of the whole where none is known."""
        columns = written_from(edge, name)
        for column in columns:
            self.add(following, (target, column), bits)
        return bits & SIDE if not columns and may_hide_columns(edge) else 0

    def _add_many(self, name: str, target: Ints, bits: Longs, following: dict[NodeField, int]) -> None:
        state = self.state[name]
        if isinstance(state, dict):
            known, state = state, np.zeros(len(self.classes.arrays.ids), np.int64)
            state[list(known)] = list(known.values())
            self.state[name] = state
        for node, fresh in self._joined(target, bits & ~state[target]):
            state[node] |= fresh
            following[node, name] = following.get((node, name), 0) | fresh

    def _joined(self, target: Ints, bits: Longs) -> Iterator[tuple[int, int]]:
        """What arrives at each node of which anything arrives."""
        arriving = np.flatnonzero(bits)
        nodes, number = np.unique(target[arriving], return_inverse=True)
        joined = np.zeros(len(nodes), np.int64)
        np.bitwise_or.at(joined, number, bits[arriving])
        return zip(nodes.tolist(), joined.tolist(), strict=True)

    def _field_uses(self, name: str) -> NDArray[np.int8]:
        """For every edge whether it uses this field; only one edge of each look is asked."""
        if self.looks is None:
            edges = self.classes.edges
            self.looks = told_apart(edges, _FIELD_LOOK)
        if name not in self.used:
            some, look = self.looks
            self.used[name] = np.array([_USES.index(field_use(edge, name)) for edge in some], np.int8)[look]
        return self.used[name]

    def _hand_on(self, node: int, bits: int, hop: int) -> None:
        had = self.handed_on.get(node, 0)
        if bits & ~had:
            self.handed_on[node] = had | bits
            at_hop = self.facts.to_whole.setdefault(hop, {})
            at_hop[node] = at_hop.get(node, 0) | bits

    def _moved(self, edge_class: int, is_used: bool, bits: int) -> _Moved:
        """What a packed set of a field becomes; only possible where the field is only perhaps used."""
        key = (edge_class, is_used, bits)
        moved = self.known.get(key)
        if moved is None:
            sums = dict.fromkeys((OfField.SAME, OfField.WHOLE, OfField.COLUMNS), 0)
            step, of_effects = self._of_class(edge_class)
            for rank, found in enumerate(of_effects):
                for wave in range(WAVES):
                    may = bits >> (wave * WIDTH + rank) & 1
                    must = bits >> (MUST + wave * WIDTH + rank) & 1
                    shift = min(wave + step, WAVES - 1) * WIDTH
                    for d in found if may else ():
                        sums[d.field] |= closed(bit(d.effect)) << shift
                        if must and d.is_certain and is_used:
                            sums[d.field] |= closed(bit(d.effect)) << shift + MUST
            moved = _Moved(sums[OfField.SAME], sums[OfField.WHOLE], sums[OfField.COLUMNS])
            self.known[key] = moved
        return moved

    def _of_class(self, edge_class: int) -> tuple[bool, list[tuple[Delivery, ...]]]:
        """Whether a class of edges delivers a wave later, and what it makes of each effect of a field."""
        found = self.by_class.get(edge_class)
        if found is None:
            use = self.classes.uses[edge_class]
            of_effects = [deliveries(use, Passage(effect, False, self.delay)) for effect in EFFECTS]
            found = self.by_class[edge_class] = comes_later(use), of_effects
        return found
