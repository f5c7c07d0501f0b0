"""Ranks: which boxes stand left of which, once the graph's cycles are cut."""

from __future__ import annotations

import numpy as np

from explorer.layout.request import Bools
from explorer.layout.stacking import Indices


def backward_edges(count: int, edges: Indices, returning: Bools | None = None) -> Bools:
    """Edges to draw against the flow, so that all others run one way; self-loops are among them.

    A returning edge is cut before any other; none is cut that lies on no cycle, save by another cut.
    """
    tails, heads = edges[:, 0], edges[:, 1]
    backward: Bools = tails == heads
    hinted = np.zeros(len(edges), bool) if returning is None else returning & ~backward
    if len(_topological_order(count, edges[~backward])) == count:
        return backward
    backward[_closing_edges(count, edges, backward | hinted)] = True
    if hinted.any():
        place = _topological_places(count, edges[~(backward | hinted)])
        backward |= hinted & (place[tails] >= place[heads])
    return backward


def ranks(count: int, edges: Indices, lengths: Indices) -> Indices:
    """The column of each box: every edge spans at least its length, and no more than its ends need.

    edges: without cycles. Boxes with more edges out than in are pulled right, towards their readers.
    """
    order = _topological_order(count, edges)
    rank = [0] * count
    starts, heads, edge = _successors(count, edges)
    spans = lengths[edge].tolist()
    for node in order:
        base = rank[node]
        for at in range(starts[node], starts[node + 1]):
            if rank[heads[at]] < base + spans[at]:
                rank[heads[at]] = base + spans[at]
    outs = np.bincount(edges[:, 0], minlength=count)
    ins = np.bincount(edges[:, 1], minlength=count)
    pulled = (outs > ins).tolist()
    for node in reversed(order):
        if pulled[node]:
            rank[node] = min([rank[heads[at]] - spans[at] for at in range(starts[node], starts[node + 1])])
    return np.array(rank, np.int32)


def distances(count: int, edges: Indices) -> Indices:
    """Steps from the boxes nothing runs into, cycles and all: shallow ranks for a graph too tangled to rank."""
    starts, heads, _ = _successors(count, edges)
    level = [-1] * count
    entries = np.flatnonzero(np.bincount(edges[:, 1], minlength=count) == 0).tolist()
    for sources in [entries, *([node] for node in range(count))]:
        front = [node for node in sources if level[node] < 0]
        for node in front:
            level[node] = 0
        for node in front:  # grows while it is walked
            for other in heads[starts[node] : starts[node + 1]]:
                if level[other] < 0:
                    level[other] = level[node] + 1
                    front.append(other)
    return np.array(level, np.int32)


def components(count: int, edges: Indices) -> Indices:
    """The connected part of each box, named by its smallest index."""
    label = np.arange(count, dtype=np.int32)
    tails, heads = edges[:, 0], edges[:, 1]
    while True:
        at_tail, at_head = label[tails], label[heads]
        if np.array_equal(at_tail, at_head):
            return label
        low = np.minimum(at_tail, at_head)
        np.minimum.at(label, at_tail, low)
        np.minimum.at(label, at_head, low)
        while True:
            shorter = label[label]
            if np.array_equal(shorter, label):
                break
            label = shorter


def _successors(count: int, edges: Indices) -> tuple[list[int], list[int], Indices]:
    """(starts, heads, edges): node i feeds heads[starts[i]:starts[i + 1]]; plain lists, as loops run over them."""
    by_tail = np.argsort(edges[:, 0], kind="stable")
    starts = np.zeros(count + 1, np.int64)
    starts[1:] = np.cumsum(np.bincount(edges[:, 0], minlength=count))
    return starts.tolist(), edges[by_tail, 1].tolist(), by_tail.astype(np.int32)


def _topological_order(count: int, edges: Indices) -> list[int]:
    """Boxes before all they feed; boxes on a cycle, and those behind one, are left out."""
    waiting = np.bincount(edges[:, 1], minlength=count).tolist()
    starts, heads, _ = _successors(count, edges)
    order = [node for node in range(count) if not waiting[node]]
    for node in order:  # grows while it is walked
        for other in heads[starts[node] : starts[node + 1]]:
            waiting[other] -= 1
            if not waiting[other]:
                order.append(other)
    return order


def _topological_places(count: int, edges: Indices) -> Indices:
    place = np.zeros(count, np.int32)
    place[_topological_order(count, edges)] = np.arange(count)
    return place


def _closing_edges(count: int, edges: Indices, left_out: Bools) -> list[int]:
    """Edges by which a depth-first walk meets its own path; roots first, then the targets of what is left out."""
    kept = np.flatnonzero(~left_out).astype(np.int32)
    starts, heads, edge = _successors(count, edges[kept])
    entries = np.flatnonzero(np.bincount(edges[kept, 1], minlength=count) == 0)
    fresh, on_path, done = 0, 1, 2
    state = [fresh] * count
    closing = []
    at = starts[:-1]
    for root in np.concatenate([entries, edges[left_out, 1], np.arange(count)]).tolist():
        if state[root] != fresh:
            continue
        state[root] = on_path
        path = [root]
        while path:
            node = path[-1]
            if at[node] == starts[node + 1]:
                state[node] = done
                path.pop()
                continue
            other = heads[at[node]]
            if state[other] == fresh:
                state[other] = on_path
                path.append(other)
            elif state[other] == on_path:
                closing.append(at[node])
            at[node] += 1
    return [int(i) for i in kept[edge[closing]]] if closing else []
