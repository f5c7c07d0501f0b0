"""The side a new box stands on: whether the area of its group can grow to hold it and meet nothing of others."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from explorer.layout.detours import boxes_of
from explorer.layout.request import Bools, Floats, Layout, LayoutRequest
from explorer.layout.spacing import GROUP_LABEL, GROUP_PADDING
from explorer.layout.stacking import Reals


class Sides:
    """The group of every box, the new ones included. groups: of the new boxes, -1 for none."""

    def __init__(self, request: LayoutRequest, groups: Mapping[int, int]) -> None:
        self._sizes = request.sizes.astype(np.float64)
        self._of = request.groups.copy()
        for box, group in groups.items():
            self._of[box] = group

    def can_grow(self, layout: Layout, box: int, centres: Reals) -> Bools:
        """Whether the area of the box's group could hold it at each of these centres; true of a box without group."""
        group = int(self._of[box])
        if group < 0:
            return np.ones(len(centres), np.bool_)
        own = layout.group_rects[group].astype(np.float64)
        low = centres - self._sizes[box] / 2 - [GROUP_PADDING, GROUP_PADDING + GROUP_LABEL]
        high = centres + self._sizes[box] / 2 + GROUP_PADDING
        low, high = np.fmin(low, own[:2]), np.fmax(high, own[2:])
        others = self._others(layout, box, group)
        return np.asarray(~_meets(others, low, high, own))

    def grown(self, layout: Layout, box: int) -> Floats:
        """The areas once the box stands where the layout has it; as they were where its own cannot hold it."""
        areas, group = layout.group_rects.copy(), int(self._of[box])
        centre = layout.centres[box].astype(np.float64)
        if group >= 0 and self.can_grow(layout, box, centre[None])[0]:
            low = centre - self._sizes[box] / 2 - [GROUP_PADDING, GROUP_PADDING + GROUP_LABEL]
            high = centre + self._sizes[box] / 2 + GROUP_PADDING
            areas[group] = [*np.fmin(low, areas[group, :2]), *np.fmax(high, areas[group, 2:])]
        return areas

    def _others(self, layout: Layout, box: int, group: int) -> Reals:
        """The cards and areas of others that stand somewhere."""
        foreign = self._of != group
        foreign[box] = False
        cards = boxes_of(layout.centres[foreign].astype(np.float64), self._sizes[foreign])
        every: Reals = np.concatenate(
            [cards, np.delete(layout.group_rects.astype(np.float64), group, axis=0)]
        )
        return every[~np.isnan(every[:, 0])]


def _meets(others: Reals, low: Reals, high: Reals, own: Reals) -> Bools:
    """Which of the boxes from `low` to `high` meet something that does not lie in the own area already."""
    reach = others[
        (others[:, :2] < high.max(axis=0)).all(axis=1) & (others[:, 2:] > low.min(axis=0)).all(axis=1)
    ]
    if not np.isnan(own[0]):
        reach = reach[~((reach[:, :2] < own[2:]).all(axis=1) & (reach[:, 2:] > own[:2]).all(axis=1))]
    found = np.zeros(len(low), np.bool_)
    for box in reach:
        found |= (low < box[2:]).all(axis=1) & (high > box[:2]).all(axis=1)
    return found
