"""From a system to what is drawn: the one way that the window and every export take."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from explorer.analysis.what_if.impact import Impact
from explorer.domain.geometry import Point
from explorer.domain.names import resolve_node
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted, listed
from explorer.drawing.compose import compose
from explorer.drawing.impact_marks import marks_of
from explorer.drawing.picture import Picture
from explorer.drawing.placing import layout_request
from explorer.drawing.theme import Theme
from explorer.errors import Cancelled
from explorer.layout.engine import Cancelled as LayoutCancelled
from explorer.layout.engine import LayoutEngine, quick_layout
from explorer.layout.request import Layout

Quality = Literal["quick", "graphviz"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a system that is looked at by itself: what lies around some nodes."""

    graph: SystemGraph
    caption: str


def part_around(graph: SystemGraph, texts: Collection[str], hops: int) -> Part:
    """What lies at most `hops` edges from these nodes, named by id or end of id; UsageError where there is none."""
    centre = [resolve_node(graph, text) for text in texts]
    names = listed([graph.nodes[i].name for i in centre])
    return Part(
        graph=graph.subgraph(graph.within(centre, hops)), caption=f"around {names}, {counted(hops, 'step')}"
    )


def lay_out(
    graph: SystemGraph,
    positions: Mapping[str, Point] | None = None,
    *,
    engine: LayoutEngine | None = None,
    previous: Mapping[str, Point] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Layout:
    """Where everything stands: by Graphviz with an engine, else by our own layout at once; may raise Cancelled."""
    request = layout_request(graph, positions, previous=previous)
    if engine is None:
        return quick_layout(request)
    try:
        return engine.layout(request, cancelled=cancelled)
    except LayoutCancelled:
        raise Cancelled from None


def centres_of(graph: SystemGraph, layout: Layout) -> dict[str, Point]:
    """Where each node stands in a layout of this graph: the `previous` of the next one."""
    points = layout.centres.tolist()
    return {node_id: Point(x, y) for node_id, (x, y) in zip(graph.arrays.ids, points, strict=True)}


def picture_of(
    graph: SystemGraph,
    layout: Layout,
    theme: Theme,
    *,
    impact: Impact | None = None,
    highlighted: Collection[str] | None = None,
    part: str = "",
) -> Picture:
    """The picture of a graph that `layout` placed, with an answer upon it; what is not highlighted is faded."""
    marks = None if impact is None else marks_of(impact)
    return compose(graph, layout, theme, marks=marks, focus=highlighted, part=part)
