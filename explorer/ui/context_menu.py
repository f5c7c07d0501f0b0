"""The menu of what is under the pointer, or under the keyboard: only what can be done with it now."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from explorer.domain.entities import EdgeKey
from explorer.drawing.folded import area_of, team_name, team_of
from explorer.language import tr
from explorer.ui.actions import in_a_menu

if TYPE_CHECKING:
    from explorer.ui.desk import Desk
    from explorer.ui.main_window import MainWindow

_OF_NODES = (
    *("what_if", "mark_bad", "mark_good", None, "focus", "ways", None),
    *("edit", "rename", "connect", "remove", "add_note", None),
    *("hold", "give_back", "arranging", None, "close_team"),
)
_OF_EDGE = ("edit", "remove")
_OF_TEAM = ("close_teams", "open_teams")
_OF_GROUND = (
    *("add_node", "add_note", None, "back", "forward", "whole", None),
    *("fit", "zoom_in", "zoom_out", "arrange", None),
    *("close_teams", "open_teams", "least", "filter", None),
    *("select_all", "keep_view", "copy", "export"),
)


class ContextMenu:
    """One window's; it is made anew each time, of the window's own actions and a few that need no key."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._project = window.project
        self.menu: QMenu | None = None
        """The one that was opened last."""

    def connect_desk(self, desk: Desk) -> None:
        """Open it where the canvas asks for it."""
        desk.canvas.context_menu_requested.connect(self.open)

    def open(self, subject: str | EdgeKey | None, at: QPoint) -> None:
        """Open the menu of a node, an edge, a team (by its card's id) or the ground at this place of the screen."""
        if not self._project.is_open or (self.menu is not None and self.menu.isVisible()):
            return
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.destroyed.connect(self._forget)
        self.menu = menu
        if isinstance(subject, EdgeKey):
            self._fill_for_edge(menu, subject)
        elif subject is None:
            self._fill(menu, _OF_GROUND)
        elif team_of(subject) is not None:
            self._fill_for_team(menu, subject)
        else:
            self._fill_for_nodes(menu, subject)
        menu.popup(at)

    def _forget(self) -> None:
        self.menu = None

    def _fill_for_nodes(self, menu: QMenu, node: str) -> None:
        graph, ids = self._project.graph, self._window.selection
        self._add(menu, tr("&Inspect"), lambda: self._inspect(node))
        is_held = not self._project.showing.held.keys().isdisjoint(ids)
        idle = {*(() if is_held else ("give_back",)), *(() if len(ids) > 1 else ("arranging",))}
        self._fill(menu, tuple(name for name in _OF_NODES if name not in idle))
        names = [graph.nodes[i].name for i in ids if i in graph.nodes] or [node]
        menu.addSeparator()
        self._add(menu, tr("Copy Na&me") if len(names) == 1 else tr("Copy Na&mes"), lambda: _copy(names))

    def _fill_for_edge(self, menu: QMenu, edge: EdgeKey) -> None:
        names = [self._name(end) for end in edge[:2]]
        for end, name in zip(edge[:2], names, strict=True):
            self._add(menu, tr("Go to “{name}”", name=in_a_menu(name)), partial(self._go_to, end))
        menu.addSeparator()
        self._fill(menu, _OF_EDGE)
        menu.addSeparator()
        self._add(menu, tr("Copy Na&mes"), lambda: _copy(names))

    def _fill_for_team(self, menu: QMenu, card: str) -> None:
        team, name = team_of(card) or "", in_a_menu(self._name(card))
        is_closed = card in self._window.canvas.picture.members
        words = tr("&Open “{name}”", name=name) if is_closed else tr("&Close “{name}”", name=name)
        self._add(menu, words, lambda: self._project.showing.folds.toggle((team,)))
        members = tuple(i for i, node in self._project.graph.nodes.items() if area_of(node) == team)
        self._add(menu, tr("&Focus on “{name}”", name=name), lambda: self._project.focus(members))
        self._add(menu, tr("&Select Its Nodes"), lambda: self._window.select(members))
        menu.addSeparator()
        self._fill(menu, _OF_TEAM)
        menu.addSeparator()
        self._add(menu, tr("Copy Na&me"), lambda: _copy([self._name(card)]))

    def _fill(self, menu: QMenu, names: tuple[str | None, ...]) -> None:
        self._window.actions_by_name.offer(menu, names)

    def _add(self, menu: QMenu, text: str, do: Callable[[], object]) -> None:
        menu.addAction(text).triggered.connect(lambda _=False: do())

    def _inspect(self, node: str) -> None:
        self._window.canvas.inspect_requested.emit(node)
        self._window.desk.show_inspector()

    def _go_to(self, end: str) -> None:
        if team_of(end) is None:
            self._window.seeking.go_to(end)
        else:
            canvas = self._window.canvas
            canvas.choose(canvas.scene.places((end,)))
            canvas.bring_into_view(end)

    def _name(self, end: str) -> str:
        graph, team = self._project.graph, team_of(end)
        if team is not None:
            return team_name(graph, team)
        return graph.nodes[end].name if end in graph.nodes else end


def _copy(names: list[str]) -> None:
    QGuiApplication.clipboard().setText("\n".join(names))
