"""Work under way for the window: what runs in the background, in which lane, and the way of its results back.

Newer work of a lane stops the older. Everything that comes back does so on the window's own thread.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QObject, Qt, Signal

from explorer.errors import RipplemapError
from explorer.importers.adapter import Task
from explorer.session.background import Lane, Outcome
from explorer.ui import turns

T = TypeVar("T")
_LANES = (
    *("open", "picture", "layout", "answers", "what-if", "export", "save"),
    *("base", "compare", "cuts", "copy", "print", "recent", "names", "ways", "hover", "filter"),
    *("loop", "faults", "earlier", "success", "scores", "histories", "connecting"),
)


class Work(QObject):
    """The lanes of one window."""

    working = Signal(str, object)
    """What is being done, and which part of it is done (0 to 1) or None."""
    rested = Signal()
    """Nothing is being worked on any more."""
    failed = Signal(str)
    """One sentence on what could not be done, where nobody else took it."""
    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._posted.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._lanes = {name: Lane(self._posted.emit, name, turns.give_way) for name in _LANES}
        self._busy: dict[str, object] = {}

    @property
    def is_busy(self) -> bool:
        """Whether anything is being worked on."""
        return bool(self._busy)

    def run(
        self,
        lane: str,
        work: Callable[[Task], T],
        done: Callable[[T], None],
        failed: Callable[[RipplemapError], None] | None = None,
        stopped: Callable[[], None] = lambda: None,
    ) -> None:
        """Work in a lane, in the place of what it holds; all that is given is called on this thread.

        stopped: it was stopped or came to grief, and no newer work has taken its place.
        """
        token = object()

        def rest() -> bool:
            is_last = self._busy.get(lane) is token
            if is_last:
                del self._busy[lane]
                if not self._busy:
                    turns.rest()
                    self.rested.emit()
            return is_last

        def halt() -> None:
            if rest():
                stopped()

        def finish(result: T) -> None:
            rest()
            done(result)

        def fail(error: RipplemapError) -> None:
            rest()
            if failed is not None:
                failed(error)
            else:
                self.failed.emit(str(error))

        def broken(error: BaseException) -> None:
            halt()
            raise error  # the one hook for bugs tells of it

        self._busy[lane] = token
        turns.take_turns()
        self._lanes[lane].run(work, Outcome(finish, fail, broken, halt, self.working.emit))

    def wait_for(self, lane: str, work: Callable[[Task], T]) -> T | None:
        """The result of work that must be done before anything else may happen; None, and told why, where it failed.

        The window goes on painting, but takes no clicks and no keys meanwhile.
        """
        loop = QEventLoop(self)
        found: list[T] = []

        def take(result: T) -> None:
            found.append(result)
            loop.quit()

        def fail(error: RipplemapError) -> None:
            self.failed.emit(str(error))
            loop.quit()

        self.run(lane, work, take, fail, loop.quit)
        loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        return found[0] if found else None

    def stop(self, *lanes: str) -> None:
        """Stop what these lanes hold, or all of them."""
        for name in lanes or _LANES:
            self._lanes[name].cancel()

    def wait(self, seconds: float) -> bool:
        """Wait until every thread has ended; false where the time was too short."""
        end = monotonic() + seconds
        return all(lane.wait(max(0.0, end - monotonic())) for lane in self._lanes.values())

    def _take(self, work: Callable[[], None]) -> None:
        with turns.window_first():
            work()
