"""Reading the picture in the window: where one is in it, and the way back and forward."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from explorer.ui.desk import Desk
    from explorer.ui.main_window import MainWindow


class Reading:
    """What one window offers to whoever looks at the picture."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._actions = window.actions_by_name
        self._showing = window.project.showing
        self._actions.connect(
            {
                "nearer": lambda: self._showing.widen(-1),
                "back": self._showing.go_back,
                "forward": self._showing.go_forward,
            }
        )
        self._actions.enable(("nearer", "back", "forward"), False)
        self._showing.focus_changed.connect(self._show_trail)

    def connect_desk(self, desk: Desk) -> None:
        """Show it all on the desk."""
        act = self._actions
        desk.focus_banner.offer((act["back"], act["forward"]), (act["nearer"], act["wider"]))

    def _show_trail(self) -> None:
        focus, trail = self._showing.focused, self._showing.trail
        self._actions.enable(("nearer",), focus is not None and focus.hops > 1)
        self._actions.enable(("back",), bool(trail.before))
        self._actions.enable(("forward",), bool(trail.after))
