"""Blocks: boxes that stand together as one area, a group or a connected part outside all groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.layout.ranks import components
from explorer.layout.request import Bools, LayoutRequest
from explorer.layout.spacing import GROUP_LABEL, GROUP_PADDING
from explorer.layout.stacking import Indices, Reals


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """of: (n,) block of each box. group: (b,) the block's group or -1. lonely: (n,) boxes without an edge."""

    of: Indices
    group: Indices
    lonely: Bools

    @property
    def count(self) -> int:
        """How many blocks there are."""
        return len(self.group)

    @property
    def padding_above(self) -> Reals:
        """Room between a block's upper border and its boxes."""
        return np.where(self.group >= 0, GROUP_PADDING + GROUP_LABEL, 0).astype(np.float64)

    @property
    def padding(self) -> Reals:
        """Room between a block's other borders and its boxes."""
        return np.where(self.group >= 0, GROUP_PADDING, 0).astype(np.float64)


def blocks_of(request: LayoutRequest) -> Blocks:
    """The groups in their order, then the connected parts outside, then one block of all lonely boxes outside."""
    count = request.node_count
    tails, heads = request.edges[:, 0], request.edges[:, 1]
    real = tails != heads
    lonely = np.ones(count, bool)
    lonely[tails[real]] = False
    lonely[heads[real]] = False
    lonely &= ~request.is_pinned  # else it would stand in a row at the foot
    outside = request.groups < 0
    within = real & outside[tails] & outside[heads]
    part = components(count, request.edges[within]).astype(np.int64)
    key = np.where(outside, request.group_count + part, request.groups)
    key = np.where(outside & lonely, request.group_count + count, key)
    names, of = np.unique(key, return_inverse=True)
    group = np.where(names < request.group_count, names, -1).astype(np.int32)
    return Blocks(of.astype(np.int32).reshape(-1), group, lonely)


def group_areas(request: LayoutRequest, centres: Reals) -> Reals:
    """(group_count, 4) each group's rectangle: its boxes, padding, and its label's room above them."""
    rects = np.full((request.group_count, 4), np.nan)
    inside = np.flatnonzero(request.groups >= 0)
    if len(inside) == 0:
        return rects
    group = request.groups[inside]
    half = request.sizes[inside] / 2
    low = np.full((request.group_count, 2), np.inf)
    high = np.full((request.group_count, 2), -np.inf)
    np.minimum.at(low, group, centres[inside] - half)
    np.maximum.at(high, group, centres[inside] + half)
    used = np.isfinite(low[:, 0])
    rects[used, :2] = low[used] - [GROUP_PADDING, GROUP_PADDING + GROUP_LABEL]
    rects[used, 2:] = high[used] + GROUP_PADDING
    return rects
