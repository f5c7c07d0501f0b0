"""Our own layered layout: columns from left to right in numpy, at once and on every machine."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

import numpy as np

from explorer.layout.blocks import blocks_of
from explorer.layout.flow import flow
from explorer.layout.parts import packed
from explorer.layout.ranks import backward_edges, distances, ranks
from explorer.layout.request import Bools, Ints, Layout, LayoutRequest
from explorer.layout.reroute import with_pills_beside
from explorer.layout.shelved import shelved
from explorer.layout.stacking import Indices

FLOW_LIMIT = 1_500  # boxes; beyond, groups stand on shelves and edges take the straight way
_FLOW_EDGES = 6_000
_FLOW_BLOCKS = 60
_BEYOND = 100  # layers; every one takes memory, and a file may name any


def layers(request: LayoutRequest) -> Layout:
    """Where everything stands in the layered picture; the same request gives the same picture, byte for byte."""
    start = perf_counter()
    if request.node_count == 0:
        return empty_layout(request)
    blocks = blocks_of(request)
    small = request.node_count <= FLOW_LIMIT and len(request.edges) <= _FLOW_EDGES
    if small and blocks.count <= _FLOW_BLOCKS:
        flowing = flow(request, blocks, rank_boxes(request, np.ones(len(request.edges), bool)))
        result = packed(request, blocks, flowing)
    else:
        inner = blocks.of[request.edges[:, 0]] == blocks.of[request.edges[:, 1]]
        result = with_pills_beside(request, shelved(request, blocks, rank_boxes(request, inner)))
    if request.pinned is not None:  # then edges may join neighbours, which have no room for a pill
        result = with_pills_beside(request, result, np.isnan(result.label_centres[:, 0]))
    return replace(result, seconds=perf_counter() - start)


def empty_layout(request: LayoutRequest) -> Layout:
    """The picture of a system without boxes."""
    nothing = np.zeros((0, 2), np.float32)
    return Layout(
        centres=nothing,
        routes=nothing,
        starts=np.zeros(len(request.edges) + 1, np.int32),
        label_centres=nothing,
        group_rects=np.full((request.group_count, 4), np.nan, np.float32),
        engine="layers",
    )


def rank_boxes(request: LayoutRequest, kept: Bools) -> Indices:
    """The rank of each box by the edges kept; a graph too tangled for its size is ranked by distance instead."""
    count = request.node_count
    edges = request.edges[kept]
    returning = None if request.returning is None else request.returning[kept]
    backward = backward_edges(count, edges, returning)
    onward = edges[~backward]
    lengths = np.where(request.label_sizes[kept][~backward, 0] > 0, 2, 1).astype(np.int32)
    pinned = _layers_asked(request)
    rank = ranks(count, onward, lengths, pinned)
    if backward.sum() > 0.02 * len(edges) and rank.max(initial=0) > 30 + 2 * np.sqrt(count):
        rank = np.where(pinned >= 0, pinned, distances(count, edges)).astype(np.int32)
    return rank


def _layers_asked(request: LayoutRequest) -> Ints:
    """The layer of each pinned box, -1 for others; none lies much farther out than a chain of everything reaches."""
    if request.pinned is None:
        return np.full(request.node_count, -1, np.int32)
    return np.minimum(request.pinned, 2 * request.node_count + _BEYOND).astype(np.int32)
