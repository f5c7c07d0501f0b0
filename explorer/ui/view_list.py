"""The list of saved views: shown, renamed, put in the order of a presentation, removed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from explorer.domain.saved_views import SavedView
from explorer.language import marked, tr
from explorer.ui import asking, plain
from explorer.ui.dialog import Dialog
from explorer.ui.view_run import ViewRun

_EMPTY = marked("No view is kept yet. Close this, look at something, and choose View → Keep This View…")
_LEAD = marked("The order is that of a presentation (View → Present).")


class ViewList(Dialog):
    """Stays open beside the window, so that each view can be looked at."""

    shown = Signal(object)
    """A SavedView to look at."""

    def __init__(self, run: ViewRun, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Saved Views"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(440, 360)
        self._run = run
        self._lead = plain.label()
        self._lead.setWordWrap(True)
        self._lead.setObjectName("muted")
        self.names = QListWidget()
        self.names.setAccessibleName(tr("Saved views"))
        self.names.itemActivated.connect(lambda _: self.show_chosen())
        self.names.currentRowChanged.connect(lambda _: self._enable())
        self._buttons = [
            self._button(tr("Show"), None, self.show_chosen),
            self._button(tr("Rename…"), QKeySequence(Qt.Key.Key_F2), self.rename_chosen),
            self._button(tr("Earlier"), QKeySequence("Alt+Up"), lambda: self._move(-1)),
            self._button(tr("Later"), QKeySequence("Alt+Down"), lambda: self._move(1)),
            self._button(tr("Remove"), QKeySequence(QKeySequence.StandardKey.Delete), self._remove),
        ]
        self._assemble()
        run.changed.connect(self._fill)
        self._fill()
        self.names.setCurrentRow(0)

    def _assemble(self) -> None:
        side = QVBoxLayout()
        for button in self._buttons:
            side.addWidget(button)
        side.addStretch(1)
        close = QPushButton(tr("Close"))
        close.setAutoDefault(False)  # Enter in the list shows a view
        close.clicked.connect(self.close)
        side.addWidget(close)
        row = QHBoxLayout()
        row.addWidget(self.names, 1)
        row.addLayout(side)
        column = QVBoxLayout(self)
        column.addWidget(self._lead)
        column.addLayout(row, 1)

    @property
    def chosen(self) -> SavedView | None:
        """The view the list stands at."""
        row = self.names.currentRow()
        return self._run.views[row] if 0 <= row < len(self._run.views) else None

    def show_chosen(self) -> None:
        """Look at the chosen view."""
        if self.chosen is not None:
            self.shown.emit(self.chosen)

    def rename_chosen(self) -> None:
        """Ask for another name."""
        view = self.chosen
        name = "" if view is None else asking.new_name(self, view.name)
        if view is not None and name:
            self._run.rename(view.name, name)

    def _move(self, by: int) -> None:
        row = self.names.currentRow()
        if self.chosen is not None and 0 <= row + by < self.names.count():
            self._run.move(self.chosen.name, by)
            self.names.setCurrentRow(row + by)

    def _remove(self) -> None:
        if self.chosen is not None:
            self._run.remove(self.chosen.name)

    def _fill(self) -> None:
        row = self.names.currentRow()
        self.names.clear()
        for view in self._run.views:
            self.names.addItem(QListWidgetItem(plain.legible(view.name)))
        self.names.setCurrentRow(min(max(row, 0), self.names.count() - 1))
        self._lead.setText(tr(_LEAD if self.names.count() else _EMPTY))
        self._enable()

    def _enable(self) -> None:
        row, count = self.names.currentRow(), self.names.count()
        able = (row >= 0, row >= 0, row > 0, 0 <= row < count - 1, row >= 0)
        for button, can in zip(self._buttons, able, strict=True):
            button.setEnabled(can)

    def _button(self, text: str, key: QKeySequence | None, do: Callable[[], None]) -> QPushButton:
        """A button, and its key for as long as the list has the keyboard."""
        made = QPushButton(text)
        made.setAutoDefault(False)
        made.clicked.connect(lambda: do())
        if key is not None:
            action = QAction(text, self.names)
            action.setShortcut(key)
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(lambda: do())
            self.names.addAction(action)
            plain.tooltip(made, key.toString(QKeySequence.SequenceFormat.NativeText))
        return made
