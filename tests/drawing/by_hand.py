"""A layout by hand, so that what drawing does is tested apart from what a layout engine decides."""

import numpy as np

from explorer.drawing.placing import layout_request
from explorer.layout.request import Layout

PARCEL_COLUMNS = [
    ["scans", "road-map"],
    ["scan-events", "route-hours", None, "holiday-flag"],
    ["nightly-join", None, "past-trips"],
    [None, "eta"],
    [None, "eta-scores", "late-share", "drift-watch"],
    [None, "tracking-page", "repeat-orders", "courier-app"],
    [None, "recipients"],
]
"""From left to right, and in each from top to bottom; None leaves a place free."""


def by_hand(graph, columns, wide=300.0, high=110.0):
    """Columns from left to right; every edge a curve from the right of its source to the left of its target.

    All curves into a card end at one point on purpose: setting them apart is drawing's work.
    """
    request = layout_request(graph)
    place = {
        node: (c * wide, r * high)
        for c, column in enumerate(columns)
        for r, node in enumerate(column)
        if node
    }
    centres = np.array([place[i] for i in graph.nodes], np.float32)
    half = request.sizes[:, 0] / 2
    top = centres[:, 1].min() - 90
    routes, pills = [], []
    for (start, end), (room, _) in zip(request.edges.tolist(), request.label_sizes.tolist(), strict=True):
        (x0, y0), (x1, y1) = centres[start].tolist(), centres[end].tolist()
        x0, x1 = x0 + float(half[start]), x1 - float(half[end])
        routes.append(_forward(x0, y0, x1, y1) if x1 > x0 else _back(x0, y0, x1, y1, top))
        pills.append(((x0 + x1) / 2, (y0 + y1) / 2) if room else (np.nan, np.nan))
    return Layout(
        centres=centres,
        routes=np.array([point for route in routes for point in route], np.float32),
        starts=np.cumsum([0, *map(len, routes)]).astype(np.int32),
        label_centres=np.array(pills, np.float32),
        group_rects=_around(request, centres),
        engine="by hand",
    )


def _forward(x0, y0, x1, y1):
    bend = (x1 - x0) / 2
    return [(x0, y0), (x0 + bend, y0), (x1 - bend, y1), (x1, y1)]


def _back(x0, y0, x1, y1, top):
    """Over everything, from right to left."""
    third = (x0 - x1) / 3
    return [
        *[(x0, y0), (x0 + 50, y0), (x0 + 50, top), (x0, top)],
        *[(x0 - third, top), (x1 + third, top), (x1, top)],
        *[(x1 - 50, top), (x1 - 50, y1), (x1, y1)],
    ]


def _around(request, centres):
    rects = np.full((request.group_count, 4), np.nan, np.float32)
    for group in range(request.group_count):
        held = request.groups == group
        if held.any():
            half = request.sizes[held] / 2
            low, high = (centres[held] - half).min(axis=0), (centres[held] + half).max(axis=0)
            rects[group] = [low[0] - 16, low[1] - 38, high[0] + 16, high[1] + 16]
    return rects
