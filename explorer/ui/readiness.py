"""What the first system will need, imported in the background, so that the window itself need not wait for it."""

from __future__ import annotations

from importlib import import_module

from explorer.importers.adapter import Task

_NEEDED = (
    *("explorer.session.loading", "explorer.session.views", "explorer.session.asking"),
    *("explorer.session.what_ifs", "fontTools.ttLib", "networkx", "explorer.session.exporting"),
    "numpy.ma",  # numpy.unique imports it when it is first called, which would be on the window's thread
    *("explorer.ui.desk", "explorer.ui.aloud"),
)


def make_ready(task: Task) -> None:
    """Import it, unless it is there; Cancelled between two modules."""
    for name in _NEEDED:
        task.check()
        import_module(name)
