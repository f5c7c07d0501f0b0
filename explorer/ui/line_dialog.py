"""Asks for one line of text: a name, mostly."""

from __future__ import annotations

from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from explorer.ui import plain
from explorer.ui.dialog import Dialog

_WIDTH = 360


class LineDialog(Dialog):
    """The line is selected, so that one can type over it or change it."""

    def __init__(self, parent: QWidget | None, title: str, label: str, text: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.line = QLineEdit(text)
        self.line.selectAll()
        above = plain.label(label)
        above.setBuddy(self.line)
        choices = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(choices.Ok | choices.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for each in (above, self.line, buttons):
            column.addWidget(each)
        self.resize(max(_WIDTH, self.sizeHint().width()), self.sizeHint().height())


def ask_line(parent: QWidget | None, title: str, label: str, text: str = "") -> str | None:
    """Ask and wait for a line without the spaces around it; None when a person thought better of it."""
    dialog = LineDialog(parent, title, label, text)
    is_given = dialog.exec()
    dialog.deleteLater()
    return dialog.line.text().strip() if is_given else None
