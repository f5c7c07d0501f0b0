"""The shape of a page below the picture that lists: a line of choices, the list, and what is said of a row."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout, QSplitter, QVBoxLayout, QWidget


def lay_out(page: QWidget, head: QLayout, rows: QWidget, said: QWidget, shares: tuple[int, int]) -> None:
    """Give a page this shape; shares: of the width, the list's and what is said of a row."""
    head.setSpacing(8)
    sides = QSplitter()
    sides.setChildrenCollapsible(False)
    for place, (side, share) in enumerate(zip((rows, said), shares, strict=True)):
        sides.addWidget(side)
        sides.setStretchFactor(place, share)
    layout = QVBoxLayout(page)
    layout.setContentsMargins(8, 8, 8, 8)
    layout.setSpacing(8)
    layout.addLayout(head)
    layout.addWidget(sides, 1)
