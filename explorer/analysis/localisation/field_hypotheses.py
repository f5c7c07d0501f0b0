"""What may have happened to one field only: so that a healthy reader of other fields clears nobody.

Every field that a reader names may be gone, wrong or shifted by itself. Facts about fields are followed one by one
until they are facts about the whole of something, and from there side by side with all others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from explorer.analysis.localisation.hypotheses import KINDS
from explorer.analysis.localisation.marks import Mark
from explorer.analysis.localisation.prediction import (
    NEVER,
    THROUGH_HEALTHY,
    Levels,
    cut_graph,
    on_the_way_of,
    seen_on_the_way,
    sight_of,
)
from explorer.analysis.localisation.reach import Beginning, Seen, SideBySide, side_by_side
from explorer.analysis.what_if.edge_classes import EdgeClasses, edge_classes
from explorer.analysis.what_if.effects import IMPLIED, Effect, bit, packed
from explorer.analysis.what_if.first_facts import first_effect
from explorer.analysis.what_if.passing import arrivals
from explorer.analysis.what_if.transfer import comes_later
from explorer.domain.entities import EdgeKey
from explorer.domain.scenarios import FIELD_CHANGES, ChangeKind, HypotheticalChange
from explorer.domain.system_graph import SystemGraph

MOST_FIELDS = 240
"""Hypotheses about single fields: those of the nodes nearest to a symptom."""
FIELDS_SHARE = 0.5
"""The part of a change's likelihood that is its single fields', where some are known."""
_FACTS_BETWEEN_CHECKS = 512

_FieldFact = tuple[int, str, Effect, bool, bool]
"""Node, field, effect, whether it comes later, whether it is certain."""


def named_fields(graph: SystemGraph, node: str) -> tuple[str, ...]:
    """The fields of a node that somebody is known to use, in order."""
    found: set[str] = set()
    for edge in graph.edges_from(node):
        found.update(edge.fields or ())
        found.update(field for read in (edge.columns or {}).values() for field in read)
        if edge.filter is not None:
            found.add(edge.filter.field)
    return tuple(sorted(found))


def kinds_of_fields(graph: SystemGraph, node: str) -> tuple[ChangeKind, ...]:
    """What can happen to one field of a node."""
    return tuple(kind for kind in KINDS[graph.nodes[node].kind] if kind in FIELD_CHANGES)


def field_changes(graph: SystemGraph, nearest: Iterable[str]) -> tuple[tuple[HypotheticalChange, ...], int]:
    """The hypotheses about single fields, those of the nearest nodes, and how many were left out.

    A node has all of its own or none, so that no field is suspected for want of another.
    """
    found: list[HypotheticalChange] = []
    left_out = 0
    for node in nearest:
        own = [
            HypotheticalChange(kind=kind, node=node, field=field)
            for field in named_fields(graph, node)
            for kind in kinds_of_fields(graph, node)
        ]
        if len(found) + len(own) <= MOST_FIELDS:
            found += own
        else:
            left_out += len(own)
    return tuple(found), left_out


@dataclass(frozen=True, slots=True, eq=False)
class FieldPredictions:
    """levels[h, v]: how surely hypothesis h makes mark v bad; begin[h]: where it is a fact about something whole."""

    levels: Levels
    begin: tuple[Beginning, ...]


def predict_fields(
    graph: SystemGraph,
    changes: Sequence[HypotheticalChange],
    marks: Sequence[Mark],
    check: Callable[[], None],
) -> FieldPredictions:
    """What each of these hypotheses predicts for each mark."""
    levels = np.zeros((len(changes), len(marks)), np.int8)
    cuts: dict[EdgeKey | None, _Followed] = {
        None: _Followed(graph, changes, on_the_way_of(marks, None), check)
    }
    for v, mark in enumerate(marks) if changes else ():
        if mark.cut not in cuts:
            cut = cut_graph(graph, mark.cut)
            cuts[mark.cut] = _Followed(cut, changes, on_the_way_of(marks, mark.cut), check)
        levels[:, v] = cuts[mark.cut].levels(mark)
    return FieldPredictions(levels, cuts[None].begin)


class _Followed:
    """Hypotheses about fields, followed through one system past what was seen on the way."""

    def __init__(
        self,
        graph: SystemGraph,
        changes: Sequence[HypotheticalChange],
        marks: Sequence[Mark],
        check: Callable[[], None],
    ) -> None:
        index = graph.arrays.index
        sure = seen_on_the_way(marks)
        self._graph, self._changes, self._check = graph, changes, check
        self._seen = Seen(
            frozenset(index[m.node] for m in sure if not m.is_symptom),
            frozenset(index[m.node] for m in sure if m.is_symptom),
        )
        self.begin, self._past = self._follow(self._seen)
        self._through = self._follow(Seen())[1] if self._seen.healthy else None

    def levels(self, mark: Mark) -> Levels:
        """How surely each hypothesis makes this mark's node bad."""
        past = self._past
        node = self._graph.arrays.index[mark.node]
        others = self._seen.bad - {node}
        if self._seen.bad and node not in self._seen.healthy and _returns(self._graph, node):
            # A way to what is looked at ends there: what has arrived is no reason for its arriving.
            past = self._follow(Seen(self._seen.healthy | {node}, others))[1]
        found = np.full(len(self._changes), NEVER, np.int8)
        for at, effects in sight_of(self._graph, mark).at:
            found = np.maximum(found, past.levels(at, effects))
            if self._through is not None:
                found = np.maximum(found, THROUGH_HEALTHY[self._through.levels(at, effects)])
        return found

    def _follow(self, seen: Seen) -> tuple[tuple[Beginning, ...], SideBySide]:
        classes = edge_classes(self._graph, self._check)
        numbers = _Numbers(self._graph, classes)
        begin = tuple(_beginning(numbers, change, seen, self._check) for change in self._changes)
        return begin, side_by_side(classes, begin, seen, self._check)


