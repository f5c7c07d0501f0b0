"""A system laid out, with what a scenario adds beside it: what was there stays where it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from explorer.domain.entities import Edge, EdgeKey
from explorer.domain.geometry import Point
from explorer.domain.system_graph import SystemGraph
from explorer.drawing.cards import Cards, cards_of
from explorer.drawing.edge_pills import NO_COUNTS, pill_sizes, pill_texts
from explorer.drawing.edits import Edits
from explorer.drawing.placing import group_indices
from explorer.layout.beside import with_boxes
from explorer.layout.curves import starts_of
from explorer.layout.request import Floats, Layout, LayoutRequest
from explorer.layout.stacking import Indices


class Edited(NamedTuple):
    """A graph that also holds what a scenario adds, with its cards and where everything stands."""

    graph: SystemGraph
    cards: Cards
    layout: Layout


def with_edits(
    graph: SystemGraph,
    cards: Cards,
    layout: Layout,
    edits: Edits,
    placed: Mapping[str, Point],
    counts: Mapping[EdgeKey, int] = NO_COUNTS,
    lit: Sequence[Edge] = (),
) -> Edited:
    """What was laid out, and what `edits` adds to it. placed: new nodes that a person put somewhere.

    counts: how many edges a drawn one stands for. lit: edges that are not new, but only drawn now.
    """
    new_edges = (*edits.edges, *lit)
    made = graph.with_parts(edits.nodes, new_edges)
    index = made.arrays.index
    node_at = np.fromiter((index[i] for i in graph.arrays.ids), np.int64, len(graph.nodes))
    edge_of = {key: j for j, key in enumerate(made.arrays.keys)}  # in the same order, so the routes are too
    edge_at = np.fromiter((edge_of[key] for key in graph.arrays.keys), np.int64, len(graph.edges))
    more = _carried(cards_of(made), cards, node_at)
    owners = made.owners()
    groups = group_indices(made)
    new = {index[n.id]: int(groups[index[n.id]]) for n in edits.nodes}
    groups[list(new)] = -1  # no area grows
    request = LayoutRequest(
        sizes=more.sizes,
        edges=np.stack([made.arrays.from_index, made.arrays.to_index], axis=1),
        groups=groups,
        group_count=len(owners),
        label_sizes=pill_sizes(pill_texts(made, edits, counts)),
        fixed=np.zeros(len(made.nodes), np.bool_),
        positions=np.full((len(made.nodes), 2), np.nan, np.float32),
    )
    areas = spread(layout.group_rects, [owners.index(o) for o in graph.owners()], len(owners))
    signed = [edge_of[key] for key in edits.signed_edges()]
    labels = spread(layout.label_centres, edge_at, len(made.edges))
    labels[signed] = np.nan  # their pills are wider, or new
    points = np.zeros(len(made.edges), np.int64)
    points[edge_at] = np.diff(layout.starts)
    wide = replace(
        layout,
        centres=spread(layout.centres, node_at, len(made.nodes)),
        starts=starts_of(points),
        label_centres=labels,
        group_rects=areas,
    )
    there = {index[n.id]: placed[n.id] for n in edits.nodes if n.id in placed}
    return Edited(made, more, with_boxes(request, wide, new, there, [edge_of[e.key] for e in new_edges]))


def _carried(more: Cards, known: Cards, places: Indices) -> Cards:
    """The cards that were there stay so: one that grew for an arrowhead more could lie over its neighbour."""
    titles, subtitles = list(more.titles), list(more.subtitles)
    for i, place in enumerate(places.tolist()):
        titles[place], subtitles[place] = known.titles[i], known.subtitles[i]
    for column in ("kind", "outline", "dashed", "sizes"):
        getattr(more, column)[places] = getattr(known, column)
    return replace(more, titles=tuple(titles), subtitles=tuple(subtitles))


def spread(rows: Floats, places: Indices | list[int], count: int) -> Floats:
    """The rows at their places among more, the others NaN."""
    result = np.full((count, rows.shape[1]), np.nan, np.float32)
    result[places] = rows
    return result
