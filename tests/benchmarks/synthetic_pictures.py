"""Pictures of any size for the canvas benchmark: columns of cards, most edges to near columns, some far."""

import numpy as np

from explorer.domain.entities import EdgeKey
from explorer.domain.geometry import Point, Rect
from explorer.domain.kinds import EdgeKind
from explorer.drawing.ends import ARROW_NOTCH
from explorer.drawing.picture import (
    NO_EFFECT,
    NODE_KINDS,
    EdgeShapes,
    GroupShape,
    NodeShapes,
    Picture,
    Stroke,
)
from explorer.drawing.theme import LIGHT

COLUMN, ROW = 260.0, 54.0
EDGES_PER_NODE = 2.4
FAR = 0.04
"""Part of the edges that go anywhere."""


def picture_of(count, seed=0):
    """A picture of `count` nodes, 2.4 edges each, about 1.6 times as wide as high."""
    random = np.random.default_rng(seed)
    rows = max(1, round((count * COLUMN / ROW / 1.6) ** 0.5))
    column, row = np.arange(count) // rows, np.arange(count) % rows
    boxes = np.empty((count, 4), np.float32)
    boxes[:, 2] = random.integers(90, 170, count)
    boxes[:, 3] = 38
    boxes[:, 0] = column * COLUMN + (190 - boxes[:, 2]) / 2
    boxes[:, 1] = row * ROW + (column % 3) * 17
    nodes = NodeShapes(
        ids=tuple(f"n{i}" for i in range(count)),
        boxes=boxes,
        kind=random.integers(0, len(NODE_KINDS), count).astype(np.uint8),
        outline=random.integers(0, 4, count).astype(np.uint8),
        titles=tuple(f"node-{i}" for i in range(count)),
        subtitles=tuple(("dataset", "job · perl", "model · v12", "feature")[i % 4] for i in range(count)),
        dashed=random.random(count) < 0.03,
        effect=np.full(count, NO_EFFECT, np.uint8),
        possible=np.zeros(count, np.bool_),
        wave=np.zeros(count, np.uint8),
        sight=np.zeros(count, np.uint8),
        faded=np.zeros(count, np.bool_),
        edit=np.zeros(count, np.uint8),
        keeping=np.zeros(count, np.uint8),
    )
    edges = _edges(nodes.ids, boxes, rows, random)
    bounds = Rect(0, 0, float((boxes[:, 0] + boxes[:, 2]).max()), float((boxes[:, 1] + boxes[:, 3]).max()))
    groups = tuple(
        GroupShape(
            f"team-{i}", f"TEAM {i}", Rect(x, -40, x + 10 * COLUMN - 60, bounds.y1 + 20), Point(x + 16, -20)
        )
        for i, x in enumerate(np.arange(-20, bounds.x1, 10 * COLUMN).tolist())
    )
    strokes = (Stroke(LIGHT.edge, 1.2), Stroke(LIGHT.edge, 1.2, (6.0, 4.0)), Stroke(LIGHT.world, 1.2))
    told = f"{count:,} nodes"
    return Picture("Synthetic", told, told, "", nodes, edges, strokes, (), groups, (), bounds)


def _edges(ids, boxes, rows, random):
    count = round(len(ids) * EDGES_PER_NODE) if len(ids) > 1 else 0
    tails = random.integers(0, len(ids), count)
    near = tails + rows + random.integers(-min(12, rows), min(12, rows) + 1, count)
    heads = np.where(random.random(count) < FAR, random.integers(0, len(ids), count), near) % len(ids)
    start = boxes[tails, :2] + boxes[tails, 2:] * [1.0, 0.5]
    tips = boxes[heads, :2] + boxes[heads, 2:] * [0.0, 0.5]
    end = tips - [ARROW_NOTCH, 0]
    bend = np.maximum(40, np.abs(end[:, :1] - start[:, :1]) / 2) * [1.0, 0.0]
    routes = np.stack([start, start + bend, end - bend, end], axis=1).reshape(-1, 2).astype(np.float32)
    return EdgeShapes(
        keys=tuple(EdgeKey(ids[a], ids[b], EdgeKind.FEEDS) for a, b in zip(tails, heads, strict=True)),
        routes=routes,
        starts=(np.arange(count + 1) * 4).astype(np.int32),
        tips=tips.astype(np.float32),
        directions=np.tile(np.array([1, 0], np.float32), (count, 1)),
        stroke=(random.random(count) < 0.1).astype(np.uint8),
        effect=np.full(count, NO_EFFECT, np.uint8),
        faded=np.zeros(count, np.bool_),
        edit=np.zeros(count, np.uint8),
    )
