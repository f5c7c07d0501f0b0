"""What came new in one round of the fixpoint: for a few nodes as a dict, for many as arrays.

A frontier of a few nodes is worked off in plain Python, because an array operation costs more than a short
loop and a chain of 100,000 nodes has 100,000 rounds; a wide frontier is worked off as arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, groupby

import numpy as np
from numpy.typing import NDArray

from explorer.domain.system_graph import GraphArrays, Ints

Longs = NDArray[np.int64]
Frontier = dict[int, int]
"""The new bits of each node."""
Wide = tuple[Longs, Longs]
"""The same as arrays: nodes, each once, and their bits; never empty."""

Items = memoryview
"""A view of an array reads single items faster than numpy does."""
FEW = 150
_SPARSE = 16
"""To sort what arrives is quicker than to look through all nodes, where it is this much less than these."""


def as_arrays(frontier: Frontier | Wide) -> Wide:
    """The nodes of a frontier, and the bits of each."""
    if not isinstance(frontier, dict):
        return frontier
    count = len(frontier)
    return np.fromiter(frontier, np.int64, count), np.fromiter(frontier.values(), np.int64, count)


def fitting(frontier: Frontier | Wide) -> Frontier | Wide:
    """The frontier in the form in which it is worked off."""
    if isinstance(frontier, dict):
        return as_arrays(frontier) if len(frontier) > FEW else frontier
    nodes, bits = frontier
    return dict(zip(nodes.tolist(), bits.tolist(), strict=True)) if len(nodes) <= FEW else frontier


def leaving(arrays: GraphArrays, nodes: Longs) -> tuple[Longs, Longs]:
    """Where in `out_edges` the edges that leave these nodes stand, node by node, and how many leave each."""
    begin = arrays.out_start[nodes]
    counts = (arrays.out_start[nodes + 1] - begin).astype(np.int64)
    before = np.cumsum(counts) - counts
    return np.repeat(begin - before, counts) + np.arange(counts.sum()), counts


def by_node(nodes: Longs) -> tuple[Longs, Longs]:
    """Where the rows of each node begin once they are in order of node, up to the last node with any; that order."""
    order = np.argsort(nodes, kind="stable")
    start = np.searchsorted(nodes[order], np.arange(nodes.max(initial=-1) + 2))
    return start, order


class Inbox:
    """Puts together what arrives at each of so many nodes."""

    def __init__(self, nodes: int) -> None:
        self._bits: Longs = np.zeros(nodes, np.int64)

    def take(self, target: Ints | Longs, arriving: Longs, state: Longs) -> Wide:
        """What of this is new at each node, which is added to its state; may be empty."""
        arriving = arriving & ~state[target]
        new = np.flatnonzero(arriving)
        nodes, bits = self.together([(target[new], arriving[new])])
        state[nodes] |= bits
        return nodes, bits

    def together(self, parts: Sequence[tuple[Ints | Longs, Longs]]) -> Wide:
        """The same nodes, each once and in order, with all their bits; may be empty."""
        for target, arriving in parts:
            np.bitwise_or.at(self._bits, target, arriving)
        if sum(len(target) for target, _ in parts) * _SPARSE < len(self._bits):
            nodes = np.unique(np.concatenate([np.zeros(0, np.int64), *(target for target, _ in parts)]))
        else:
            nodes = np.flatnonzero(self._bits)
        bits = self._bits[nodes]
        self._bits[nodes] = 0
        return nodes, bits


def laid_end_to_end(frontiers: Sequence[Frontier | Wide]) -> tuple[Longs, Longs, Longs]:
    """The nodes and bits of all these, in their order, and for each the number of the frontier it is in."""
    lengths = (len(f) if isinstance(f, dict) else len(f[0]) for f in frontiers)
    counts = np.fromiter(lengths, np.int64, len(frontiers))
    nodes, bits = np.empty(counts.sum(), np.int64), np.empty(counts.sum(), np.int64)
    end = 0
    for _, group in groupby(frontiers, type):
        alike = list(group)
        few = [f for f in alike if isinstance(f, dict)]
        wide = [f for f in alike if not isinstance(f, dict)]
        begin, end = end, end + sum(map(len, few)) + sum(len(f[0]) for f in wide)
        if few:
            nodes[begin:end] = np.fromiter(chain.from_iterable(few), np.int64, end - begin)
            bits[begin:end] = np.fromiter(chain.from_iterable(f.values() for f in few), np.int64, end - begin)
        else:
            np.concatenate([f[0] for f in wide], out=nodes[begin:end])
            np.concatenate([f[1] for f in wide], out=bits[begin:end])
    return nodes, bits, np.repeat(np.arange(len(frontiers)), counts)
