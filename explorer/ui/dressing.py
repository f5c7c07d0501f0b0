"""How the style sheet follows the palette and the text's size: some widgets at each turn, those that are seen first.

A sheet keeps the colours and sizes that it was resolved with. To give it anew has Qt resolve every widget of the
window in one breath, which takes 0.2 s; to polish them one by one takes a quarter of that, and can be divided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import shiboken6
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QWidget

from explorer.ui.steps import Steps

_A_TURN = 30
"""Widgets, which take some 3 ms."""


class Dressing(QObject):
    """What the widgets of one application wear."""

    def __init__(self, application: QApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._application = application
        self._steps = Steps(self)

    @property
    def is_under_way(self) -> bool:
        """Whether some widgets still wear what they wore before."""
        return self._steps.is_waiting

    def write_in(self, font: QFont) -> None:
        """Write everything in this font; what the sheet says of it besides follows with `renew`."""
        down = Qt.ApplicationAttribute.AA_UseStyleSheetPropagationInWidgetStyles
        self._application.setAttribute(down, True)  # else a window's font would not come down to its widgets
        self._application.setFont(font)
        for window in self._application.topLevelWidgets():
            window.setFont(font)
        self._application.setAttribute(down, False)  # it also brings colours down, where a sheet has others

    def renew(self) -> None:
        """The palette or the text's size is another; nothing is painted until all that is seen has followed."""
        self._hold_still(True)
        self._steps.begin(self._renewing())

    def _renewing(self) -> Iterator[None]:
        found = sorted(self._application.allWidgets(), key=lambda widget: not widget.isVisible())
        seen = sum(widget.isVisible() for widget in found)
        for start in range(0, len(found), _A_TURN):
            for widget in _still_there(found[start : start + _A_TURN]):
                style = widget.style()
                style.unpolish(widget)
                style.polish(widget)
            if start < seen <= start + _A_TURN:
                self._hold_still(False)
                for widget in _still_there(found[:seen]):
                    widget.update()  # of a window only what lies bare would be painted again
            yield

    def _hold_still(self, held: bool) -> None:
        """Not the windows themselves: one that changes its size meanwhile would never be painted again."""
        for window in self._application.topLevelWidgets():
            for part in window.children() if window.isVisible() or not held else ():
                if isinstance(part, QWidget) and not part.isWindow():
                    part.setUpdatesEnabled(not held)


def _still_there(widgets: Iterable[QWidget]) -> Iterator[QWidget]:
    """Those that have not gone in the meantime."""
    return (widget for widget in widgets if shiboken6.isValid(widget))
