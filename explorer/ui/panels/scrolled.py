"""A page that is scrolled downwards only, and looks like a part of what it stands on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


def scroll(area: QScrollArea, page: QWidget) -> None:
    """Let an area show this page, in the place of what it showed, without a frame or a ground of its own."""
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    for ground in (area.viewport(), page):
        ground.setAutoFillBackground(False)
