"""Help about the part of the window that has the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject

from explorer.errors import RipplemapError
from explorer.ui import plain
from explorer.ui.help_pages import FIRST, help_pages

if TYPE_CHECKING:
    from explorer.ui.help_window import HelpWindow
    from explorer.ui.main_window import MainWindow

_ABOUT_TABS = {
    "questions": "questions",
    "findings": "findings",
    "what_if": "what-if",
    "faults": "faults",
    "loop": "findings",
    "success": "questions",
    "score": "questions",
    "problems": "importing",
    "sources": "importing",
}
"""The page about each tab of the foot, by the name that the foot has for it."""


class Help(QObject):
    """The help of one window, whose pages are read when it is first opened."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.shown: HelpWindow | None = None
        window.installEventFilter(self)
        window.actions_by_name.connect({"help": self.open_about, "help_keys": lambda: self.open("keys")})

    def open_about(self) -> None:
        """Show the page about what has the keyboard."""
        self.open(self._page())

    def open(self, page: str) -> None:
        """Show a page; why not, where the pages are missing."""
        if self.shown is None:
            from explorer.ui.help_window import HelpWindow

            try:
                self.shown = HelpWindow(help_pages(), self._window)
            except RipplemapError as error:
                plain.message(self._window, "Ripplemap", str(error), severity="warning").open()
                return
        self.shown.open(page)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The help goes when the window does."""
        if event.type() == QEvent.Type.Hide and not event.spontaneous() and self.shown is not None:
            self.shown.close()
        return False

    def _page(self) -> str:
        if not self._window.project.is_open:
            return FIRST
        foot, focus = self._window.foot, self._window.focusWidget()
        if focus is None or not (focus is foot or foot.isAncestorOf(focus)):
            return "picture"
        shown = foot.currentWidget()
        return next(page for name, page in _ABOUT_TABS.items() if getattr(foot, name) is shown)
