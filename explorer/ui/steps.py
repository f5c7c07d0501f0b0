"""Steps that take turns with everything else: what shows a large system, a part at a time, so that nobody waits."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer

AT_ONCE_UP_TO = 2_000
"""Nodes of a system that is shown everywhere in one turn; of a larger one every part has a turn of its own."""
_END = object()


class Steps(QObject):
    """One run of steps at a time; each has a turn of the event loop of its own."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._left: Iterator[object] | None = None
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._go_on)

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
            self._next.stop()
            for _ in steps:
                pass
        else:
            self._next.start()

    def finish(self) -> None:
        """Take all that are left before this returns."""
        if self._left is not None:
            self.begin(self._left, at_once=True)

    def _go_on(self) -> None:
        steps = self._left
        if steps is None:
            return
        is_over = next(steps, _END) is _END
        if self._left is steps:  # no other ones were begun in this step
            if is_over:
                self._left = None
            else:
                self._next.start()