class _Numbers:
    """The edges that leave each node, with their classes."""

    def __init__(self, graph: SystemGraph, classes: EdgeClasses) -> None:
        self.graph, self.classes = graph, classes

    def leaving(self, node: int) -> list[int]:
        """The numbers of the edges that leave a node."""
        arrays = self.classes.arrays
        found: list[int] = arrays.out_edges[arrays.out_start[node] : arrays.out_start[node + 1]].tolist()
        return found


def _beginning(
    numbers: _Numbers, change: HypotheticalChange, seen: Seen, check: Callable[[], None]
) -> Beginning:
    """Where the facts about a field are, and what they become about something whole."""
    arrays, classes = numbers.classes.arrays, numbers.classes
    effect = first_effect(change.kind, numbers.graph.nodes[change.node])
    frontier: list[_FieldFact] = [(arrays.index[change.node], change.field or "", effect, False, True)]
    facts: set[_FieldFact] = set()
    whole: dict[int, int] = {}
    while frontier:
        fact = frontier.pop()
        if fact in facts:
            continue
        facts.add(fact)
        if len(facts) % _FACTS_BETWEEN_CHECKS == 0:
            check()
        node, field, effect, later, certain = fact
        if effect in IMPLIED:
            frontier.append((node, field, IMPLIED[effect], later, certain))
        if node in seen.healthy:
            continue
        if node in seen.bad:
            later, certain = False, True
        for j in numbers.leaving(node):
            use = classes.uses[classes.class_of[j]]
            target = int(arrays.to_index[j])
            for arrival in arrivals(classes.edges[j], use, field, effect):
                then, sure = later or comes_later(use), certain and arrival.is_certain
                if arrival.field is None:
                    whole[target] = whole.get(target, 0) | _bits(arrival.effect, then, sure)
                else:
                    frontier.append((target, arrival.field, arrival.effect, then, sure))
    besides: dict[int, int] = {}
    for node, _, effect, later, certain in facts:
        besides[node] = besides.get(node, 0) | _bits(effect, later, certain)
    return Beginning(tuple(sorted(whole.items())), tuple(sorted(besides.items())))


def _bits(effect: Effect, later: bool, certain: bool) -> int:
    effects = bit(effect) | (bit(IMPLIED[effect]) if effect in IMPLIED else 0)
    return packed(effects, 1 if later else 0, certain=certain)


def _returns(graph: SystemGraph, node: int) -> bool:
    """Whether something that leaves a node may come back to it."""
    arrays = graph.arrays
    seen: set[int] = set()
    frontier = [node]
    while frontier:
        at = frontier.pop()
        for target in arrays.to_index[
            arrays.out_edges[arrays.out_start[at] : arrays.out_start[at + 1]]
        ].tolist():
            if target == node:
                return True
            if target not in seen:
                seen.add(target)
                frontier.append(target)
    return False
