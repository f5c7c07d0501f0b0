"""A list of what was marked: each mark can be made more exact, or taken back, by menu, key or button."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
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
from explorer.language import marked, tr
from explorer.ui import plain
from explorer.ui.own_keys import keep_key
from explorer.ui.panels.mark_dialog import MarkDialog, mark_words

_DETAILS = marked("Say what exactly is meant of the chosen node, and since when (F2).")
_DELETE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class MarkList(QWidget):
    """A button that marks the selection, and what was marked so far."""

    wanted = Signal()
    """A person wants the selection to be marked."""
    unwanted = Signal(tuple)
    """The marks that a person takes back."""
    refined = Signal(object, object)
    """A mark, and what a person makes of it: what is bad of the node, and since when."""
    chosen = Signal(str)
    """The id of a marked node that a person looks at."""

    def __init__(self, action: str, name: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: dict[str, str] = {}
        self.button = QPushButton(action)
        self.button.setAccessibleDescription(tip)
        plain.tooltip(self.button, tip)
        self.button.clicked.connect(self.wanted)
        self.button.setEnabled(False)
        self._rows = _Rows()
        self._rows.setAccessibleName(name)
        self._rows.unwanted.connect(self._take_back)
        self._rows.unclear.connect(self.refine)
        self.details = QPushButton(tr("Details…"))
        self.details.setAccessibleDescription(tr(_DETAILS))
        plain.tooltip(self.details, tr(_DETAILS))
        self.details.setEnabled(False)
        self.details.clicked.connect(self.refine)
        self._rows.itemSelectionChanged.connect(self._follow_selection)
        for told in (self._rows.itemClicked, self._rows.itemActivated):
            told.connect(lambda item: self.chosen.emit(_mark(item).node))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.button)
        layout.addWidget(self._rows, 1)
        layout.addWidget(self.details)

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
        self._names = {m.node: graph.nodes[m.node].name for m in marks}
        self._follow_selection()
        for mark in marks:
            text = mark_words(graph.nodes[mark.node].name, mark)
            if mark.cut is not None:
                text = tr(
                    "{text} (without {source} → {reader})",
                    text=text,
                    source=graph.nodes[mark.cut.from_id].name,
                    reader=graph.nodes[mark.cut.to_id].name,
                )
            item = QListWidgetItem(plain.legible(text))
            item.setToolTip(plain.escaped(tr("{text}. Delete takes the mark back.", text=text)))
            item.setData(Qt.ItemDataRole.UserRole, mark)
            self._rows.addItem(item)

    def refine(self) -> None:
        """Ask what exactly is bad or good of the one chosen node."""
        items = self._rows.selectedItems()
        if len(items) == 1:
            mark = _mark(items[0])
            dialog = MarkDialog(self._names[mark.node], mark, self)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.given.connect(self.refined)
            dialog.open()

    def _follow_selection(self) -> None:
        self.details.setEnabled(len(self._rows.selectedItems()) == 1)

    def _take_back(self) -> None:
        marks = tuple(_mark(item) for item in self._rows.selectedItems())
        if marks:
            self.unwanted.emit(marks)


class _Rows(QListWidget):
    """Delete takes marks back here: elsewhere in the window it takes nodes out of the system."""

    unwanted = Signal()
    unclear = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        remove = QAction(tr("Take the mark back"), self)
        remove.triggered.connect(self.unwanted)
        self.addAction(remove)
        refine = QAction(tr("Details…"), self)
        refine.triggered.connect(self.unclear)
        self.addAction(refine)
        for key in _DELETE:
            keep_key(self, key, self.unwanted.emit)
        keep_key(self, Qt.Key.Key_F2, self.unclear.emit)


def _mark(item: QListWidgetItem) -> Mark:
    mark: Mark = item.data(Qt.ItemDataRole.UserRole)
    return mark
