"""What some hypotheses predict for every node of the system, followed forwards side by side, one bit for each.

A set of hypotheses is a Python integer, and every node holds one for each effect, wave (now, later) and side (may be,
must be): so an edge moves hundreds of hypotheses at once. The tables are those of the what-if.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.localisation.prediction import NEVER, PERHAPS, PERHAPS_LATER, SURELY, any_wave
from explorer.analysis.what_if.edge_classes import EdgeClasses
from explorer.analysis.what_if.effects import EFFECTS, MUST, SIDE, WIDTH, bit, closed, packed

Levels = NDArray[np.int8]

_MAY_NOW, _MAY_LATER, _MUST_NOW, _MUST_LATER = (side * WIDTH for side in range(4))
_SLOTS = 4 * WIDTH
_LATER_SHIFT = WIDTH
_SIDES = ((PERHAPS_LATER, (_MAY_LATER,)), (PERHAPS, (_MAY_NOW, _MUST_LATER)), (SURELY, (_MUST_NOW,)))
_NODES_BETWEEN_CHECKS = 256


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where a hypothesis begins: facts (packed) of the whole at these nodes, and facts that go no further."""

    whole: tuple[tuple[int, int], ...]
    besides: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """Nodes through which nothing passes, because they are healthy, and those where what may arrive has arrived."""

    healthy: frozenset[int] = frozenset()
    bad: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class SideBySide:
    """What some hypotheses predict: nodes that any of them reaches, in order, and for each how surely each does."""

    nodes: NDArray[np.int64]
    count: int
    state: Mapping[int, list[int]]

    def levels(self, node: int, effects: int) -> Levels:
        """How surely each hypothesis gives a node one of these effects."""
        found = np.full(self.count, NEVER, np.int8)
        slots = self.state.get(node)
        if slots is None:
            return found
        ranks = [rank for rank in range(WIDTH) if effects >> rank & 1]
        for level, sides in _SIDES:
            members = 0
            for side in sides:
                for rank in ranks:
                    members |= slots[side + rank]
            if members:
                found[_unpacked(members, self.count)] = level
        return found


def side_by_side(
    classes: EdgeClasses, begin: Sequence[Beginning], seen: Seen, check: Callable[[], None]
) -> SideBySide:
    """What these hypotheses predict for every node they reach, past what was seen on the way."""
    state = _Spread(classes, seen).run(begin, check)
    for h, beginning in enumerate(begin):
        for node, bits in beginning.besides:
            _put(state, node, bits, h)
    return SideBySide(np.array(sorted(state), np.int64), len(begin), state)


def _unpacked(members: int, count: int) -> NDArray[np.bool_]:
    raw = np.frombuffer(members.to_bytes((count + 7) // 8, "little"), np.uint8)
    return np.unpackbits(raw, count=count, bitorder="little").astype(np.bool_)


def _put(state: dict[int, list[int]], node: int, bits: int, hypothesis: int) -> None:
    """Give a node a hypothesis's packed facts; waves after the first are all “later”."""
    slots = state.setdefault(node, [0] * _SLOTS)
    now = (1 << WIDTH) - 1
    for base, side in ((_MAY_NOW, bits & SIDE), (_MUST_NOW, bits >> MUST)):
        for shift, effects in ((0, side & now), (_LATER_SHIFT, any_wave(side & ~now))):
            for rank in range(WIDTH):
                if effects >> rank & 1:
                    slots[base + shift + rank] |= 1 << hypothesis


class _Spread:
    """Sweeps over the nodes in an order in which a graph without loops needs only one."""

    def __init__(self, classes: EdgeClasses, seen: Seen) -> None:
        self._seen = seen
        arrays = classes.arrays
        self._start = arrays.out_start.tolist()
        self._to = arrays.to_index[arrays.out_edges].tolist()
        self._class = classes.class_of[arrays.out_edges].tolist()
        self._moves = _moves(classes)

    def run(self, begin: Sequence[Beginning], check: Callable[[], None]) -> dict[int, list[int]]:
        state: dict[int, list[int]] = {}
        for h, beginning in enumerate(begin):
            for node, bits in beginning.whole:
                _put(state, node, bits, h)
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
                    self._over_edges(node, state, waiting)
        return state

    def _over_edges(self, node: int, state: dict[int, list[int]], waiting: set[int]) -> None:
        here = state[node]
        if node in self._seen.healthy:
            return
        if node in self._seen.bad:
            here = _arrived(here)
        there_is = [slot for slot in range(_SLOTS) if here[slot]]
        for j in range(self._start[node], self._start[node + 1]):
            moves, target = self._moves[self._class[j]], self._to[j]
            slots = state.get(target)
            for slot in there_is:
                members = here[slot]
                for arriving in moves[slot]:
                    if slots is None:
                        slots = state[target] = [0] * _SLOTS
                    had = slots[arriving]
                    joined = had | members
                    if joined != had:
                        slots[arriving] = joined
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


def _arrived(slots: list[int]) -> list[int]:
    """What may have come to a node that was seen to be bad: it is there, and now."""
    there = [slots[_MAY_NOW + rank] | slots[_MAY_LATER + rank] for rank in range(WIDTH)]
    return [*there, *([0] * WIDTH), *there, *([0] * WIDTH)]


def _moves(classes: EdgeClasses) -> list[list[tuple[int, ...]]]:
    """Per class and slot, the slots in which what passes arrives."""
    tables = classes.tables_for(None)
    found = []
    for number in range(len(classes.uses)):
        moves: list[tuple[int, ...]] = [()] * _SLOTS
        for rank, effect in enumerate(EFFECTS):
            moved = tables.moved(number, packed(bit(effect), 0, certain=True))
            for now, side in ((_MAY_NOW, moved & SIDE), (_MUST_NOW, moved >> MUST)):
                arrives = closed(any_wave(side))
                later = side >> WIDTH != 0
                targets = [r for r in range(WIDTH) if arrives >> r & 1]
                moves[now + rank] = tuple(now + (_LATER_SHIFT if later else 0) + r for r in targets)
                moves[now + _LATER_SHIFT + rank] = tuple(now + _LATER_SHIFT + r for r in targets)
        found.append(moves)
    return found
