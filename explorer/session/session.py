"""One open project and what one can do to it: change it, take the change back, and know whether it is saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from explorer.domain.changes import Change
from explorer.domain.project import Project

MOST_STEPS = 1000
"""Steps that can be taken back; each holds only what it changed."""


class Session:
    """Holds the project as it is now, the way back and the way forth; tells its listeners of every change."""

    def __init__(
        self,
        project: Project | None = None,
        *,
        path: Path | None = None,
        read_only: bool = False,
        saved: bool = True,
    ) -> None:
        """path: the project's own file, if it has one. saved: whether nothing would be lost by closing it."""
        self.project = project or Project(id=str(uuid4()))
        self.path = path
        self.read_only = read_only
        self._back: list[tuple[Change, Change]] = []  # each change with its opposite
        self._forth: list[Change] = []
        self._saved_steps: int | None = (
            0 if saved else None
        )  # how far back the saved state lies from the start
        self._listeners: list[Callable[[Change], None]] = []

    @property
    def is_dirty(self) -> bool:
        """Whether there is anything that the file does not hold; undoing back to what it holds counts as saved."""
        return self._saved_steps != len(self._back)

    @property
    def undo_name(self) -> str | None:
        """What `undo` would take back."""
        return self._back[-1][0].name if self._back else None

    @property
    def redo_name(self) -> str | None:
        """What `redo` would do again."""
        return self._forth[-1].name if self._forth else None

    def subscribe(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Call `listener` with every change made, taken back or made again; returns how to end that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def apply(self, change: Change) -> None:
        """Make a change that can be taken back; ValueError when it does not fit the project."""
        if self._saved_steps is not None and self._saved_steps > len(self._back):
            self._saved_steps = None  # the saved state lay ahead, and can no longer be reached
        self._forth.clear()
        self._make(change)

    def undo(self) -> None:
        """Take the last change back; nothing happens when there is none."""
        if self._back:
            change, opposite = self._back.pop()
            self._forth.append(change)
            self.project = opposite.apply(self.project)
            self._tell(opposite)

    def redo(self) -> None:
        """Make the last change again that was taken back."""
        if self._forth:
            self._make(self._forth.pop())

    def mark_saved(self, path: Path) -> None:
        """The file at `path` now holds the project as it is."""
        self.path = path
        self.read_only = False
        self._saved_steps = len(self._back)

    def _make(self, change: Change) -> None:
        before = self.project
        self.project = change.apply(before)
        self._back.append((change, change.opposite(before)))
        if len(self._back) > MOST_STEPS:
            del self._back[0]
            # what was saved further back than the first step cannot be reached by undoing
            self._saved_steps = self._saved_steps - 1 if self._saved_steps else None
        self._tell(change)

    def _tell(self, change: Change) -> None:
        for listener in list(self._listeners):
            listener(change)
