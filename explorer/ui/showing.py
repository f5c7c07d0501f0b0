"""What of the open project is shown, and where everything stands: the way from a change to the next picture.

Our own layout comes at once, Graphviz's takes its place smoothly. A layout that is on its way is never lost to
something that only draws again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from explorer.domain.geometry import Point
from explorer.domain.notes import Note
from explorer.domain.project import Project
from explorer.domain.wording import counted
from explorer.drawing.keeping import keeping_of
from explorer.drawing.picture import Picture
from explorer.drawing.theme import Theme
from explorer.importers.adapter import Task
from explorer.language import tr
from explorer.ui.canvas.prepared import prepared
from explorer.ui.folds import Folds
from explorer.ui.trail import Trail
from explorer.ui.work import Work

if TYPE_CHECKING:
    from explorer.layout.engine import LayoutEngine
    from explorer.session.filtering import Only
    from explorer.session.views import Focus, View
    from explorer.session.what_ifs import WhatIf

_ANIMATE_UP_TO = 2_000
"""With more nodes, making ready what glides would itself be felt as a stop."""


class Showing(QObject):
    """The view of a project: the whole or a focus, laid out and drawn."""

    picture_changed = Signal(object, bool)
    """A Picture, and whether its nodes should move there smoothly."""
    focus_changed = Signal()
    moved_away = Signal()
    """The next picture shows something else than the one before, so that it wants to be seen whole."""
    laid_out = Signal()
    """The first picture of a new layout is there, so that other work may have its turn."""
    told = Signal(str)

    def __init__(
        self,
        work: Work,
        project: Callable[[], Project],
        looks: Callable[[], tuple[Theme, WhatIf | None]],
        engine: LayoutEngine | None = None,
    ) -> None:
        """`project` and `looks` say what is open now, and how it is to be drawn."""
        super().__init__()
        self._work = work
        self._project = project
        self._looks = looks
        self._engine = engine
        self._view: View | None = None
        self._whole: View | None = None  # as it was seen last, while a part is
        self._focus: Focus | None = None
        self._trail = Trail()
        self._only: Only | None = None
        self._is_due = False  # the view is not of what there is now; its layout is on the way
        self._layouts_own: dict[str, Point] = {}  # where the layout had what a person moved since
        self._is_arranged = False  # the view is laid out as well as it will be, or as a person wanted it
        self._cards_moved: dict[str, Point] = {}  # closed teams that the next picture shows elsewhere
        self.folds = Folds(self)
        self.folds.changed.connect(self.follow_folds)

    @property
    def work(self) -> Work:
        """The lanes in which its pictures are made."""
        return self._work

    @property
    def engine(self) -> LayoutEngine:
        """Graphviz, made when it is first asked for."""
        if self._engine is None:
            from explorer.layout.engine import LayoutEngine

            self._engine = LayoutEngine()
        return self._engine

    @property
    def view(self) -> View | None:
        """What is shown; None while nothing is."""
        return self._view

    @property
    def has_focus(self) -> bool:
        """Whether only a part is shown."""
        return self._focus is not None or (self._only is not None and self._only.leaves_out)

    @property
    def focused(self) -> Focus | None:
        """The part that is shown; None for the whole."""
        return self._focus

    @property
    def held(self) -> Mapping[str, Point]:
        """Where a person put nodes, which no layout moves."""
        return self._project().positions

    @property
    def pins(self) -> Mapping[str, int]:
        """The columns in which a person wants nodes to stay."""
        return self._project().pins

    @property
    def notes(self) -> tuple[Note, ...]:
        """What people wrote on the picture."""
        return self._project().notes

    @property
    def is_due(self) -> bool:
        """Whether the view is not of what there is now."""
        return self._is_due

    @property
    def focus_line(self) -> str:
        """What is in focus; empty when the whole system is shown."""
        if self._focus is None or self._view is None:
            return ""
        graph = self._project().graph
        return tr(
            "Only what is {part}: {count:,} of {nodes}.",
            part=self._focus.told(graph),
            count=len(self._view.graph.nodes),
            nodes=counted(len(graph.nodes), "node"),
        )

    def forget(self) -> None:
        """Another project is open, of which nothing is shown yet."""
        self._view, self._whole, self._focus, self._is_due = None, None, None, False
        self._trail, self._only = Trail(), None
        self._cards_moved.clear()
        self.folds.forget(self._project().shown)
        self.moved_away.emit()
        self.focus_changed.emit()

    def cancel(self) -> None:
        """Let Graphviz go; what is shown stays."""
        if self._engine is not None:
            self._engine.cancel()

    def shut_down(self) -> None:
        """End Graphviz's process, when nothing works any more."""
        if self._engine is not None:
            self._engine.close()

    def focus(self, ids: Sequence[str], hops: int) -> None:
        """Show only these nodes and their neighbours."""
        from explorer.session.views import Focus

        known = tuple(i for i in ids if i in self._project().graph.nodes)
        if known:
            self._step_to(Focus(known, hops))

    def widen(self, by: int = 1) -> None:
        """Show neighbours so many steps further away, or nearer where negative; at least those of one step."""
        if self._focus is not None:
            self._step_to(replace(self._focus, hops=max(1, self._focus.hops + by)))

    def leave_focus(self) -> None:
        """Show the whole system."""
        self._step_to(None)

    @property
    def trail(self) -> Trail:
        """What was in focus before, and what was gone back from."""
        return self._trail

    def go_back(self) -> None:
        """Show what was in focus before this."""
        self._trail, focus = self._trail.back(self._focus, self._is_there)
        self._set_focus(focus)

    def go_forward(self) -> None:
        """Show again what was gone back from."""
        self._trail, focus = self._trail.forward(self._focus, self._is_there)
        self._set_focus(focus)

    @property
    def only(self) -> Only | None:
        """What fits the filter of the picture."""
        return self._only

    def set_only(self, only: Only | None) -> None:
        """Fade what does not fit a filter, or leave it out; None for no filter."""
        before = self._only
        if only == before:
            return
        if any(each is not None and each.leaves_out for each in (before, only)):
            self._leave()
            self._only = only
            self.moved_away.emit()
            self.lay_out()
            return
        self._only = only
        if self._view is not None:
            self._view = replace(self._view, only=only)
            self.draw()

    def follow_graph(self) -> None:
        """The system is another; of a focus only what still exists is kept."""
        if self._focus is not None:
            kept = tuple(i for i in self._focus.ids if i in self._project().graph.nodes)
            self._focus = replace(self._focus, ids=kept) if kept else None
            if self._focus is None:
                self.folds.begin(is_part=False)
        self._lay_out(self._view if self._is_arranged and not self._is_due else None)

    def follow_folds(self) -> None:
        """Other teams are closed; what was to be seen before stays where it is if so little is new that it can."""
        if self._view is not None or self._is_due:
            self._lay_out(None if self._is_due else self._view)

    def follow_positions(self, before: Mapping[str, Point], now: Mapping[str, Point]) -> None:
        """A drag only mends the routes of what was dragged; so does giving a node back to where the layout had it.

        Where it was placed before there was a layout, a new one is made.
        """
        if self.has_focus or self._view is None:
            return
        centres, places = self._view.layout.centres, self._view.drawn.arrays.index
        moved = {i: p for i, p in now.items() if before.get(i) != p}
        for node_id in moved.keys() - before.keys() & places.keys():
            self._layouts_own.setdefault(node_id, Point(*centres[places[node_id]].tolist()))
        given_back = before.keys() - now.keys()
        if given_back <= self._layouts_own.keys():
            self.show_moved({**moved, **{i: self._layouts_own.pop(i) for i in given_back}})
        else:
            self.lay_out()

    def follow_pins(self) -> None:
        """Other nodes are pinned to a column; the layout is made anew, with all others where they like to stand."""
        if not self.has_focus and self._view is not None:
            self._layouts_own.clear()
            self.lay_out()

    def forget_places(self) -> None:
        """Where the layout had what a person moved is of no use any more: it is to be laid out anew."""
        self._whole = None
        self._layouts_own.clear()
        self.folds.give_back_cards()

    def lay_out(self) -> None:
        """Our own layout at once, then Graphviz's."""
        self._lay_out(None)

    def _lay_out(self, kept: View | None) -> None:
        """kept: a view of nearly the same, of which everything stays where it is if so little is new that it can."""
        project, focus, previous = self._project(), self._focus, self._view
        if previous is None and not self.has_focus:
            kept = self._whole
        theme, what_if = self._looks()
        folding, cards = self.folds.wanted(what_if), dict(self.folds.cards)

        def made(task: Task, engine: LayoutEngine | None, kept: View | None = None) -> View:
            from explorer.session.views import view_of

            view = view_of(
                *(project.graph, {**project.positions, **cards}),
                focus=focus,
                previous=None if previous is None else previous.centres(),
                kept=kept,
                folding=folding,
                engine=engine,
                only=self._only,
                pins=project.pins,
                task=task,
            )
            return replace(view, notes=project.notes)

        def quick(task: Task) -> tuple[View, Picture]:
            view = made(task, None, kept)
            return view, _ready(view, theme, what_if, task)

        def better(task: Task, engine: LayoutEngine) -> tuple[View, Picture]:
            task.progress(tr("Arranging the picture"), None)
            view = made(task, engine)
            return view, _ready(view, *self._looks(), task)

        def then(drawn: tuple[View, Picture]) -> None:
            self._is_due, self._is_arranged = False, drawn[0].is_kept
            self._show(drawn, animate=previous is not None)
            self.laid_out.emit()
            if not self._is_arranged and not self._is_due:  # else who saw it asked for another
                self._layouts_own.clear()
                engine = self.engine
                self._work.run("layout", lambda task: better(task, engine), arranged)

        def arranged(drawn: tuple[View, Picture]) -> None:
            self._is_arranged = True
            self._show(drawn, animate=True)

        self._work.stop("layout")
        self._is_due, self._is_arranged = True, False
        self._work.run("picture", quick, then)

    def draw(self) -> None:
        """The same layout, drawn again: other colours, or other marks."""
        view, looks = self._view, self._looks()
        if self._is_due:
            self.lay_out()
        elif self.folds.is_behind(looks[1]):
            self._lay_out(view)
        elif self._cards_moved:
            self.show_moved({})
        elif view is not None:
            self._work.run(
                "picture",
                lambda task: _ready(view, *looks, task),
                lambda picture: self.picture_changed.emit(picture, False),
            )

    def show_moved(self, positions: Mapping[str, Point]) -> None:
        """These nodes elsewhere, with the routes and areas that this touches."""
        view, looks = self._view, self._looks()
        if self._is_due:
            self.lay_out()
            return
        if view is None:
            return

        if not self.has_focus:
            view = replace(view, keeping=keeping_of({**self.held, **self.folds.cards}, self.pins))
        moved = {**self._cards_moved, **positions}
        self._cards_moved.clear()

        def work(task: Task) -> tuple[View, Picture]:
            changed = view.with_moved(moved)
            return changed, _ready(changed, *looks, task)

        self._work.stop("layout")
        self._is_arranged = True
        self._work.run("picture", work, lambda drawn: self._show(drawn, animate=True))

    def follow_notes(self) -> None:
        """A note may have been added, moved, changed or removed; the picture shows it."""
        if self._view is not None and self._view.notes != self.notes:
            self._view = replace(self._view, notes=self.notes)
            self.draw()

    def put_aside(self, positions: Mapping[str, Point]) -> None:
        """Put what is no node of the system elsewhere; the next picture shows it.

        What is only there in a scenario stays there until the next layout, a closed team while the system is open.
        """
        self._cards_moved.update(self.folds.put_cards(positions))
        if self._view is not None and positions:
            self._view = replace(self._view, aside={**self._view.aside, **positions})

    def _step_to(self, focus: Focus | None) -> None:
        """Go to another focus, of one's own accord."""
        if focus != self._focus:
            self._trail = self._trail.left(self._focus)
            self._set_focus(focus)

    def _is_there(self, focus: Focus | None) -> bool:
        """Whether this could be shown, and is not shown already."""
        known = self._project().graph.nodes
        return focus != self._focus and (focus is None or all(i in known for i in focus.ids))

    def _leave(self) -> None:
        """Another part is shown; the whole is kept as it is seen, for when somebody comes back to it."""
        if not self.has_focus:
            self._whole = self._view if self._is_arranged else None
        self._view = None

    def _set_focus(self, focus: Focus | None) -> None:
        if focus == self._focus:
            return
        self._leave()
        self._focus = focus
        self._cards_moved.clear()
        self.folds.begin(is_part=focus is not None)
        self.moved_away.emit()
        self.lay_out()

    def _show(self, drawn: tuple[View, Picture], *, animate: bool = False) -> None:
        before, (self._view, picture) = self._view, drawn
        if self._view.only != self._only:  # it was worked out before another filter was set
            self._view = replace(self._view, only=self._only)
            self.draw()
        largest = max(len(each.drawn.nodes) for each in (before, self._view) if each is not None)
        self.folds.take(self._view)
        self.picture_changed.emit(picture, animate and largest <= _ANIMATE_UP_TO)
        self.focus_changed.emit()
        if self._view.layout.note:
            self.told.emit(self._view.layout.note)
        self.follow_notes()  # written while this was on its way


def _ready(view: View, theme: Theme, what_if: WhatIf | None, task: Task) -> Picture:
    """The view's picture with all that the canvas needs of it, so that showing it is short; Cancelled between."""
    task.check()
    picture = view.picture(theme, what_if)
    task.check()
    return prepared(picture, theme)
