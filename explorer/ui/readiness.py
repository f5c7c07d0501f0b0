"""What the first system will need, imported in the background, so that the window itself need not wait for it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

from explorer.importers.adapter import Task

_NEEDED = (
    *("explorer.session.loading", "explorer.session.views", "explorer.session.asking"),
    *("explorer.session.what_ifs", "fontTools.ttLib", "networkx", "explorer.session.exporting"),
    "numpy.ma",  # numpy.unique imports it when it is first called, which would be on the window's thread
    *("explorer.ui.desk", "explorer.ui.aloud"),
)
_GLANCE_S = 0.02


def make_ready(task: Task) -> None:
    """Import it, unless it is there.

    Cancelled at once: no import can be broken off, so they have a thread of their own, which ends by itself.
    """
    importing = ThreadPoolExecutor(1, "importing")
    ready = importing.submit(_import_all, task)
    importing.shutdown(wait=False)
    while True:
        try:
            return ready.result(_GLANCE_S)
        except TimeoutError:
            task.check()


def _import_all(task: Task) -> None:
    for name in _NEEDED:
        task.check()
        import_module(name)
