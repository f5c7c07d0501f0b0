"""A tour of five minutes on the sample: a panel that goes from part to part of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QTimer
from PySide6.QtWidgets import QWidget

from explorer.session.settings import change_settings, load_settings, with_tour_seen

if TYPE_CHECKING:
    from explorer.ui.main_window import MainWindow
    from explorer.ui.tour_panel import Ring, TourPanel
    from explorer.ui.tour_steps import Step

_EDGE = 8
"""Pixels between the panel and the window's border."""
_MOVES = frozenset((QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.LayoutRequest))


class Tour(QObject):
    """The tour of one window; that it was seen, or was not wanted, is remembered."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._place = 0
        self._done: set[int] = set()
        self._steps: tuple[Step, ...] = ()
        self.panel: TourPanel | None = None
        self._ring: Ring | None = None
        self._target: QWidget | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._follow)
        window.actions_by_name.connect({"tour": self.begin})
        window.start.offer_tour(not load_settings().tour_seen)
        window.start.tour_wanted.connect(self.begin)
        window.start.tour_declined.connect(self._remember)

    @property
    def is_shown(self) -> bool:
        """Whether somebody is on it now; the keys are the panel's then."""
        return self.panel is not None and self.panel.isVisible()

    def begin(self) -> None:
        """From the first step."""
        self._remember()
        self._place, self._done = 0, set()
        if self.panel is None:
            self._make()
        self._show()

    def leave(self) -> None:
        """Take the panel away; what was done in the tour stays."""
        if self.panel is not None and self._ring is not None:
            self.panel.hide()
            self._ring.hide()
            self._watch(None)
            self._window.setFocus()

    def step(self, by: int) -> None:
        """So many steps on, or back; after the last it is over. Without a system, going on opens the sample."""
        project = self._window.project
        if by > 0 and not (project.is_open or project.is_busy):
            self._steps[0].do(self._window)
        self._place = max(0, self._place + by)
        if self._place < len(self._steps):
            self._show()
        else:
            self.leave()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay beside what it speaks of while that moves."""
        if event.type() in _MOVES:
            self._soon.start()
        return False

    def _make(self) -> None:
        from explorer.ui.tour_panel import Ring, TourPanel
        from explorer.ui.tour_steps import tour_steps

        self._steps = tour_steps()
        self._ring = Ring(self._window)
        self.panel = TourPanel(self._window)
        self.panel.next_wanted.connect(lambda: self.step(1))
        self.panel.back_wanted.connect(lambda: self.step(-1))
        self.panel.done_wanted.connect(self._do)
        self.panel.left.connect(self.leave)
        project, desk = self._window.project, self._window.desk
        for told in (
            *(project.replaced, project.graph_changed, project.what_if_changed, project.rested),
            *(project.faults.marks_changed, desk.canvas.selection_changed, desk.foot.lit),
        ):
            told.connect(self._soon.start)
        self._window.installEventFilter(self)

    def _do(self) -> None:
        self._steps[self._place].do(self._window)
        self._soon.start()

    def _show(self) -> None:
        step = self._steps[self._place]
        if self.panel is not None:
            self.panel.show_step(step.title, step.text, step.offer, self._place + 1, len(self._steps))
        self._follow()

    def _follow(self) -> None:
        """See what is done by now, and stand where the step's part of the window is."""
        from explorer.ui.tour_panel import place_beside

        if self.panel is None or self._ring is None or not self.panel.isVisible():
            return
        window, step = self._window, self._steps[self._place]
        if step.is_done(window):
            self._done.add(self._place)
        self.panel.show_state(is_done=self._place in self._done, is_possible=step.is_possible(window))
        wanted = step.target(window)
        target = wanted if wanted.isVisible() else window
        self._watch(target)
        part = QRect(target.mapTo(window, QPoint(0, 0)), target.size())
        self._ring.surround(part)
        self.panel.adjustSize()
        room = window.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        self.panel.move(place_beside(part, self.panel.size(), room))
        self.panel.raise_()

    def _watch(self, target: QWidget | None) -> None:
        if target is not self._target:
            if self._target is not None:
                self._target.removeEventFilter(self)
            if target is not None:
                target.installEventFilter(self)
            self._target = target

    def _remember(self) -> None:
        change_settings(with_tour_seen)
        self._window.start.offer_tour(False)
