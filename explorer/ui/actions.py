"""What one can do in the window: each action once, with its words, its key and what it does.

Menus, the toolbar and the keyboard all show these; the window asks for them by name and owns none of their work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QToolBar, QWidget

from explorer.drawing.text import shown
from explorer.ui import plain

Key = QKeySequence.StandardKey | str | None
LONGEST_NAME = 80
"""Letters of a stranger's name in a title or a menu: an X server refuses titles of a megabyte."""


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """An action before there is a window: its name in code, its words, its key, and one sentence on what it does."""

    name: str
    text: str
    key: Key
    tip: str


SPECS = (
    ActionSpec(
        "new_system",
        "&New System…",
        QKeySequence.StandardKey.New,
        "Begin with an empty system and draw it by hand.",
    ),
    ActionSpec(
        "open", "&Open…", QKeySequence.StandardKey.Open, "Open a project, a manifest or a database file."
    ),
    ActionSpec(
        "open_folder", "Open &Folder…", "Ctrl+Shift+O", "Read every manifest in a folder as one system."
    ),
    ActionSpec(
        "import_more",
        "&Import into This System…",
        "Ctrl+I",
        "Read another source and join it to this system.",
    ),
    ActionSpec("save", "&Save", QKeySequence.StandardKey.Save, "Save the project to its file."),
    ActionSpec("save_as", "Save &As…", "Ctrl+Shift+S", "Save the project to another file."),
    ActionSpec("export", "&Export Picture…", "Ctrl+E", "Write the whole picture as SVG, PNG or PDF."),
    ActionSpec(
        "export_view",
        "Export What Is in &View…",
        "Ctrl+Shift+E",
        "Write what the canvas shows now as SVG, PNG or PDF.",
    ),
    ActionSpec(
        "export_sheet",
        "Export S&heet…",
        "Ctrl+Shift+R",
        "Write one page that answers the three questions, as HTML or Markdown.",
    ),
    ActionSpec(
        "print",
        "&Print…",
        QKeySequence.StandardKey.Print,
        "Print the picture on one page, with its title and legend.",
    ),
    ActionSpec("close", "&Close System", "Ctrl+W", "Close this system and go back to the start page."),
    ActionSpec("quit", "&Quit", "Ctrl+Q", "Leave Ripplemap."),
    ActionSpec("undo", "&Undo", QKeySequence.StandardKey.Undo, "Take the last change back."),
    ActionSpec("redo", "&Redo", "Ctrl+Shift+Z", "Make the change again that was taken back."),
    ActionSpec("add_node", "Add N&ode…", "N", "Put a new node into the system."),
    ActionSpec("connect", "Conne&ct…", "C", "Put an edge between two nodes, from the first selected one."),
    ActionSpec("edit", "&Edit…", "F4", "Change what is known of the selected node or edge."),
    ActionSpec(
        "remove", "Re&move from the System", "Del", "Take the selected nodes, or the edge, out of the system."
    ),
    ActionSpec("rename", "Re&name…", "F2", "Give the selected node another name."),
    ActionSpec(
        "copy",
        "&Copy Picture",
        QKeySequence.StandardKey.Copy,
        "Put the picture of the selection, or of what is in view, on the clipboard as SVG and PNG.",
    ),
    ActionSpec("align_left", "Align &Left", "Ctrl+Alt+Left", "Bring the left borders into line."),
    ActionSpec("align_centre", "Align &Centre", None, "Put the selected nodes one above the other."),
    ActionSpec("align_right", "Align &Right", "Ctrl+Alt+Right", "Bring the right borders into line."),
    ActionSpec("align_top", "Align &Top", "Ctrl+Alt+Up", "Bring the upper borders into line."),
    ActionSpec("align_middle", "Align &Middle", None, "Put the selected nodes side by side at one height."),
    ActionSpec("align_bottom", "Align &Bottom", "Ctrl+Alt+Down", "Bring the lower borders into line."),
    ActionSpec("distribute_across", "Distribute &Across", None, "Make the gaps from left to right alike."),
    ActionSpec("distribute_down", "Distribute &Down", None, "Make the gaps from top to bottom alike."),
    ActionSpec("hold", "&Hold Where They Stand", "Ctrl+Alt+H", "Let no layout move the selected nodes."),
    ActionSpec(
        "give_back",
        "Arran&ge Selection Again",
        "Ctrl+Shift+L",
        "Give the selected nodes back to the layout, all others stay.",
    ),
    ActionSpec("select_held", "&Select What Was Placed by Hand", None, "Select every node that is held."),
    ActionSpec(
        "add_note", "A&dd Note…", "Ctrl+Shift+N", "Put a note on the picture, beside what is selected."
    ),
    ActionSpec("find", "&Find", QKeySequence.StandardKey.Find, "Look for a node in the outline."),
    ActionSpec(
        "search", "&Go to Node…", "/", "Type any part of a node's name, id, kind or team, and go to it."
    ),
    ActionSpec("palette", "Command &Palette…", "Ctrl+K", "Type what you want to do, or where to go."),
    ActionSpec("select_all", "Select &All", QKeySequence.StandardKey.SelectAll, "Select every node."),
    ActionSpec("fit", "&Fit", "Ctrl+0", "Show everything."),
    ActionSpec("zoom_in", "Zoom &In", QKeySequence.StandardKey.ZoomIn, "Look closer."),
    ActionSpec("zoom_out", "Zoom &Out", QKeySequence.StandardKey.ZoomOut, "Step back."),
    ActionSpec("focus", "F&ocus on Selection", "Ctrl+D", "Show only the selection and its neighbours."),
    ActionSpec("wider", "One Step &Wider", "Ctrl+Shift+D", "Show neighbours one step further away."),
    ActionSpec("nearer", "One Step Neare&r", "Ctrl+Alt+D", "Show fewer neighbours, by one step."),
    ActionSpec("back", "&Back", "Alt+Left", "Show the part of the system that was shown before."),
    ActionSpec("forward", "For&ward", "Alt+Right", "Show again what you went back from."),
    ActionSpec(
        "filter",
        "Filter the Pic&ture…",
        "Ctrl+Shift+F",
        "Fade or hide what is not of a kind, a team, a tag, an evidence or a finding.",
    ),
    ActionSpec("minimap", "Minima&p", "M", "Show a map of the whole picture while only a part is in view."),
    ActionSpec(
        "ways", "Find Ways &Between…", "Ctrl+J", "Show how the selected node is connected with another one."
    ),
    ActionSpec("whole", "Show the &Whole System", "Ctrl+Shift+0", "Leave the focus."),
    ActionSpec(
        "close_team",
        "Close or Open the &Team",
        "F7",
        "Draw the selected node's team as one card, or with its nodes again.",
    ),
    ActionSpec("close_teams", "Close All Teams", "Shift+F7", "Draw each team as one card."),
    ActionSpec("open_teams", "Open All Teams", "Ctrl+F7", "Draw every team with its nodes."),
    ActionSpec(
        "least",
        "Hide the &Least Important…",
        "F8",
        "Leave out the nodes with the fewest edges, as many as you like.",
    ),
    ActionSpec(
        "arrange", "&Arrange Again", "Ctrl+L", "Give every node that was moved by hand back to the layout."
    ),
    ActionSpec(
        "keep_view",
        "&Keep This View…",
        "Ctrl+Shift+V",
        "Give what is looked at now a name, to come back to it.",
    ),
    ActionSpec(
        "views", "Arran&ge Saved Views…", "Ctrl+Alt+V", "Rename saved views, remove them, put them in order."
    ),
    ActionSpec("present", "&Present", "F5", "Show the saved views full screen, one after the other."),
    ActionSpec("full_screen", "F&ull Screen", "F11", "Give the window the whole screen, or take it back."),
    ActionSpec(
        "enlarge", "&Larger Answers", "F9", "Give the answers most of the window, or the picture again."
    ),
    ActionSpec("look_desktop", "Like the &Desktop", None, "Draw light or dark, as the desktop is."),
    ActionSpec("look_light", "&Light", None, "Draw on a light ground."),
    ActionSpec("look_dark", "D&ark", None, "Draw on a dark ground."),
    ActionSpec("look_contrast", "High &Contrast", None, "Draw black on white, every line strong."),
    ActionSpec("look_contrast_dark", "High Contrast, Dar&k", None, "Draw white on black, every line strong."),
    ActionSpec("text_larger", "Lar&ger Text", "Ctrl+Alt+=", "Make the window's own text larger."),
    ActionSpec("text_smaller", "S&maller Text", "Ctrl+Alt+-", "Make the window's own text smaller."),
    ActionSpec("text_normal", "&Normal Text", "Ctrl+Alt+0", "Give the window's text the desktop's size."),
    ActionSpec(
        "what_if", "&What If the Selection Changes?", "Ctrl+T", "Ask what happens when this node changes."
    ),
    ActionSpec("leave_what_if", "&Leave the What-If", "Ctrl+Shift+T", "Show the system as it is."),
    ActionSpec(
        "beside",
        "Besi&de the Base",
        "F6",
        "Show the system as it is in a pane of its own beside the what-if; both move together.",
    ),
    ActionSpec(
        "mark_bad", "Mark as &Bad", "Ctrl+B", "Say that the selected nodes are bad, to look for the cause."
    ),
    ActionSpec("mark_good", "Mark as &Good", "Ctrl+G", "Say that the selected nodes were seen to be good."),
    ActionSpec(
        "help", "Ripplemap &Help", "F1", "Open the help about the part of the window that has the keyboard."
    ),
    ActionSpec("help_keys", "&Keys", None, "Open the help page that lists every key."),
    ActionSpec("tour", "&Tour", None, "See the window in five minutes, step by step, on a sample system."),
    ActionSpec("about", "&About Ripplemap", None, "Version and licences."),
)

