"""Whether what was opened before is still there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from explorer.importers.adapter import Task
from explorer.importers.registry import locate

Sources = tuple[str, ...]


def gone(entries: Sequence[Sources], task: Task) -> dict[Sources, str]:
    """Which of these cannot be opened because a file of theirs is gone: the first such file of each.

    A disk may be far away, so this is not for the window's own thread.
    """
    found = {}
    for sources in entries:
        for text in sources:
            task.check()
            path = locate(text).path
            if path is not None and not _is_there(path):
                found[sources] = str(path)
                break
    return found


def _is_there(path: Path) -> bool:
    """Whether opening it is worth a try; what may not be looked at may be there."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return True
