"""What a system is looked at with: the canvas, the outline, the inspector and the foot, around the window's middle.

It is heavy and of no use before there is a system, so the window shows its start page without it.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QSplitter, QVBoxLayout, QWidget

from explorer.domain.findings import Finding
from explorer.language import tr
from explorer.ui.banner import Banner, FocusBanner
from explorer.ui.canvas.canvas import Canvas
from explorer.ui.canvas.scene import empty_picture
from explorer.ui.filter_bar import FilterBar
from explorer.ui.foot import Foot
from explorer.ui.open_project import OpenProject
from explorer.ui.panels.importance_bar import ImportanceBar
from explorer.ui.panels.inspector import Inspector
from explorer.ui.panels.outline import Outline
from explorer.ui.panels.ways import WaysPanel
from explorer.ui.parts import order_parts

_SIDE = 240
_FOOT = 250
_WIDEST_OUTLINE = 0.25
"""Of the window's width, at first."""
_ENLARGED = 0.7
"""Of the window's height, for answers that are read rather than glanced at."""


class Desk:
    """The page in the middle and the docks around it; who hears of what is the window's to say."""

    canvas: Canvas
    outline: Outline
    inspector: Inspector
    foot: Foot
    ways: WaysPanel
    panes: QSplitter
    page: QWidget
    docks: tuple[QDockWidget, ...]

    def __init__(self, window: QMainWindow, project: OpenProject) -> None:
        """Empty; `furnish` makes the parts."""
        self._window = window
        self._project = project
        self._put_away: list[QDockWidget] = []
        self._is_outline_wide = False

    def furnish(self) -> Iterator[None]:
        """Make a part at each step, so that each can have a turn of its own."""
        self.canvas = Canvas()
        self.outline = Outline()
        self.inspector = Inspector()
        yield
        self.foot = Foot(self._project)
        for _ in self.foot.furnish():
            yield
        self.inspector.finding_chosen.connect(self.show_finding)
        self.inspector.findings_wanted.connect(self.show_findings_of)
        yield
        self.what_if_banner = Banner(tr("Leave the what-if"))
        self.focus_banner = FocusBanner(tr("Show the whole system"))
        self.filter_bar = FilterBar()
        self.fold_banner = Banner(tr("Show all nodes"))
        self.importance = ImportanceBar()
        self.ways = WaysPanel()
        self.page = QWidget()
        column = QVBoxLayout(self.page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.what_if_banner)
        column.addWidget(self.focus_banner)
        column.addWidget(self.filter_bar)
        column.addWidget(self.fold_banner)
        column.addWidget(self.importance)
        column.addWidget(self.ways)
        self.panes = QSplitter()
        self.panes.setChildrenCollapsible(False)
        self.panes.addWidget(self.canvas)
        column.addWidget(self.panes, 1)
        areas = Qt.DockWidgetArea
        yield
        sides = (
            self._dock("outline", tr("Outline"), self.outline, areas.LeftDockWidgetArea),
            self._dock("inspector", tr("Inspector"), self.inspector, areas.RightDockWidgetArea),
        )
        yield  # the answers are most of the window's widgets, and get their looks here
        self.docks = (*sides, self._dock("answers", tr("Answers"), self.foot, areas.BottomDockWidgetArea))
        order_parts(self)
        self.outline.room_wanted.connect(self._widen_outline)
        self._window.resizeDocks(self.docks[:2], [_SIDE, _SIDE + 50], Qt.Orientation.Horizontal)
        self._window.resizeDocks(self.docks[2:], [_FOOT], Qt.Orientation.Vertical)

    def show_docks(self, shown: bool) -> None:
        """Show or hide what stands around the page."""
        for dock in self.docks:
            dock.setVisible(shown)

    def make_room(self, wanted: bool) -> None:
        """Put away what stands at the sides of the page while its whole width is wanted, and give that back."""
        if wanted:
            self._put_away = [dock for dock in self.docks[:2] if dock.isVisible()]
        for dock in self._put_away:
            dock.setVisible(not wanted)
        if not wanted:
            self._put_away = []

    def _widen_outline(self, wanted: int) -> None:
        """The names of the first system get room, within limits; then the width is a person's to choose."""
        if not self._is_outline_wide and self._project.is_open:
            self._is_outline_wide = True
            if wanted > self.outline.width():
                width = min(wanted, round(_WIDEST_OUTLINE * self._window.width()))
                self._window.resizeDocks(self.docks[:1], [width], Qt.Orientation.Horizontal)

    def give_room(self) -> None:
        """Let the canvas have what room the banners left it or took, at once instead of in a turn that comes."""
        layout = self.page.layout()
        if layout is not None:
            layout.activate()

    def show_inspector(self) -> None:
        """Have the inspector be seen, and give it the keyboard."""
        dock = self.docks[1]
        dock.show()
        dock.raise_()
        self.inspector.setFocus()

    def show_finding(self, finding: Finding) -> None:
        """Have the answers be seen, and in them this finding."""
        self._show_answers()
        self.foot.show_finding(finding)

    def show_findings_of(self, node_id: str) -> None:
        """Have the answers be seen, and in them the findings of this node."""
        self._show_answers()
        self.foot.show_findings_of(node_id)

    def _show_answers(self) -> None:
        dock = self.docks[2]
        dock.show()
        dock.raise_()

    def clear(self) -> None:
        """What the canvas showed is of another system."""
        self.canvas.set_picture(empty_picture())

    def turn(self, dark: bool) -> Iterator[None]:
        """Draw the banners, the marks and the icons dark or light, in steps."""
        self.outline.set_dark(dark)
        yield
        self.inspector.set_dark(dark)
        yield
        for banner in (self.what_if_banner, self.focus_banner, self.fold_banner):
            banner.set_dark(dark)

    def enlarge_answers(self) -> None:
        """Give the answers most of the window, or the picture again."""
        larger = round(self._window.height() * _ENLARGED)
        is_large = self.foot.height() > (larger + _FOOT) // 2
        self._window.resizeDocks(self.docks[2:], [_FOOT if is_large else larger], Qt.Orientation.Vertical)

    def _dock(self, name: str, title: str, widget: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title, self._window)
        dock.setObjectName(f"dock-{name}")
        dock.setWidget(widget)
        dock.hide()
        self._window.addDockWidget(area, dock)
        return dock
