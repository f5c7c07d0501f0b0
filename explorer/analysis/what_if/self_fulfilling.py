"""Where what is measured is what a model caused: behind a world that reacts to a model, with nothing left to chance.

What is shown decides what is clicked, and what is clicked seems to prove that showing it was right. A share of
exploration, stated on an edge, ends the loop on every way over that edge; what nobody has said does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.kept import Check, once_per_graph
from explorer.analysis.reaching import Order, reached
from explorer.domain.entities import Edge, EdgeKey
from explorer.domain.kinds import EdgeKind, NodeKind, Pin
from explorer.domain.pauses import checked
from explorer.domain.system_graph import GraphArrays, SystemGraph

_TO_THE_WORLD = frozenset((EdgeKind.FEEDS, EdgeKind.PRODUCES, EdgeKind.DERIVES, EdgeKind.INFLUENCES))
_TO_A_METRIC = _TO_THE_WORLD | {EdgeKind.MEASURES, EdgeKind.DRIVES}


def self_fulfilling_nodes(
    graph: SystemGraph, check: Callable[[], None] = lambda: None, *, edited: Iterable[Edge] = ()
) -> frozenset[str]:
    """The data and metrics that some model shapes through a world; models, and what they give, are not among them.

    A model's own output is left out, since a change of it is seen there before the world has reacted.
    edited: edges of the graph as they would then be.
    """
    arrays, passing = graph.arrays, _passing(graph, check).edited(graph.arrays, edited)
    check()
    shown = _reached(arrays, passing.to_the_world, passing.models)
    shaped = passing.worlds[shown[passing.worlds]]
    check()
    onward = passing.to_a_metric & ~passing.reacts[arrays.to_index]
    found = _reached(arrays, onward, shaped)
    found[shaped] = False
    return frozenset(arrays.ids[i] for i in np.flatnonzero(found).tolist())


def ways_to_worlds(
    graph: SystemGraph, check: Callable[[], None] = lambda: None
) -> Mapping[str, tuple[tuple[EdgeKey, ...], ...]]:
    """For each world that a model shapes, groups of edges over one of which every way from a model to it leads.

    First the edges out of the models, then the edges into the world; a group is told once.
    """
    arrays, passing = graph.arrays, _passing(graph, check)
    over = np.flatnonzero(passing.to_the_world)
    start, end = arrays.from_index[over], arrays.to_index[over]
    check()
    worlds: list[int] = passing.worlds.tolist()
    number = {world: i for i, world in enumerate(worlds)}
    leads_to = Order(len(arrays.ids), end, start, check).spread({w: 1 << i for w, i in number.items()})
    shown = _reached(arrays, passing.to_the_world, passing.models)
    out: list[list[EdgeKey]] = [[] for _ in worlds]
    into: list[list[EdgeKey]] = [[] for _ in worlds]
    is_model = np.zeros(len(arrays.ids), np.bool_)
    is_model[passing.models] = True
    for j in over[is_model[start]].tolist():
        check()
        bits = leads_to[arrays.to_index[j]]
        while bits:
            world = bits.bit_length() - 1
            out[world].append(arrays.keys[j])
            bits ^= 1 << world
    for j in over[shown[start] & np.isin(end, passing.worlds)].tolist():
        into[number[int(arrays.to_index[j])]].append(arrays.keys[j])
    return {
        arrays.ids[world]: tuple(dict.fromkeys((tuple(out[i]), tuple(into[i]))))
        for world, i in number.items()
        if out[i]
    }


@dataclass(frozen=True, slots=True, eq=False)
class _Passing:
    """Which edges pass to the world, and to a metric, unexplored; the models and worlds; what of them reacts."""

    to_the_world: NDArray[np.bool_]
    to_a_metric: NDArray[np.bool_]
    models: NDArray[np.int64]
    worlds: NDArray[np.int64]
    reacts: NDArray[np.bool_]

    def edited(self, arrays: GraphArrays, edges: Iterable[Edge]) -> _Passing:
        """The same where these edges are as given."""
        to_the_world, to_a_metric = self.to_the_world.copy(), self.to_a_metric.copy()
        for edge in edges:
            j = arrays.number_of(edge.key)
            to_the_world[j], to_a_metric[j] = _passes(edge, _TO_THE_WORLD), _passes(edge, _TO_A_METRIC)
        return _Passing(to_the_world, to_a_metric, self.models, self.worlds, self.reacts)


@once_per_graph
def _passing(graph: SystemGraph, check: Check) -> _Passing:
    edges, kinds = graph.edges.values(), [n.kind for n in checked(graph.nodes.values(), check)]
    to_a_metric = np.fromiter((_passes(e, _TO_A_METRIC) for e in checked(edges, check)), np.bool_, len(edges))
    by_kind = np.fromiter((e.kind in _TO_THE_WORLD for e in checked(edges, check)), np.bool_, len(edges))
    models = np.flatnonzero(np.fromiter((k is NodeKind.MODEL for k in kinds), np.bool_, len(kinds)))
    worlds = np.flatnonzero(np.fromiter((k is NodeKind.WORLD for k in kinds), np.bool_, len(kinds)))
    reacts = np.zeros(len(kinds), np.bool_)
    reacts[models] = reacts[worlds] = True
    return _Passing(to_a_metric & by_kind, to_a_metric, models, worlds, reacts)


def _reached(arrays: GraphArrays, over: NDArray[np.bool_], sources: NDArray[np.int64]) -> NDArray[np.bool_]:
    kept = np.flatnonzero(over)
    return reached(len(arrays.ids), arrays.from_index[kept], arrays.to_index[kept], sources.tolist())


def _passes(edge: Edge, kinds: frozenset[EdgeKind]) -> bool:
    return edge.kind in kinds and edge.pin is not Pin.FROZEN and not edge.exploration
