"""Choosing a hypothetical change: what happens, to which node, to which field or reader, how late."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from explorer.domain.durations import parse_duration
from explorer.domain.names import resolve_node
from explorer.domain.scenarios import EDGE_CHANGES, FIELD_CHANGES, ChangeKind, HypotheticalChange
from explorer.domain.system_graph import SystemGraph
from explorer.errors import UsageError
from explorer.ui import plain

WORDS = {
    ChangeKind.NEW_VERSION: "gets a new version",
    ChangeKind.RETRAIN: "is retrained",
    ChangeKind.OUTAGE: "is gone for a while",
    ChangeKind.DEGRADE: "answers badly or in part",
    ChangeKind.DELAY: "comes late",
    ChangeKind.SCHEMA_BREAK: "loses or renames a field",
    ChangeKind.SCHEMA_ADD: "gets a new field",
    ChangeKind.SHIFT: "gives other, valid values",
    ChangeKind.CORRUPT: "gives wrong values",
    ChangeKind.THRESHOLD: "is filtered differently by",
    ChangeKind.REVOKE: "may no longer be read by",
    ChangeKind.RETIRE: "is retired for good",
}


def told(graph: SystemGraph, change: HypotheticalChange) -> str:
    """The change as words: "image-embedding gets a new version"."""
    name = graph.nodes[change.node].name
    text = f"{name} {WORDS[change.kind]}"
    if change.to is not None:
        text += f" {graph.nodes[change.to].name}"
    if change.field is not None:
        text += f" ({change.field})"
    if change.delay is not None:
        text += f" by {round(change.delay.total_seconds() / 3600, 2):g} h"
    return text


class WhatIfForm(QWidget):
    """A form for one change, and the list of those already asked about."""

    asked = Signal(tuple)
    """The changes to be followed together."""
    failed = Signal(str)
    """One sentence on what is wrong with the form."""
    left = Signal()
    """A person wants to leave the what-if."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._graph = SystemGraph()
        self._changes: tuple[HypotheticalChange, ...] = ()
        self._names = QStringListModel(self)
        self._node = QLineEdit()
        self._node.setPlaceholderText("Name or id of a node")
        self._node.setAccessibleName("Node that changes")
        completer = QCompleter(self._names, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._node.setCompleter(completer)
        self._kind = QComboBox()
        self._kind.setAccessibleName("What happens to it")
        for kind, words in WORDS.items():
            self._kind.addItem(words, kind)
        self._to = QComboBox()
        self._to.setAccessibleName("Reader")
        self._field = QLineEdit()
        self._field.setPlaceholderText("all fields")
        self._field.setAccessibleName("Field")
        self._delay = QLineEdit()
        self._delay.setPlaceholderText("such as 24h; empty: not known")
        self._delay.setAccessibleName("How late")
        self._form = QFormLayout()
        self._form.addRow("What if", self._node)
        self._form.addRow("", self._kind)
        self._form.addRow("Reader", self._to)
        self._form.addRow("Field", self._field)
        self._form.addRow("How late", self._delay)
        self._ask = QPushButton("Show what happens")
        self._add = QPushButton("Add to it")
        plain.tooltip(self._add, "Follow this change together with those already listed.")
        self._leave = QPushButton("Leave")
        self._listed = QListWidget()
        self._listed.setAccessibleName("Changes followed together")
        self._listed.setMaximumHeight(72)
        buttons = QHBoxLayout()
        for button in (self._ask, self._add, self._leave):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._form)
        layout.addLayout(buttons)
        layout.addWidget(self._listed)
        layout.addStretch(1)
        self._ask.clicked.connect(lambda: self._submit(()))
        self._add.clicked.connect(lambda: self._submit(self._changes))
        self._leave.clicked.connect(self.left)
        self._node.returnPressed.connect(lambda: self._submit(()))
        self._kind.currentIndexChanged.connect(self._fit_rows)
        self._node.textChanged.connect(self._fill_readers)
        self._fit_rows()
        self.set_changes(())

    def set_graph(self, graph: SystemGraph) -> None:
        """Offer the nodes of this system."""
        self._graph = graph
        self._names.setStringList(list(graph.nodes))
        self._fill_readers()

    def set_changes(self, changes: tuple[HypotheticalChange, ...]) -> None:
        """Show which changes are being followed."""
        self._changes = changes
        self._listed.clear()
        self._listed.addItems([plain.legible(told(self._graph, c)) for c in changes])
        self._listed.setVisible(len(changes) > 1)
        self._add.setEnabled(bool(changes))
        self._leave.setEnabled(bool(changes))

    def set_node(self, node_id: str) -> None:
        """Put a node into the form."""
        self._node.setText(node_id)

    def offer_node(self, node_id: str) -> None:
        """Put the selected node into the form, unless a person is writing there or an answer is shown."""
        if not self._node.hasFocus() and not self._changes:
            self._node.setText(node_id)

    def set_kind(self, kind: ChangeKind) -> None:
        """Choose what happens."""
        self._kind.setCurrentIndex(list(WORDS).index(kind))

    def submit(self) -> None:
        """Ask what the form says, as the button does."""
        self._submit(())

    @property
    def kind(self) -> ChangeKind:
        """The chosen kind of change."""
        return ChangeKind(self._kind.currentData())

    def _fit_rows(self) -> None:
        self._form.setRowVisible(self._to, self.kind in EDGE_CHANGES)
        self._form.setRowVisible(self._field, self.kind in FIELD_CHANGES)
        self._form.setRowVisible(self._delay, self.kind is ChangeKind.DELAY)

    def _fill_readers(self) -> None:
        chosen = self._to.currentData()
        self._to.clear()
        node_id = self._node.text().strip()
        if node_id in self._graph.nodes:
            for reader in dict.fromkeys(e.to_id for e in self._graph.edges_from(node_id)):
                self._to.addItem(plain.legible(self._graph.nodes[reader].name), reader)
        if chosen is not None:
            self._to.setCurrentIndex(self._to.findData(chosen))

    def _submit(self, before: tuple[HypotheticalChange, ...]) -> None:
        try:
            change = self._read()
        except (UsageError, ValueError) as error:
            self.failed.emit(str(error))
            return
        self.asked.emit((*before, *(() if change in before else (change,))))

    def _read(self) -> HypotheticalChange:
        """The change that the form says; UsageError or ValueError with a sentence otherwise."""
        text = self._node.text().strip()
        if not text:
            raise UsageError("Say which node changes.")
        node = resolve_node(self._graph, text)
        to, delay = None, None
        if self.kind in EDGE_CHANGES:
            to = self._to.currentData()
            if to is None:
                raise UsageError(
                    f"Nothing reads {self._graph.nodes[node].name}.", hint="Choose another node."
                )
        if self.kind is ChangeKind.DELAY and self._delay.text().strip():
            delay = parse_duration(self._delay.text())
        field = (self._field.text().strip() or None) if self.kind in FIELD_CHANGES else None
        return HypotheticalChange(kind=self.kind, node=node, to=to, field=field, delay=delay)
