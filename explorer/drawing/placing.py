"""What a layout is asked about a graph: boxes, edges, teams and room for pills, as numbers without a name."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from explorer.domain.entities import EdgeKey
from explorer.domain.geometry import Point
from explorer.domain.kinds import NodeKind
from explorer.domain.system_graph import SystemGraph
from explorer.drawing.cards import Cards, cards_of
from explorer.drawing.edge_pills import NO_COUNTS, pill_sizes, pill_texts
from explorer.drawing.picture import Ints
from explorer.layout.request import LayoutRequest

NO_PINS: Mapping[str, int] = {}


def layout_request(
    graph: SystemGraph,
    positions: Mapping[str, Point] | None = None,
    *,
    previous: Mapping[str, Point] | None = None,
    cards: Cards | None = None,
    counts: Mapping[EdgeKey, int] = NO_COUNTS,
    pins: Mapping[str, int] = NO_PINS,
) -> LayoutRequest:
    """Everything a layout needs; boxes that a person put somewhere (`positions`) are fixed there, those that are to
    stay in a column (`pins`) do so.

    previous: the centres in the picture shown before. counts: how many edges a drawn one stands for. Groups are the
    owners, in order; the world belongs to none.
    """
    arrays = graph.arrays
    at = _centres(arrays.index, positions or {})
    world = np.fromiter((n.kind is NodeKind.WORLD for n in graph.nodes.values()), np.bool_, len(arrays.ids))
    return LayoutRequest(
        sizes=(cards or cards_of(graph)).sizes,
        edges=np.stack([arrays.from_index, arrays.to_index], axis=1),
        groups=group_indices(graph),
        group_count=len(graph.owners()),
        label_sizes=pill_sizes(pill_texts(graph, counts=counts)),
        fixed=~np.isnan(at[:, 0]),
        positions=at,
        returning=world[arrays.from_index],
        previous=None if previous is None else _centres(arrays.index, previous),
        pinned=_columns(arrays.index, pins),
    )


def group_indices(graph: SystemGraph) -> Ints:
    """Per node, its owner's place among graph.owners(); -1 for what nobody owns, and for the world."""
    place = {owner: i for i, owner in enumerate(graph.owners())}
    return np.fromiter(
        (-1 if n.owner is None or n.kind is NodeKind.WORLD else place[n.owner] for n in graph.nodes.values()),
        np.int32,
        len(graph.nodes),
    )


def _columns(index: Mapping[str, int], pins: Mapping[str, int]) -> Ints | None:
    columns = np.full(len(index), -1, np.int32)
    for node_id, column in pins.items():
        if node_id in index:
            columns[index[node_id]] = column
    return columns if (columns >= 0).any() else None


def _centres(
    index: Mapping[str, int], points: Mapping[str, Point]
) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    centres = np.full((len(index), 2), np.nan, np.float32)
    for node_id, point in points.items():
        if node_id in index:
            centres[index[node_id]] = point
    return centres
