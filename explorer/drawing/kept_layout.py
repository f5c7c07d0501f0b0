"""A layout that is kept while the system changes a little: what was there stays where it is, to the pixel.

Whoever draws a system by hand would otherwise lose the picture in their mind with every node; Arrange Again makes
the layout anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from explorer.domain.entities import EdgeKey, Node
from explorer.domain.geometry import Point
from explorer.domain.kinds import NodeKind
from explorer.domain.system_graph import GraphArrays, SystemGraph
from explorer.drawing.cards import Cards, cards_of
from explorer.drawing.edge_pills import NO_COUNTS
from explorer.drawing.edited_layout import spread
from explorer.drawing.placing import NO_PINS, layout_request
from explorer.drawing.with_flow import set_with_flow
from explorer.layout.beside import with_boxes
from explorer.layout.blocks import group_areas
from explorer.layout.curves import starts_of, subset
from explorer.layout.detours import boxes_of
from explorer.layout.request import Ints, Layout, LayoutRequest
from explorer.layout.reroute import reroute
from explorer.layout.stacking import Indices, Reals

_SHARE = 0.05
"""Of the nodes and edges; where more are new, a layout of its own shows better what they are."""

_ALWAYS_NODES, _ALWAYS_EDGES = 3, 20
_SAME_PLACE = 0.5  # pixels


class Kept(NamedTuple):
    """A graph's cards, what its layout was asked, and the layout."""

    cards: Cards
    request: LayoutRequest
    layout: Layout


def kept_layout(
    before: SystemGraph,
    cards: Cards,
    layout: Layout,
    made: SystemGraph,
    positions: Mapping[str, Point],
    made_cards: Cards | None = None,
    counts: Mapping[EdgeKey, int] = NO_COUNTS,
    pins: Mapping[str, int] = NO_PINS,
    check: Callable[[], None] = lambda: None,
) -> Kept | None:
    """The layout of `before`, with what `made` has besides and without what it no longer has.

    None where so much is new, or so placed, that a layout of its own is needed. positions: set by a person.
    pins: the columns in which nodes are to stay. made_cards: of what `made` has, to save the time; counts: how many
    edges a drawn one stands for. check may raise Cancelled.
    """
    old, index = before.arrays, made.arrays.index
    at = np.fromiter((index.get(i, -1) for i in old.ids), np.int64, len(old.ids))
    there, stays = np.flatnonzero(at >= 0), at[at >= 0]
    new_keys = [key for key in made.edges if key not in before.edges]
    if (
        not len(stays)
        or not _is_little(before, made, len(stays), len(new_keys))
        or _is_elsewhere(before, made)
    ):
        return None
    check()
    more = made_cards or cards_of(made)
    changed = np.array(
        [
            a
            for i, a in zip(there.tolist(), stays.tolist(), strict=True)
            if not _same(before, made, old.ids[i])
        ],
        np.int64,
    )
    unchanged = ~np.isin(stays, changed)
    # a card that grew for an arrowhead more could lie over its neighbour
    sizes = more.sizes.copy()
    sizes[stays[unchanged]] = cards.sizes[there[unchanged]]
    more = replace(more, sizes=sizes)
    centres = spread(layout.centres[there], stays, len(index))
    check()
    request = layout_request(made, positions, cards=more, counts=counts, pins=pins)
    check()
    layers = _layers(layout, there, stays, len(index))
    if _is_pinned_elsewhere(request, layers) or _is_set_elsewhere(request, centres):
        return None
    if _lies_over(request, centres, changed):
        return None
    going = _set_elsewhere(old, new_keys, layout, request, at)
    centres[going], layers[going] = np.nan, -1
    changed = np.setdiff1d(changed, going)
    wide, new_edges = _widened(before, made, layout, request, centres)
    wide = replace(wide, layers=layers)
    new = {int(i): int(request.groups[i]) for i in np.flatnonzero(np.isnan(centres[:, 0]))}
    loose = request.groups.copy()
    loose[list(new)] = -1
    asked = replace(request, groups=loose)
    placed = {i: Point(*request.positions[i].tolist()) for i in new if request.fixed[i]}
    result = with_boxes(asked, wide, new, placed, new_edges, grows=True)
    if len(changed):
        areas = result.group_rects
        result = replace(reroute(request, result, changed.tolist(), check=check), group_rects=areas)
    return Kept(more, request, result)


def _is_little(before: SystemGraph, made: SystemGraph, stay: int, edges: int) -> bool:
    """Whether the new nodes, and so many new edges, are few beside those that stay."""
    nodes = len(made.nodes) - stay
    return nodes <= max(_ALWAYS_NODES, _SHARE * stay) and edges <= max(
        _ALWAYS_EDGES, _SHARE * len(before.edges)
    )


