"""Sentences one below the other, each of which lights what it speaks of."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from explorer.analysis.what_if.telling import Told
from explorer.ui import plain


class ToldList(QListWidget):
    """What was told, in order; a click, or Enter, lights a sentence."""

    lit = Signal(tuple, tuple)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sentences")
        self.setAccessibleName(name)
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._told: tuple[Told, ...] = ()
        self.clicked.connect(self._light)
        self.activated.connect(self._light)

    @property
    def lines(self) -> list[str]:
        """What it says."""
        return [one.text for one in self._told]

    def tell(self, told: Iterable[Told]) -> None:
        """Say this, in the place of what was said."""
        self._told = tuple(told)
        self.clear()
        for one in self._told:
            self.addItem(QListWidgetItem(plain.legible(one.text)))

    def _light(self, index: QModelIndex) -> None:
        one = self._told[index.row()]
        if one.nodes or one.edges:
            self.lit.emit(one.nodes, one.edges)
