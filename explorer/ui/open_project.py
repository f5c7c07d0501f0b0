"""The open project as the window sees it: what is known now, what is being worked out, and what a person can do.

Long work runs in the background and comes back as signals; newer work of the same lane stops the older. What only
that work needs is imported where it runs, so that the window is there sooner. No widget is known here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from explorer.analysis.debts import Findings
from explorer.domain.answers import Answer
from explorer.domain.changes import Change, EditGraph, MoveNodes
from explorer.domain.geometry import Point, Rect
from explorer.domain.provenance import Problem
from explorer.domain.scenarios import HypotheticalChange
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted, listed
from explorer.drawing.picture import Picture
from explorer.drawing.theme import DARK, LIGHT, Theme
from explorer.errors import RipplemapError
from explorer.importers.adapter import Task
from explorer.session.background import Lane, Outcome
from explorer.session.samples import samples
from explorer.session.session import Read, Session
from explorer.session.settings import change_settings, load_settings, with_recent, without_recent
from explorer.ui import turns

if TYPE_CHECKING:
    from explorer.layout.engine import LayoutEngine
    from explorer.session.loading import Loaded
    from explorer.session.views import Focus, View
    from explorer.session.what_ifs import WhatIf

T = TypeVar("T")
_ANIMATE_UP_TO = 2_000
"""With more nodes, making ready what glides would itself be felt as a stop."""
_LANES = ("open", "picture", "layout", "answers", "what-if", "export")
_EMPTY = Findings(())
_NEEDED = (
    *("explorer.session.loading", "explorer.session.views", "explorer.session.asking"),
    *("explorer.session.what_ifs", "fontTools.ttLib", "networkx", "explorer.session.exporting"),
)
_PATIENCE_S = 2.0
"""How long closing waits for work to notice that it was stopped."""


class OpenProject(QObject):
    """One project, or none. Everything it tells comes as a signal, on the window's own thread."""

    replaced = Signal()
    """Another project is open, or none is."""
    graph_changed = Signal()
    picture_changed = Signal(object, bool)
    """A Picture, and whether its nodes should move there smoothly."""
    answers_changed = Signal()
    findings_changed = Signal()
    what_if_changed = Signal()
    focus_changed = Signal()
    history_changed = Signal()
    dark_changed = Signal()
    moved_away = Signal()
    """The next picture shows something else than the one before, so that it wants to be seen whole."""
    working = Signal(str, object)
    """What is being done, and which part of it is done (0 to 1) or None."""
    rested = Signal()
    told = Signal(str)
    failed = Signal(str)
    _posted = Signal(object)

    def __init__(
        self, parent: QObject | None = None, *, engine: LayoutEngine | None = None, dark: bool = False
    ) -> None:
        super().__init__(parent)
        self._posted.connect(lambda work: work(), Qt.ConnectionType.QueuedConnection)
        self._lanes = {name: Lane(self._posted.emit, name) for name in _LANES}
        self._busy: dict[str, object] = {}
        self._engine = engine
        self._session = Session()
        self._stop_listening: Callable[[], None] = lambda: None
        self._known = self._session.project  # what the listeners were told of last
        self._view: View | None = None
        self._focus: Focus | None = None
        self._is_view_due = False  # the view is not of what there is now; its layout is on the way
        self._are_answers_due = False
        self.is_open = False
        self.dark = dark
        self.answers: Sequence[Answer] = ()
        self.findings: Findings = _EMPTY
        self.what_if: WhatIf | None = None

    # What is known now.

    @property
    def graph(self) -> SystemGraph:
        """The system as it is, whatever is asked about it."""
        return self._session.graph

    @property
    def problems(self) -> Sequence[Problem]:
        """What was wrong in the sources."""
        return self._session.problems

    @property
    def path(self) -> Path | None:
        """The project's file, if it has one."""
        return self._session.path

    @property
    def read_only(self) -> bool:
        """Whether the file may not be written back."""
        return self._session.read_only

    @property
    def is_dirty(self) -> bool:
        """Whether there is anything to save."""
        return self.is_open and self._session.dirty

    @property
    def is_busy(self) -> bool:
        """Whether anything is being worked on."""
        return bool(self._busy)

    @property
    def title(self) -> str:
        """What the window calls it."""
        return self._session.title

    @property
    def theme(self) -> Theme:
        """The colours of the picture."""
        return DARK if self.dark else LIGHT

    @property
    def undo_name(self) -> str | None:
        """What undo would take back."""
        return self._session.undo_name if self.is_open else None

    @property
    def redo_name(self) -> str | None:
        """What redo would do again."""
        return self._session.redo_name if self.is_open else None

    @property
    def what_if_line(self) -> str:
        """The what-if and the size of its answer; empty when nothing is asked."""
        from explorer.drawing.impact_marks import summary_of

        return "" if self.what_if is None else summary_of(self.what_if.impact)

    @property
    def focus_line(self) -> str:
        """What is in focus; empty when the whole system is shown."""
        if self._focus is None or self._view is None:
            return ""
        shown, whole = len(self._view.graph.nodes), len(self.graph.nodes)
        return f"Only what is {self._focus.told(self.graph)}: {shown:,} of {counted(whole, 'node')}."

    def samples(self) -> list[tuple[str, Path]]:
        """The systems to look at first: what each is, and its file."""
        return [(f"{sample.name}: {sample.description}", sample.path) for sample in samples()]

    def recent(self) -> list[tuple[str, ...]]:
        """Sources opened before, latest first."""
        return list(load_settings().recent)

    # Opening and saving.

    def prepare(self) -> None:
        """While nothing else is to be done, make ready what the first system will need."""

        def work(task: Task) -> None:
            for name in _NEEDED:
                task.check()
                import_module(name)

        self._run("layout", work, lambda _: self._layout_engine().start())

    def open_sources(self, sources: Sequence[str], *, forced: str | None = None) -> None:
        """Read these as one system, in the place of what is open."""
        texts = tuple(sources)

        def forget(error: RipplemapError) -> None:
            change_settings(lambda s: without_recent(s, texts))
            self.failed.emit(str(error))

        def take(loaded: Loaded) -> None:
            change_settings(lambda s: with_recent(s, texts))
            self._replace(Session(loaded), is_open=True)

        def read(task: Task) -> Loaded:
            from explorer.session.loading import open_sources

            return open_sources(texts, forced=forced, task=task)

        self._run("open", read, take, forget)

    def import_more(self, sources: Sequence[str]) -> None:
        """Read these and join them to the system; positions, and what a person added, stay."""
        texts = tuple(sources)
        self._run("open", self._session.reading(texts), self._join)

    def save(self, path: Path) -> bool:
        """Write the project to a file; whether it is there now."""
        try:
            self._session.save_as(path)
        except RipplemapError as error:
            self.failed.emit(str(error))
            return False
        change_settings(lambda s: with_recent(s, (str(path),)))
        self.told.emit(f"Saved {path.name}.")
        self.history_changed.emit()
        return True

    def close(self) -> None:
        """Open nothing."""
        self._stop()
        self._replace(Session(), is_open=False)

    def shut_down(self) -> None:
        """Stop all work and wait, for a while, until it has come to an end; the window is about to go."""
        self._stop()
        if self._engine is not None:
            self._engine.cancel()
        end = monotonic() + _PATIENCE_S
        for lane in self._lanes.values():
            lane.wait(max(0.0, end - monotonic()))
        if self._engine is not None:
            self._engine.close()

    def cancel(self) -> None:
        """Stop what is being worked on; what is shown stays."""
        if self._engine is not None:
            self._engine.cancel()
        self._stop()
        self.told.emit("Stopped.")

    def export_svg(self, path: Path, shown: Rect | None) -> None:
        """Write the picture as it is shown now, or the part of it in `shown`."""
        view, theme, what_if = self._view, self.theme, self.what_if
        if view is None:
            return

        def write(_: Task) -> None:
            from explorer.session.exporting import write_svg

            write_svg(path, view.picture(theme, what_if), shown)

        self._run("export", write, lambda _: self.told.emit(f"Wrote {path.name}."))

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
        if self._focus is not None:
            self._show_moved(positions)
            return
        names = listed([self.graph.nodes[i].name for i in positions], 2)
        self.apply(MoveNodes(f"Move {names}", dict(positions)))

    def arrange_again(self) -> None:
        """Give every node that was moved by hand back to the layout."""
        positions = self._session.project.positions
        self._are_answers_due |= not self.answers
        if positions and not self._is_view_due:
            self.apply(MoveNodes("Arrange again", dict.fromkeys(positions)))
        elif self.is_open:
            self._lay_out()

    def remove_nodes(self, ids: Sequence[str]) -> None:
        """Take nodes out of the system, with their edges."""
        if ids:
            names = listed([self.graph.nodes[i].name for i in ids], 2)
            self.apply(EditGraph(f"Remove {names}", nodes=dict.fromkeys(ids)))

    def rename_node(self, node_id: str, name: str) -> None:
        """Give a node another name; its id stays."""
        node = self.graph.nodes[node_id]
        self.apply(EditGraph(f"Rename {node.name}", nodes={node_id: replace(node, name=name)}))

    # Asking.

    def ask_what_if(self, changes: tuple[HypotheticalChange, ...]) -> None:
        """Follow these changes together and show what they do."""
        graph = self.graph

        def work(task: Task) -> WhatIf:
            from explorer.session.what_ifs import follow

            return follow(graph, changes, task)

        self._run("what-if", work, self._show_what_if)

    def leave_what_if(self) -> None:
        """Show the system as it is."""
        self._stop("what-if")
        if self.what_if is not None:
            self._show_what_if(None)

    def focus(self, ids: Sequence[str], hops: int = 1) -> None:
        """Show only these nodes and their neighbours."""
        from explorer.session.views import Focus

        if ids:
            self._set_focus(Focus(tuple(ids), hops))

    def widen(self) -> None:
        """Show neighbours one step further away."""
        if self._focus is not None:
            self._set_focus(replace(self._focus, hops=self._focus.hops + 1))

    def leave_focus(self) -> None:
        """Show the whole system."""
        if self._focus is not None:
            self._set_focus(None)

    def set_dark(self, dark: bool) -> None:
        """Draw dark or light."""
        if dark != self.dark:
            self.dark = dark
            self._draw()
            self.dark_changed.emit()

    # Working it out.

    def _run(
        self,
        lane: str,
        work: Callable[[Task], T],
        done: Callable[[T], None],
        failed: Callable[[RipplemapError], None] | None = None,
    ) -> None:
        """Work in a lane, in the place of what it holds; `done` and `failed` are called on this thread."""
        token = object()

        def rest() -> None:
            if self._busy.get(lane) is token:
                del self._busy[lane]
                if not self._busy:
                    turns.rest()
                    self.rested.emit()

        def finish(result: T) -> None:
            rest()
            done(result)

        def fail(error: RipplemapError) -> None:
            rest()
            (failed or self._fail)(error)

        def broken(error: BaseException) -> None:
            rest()
            raise error  # the one hook for bugs tells of it

        self._busy[lane] = token
        turns.take_turns()
        self._lanes[lane].run(work, Outcome(finish, fail, broken, rest, self.working.emit))

    def _stop(self, *lanes: str) -> None:
        for name in lanes or _LANES:
            self._lanes[name].cancel()

    def _fail(self, error: RipplemapError) -> None:
        self.failed.emit(str(error))

    def _join(self, read: Read) -> None:
        try:
            self._session.add_sources(read)
        except RipplemapError as error:
            self.failed.emit(str(error))

    def _replace(self, session: Session, *, is_open: bool) -> None:
        self._stop_listening()
        self._stop()
        self._session, self._known, self.is_open = session, session.project, is_open
        self._stop_listening = session.subscribe(self._follow)
        self._view, self._focus, self.what_if = None, None, None
        self.answers, self.findings = (), _EMPTY
        self.moved_away.emit()
        self.replaced.emit()
        self.what_if_changed.emit()
        self.focus_changed.emit()
        if is_open:
            self._are_answers_due = True
            self._lay_out()

    def _follow(self) -> None:
        """After a change: only what it touches is worked out again."""
        before, now = self._known, self._session.project
        self._known = now
        if now.graph is not before.graph:
            self._follow_graph()
        elif now.positions != before.positions:
            self._follow_positions(before.positions, now.positions)
        self.history_changed.emit()

    def _follow_graph(self) -> None:
        if self._focus is not None:
            kept = tuple(i for i in self._focus.ids if i in self.graph.nodes)
            self._focus = replace(self._focus, ids=kept) if kept else None
        changes = () if self.what_if is None else self.what_if.impact.changes
        if changes:
            self.what_if = None
            self.what_if_changed.emit()
        self.answers, self.findings = (), _EMPTY
        self.graph_changed.emit()
        self._are_answers_due = True
        self._lay_out()
        if changes and all(c.node in self.graph.nodes and c.to in (None, *self.graph.nodes) for c in changes):
            self.ask_what_if(changes)

    def _follow_positions(self, before: Mapping[str, Point], now: Mapping[str, Point]) -> None:
        """A drag only mends the routes of what was dragged; a node given back to the layout needs a new one."""
        put = {i: p for i, p in now.items() if before.get(i) != p}
        if self._focus is not None:
            return
        if before.keys() <= now.keys():
            self._show_moved(put)
        else:
            self._lay_out()

    def _ask(self) -> None:
        """The answers and then the findings: the picture comes first, and threads only take turns."""
        graph = self.graph

        def answer(task: Task) -> Sequence[Answer]:
            from explorer.session.asking import ask_questions

            return ask_questions(graph, task=task)

        def find(task: Task) -> Findings:
            from explorer.session.asking import ask_findings

            return ask_findings(graph, task)

        def then(answers: Sequence[Answer]) -> None:
            self._show_answers(answers)
            self._run("answers", find, self._show_findings)

        self._are_answers_due = False
        self._run("answers", answer, then)

    def _layout_engine(self) -> LayoutEngine:
        if self._engine is None:
            from explorer.layout.engine import LayoutEngine

            self._engine = LayoutEngine()
        return self._engine

    def _lay_out(self) -> None:
        """Our own layout at once, then Graphviz's, which takes its place smoothly."""
        graph, positions, focus = self.graph, self._session.project.positions, self._focus
        theme, what_if, first = self.theme, self.what_if, self._view is None
        previous = None if self._view is None else self._view.centres()

        def quick(task: Task) -> tuple[View, Picture]:
            from explorer.session.views import view_of

            view = view_of(graph, positions, focus=focus, previous=previous, task=task)
            return view, view.picture(theme, what_if)

        def better(task: Task, engine: LayoutEngine) -> tuple[View, Picture]:
            from explorer.session.views import view_of

            task.progress("Arranging the picture", None)
            view = view_of(graph, positions, focus=focus, previous=previous, engine=engine, task=task)
            return view, view.picture(self.theme, self.what_if)

        def then(drawn: tuple[View, Picture]) -> None:
            self._is_view_due = False
            self._show_view(drawn, animate=not first)
            if self._are_answers_due:
                self._ask()
            engine = self._layout_engine()
            self._run(
                "layout",
                lambda task: better(task, engine),
                lambda refined: self._show_view(refined, animate=True),
            )

        self._stop("layout")
        if self._are_answers_due:
            self._stop("answers")  # of a system that is no more
        self._is_view_due = True
        self._run("picture", quick, then)

    def _draw(self) -> None:
        """The same layout, drawn again: other colours, or other marks."""
        view, theme, what_if = self._view, self.theme, self.what_if
        if self._is_view_due:
            self._lay_out()
        elif view is not None:
            self._run(
                "picture",
                lambda task: view.picture(theme, what_if),
                lambda picture: self.picture_changed.emit(picture, False),
            )

    def _show_moved(self, positions: Mapping[str, Point]) -> None:
        view, theme, what_if = self._view, self.theme, self.what_if
        if self._is_view_due:
            self._lay_out()
            return
        if view is None:
            return

        def work(task: Task) -> tuple[View, Picture]:
            changed = view.with_moved(positions)
            return changed, changed.picture(theme, what_if)

        self._stop("layout")
        self._run("picture", work, self._show_view)

    def _show_view(self, drawn: tuple[View, Picture], *, animate: bool = False) -> None:
        self._view, picture = drawn
        self.picture_changed.emit(picture, animate and len(picture.nodes) <= _ANIMATE_UP_TO)
        self.focus_changed.emit()
        if self._view.layout.note:
            self.told.emit(self._view.layout.note)

    def _show_answers(self, answers: Sequence[Answer]) -> None:
        self.answers = answers
        self.answers_changed.emit()

    def _show_findings(self, findings: Findings) -> None:
        self.findings = findings
        self.findings_changed.emit()

    def _show_what_if(self, what_if: WhatIf | None) -> None:
        self.what_if = what_if
        self._draw()
        self.what_if_changed.emit()
        self.history_changed.emit()

    def _set_focus(self, focus: Focus | None) -> None:
        self._focus = focus
        self._view = None
        self.moved_away.emit()
        self._lay_out()