def _is_elsewhere(before: SystemGraph, made: SystemGraph) -> bool:
    """Whether a node now belongs in another team's area."""
    pairs = ((node, made.nodes[i]) for i, node in before.nodes.items() if i in made.nodes)
    return any(_area(was) != _area(now) for was, now in pairs if was is not now)


def _area(node: Node) -> str | None:
    return None if node.kind is NodeKind.WORLD else node.owner


def _same(before: SystemGraph, made: SystemGraph, node_id: str) -> bool:
    was, now = before.nodes[node_id], made.nodes[node_id]
    return was is now or was == now


def _is_set_elsewhere(request: LayoutRequest, centres: Reals) -> bool:
    """Whether a person put a box that is here somewhere else."""
    away = np.abs(request.positions - centres)[request.fixed]
    return bool((away > _SAME_PLACE).any())  # of new boxes NaN, which is not


def _set_elsewhere(
    old: GraphArrays, new: Sequence[EdgeKey], layout: Layout, request: LayoutRequest, at: Indices
) -> list[int]:
    """The boxes that new edges ask to stand elsewhere. at: where the old ones are among them, -1 for those gone."""
    held = (at < 0) | (request.fixed | request.is_pinned)[at]
    going = set_with_flow(old, new, layout.centres, request.sizes[at], held)
    return [int(at[i]) for i in sorted(going)]


def _layers(layout: Layout, there: Indices, stays: Indices, count: int) -> Ints:
    """The layers of what was there before; what is new stands in none."""
    layers = np.full(count, -1, np.int32)
    if layout.layers is not None:
        layers[stays] = layout.layers[there]
    return layers


def _is_pinned_elsewhere(request: LayoutRequest, layers: Ints) -> bool:
    """Whether a box has to stand in a column in which it does not."""
    return request.pinned is not None and bool((request.is_pinned & (request.pinned != layers)).any())


def _lies_over(request: LayoutRequest, centres: Reals, changed: Indices) -> bool:
    """Whether a card that was changed would lie over another."""
    boxes = boxes_of(centres.astype(np.float64), request.sizes.astype(np.float64))
    for one in changed.tolist():
        over = (boxes[:, :2] < boxes[one, 2:]).all(axis=1) & (boxes[:, 2:] > boxes[one, :2]).all(axis=1)
        if over.sum() > 1:
            return True
    return False


def _widened(
    before: SystemGraph, made: SystemGraph, layout: Layout, request: LayoutRequest, centres: Reals
) -> tuple[Layout, list[int]]:
    """The old layout with a place for every node and edge there is now, empty where they are new; the new edges."""
    edge_of = {key: j for j, key in enumerate(before.arrays.keys)}
    was = np.fromiter((edge_of.get(key, -1) for key in made.arrays.keys), np.int64, len(made.edges))
    standing = ~np.isnan(centres[:, 0])
    known = (was >= 0) & standing[made.arrays.from_index] & standing[made.arrays.to_index]
    counts = np.zeros(len(was), np.int64)
    counts[known] = np.diff(layout.starts)[was[known]]
    routes, _ = subset(layout.routes, layout.starts, was[known])
    labels = np.full((len(was), 2), np.nan, np.float32)
    labels[known] = layout.label_centres[was[known]]
    labels[request.label_sizes[:, 0] == 0] = np.nan
    wide = replace(
        layout,
        centres=centres,
        routes=routes,
        starts=starts_of(counts),
        label_centres=labels,
        group_rects=_areas(before, made, layout, request, centres),
        note="",
    )
    return wide, np.flatnonzero(~known).tolist()


def _areas(
    before: SystemGraph, made: SystemGraph, layout: Layout, request: LayoutRequest, centres: Reals
) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Each team's area as it was, drawn in where nodes of it are gone, and none where it has no nodes here."""
    place = {owner: i for i, owner in enumerate(before.owners())}
    areas = np.full((request.group_count, 4), np.nan, np.float32)
    for i, owner in enumerate(made.owners()):
        if owner in place:
            areas[i] = layout.group_rects[place[owner]]
    standing = ~np.isnan(centres[:, 0])
    held = replace(request, groups=np.where(standing, request.groups, -1).astype(np.int32))
    tight = group_areas(held, centres.astype(np.float64)).astype(np.float32)
    areas[np.isnan(tight[:, 0])] = np.nan
    stays = {made.arrays.ids[i] for i in np.flatnonzero(standing).tolist()}
    gone = {_area(node) for i, node in before.nodes.items() if i not in stays} - {None}
    for i, owner in enumerate(made.owners()):
        if owner in gone:
            areas[i] = [*np.fmax(areas[i, :2], tight[i, :2]), *np.fmin(areas[i, 2:], tight[i, 2:])]
    return areas
