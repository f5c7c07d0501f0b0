"""A list of what was marked, from which marks can be taken back: by its button, its menu or the Delete key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from explorer.analysis.localisation.marks import Mark
from explorer.domain.system_graph import SystemGraph
from explorer.ui import plain

_DELETE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class MarkList(QWidget):
    """A button that marks the selection, and what was marked so far."""

    wanted = Signal()
    """A person wants the selection to be marked."""
    unwanted = Signal(tuple)
    """The marks that a person takes back."""
    chosen = Signal(str)
    """The id of a marked node that a person looks at."""

    def __init__(self, action: str, name: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = QPushButton(action)
        self.button.setAccessibleDescription(tip)
        plain.tooltip(self.button, tip)
        self.button.clicked.connect(self.wanted)
        self.button.setEnabled(False)
        self._rows = _Rows()
        self._rows.setAccessibleName(name)
        self._rows.unwanted.connect(self._take_back)
        for told in (self._rows.itemClicked, self._rows.itemActivated):
            told.connect(lambda item: self.chosen.emit(_mark(item).node))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.button)
        layout.addWidget(self._rows, 1)

    @property
    def texts(self) -> list[str]:
        """What the rows say."""
        return [self._rows.item(i).text() for i in range(self._rows.count())]

    @property
    def rows(self) -> QListWidget:
        """The list itself."""
        return self._rows

    def set_marks(self, graph: SystemGraph, marks: Sequence[Mark]) -> None:
        """Show these."""
        self._rows.clear()
        for mark in marks:
            text = graph.nodes[mark.node].name
            if mark.cut is not None:
                text += (
                    f" (without {graph.nodes[mark.cut.from_id].name} → {graph.nodes[mark.cut.to_id].name})"
                )
            item = QListWidgetItem(plain.legible(text))
            item.setToolTip(plain.escaped(f"{text}. Delete takes the mark back."))
            item.setData(Qt.ItemDataRole.UserRole, mark)
            self._rows.addItem(item)

    def _take_back(self) -> None:
        marks = tuple(_mark(item) for item in self._rows.selectedItems())
        if marks:
            self.unwanted.emit(marks)


class _Rows(QListWidget):
    """Keeps Delete for itself: elsewhere in the window it takes nodes out of the system."""

    unwanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        remove = QAction("Take the mark back", self)
        remove.triggered.connect(self.unwanted)
        self.addAction(remove)

    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and event.key() in _DELETE
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _DELETE:
            self.unwanted.emit()
        else:
            super().keyPressEvent(event)


def _mark(item: QListWidgetItem) -> Mark:
    mark: Mark = item.data(Qt.ItemDataRole.UserRole)
    return mark
