"""What a new edge sets elsewhere: whoever draws node by node and then connects them wants data to flow to the right.

Only what little hangs together on one side of the edge goes; what a person placed stays, and so does the rest.
"""

from __future__ import annotations

from collections.abc import Sequence

from explorer.domain.entities import EdgeKey
from explorer.domain.system_graph import GraphArrays
from explorer.layout.request import Bools, Floats
from explorer.layout.spacing import COLUMN_GAP

_MOST = 12
"""Nodes that go together; where more hang together on both sides, all stay, and Arrange Again sets them in order."""


def set_with_flow(
    before: GraphArrays, new: Sequence[EdgeKey], centres: Floats, sizes: Floats, held: Bools
) -> frozenset[int]:
    """The nodes that are to find a new place: those that a new edge joins to others for the first time, and those to
    which it runs against the flow.

    before: without the new edges; centres, sizes, held: of its nodes, held by a person's hand or a pin.
    """
    going: set[int] = set()
    for key in new:
        start, end = (before.index.get(i, -1) for i in key[:2])
        if min(start, end) < 0 or start == end or not going.isdisjoint((start, end)):
            continue
        is_first = any(_is_alone(before, node) for node in (start, end))
        if is_first or not _runs_right(centres, sizes, start, end):
            going.update(_loose(before, start, end, held))
    return frozenset(going)


def _runs_right(centres: Floats, sizes: Floats, start: int, end: int) -> bool:
    room = centres[end, 0] - centres[start, 0] - (sizes[start, 0] + sizes[end, 0]) / 2
    return bool(room >= COLUMN_GAP / 2)


def _is_alone(graph: GraphArrays, node: int) -> bool:
    return not len(graph.edges_from(node)) and not len(graph.edges_into(node))


def _loose(graph: GraphArrays, start: int, end: int, held: Bools) -> Sequence[int]:
    """What goes: the smaller of the two parts that the edge joins; an end alone where there is but one part, and all
    that this end has runs to it, or from it, as the edge does; else nothing."""
    of_target, of_source = _together(graph, end), _together(graph, start)
    sides: list[Sequence[int]] = []
    if start not in of_target and end not in of_source:
        sides = sorted((side for side in (of_target, of_source) if len(side) <= _MOST), key=len)
    elif not len(graph.edges_from(end)):
        sides = [(end,)]
    elif not len(graph.edges_into(start)):
        sides = [(start,)]
    return next((side for side in sides if not held[list(side)].any()), ())


def _together(graph: GraphArrays, node: int) -> Sequence[int]:
    """The node and all that hangs together with it; where that is more than may go, a part of it."""
    found, known = [node], {node}
    for one in found:  # grows while it is walked
        near = {
            *graph.to_index[graph.edges_from(one)].tolist(),
            *graph.from_index[graph.edges_into(one)].tolist(),
        }
        found += sorted(near - known)
        known |= near
        if len(found) > _MOST:
            break
    return found
