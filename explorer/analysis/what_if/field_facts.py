"""The fixpoint for facts about single fields: a worklist, one hop a round.

Such facts turn into facts about the whole, never the other way round: so they are worked off first, and what
they turn into is handed on with the hop at which it is there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from explorer.analysis.what_if.conditions import Passage
from explorer.analysis.what_if.edge_classes import EdgeClasses
from explorer.analysis.what_if.effects import EFFECTS, MUST, SIDE, WAVES, WIDTH, bit, closed
from explorer.analysis.what_if.fields import FieldUse, field_use, may_hide_columns, written_from
from explorer.analysis.what_if.transfer import comes_later, deliveries
from explorer.analysis.what_if.transfer_table import OfField

NodeField = tuple[int, str]
_STEPS_BETWEEN_CHECKS = 2048


@dataclass(slots=True)
class FieldFacts:
    """rounds[node][field]: what came new, as (hop, packed set). to_whole[hop][node]: what became of the whole."""

    rounds: dict[int, dict[str, list[tuple[int, int]]]] = field(default_factory=dict)
    to_whole: dict[int, dict[int, int]] = field(default_factory=dict)

    def state(self, node: int) -> int:
        """All that a node has in any single field, packed."""
        result = 0
        for came in self.rounds.get(node, {}).values():
            for _, bits in came:
                result |= bits
        return result


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
        following: dict[NodeField, int] = {}
        for place, bits in frontier.items():
            steps += 1
            if steps % _STEPS_BETWEEN_CHECKS == 0:
                check()
            node, name = place
            work.facts.rounds.setdefault(node, {}).setdefault(name, []).append((hop, bits))
            work.over_edges(node, name, bits, hop + 1, following)
        frontier = following
    return work.facts


class _Work:
    def __init__(self, classes: EdgeClasses, delay: timedelta | None) -> None:
        self.classes = classes
        self.delay = delay
        self.facts = FieldFacts()
        self.state: dict[NodeField, int] = {}
        self.handed_on: dict[int, int] = {}
        self.known: dict[tuple[int, bool, int], _Moved] = {}
        arrays = classes.arrays
        self.start, self.out = arrays.out_start.data, arrays.out_edges.data
        self.to, self.class_of = arrays.to_index.data, classes.class_of.data

    def add(self, frontier: dict[NodeField, int], place: NodeField, bits: int) -> None:
        """Add what is new of `bits` to the state and the frontier."""
        had = self.state.get(place, 0)
        fresh = bits & ~had
        if fresh:
            self.state[place] = had | fresh
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
                columns = written_from(edge, name)
                for column in columns:
                    self.add(following, (target, column), moved.columns)
                if not columns and may_hide_columns(edge):
                    whole |= moved.columns & SIDE
            if whole:
                self._hand_on(target, whole, hop)

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
            use = self.classes.uses[edge_class]
            step = comes_later(use)
            for rank, effect in enumerate(EFFECTS):
                found = deliveries(use, Passage(effect, False, self.delay))
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
