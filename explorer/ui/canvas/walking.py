"""Moving from node to node with the arrow keys: along an edge, the way the key points."""

from __future__ import annotations

import math

import numpy as np

from explorer.drawing.picture import Floats
from explorer.ui.canvas.scene import Scene

WIDEST_TURN = math.radians(60)
"""How far off the key's direction the next node may lie."""


def next_along_edge(scene: Scene, node: int, dx: int, dy: int) -> int | None:
    """The nearest neighbour of a node in a direction, (1, 0) being right; None where there is none.

    A neighbour straight ahead is preferred to one as near but aside.
    """
    edges = scene.edges_of(np.array([node], dtype=np.int32))
    ends = np.concatenate([scene.tails[edges], scene.heads[edges]])
    neighbours = np.unique(ends[(ends >= 0) & (ends != node)])
    if not len(neighbours):
        return None
    x, y = _middles(scene)
    away_x, away_y = x[neighbours] - x[node], y[neighbours] - y[node]
    ahead = away_x * dx + away_y * dy
    aside = np.abs(away_x * dy) + np.abs(away_y * dx)
    within = (ahead > 0) & (np.arctan2(aside, ahead) <= WIDEST_TURN)
    if not within.any():
        return None
    cost = np.where(within, ahead + 2 * aside, np.inf)
    return int(neighbours[int(cost.argmin())])


def nearest_node(scene: Scene, x: float, y: float) -> int | None:
    """The node whose middle is nearest to a place."""
    if scene.is_empty:
        return None
    middle_x, middle_y = _middles(scene)
    return int(((middle_x - x) ** 2 + (middle_y - y) ** 2).argmin())


def _middles(scene: Scene) -> tuple[Floats, Floats]:
    return (scene.x0 + scene.x1) / 2, (scene.y0 + scene.y1) / 2
