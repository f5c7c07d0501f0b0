"""Facts about single fields, followed side by side until they are facts about the whole of something."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from explorer.analysis.localisation.slots import (
    LATER,
    MAY_NOW,
    MUST_NOW,
    SLOTS,
    Beginning,
    Seen,
    Slots,
    arrived,
    put,
)
from explorer.analysis.what_if.conditions import Passage
from explorer.analysis.what_if.edge_classes import EdgeClasses
from explorer.analysis.what_if.edge_use import EdgeUse
from explorer.analysis.what_if.effects import EFFECTS, IMPLIED, RANK, Effect
from explorer.analysis.what_if.fields import FieldUse, field_use, may_hide_columns, written_from
from explorer.analysis.what_if.transfer import comes_later, deliveries
from explorer.analysis.what_if.transfer_table import OfField
from explorer.domain.entities import Edge

_PLACES_BETWEEN_CHECKS = 128

_SAME, _WHOLE, _COLUMNS = OfField.SAME, OfField.WHOLE, OfField.COLUMNS
_Arrivals = tuple[tuple[OfField, int], ...]
_Moves = tuple[tuple[int, _Arrivals], ...]
"""(slot before, where and in which slots it arrives), for the slots of which anything arrives."""


class FieldMoves:
    """What each class of edges makes of the facts about a field that is used, or perhaps used."""

    def __init__(self, classes: EdgeClasses) -> None:
        self.classes = classes
        self.known: dict[tuple[int, bool], _Moves] = {}

    def leaving(self, node: int, held: int | None) -> Iterator[tuple[Edge, int, int]]:
        """The edges that leave a node, but for one that is held: each with its class and the node it leads to."""
        classes, arrays = self.classes, self.classes.arrays
        for j in arrays.edges_from(node).tolist():
            if j != held:
                yield classes.edges[j], int(classes.class_of[j]), int(arrays.to_index[j])

    def of(self, number: int, is_used: bool) -> _Moves:
        """What passes the edges of a class, worked out when it is first asked for."""
        moves = self.known.get((number, is_used))
        if moves is None:
            moves = self.known[number, is_used] = tuple(self._found(self.classes.uses[number], is_used))
        return moves

    def _found(self, use: EdgeUse, is_used: bool) -> Iterator[tuple[int, _Arrivals]]:
        later = comes_later(use)
        for rank, effect in enumerate(EFFECTS):
            found = deliveries(use, Passage(effect, False))
            for side in (MAY_NOW, MUST_NOW):
                passing = [d for d in found if side == MAY_NOW or (d.is_certain and is_used)]
                for before in (0, LATER) if passing else ():
                    behind = side + (LATER if later or before else 0)
                    arrives = [(d.field, behind + RANK[e]) for d in passing for e in _with_implied(d.effect)]
                    yield side + before + rank, tuple(dict.fromkeys(arrives))


def _with_implied(effect: Effect) -> tuple[Effect, ...]:
    return (effect, IMPLIED[effect]) if effect in IMPLIED else (effect,)


@dataclass(frozen=True, slots=True)
class InFields:
    """at[node][field]: what a node has of a field. whole[node]: what has become of the whole of a node."""

    at: dict[int, dict[str, Slots]]
    whole: dict[int, Slots]


def follow_fields(
    moves: FieldMoves,
    begin: Sequence[Beginning],
    seen: Seen,
    order: Callable[[list[int], Callable[[], None]], list[int]],
    check: Callable[[], None],
) -> InFields:
    """All facts about fields, and what they become; `order` gives the nodes each before what it leads to."""
    state = InFields({}, {})
    for h, beginning in enumerate(begin):
        if beginning.field is not None:
            fields = state.at.setdefault(beginning.node, {})
            put(fields.setdefault(beginning.field, [0] * SLOTS), beginning.bits, h)
    waiting = {(node, name) for node, fields in state.at.items() for name in fields}
    nodes = {node for node, _ in waiting}
    in_order = order(sorted(nodes), check)
    done = 0
    while waiting:
        for node in in_order:
            if node not in nodes:
                continue
            nodes.discard(node)
            for name in [name for name in state.at[node] if (node, name) in waiting]:
                waiting.discard((node, name))
                done += 1
                if done % _PLACES_BETWEEN_CHECKS == 0:
                    check()
                for new in _over_edges(moves, node, name, seen, state):
                    waiting.add(new)
                    nodes.add(new[0])
    return state


def _over_edges(
    moves: FieldMoves, node: int, name: str, seen: Seen, state: InFields
) -> list[tuple[int, str]]:
    """Move what a node has of a field over every edge that leaves it; the places where that was news."""
    if node in seen.healthy:
        return []
    here = state.at[node][name]
    here = arrived(here) if node in seen.bad else list(here)
    news: list[tuple[int, str]] = []
    for edge, number, target in moves.leaving(node, seen.held):
        used = field_use(edge, name)
        if used is FieldUse.NO:
            continue
        of_whole: Slots | None = None
        for before, arrives in moves.of(number, used is FieldUse.YES):
            members = here[before]
            if not members:
                continue
            for to, behind in arrives:
                if to is _WHOLE or (to is _COLUMNS and not written_from(edge, name)):
                    if to is _COLUMNS and (behind >= MUST_NOW or not may_hide_columns(edge)):
                        continue  # what may be written from it is only possible
                    of_whole = of_whole or state.whole.setdefault(target, [0] * SLOTS)
                    of_whole[behind] |= members
                    continue
                for to_field in (name,) if to is _SAME else written_from(edge, name):
                    fields = state.at.setdefault(target, {})
                    slots = fields.get(to_field)
                    if slots is None:
                        slots = fields[to_field] = [0] * SLOTS
                    if members & ~slots[behind]:
                        slots[behind] |= members
                        news.append((target, to_field))
    return news
