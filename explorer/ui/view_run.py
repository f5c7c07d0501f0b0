"""The saved views of the open project for the window: which there are, and each change of them as a step to undo."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from explorer.domain.changes import SetViews
from explorer.domain.saved_views import SavedView
from explorer.errors import RipplemapError
from explorer.session.saved_views import keep_view, move_view, remove_view, rename_view
from explorer.session.session import Session


class ViewRun(QObject):
    """Everything it tells comes as a signal, on the window's own thread."""

    changed = Signal()
    """The list of views is another."""
    failed = Signal(str)
    """One sentence on what could not be done."""

    def __init__(self, session: Callable[[], Session], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._known: tuple[SavedView, ...] = ()

    @property
    def views(self) -> tuple[SavedView, ...]:
        """What is kept in the project."""
        return self._session().project.views

    def follow(self) -> None:
        """The project was changed, perhaps its views."""
        if self.views != self._known:
            self._known = self.views
            self.changed.emit()

    def keep(self, view: SavedView) -> bool:
        """Save a view, in the place of the one of its name; whether that was possible."""
        return self._try(lambda: keep_view(self.views, view))

    def rename(self, name: str, new: str) -> bool:
        """Give a view another name."""
        return self._try(lambda: rename_view(self.views, name, new))

    def move(self, name: str, by: int) -> bool:
        """Put a view later among the others, or earlier."""
        return self._try(lambda: move_view(self.views, name, by))

    def remove(self, name: str) -> bool:
        """Remove a view from the project."""
        return self._try(lambda: remove_view(self.views, name))

    def _try(self, change: Callable[[], SetViews]) -> bool:
        try:
            made = change()
        except RipplemapError as error:
            self.failed.emit(str(error))
            return False
        if made.views != self.views:
            self._session().apply(made)
        return True
