"""What Graphviz is asked and how its answer becomes our picture: which boxes, pills and edges it is told of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.layout.blocks import Blocks
from explorer.layout.curves import spread_ports, starts_of, subset
from explorer.layout.request import Bools, Ints, LayoutRequest
from explorer.layout.spacing import ASPECT, COLUMN_GAP, GROUP_LABEL, GROUP_PADDING, ROW_GAP
from explorer.layout.stacking import Indices, Reals

SPLINES, POLYLINE = 0, 1
_TAUT = 100  # weight of what must not be longer than needed
GROUP_MARGIN = GROUP_PADDING + GROUP_LABEL  # Graphviz has one margin for all sides; the name needs it above


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A graph for Graphviz: boxes that have edges, grids of those that have none, pills, and where boxes are pinned
    to layers a post for each layer, as vertices.

    boxes: (k,) the box behind each of the first k vertices. grids: members and their places within the grid, by
    vertex. first, second: (m,) the edge sent for each of the request's edges, and the one behind its pill; -1 for
    none. pill: (m,) its vertex.
    """

    boxes: Indices
    grids: dict[int, tuple[Indices, Reals]]
    first: Indices
    second: Indices
    pill: Indices
    message: list[NDArray[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Centres and layers of all boxes (NaN and -1 for those not asked about), and the routes that came, of these
    edges, ascending."""

    centres: Reals
    layers: Ints
    edges: Indices
    routes: Reals
    starts: Ints
    pills: Reals


def question(
    request: LayoutRequest,
    blocks: Blocks,
    members: Indices,
    against: Bools,
    *,
    style: int,
    quick: bool,
    clusters: bool,
    rank: Indices | None = None,
) -> Question:
    """What to ask about some of the boxes and the edges among them; against: edges to turn round, of all.

    rank: the layer in which each box must stand; None where Graphviz may choose.
    """
    count = request.node_count
    chosen = np.zeros(count, bool)
    chosen[members] = True
    boxes = np.flatnonzero(chosen & ~blocks.lonely)
    vertex = np.full(count, -1)
    vertex[boxes] = np.arange(len(boxes))
    sizes: list[Reals] = [request.sizes[boxes].astype(np.float64)]
    group: list[Indices] = [request.groups[boxes]]
    grids: dict[int, tuple[Indices, Reals]] = {}
    number = len(boxes)
    lonely = np.flatnonzero(chosen & blocks.lonely)
    for block in np.unique(blocks.of[lonely]).tolist():
        alone = lonely[blocks.of[lonely] == block]
        places, extent = grid(request.sizes[alone].astype(np.float64))
        grids[number] = (alone, places)
        sizes.append(extent[None])
        group.append(blocks.group[[block]])
        number += 1
    tails, heads = request.edges[:, 0], request.edges[:, 1]
    inside = chosen[tails] & chosen[heads] & (tails != heads)
    pill = np.full(len(request.edges), -1)
    has_room = inside & (request.label_sizes[:, 0] > 0)
    if rank is not None:
        inside &= rank[tails] != rank[heads]  # we lead what stays within a layer
        has_room &= np.abs(rank[tails] - rank[heads]) > 1
    pilled = np.flatnonzero(has_room & (style == SPLINES))
    pill[pilled] = number + np.arange(len(pilled))
    sizes.append(request.label_sizes[pilled].astype(np.float64))
    same = request.groups[tails[pilled]] == request.groups[heads[pilled]]
    group.append(np.where(same, request.groups[tails[pilled]], -1))
    plain = np.flatnonzero(inside & (pill < 0))
    pairs, which, weights = np.unique(
        vertex[request.edges[plain]], axis=0, return_inverse=True, return_counts=True
    )
    flags = np.zeros(len(pairs), np.int64)
    flags[which.reshape(-1)] = against[plain]
    first, second = np.full(len(pill), -1), np.full(len(pill), -1)
    first[plain] = which.reshape(-1)
    first[pilled] = len(pairs) + np.arange(len(pilled))
    second[pilled] = len(pairs) + len(pilled) + np.arange(len(pilled))
    sent = np.vstack(
        [
            pairs.reshape(-1, 2),
            np.column_stack([vertex[tails[pilled]], pill[pilled]]),
            np.column_stack([pill[pilled], vertex[heads[pilled]]]),
        ]
    )
    flags = np.concatenate([flags, against[pilled], against[pilled]])
    weight = np.concatenate([np.minimum(weights, 100), np.ones(2 * len(pilled), np.int64)])
    options = np.column_stack([flags, weight])
    settings = np.array([style, quick, ROW_GAP, COLUMN_GAP, GROUP_MARGIN])
    cluster = np.concatenate(group) if clusters else np.full(sum(len(part) for part in group), -1)
    message = [np.vstack(sizes), cluster, sent, options, settings]
    if rank is not None:
        message = _with_posts(message, boxes, rank)
    return Question(boxes, grids, first, second, pill, message)


def _with_posts(message: list[NDArray[Any]], boxes: Indices, rank: Indices) -> list[NDArray[Any]]:
    """The message with a post for each layer, all in a chain, and the layer of each vertex that must stand in one."""
    sizes, cluster, sent, options, settings = message
    count = int(rank[boxes].max(initial=-1)) + 1
    layer = np.full(len(sizes) + count, -1)
    layer[: len(boxes)] = rank[boxes]
    posts = len(sizes) + np.arange(count)
    layer[posts] = np.arange(count)
    chain = np.column_stack([posts[:-1], posts[1:]])
    return [
        np.vstack([sizes, np.ones((count, 2))]),
        np.concatenate([cluster, np.full(count, -1)]),
        np.vstack([sent, chain]),
        np.vstack([options, np.tile([0, _TAUT], (len(chain), 1))]),
        settings,
        layer,
    ]


def answered(request: LayoutRequest, asked: Question, answer: list[NDArray[Any]]) -> Places:
    """The places of the boxes asked about; routes end on their borders, arrowheads beside each other."""
    vertices, routes, starts = answer
    centres = np.full((request.node_count, 2), np.nan)
    centres[asked.boxes] = vertices[: len(asked.boxes)]
    layers = np.full(request.node_count, -1, np.int32)
    flowing = np.delete(
        vertices[:, 0], list(asked.grids)
    )  # all of a layer have their middles above each other
    layers[asked.boxes] = np.searchsorted(np.unique(flowing), vertices[: len(asked.boxes), 0])
    for number, (alone, places) in asked.grids.items():
        centres[alone] = vertices[number] - asked.message[0][number] / 2 + places
    edges, ways, way_starts = _ways(asked, routes, starts)
    pills = np.full((len(asked.pill), 2), np.nan)
    held = asked.pill >= 0
    pills[held] = vertices[asked.pill[held]]
    _attach(request, centres, edges, ways, way_starts)
    return Places(centres, layers, edges, ways, way_starts, pills)


def grid(sizes: Reals) -> tuple[Reals, Reals]:
    """(centres from the left upper corner, width and height) of boxes set in rows and columns."""
    width, height = sizes.max(axis=0) + ROW_GAP
    across = max(1, min(len(sizes), round(float(np.sqrt(len(sizes) * height / width * ASPECT)))))
    place = np.arange(len(sizes))
    corner = np.column_stack([place % across * width, place // across * height])
    rows = -(-len(sizes) // across)
    extent = np.array([across * width - ROW_GAP, rows * height - ROW_GAP])
    return corner + sizes / 2, extent


def _ways(asked: Question, routes: Reals, starts: Ints) -> tuple[Indices, Reals, Ints]:
    """(edges, routes, starts) of what can be drawn; an edge with a pill goes straight on under it."""
    lengths = np.append(np.diff(starts), 0)
    halved = asked.second >= 0
    whole = (asked.first >= 0) & (lengths[asked.first] > 0) & ~(halved & (lengths[asked.second] == 0))
    edges = np.flatnonzero(whole)
    halved = halved[edges]
    before, before_starts = subset(routes, starts, asked.first[edges])
    after, after_starts = subset(routes, starts, asked.second[edges[halved]])
    counts = np.diff(before_starts)
    counts[halved] += 2 + np.diff(after_starts)
    way_starts = starts_of(counts)
    ways = np.empty((way_starts[-1], 2))
    place = np.arange(len(ways)) - np.repeat(way_starts[:-1], counts)
    first = np.repeat(np.diff(before_starts), counts)
    ways[place < first] = before
    ways[place >= first + 2] = after
    bridge = way_starts[:-1][halved] + np.diff(before_starts)[halved]
    step = (ways[bridge + 2] - ways[bridge - 1]) / 3
    ways[bridge], ways[bridge + 1] = ways[bridge - 1] + step, ways[bridge + 2] - step
    return edges, ways, way_starts


def _attach(request: LayoutRequest, centres: Reals, edges: Indices, ways: Reals, starts: Ints) -> None:
    """Move both ends of each route, in place, to its own point of the border."""
    tails, heads = request.edges[edges, 0], request.edges[edges, 1]
    first, last = starts[:-1], starts[1:] - 1
    out, into = spread_ports(
        request.edges[edges],
        np.nan_to_num(centres),
        request.sizes.astype(np.float64),
        ways[first + 3, 1],
        ways[last - 3, 1],
    )
    half = request.sizes[:, 0] / 2.0
    ways[first + 1, 1] += out - ways[first, 1]
    ways[first] = np.column_stack([centres[tails, 0] + half[tails], out])
    ways[last - 1, 1] += into - ways[last, 1]
    ways[last] = np.column_stack([centres[heads, 0] - half[heads], into])
