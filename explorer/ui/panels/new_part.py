"""The form for a part that is not there yet: a model, a consumer or another, with what it reads and writes."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from explorer.analysis.scenarios.edits import new_part
from explorer.domain.kinds import NodeKind
from explorer.domain.system_graph import SystemGraph
from explorer.domain.words import told
from explorer.errors import UsageError
from explorer.language import tr
from explorer.ui import plain
from explorer.ui.dialog import Dialog
from explorer.ui.panels.completing import Completing

_FIRST = (NodeKind.MODEL, NodeKind.CONSUMER, NodeKind.FEATURE, NodeKind.DATASET)
_KINDS = (*_FIRST, *(k for k in NodeKind if k not in _FIRST and k is not NodeKind.UNKNOWN))


class NewPart(Dialog):
    """Asks for one part; what is wrong is said in the form, which stays until it is right."""

    made = Signal(object)
    """An Addition."""

    def __init__(self, graph: SystemGraph, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("New Part"))
        self._graph = graph
        self.kind = QComboBox()
        self.kind.setAccessibleName(tr("Kind"))
        for kind in _KINDS:
            self.kind.addItem(told(kind), kind)
        self.name = QLineEdit()
        self.name.setAccessibleName(tr("Name"))
        self.inputs = _names(graph, tr("What it reads"))
        self.outputs = _names(graph, tr("What it writes to, or what reads it"))
        self.fault = plain.label()
        self.fault.setWordWrap(True)
        form = QFormLayout()
        form.addRow(tr("Kind"), self.kind)
        form.addRow(tr("Name"), self.name)
        form.addRow(tr("Reads"), self.inputs)
        form.addRow(tr("Gives to"), self.outputs)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.fault)
        layout.addWidget(buttons)
        self.resize(460, self.sizeHint().height())

    def accept(self) -> None:
        """Qt: take the part, or say what is wrong with it."""
        name = self.name.text().strip()
        try:
            if not name:
                raise UsageError(tr("The new part needs a name."))
            kind = NodeKind(self.kind.currentData())
            inputs, outputs = _listed(self.inputs), _listed(self.outputs)
            if not inputs and not outputs:
                raise UsageError(tr("Nothing follows from a part that reads nothing and gives nothing."))
            part = new_part(self._graph, kind, name, inputs, outputs)
        except UsageError as error:
            self.fault.setText(str(error))
            return
        self.made.emit(part)
        super().accept()


def _names(graph: SystemGraph, spoken: str) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(spoken)
    made.setPlaceholderText(tr("names or ids, with commas between them"))
    made.setCompleter(_LastName(list(graph.nodes), made))
    return made


def _listed(field: QLineEdit) -> list[str]:
    return [part.strip() for part in field.text().split(",") if part.strip()]


class _LastName(Completing):
    """Completes what stands behind the last comma."""

    def __init__(self, names: list[str], field: QLineEdit) -> None:
        super().__init__(field, names)
        self._field = field

    def splitPath(self, path: str) -> list[str]:
        """Qt: what to look for."""
        return [path.rpartition(",")[2].strip()]

    def pathFromIndex(self, index: object) -> str:
        """Qt: the whole text with the chosen name in it."""
        before, comma, _ = self._field.text().rpartition(",")
        name = str(super().pathFromIndex(index))  # type: ignore[arg-type]  # Qt gives an index of its own kind
        return f"{before}{comma} {name}" if comma else name
