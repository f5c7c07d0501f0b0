"""How much hangs on a node: its own criticality, or that of an objective it reaches."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.kept import Check, once_per_graph
from explorer.domain.kinds import Criticality, EdgeKind, NodeKind
from explorer.domain.pauses import checked
from explorer.domain.system_graph import SystemGraph

Longs = NDArray[np.int64]

_RANK = {Criticality.HIGH: 0, Criticality.NORMAL: 1, None: 1, Criticality.LOW: 2}
_NO_DATA = (EdgeKind.WATCHES, EdgeKind.OPTIMISES)


@once_per_graph
def criticality_ranks(graph: SystemGraph, check: Check) -> Longs:
    """0 high, 1 normal or not said, 2 low, for every node in order of id."""
    nodes = graph.nodes.values()
    ranks = np.fromiter((_RANK[n.criticality] for n in checked(nodes, check)), np.int64, len(nodes))
    goals = [i for i, n in enumerate(nodes) if n.kind is NodeKind.OBJECTIVE and n.criticality is not None]
    for rank in sorted({int(ranks[i]) for i in goals}, reverse=True):  # the highest has the last word
        reached = _reaching(graph, np.array([i for i in goals if ranks[i] == rank], np.int64))
        ranks[reached] = np.minimum(ranks[reached], rank)
    return ranks


def _reaching(graph: SystemGraph, targets: Longs) -> Longs:
    """The nodes from which data passes to one of these, and these."""
    arrays = graph.arrays
    passes = np.fromiter((k.kind not in _NO_DATA for k in arrays.keys), np.bool_, len(arrays.keys))
    seen = np.zeros(len(arrays.ids), np.bool_)
    seen[targets] = True
    frontier = targets
    while len(frontier):
        counts = arrays.in_start[frontier + 1] - arrays.in_start[frontier]
        before = np.cumsum(counts) - counts
        edges = arrays.in_edges[
            np.repeat(arrays.in_start[frontier] - before, counts) + np.arange(counts.sum())
        ]
        sources = arrays.from_index[edges[passes[edges]]]
        frontier = np.unique(sources[~seen[sources]]).astype(np.int64)
        seen[frontier] = True
    return np.flatnonzero(seen)
