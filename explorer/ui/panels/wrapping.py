"""Widgets side by side where there is room for them, else on rows below each other that are scrolled to.

A page that insists on all of them beside each other would make the window wider than many a screen.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QStyle, QWidget

from explorer.ui.panels.scrolled import scroll

_GAP = 12


class Wrapping(QScrollArea):
    """As many of the widgets on a row as are not narrower than they may be; the last of a row takes what is left."""

    def __init__(self, widgets: Sequence[QWidget], shares: Sequence[int]) -> None:
        """shares: of the width, where all are on one row."""
        super().__init__()
        self._widgets, self._shares = widgets, shares
        self._columns = 0
        page = QWidget()
        self._grid = QGridLayout(page)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        scroll(self, page)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab goes to what stands in it
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        self._arrange(len(widgets))
        self._least = max(widget.minimumSizeHint().width() for widget in widgets)
        self.setMinimumWidth(self._least + bar)
        self.setMinimumHeight(max(widget.minimumSizeHint().height() for widget in widgets))

    @property
    def columns(self) -> int:
        """How many stand beside each other."""
        return self._columns

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: there is room for more on a row, or for fewer."""
        super().resizeEvent(event)
        room = (self.viewport().width() + _GAP) // (self._least + _GAP)
        columns = min(max(room, 1), len(self._widgets))
        if columns != self._columns:
            self._arrange(columns)

    def _arrange(self, columns: int) -> None:
        self._columns = columns
        count = len(self._widgets)
        for place, widget in enumerate(self._widgets):
            row, column = divmod(place, columns)
            is_last = place == count - 1
            self._grid.addWidget(widget, row, column, 1, columns - column if is_last else 1)
        for column, share in enumerate(self._shares):
            alike = share if columns == count else 1
            self._grid.setColumnStretch(column, alike if column < columns else 0)
