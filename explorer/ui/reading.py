"""Reading in the window: the way back and forward, from part to part, the minimap, the hover card, the filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from explorer.session.settings import change_settings, load_settings, with_minimap
from explorer.ui.parts import go_to_part

if TYPE_CHECKING:
    from explorer.ui.canvas.minimap import Minimap
    from explorer.ui.desk import Desk
    from explorer.ui.filtering import Filtering
    from explorer.ui.hovering import Hovering
    from explorer.ui.main_window import MainWindow


class Reading:
    """What one window offers to whoever looks at the picture."""

    minimap: Minimap
    hovering: Hovering
    filtering: Filtering

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._project = window.project
        self._actions = window.actions_by_name
        self._showing = window.project.showing
        self._actions.connect(
            {
                "nearer": lambda: self._showing.widen(-1),
                "back": self._showing.go_back,
                "forward": self._showing.go_forward,
                "next_part": lambda: go_to_part(window.desk, 1),
                "part_before": lambda: go_to_part(window.desk, -1),
            }
        )
        self._actions.enable(("nearer", "back", "forward", "minimap", "filter"), False)
        self._showing.focus_changed.connect(self._show_trail)
        self._project.replaced.connect(
            lambda: self._actions.enable(("minimap", "filter"), self._project.is_open)
        )

    def connect_desk(self, desk: Desk) -> None:
        """Show it all on the desk."""
        act = self._actions
        desk.focus_banner.offer((act["back"], act["forward"]), (act["nearer"], act["wider"]))
        self._place_minimap(desk)
        self._connect_hovering(desk)
        self._connect_filter(desk)

    def _connect_filter(self, desk: Desk) -> None:
        from explorer.ui.filtering import Filtering

        self.filtering = Filtering(desk.filter_bar, self._project)
        self._actions.connect({"filter": self.filtering.open})
        desk.filter_bar.left.connect(desk.canvas.setFocus)

    def _connect_hovering(self, desk: Desk) -> None:
        from explorer.ui.hovering import Hovering

        project = self._project
        self.hovering = Hovering(
            desk.canvas,
            self._showing.work,
            lambda: (project.graph, project.findings.findings, project.what_if),
        )
        for changed in (project.picture_changed, project.replaced):
            changed.connect(lambda *_: self.hovering.leave())

    def _place_minimap(self, desk: Desk) -> None:
        from explorer.ui.canvas.minimap import Minimap

        self.minimap = Minimap(desk.canvas)
        toggle = self._actions["minimap"]
        toggle.setCheckable(True)
        toggle.setChecked(load_settings().minimap)
        toggle.toggled.connect(self._want_minimap)
        self.minimap.set_wanted(toggle.isChecked())
        # a letter is a key only on the canvas: in a list, one types it to find a row
        self._window.removeAction(toggle)
        desk.canvas.addAction(toggle)
        toggle.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._project.picture_changed.connect(lambda *_: self.minimap.follow())
        self._project.theme_changed.connect(self.minimap.update)
        self._project.replaced.connect(self.minimap.follow)

    def _want_minimap(self, wanted: bool) -> None:
        change_settings(lambda settings: with_minimap(settings, wanted))
        self.minimap.set_wanted(wanted)

    def _show_trail(self) -> None:
        focus, trail = self._showing.focused, self._showing.trail
        self._actions.enable(("nearer",), focus is not None and focus.hops > 1)
        self._actions.enable(("back",), bool(trail.before))
        self._actions.enable(("forward",), bool(trail.after))
