"""The window: the start page, then the desk, whose parts it lets speak to one another; owns no feature itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QMainWindow, QSizePolicy, QStackedWidget, QToolBar

from explorer.drawing.text import shown
from explorer.session.settings import change_settings, load_settings, with_window
from explorer.ui import asking, plain
from explorer.ui.actions import LONGEST_NAME, Actions, in_a_menu
from explorer.ui.arranging import Arranging
from explorer.ui.editing import Editing
from explorer.ui.filing import Filing
from explorer.ui.help import Help
from explorer.ui.notes import Notes
from explorer.ui.open_project import OpenProject
from explorer.ui.progress import Progress
from explorer.ui.reading import Reading
from explorer.ui.recent_menu import RecentMenu
from explorer.ui.seeking import Seeking
from explorer.ui.start_page import StartPage, dropped_paths
from explorer.ui.steps import Steps
from explorer.ui.teams import Teams
from explorer.ui.tour import Tour
from explorer.ui.two_panes import TwoPanes
from explorer.ui.viewing import Viewing

if TYPE_CHECKING:  # the desk and its parts come when there is a system
    from explorer.domain.entities import EdgeKey
    from explorer.drawing.picture import Picture
    from explorer.ui.canvas.canvas import Canvas
    from explorer.ui.desk import Desk
    from explorer.ui.foot import Foot
    from explorer.ui.panels.inspector import Inspector
    from explorer.ui.panels.outline import Outline

_NEEDS_SYSTEM = (
    *("import_more", "save", "save_as", "export", "export_view", "export_sheet", "close", "find"),
    *("print", "copy", "keep_view", "views", "present", "search"),
    *("select_all", "fit", "zoom_in", "zoom_out", "arrange", "enlarge"),
)
_NEEDS_SELECTION = ("focus", "what_if", "rename", "mark_bad", "mark_good")
_AT_ONCE_UP_TO = 2_000
"""Nodes of a system that is shown everywhere in one turn; of a larger one every part has a turn of its own."""


class MainWindow(QMainWindow):
    """Canvas in the middle, outline left, inspector right, questions and findings below."""

    def __init__(self, project: OpenProject) -> None:
        super().__init__()
        self.setObjectName("main")
        self.resize(1440, 900)
        self.setAcceptDrops(True)
        self.project = project
        self.filing = Filing(self, project)
        self._selection: tuple[str, ...] = ()
        self._is_selecting = False
        self._graph_steps = Steps(self)
        self._fit_next = True
        self._desk: Desk | None = None
        self._furnishing = self._furnish()
        self._furnish_soon = QTimer(self, singleShot=True, interval=0)
        self._furnish_soon.timeout.connect(self._furnish_on)
        self._to_show: Callable[[], None] = lambda: None
        self.actions_by_name = Actions(self)
        self.seeking = Seeking(self)
        self.reading = Reading(self)
        self.teams = Teams(self)
        self.start = StartPage()
        self.recent = RecentMenu(project.offers, self)
        self.viewing = Viewing(self, project, lambda: self.desk)
        self.progress = Progress()
        self._assemble()
        self._connect_actions()
        self.help = Help(self)
        self.editing = Editing(self)
        self.arranging = Arranging(self)
        self.notes = Notes(self)
        self.tour = Tour(self)
        self.two_panes = TwoPanes(self)
        self._connect_start()
        self._connect_project()
        self._show_system()

    # What a person sees first, and where.

    def _assemble(self) -> None:
        self._pages = QStackedWidget()
        self._pages.addWidget(self.start)
        self.setCentralWidget(self._pages)
        bar = QToolBar("Toolbar")
        bar.setObjectName("toolbar")
        bar.setMovable(False)
        self.actions_by_name.fill_toolbar(bar)
        self.addToolBar(bar)
        self._menus = self.actions_by_name.fill_menus(self.menuBar())
        self._menus["File"].insertMenu(self.actions_by_name["import_more"], self.recent)
        self._menus["View"].insertMenu(self.actions_by_name["views"], self.viewing.menu)
        self.statusBar().addPermanentWidget(self.progress)

    @property
    def desk(self) -> Desk:
        """What a system is looked at with, made when it is first asked for."""
        while self._desk is None:
            next(self._furnishing)
        return self._desk

    def _furnish(self) -> Iterator[None]:
        from explorer.ui.desk import Desk

        desk = Desk(self, self.project)
        for _ in desk.furnish():
            yield
        yield
        self._pages.addWidget(desk.page)
        desk.foot.set_corner(self.actions_by_name["enlarge"])
        view = self._menus["View"]
        view.addSeparator()
        for dock in desk.docks:
            view.addAction(dock.toggleViewAction())
        self._connect_desk(desk)
        self.two_panes.connect_desk(desk)
        self._desk = desk
        self._show_theme()
        yield

    def _make_room(self, show: Callable[[], None]) -> None:
        self._to_show = show
        self._furnish_soon.start()

    def _furnish_on(self) -> None:
        """A part of the desk at each turn, and then what it was made for."""
        if self._desk is None:
            next(self._furnishing)
            self._furnish_soon.start()
        else:
            self._to_show()

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing is being worked on and everything that is known is shown."""
        is_waiting = self._furnish_soon.isActive() or self._graph_steps.is_waiting
        is_drawing = self.project.is_open and not self.canvas.is_settled
        return not (is_waiting or self.project.is_busy or is_drawing)

    @property
    def canvas(self) -> Canvas:
        """The picture."""
        return self.desk.canvas

    @property
    def outline(self) -> Outline:
        """The same system as a tree."""
        return self.desk.outline

    @property
    def inspector(self) -> Inspector:
        """What is known of the selection."""
        return self.desk.inspector

    @property
    def foot(self) -> Foot:
        """The pages that answer."""
        return self.desk.foot

    def show_as_left(self) -> None:
        """Show the window in the shape in which it was left; the first time, as large as the screen."""
        shape = QByteArray.fromBase64(load_settings().window.encode())
        if self.restoreGeometry(shape):
            self.setWindowState(self.windowState() & ~Qt.WindowState.WindowFullScreen)
            self.show()
        else:
            self.setGeometry(self.screen().availableGeometry())  # where no window manager maximises it
            self.showMaximized()

    # What each action does.

    def _connect_actions(self) -> None:
        project, filing = self.project, self.filing
        self.actions_by_name.connect(
            {
                "open": filing.open_files,
                "open_folder": filing.open_folder,
                "import_more": filing.import_more,
                "save": filing.save,
                "save_as": filing.save_as,
                "export": lambda: filing.export_picture(None),
                "export_view": lambda: filing.export_picture(self.canvas.viewport.visible),
                "export_sheet": filing.export_sheet,
                "print": self._print,
                "close": filing.close,
                "quit": self.close,
                "undo": project.undo,
                "redo": project.redo,
                "rename": self._rename,
                "copy": lambda: project.pictures.copy(self._selection, self.canvas.viewport.visible),
                "find": lambda: self.outline.focus_filter(),
                "search": self.seeking.search,
                "palette": self.seeking.open_palette,
                "ways": self.seeking.find_ways,
                "select_all": lambda: self.select(tuple(project.graph.nodes)),
                "fit": lambda: self.canvas.fit(),
                "zoom_in": lambda: self.canvas.zoom_by(1.25),
                "zoom_out": lambda: self.canvas.zoom_by(0.8),
                "focus": lambda: project.focus(self._selection),
                "wider": project.widen,
                "whole": project.leave_focus,
                "arrange": project.arrange_again,
                "keep_view": self.viewing.keep,
                "views": self.viewing.manage,
                "present": self.viewing.present,
                "full_screen": self._full_screen,
                "enlarge": lambda: self.desk.enlarge_answers(),
                "what_if": lambda: self.foot.ask_about(self._selection),
                "leave_what_if": project.leave_what_if,
                "mark_bad": lambda: self.foot.mark(is_bad=True),
                "mark_good": lambda: self.foot.mark(is_bad=False),
                "about": lambda: asking.about(self),
            }
        )

    def _connect_start(self) -> None:
        self.start.open_requested.connect(self.filing.open_files)
        self.start.folder_requested.connect(self.filing.open_folder)
        self.start.sources_chosen.connect(self.filing.open_sources)
        self.recent.chosen.connect(self.filing.open_sources)
        self.viewing.told.connect(self._tell)
        self.progress.cancelled.connect(self._cancel)

    def _connect_desk(self, desk: Desk) -> None:
        project = self.project
        desk.outline.selection_changed.connect(self.select)
        desk.outline.focus_requested.connect(self._show_node)
        desk.inspector.node_chosen.connect(self._show_node)
        desk.inspector.lit.connect(self._light)
        desk.foot.lit.connect(self._light)
        desk.foot.told.connect(self._tell)
        desk.canvas.selection_changed.connect(self.select)
        desk.canvas.edge_selected.connect(desk.inspector.show_edge)
        desk.canvas.nodes_moved.connect(project.move_nodes)
        desk.canvas.focus_requested.connect(lambda i: project.focus((i,)))
        desk.canvas.inspect_requested.connect(lambda i: self.select((i,)))
        project.graph_changed.connect(lambda: self._show_graph())
        project.picture_changed.connect(self._show_picture)
        project.findings_changed.connect(self._show_findings)
        project.what_if_changed.connect(self._show_what_if)
        project.focus_changed.connect(self._show_focus)
        desk.what_if_banner.left.connect(project.leave_what_if)
        desk.focus_banner.left.connect(project.leave_focus)
        self.seeking.connect_desk(desk)
        self.editing.connect_desk(desk)
        self.notes.connect_desk(desk)
        self.reading.connect_desk(desk)
        self.teams.connect_desk(desk)

    def _connect_project(self) -> None:
        project = self.project
        project.make_room = self._make_room
        project.replaced.connect(self._show_system)
        project.history_changed.connect(self._show_history)
        project.theme_changed.connect(self._show_theme)
        project.working.connect(self.progress.tell)
        project.rested.connect(self.progress.done)
        project.moved_away.connect(self._fit_soon)
        project.told.connect(self._tell)
        project.failed.connect(self._fail)

    # Following the project.

    def _show_system(self) -> None:
        is_open = self.project.is_open
        self.start.set_samples(self.project.offers.samples())
        self.start.set_recent(self.project.offers.recent())
        if is_open or self._desk is not None:
            self._show_desk(self.desk, is_open)
        self._show_history()

    def _show_desk(self, desk: Desk, is_open: bool) -> None:
        desk.show_docks(is_open)
        # a page that is not shown does not say how small the canvas may be
        shape = QSizePolicy.Policy.Ignored if is_open else QSizePolicy.Policy.Preferred
        self.start.setSizePolicy(shape, shape)
        # last, so that the canvas is laid out once, not for each dock
        self._pages.setCurrentWidget(desk.page if is_open else self.start)
        desk.clear()
        desk.foot.show_system()
        self._show_findings()
        self._show_graph(at_once=False)

    def _show_graph(self, *, at_once: bool = True) -> None:
        project = self.project
        steps = (
            lambda: self.outline.set_graph(project.graph),
            lambda: self.inspector.set_system(project.graph),
            self.foot.show_graph,
            lambda: self.select(self._selection),
            self._show_history,
        )
        self._graph_steps.begin(steps, at_once=at_once and len(project.graph.nodes) <= _AT_ONCE_UP_TO)

    def _show_picture(self, picture: Picture, animate: bool) -> None:
        first = not len(self.canvas.picture.nodes) or self._fit_next
        self.canvas.set_picture(picture, animate=animate and not first)
        if first:
            self.canvas.fit()
        self._fit_next = False
        self.viewing.follow_picture(picture)

    def _fit_soon(self) -> None:
        self._fit_next = True

    def _show_findings(self) -> None:
        self.inspector.set_findings(self.project.findings.findings)

    def _show_what_if(self) -> None:
        self.desk.what_if_banner.tell(self.project.what_if_line)
        self.inspector.set_scenario(self.project.what_if)
        self.actions_by_name.enable(("leave_what_if",), self.project.what_if is not None)

    def _show_focus(self) -> None:
        self.desk.focus_banner.tell(self.project.focus_line)
        self.actions_by_name.enable(("whole", "wider"), bool(self.project.focus_line))

    def _show_history(self) -> None:
        project, actions = self.project, self.actions_by_name
        for name, verb, label in (("undo", "&Undo", project.undo_name), ("redo", "&Redo", project.redo_name)):
            actions[name].setEnabled(label is not None)
            actions[name].setText(f"{verb} “{in_a_menu(label)}”" if label else verb)
        actions.enable(_NEEDS_SYSTEM, project.is_open)
        self._enable_for_selection()
        actions.enable(("leave_what_if",), project.what_if is not None)
        actions.enable(("whole", "wider"), bool(project.focus_line))
        title = shown(project.title, LONGEST_NAME).replace("[*]", "[*][*]")  # as Qt wants to have it written
        self.setWindowTitle(f"{title}[*] – Ripplemap" if project.is_open else "Ripplemap")
        self.setWindowModified(project.is_dirty)

    def _show_theme(self) -> None:
        if self._desk is not None:
            self._desk.set_dark(self.project.theme.dark)
            self._desk.canvas.set_theme(self.project.theme)

    # Selecting and lighting.

    @property
    def selection(self) -> tuple[str, ...]:
        """The ids of the selected nodes."""
        return self._selection

    def select(self, ids: tuple[str, ...]) -> None:
        """Select these nodes everywhere, where they are shown.

        What is no part of the system, such as what only a scenario has, can be looked at and nothing else.
        """
        if self._is_selecting:  # the canvas tells that it selected what it was told to
            return
        from explorer.ui.aloud import announce_selection

        self._selection = tuple(i for i in ids if i in self.project.graph.nodes)
        self._is_selecting = True
        self.canvas.select(ids)
        announce_selection(self.canvas, self.project.graph, self._selection)
        self.outline.select(self._selection)
        self._is_selecting = False
        self.inspector.show_nodes(ids)
        self.foot.show_nodes(self._selection)
        self._enable_for_selection()

    def _enable_for_selection(self) -> None:
        self.actions_by_name.enable(_NEEDS_SELECTION, bool(self._selection))
        self.arranging.follow_selection(self._selection)
        self.actions_by_name.enable(("ways",), len(self._selection) in (1, 2))

    def _show_node(self, node_id: str) -> None:
        self.seeking.go_to(node_id, take_keyboard=False)

    def _light(self, nodes: tuple[str, ...], edges: tuple[EdgeKey, ...]) -> None:
        self.canvas.set_highlight(nodes, edges)

    def open_sources(self, sources: list[str]) -> None:
        """Open these in the place of what is open, after asking about unsaved changes."""
        self.filing.open_sources(sources)

    def _rename(self) -> None:
        if len(self._selection) == 1:
            node = self.project.graph.nodes[self._selection[0]]
            name = asking.new_name(self, node.name)
            if name:
                self.project.rename_node(node.id, name)

    def _print(self) -> None:
        bounds = self.canvas.picture.bounds
        self.filing.print_picture((bounds.width, bounds.height), self.canvas.viewport.visible)

    def _full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _cancel(self) -> None:
        self.project.cancel()
        if self._desk is not None:
            self._desk.foot.show_stopped()

    def _tell(self, text: str) -> None:
        self.statusBar().showMessage(plain.legible(text), 8000)

    def _fail(self, text: str) -> None:
        plain.message(self, "Ripplemap", text, severity="warning").open()

    # Qt's own events.

    def event(self, event: QEvent) -> bool:
        """What is typed in a list stays there: Ctrl+C copies its row, not the picture."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            in_list = isinstance(self.focusWidget(), QAbstractItemView)
            if in_list and event.matches(QKeySequence.StandardKey.Copy):
                event.accept()
        return super().event(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped anywhere on the window."""
        if dropped_paths(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        paths = dropped_paths(event)
        if paths:
            event.acceptProposedAction()
            self.open_sources(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved changes, then let everything come to rest."""
        if self.filing.may_leave():
            shape = self.saveGeometry().toBase64().toStdString()
            change_settings(lambda settings: with_window(settings, shape))
            self._furnish_soon.stop()
            self.project.shut_down()
            event.accept()
        else:
            event.ignore()
