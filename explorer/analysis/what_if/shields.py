"""The shields on the shortest ways of facts that come only because all shields are open.

A way is the proof of a fact, followed backwards as in witness.py, whose order of choice it keeps. Thousands of
nodes may be protected by the same few shields, so ways are followed once and shared, and facts of the whole, of
which most ways are made, are followed as integers: a fact is one number, and which facts of an edge's source
become it is looked up. Only where facts of single fields come in is the proof asked for.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from explorer.analysis.what_if.edge_classes import EdgeClasses
from explorer.analysis.what_if.effects import EFFECTS, RANK, WAVES, WIDTH, Effect, bit, closed
from explorer.analysis.what_if.passing import arrivals
from explorer.analysis.what_if.propagation import Run
from explorer.analysis.what_if.whole_tables import SETS, WholeTables
from explorer.analysis.what_if.witness import IN_ANY_WAVE, Fact, Step, Witnesses, first_position
from explorer.domain.entities import EdgeKey

_BITS = WIDTH * WAVES
_Key = int | tuple[int, Fact]
"""A fact and its hop: one number for a fact of the whole, (hop, fact) for one of a field."""
_Before = tuple[EdgeKey | None, _Key | None]
"""The shield of a step, if there is one, and what the step starts from; None where a change happens."""


class Shields:
    """The shields on the ways of one run without shields; `classes` are those with them."""

    def __init__(self, run: Run, classes: EdgeClasses, runs: tuple[Run, ...]) -> None:
        self._run, self._classes, self._runs = run, classes, runs
        self._witnesses = Witnesses(run)
        self._known: dict[_Key, tuple[EdgeKey, ...]] = {}
        whole, of_fields = run.whole, run.fields
        self._hops = max(int(whole.hops.max(initial=0)), int(of_fields.hops.max(initial=0))) + 1
        self._rounds = whole.by_node
        self._of_fields = set((of_fields.nodes * self._hops + of_fields.hops).tolist())
        self._with_fields = set(of_fields.nodes.tolist())
        self._comes_from = _comes_from(run.classes.tables_for(run.delay))
        self._passing = classes.tables_for(None)
        starts = [start for each in runs for start in each.starts]
        self._starts_whole = all(start.field is None and start.over_edge is None for start in starts)
        self._first_bits: dict[int, int] = {}
        for start in starts:
            self._first_bits[start.node] = self._first_bits.get(start.node, 0) | start.bits & SETS - 1
        arrays = classes.arrays
        self._in = arrays.in_start.data, arrays.in_edges.data, arrays.from_index.data
        self._class_of = classes.class_of.data, run.classes.class_of.data

    def first(self, node: int, effect: Effect) -> tuple[int, Fact] | None:
        """The fact of this effect that comes first at a node, with its hop."""
        if node in self._with_fields:
            return self._witnesses.first(node, effect, certain=False)
        begin, hops, bits = self._rounds
        for i in range(begin[node], begin[node + 1]):
            here = bits[i] & IN_ANY_WAVE[effect]
            if here:
                return hops[i], Fact(node, None, effect, first_position(here) // WIDTH, False)
        return None

    def on_way_to(self, hop: int, fact: Fact) -> tuple[EdgeKey, ...]:
        """The edges whose shields hold off what comes to this fact on its shortest way, in its order."""
        key: _Key | None = self._key(hop, fact)
        trail: list[tuple[_Key, EdgeKey | None]] = []
        while key is not None and key not in self._known:
            shield, before = self._before(key)
            trail.append((key, shield))
            key = before
        held = () if key is None else self._known[key]
        for passed, shield in reversed(trail):
            held = held if shield is None else (*held, shield)
            self._known[passed] = held
        return held

    def _key(self, hop: int, fact: Fact) -> _Key:
        if fact.field is not None:
            return hop, fact
        return (fact.node * self._hops + hop) * _BITS + fact.wave * WIDTH + RANK[fact.effect]

    def _before(self, key: _Key) -> _Before:
        if isinstance(key, tuple):
            return self._by_proof(*key)
        place, position = divmod(key, _BITS)
        node, hop = divmod(place, self._hops)
        if hop == 0:
            return None, None
        found = self._of_whole(node, hop, position) if hop > 1 or self._starts_whole else None
        if found is not None:
            return found
        wave, rank = divmod(position, WIDTH)
        return self._by_proof(hop, Fact(node, None, EFFECTS[rank], wave, False))

    def _of_whole(self, node: int, hop: int, position: int) -> _Before | None:
        """The step before a fact of the whole; None where it might come from a fact of a field."""
        start, order, from_index = self._in
        shielded, bare = self._class_of
        comes_from = self._comes_from[position]
        for i in range(start[node], start[node + 1]):
            edge = order[i]
            source = from_index[edge]
            place = source * self._hops + hop - 1
            fitting = self._came_at(source, hop - 1) & comes_from[bare[edge]]
            if fitting:
                lowest = fitting & -fitting
                before = lowest if hop > 1 else self._first_bits[source]
                passes = (
                    shielded[edge] == bare[edge]
                    or self._passing.moved(shielded[edge], before) >> position & 1
                )
                shield = None if passes else self._classes.arrays.keys[edge]
                return shield, place * _BITS + lowest.bit_length() - 1
            if place in self._of_fields:
                return None
        return None

    def _came_at(self, node: int, hop: int) -> int:
        """What came new of the whole of a node at this hop."""
        begin, hops, bits = self._rounds
        for i in range(begin[node], begin[node + 1]):
            if hops[i] == hop:
                return bits[i]
        return 0

    def _by_proof(self, hop: int, fact: Fact) -> _Before:
        start = self._witnesses.start(hop, fact)
        if start == ():
            return None, None
        if start is not None:
            step, key = start[0], None
        else:
            step, source = self._witnesses.before(hop, fact)
            key = self._key(hop - 1, source)
        first = list(self._first_facts(step)) if hop == 1 else [(source.field, source.effect)]
        return (None if self._passes(first, step) else step.edge), key

    def _first_facts(self, step: Step) -> Iterator[tuple[str | None, Effect]]:
        """What is there before the first step of a way, from the changes alone."""
        arrays = self._classes.arrays
        index, over = arrays.index[step.edge.from_id], arrays.number_of(step.edge)
        for run in self._runs:
            for start in run.starts:
                if start.over_edge is not None:
                    if start.over_edge == over:  # what is revoked is so for one reader
                        yield None, Effect.BREAKS
                        yield None, Effect.DEGRADED
                elif start.node == index:
                    yield from ((start.field, e) for e in EFFECTS if start.bits >> RANK[e] & 1)

    def _passes(self, before: list[tuple[str | None, Effect]], step: Step) -> bool:
        """Whether the step is made with its shield, too."""
        classes = self._classes
        index = classes.arrays.number_of(step.edge)
        use, edge = classes.uses[classes.class_of[index]], classes.edges[index]
        return any(
            arrival.field == step.field and closed(bit(arrival.effect)) & bit(step.effect)
            for field, effect in before
            for arrival in arrivals(edge, use, field, effect)
        )


def _comes_from(tables: WholeTables) -> list[list[int]]:
    """Of each possible fact of the whole and each class: the set of the facts before the edge that become it."""
    of_wave = dict(tables.lookups)
    result = np.zeros((len(of_wave[0]) // SETS, _BITS), np.int64)
    for before in range(_BITS):
        wave, rank = divmod(before, WIDTH)
        moved = of_wave[WIDTH * wave].reshape(-1, SETS)[:, 1 << rank]
        result |= (moved[:, None] >> np.arange(_BITS) & 1) << before
    found: list[list[int]] = result.T.tolist()
    return found
