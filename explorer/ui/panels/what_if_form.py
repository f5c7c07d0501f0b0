"""Choosing what happens: to which node, to which field or reader, how late; and what is asked together so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from explorer.domain.durations import parse_duration
from explorer.domain.entities import EdgeKey
from explorer.domain.names import resolve_node
from explorer.domain.scenarios import (
    EDGE_CHANGES,
    FIELD_CHANGES,
    Addition,
    ChangeKind,
    HypotheticalChange,
    Removal,
    Scenario,
)
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import listed
from explorer.domain.words import told as word_told
from explorer.errors import UsageError
from explorer.language import marked, tr
from explorer.ui import plain
from explorer.ui.own_keys import keep_key
from explorer.ui.panels.node_field import NodeField

WORDS = {
    ChangeKind.NEW_VERSION: marked("gets a new version"),
    ChangeKind.RETRAIN: marked("is retrained"),
    ChangeKind.OUTAGE: marked("is gone for a while"),
    ChangeKind.DEGRADE: marked("answers badly or in part"),
    ChangeKind.DELAY: marked("comes late"),
    ChangeKind.SCHEMA_BREAK: marked("loses or renames a field"),
    ChangeKind.SCHEMA_ADD: marked("gets a new field"),
    ChangeKind.SHIFT: marked("gives other, valid values"),
    ChangeKind.CORRUPT: marked("gives wrong values"),
    ChangeKind.THRESHOLD: marked("is filtered differently by"),
    ChangeKind.REVOKE: marked("may no longer be read by"),
    ChangeKind.RETIRE: marked("is retired for good"),
}


TAKE_OUT, CUT = "take-out", "cut"
"""What is no change of a node but an edit of the system: without the node, or without what one node gives another."""
_EDITS = {TAKE_OUT: marked("is not there at all"), CUT: marked("gives nothing any more to")}


def told(graph: SystemGraph, change: HypotheticalChange) -> str:
    """The change as words: "image-embedding gets a new version"."""
    text = f"{_name(graph, change.node)} {tr(WORDS[change.kind])}"
    if change.to is not None:
        text += f" {_name(graph, change.to)}"
    if change.field is not None:
        text += f" ({change.field})"
    if change.delay is not None:
        hours = round(change.delay.total_seconds() / 3600, 2)
        text = tr("{what} by {hours:g} h", what=text, hours=hours)
    return text


def parts_told(graph: SystemGraph, asked: Scenario) -> list[str]:
    """What is asked together, part by part: what is added, taken out and done, then what changes."""
    return [
        *(_added(graph, a) for a in asked.additions),
        *(
            tr("Without {part}", part=_name(graph, r.node) if r.node else _arrow(graph, r.edge))
            for r in asked.removals
        ),
        *(tr("Tried: {action}", action=m.says) for m in asked.mitigations),
        *(told(graph, c) for c in asked.changes),
    ]


def _added(graph: SystemGraph, addition: Addition) -> str:
    """What is added as words: "New model taste, reads events, read by page"."""
    node = addition.node
    if node is None:
        return tr("New {edges}", edges=listed([_arrow(graph, e.key) for e in addition.edges]))
    reads = [_name(graph, e.from_id) for e in addition.edges if e.to_id == node.id]
    readers = [_name(graph, e.to_id) for e in addition.edges if e.from_id == node.id]
    text = tr("New {kind} {name}", kind=word_told(node.kind), name=node.name)
    if reads:
        text = tr("{part}, reads {nodes}", part=text, nodes=listed(reads))
    return tr("{part}, read by {nodes}", part=text, nodes=listed(readers)) if readers else text


def _arrow(graph: SystemGraph, key: EdgeKey | None) -> str:
    return "" if key is None else f"{_name(graph, key.from_id)} → {_name(graph, key.to_id)}"


def without_part(asked: Scenario, number: int) -> Scenario:
    """What is asked but for one part, counted as `parts_told` does."""
    fields = ("additions", "removals", "mitigations", "changes")
    for field in fields:
        parts = getattr(asked, field)
        if number < len(parts):
            return replace(asked, **{field: parts[:number] + parts[number + 1 :]})
        number -= len(parts)
    return asked


class WhatIfForm(QWidget):
    """A form for one part of a what-if, and the list of what is asked together so far."""

    asked = Signal(object)
    """A Scenario: what is to be followed together."""
    part_wanted = Signal()
    """A person wants to add a new part to the system."""
    failed = Signal(str)
    """One sentence on what is wrong with the form."""
    left = Signal()
    """A person wants to leave the what-if."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._graph = SystemGraph()
        self.draft = Scenario(name="")
        self._node = NodeField(self._graph)
        self._node.setPlaceholderText(tr("Name or id of a node"))
        self._node.setAccessibleName(tr("Node that changes"))
        self._kind = QComboBox()
        self._kind.setAccessibleName(tr("What happens to it"))
        for kind, words in WORDS.items():
            self._kind.addItem(tr(words), kind)
        self._kind.insertSeparator(self._kind.count())
        for edit, words in _EDITS.items():
            self._kind.addItem(tr(words), edit)
        self._to = QComboBox()
        self._to.setAccessibleName(tr("Reader"))
        self._field = QLineEdit()
        self._field.setPlaceholderText(tr("all fields"))
        self._field.setAccessibleName(tr("Field"))
        self._delay = QLineEdit()
        self._delay.setPlaceholderText(tr("such as 24h; empty: not known"))
        self._delay.setAccessibleName(tr("How late"))
        self._form = QFormLayout()
        self._form.addRow(tr("What if"), self._node)
        self._form.addRow("", self._kind)
        self._form.addRow(tr("Reader"), self._to)
        self._form.addRow(tr("Field"), self._field)
        self._form.addRow(tr("How late"), self._delay)
        self._ask = QPushButton(tr("Show what happens"))
        self._add = QPushButton(tr("Add to it"))
        plain.tooltip(self._add, tr("Follow this change together with those already listed."))
        self._leave = QPushButton(tr("Leave"))
        self._listed = QListWidget()
        self._listed.setAccessibleName(tr("Asked together"))
        self._listed.setMaximumHeight(72)
        self._listed.setWordWrap(True)
        self._listed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        plain.tooltip(self._listed, tr("What is asked together. Delete takes the chosen part out again."))
        for key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            keep_key(self._listed, key, self.drop_part)
        self._part = QPushButton(tr("New part…"))
        plain.tooltip(self._part, tr("Ask about the system with a new model, consumer or other part in it."))
        asking, beside = QHBoxLayout(), QHBoxLayout()
        for row, button in (
            (asking, self._ask),
            (asking, self._add),
            (beside, self._part),
            (beside, self._leave),
        ):
            row.addWidget(button, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._form)
        layout.addLayout(asking)
        layout.addLayout(beside)
        layout.addWidget(self._listed)
        layout.addStretch(1)
        self._ask.clicked.connect(lambda: self.submit())
        self._add.clicked.connect(lambda: self._submit(self.draft))
        self._part.clicked.connect(self.part_wanted)
        self._leave.clicked.connect(self.left)
        self._node.returnPressed.connect(self.submit)
        self._kind.currentIndexChanged.connect(self._fit_rows)
        self._node.textChanged.connect(self._fill_readers)
        self._fit_rows()
        self.setFocusProxy(self._node)
        self.set_draft(Scenario(name=""))

    def set_graph(self, graph: SystemGraph) -> None:
        """Ask about this system."""
        self._graph = graph
        self._node.set_graph(graph)
        self._fill_readers()

    def set_draft(self, draft: Scenario) -> None:
        """Show what is being asked."""
        self.draft = draft
        self._listed.clear()
        parts = parts_told(self._graph, draft)
        self._listed.addItems([plain.legible(part) for part in parts])
        self._listed.setVisible(len(parts) > 1 or draft.is_edited)
        self._add.setEnabled(not draft.is_empty)
        self._leave.setEnabled(not draft.is_empty)

    def drop_part(self) -> None:
        """Ask again without the chosen part; leave the what-if with the last."""
        row = self._listed.currentRow()
        if row < 0:
            return
        left = without_part(self.draft, row)
        if left.is_empty:
            self.left.emit()
        else:
            self.asked.emit(left)

    @property
    def parts(self) -> list[str]:
        """What is asked together, as it is listed."""
        return [self._listed.item(i).text() for i in range(self._listed.count())]

    def set_node(self, node_id: str) -> None:
        """Put a node into the form."""
        self._node.set_node(node_id)

    def offer_node(self, node_id: str) -> None:
        """Put the selected node into the form, unless a person is writing there or an answer is shown."""
        if not self._node.hasFocus() and self.draft.is_empty:
            self.set_node(node_id)

    def set_kind(self, kind: ChangeKind | str) -> None:
        """Choose what happens."""
        self._kind.setCurrentIndex(self._kind.findData(kind))

    def submit(self) -> None:
        """Ask what the form says, as the button does."""
        self._submit(Scenario(name=""))

    @property
    def kind(self) -> str:
        """What happens: a kind of change, TAKE_OUT or CUT."""
        return str(self._kind.currentData())

    def _fit_rows(self) -> None:
        self._form.setRowVisible(self._to, self.kind in EDGE_CHANGES or self.kind == CUT)
        self._form.setRowVisible(self._field, self.kind in FIELD_CHANGES)
        self._form.setRowVisible(self._delay, self.kind == ChangeKind.DELAY)

    def _fill_readers(self) -> None:
        chosen = self._to.currentData()
        self._to.clear()
        for reader in self._readers():
            self._to.addItem(plain.legible(self._graph.nodes[reader].name), reader)
        if chosen is not None:
            self._to.setCurrentIndex(self._to.findData(chosen))

    def _readers(self) -> Iterable[str]:
        node = self._node.node
        return () if node is None else dict.fromkeys(e.to_id for e in self._graph.edges_from(node))

    def _submit(self, before: Scenario) -> None:
        try:
            asked = self._read(before)
        except (UsageError, ValueError) as error:
            self.failed.emit(str(error))
            return
        self.asked.emit(asked)

    def _read(self, before: Scenario) -> Scenario:
        """What was asked and what the form says; UsageError or ValueError with a sentence for what does not fit."""
        text = self._node.text().strip()
        if not text:
            raise UsageError(tr("Say which node changes."))
        node = resolve_node(self._graph, text)
        if self.kind == TAKE_OUT:
            return _with_removals(before, [Removal(node=node)])
        to = self._reader(node) if self.kind in EDGE_CHANGES or self.kind == CUT else None
        if self.kind == CUT:
            keys = [e.key for e in self._graph.edges_from(node) if e.to_id == to]
            return _with_removals(before, [Removal(edge=key) for key in keys])
        delay = None
        if self.kind == ChangeKind.DELAY and self._delay.text().strip():
            delay = parse_duration(self._delay.text())
        field = (self._field.text().strip() or None) if self.kind in FIELD_CHANGES else None
        change = HypotheticalChange(kind=ChangeKind(self.kind), node=node, to=to, field=field, delay=delay)
        return before if change in before.changes else replace(before, changes=(*before.changes, change))

    def _reader(self, node: str) -> str:
        to = self._to.currentData()
        if to is None:
            raise UsageError(
                tr("Nothing reads {name}.", name=self._graph.nodes[node].name),
                hint=tr("Choose another node."),
            )
        return str(to)


def _with_removals(asked: Scenario, removals: list[Removal]) -> Scenario:
    new = [r for r in removals if r not in asked.removals]
    return replace(asked, removals=(*asked.removals, *new))


def _name(graph: SystemGraph, node: str) -> str:
    return graph.nodes[node].name if node in graph.nodes else node
