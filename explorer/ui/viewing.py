"""Saved views in the window: kept, listed in a menu, come back to, and shown to others one after the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QMenu, QWidget

from explorer.domain.geometry import Rect
from explorer.domain.saved_views import SavedView
from explorer.domain.scenarios import Scenario
from explorer.domain.wording import counted
from explorer.drawing.text import shown
from explorer.language import tr, tr_n
from explorer.ui import asking, plain
from explorer.ui.actions import LONGEST_NAME, in_a_menu

if TYPE_CHECKING:
    from explorer.drawing.picture import Picture
    from explorer.ui.desk import Desk
    from explorer.ui.open_project import OpenProject
    from explorer.ui.presentation import Presentation

_NUMBERED = 9


class Viewing(QObject):
    """Where one is, as a value; and the way back there, which may take until a picture is laid out."""

    told = Signal(str)

    def __init__(self, window: QWidget, project: OpenProject, desk: Callable[[], Desk]) -> None:
        """`desk` gives what a system is looked at with; it is asked for only while one is open."""
        super().__init__(window)
        self._window = window
        self._project = project
        self._desk = desk
        self._seen: Rect | None = None  # what is to be in view as soon as it is drawn
        self._presentation: Presentation | None = None
        self.menu = QMenu(tr("Sa&ved Views"), window)
        self.menu.aboutToShow.connect(self.fill_menu)
        # in a turn of its own, for by then whatever follows from the work that ended has begun
        self._settle_soon = QTimer(self, singleShot=True, interval=0)
        self._settle_soon.timeout.connect(self._settle)
        project.rested.connect(self._settle_soon.start)
        project.theme_changed.connect(self._follow_theme)
        project.replaced.connect(self._end)

    @property
    def presentation(self) -> Presentation | None:
        """The presentation under way."""
        return self._presentation

    @property
    def is_on_the_way(self) -> bool:
        """Whether a view is still being drawn, so that the canvas is held where it is to look."""
        return self._seen is not None

    def here(self, name: str) -> SavedView:
        """What is looked at now, under a name."""
        focus, what_if, desk = self._project.focused, self._project.what_if, self._desk()
        asked = None if what_if is None else what_if.scenario
        return SavedView(
            name=name,
            seen=desk.canvas.viewport.visible,
            focus=() if focus is None else focus.ids,
            hops=1 if focus is None else focus.hops,
            scenario="" if asked is None or asked not in self._project.scenarios.scenarios else asked.name,
            filter=desk.outline.filter_text,
            only=desk.filter_bar.line.text(),
            hides=desk.filter_bar.hides.isChecked(),
            shown=self._project.showing.folds.here,
        )

    def keep(self) -> None:
        """Ask for a name and keep what is looked at now."""
        known = [view.name for view in self._project.views.views]
        number = len(known) + 1
        while tr("View {number}", number=number) in known:
            number += 1
        name = asking.view_name(self._window, tr("View {number}", number=number))
        if name:
            self.keep_as(name)

    def keep_as(self, name: str) -> None:
        """Keep what is looked at now under this name, in the place of what had it."""
        view = self.here(name)
        was_known = any(known.name == name for known in self._project.views.views)
        if self._project.views.keep(view):
            note = ""
            if self._project.what_if is not None and not view.scenario:
                note = tr(
                    "The what-if is not in it: press “Keep…” beside it first, then keep the view again."
                )
            if was_known:
                told = tr("Changed the view “{name}”. {note}", name=name, note=note)
            else:
                told = tr("Kept the view “{name}”. {note}", name=name, note=note)
            self.told.emit(told.rstrip())

    def show(self, view: SavedView) -> None:
        """Look at a saved view; what of it is no longer there is told."""
        note = self._go(view, self._scenario_of(view))
        self._desk().canvas.setFocus()
        self.told.emit(f"{view.name}. {note}".rstrip())

    def follow_picture(self, picture: Picture) -> None:
        """The canvas shows another picture: look where one wanted to, and let others see it too."""
        if self._presentation is not None:
            self._presentation.stage.set_picture(picture)
        if self._seen is not None:
            self._desk().canvas.look_at(self._seen)

    def fill_menu(self) -> None:
        """The views, each with a number for the keyboard."""
        self.menu.clear()
        views = self._project.views.views
        for number, view in enumerate(views, start=1):
            key = f"&{number} " if number <= _NUMBERED else ""
            action = self.menu.addAction(key + in_a_menu(view.name))
            action.triggered.connect(lambda _=False, chosen=view: self.show(chosen))
        if not views:
            self.menu.addAction(tr("No view is kept yet")).setEnabled(False)

    def manage(self) -> None:
        """Open the list in which views are renamed, ordered and removed."""
        from explorer.ui.view_list import ViewList

        found = ViewList(self._project.views, self._window)
        found.shown.connect(self.show)
        self._project.replaced.connect(found.close)
        found.show()

    def present(self) -> None:
        """Show all saved views to others, from the first; afterwards everything is as it was."""
        from explorer.ui.presentation import Presentation

        views = self._project.views.views
        if not views:
            plain.message(
                self._window,
                tr("Nothing to Present"),
                tr(
                    "A presentation shows the saved views one after the other, and none is kept yet.\n\n"
                    "Look at something, choose View → Keep This View…, and do so for each thing to show."
                ),
            ).open()
            return
        before, asked = (
            self.here(""),
            None if self._project.what_if is None else self._project.what_if.scenario,
        )
        made = Presentation(
            self._window, views, lambda view: self._go(view, self._scenario_of(view)), self._project.theme
        )
        made.stage.set_text_size(self._project.text_size)
        made.left.connect(lambda: self.come_back(before, asked))
        self._presentation = made
        self._project.draw_again()
        made.begin()

    def come_back(self, before: SavedView, asked: Scenario | None) -> None:
        """Look again at what was looked at before, with the what-if that was asked then."""
        self._presentation = None
        if self._project.is_open:
            self._go(before, asked)

    def _scenario_of(self, view: SavedView) -> Scenario | None:
        return next((s for s in self._project.scenarios.scenarios if s.name == view.scenario), None)

    def _go(self, view: SavedView, scenario: Scenario | None) -> str:
        """Let the project show a view, and the canvas look at it; a sentence on what is no longer there."""
        project, desk = self._project, self._desk()
        kept = tuple(i for i in view.focus if i in project.graph.nodes)
        focus, what_if = project.focused, project.what_if
        if kept and (focus is None or (focus.ids, focus.hops) != (kept, view.hops)):
            project.focus(kept, view.hops)
        elif not kept and focus is not None:
            project.leave_focus()
        if view.shown is not None:
            project.showing.folds.show(view.shown)
        if scenario is None:
            project.leave_what_if()
        elif what_if is None or what_if.scenario != scenario:
            project.ask_scenario(scenario)
        desk.outline.set_filter(view.filter)
        desk.filter_bar.set_filter(view.only, view.hides)
        desk.canvas.look_at(view.seen)
        self._seen = view.seen if project.is_busy else None
        return _missing(view, len(kept), has_scenario=scenario is not None)

    def _follow_theme(self) -> None:
        if self._presentation is not None:
            self._presentation.stage.set_theme(self._project.theme)

    def _settle(self) -> None:
        """All is drawn: where one looks is a person's own again."""
        if self._seen is not None and not self._project.is_busy:
            self._desk().give_room()
            self._desk().canvas.look_at(self._seen)
            self._seen = None

    def _end(self) -> None:
        """Another system is open: what was to be seen is of the last one."""
        self._seen = None
        if self._presentation is not None:
            self._presentation.left.disconnect()
            self._presentation.close()
            self._presentation = None


def _missing(view: SavedView, kept: int, *, has_scenario: bool) -> str:
    """What of a view is no longer there, as sentences."""
    said = []
    if kept < len(view.focus):
        gone = len(view.focus) - kept
        nodes = counted(len(view.focus), "node")
        said.append(
            tr_n(
                "{count:,} of its {nodes} in focus is gone.",
                "{count:,} of its {nodes} in focus are gone.",
                gone,
                nodes=nodes,
            )
        )
    if view.scenario and not has_scenario:
        said.append(tr("Its what-if “{name}” is gone.", name=shown(view.scenario, LONGEST_NAME)))
    return " ".join(said)
