"""How the desk comes to be: heavy, and of no use before there is a system, so a part is made at each turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QMainWindow

if TYPE_CHECKING:  # the desk and its parts come when there is a system
    from explorer.ui.desk import Desk
    from explorer.ui.open_project import OpenProject


class Furnishing(QObject):
    """The desk of one window, whole as soon as somebody asks for it."""

    def __init__(self, window: QMainWindow, project: OpenProject, place: Callable[[Desk], None]) -> None:
        """`place` puts the desk into the window, when its parts are made."""
        super().__init__(window)
        self._window = window
        self._project = project
        self._place = place
        self._made: Desk | None = None
        self._parts = self._make()
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._go_on)
        self._then: Callable[[], None] = lambda: None

    @property
    def made(self) -> Desk | None:
        """The desk, where it is there already."""
        return self._made

    @property
    def desk(self) -> Desk:
        """The desk; what is still missing is made now."""
        while self._made is None:
            next(self._parts)
        return self._made

    @property
    def is_waiting(self) -> bool:
        """Whether a part is to be made at the next turn."""
        return self._soon.isActive()

    def make_room(self, then: Callable[[], None]) -> None:
        """Make a part at each turn, and then do this."""
        self._then = then
        self._soon.start()

    def stop(self) -> None:
        """Make nothing more of one's own accord."""
        self._soon.stop()

    def _make(self) -> Iterator[None]:
        from explorer.ui.desk import Desk

        desk = Desk(self._window, self._project)
        for _ in desk.furnish():
            yield
        yield
        self._made = desk
        self._place(desk)
        yield

    def _go_on(self) -> None:
        if self._made is None:
            next(self._parts)
            self._soon.start()
        else:
            self._then()
