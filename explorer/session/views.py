"""What the window shows of a system: the whole or a focus, laid out, and what becomes of it when nodes are moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from explorer.domain.geometry import Point
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted, named
from explorer.drawing.cards import Cards, cards_of
from explorer.drawing.compose import compose
from explorer.drawing.edited_layout import with_edits
from explorer.drawing.edits import edits_of
from explorer.drawing.impact_marks import marks_of
from explorer.drawing.kept_layout import kept_layout
from explorer.drawing.picture import Picture
from explorer.drawing.placing import layout_request
from explorer.drawing.theme import Theme
from explorer.errors import Cancelled
from explorer.importers.adapter import Task
from explorer.layout.engine import Cancelled as LayoutCancelled
from explorer.layout.engine import LayoutEngine, quick_layout
from explorer.layout.request import Layout, LayoutRequest
from explorer.layout.reroute import reroute
from explorer.session.what_ifs import WhatIf


@dataclass(frozen=True, slots=True)
class Focus:
    """Only these nodes and those at most `hops` edges away."""

    ids: tuple[str, ...]
    hops: int = 1

    def told(self, graph: SystemGraph) -> str:
        """What is shown, in words."""
        return f"around {named(graph, self.ids, 2)}, {counted(self.hops, 'step')}"


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A system, or the part of it in focus, with its cards and where everything stands.

    aside: where a person put what is only there in a scenario, until the next layout. is_kept: nothing that was
    there before moved, so that no better layout is wanted before a person asks for one.
    """

    graph: SystemGraph
    cards: Cards
    request: LayoutRequest
    layout: Layout
    part: str = ""
    aside: Mapping[str, Point] = field(default_factory=dict)
    is_kept: bool = False

    def centres(self) -> dict[str, Point]:
        """Where each node stands."""
        points = self.layout.centres.tolist()
        return {node_id: Point(x, y) for node_id, (x, y) in zip(self.graph.arrays.ids, points, strict=True)}

    def picture(self, theme: Theme, what_if: WhatIf | None = None) -> Picture:
        """What is drawn, with the marks of a what-if, and with what its scenario adds and takes out."""
        if what_if is None:
            return compose(self.graph, self.layout, theme, part=self.part, cards=self.cards)
        marks = marks_of(what_if.impact, sight=what_if.sight(), edits=what_if.edits)
        impact = what_if.impact
        edits = edits_of(self.graph, impact.graph, what_if.scenario, impact.changes, whole=not self.part)
        graph, cards, layout = self.graph, self.cards, self.layout
        if edits.nodes or edits.edges or edits.signed_edges():
            graph, cards, layout = with_edits(graph, cards, layout, edits, self.aside)
        return compose(graph, layout, theme, marks=marks, part=self.part, cards=cards, edits=edits)

    def with_moved(self, positions: Mapping[str, Point]) -> View:
        """The same with these nodes elsewhere; only the routes and areas that this touches are drawn anew."""
        index = self.graph.arrays.index
        put = {index[i]: point for i, point in positions.items() if i in index}
        centres = self.layout.centres.copy()
        for i, point in put.items():
            centres[i] = point
        layout = reroute(self.request, replace(self.layout, centres=centres), list(put))
        return replace(self, layout=layout)


def view_of(
    graph: SystemGraph,
    positions: Mapping[str, Point],
    *,
    focus: Focus | None = None,
    engine: LayoutEngine | None = None,
    previous: Mapping[str, Point] | None = None,
    kept: View | None = None,
    task: Task | None = None,
) -> View:
    """The system, or what is in focus, laid out: by our own layers at once, or by `engine` when it is given.

    kept: a view of nearly the same, of which everything stays where it is; `is_kept` of the result says whether so
    little is new that it could. A focus has a layout of its own, so positions set in the whole system do not bind it.
    Raises Cancelled.
    """
    task = task or Task()
    part = ""
    if focus is not None:
        part = focus.told(graph)
        graph = graph.subgraph(graph.within(focus.ids, focus.hops))
        positions = {}
    task.check()
    if kept is not None:
        same = kept_layout(kept.graph, kept.cards, kept.layout, graph, positions)
        if same is not None:
            return View(graph, same.cards, same.request, same.layout, part, is_kept=True)
    cards = cards_of(graph)
    task.check()
    request = layout_request(graph, positions, previous=previous, cards=cards)
    task.check()
    return View(graph, cards, request, _laid_out(request, engine, task), part)


def _laid_out(request: LayoutRequest, engine: LayoutEngine | None, task: Task) -> Layout:
    if engine is None:
        return quick_layout(request)

    def stopped() -> bool:
        try:
            task.check()
        except Cancelled:
            return True
        return False

    try:
        return engine.layout(request, cancelled=stopped)
    except LayoutCancelled:
        raise Cancelled from None
