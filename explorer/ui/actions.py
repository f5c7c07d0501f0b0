"""What one can do in the window, as actions, and in which menu each stands.

Menus, the toolbar and the keyboard all show these; the window asks for them by name and owns none of their work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QToolBar, QWidget

from explorer.drawing.text import shown
from explorer.language import marked, tr
from explorer.ui import plain
from explorer.ui.action_specs import SPECS
from explorer.ui.letters import give_each

LONGEST_NAME = 80
"""Letters of a stranger's name in a title or a menu: an X server refuses titles of a megabyte."""


LOOKS = (
    *("look_desktop", "look_light", "look_dark", "look_contrast", "look_contrast_dark", None),
    *("text_larger", "text_smaller", "text_normal"),
)
ARRANGING = (
    *("align_left", "align_centre", "align_right", None, "align_top", "align_middle", "align_bottom", None),
    *("distribute_across", "distribute_down", None, "hold", "give_back", "select_held", None),
    *("pin", "unpin", "select_column"),
)
SPEECH = ("speak_desktop", "speak_english", "speak_german")
SUBMENUS = {
    "looks": (marked("A&ppearance"), LOOKS),
    "arranging": (marked("Arran&ge"), ARRANGING),
    "speech": (marked("Lang&uage"), SPEECH),
}
"""Menus inside of others: where their name stands among the actions of one, their words and their own actions."""

MENUS: tuple[tuple[str, tuple[str | None, ...]], ...] = (
    (
        marked("&File"),
        (
            "new_system",
            "open",
            "open_folder",
            "connect_database",
            "import_more",
            "read_again",
            None,
            "save",
            "save_as",
            "export",
            "export_view",
            "export_sheet",
            "export_edits",
            "print",
            None,
            "close",
            "quit",
        ),
    ),
    (
        marked("&Edit"),
        (
            *("undo", "redo", None, "copy", None, "add_node", "connect", "edit", "rename", "remove"),
            *("add_note", "arranging", None),
            *("find", "search", "palette", None, "select_all"),
        ),
    ),
    (
        marked("&View"),
        (
            *("fit", "zoom_in", "zoom_out", None),
            *("focus", "wider", "nearer", "whole", "back", "forward", "ways", None),
            *("close_team", "close_teams", "open_teams", "least", "arrange", None),
            *("keep_view", "views", "present", None, "filter", "minimap"),
            *("beside", "full_screen", "enlarge", "next_part", "part_before", "looks", "speech"),
        ),
    ),
    (marked("&What If"), ("what_if", "leave_what_if")),
    (marked("F&aults"), ("mark_bad", "mark_good")),
    (marked("&Help"), ("help", "help_keys", "tour", None, "about")),
)
TOOLBAR = ("open", "save", None, "undo", "redo", None, "fit", "focus", "whole", None, "what_if", "export")
_SHORT = {
    "what_if": marked("What if…"),
    "export": marked("Export"),
    "focus": marked("Focus"),
    "whole": marked("Whole system"),
    "open": marked("Open"),
}


def in_a_menu(label: str) -> str:
    """A stranger's name as a menu can show it: short, and no letter of it taken for a key."""
    return shown(label, LONGEST_NAME).replace("&", "&&")


def _lettered(menu: QMenu) -> QMenu:
    """A menu whose entries have letters whenever it is shown: some of their words change."""
    menu.aboutToShow.connect(lambda: give_each(action for action in menu.actions() if action.text()))
    return menu


class Actions:
    """The window's actions by name."""

    def __init__(self, window: QWidget) -> None:
        self._by_name: dict[str, QAction] = {}
        for spec in SPECS:
            action = QAction(tr(spec.text), window)
            action.setObjectName(spec.name)
            if spec.key is not None:
                action.setShortcut(QKeySequence(spec.key))
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.setStatusTip(tr(spec.tip))
            plain.tooltip(action, tr(spec.tip))
            # in the toolbar, where a name that comes to the words must not push the others aside
            action.setIconText(tr(_SHORT.get(spec.name, spec.text)).replace("&", ""))
            window.addAction(action)
            self._by_name[spec.name] = action

    def __getitem__(self, name: str) -> QAction:
        return self._by_name[name]

    def connect(self, handlers: dict[str, Callable[[], object]]) -> None:
        """Let each named action do its work; KeyError when a name is wrong."""
        for name, handler in handlers.items():
            self._by_name[name].triggered.connect(lambda _=False, do=handler: do())

    def enable(self, names: tuple[str, ...], enabled: bool) -> None:
        """Whether these can be used now."""
        for name in names:
            self._by_name[name].setEnabled(enabled)

    def fill_menus(self, bar: QMenuBar) -> dict[str, QMenu]:
        """The menus, by their English words without the marker of the key."""
        menus = {}
        for title, names in MENUS:
            menu = _lettered(bar.addMenu(tr(title)))
            self._fill(menu, names)
            menus[title.replace("&", "")] = menu
        return menus

    def _fill(self, menu: QMenu, names: Iterable[str | None]) -> None:
        for name in names:
            if name is None:
                menu.addSeparator()
            elif name in SUBMENUS:
                title, inner = SUBMENUS[name]
                self._fill(_lettered(menu.addMenu(tr(title))), inner)
            else:
                menu.addAction(self._by_name[name])

    def offer(self, menu: QMenu, names: Iterable[str | None]) -> None:
        """Add those of these actions that can be used now, with their keys; None parts them."""
        for name in names:
            if name is None:
                menu.addSeparator()  # Qt shows one of several, and none at an end
            elif name in SUBMENUS:
                title, inner = SUBMENUS[name]
                if any(each is not None and self._by_name[each].isEnabled() for each in inner):
                    self.offer(menu.addMenu(tr(title)), inner)
            elif self._by_name[name].isEnabled():
                self._by_name[name].setShortcutVisibleInContextMenu(True)
                menu.addAction(self._by_name[name])

    def fill_toolbar(self, bar: QToolBar) -> None:
        """The few that are used most, as words."""
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        for name in TOOLBAR:
            if name is None:
                bar.addSeparator()
            else:
                action = self._by_name[name]
                bar.addAction(action)
                bar.widgetForAction(action).setAccessibleDescription(action.statusTip())
