"""Asks for a note: its text, its paper, its width, and whether it moves with the nodes it speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QFormLayout,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from explorer.domain.notes import LONGEST, NARROWEST, WIDEST, Note, NoteColour
from explorer.domain.words import told
from explorer.language import tr
from explorer.ui import plain
from explorer.ui.actions import in_a_menu
from explorer.ui.dialog import Dialog


class NoteDialog(Dialog):
    """One note, as it is and as a person wants it."""

    given = Signal(object, object)
    """The note as it was, and as it is now."""

    def __init__(
        self,
        note: Note,
        near: Sequence[str],
        names: str,
        parent: QWidget | None = None,
        *,
        is_new: bool = False,
    ) -> None:
        """near: the nodes that the note can move with, which `names` tells."""
        super().__init__(parent)
        self._note, self._near = note, tuple(near)
        self.setWindowTitle(tr("Add Note") if is_new else tr("Change Note"))
        self.text = QPlainTextEdit()
        self.text.setPlainText(note.text)
        self.text.moveCursor(QTextCursor.MoveOperation.End)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(tr("Text of the note"))
        self.text.setMinimumSize(320, 120)
        self.paper = QComboBox()
        self.paper.setAccessibleName(tr("Paper of the note"))
        for colour in NoteColour:
            self.paper.addItem(told(colour).capitalize(), colour)
        self.paper.setCurrentIndex(list(NoteColour).index(note.colour))
        self.wide = QSpinBox()
        self.wide.setAccessibleName(tr("Width of the note in pixels"))
        self.wide.setRange(round(NARROWEST), round(WIDEST))
        self.wide.setSingleStep(20)
        self.wide.setSuffix(" px")
        self.wide.setValue(round(note.width))
        self.follows = QCheckBox(tr("Moves with {names}", names=in_a_menu(names)) if near else "")
        self.follows.setChecked(bool(note.follows) or is_new)
        self.follows.setVisible(bool(near))
        form = QFormLayout()
        form.addRow(tr("Paper"), self.paper)
        form.addRow(tr("Width"), self.wide)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        plain.tooltip(
            self.buttons.button(QDialogButtonBox.StandardButton.Ok), tr("Keep the note (Ctrl+Enter)")
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.text, 1)
        column.addLayout(form)
        column.addWidget(self.follows)
        column.addWidget(self.buttons)

    def accept(self) -> None:
        """Tell what is wanted."""
        super().accept()
        follows = self._near if self._near and self.follows.isChecked() else ()
        wanted = replace(
            self._note,
            text=self.text.toPlainText().strip()[:LONGEST],
            colour=list(NoteColour)[self.paper.currentIndex()],
            width=float(self.wide.value()),
            follows=follows,
        )
        self.given.emit(self._note, wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter keeps the note; Enter alone is a line of its text."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.accept()
        else:
            super().keyPressEvent(event)
