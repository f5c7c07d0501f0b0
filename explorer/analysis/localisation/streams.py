"""How the members of each slot are passed on from node to node: loops taken as one, all else in the data's order.

Within one slot an edge passes on whatever comes. So nodes that pass it round to one another have the same members,
and one look at each other edge, in order, is enough: a loop of 70,000 nodes costs no more than a row of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.localisation.slots import SLOTS
from explorer.analysis.reaching import strong_parts

Moves = list[list[tuple[int, ...]]]
"""Per class of edges and slot, the slots in which what passes arrives."""
Ints = NDArray[np.int32]

_EDGES_BETWEEN_CHECKS = 50_000


@dataclass(frozen=True, slots=True)
class _Stream:
    """One slot. part_of: per node the part in which all have the same. Ends of edges: `own` between its parts, in
    order; `across`, to other slots, from a part to a node.
    """

    part_of: Ints
    count: int
    own: tuple[Ints, Ints]
    across: tuple[tuple[int, Ints, Ints], ...]


@dataclass(frozen=True, slots=True)
class Passed:
    """What came of it in one slot: per node its part, and the members of each part."""

    part_of: Ints
    members: list[int]


class Streams:
    """The slots over some edges among `count` nodes: from, to and class of each."""

    def __init__(
        self, count: int, edges: tuple[Ints, Ints, Ints], moves: Moves, check: Callable[[], None]
    ) -> None:
        self._count, self._edges, self._check = count, edges, check
        self._moves = moves
        self._order = _in_order(moves)
        self._streams: dict[int, _Stream] = {}
        self._members: dict[int, list[int]] = {}

    def pass_on(self, new: Mapping[int, Mapping[int, int]]) -> None:
        """Add members (new[slot][node]) and all that follows from them."""
        coming = {slot: _dense(at, self._count) for slot, at in new.items()}
        while coming:  # once, as slots lead only to later ones unless a table ever turns an effect back
            for slot in [slot for slot in self._order if slot in coming]:
                fresh = self._within(slot, coming.pop(slot))
                if fresh is not None:
                    self._across(slot, fresh, coming)

    def at(self, slot: int, node: int) -> int:
        """The members of a slot at a node."""
        members = self._members.get(slot)
        return 0 if members is None else members[self._streams[slot].part_of[node]]

    def passed(self) -> dict[int, Passed]:
        """The slots in which there are any."""
        return {s: Passed(self._streams[s].part_of, members) for s, members in self._members.items()}

    def _within(self, slot: int, coming: list[int]) -> list[int] | None:
        """Pass on what comes within the slot; per part what is new there."""
        stream = self._streams.get(slot)
        if stream is None:
            stream = self._streams[slot] = self._stream(slot)
            self._members[slot] = [0] * stream.count
        members = self._members[slot]
        fresh = [0] * stream.count
        for part, bits in zip(stream.part_of.tolist(), coming, strict=True):
            if bits:
                fresh[part] |= bits
        fresh = [bits & ~old for bits, old in zip(fresh, members, strict=True)] if any(members) else fresh
        if not any(fresh):
            return None
        for pairs in self._pairs(*stream.own):
            for before, after in pairs:
                bits = fresh[before]
                if bits:
                    fresh[after] |= bits
        for part, bits in enumerate(fresh):
            if bits:
                members[part] |= bits
        return fresh

    def _across(self, slot: int, fresh: list[int], coming: dict[int, list[int]]) -> None:
        for other, before, after in self._streams[slot].across:
            there = coming.get(other)
            if there is None:
                there = coming[other] = [0] * self._count
            for pairs in self._pairs(before, after):
                for part, node in pairs:
                    bits = fresh[part]
                    if bits:
                        there[node] |= bits

    def _pairs(self, before: Ints, after: Ints) -> Iterator[Iterator[tuple[int, int]]]:
        for i in range(0, len(before), _EDGES_BETWEEN_CHECKS):
            self._check()
            some = slice(i, i + _EDGES_BETWEEN_CHECKS)
            yield zip(before[some].tolist(), after[some].tolist(), strict=True)

    def _stream(self, slot: int) -> _Stream:
        self._check()
        before, after, number = self._edges
        over = np.array([slot in moves[slot] for moves in self._moves], np.bool_)[number]
        labels = strong_parts(self._count, before[over], after[over])
        self._check()
        starts, ends = labels[before[over]], labels[after[over]]
        if (starts < ends).any():  # scipy's numbers follow from its algorithm, and are not promised
            raise AssertionError("parts are not numbered against the way in which data passes")
        between = np.flatnonzero(starts != ends)
        between = between[np.argsort(-starts[between], kind="stable")]
        across = []
        for other in sorted({t for moves in self._moves for t in moves[slot]} - {slot}):
            passes = np.array([other in moves[slot] for moves in self._moves], np.bool_)[number]
            if passes.any():
                across.append((other, labels[before[passes]], after[passes]))
        count = int(labels.max()) + 1 if self._count else 0
        return _Stream(labels, count, (starts[between], ends[between]), tuple(across))


def _dense(at: Mapping[int, int], count: int) -> list[int]:
    found = [0] * count
    for node, bits in at.items():
        found[node] |= bits
    return found


def _in_order(moves: Moves) -> list[int]:
    """The slots, each before those to which it leads."""
    pairs = {(s, t) for of_class in moves for s, to in enumerate(of_class) for t in to}
    starts, ends = np.array(sorted(pairs), np.int32).reshape(-1, 2).T
    labels = strong_parts(SLOTS, starts, ends)
    order: list[int] = np.argsort(-labels, kind="stable").tolist()
    return order
