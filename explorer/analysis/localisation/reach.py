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
    join,
    put,
)
from explorer.analysis.what_if.edge_classes import EdgeClasses
from explorer.analysis.what_if.effects import EFFECTS, MUST, SIDE, WIDTH, bit, closed, packed

Levels = NDArray[np.int8]

_NODES_BETWEEN_CHECKS = 256


@dataclass(frozen=True, slots=True, eq=False)
class SideBySide:
    """What some hypotheses predict: nodes that any of them reaches, in order, and for each how surely each does."""

    nodes: NDArray[np.int64]
    count: int
    state: Mapping[int, Slots]

    def levels(self, node: int, effects: int) -> Levels:
        """How surely each hypothesis gives a node one of these effects."""
        found = np.full(self.count, NEVER, np.int8)
        slots = self.state.get(node)
        if slots is None:
            return found
        ranks = [rank for rank in range(WIDTH) if effects >> rank & 1]
        for level, sides in LEVELS:
            members = 0
            for side in sides:
                for rank in ranks:
                    members |= slots[side + rank]
            if members:
                found[_unpacked(members, self.count)] = level
        return found


class Reach:
    """Follows hypotheses through one system; what its edges do is worked out once."""

    def __init__(self, classes: EdgeClasses) -> None:
        arrays = classes.arrays
        self._start = arrays.out_start.tolist()
        self._to = arrays.to_index[arrays.out_edges].tolist()
        self._class = classes.class_of[arrays.out_edges].tolist()
        self._moves = _moves(classes)
        self._classes = classes

    def side_by_side(self, begin: Sequence[Beginning], seen: Seen, check: Callable[[], None]) -> SideBySide:
        """What these hypotheses predict for every node they reach, past what was seen on the way."""
        fields = InFields({}, {})
        if any(beginning.field is not None for beginning in begin):
            fields = follow_fields(self._field_moves, begin, seen, self._order, check)
        state = fields.whole
        for h, beginning in enumerate(begin):
            if beginning.field is None:
                put(state.setdefault(beginning.node, [0] * SLOTS), beginning.bits, h)
        self._spread(state, seen, check)
        for node, named in fields.at.items():
            for slots in named.values():
                join(state.setdefault(node, [0] * SLOTS), slots)
        return SideBySide(np.array(sorted(state), np.int64), len(begin), state)

    @cached_property
    def _field_moves(self) -> FieldMoves:
        return FieldMoves(self._classes)

    def _spread(self, state: dict[int, Slots], seen: Seen, check: Callable[[], None]) -> None:
        """Sweeps over the nodes in an order in which a graph without loops needs only one."""
        order = self._order(list(state))
        waiting = set(state)
        done = 0
        while waiting:
            for node in order:
                if node in waiting:
                    waiting.discard(node)
                    done += 1
                    if done % _NODES_BETWEEN_CHECKS == 0:
                        check()
                    if node not in seen.healthy:
                        here = arrived(state[node]) if node in seen.bad else state[node]
                        self._over_edges(node, here, state, waiting)

    def _over_edges(self, node: int, here: Slots, state: dict[int, Slots], waiting: set[int]) -> None:
        there_is = [slot for slot in range(SLOTS) if here[slot]]
        for j in range(self._start[node], self._start[node + 1]):
            moves, target = self._moves[self._class[j]], self._to[j]
            slots = state.get(target)
            for slot in there_is:
                members = here[slot]
                for arriving in moves[slot]:
                    if slots is None:
                        slots = state[target] = [0] * SLOTS
                    if members & ~slots[arriving]:
                        slots[arriving] |= members
                        waiting.add(target)

    def _order(self, roots: list[int]) -> list[int]:
        """All that can be reached, each node before what it leads to wherever there is no loop."""
        seen: set[int] = set()
        finished: list[int] = []
        for root in sorted(roots):
            if root in seen:
                continue
            seen.add(root)
            stack = [(root, self._start[root])]
            while stack:
                node, j = stack.pop()
                if j == self._start[node + 1]:
                    finished.append(node)
                    continue
                stack.append((node, j + 1))
                target = self._to[j]
                if target not in seen:
                    seen.add(target)
                    stack.append((target, self._start[target]))
        return finished[::-1]


def _unpacked(members: int, count: int) -> NDArray[np.bool_]:
    raw = np.frombuffer(members.to_bytes((count + 7) // 8, "little"), np.uint8)
    return np.unpackbits(raw, count=count, bitorder="little").astype(np.bool_)


def _moves(classes: EdgeClasses) -> list[list[tuple[int, ...]]]:
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
