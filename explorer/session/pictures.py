"""From a graph to its picture: cards, layout, marks; the one way for the window and for every export."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from explorer.analysis.what_if.impact import Impact
from explorer.domain.geometry import Point
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted, named
from explorer.drawing.cards import Cards, cards_of
from explorer.drawing.compose import compose
from explorer.drawing.impact_marks import marks_of
from explorer.drawing.picture import Picture
from explorer.drawing.placing import layout_request
from explorer.drawing.theme import Theme
from explorer.errors import Cancelled
from explorer.importers.adapter import Task
from explorer.layout.engine import LayoutEngine, quick_layout
from explorer.layout.request import Layout, LayoutRequest


@dataclass(frozen=True, slots=True)
class Focus:
    """Only these nodes and those at most `hops` edges away."""

    ids: tuple[str, ...]
    hops: int = 1

    def told(self, graph: SystemGraph) -> str:
        """What is shown, in words."""
        return f"around {named(graph, self.ids, 2)}, {counted(self.hops, 'step')}"


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A part of the system with its cards, what the layout was asked, and its answer."""

    graph: SystemGraph
    cards: Cards
    request: LayoutRequest
    layout: Layout
    part: str

    def centres(self) -> dict[str, Point]:
        """Where each node is."""
        return {
            i: Point(x, y)
            for i, (x, y) in zip(self.graph.arrays.ids, self.layout.centres.tolist(), strict=True)
        }


def place(
    graph: SystemGraph,
    positions: Mapping[str, Point],
    *,
    focus: Focus | None = None,
    engine: LayoutEngine | None = None,
    previous: Mapping[str, Point] | None = None,
    task: Task | None = None,
) -> Placed:
    """The system, or what is in focus, laid out: by our own layers at once, or by `engine` when it is given.

    A focus has a layout of its own, so positions set for the whole system do not bind it.
    """
    task = task or Task()
    part = ""
    if focus is not None:
        part = focus.told(graph)
        graph = graph.subgraph(graph.within([i for i in focus.ids if i in graph.nodes], focus.hops))
        positions = {}
    task.check()
    cards = cards_of(graph)
    task.check()
    request = layout_request(graph, positions, previous=previous, cards=cards)
    task.check()
    if engine is None:
        return Placed(graph, cards, request, quick_layout(request), part)

    return Placed(graph, cards, request, engine.layout(request, cancelled=lambda: _is_stopped(task)), part)


def picture_of(
    placed: Placed, theme: Theme, *, impact: Impact | None = None, lit: Collection[str] | None = None
) -> Picture:
    """What is drawn: the placed part, with the marks of a what-if, all but `lit` faded."""
    marks = None if impact is None else marks_of(impact)
    return compose(
        placed.graph, placed.layout, theme, marks=marks, focus=lit, part=placed.part, cards=placed.cards
    )


def _is_stopped(task: Task) -> bool:
    try:
        task.check()
    except Cancelled:
        return True
    return False
