"""A few nodes of a picture as a picture of their own, for those who want to show just these to others."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from explorer.domain.geometry import Rect
from explorer.domain.wording import counted, listed
from explorer.drawing.legend import legend_of
from explorer.drawing.picture import Bools, EdgeShapes, Ints, NodeShapes, Picture, Pill
from explorer.drawing.theme import theme_named
from explorer.language import tr

_AROUND = 12.0
"""Pixels beyond the cards, for their badges and heavy outlines."""
_NAMED = 8
"""Nodes that the description names; it is read aloud."""


def part_of(picture: Picture, ids: Collection[str]) -> Picture:
    """These nodes where they stand, the edges between them, and a legend of only what they show.

    Areas of teams are left out: they hold others too. So are notes, which speak of more than a few nodes.
    """
    wanted = frozenset(ids)
    kept = np.fromiter((i in wanted for i in picture.nodes.ids), np.bool_, len(picture.nodes))
    nodes = _nodes(picture.nodes, kept)
    inside = frozenset(nodes.ids)
    among = np.fromiter(
        (k.from_id in inside and k.to_id in inside for k in picture.edges.keys), np.bool_, len(picture.edges)
    )
    edges = _edges(picture.edges, among)
    places = np.cumsum(among) - 1
    pills = tuple(replace(p, edge=int(places[p.edge])) for p in picture.pills if among[p.edge])
    names = [title.replace("\n", " ") for title in nodes.titles]
    counts = tr(
        "{count:,} of {nodes} · {edges}",
        count=len(nodes),
        nodes=counted(len(picture.nodes), "node"),
        edges=counted(len(edges), "edge"),
    )
    return replace(
        picture,
        subtitle=counts,
        facts=counts,
        description=tr("A part of {title}: {names}.", title=picture.title, names=listed(names, _NAMED)),
        nodes=nodes,
        edges=edges,
        pills=pills,
        groups=(),
        notes=(),
        legend=legend_of(nodes, edges, picture.strokes, pills, theme_named(picture.theme)),
        bounds=_bounds(nodes, edges, pills),
    )


def _nodes(nodes: NodeShapes, kept: Bools) -> NodeShapes:
    places = np.flatnonzero(kept).tolist()
    return NodeShapes(
        ids=tuple(nodes.ids[i] for i in places),
        boxes=nodes.boxes[kept],
        kind=nodes.kind[kept],
        outline=nodes.outline[kept],
        titles=tuple(nodes.titles[i] for i in places),
        subtitles=tuple(nodes.subtitles[i] for i in places),
        dashed=nodes.dashed[kept],
        effect=nodes.effect[kept],
        possible=nodes.possible[kept],
        wave=nodes.wave[kept],
        sight=nodes.sight[kept],
        faded=nodes.faded[kept],
        edit=nodes.edit[kept],
        keeping=nodes.keeping[kept],
    )


def _edges(edges: EdgeShapes, kept: Bools) -> EdgeShapes:
    lengths = np.diff(edges.starts)
    starts = np.concatenate([[0], np.cumsum(lengths[kept])]).astype(np.int32)
    return EdgeShapes(
        keys=tuple(edges.keys[i] for i in np.flatnonzero(kept).tolist()),
        routes=edges.routes[_points(lengths, kept)],
        starts=starts,
        tips=edges.tips[kept],
        directions=edges.directions[kept],
        stroke=edges.stroke[kept],
        effect=edges.effect[kept],
        faded=edges.faded[kept],
        edit=edges.edit[kept],
    )


def _points(lengths: Ints, kept: Bools) -> Bools:
    """Which control points belong to an edge that is kept."""
    return np.asarray(np.repeat(kept, lengths), dtype=np.bool_)


def _bounds(nodes: NodeShapes, edges: EdgeShapes, pills: tuple[Pill, ...]) -> Rect:
    """Everything that is drawn."""
    corners = [nodes.boxes[:, :2] - _AROUND, nodes.boxes[:, :2] + nodes.boxes[:, 2:] + _AROUND, edges.routes]
    corners += [np.array([p.box for p in pills], np.float32).reshape(-1, 2)]
    every = np.concatenate(corners)
    if not len(every):
        return Rect(0.0, 0.0, 0.0, 0.0)
    (x0, y0), (x1, y1) = every.min(axis=0).tolist(), every.max(axis=0).tolist()
    return Rect(x0, y0, x1, y1)
