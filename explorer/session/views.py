"""What the window shows of a system: the whole or a focus, laid out, and what becomes of it when nodes are moved."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from explorer.domain.entities import Edge
from explorer.domain.geometry import Point
from explorer.domain.notes import Note
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted, named
from explorer.drawing.cards import ALL_SHOWN, Cards, beyond, cards_of
from explorer.drawing.compose import compose
from explorer.drawing.edge_pills import NO_COUNTS
from explorer.drawing.edited_layout import with_edits
from explorer.drawing.edits import edits_of
from explorer.drawing.folded import NO_FOLDING, Folded, Folding, folded, overview_of, teams_of
from explorer.drawing.folded_cards import folded_cards, with_affected
from explorer.drawing.folded_marks import folded_edits, folded_marks, lit_bundles
from explorer.drawing.impact_marks import marks_of
from explorer.drawing.keeping import keeping_of
from explorer.drawing.kept_layout import kept_layout
from explorer.drawing.notes import bounds_with, note_shapes
from explorer.drawing.picture import Keeping, Picture
from explorer.drawing.placing import NO_PINS, layout_request
from explorer.drawing.theme import Theme
from explorer.errors import Cancelled
from explorer.importers.adapter import Task
from explorer.language import tr
from explorer.layout.bands import layers_at
from explorer.layout.engine import Cancelled as LayoutCancelled
from explorer.layout.engine import LayoutEngine, quick_layout
from explorer.layout.request import Layout, LayoutRequest
from explorer.layout.reroute import reroute
from explorer.layout.tiled import tiled
from explorer.session.filtering import Only
from explorer.session.what_ifs import WhatIf

TILED_FROM = 12
"""Boxes in an overview of closed teams alone that stand in rows and columns."""


@dataclass(frozen=True, slots=True)
class Focus:
    """Only these nodes and those at most `hops` edges away."""

    ids: tuple[str, ...]
    hops: int = 1

    def told(self, graph: SystemGraph) -> str:
        """What is shown, in words."""
        return tr(
            "around {nodes}, {steps}", nodes=named(graph, self.ids, 2), steps=counted(self.hops, "step")
        )


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A system, or the part of it in focus, with its cards and where everything stands.

    whole: the system that `graph` is, or is a part of. aside: where a person put what is only there in a scenario,
    until the next layout. is_kept: nothing that was there before moved, so that no better layout is wanted before a
    person asks for one. folding: which teams are closed, and how many nodes left out; folded: what is drawn then;
    teams: those that there are to close. notes: those of the whole project. keeping: nodes that the layout may not
    put where it likes. only: what fits a filter; others are faded, where they are not left out of `graph`.
    """

    graph: SystemGraph
    cards: Cards
    request: LayoutRequest
    layout: Layout
    whole: SystemGraph
    part: str = ""
    aside: Mapping[str, Point] = field(default_factory=dict)
    is_kept: bool = False
    folding: Folding = NO_FOLDING
    folded: Folded | None = None
    notes: tuple[Note, ...] = ()
    only: Only | None = None
    teams: tuple[str, ...] = ()
    keeping: Mapping[str, Keeping] = field(default_factory=dict)

    @property
    def drawn(self) -> SystemGraph:
        """What stands in the picture: the graph, or the cards of its closed teams and what is beside them."""
        return self.graph if self.folded is None else self.folded.graph

    def centres(self) -> dict[str, Point]:
        """Where each node stands, and the card of each closed team."""
        points = self.layout.centres.tolist()
        return {node_id: Point(x, y) for node_id, (x, y) in zip(self.drawn.arrays.ids, points, strict=True)}

    def middles(self, folded: Folded | None) -> dict[str, Point]:
        """Where the teams that are closed in `folded`, and not yet here, have their middle."""
        if folded is None:
            return {}
        at = self.centres()
        nodes = {
            card: [at[i] for i in ids if i in at] for card, ids in folded.members.items() if card not in at
        }
        return {
            card: Point(sum(p.x for p in places) / len(places), sum(p.y for p in places) / len(places))
            for card, places in nodes.items()
            if places
        }

    def layers_at(self, ids: Collection[str]) -> dict[str, int]:
        """The column of the layout in which each of these nodes stands now, counted from 0 at the left."""
        index = self.drawn.arrays.index
        known = [i for i in ids if i in index]
        by_hand = np.array([self.keeping.get(i) == Keeping.HELD for i in self.drawn.arrays.ids], np.bool_)
        places = np.array([index[i] for i in known], np.int64)
        found = layers_at(self.request, self.layout, places, by_hand)
        return dict(zip(known, found.tolist(), strict=True))

    def picture(self, theme: Theme, what_if: WhatIf | None = None) -> Picture:
        """What is drawn, with the marks of a what-if, with what its scenario adds and takes out, and notes."""
        made = self._composed(theme, what_if)
        if not self.notes:
            return made
        centres = self.centres()
        for card, ids in self.folded.members.items() if self.folded is not None else ():
            centres.update(dict.fromkeys(ids, centres[card]))
        notes = note_shapes(self.notes, centres, only=self.graph.nodes if self.part else None)
        return replace(made, notes=notes, bounds=bounds_with(made.bounds, notes))

    def _lit(self) -> tuple[frozenset[str] | None, str]:
        """What is not to be faded, and how that is told; a closed team is lit where one of its nodes is."""
        if self.only is None or self.only.leaves_out:
            return None, self.part
        lit = self.only.ids
        if self.folded is not None:
            lit |= {card for card, ids in self.folded.members.items() if not lit.isdisjoint(ids)}
        return lit, " · ".join(t for t in (self.part, self.only.told(self.graph)) if t)

    def _composed(self, theme: Theme, what_if: WhatIf | None) -> Picture:
        graph, cards, layout, folded = self.drawn, self.cards, self.layout, self.folded
        lit, part = self._lit()
        if what_if is None:
            return compose(
                *(graph, layout, theme),
                focus=lit,
                part=part,
                cards=cards,
                folded=folded,
                whole=self.whole,
                keeping=self.keeping,
            )
        impact = what_if.impact
        marks = marks_of(impact, sight=what_if.sight(), protected=what_if.protected, edits=what_if.edits)
        edits = edits_of(self.graph, impact.graph, what_if.scenario, impact.changes, whole=not self.part)
        more: list[Edge] = []
        note = ""
        if folded is not None:
            affected = [row.id for row in impact.affected]
            cards = with_affected(cards, graph.arrays.index, folded, affected)
            folded = lit_bundles(folded, marks)
            more = [edge for key, edge in folded.graph.edges.items() if key not in graph.edges]
            marks = folded_marks(folded, marks)
            edits, note = folded_edits(folded, edits)
        if more or edits.nodes or edits.edges or edits.signed_edges():
            counts = folded.counts if folded is not None else NO_COUNTS
            graph, cards, layout = with_edits(graph, cards, layout, edits, self.aside, counts, more)
        return compose(
            *(graph, layout, theme),
            marks=marks,
            focus=lit,
            part=part,
            note=note,
            cards=cards,
            edits=edits,
            folded=folded,
            whole=self.whole,
            keeping=self.keeping,
        )

    def with_moved(self, positions: Mapping[str, Point]) -> View:
        """The same with these nodes elsewhere; only the routes and areas that this touches are drawn anew."""
        index = self.drawn.arrays.index
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
    folding: Folding | None = NO_FOLDING,
    only: Only | None = None,
    pins: Mapping[str, int] = NO_PINS,
    task: Task | None = None,
) -> View:
    """The system, or what is in focus, laid out: by our own layers at once, or by `engine` when it is given.

    kept: a view of nearly the same, of which everything stays where it is; `is_kept` of the result says whether so
    little is new that it could. A focus has a layout of its own, so what was set in the whole system does not bind
    it: neither positions nor pins, the columns in which nodes are to stay.
    folding: which teams are closed, None for an overview of what is large; `positions` and `previous` may hold their
    cards' places. only: what fits a filter; where that leaves others out, what is left has a layout of its own, too.
    Raises Cancelled.
    """
    task = task or Task()
    part, whole = "", graph
    if focus is not None:
        part = focus.told(graph)
        graph = graph.subgraph(graph.within(focus.ids, focus.hops))
        positions, pins = {}, NO_PINS
    if only is not None and only.leaves_out:
        part = " · ".join(t for t in (part, only.told(graph)) if t)
        graph, positions, pins = graph.subgraph(only.ids.intersection(graph.nodes)), {}, NO_PINS
    task.check()
    folding = overview_of(graph) if folding is None else folding
    teams, keeping = teams_of(graph), keeping_of(positions, pins)
    what = folded(graph, folding, task.check) if folding else None
    task.check()
    hidden = beyond(graph, whole) if part else ALL_SHOWN
    cards = cards_of(graph, hidden) if what is None else folded_cards(what, hidden)
    drawn, counts = (graph, NO_COUNTS) if what is None else (what.graph, what.counts)
    task.check()
    if kept is not None:
        at = {**kept.middles(what), **positions}
        same = kept_layout(kept.drawn, kept.cards, kept.layout, drawn, at, cards, counts, pins, task.check)
        if same is not None:
            view = View(graph, same.cards, same.request, same.layout, whole, part, is_kept=True)
            return replace(view, folding=folding, folded=what, teams=teams, only=only, keeping=keeping)
    task.check()
    request = layout_request(drawn, positions, previous=previous, cards=cards, counts=counts, pins=pins)
    task.check()
    is_overview = what is not None and bool(what.members) and bool((request.groups < 0).all())
    laid_out = _laid_out(request, engine, task, is_overview=is_overview)
    view = View(graph, cards, request, laid_out, whole, part, folding=folding, folded=what)
    return replace(view, teams=teams, only=only, keeping=keeping)


def _laid_out(
    request: LayoutRequest, engine: LayoutEngine | None, task: Task, *, is_overview: bool
) -> Layout:
    if is_overview and request.node_count >= TILED_FROM:
        return tiled(request, task.check)
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
