"""The window: puts the panels around the canvas and lets them speak to one another; owns no feature itself."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QMainWindow,
    QSizePolicy,
    QStackedWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from explorer.domain.entities import EdgeKey
from explorer.domain.geometry import Rect
from explorer.drawing.picture import Picture
from explorer.drawing.text import shown
from explorer.session.settings import change_settings, load_settings, with_window
from explorer.ui import asking, plain
from explorer.ui.actions import Actions
from explorer.ui.banner import Banner
from explorer.ui.canvas.canvas import Canvas
from explorer.ui.canvas.scene import empty_picture
from explorer.ui.foot import Foot
from explorer.ui.open_project import OpenProject
from explorer.ui.panels.inspector import Inspector
from explorer.ui.panels.outline import Outline
from explorer.ui.progress import Progress
from explorer.ui.start_page import StartPage, dropped_paths

_SIDE = 240
_LONGEST_TITLE = 80
"""Letters of a stranger's name in a title or a menu: an X server refuses titles of a megabyte."""
_FOOT = 250
_ENLARGED = 0.7
"""Of the window's height, for answers that are read rather than glanced at."""
_NEEDS_SYSTEM = (
    *("import_more", "save", "save_as", "export", "export_view", "export_sheet", "close", "find"),
    *("select_all", "fit", "zoom_in", "zoom_out", "arrange", "enlarge"),
)
_NEEDS_SELECTION = ("focus", "what_if", "remove", "rename", "mark_bad", "mark_good")