LOOKS = (
    *("look_desktop", "look_light", "look_dark", "look_contrast", "look_contrast_dark", None),
    *("text_larger", "text_smaller", "text_normal"),
)
ARRANGING = (
    *("align_left", "align_centre", "align_right", None, "align_top", "align_middle", "align_bottom", None),
    *("distribute_across", "distribute_down", None, "hold", "give_back", "select_held"),
)
SUBMENUS = {"looks": ("A&ppearance", LOOKS), "arranging": ("Arran&ge", ARRANGING)}
"""Menus inside of others: where their name stands among the actions of one, their words and their own actions."""

MENUS: tuple[tuple[str, tuple[str | None, ...]], ...] = (
    (
        "&File",
        (
            "new_system",
            "open",
            "open_folder",
            "import_more",
            None,
            "save",
            "save_as",
            "export",
            "export_view",
            "export_sheet",
            "print",
            None,
            "close",
            "quit",
        ),
    ),
    (
        "&Edit",
        (
            *("undo", "redo", None, "copy", None, "add_node", "connect", "edit", "rename", "remove"),
            *("add_note", "arranging", None),
            *("find", "search", "palette", None, "select_all"),
        ),
    ),
    (
        "&View",
        (
            *("fit", "zoom_in", "zoom_out", None),
            *("focus", "wider", "nearer", "whole", "back", "forward", "ways", None),
            *("close_team", "close_teams", "open_teams", "least", "arrange", None),
            *("keep_view", "views", "present", None, "filter", "minimap"),
            *("beside", "full_screen", "enlarge", "looks"),
        ),
    ),
    ("&What If", ("what_if", "leave_what_if")),
    ("F&aults", ("mark_bad", "mark_good")),
    ("&Help", ("help", "help_keys", "tour", None, "about")),
)
TOOLBAR = ("open", "save", None, "undo", "redo", None, "fit", "focus", "whole", None, "what_if", "export")
_SHORT = {
    "what_if": "What if…",
    "export": "Export",
    "focus": "Focus",
    "whole": "Whole system",
    "open": "Open",
}


def in_a_menu(label: str) -> str:
    """A stranger's name as a menu can show it: short, and no letter of it taken for a key."""
    return shown(label, LONGEST_NAME).replace("&", "&&")


class Actions:
    """The window's actions by name."""

    def __init__(self, window: QWidget) -> None:
        self._by_name: dict[str, QAction] = {}
        for spec in SPECS:
            action = QAction(spec.text, window)
            action.setObjectName(spec.name)
            if spec.key is not None:
                action.setShortcut(QKeySequence(spec.key))
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.setStatusTip(spec.tip)
            plain.tooltip(action, spec.tip)
            if spec.name in _SHORT:
                action.setIconText(_SHORT[spec.name])
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
        """The menus, by their words without the marker of the key."""
        menus = {}
        for title, names in MENUS:
            menu = bar.addMenu(title)
            self._fill(menu, names)
            menus[title.replace("&", "")] = menu
        return menus

    def _fill(self, menu: QMenu, names: Iterable[str | None]) -> None:
        for name in names:
            if name is None:
                menu.addSeparator()
            elif name in SUBMENUS:
                title, inner = SUBMENUS[name]
                self._fill(menu.addMenu(title), inner)
            else:
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
