"""Where a model shapes what it is judged by: model → world → data → metric, with nothing left to chance.

What is shown decides what is clicked, and what is clicked seems to prove that showing it was right. A share of
exploration on an edge ends this on every way over that edge. A hold-out ends it for a metric: data that the model
does not shape, and that somebody says is there for comparison. Behind the world only data counts: what another
model makes of it is that model's doing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from explorer.analysis.reaching import Bits, Order
from explorer.analysis.success.carriers import Carriers, Flags, carries
from explorer.domain.entities import Edge, Node
from explorer.domain.kinds import Evidence, NodeKind, Pin
from explorer.domain.system_graph import Ints

MOST_TOLD = 100
"""Models whose ways through the world are told edge by edge."""
_HOLD_OUT = re.compile(
    r"\b(hold[\s_-]?outs?|held[\s_-]?out|control[\s_-]?(group|sample|slice)s?|randomi[sz]ed|random[\s_-]?(slice|sample)s?"
    r"|not[\s_-]shown|unshown)\b"
)
_MOST_LOOKED_AT = 10_000
_STRENGTH = {evidence: rank for rank, evidence in enumerate(Evidence)}


@dataclass(frozen=True, slots=True)
class Shaped:
    """A metric that grows because of what its own model shows.

    filtered: whether a filter before the world picks what is shown, and with it the denominator. sure: whether
    there is such a way on which nothing is merely inferred. independent: other data it is measured on that the model
    does not shape, without anybody saying that it is a hold-out. edges: one way, empty where it is not told.
    """

    filtered: bool
    sure: bool
    independent: tuple[str, ...]
    edges: tuple[Edge, ...] = ()


class Shaping:
    """What each of some models shapes by itself, over ways on which nothing is left to chance."""

    def __init__(self, carriers: Carriers, models: list[str]) -> None:
        self._carriers = carriers
        self._graph = carriers.graph
        self._bit = {model: 1 << i for i, model in enumerate(models)}
        kept = ~carriers.explored & ~carriers.frozen
        self._any = _Ways(carriers, kept, self._bit)
        self._sure = _Ways(carriers, kept & ~carriers.inferred, self._bit)
        self._witnesses: dict[tuple[str, bool], _Witness] = {}

    def of(self, model: str, metric: str) -> Shaped | None:
        """How the model shapes the metric, or None where it does not, or a hold-out says what it is worth."""
        at, bit = self._carriers.index[metric], self._bit[model]
        if not self._any.through_world[at] & bit:
            return None
        independent, is_held_out = self._independent(metric, bit)
        if is_held_out:
            return None
        ways = self._sure if self._sure.through_world[at] & bit else self._any
        sure = ways is self._sure
        filtered = bool(ways.behind_filter[at] & bit)
        return Shaped(filtered, sure, independent, self._way(model, metric, ways, filtered))

    def _independent(self, metric: str, bit: int) -> tuple[tuple[str, ...], bool]:
        """The data a metric is measured on that the model does not reach, and whether one is a hold-out."""
        found = []
        for edge in self._graph.edges_into(metric):
            if not carries(edge) or edge.pin is Pin.FROZEN:
                continue
            at = self._carriers.index[edge.from_id]
            if edge.exploration or not (self._any.from_model[at] | self._any.through_world[at]) & bit:
                found.append(edge)
        held_out = any(e.exploration or self._is_held_out(e.from_id) for e in found)
        return tuple(dict.fromkeys(e.from_id for e in found)), held_out

    def _is_held_out(self, node_id: str) -> bool:
        """Whether it is said to be a hold-out, or is made of traffic that no model decides, or of another world."""
        seen = {node_id}
        frontier = [node_id]
        while frontier and len(seen) < _MOST_LOOKED_AT:
            here = frontier.pop()
            node = self._graph.nodes[here]
            if node.kind is NodeKind.WORLD or _says_held_out(node):
                return True
            for edge in self._graph.edges_into(here):
                if carries(edge):
                    if edge.exploration:
                        return True
                    if edge.from_id not in seen:
                        seen.add(edge.from_id)
                        frontier.append(edge.from_id)
        return False

    def _way(self, model: str, metric: str, ways: _Ways, filtered: bool) -> tuple[Edge, ...]:
        key = (model, ways is self._sure)
        if key not in self._witnesses:
            if len(self._witnesses) >= MOST_TOLD:
                return ()
            self._witnesses[key] = ways.witness(model)
        return self._witnesses[key].way(metric, filtered)


def _says_held_out(node: Node) -> bool:
    words = " ".join((node.id, node.name, node.description or "", *(node.tags or ()))).lower()
    return _HOLD_OUT.search(words.replace("_", "-")) is not None


class _Ways:
    """Bits of the models at each node: before any world, through a world, and through a filter and then a world."""

    def __init__(self, carriers: Carriers, kept: Flags, bit_of: dict[str, int]) -> None:
        self._carriers = carriers
        self._kept = kept
        self._states: _States | None = None
        before = kept & ~carriers.is_world[carriers.from_index]
        order = carriers.order(before)
        self._data = kept & ~carriers.is_model[carriers.to_index]
        after = carriers.order(self._data)
        self.from_model: Bits = order.spread({carriers.index[m]: bit for m, bit in bit_of.items()})
        filters = np.flatnonzero(before & carriers.filtered)
        picked: dict[int, int] = {}
        for i in filters.tolist():
            end = int(carriers.to_index[i])
            picked[end] = picked.get(end, 0) | self.from_model[int(carriers.from_index[i])]
        self.through_world: Bits = self._beyond(after, self.from_model)
        self.behind_filter: Bits = (
            self._beyond(after, order.spread(picked)) if picked else [0] * carriers.size
        )

    def _beyond(self, after: Order, before: Bits) -> Bits:
        worlds = np.flatnonzero(self._carriers.is_world).tolist()
        return after.spread({w: before[w] for w in worlds})

    def witness(self, model: str) -> _Witness:
        """Shortest ways from this model."""
        if self._states is None:
            self._states = _States(self._carriers, self._kept, self._data)
        return _Witness(self._carriers, self._states, self._carriers.index[model])


class _States:
    """The states in which a node is reached, as a graph: node + state × nodes.

    A state is 0 before any filter and world, 1 behind a filter, 2 behind a world, 3 behind a filter and a world.
    """

    def __init__(self, carriers: Carriers, kept: Flags, data: Flags) -> None:
        from scipy.sparse import csr_matrix

        starts, ends = self._steps(carriers, kept, data)
        total = 4 * carriers.size
        carriers.check()
        # Of floats, for any other numbers would be made into these at each walk.
        self.matrix = csr_matrix((np.ones(len(starts)), (starts, ends)), (total, total))
        carriers.check()

    def _steps(self, carriers: Carriers, kept: Flags, data: Flags) -> tuple[Ints, Ints]:
        start, end, size = carriers.from_index, carriers.to_index, carriers.size
        to_world = carriers.is_world[end]
        pieces = []
        for state in (0, 1):
            moved = np.where(carriers.filtered, 1, state)
            moved = np.where(to_world, moved + 2, moved)
            pieces.append((start + state * size, end + moved * size, kept))
        pieces += [(start + state * size, end + state * size, data) for state in (2, 3)]
        return (
            np.concatenate([s[mask] for s, _, mask in pieces]),
            np.concatenate([e[mask] for _, e, mask in pieces]),
        )


class _Witness:
    """The shortest ways from one model through a world."""

    def __init__(self, carriers: Carriers, states: _States, model: int) -> None:
        from scipy.sparse.csgraph import breadth_first_order

        self._carriers, self._size = carriers, carriers.size
        carriers.check()
        _, self._before = breadth_first_order(states.matrix, model, directed=True, return_predecessors=True)
        carriers.check()

    def way(self, metric: str, filtered: bool) -> tuple[Edge, ...]:
        """The edges of the shortest way to a metric, through a filter where one picks."""
        carriers, size = self._carriers, self._size
        at = carriers.index[metric] + (3 if filtered else 2) * size
        nodes = [at]
        while (before := int(self._before[nodes[-1]])) >= 0:
            nodes.append(before)
        nodes.reverse()
        return tuple(
            self._edge(a % size, b % size, filtered=a // size == 0 and (b // size) % 2 == 1)
            for a, b in pairwise(nodes)
        )

    def _edge(self, start: int, end: int, *, filtered: bool) -> Edge:
        """The surest edge that carries data from one node to the next, with a filter where the way needs one."""
        ids = self._carriers.graph.arrays.ids
        found = [
            e
            for e in self._carriers.graph.edges_from(ids[start])
            if e.to_id == ids[end] and carries(e) and not e.exploration and e.pin is not Pin.FROZEN
        ]
        return min(found, key=lambda e: (filtered and e.filter is None, _STRENGTH[e.evidence], e.key))
