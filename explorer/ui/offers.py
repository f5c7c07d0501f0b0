"""What the window offers to open: the samples, and what was opened before with what has become of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from explorer.importers.adapter import Task
from explorer.session.samples import samples
from explorer.session.settings import load_settings
from explorer.ui.work import Work

Sources = tuple[str, ...]
Gone = dict[Sources, str]
"""Sources that cannot be opened any more, and the file that each lacks."""


class Offers:
    """Read anew each time it is asked: another window may have opened something meanwhile."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def samples(self) -> list[tuple[str, Path]]:
        """The systems to look at first: what each is, and its file."""
        return [(f"{sample.name}: {sample.description}", sample.path) for sample in samples()]

    def recent(self) -> list[Sources]:
        """Sources opened before, latest first."""
        return list(load_settings().recent)

    def find_gone(self, take: Callable[[Gone], None]) -> None:
        """Look in the background which of the recent sources lack a file; a disk may be far away."""
        entries = self.recent()

        def look(task: Task) -> Gone:
            from explorer.session.recent import gone  # knows every importer, which the window does without

            return gone(entries, task)

        self._work.run("recent", look, take)
