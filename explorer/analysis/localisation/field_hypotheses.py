"""What may have happened to one field only: so that a healthy reader of other fields clears nobody.

Every field that a reader names may be gone, wrong or shifted by itself. Facts about fields are followed one by one
until they are facts about the whole of something, and from there side by side with all others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

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
from explorer.analysis.localisation.reach import Reach, SideBySide
from explorer.analysis.localisation.slots import Beginning, Seen
from explorer.analysis.reaching import strong_parts
from explorer.analysis.what_if.edge_classes import edge_classes
from explorer.analysis.what_if.effects import bit, closed, packed
from explorer.analysis.what_if.first_facts import first_effect
from explorer.domain.entities import EdgeKey
from explorer.domain.scenarios import FIELD_CHANGES, ChangeKind, HypotheticalChange
from explorer.domain.system_graph import SystemGraph

MOST_FIELDS = 240
"""Hypotheses about single fields: those of the nodes nearest to a symptom."""
MOST_FOLLOWED_AGAIN = 1_500
"""Nodes that single fields may reach so that marks in a loop are followed one by one."""
_NODES_BETWEEN_CHECKS = 2_000
_EDGES_BETWEEN_CHECKS = 50_000
FIELDS_SHARE = 0.5
"""The part of a change's likelihood that is its single fields', where some are known."""


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


def field_changes(
    graph: SystemGraph, nearest: Iterable[str], *, check: Callable[[], None] = lambda: None
) -> tuple[tuple[HypotheticalChange, ...], int]:
    """The hypotheses about single fields, those of the nearest nodes, and how many were left out.

    A node has all of its own or none, so that no field is suspected for want of another.
    """
    with_fields = set()
    for i, edge in enumerate(graph.edges.values()):
        if i % _EDGES_BETWEEN_CHECKS == 0:
            check()
        if edge.fields or edge.columns or edge.filter is not None:
            with_fields.add(edge.from_id)
    found: list[HypotheticalChange] = []
    left_out = 0
    for i, node in enumerate(n for n in nearest if n in with_fields):
        if i % _NODES_BETWEEN_CHECKS == 0:
            check()
        fields, kinds = named_fields(graph, node), kinds_of_fields(graph, node)
        if len(found) + len(fields) * len(kinds) <= MOST_FIELDS:
            found += [HypotheticalChange(kind=k, node=node, field=f) for f in fields for k in kinds]
        else:
            left_out += len(fields) * len(kinds)
    return tuple(found), left_out


def predict_fields(
    graph: SystemGraph,
    changes: Sequence[HypotheticalChange],
    marks: Sequence[Mark],
    check: Callable[[], None],
) -> tuple[Levels, int]:
    """What each of these hypotheses predicts for each mark, and for how many marks in large loops only roughly."""
    levels = np.zeros((len(changes), len(marks)), np.int8)
    cuts: dict[EdgeKey | None, _Followed] = {}
    for v, mark in enumerate(marks) if changes else ():
        if mark.cut not in cuts:
            cut = cut_graph(graph, mark.cut)
            cuts[mark.cut] = _Followed(cut, changes, on_the_way_of(marks, mark.cut), check)
        levels[:, v] = cuts[mark.cut].levels(mark)
    return levels, sum(followed.roughly for followed in cuts.values())


def seen_of(graph: SystemGraph, marks: Sequence[Mark]) -> Seen:
    """What these marks say of the ways through the system."""
    index = graph.arrays.index
    sure = seen_on_the_way(marks)
    return Seen(
        frozenset(index[m.node] for m in sure if not m.is_symptom),
        frozenset(index[m.node] for m in sure if m.is_symptom),
    )


def beginning_of(graph: SystemGraph, change: HypotheticalChange) -> Beginning:
    """Where a hypothesis begins."""
    effect = first_effect(change.kind, graph.nodes[change.node])
    facts = packed(closed(bit(effect)), 0, certain=True)
    return Beginning(graph.arrays.index[change.node], change.field, facts)


class _Followed:
    """Hypotheses about fields, followed through one system past what was seen on the way."""

    def __init__(
        self,
        graph: SystemGraph,
        changes: Sequence[HypotheticalChange],
        marks: Sequence[Mark],
        check: Callable[[], None],
    ) -> None:
        self._graph, self._check = graph, check
        self._seen = seen_of(graph, marks)
        classes = edge_classes(graph, check)
        check()
        self._reach = Reach(classes)
        check()
        self._begin = [beginning_of(graph, change) for change in changes]
        self._past = self._follow(self._seen)
        self._through = self._follow(Seen()) if self._seen.healthy else None
        self.roughly = 0

    def levels(self, mark: Mark) -> Levels:
        """How surely each hypothesis makes this mark's node bad."""
        past = self._past
        node = self._graph.arrays.index[mark.node]
        others = self._seen.bad - {node}
        if self._seen.bad and node not in self._seen.healthy and self._in_a_loop[node]:
            # A way to what is looked at ends there: what has arrived is no reason for its arriving.
            if len(self._past.nodes) <= MOST_FOLLOWED_AGAIN:
                past = self._follow(Seen(self._seen.healthy | {node}, others))
            else:
                self.roughly += 1
        found = np.full(len(self._begin), NEVER, np.int8)
        for at, effects in sight_of(self._graph, mark).at:
            found = np.maximum(found, past.levels(at, effects))
            if self._through is not None:
                found = np.maximum(found, THROUGH_HEALTHY[self._through.levels(at, effects)])
        return found

    @cached_property
    def _in_a_loop(self) -> NDArray[np.bool_]:
        """Whether something that leaves a node may come back to it, for each node."""
        arrays = self._graph.arrays
        parts = strong_parts(len(arrays.ids), arrays.from_index, arrays.to_index)
        found: NDArray[np.bool_] = np.bincount(parts)[parts] > 1
        found[arrays.from_index[arrays.from_index == arrays.to_index]] = True
        return found

    def _follow(self, seen: Seen) -> SideBySide:
        return self._reach.side_by_side(self._begin, seen, self._check)
