"""The window: the start page, then the desk, whose parts it lets speak to one another; owns no feature itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QMainWindow,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QToolBar,
    QToolButton,
)

from explorer.language import tr
from explorer.session.settings import change_settings, load_settings, with_window
from explorer.ui import asking, plain, turns
from explorer.ui.actions import Actions
from explorer.ui.arranging import Arranging
from explorer.ui.context_menu import ContextMenu
from explorer.ui.editing import Editing
from explorer.ui.filing import Filing
from explorer.ui.following import Following
from explorer.ui.furnishing import Furnishing
from explorer.ui.help import Help
from explorer.ui.notes import Notes
from explorer.ui.open_project import OpenProject
from explorer.ui.progress import Progress
from explorer.ui.reading import Reading
from explorer.ui.recent_menu import RecentMenu
from explorer.ui.seeking import Seeking
from explorer.ui.selecting import Selecting
from explorer.ui.start_page import StartPage, dropped_paths
from explorer.ui.teams import Teams
from explorer.ui.tour import Tour
from explorer.ui.two_panes import TwoPanes
from explorer.ui.viewing import Viewing

if TYPE_CHECKING:  # the desk and its parts come when there is a system
    from explorer.ui.canvas.canvas import Canvas
    from explorer.ui.desk import Desk
    from explorer.ui.foot import Foot
    from explorer.ui.panels.inspector import Inspector
    from explorer.ui.panels.outline import Outline


class MainWindow(QMainWindow):
    """Canvas in the middle, outline left, inspector right, questions and findings below."""

    def __init__(self, project: OpenProject) -> None:
        super().__init__()
        self.setObjectName("main")
        self.resize(1440, 900)
        self.setAcceptDrops(True)
        self.project = project
        self.filing = Filing(self, project)
        self.furnishing = Furnishing(self, project, self._place_desk)
        self.selecting = Selecting(self)
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
        self.following = Following(self)
        self.context_menu = ContextMenu(self)
        self._show_system()

    # What a person sees first, and where.

    def _assemble(self) -> None:
        self._pages = QStackedWidget()
        self._pages.addWidget(self.start)
        self.setCentralWidget(self._pages)
        bar = QToolBar(tr("Toolbar"))
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
        return self.furnishing.desk

    def _place_desk(self, desk: Desk) -> None:
        self._pages.addWidget(desk.page)
        desk.foot.set_corner(self.actions_by_name["enlarge"])
        view = self._menus["View"]
        view.addSeparator()
        for dock in desk.docks:
            view.addAction(dock.toggleViewAction())
        self._connect_desk(desk)

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing is being worked on and everything that is known is shown."""
        is_waiting = any(each.is_waiting for each in (self.furnishing, self.following, self.selecting))
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
                "connect_database": filing.connect_database,
                "import_more": filing.import_more,
                "read_again": project.sources.read_again,
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
                "copy": lambda: project.pictures.copy(self.selection, self.canvas.viewport.visible),
                "find": lambda: self.outline.focus_filter(),
                "search": self.seeking.search,
                "palette": self.seeking.open_palette,
                "ways": self.seeking.find_ways,
                "select_all": self.selecting.select_all,
                "fit": lambda: self.canvas.fit(),
                "zoom_in": lambda: self.canvas.zoom_by(1.25),
                "zoom_out": lambda: self.canvas.zoom_by(0.8),
                "focus": lambda: project.focus(self.selection),
                "wider": project.widen,
                "whole": project.leave_focus,
                "arrange": project.arrange_again,
                "keep_view": self.viewing.keep,
                "views": self.viewing.manage,
                "present": self.viewing.present,
                "full_screen": self._full_screen,
                "enlarge": lambda: self.desk.enlarge_answers(),
                "what_if": lambda: self.foot.ask_about(self.selection),
                "leave_what_if": project.leave_what_if,
                "mark_bad": lambda: self.foot.mark(is_bad=True),
                "mark_good": lambda: self.foot.mark(is_bad=False),
                "about": lambda: asking.about(self),
            }
        )

    def _connect_start(self) -> None:
        self.start.open_requested.connect(self.filing.open_files)
        self.start.folder_requested.connect(self.filing.open_folder)
        self.start.new_requested.connect(self.actions_by_name["new_system"].trigger)
        self.start.sources_chosen.connect(self.filing.open_sources)
        self.recent.chosen.connect(self.filing.open_sources)
        self.viewing.told.connect(self._tell)
        self.progress.cancelled.connect(self._cancel)

    def _connect_desk(self, desk: Desk) -> None:
        project = self.project
        self.selecting.connect_desk(desk)
        desk.outline.focus_requested.connect(self._show_node)
        desk.inspector.node_chosen.connect(self._show_node)
        desk.foot.told.connect(self._tell)
        desk.canvas.nodes_moved.connect(project.move_nodes)
        desk.canvas.focus_requested.connect(lambda i: project.focus((i,)))
        desk.what_if_banner.left.connect(project.leave_what_if)
        desk.focus_banner.left.connect(project.leave_focus)
        self.following.begin()
        self.seeking.connect_desk(desk)
        self.editing.connect_desk(desk)
        self.notes.connect_desk(desk)
        self.reading.connect_desk(desk)
        self.teams.connect_desk(desk)
        self.two_panes.connect_desk(desk)
        self.context_menu.connect_desk(desk)
        self.following.show_theme()
        self.following.show_text_size()

    def _connect_project(self) -> None:
        project = self.project
        project.make_room = self.furnishing.make_room
        project.replaced.connect(self._show_system)
        project.working.connect(self.progress.tell)
        project.rested.connect(self.progress.done)
        project.working.connect(self._tell_on_start)
        project.rested.connect(self.start.offer)
        project.told.connect(self._tell)
        project.failed.connect(self._fail)

    # The selection, and what else is seen through.

    @property
    def selection(self) -> tuple[str, ...]:
        """The ids of the selected nodes."""
        return self.selecting.ids

    def select(self, ids: tuple[str, ...]) -> None:
        """Select these nodes everywhere, where they are shown."""
        self.selecting.select(ids)

    def open_sources(self, sources: list[str]) -> None:
        """Open these in the place of what is open, after asking about unsaved changes."""
        self.filing.open_sources(sources)

    def _show_system(self) -> None:
        is_open = self.project.is_open
        self.start.set_samples(self.project.offers.samples())
        self.start.set_recent(self.project.offers.recent())
        if is_open or self.furnishing.made is not None:
            self._show_desk(self.desk, is_open)
        self.following.show_history()

    def _show_desk(self, desk: Desk, is_open: bool) -> None:
        # a page that is not shown does not say how small the canvas may be; nor while the docks stand around it, else
        # the window would grow out of a low screen
        if not is_open:
            desk.show_docks(False)
        shape = QSizePolicy.Policy.Ignored if is_open else QSizePolicy.Policy.Preferred
        self.start.setSizePolicy(shape, shape)
        if is_open:
            desk.show_docks(True)
        # last, so that the canvas is laid out once, not for each dock
        self._pages.setCurrentWidget(desk.page if is_open else self.start)
        self.following.show_system()

    def _show_node(self, node_id: str) -> None:
        self.seeking.go_to(node_id, take_keyboard=False)

    def _rename(self) -> None:
        if len(self.selection) == 1:
            node = self.project.graph.nodes[self.selection[0]]
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
        if self.furnishing.made is not None:
            self.desk.foot.show_stopped()

    def _tell(self, text: str) -> None:
        self.statusBar().showMessage(plain.legible(text), 8000)

    def _tell_on_start(self, text: str, part: float | None) -> None:
        if not self.project.is_open:
            self.start.tell_of_work(text, part)

    def _fail(self, text: str) -> None:
        plain.message(self, "Ripplemap", text, severity="warning").open()

    # Qt's own events.

    def event(self, event: QEvent) -> bool:
        """What is typed in a list stays there: Ctrl+C copies its row, not the picture."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            in_list = isinstance(self.focusWidget(), QAbstractItemView)
            if in_list and event.matches(QKeySequence.StandardKey.Copy):
                event.accept()
        with turns.window_first():
            return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return presses the button that has the keyboard, as it does in a dialog."""
        button = self.focusWidget()
        is_return = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_return and isinstance(button, QPushButton | QToolButton):
            button.animateClick()
        else:
            super().keyPressEvent(event)

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

    def give_way(self) -> None:
        """Be gone without a question: another window shows what is open."""
        self.hide()
        self.project.close()  # so that none of it is held by what may be left of this window
        self._end()
        self.deleteLater()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved changes, then let everything come to rest."""
        if self.filing.may_leave():
            shape = self.saveGeometry().toBase64().toStdString()
            change_settings(lambda settings: with_window(settings, shape))
            self._end()
            event.accept()
        else:
            event.ignore()

    def _end(self) -> None:
        self.furnishing.stop()
        self.project.shut_down()
