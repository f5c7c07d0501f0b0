"""How the window keeps up with the project: each thing that is told of it, shown wherever it is to be seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from explorer.drawing.text import shown
from explorer.language import tr
from explorer.ui import plain
from explorer.ui.actions import LONGEST_NAME, in_a_menu
from explorer.ui.steps import AT_ONCE_UP_TO, Steps

if TYPE_CHECKING:
    from explorer.drawing.picture import Picture
    from explorer.ui.desk import Desk
    from explorer.ui.main_window import MainWindow

_NEEDS_SYSTEM = (
    *("import_more", "save", "save_as", "export", "export_view", "export_sheet", "close", "find"),
    *("print", "copy", "read_again", "keep_view", "views", "present", "search"),
    *("select_all", "fit", "zoom_in", "zoom_out", "arrange", "enlarge"),
    *("next_part", "part_before", "what_if"),
)


class Following(QObject):
    """What one window shows of its project, as it is now."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._project = window.project
        self._graph_steps = Steps(self)
        self._finding_steps = Steps(self)
        self._theme_steps = Steps(self)
        self._fit_next = True
        self._project.history_changed.connect(self.show_history)
        self._project.theme_changed.connect(self.show_theme)
        self._project.text_size_changed.connect(self.show_text_size)
        self._project.moved_away.connect(self._fit_soon)

    def begin(self) -> None:
        """There is a desk to show on, so everything that the project tells of is shown from now on."""
        project = self._project
        project.graph_changed.connect(self._show_graph)
        project.picture_changed.connect(self._show_picture)
        project.findings_changed.connect(self._show_findings)
        project.what_if_changed.connect(self._show_what_if)
        project.focus_changed.connect(self._show_focus)

    @property
    def is_waiting(self) -> bool:
        """Whether something is known that is not shown everywhere yet."""
        own = (self._graph_steps, self._finding_steps, self._theme_steps)
        desk = self._window.furnishing.made
        return any(each.is_waiting for each in own) or (desk is not None and desk.foot.is_waiting)

    def show_system(self) -> None:
        """Another system is open, or none is."""
        self._desk.clear()
        self._graph_steps.begin(self._all_parts())
        if self._project.is_open and not self._window.tour.is_shown:
            self._desk.canvas.setFocus()  # keys are for the picture until a person goes elsewhere

    def show_history(self) -> None:
        """What can be undone and done now, and the window's title."""
        project, actions = self._project, self._window.actions_by_name
        for name, verb, label in (
            ("undo", tr("&Undo"), project.undo_name),
            ("redo", tr("&Redo"), project.redo_name),
        ):
            actions[name].setEnabled(label is not None)
            actions[name].setText(
                tr("{verb} “{change}”", verb=verb, change=in_a_menu(label)) if label else verb
            )
            tip = actions[name].statusTip()
            plain.tooltip(
                actions[name],
                tr("{what} (“{change}”)", what=tip, change=shown(label, LONGEST_NAME)) if label else tip,
            )
        actions.enable(_NEEDS_SYSTEM, project.is_open)
        self._window.selecting.enable()
        actions.enable(("leave_what_if",), project.what_if is not None)
        actions.enable(("whole", "wider"), bool(project.focus_line))
        title = shown(project.title, LONGEST_NAME).replace("[*]", "[*][*]")  # as Qt wants to have it written
        self._window.setWindowTitle(f"{title}[*] – Ripplemap" if project.is_open else "Ripplemap")
        self._window.setWindowModified(project.is_dirty)

    def show_theme(self) -> None:
        """Draw the desk in the project's colours, where there is one."""
        desk = self._window.furnishing.made
        if desk is not None:
            desk.canvas.set_theme(self._project.theme)
            self._theme_steps.begin(desk.turn(self._project.theme.dark), at_once=self._is_small)

    def show_text_size(self) -> None:
        """Write in the picture as large as a person reads, where there is one."""
        desk = self._window.furnishing.made
        if desk is not None:
            desk.canvas.set_text_size(self._project.text_size)

    @property
    def _desk(self) -> Desk:
        return self._window.desk

    def _show_graph(self) -> None:
        self._graph_steps.begin(self._parts(), at_once=self._is_small)

    @property
    def _is_small(self) -> bool:
        return len(self._project.graph.nodes) <= AT_ONCE_UP_TO

    def _all_parts(self) -> Iterator[None]:
        self._desk.foot.show_system()
        yield
        self._show_findings()
        yield
        yield from self._parts()

    def _parts(self) -> Iterator[None]:
        desk, selecting = self._desk, self._window.selecting
        yield from desk.outline.show_graph(self._project.graph)
        yield
        yield from desk.inspector.follow_system(self._project.graph)
        yield
        yield from desk.foot.follow_graph()
        yield
        selecting.follow_system()
        yield
        self.show_history()

    def _show_picture(self, picture: Picture, animate: bool) -> None:
        canvas = self._desk.canvas
        first = not len(canvas.picture.nodes) or self._fit_next
        before, wanted = canvas.scene.index, self._window.selection
        canvas.set_picture(picture, animate=animate and not first)
        if any(i in canvas.scene.index and i not in before for i in wanted):
            self._window.select(wanted)  # before it was drawn: what was just added
        if first:
            canvas.fit()
        self._fit_next = False
        self._window.viewing.follow_picture(picture)

    def _fit_soon(self) -> None:
        self._fit_next = True

    def _show_findings(self) -> None:
        show = self._desk.inspector.set_findings
        self._finding_steps.begin(
            (show(f.findings) for f in (self._project.findings,)), at_once=self._is_small
        )

    def _show_what_if(self) -> None:
        self._desk.what_if_banner.tell(self._project.what_if_line)
        self._desk.inspector.set_scenario(self._project.what_if)
        self._window.actions_by_name.enable(("leave_what_if",), self._project.what_if is not None)

    def _show_focus(self) -> None:
        self._desk.focus_banner.tell(self._project.focus_line)
        self._window.actions_by_name.enable(("whole", "wider"), bool(self._project.focus_line))
