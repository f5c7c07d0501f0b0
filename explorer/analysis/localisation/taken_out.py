"""A system's classes of edges with some edges taken out: sorting the edges of a large system again takes a second."""

from __future__ import annotations

from dataclasses import replace
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.what_if.edge_classes import EdgeClasses
from explorer.domain.system_graph import Ints


def without_edges(classes: EdgeClasses, gone: NDArray[np.bool_]) -> EdgeClasses:
    """What the classes of the graph without these edges would be; the nodes keep their numbers."""
    stays, arrays = ~gone, classes.arrays
    number = np.cumsum(stays) - 1

    def at_nodes(start: Ints, edges: Ints) -> tuple[Ints, Ints]:
        kept = stays[edges]
        upto = np.concatenate(([0], np.cumsum(kept)))
        return upto[start].astype(np.int32), number[edges[kept]].astype(np.int32)

    out_start, out_edges = at_nodes(arrays.out_start, arrays.out_edges)
    in_start, in_edges = at_nodes(arrays.in_start, arrays.in_edges)
    fewer = replace(
        arrays,
        keys=tuple(compress(arrays.keys, stays.tolist())),
        from_index=arrays.from_index[stays],
        to_index=arrays.to_index[stays],
        out_start=out_start,
        out_edges=out_edges,
        in_start=in_start,
        in_edges=in_edges,
    )
    edges = tuple(compress(classes.edges, stays.tolist()))
    return replace(classes, arrays=fewer, edges=edges, class_of=classes.class_of[stays])
