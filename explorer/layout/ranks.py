"""Ranks: which boxes stand left of which, once the graph's cycles are cut."""

from __future__ import annotations

import numpy as np

from explorer.layout.request import Bools, Ints
from explorer.layout.stacking import Indices, by_key

_LOOPS_ARE_FASTER = 3_000  # boxes; below, arrays cost more than they save
_DEEPEST = 1_000


def backward_edges(count: int, edges: Indices, returning: Bools | None = None) -> Bools:
    """Edges to draw against the flow, so that all others run one way; self-loops are among them.

    A returning edge is cut before any other; none is cut that lies on no cycle, save by another cut.
    """
    tails, heads = edges[:, 0], edges[:, 1]
    backward: Bools = tails == heads
    hinted = np.zeros(len(edges), bool) if returning is None else returning & ~backward
    core = _core(count, edges, backward)
    if len(core) == 0:
        return backward
    backward[core[_closing_edges(count, edges[core], hinted[core])]] = True
    if hinted.any():
        place = _topological_places(count, edges[~(backward | hinted)])
        backward |= hinted & (place[tails] >= place[heads])
    return backward


def ranks(count: int, edges: Indices, lengths: Indices, pinned: Indices | None = None) -> Indices:
    """The column of each box: every edge spans at least its length, and no more than its ends need.

    edges: without cycles. Boxes with more edges out than in are pulled right, towards their readers. pinned: (n,) the
    column in which a box must stand, -1 for any; an edge runs against the flow only where these leave no other way.
    """
    pins = np.full(count, -1, np.int32) if pinned is None else pinned.astype(np.int32)
    levels = _levels(count, edges)
    if levels is not None:
        return _ranks_by_level(count, edges, lengths, levels, pins)
    order = _topological_order(count, edges)
    rank = np.maximum(pins, 0).tolist()
    stays = (pins >= 0).tolist()
    starts, heads, edge = _successors(count, edges)
    spans = lengths[edge].tolist()
    for node in order:
        base = rank[node]
        for at in range(starts[node], starts[node + 1]):
            if rank[heads[at]] < base + spans[at] and not stays[heads[at]]:
                rank[heads[at]] = base + spans[at]
    outs = np.bincount(edges[:, 0], minlength=count)
    ins = np.bincount(edges[:, 1], minlength=count)
    pulled = ((outs > ins) & (pins < 0)).tolist()
    for node in reversed(order):
        if pulled[node]:
            ends = [rank[heads[at]] - spans[at] for at in range(starts[node], starts[node + 1])]
            rank[node] = max(rank[node], min(ends))
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
    by_tail = by_key(edges[:, 0])
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


def _levels(count: int, edges: Indices) -> list[tuple[Indices, Indices]] | None:
    """(boxes, edges that leave them) round by round, boxes once all that feed them are through; boxes on a cycle and
    behind one are in no round. None for small and for very deep graphs, which plain loops order faster."""
    if count < _LOOPS_ARE_FASTER:
        return None
    waiting = np.bincount(edges[:, 1], minlength=count)
    by_tail = by_key(edges[:, 0])
    numbers = np.bincount(edges[:, 0], minlength=count)
    starts = np.cumsum(numbers) - numbers
    front = np.flatnonzero(waiting == 0)
    levels: list[tuple[Indices, Indices]] = []
    while len(front):
        counts = numbers[front]
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        out = by_tail[np.repeat(starts[front], counts) + within]
        levels.append((front, out))
        if len(levels) > _DEEPEST:
            return None
        heads = edges[out, 1]
        np.subtract.at(waiting, heads, 1)
        reached = np.unique(heads)
        front = reached[waiting[reached] == 0]
    return levels


def _ranks_by_level(
    count: int, edges: Indices, lengths: Indices, levels: list[tuple[Indices, Indices]], pins: Ints
) -> Ints:
    rank = np.maximum(pins, 0)
    stays = pins >= 0
    for _, out in levels:
        free = out[~stays[edges[out, 1]]]
        np.maximum.at(rank, edges[free, 1], rank[edges[free, 0]] + lengths[free])
    outs = np.bincount(edges[:, 0], minlength=count)
    pulled = (outs > np.bincount(edges[:, 1], minlength=count)) & ~stays
    for boxes, out in reversed(levels):
        out, chosen = out[pulled[edges[out, 0]]], boxes[pulled[boxes]]
        least = rank[chosen]
        rank[chosen] = np.iinfo(np.int32).max
        np.minimum.at(rank, edges[out, 0], rank[edges[out, 1]] - lengths[out])
        rank[chosen] = np.maximum(rank[chosen], least)
    return rank


def _ordered_boxes(count: int, edges: Indices) -> Indices:
    levels = _levels(count, edges)
    if levels is None:
        return np.array(_topological_order(count, edges), np.int64)
    return np.concatenate([boxes for boxes, _ in levels] or [np.zeros(0, np.int64)])


def _core(count: int, edges: Indices, left_out: Bools) -> Indices:
    """Edges that lie on a cycle or between two, those left out not counted."""
    kept = np.flatnonzero(~left_out)
    for turned in (False, True):
        peeled = np.zeros(count, bool)
        peeled[_ordered_boxes(count, edges[kept][:, ::-1] if turned else edges[kept])] = True
        kept = kept[~(peeled[edges[kept, 0]] | peeled[edges[kept, 1]])]
    return kept


def _topological_places(count: int, edges: Indices) -> Indices:
    place = np.zeros(count, np.int32)
    place[_ordered_boxes(count, edges)] = np.arange(count)
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
