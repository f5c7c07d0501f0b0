"""Steps that take turns with everything else: what shows a large system, a part at a time, so that nobody waits."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, QTimer

from explorer.ui import turns

AT_ONCE_UP_TO = 2_000
"""Nodes of a system that is shown everywhere in one turn; of a larger one every part has a turn of its own."""
_END = object()


class Steps(QObject):
    """One run of steps at a time; each has a turn of the event loop that no other run takes a step in."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._left: Iterator[object] | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether there are steps that have not been taken yet."""
        return self._left is not None

    def begin(self, steps: Iterator[object], *, at_once: bool = False) -> None:
        """Take these in the place of what is left of the last ones: what is done until the next value is one step.

        at_once: all of them before this returns.
        """
        self._left = None if at_once else steps
        if at_once:
            for _ in steps:
                pass
        else:
            _turns().wait(self)

    def finish(self) -> None:
        """Take all that are left before this returns."""
        if self._left is not None:
            self.begin(self._left, at_once=True)

    def stop(self) -> None:
        """Take none of those that are left."""
        self._left = None

    def go_on(self) -> None:
        """Take the next one; there is one as long as it is waiting."""
        steps = self._left
        if steps is None:
            return
        is_over = next(steps, _END) is _END
        if self._left is steps:  # no other ones were begun in this step
            if is_over:
                self._left = None
            else:
                _turns().wait(self)


class _Turns(QObject):
    """Gives everybody who waits a turn, in the order in which they came: two steps at once may be felt."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: deque[Steps] = deque()
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._give)

    def wait(self, run: Steps) -> None:
        """Let a run go on when it is its turn."""
        if run not in self._waiting:
            self._waiting.append(run)
        self._next.start()

    def _give(self) -> None:
        while self._waiting:
            run = self._waiting.popleft()
            if shiboken6.isValid(run) and run.is_waiting:  # neither gone nor finished meanwhile
                if self._waiting:
                    self._next.start()  # first: a step may wait for a person's answer, and others go on meanwhile
                with turns.window_first():
                    run.go_on()
                return


def _turns() -> _Turns:
    """Those of the application, which end with it."""
    application = QCoreApplication.instance()
    if application is None:
        raise RuntimeError("Without an application there are no turns to wait for.")
    return application.findChild(_Turns) or _Turns(application)
