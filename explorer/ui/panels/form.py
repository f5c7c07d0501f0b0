"""What the forms for parts of a system have in common: rows, a line for what is wrong, and buttons."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from explorer.domain.changes import EditGraph
from explorer.domain.system_graph import SystemGraph
from explorer.errors import UsageError
from explorer.language import tr
from explorer.ui import plain
from explorer.ui.dialog import Dialog
from explorer.ui.panels.completing import Completing
from explorer.ui.panels.node_field import NodeField

_WIDTH = 460


class PartForm(Dialog):
    """Asks for one edit; what is wrong is said in the form, which stays until it is right."""

    made = Signal(object)
    """An EditGraph."""

    def __init__(self, title: str, edit: Callable[[], EditGraph | None], parent: QWidget | None) -> None:
        """edit: what is asked for, None where nothing was changed; UsageError or ValueError say what is wrong."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(plain.legible(title))
        self._edit = edit
        self.rows = QFormLayout()
        self.fault = plain.label()
        self.fault.setWordWrap(True)
        self.fault.setAccessibleName(tr("What is wrong"))
        self.fault.hide()
        choices = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(choices.Ok | choices.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.column = QVBoxLayout(self)
        self.column.addLayout(self.rows)
        self.column.addWidget(self.fault)
        self.column.addWidget(buttons)
        self.resize(_WIDTH, self.sizeHint().height())

    def accept(self) -> None:
        """Qt: make the edit, or say what is wrong with it."""
        try:
            edit = self._edit()
        except (UsageError, ValueError) as error:
            self.fault.setText(str(error))
            self.fault.show()
            return
        super().accept()
        if edit is not None:
            self.made.emit(edit)


def offer_teams(field: QLineEdit, graph: SystemGraph) -> None:
    """Offer who owns something in the system, and which teams it knows, to whoever writes in a field."""
    field.setCompleter(Completing(field, sorted({*graph.owners(), *graph.teams})))


def node_field(graph: SystemGraph, spoken: str, value: str = "") -> NodeField:
    """A field for one node, which offers those there are. value: the id of the one that it begins with."""
    made = NodeField(graph)
    made.set_node(value)
    made.setAccessibleName(spoken)
    made.setPlaceholderText(tr("a name or an id"))
    return made
