"""How the style sheet follows the palette and the text's size: some widgets at each turn, those that are seen first.

A sheet keeps the colours and sizes that it was resolved with. To give it anew has Qt resolve every widget of the
window in one breath, which takes 0.2 s; to polish them one by one takes a quarter of that, and can be divided.
"""

from __future__ import annotations

from collections.abc import Iterator

import shiboken6
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from explorer.ui.steps import Steps

_A_TURN = 60
"""Widgets, which take some 5 ms."""


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
        """The palette or the text's size is another."""
        self._steps.begin(self._renewing())

    def _renewing(self) -> Iterator[None]:
        found = sorted(self._application.allWidgets(), key=lambda widget: not widget.isVisible())
        for start in range(0, len(found), _A_TURN):
            for widget in found[start : start + _A_TURN]:
                if shiboken6.isValid(widget):  # it may have gone in the meantime
                    style = widget.style()
                    style.unpolish(widget)
                    style.polish(widget)
                    widget.update()
            yield
