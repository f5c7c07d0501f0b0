"""Steps that take turns with everything else: what shows a large system, a part at a time, so that nobody waits."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer

Step = Callable[[], object]


class Steps(QObject):
    """One list of steps at a time; each has a turn of the event loop of its own."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._left: list[Step] = []
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._go_on)

    @property
    def is_waiting(self) -> bool:
        """Whether there are steps that have not been taken yet."""
        return bool(self._left)

    def begin(self, steps: Iterable[Step], *, at_once: bool = False) -> None:
        """Take these in the place of what is left of the last ones; at_once: before this returns."""
        self._left = list(steps)
        if at_once:
            while self._left:
                self._left.pop(0)()
        else:
            self._next.start()

    def _go_on(self) -> None:
        if self._left:
            step = self._left.pop(0)
            if self._left:
                self._next.start()
            step()
