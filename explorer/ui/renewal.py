"""The window anew, in another language: every widget keeps the words that it was made with, so another is made.

What is open, what can be undone, where one looks, what is selected and marked, and the shape of the window go along;
what was worked out is worked out again, for it is told in words too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from explorer.ui.steps import Steps

if TYPE_CHECKING:
    from explorer.ui.foot import Foot
    from explorer.ui.main_window import MainWindow


def renew(window: MainWindow, make: Callable[[], MainWindow]) -> None:
    """Have a window that `make` makes go on with what this one shows, and this one be gone.

    Not while anything is being worked on: what is being opened or saved would be lost.
    """
    fresh = make()
    window.setEnabled(False)  # what is done here from now on would be missed there
    fresh.setGeometry(window.normalGeometry())
    if not window.project.is_open:
        _give_way(window, fresh)
        return
    fresh.project.replaced.connect(lambda: _move(window, fresh), Qt.ConnectionType.SingleShotConnection)
    fresh.project.go_on_with(window.project)


def _move(window: MainWindow, fresh: MainWindow) -> None:
    """Both show the same system now."""
    asked = None if window.project.what_if is None else window.project.what_if.scenario
    fresh.project.faults.see(window.project.faults.seen)
    fresh.viewing.come_back(window.viewing.here(""), asked)
    fresh.restoreState(window.saveState())
    fresh.select(window.selection)
    Steps(fresh).begin(_turn_to(fresh.foot, window.foot.currentIndex()))
    _give_way(window, fresh)


def _turn_to(foot: Foot, page: int) -> Iterator[None]:
    """In a turn after that in which the foot turns to its first page, as for every system."""
    foot.setCurrentIndex(page)
    yield


def _give_way(window: MainWindow, fresh: MainWindow) -> None:
    fresh.setWindowState(window.windowState())
    fresh.show()  # before the other is gone, for with the last window the program ends
    window.give_way()
