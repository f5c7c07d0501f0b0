"""What some hypotheses predict for every node of the system, followed forwards side by side, one bit for each.

An edge moves hundreds of hypotheses at once. The tables are those of the what-if.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.localisation.field_reach import FieldMoves, InFields, follow_fields
from explorer.analysis.localisation.prediction import NEVER, any_wave
from explorer.analysis.localisation.slots import (
    LATER,
    LEVELS,
    MAY_NOW,
    MUST_NOW,
    SLOTS,
    Beginning,
    Seen,
    Slots,
    arrived,
    by_slot,
    joined,
    put,
)
from explorer.analysis.localisation.streams import Moves, Passed, Streams
from explorer.analysis.reaching import reached
from explorer.analysis.what_if.edge_classes import EdgeClasses
from explorer.analysis.what_if.effects import EFFECTS, MUST, SIDE, WIDTH, bit, closed, packed

Levels = NDArray[np.int8]
Longs = NDArray[np.int64]
Ints = NDArray[np.int32]
Members = tuple[int, ...]
"""Hypotheses as bits, by how surely they give a node some effects, the least surely first: see LEVELS."""

_NODES_BETWEEN_CHECKS = 10_000


@dataclass(frozen=True, eq=False)
class SideBySide:
    """What some hypotheses predict for the nodes they reach, and how surely each does.

    place: per node of the system its number in what was passed on, or -1. fields: what nodes have of single fields.
    """

    count: int
    place: Ints
    passed: Mapping[int, Passed]
    fields: Mapping[int, Slots]

    @cached_property
    def nodes(self) -> Longs:
        """The nodes that any of them reaches, in order."""
        places = np.flatnonzero(self.place >= 0)
        there = np.zeros(len(places), np.bool_)
        for passed in self.passed.values():
            there |= np.fromiter(map(bool, passed.members), np.bool_, len(passed.members))[passed.part_of]
        found: Longs = np.union1d(places[there], np.array(list(self.fields), np.int64))
        return found

    def levels(self, node: int, effects: int) -> Levels:
        """How surely each hypothesis gives a node one of these effects."""
        (members,), _ = self.different([node], effects, lambda: None)
        found: Levels = self.leveled([members])[0]
        return found

    def different(
        self, nodes: Sequence[int], effects: int, check: Callable[[], None]
    ) -> tuple[Sequence[Members], Longs]:
        """What different nodes have of these effects, each told once, and for each node the number of its own."""
        ranks = [rank for rank in range(WIDTH) if effects >> rank & 1]
        columns = []
        for _, sides in LEVELS:
            check()
            columns.append(self._members(nodes, [side + rank for side in sides for rank in ranks]))
        check()
        number: dict[Members, int] = {}
        of_nodes = [number.setdefault(members, len(number)) for members in zip(*columns, strict=True)]
        return list(number), np.array(of_nodes, np.int64)

    def leveled(self, members: Sequence[Members]) -> Levels:
        """How surely each hypothesis gives a node that has these one of their effects: a row each."""
        size = (self.count + 7) // 8
        found = np.full((len(members), self.count), NEVER, np.int8)
        for i, (level, _) in enumerate(LEVELS):
            raw = np.frombuffer(b"".join(m[i].to_bytes(size, "little") for m in members), np.uint8)
            raw = raw.reshape(len(members), size)
            found[np.unpackbits(raw, axis=1, count=self.count, bitorder="little").astype(np.bool_)] = level
        return found

    def _members(self, nodes: Sequence[int], slots: Sequence[int]) -> list[int]:
        """What each of these nodes has in any of these slots."""
        places = self.place[np.array(nodes, np.int64)]
        there = np.flatnonzero(places >= 0)
        found = [0] * len(nodes)
        for slot in slots:
            passed = self.passed.get(slot)
            if passed is not None:
                parts = passed.part_of[places[there]].tolist()
                for i, part in zip(there.tolist(), parts, strict=True):
                    found[i] |= passed.members[part]
        for i, node in enumerate(nodes) if self.fields else ():
            for slot in slots if node in self.fields else ():
                found[i] |= self.fields[node][slot]
        return found


class Reach:
    """Follows hypotheses through one system; what its edges do is worked out once."""

    def __init__(self, classes: EdgeClasses) -> None:
        arrays = classes.arrays
        self._start, self._edges = arrays.out_start, arrays.out_edges
        self._to = arrays.to_index[arrays.out_edges]
        self._class = classes.class_of[arrays.out_edges]
        self._moves = _moves(classes)
        self._passes = np.array([any(moves) for moves in self._moves], np.bool_)
        self._classes = classes
        self._orders: dict[tuple[int, ...], list[int]] = {}

    def side_by_side(self, begin: Sequence[Beginning], seen: Seen, check: Callable[[], None]) -> SideBySide:
        """What these hypotheses predict for every node they reach, past what was seen on the way."""
        fields = InFields({}, {})
        if any(beginning.field is not None for beginning in begin):
            fields = follow_fields(self._field_moves, begin, seen, self._order, check)
        state = fields.whole
        for h, beginning in enumerate(begin):
            if beginning.field is None:
                put(state.setdefault(beginning.node, [0] * SLOTS), beginning.bits, h)
        place, passed = self._spread(state, seen, check)
        of_fields = {node: joined(named.values()) for node, named in fields.at.items()}
        return SideBySide(len(begin), place, passed, of_fields)

    @cached_property
    def _field_moves(self) -> FieldMoves:
        return FieldMoves(self._classes)

    def _spread(
        self, state: Mapping[int, Slots], seen: Seen, check: Callable[[], None]
    ) -> tuple[Ints, Mapping[int, Passed]]:
        """The places of the nodes that anything in `state` may reach among these, and what has passed to them."""
        count = len(self._start) - 1
        source = np.repeat(np.arange(count, dtype=np.int32), np.diff(self._start))
        open_ = self._passes[self._class]
        check()
        open_ &= ~np.isin(source, list(seen.healthy))
        if seen.held is not None:
            open_ &= self._edges != seen.held
        there = reached(count, source[open_], self._to[open_], state)
        check()
        nodes = np.flatnonzero(there)
        place = np.full(count, -1, np.int32)
        place[nodes] = np.arange(len(nodes), dtype=np.int32)
        open_ &= there[source] & ~np.isin(source, list(seen.bad))
        edges = (place[source[open_]], place[self._to[open_]], self._class[open_])
        streams = Streams(len(nodes), edges, self._moves, check)
        new = by_slot({int(place[node]): slots for node, slots in state.items()})
        bad = [node for node in seen.bad if there[node] and node not in seen.healthy]
        while new:
            streams.pass_on(new)
            check()
            new = self._past_the_bad(bad, seen.held, place, streams)
        return place, streams.passed()

    def _past_the_bad(
        self, bad: Sequence[int], held: int | None, place: Ints, streams: Streams
    ) -> dict[int, dict[int, int]]:
        """What passes the nodes that were seen to be bad and has not yet: new[slot][place]."""
        new: dict[int, dict[int, int]] = {}
        for node in bad:
            here = arrived([streams.at(slot, int(place[node])) for slot in range(SLOTS)])
            leaving = range(self._start[node], self._start[node + 1])
            for j in (j for j in leaving if self._edges[j] != held):
                target = int(place[self._to[j]])
                for slot, arrives in enumerate(self._moves[self._class[j]]):
                    for arriving in arrives if here[slot] else ():
                        fresh = here[slot] & ~streams.at(arriving, target)
                        if fresh:
                            at = new.setdefault(arriving, {})
                            at[target] = at.get(target, 0) | fresh
        return new

    def _order(self, roots: list[int], check: Callable[[], None]) -> list[int]:
        """All that can be reached, each node before what it leads to wherever there is no loop; found once."""
        key = tuple(sorted(roots))
        if key not in self._orders:
            self._orders[key] = self._found_order(key, check)
        return self._orders[key]

    def _found_order(self, roots: Sequence[int], check: Callable[[], None]) -> list[int]:
        start, to = self._start.data, self._to.data
        seen: set[int] = set()
        finished: list[int] = []
        for root in roots:
            if root in seen:
                continue
            seen.add(root)
            stack, at = [root], [start[root]]
            while stack:
                node, j = stack[-1], at[-1]
                if j == start[node + 1]:
                    finished.append(node)
                    if len(finished) % _NODES_BETWEEN_CHECKS == 0:
                        check()
                    stack.pop()
                    at.pop()
                    continue
                at[-1] = j + 1
                target = to[j]
                if target not in seen:
                    seen.add(target)
                    stack.append(target)
                    at.append(start[target])
        return finished[::-1]


def _moves(classes: EdgeClasses) -> Moves:
    """Per class and slot, the slots in which what passes arrives."""
    tables = classes.tables_for(None)
    found = []
    for number in range(len(classes.uses)):
        moves: list[tuple[int, ...]] = [()] * SLOTS
        for rank, effect in enumerate(EFFECTS):
            moved = tables.moved(number, packed(bit(effect), 0, certain=True))
            for now, side in ((MAY_NOW, moved & SIDE), (MUST_NOW, moved >> MUST)):
                arrives = closed(any_wave(side))
                later = side >> WIDTH != 0
                targets = [r for r in range(WIDTH) if arrives >> r & 1]
                moves[now + rank] = tuple(now + (LATER if later else 0) + r for r in targets)
                moves[now + LATER + rank] = tuple(now + LATER + r for r in targets)
        found.append(moves)
    return found