class MainWindow(QMainWindow):
    """Canvas in the middle, outline left, inspector right, questions and findings below."""

    def __init__(self, project: OpenProject) -> None:
        super().__init__()
        self.setObjectName("main")
        self.resize(1440, 900)
        self.setAcceptDrops(True)
        self.project = project
        self._selection: tuple[str, ...] = ()
        self._is_selecting = False
        self._graph_soon = QTimer(self, singleShot=True, interval=0)  # a turn of its own for what takes long
        self._graph_soon.timeout.connect(self._show_graph)
        self._fit_next = True
        self.actions_by_name = Actions(self)
        self.start = StartPage()
        self.canvas = Canvas()
        self.outline = Outline()
        self.inspector = Inspector()
        self.foot = Foot(project)
        self.what_if_banner = Banner("Leave the what-if")
        self.focus_banner = Banner("Show the whole system")
        self.progress = Progress()
        self._assemble()
        self._connect_actions()
        self._connect_panels()
        self._connect_project()
        self._show_system()

    # What a person sees first, and where.

    def _assemble(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.what_if_banner)
        column.addWidget(self.focus_banner)
        column.addWidget(self.canvas, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.start)
        self._pages.addWidget(page)
        self.setCentralWidget(self._pages)
        areas = Qt.DockWidgetArea
        self._docks = [
            self._dock("Outline", self.outline, areas.LeftDockWidgetArea),
            self._dock("Inspector", self.inspector, areas.RightDockWidgetArea),
            self._dock("Answers", self.foot, areas.BottomDockWidgetArea),
        ]
        self.resizeDocks(self._docks[:2], [_SIDE, _SIDE + 50], Qt.Orientation.Horizontal)
        self.resizeDocks(self._docks[2:], [_FOOT], Qt.Orientation.Vertical)
        bar = QToolBar("Toolbar")
        bar.setObjectName("toolbar")
        bar.setMovable(False)
        self.actions_by_name.fill_toolbar(bar)
        self.addToolBar(bar)
        menus = self.actions_by_name.fill_menus(self.menuBar())
        self.foot.set_corner(self.actions_by_name["enlarge"])
        menus["View"].addSeparator()
        for dock in self._docks:
            menus["View"].addAction(dock.toggleViewAction())
        self.statusBar().addPermanentWidget(self.progress)

    def _dock(self, title: str, widget: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(f"dock-{title.lower()}")
        dock.setWidget(widget)
        self.addDockWidget(area, dock)
        return dock

    def _enlarge(self) -> None:
        larger = round(self.height() * _ENLARGED)
        is_large = self.foot.height() > (larger + _FOOT) // 2
        self.resizeDocks(self._docks[2:], [_FOOT if is_large else larger], Qt.Orientation.Vertical)

    def show_as_left(self) -> None:
        """Show the window in the shape in which it was left; the first time, as large as the screen."""
        shape = QByteArray.fromBase64(load_settings().window.encode())
        if self.restoreGeometry(shape):
            self.show()
        else:
            self.setGeometry(self.screen().availableGeometry())  # where no window manager maximises it
            self.showMaximized()

    # What each action does.

    def _connect_actions(self) -> None:
        project, canvas = self.project, self.canvas
        self.actions_by_name.connect(
            {
                "open": lambda: self._open(asking.source_files(self)),
                "open_folder": lambda: self._open(asking.source_folder(self)),
                "import_more": self._import_more,
                "save": self.save,
                "save_as": self.save_as,
                "export": lambda: self._export(None),
                "export_view": lambda: self._export(canvas.viewport.visible),
                "export_sheet": self._export_sheet,
                "close": self._close_system,
                "quit": self.close,
                "undo": project.undo,
                "redo": project.redo,
                "rename": self._rename,
                "remove": lambda: project.remove_nodes(self._selection),
                "find": self.outline.focus_filter,
                "select_all": lambda: self.select(tuple(project.graph.nodes)),
                "fit": canvas.fit,
                "zoom_in": lambda: canvas.zoom_by(1.25),
                "zoom_out": lambda: canvas.zoom_by(0.8),
                "focus": lambda: project.focus(self._selection),
                "wider": project.widen,
                "whole": project.leave_focus,
                "arrange": project.arrange_again,
                "enlarge": self._enlarge,
                "what_if": lambda: self.foot.ask_about(self._selection),
                "leave_what_if": project.leave_what_if,
                "mark_bad": lambda: self.foot.mark(is_bad=True),
                "mark_good": lambda: self.foot.mark(is_bad=False),
                "about": lambda: asking.about(self),
            }
        )

    def _connect_panels(self) -> None:
        project = self.project
        self.start.open_requested.connect(lambda: self._open(asking.source_files(self)))
        self.start.folder_requested.connect(lambda: self._open(asking.source_folder(self)))
        self.start.sources_chosen.connect(self.open_sources)
        self.outline.selection_changed.connect(self.select)
        self.outline.focus_requested.connect(self._show_node)
        self.inspector.node_chosen.connect(self._show_node)
        self.inspector.lit.connect(self._light)
        self.foot.lit.connect(self._light)
        self.foot.told.connect(self._tell)
        self.canvas.selection_changed.connect(self.select)
        self.canvas.edge_selected.connect(self._select_edge)
        self.canvas.nodes_moved.connect(project.move_nodes)
        self.canvas.focus_requested.connect(lambda i: project.focus((i,)))
        self.canvas.inspect_requested.connect(lambda i: self.select((i,)))
        self.what_if_banner.left.connect(project.leave_what_if)
        self.focus_banner.left.connect(project.leave_focus)
        self.progress.cancelled.connect(self._cancel)

    def _connect_project(self) -> None:
        project = self.project
        project.replaced.connect(self._show_system)
        project.graph_changed.connect(self._show_graph)
        project.picture_changed.connect(self._show_picture)
        project.findings_changed.connect(self._show_findings)
        project.what_if_changed.connect(self._show_what_if)
        project.focus_changed.connect(self._show_focus)
        project.history_changed.connect(self._show_history)
        project.dark_changed.connect(self._show_dark)
        project.working.connect(self.progress.tell)
        project.rested.connect(self.progress.done)
        project.moved_away.connect(self._fit_soon)
        project.told.connect(self._tell)
        project.failed.connect(self._fail)

    # Following the project.

    def _show_system(self) -> None:
        is_open = self.project.is_open
        for dock in self._docks:
            dock.setVisible(is_open)
        ignored, wanted = QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred
        shape = (
            ignored if is_open else wanted
        )  # a page that is not shown does not say how small the canvas may be
        self.start.setSizePolicy(shape, shape)
        self._pages.setCurrentIndex(
            1 if is_open else 0
        )  # last: the canvas is laid out once, not for each dock
        self.canvas.set_picture(empty_picture())  # what it showed is of another system
        self.foot.show_system()
        self.start.set_samples(self.project.samples())
        self.start.set_recent(self.project.recent())
        self._show_findings()
        self._show_dark()
        self._show_history()
        self._graph_soon.start()

    def _show_graph(self) -> None:
        graph = self.project.graph
        self.outline.set_graph(graph)
        self.inspector.set_system(graph)
        self.foot.show_graph()
        self.select(self._selection)
        self._show_history()

    def _show_picture(self, picture: Picture, animate: bool) -> None:
        first = not len(self.canvas.picture.nodes) or self._fit_next
        self.canvas.set_picture(picture, animate=animate and not first)
        if first:
            self.canvas.fit()
        self._fit_next = False

    def _fit_soon(self) -> None:
        self._fit_next = True

    def _show_findings(self) -> None:
        self.inspector.set_findings(self.project.findings.findings)

    def _show_what_if(self) -> None:
        self.what_if_banner.tell(self.project.what_if_line)
        self.actions_by_name.enable(("leave_what_if",), self.project.what_if is not None)

    def _show_focus(self) -> None:
        self.focus_banner.tell(self.project.focus_line)
        self.actions_by_name.enable(("whole", "wider"), bool(self.project.focus_line))

    def _show_history(self) -> None:
        project, actions = self.project, self.actions_by_name
        for name, verb, label in (("undo", "&Undo", project.undo_name), ("redo", "&Redo", project.redo_name)):
            actions[name].setEnabled(label is not None)
            actions[name].setText(f"{verb} “{_in_a_menu(label)}”" if label else verb)
        actions.enable(_NEEDS_SYSTEM, project.is_open)
        actions.enable(_NEEDS_SELECTION, bool(self._selection))
        actions.enable(("leave_what_if",), project.what_if is not None)
        actions.enable(("whole", "wider"), bool(project.focus_line))
        title = shown(project.title, _LONGEST_TITLE).replace(
            "[*]", "[*][*]"
        )  # as Qt wants to have it written
        self.setWindowTitle(f"{title}[*] – Ripplemap" if project.is_open else "Ripplemap")
        self.setWindowModified(project.is_dirty)

    def _show_dark(self) -> None:
        dark = self.project.dark
        self.canvas.set_theme(self.project.theme)
        self.outline.set_dark(dark)
        self.inspector.set_dark(dark)
        for banner in (self.what_if_banner, self.focus_banner):
            banner.set_dark(dark)

    # Selecting and lighting.

    @property
    def selection(self) -> tuple[str, ...]:
        """The ids of the selected nodes."""
        return self._selection

    def select(self, ids: tuple[str, ...]) -> None:
        """Select these nodes everywhere, where they are shown; what is no part of the system is left out."""
        if self._is_selecting:  # the canvas tells that it selected what it was told to
            return
        self._selection = tuple(i for i in ids if i in self.project.graph.nodes)
        self._is_selecting = True
        self.canvas.select(self._selection)
        self.outline.select(self._selection)
        self._is_selecting = False
        self.inspector.show_nodes(self._selection)
        self.foot.show_nodes(self._selection)
        self.actions_by_name.enable(_NEEDS_SELECTION, bool(self._selection))

    def _select_edge(self, key: EdgeKey | None) -> None:
        self.inspector.show_edge(key)

    def _show_node(self, node_id: str) -> None:
        self.select((node_id,))
        self.canvas.bring_into_view(node_id)

    def _light(self, nodes: tuple[str, ...], edges: tuple[EdgeKey, ...]) -> None:
        self.canvas.set_highlight(nodes, edges)

    # Opening, saving, leaving.

    def open_sources(self, sources: list[str]) -> None:
        """Open these in the place of what is open, after asking about unsaved changes."""
        if self._may_leave():
            self.project.open_sources(sources)

    def save(self) -> bool:
        """Save to the project's file, or ask for one; whether it was saved."""
        path = self.project.path
        return self.save_as() if path is None or self.project.read_only else self.project.save(path)

    def save_as(self) -> bool:
        """Ask for a file and save to it; whether it was saved."""
        path = asking.project_path(self, self.project.title)
        return path is not None and self.project.save(path)

    def _open(self, sources: list[str]) -> None:
        if sources:
            self.open_sources(sources)

    def _import_more(self) -> None:
        sources = asking.source_files(self)
        if sources:
            self.project.import_more(sources)

    def _export(self, shown: Rect | None) -> None:
        path = asking.picture_path(self, self.project.title)
        if path is not None:
            self.project.export_svg(path, shown)

    def _export_sheet(self) -> None:
        path = asking.sheet_path(self, self.project.title)
        if path is not None:
            self.project.export_sheet(path)

    def _close_system(self) -> None:
        if self._may_leave():
            self.project.close()

    def _may_leave(self) -> bool:
        if not self.project.is_dirty:
            return True
        choice = asking.save_first(self, self.project.title)
        return self.save() if choice == "save" else choice == "discard"

    def _rename(self) -> None:
        if len(self._selection) == 1:
            node = self.project.graph.nodes[self._selection[0]]
            name = asking.new_name(self, node.name)
            if name:
                self.project.rename_node(node.id, name)

    def _cancel(self) -> None:
        self.project.cancel()
        self.foot.show_stopped()

    def _tell(self, text: str) -> None:
        self.statusBar().showMessage(plain.legible(text), 8000)

    def _fail(self, text: str) -> None:
        plain.message(self, "Ripplemap", text, severity="warning").open()

    # Qt's own events.

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
        if self._may_leave():
            shape = self.saveGeometry().toBase64().toStdString()
            change_settings(lambda settings: with_window(settings, shape))
            self.project.shut_down()
            event.accept()
        else:
            event.ignore()


def _in_a_menu(label: str) -> str:
    """A name as a menu can show it: short, and no letter of it taken for a key."""
    return shown(label, _LONGEST_TITLE).replace("&", "&&")
