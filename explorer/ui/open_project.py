"""The open project as the window sees it: what a person can do with it, besides what is known of it.

What only long work needs is imported where it runs, so that the window is there sooner. No widget is known here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from explorer.domain.changes import Change, EditGraph, MoveNodes
from explorer.domain.geometry import Point
from explorer.domain.scenarios import HypotheticalChange, Scenario
from explorer.domain.wording import listed
from explorer.drawing.theme import LIGHT, Theme
from explorer.errors import RipplemapError
from explorer.importers.adapter import Task
from explorer.language import tr
from explorer.session.editing import removed
from explorer.session.session import Session
from explorer.session.settings import change_settings, with_recent, without_recent
from explorer.ui.known_project import KnownProject
from explorer.ui.readiness import make_ready

if TYPE_CHECKING:
    from explorer.layout.engine import LayoutEngine
    from explorer.session.loading import Loaded
    from explorer.session.what_ifs import WhatIf

_PATIENCE_S = 2.0
"""How long closing waits for work to notice that it was stopped."""


class OpenProject(KnownProject):
    """One project, or none, opened and saved, changed and asked about."""

    def __init__(
        self, parent: QObject | None = None, *, engine: LayoutEngine | None = None, theme: Theme = LIGHT
    ) -> None:
        super().__init__(parent, engine=engine, theme=theme)
        self._stop_listening: Callable[[], None] = lambda: None
        self.make_room: Callable[[Callable[[], None]], None] = lambda show: show()
        """Whoever shows the project may put off what it is given last until there is something to show it with."""
        self._opening: Loaded | None = None  # what was read last and is not shown yet
        self._known = self._session.project  # what the listeners were told of last

    # Opening and saving.

    def prepare(self) -> None:
        """While nothing else is to be done, make ready what the first system will need."""

        def then(_: None) -> None:
            self.showing.engine.start()
            self.make_room(self._show_opened)

        self._work.run("layout", make_ready, then)

    def open_sources(self, sources: Sequence[str], *, forced: str | None = None) -> None:
        """Read these as one system, in the place of what is open."""
        texts = tuple(sources)
        self._opening = None

        def forget(error: RipplemapError) -> None:
            change_settings(lambda s: without_recent(s, texts))
            self.failed.emit(str(error))

        def take(loaded: Loaded) -> None:
            change_settings(lambda s: with_recent(s, texts))
            self.show_loaded(loaded)

        def read(task: Task) -> Loaded:
            files = [Path(text).name for text in texts if "://" not in text]  # a URL may hold a password
            if files:
                task.progress(tr("Opening {name}", name=listed(files, 2)), None)
            make_ready(task)  # else the window itself would wait for its own parts
            from explorer.session.loading import open_sources

            return open_sources(texts, forced=forced, task=task)

        self._work.run("open", read, take, forget)

    def show_loaded(self, loaded: Loaded) -> None:
        """Show what was read, or is new, in the place of what is open."""
        self._opening = loaded
        self.make_room(self._show_opened)

    def go_on_with(self, other: OpenProject) -> None:
        """Show what another one has open, with all that can be undone there; that one is to be shut down then."""
        session = other._session
        self.make_room(lambda: self._replace(session, is_open=True))

    def import_more(self, sources: Sequence[str]) -> None:
        """Read these and join them to the system; positions, and what a person added, stay."""
        self.sources.read(sources)

    def save(self, path: Path) -> bool:
        """Write the project to a file; whether it is there now."""
        self._session.keep_shown(self.showing.folds.shown(self.graph))
        try:
            work = self._session.saving(path)
        except RipplemapError as error:
            self.failed.emit(str(error))
            return False
        saved = self._work.wait_for("save", work)
        if saved is None:
            return False
        self._session.take_saved(saved)
        change_settings(lambda s: with_recent(s, (str(path),)))
        self.told.emit(tr("Saved {name}.", name=path.name))
        self.history_changed.emit()
        return True

    def close(self) -> None:
        """Open nothing."""
        self._work.stop()
        self._replace(Session(), is_open=False)

    def shut_down(self) -> None:
        """Stop all work and wait, for a while, until it has come to an end; the window is about to go."""
        self._opening = None
        self._stop_listening()
        self._work.stop()
        self.showing.cancel()
        self._work.wait(_PATIENCE_S)
        self.showing.shut_down()

    def cancel(self) -> None:
        """Stop what is being worked on; what is shown stays."""
        self._opening = None
        self.showing.cancel()
        self._work.stop()
        self.told.emit(tr("Stopped."))

    def export_sheet(self, path: Path) -> None:
        """Write the page that answers the three questions, with the whole system and what its histories said."""
        project, problems, histories = self._session.project, self._session.problems, self.histories.result
        view = None if self.showing.has_focus else self.showing.view

        def write(task: Task) -> None:
            from explorer.session.exporting import write_sheet

            write_sheet(path, project, problems, histories=histories, view=view, task=task)

        self._work.run("export", write, lambda _: self.told.emit(tr("Wrote {name}.", name=path.name)))

    def export_edits(self, path: Path) -> None:
        """Write what was edited by hand as a manifest; a person was asked before about a file that is there."""
        project = self._session.project

        def write(task: Task) -> tuple[str, ...]:
            from explorer.session.writing_back import write_edits

            return write_edits(path, project, instead=True)

        def tell(unsaid: tuple[str, ...]) -> None:
            self.told.emit(" ".join((tr("Wrote {name}.", name=path.name), *unsaid)))

        self._work.run("export", write, tell)

    # Changing.

    def apply(self, change: Change) -> None:
        """Make a change that undo can take back."""
        self._session.apply(change)

    def undo(self) -> None:
        """Take the last change back."""
        self._session.undo()

    def redo(self) -> None:
        """Make it again."""
        self._session.redo()

    def move_nodes(self, positions: dict[str, Point]) -> None:
        """Put nodes where a person dragged them; in a focus, which has a layout of its own, only for now."""
        known = {i: point for i, point in positions.items() if i in self.graph.nodes}
        self.showing.put_aside({i: point for i, point in positions.items() if i not in known})
        if not known:
            self.showing.draw()
        elif self.showing.has_focus:
            self.showing.show_moved(known)
        else:
            names = listed([self.graph.nodes[i].name for i in known], 2)
            self.apply(MoveNodes(tr("Move {names}", names=names), known))

    def arrange_again(self) -> None:
        """Give every node that was moved by hand back to the layout."""
        positions = self._session.project.positions
        self._answering.want()
        self.showing.forget_places()
        if positions and not self.showing.is_due:
            self.apply(MoveNodes(tr("Arrange again"), dict.fromkeys(positions)))
        elif self.is_open:
            self.showing.lay_out()

    def remove_nodes(self, ids: Sequence[str]) -> None:
        """Take nodes out of the system, with their edges."""
        self.apply(removed(self.graph, ids))

    def rename_node(self, node_id: str, name: str) -> None:
        """Give a node another name; its id stays."""
        node = self.graph.nodes[node_id]
        self.apply(EditGraph(tr("Rename {name}", name=node.name), nodes={node_id: replace(node, name=name)}))

    # Asking.

    def ask_what_if(self, changes: tuple[HypotheticalChange, ...]) -> None:
        """Follow these changes together and show what they do."""
        self.ask_scenario(Scenario(name="", changes=changes))

    def ask_scenario(self, scenario: Scenario) -> None:
        """Follow what happens in a scenario and show what it does; the system itself stays as it is."""
        self._run_scenario(scenario, lambda error: self.failed.emit(str(error)))

    def _run_scenario(self, scenario: Scenario, failed: Callable[[RipplemapError], None]) -> None:
        graph = self.graph

        def work(task: Task) -> WhatIf:
            from explorer.session.what_ifs import follow_scenario

            return follow_scenario(graph, scenario, task)

        self._work.run("what-if", work, self._show_what_if, failed)

    def leave_what_if(self) -> None:
        """Show the system as it is."""
        self._work.stop("what-if")
        if self.what_if is not None:
            self._show_what_if(None)

    def focus(self, ids: Sequence[str], hops: int = 1) -> None:
        """Show only these nodes and their neighbours."""
        self.showing.focus(ids, hops)

    def widen(self) -> None:
        """Show neighbours one step further away."""
        self.showing.widen()

    def leave_focus(self) -> None:
        """Show the whole system."""
        self.showing.leave_focus()

    def draw_again(self) -> None:
        """Draw what is shown once more, for somebody who has not got the picture yet."""
        self.showing.draw()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        if theme != self.theme:
            self.theme = theme
            self.showing.draw()
            self.theme_changed.emit()

    def set_text_size(self, size: float) -> None:
        """Write so many times as large as usual what the picture does not scale."""
        if size != self.text_size:
            self.text_size = size
            self.text_size_changed.emit()

    # Working it out.

    def _show_opened(self) -> None:
        if self._opening is not None:
            self._replace(Session(self._opening), is_open=True)

    def _replace(self, session: Session, *, is_open: bool) -> None:
        self._stop_listening()
        self._work.stop()
        self._session, self._known, self.is_open = session, session.project, is_open
        self._opening = None
        self._stop_listening = session.subscribe(self._follow)
        self.what_if = None
        self._answering.forget(is_due=is_open)
        self.showing.forget()
        self.replaced.emit()
        self.what_if_changed.emit()
        if is_open:
            self.showing.lay_out()

    def _follow(self) -> None:
        """After a change: only what it touches is worked out again."""
        before, now = self._known, self._session.project
        self._known = now
        if now.graph is not before.graph:
            self._follow_graph()
        elif now.pins != before.pins:
            self.showing.follow_pins()
        elif now.positions != before.positions:
            self.showing.follow_positions(before.positions, now.positions)
        self.history_changed.emit()

    def _follow_graph(self) -> None:
        asked = None if self.what_if is None else self.what_if.scenario
        if self.what_if is not None:
            self.what_if = None
            self.what_if_changed.emit()
        self._answering.forget(is_due=True)
        self.showing.follow_graph()  # before it is told: a focus on what is gone could not be named
        self.graph_changed.emit()
        if asked is not None:  # told quietly where it does not fit any more
            self._run_scenario(asked, lambda error: self.told.emit(str(error)))

    def _show_what_if(self, what_if: WhatIf | None) -> None:
        self.what_if = what_if
        self.showing.draw()
        self.what_if_changed.emit()
        self.history_changed.emit()
