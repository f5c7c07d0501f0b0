"""What can be undone and done again: changes with their opposites, bounded, and where among them the file stands."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.domain.changes import Change
from explorer.domain.project import Project

LIMIT = 500


@dataclass(frozen=True, slots=True)
class _Step:
    """A change that was made, and what leads back."""

    change: Change
    opposite: Change


class History:
    """The changes made since the project was opened; `mark_saved` says that the file holds this state."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._done: list[_Step] = []
        self._undone: list[_Step] = []
        self._saved_at: int | None = (
            0  # how many steps are done in the state the file holds; None: not to be reached
        )

    @property
    def undo_name(self) -> str | None:
        """What the next undo takes back; None where there is nothing."""
        return self._done[-1].change.name if self._done else None

    @property
    def redo_name(self) -> str | None:
        """What the next redo does again; None where there is nothing."""
        return self._undone[-1].change.name if self._undone else None

    @property
    def at_saved(self) -> bool:
        """Whether nothing was changed since the project was opened or saved."""
        return self._saved_at == len(self._done)

    def do(self, change: Change, before: Project) -> Project:
        """Make a change; what was undone before can no longer be done again."""
        after = change.apply(before)
        step = _Step(change, change.opposite(before))
        if self._saved_at is not None and self._saved_at > len(self._done):
            self._saved_at = None
        self._undone.clear()
        self._done.append(step)
        if len(self._done) > self._limit:
            del self._done[0]
            if self._saved_at is not None:
                self._saved_at = self._saved_at - 1 if self._saved_at else None
        return after

    def undo(self, project: Project) -> Project:
        """The project without the last change; IndexError where there is none."""
        step = self._done[-1]
        before = step.opposite.apply(project)
        self._undone.append(self._done.pop())
        return before

    def redo(self, project: Project) -> Project:
        """The project with the last undone change; IndexError where there is none."""
        step = self._undone[-1]
        after = step.change.apply(project)
        self._done.append(self._undone.pop())
        return after

    def mark_saved(self) -> None:
        """The file now holds the project as it is."""
        self._saved_at = len(self._done)

    def mark_unsaved(self) -> None:
        """No file holds the project in any state that undo or redo leads to."""
        self._saved_at = None
