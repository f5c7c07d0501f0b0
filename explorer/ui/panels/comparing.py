"""The scenarios of the project: kept, opened, renamed; and those that are ticked side by side with what there is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from explorer.analysis.scenarios.side_by_side import Line
from explorer.domain.scenarios import Scenario
from explorer.language import marked, tr
from explorer.ui import asking, plain
from explorer.ui.own_keys import keep_key
from explorer.ui.panels.row_model import Column, Group, RowModel
from explorer.ui.panels.row_tree import row_tree
from explorer.ui.scenario_run import ScenarioRun

_NARROWEST = 150
_ASKED = marked("this what-if")
_EMPTY = marked(
    "Ask a what-if and press “Keep…”, or tick scenarios on the left, then press “Compare”. "
    "What there is stays as it is."
)


class ComparingTab(QWidget):
    """A list of scenarios, and the table of what is different in those that are ticked."""

    lit = Signal(tuple, tuple)
    opened = Signal(object)
    """A Scenario to be asked about."""

    def __init__(self, run: ScenarioRun, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run = run
        self._asked = Scenario(name="")
        self._unticked: set[str] = set()
        self.names = QListWidget()
        self.names.setAccessibleName(tr("Scenarios"))
        self.names.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.names.itemChanged.connect(self._note_tick)
        self.names.itemActivated.connect(lambda _: self.open_chosen())
        self.keep_button = _button(tr("Keep…"), tr("Save what is being asked as a scenario."), self.keep)
        self.compare_button = _button(
            tr("Compare"), tr("Work out the ticked ones, side by side."), self.compare
        )
        self._add_actions()
        self.model: RowModel[Line] = RowModel((Column("", lambda line: line.cells[0]),), self)
        self.view = row_tree(tr("Scenarios side by side"), self.model, (260,))
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._choose())
        self._hint = plain.label(tr(_EMPTY))
        self._hint.setObjectName("muted")
        self._hint.setWordWrap(True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._assemble()
        run.changed.connect(self._show_names)
        run.compared.connect(self._show_table)
        self._show_names()
        self._show_table()

    def _assemble(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.keep_button)
        buttons.addWidget(self.compare_button)
        left = QVBoxLayout()
        left.setSpacing(4)
        left.addWidget(self.names, 1)
        left.addLayout(buttons)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(left, 1)
        layout.addWidget(self._hint, 4)
        layout.addWidget(self.view, 4)

    def _add_actions(self) -> None:
        """What can be done with a chosen scenario, by menu and by key."""
        for text, key, do in (
            (tr("Open"), None, self.open_chosen),
            (tr("Duplicate"), None, lambda: self._on_chosen(self._run.duplicate)),
            (tr("Rename…"), Qt.Key.Key_F2, self.rename_chosen),
            (tr("Remove"), Qt.Key.Key_Delete, lambda: self._on_chosen(self._run.remove)),
        ):
            action = QAction(text, self.names)
            if key is not None:
                keep_key(self.names, key, do)
            action.triggered.connect(partial(_without_check, do))
            self.names.addAction(action)

    def set_asked(self, asked: Scenario) -> None:
        """What is being asked, which is compared too."""
        self._asked = asked
        self._show_names()

    def keep(self) -> None:
        """Ask for a name and save what is being asked under it."""
        name = asking.scenario_name(self, self._asked.name)
        if name:
            self.keep_as(name)

    def keep_as(self, name: str) -> None:
        """Save what is being asked under this name."""
        if self._run.keep(replace(self._asked, name=name)):
            self._asked = replace(self._asked, name=name.strip())
            self._show_names()

    def compare(self) -> None:
        """Work out the ticked ones and what is being asked."""
        ticked = [
            s
            for i, s in enumerate(self._listed())
            if self.names.item(i).checkState() is Qt.CheckState.Checked
        ]
        if ticked:
            self._hint.setText(tr("Working it out…"))
            self._run.compare(tuple(ticked))

    def open_chosen(self) -> None:
        """Ask about the chosen scenario."""
        scenario = self._chosen()
        if scenario is not None:
            self.opened.emit(scenario)

    def rename_chosen(self) -> None:
        """Ask for another name."""
        scenario = self._chosen()
        name = "" if scenario is None else asking.new_name(self, scenario.name)
        if scenario is not None and name:
            self._run.rename(scenario.name, name)

    def _on_chosen(self, do: Callable[[str], bool]) -> None:
        scenario = self._chosen()
        if scenario is not None and scenario in self._run.scenarios:
            do(scenario.name)

    def _chosen(self) -> Scenario | None:
        row = self.names.currentRow()
        return self._listed()[row] if row >= 0 else None

    def _listed(self) -> list[Scenario]:
        """What can be compared: what is being asked, unless it is kept as it is, then all that are kept."""
        kept = list(self._run.scenarios)
        if self._asked.is_empty or self._asked in kept:
            return kept
        name = tr("{name}, changed", name=self._asked.name) if self._asked.name else tr(_ASKED)
        return [replace(self._asked, name=name), *kept]

    def _show_names(self) -> None:
        chosen = self.names.currentRow()
        self.names.blockSignals(True)
        self.names.clear()
        for scenario in self._listed():
            item = QListWidgetItem(plain.legible(scenario.name))
            is_ticked = scenario.name not in self._unticked
            item.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)
            self.names.addItem(item)
        self.names.setCurrentRow(min(chosen, self.names.count() - 1))
        self.names.blockSignals(False)
        self.keep_button.setEnabled(not self._asked.is_empty)
        self.compare_button.setEnabled(self.names.count() > 0)

    def _note_tick(self, item: QListWidgetItem) -> None:
        name = self._listed()[self.names.row(item)].name
        if item.checkState() is Qt.CheckState.Checked:
            self._unticked.discard(name)
        else:
            self._unticked.add(name)

    def _show_table(self) -> None:
        table = self._run.table
        self._hint.setText(tr(_EMPTY))
        self._hint.setVisible(table is None)
        self.view.setVisible(table is not None)
        if table is None:
            self.model.set_groups(())
            return
        columns = [
            Column[Line](name, partial(_cell, number)) for number, name in enumerate(("", *table.names))
        ]
        self.model.set_groups([Group(block.cells, block.lines) for block in table.blocks], columns)
        header = self.view.header()
        rest = max(self.view.viewport().width() - header.sectionSize(0), 0)
        for number in range(1, len(columns) - 1):
            header.resizeSection(number, max(rest // (len(columns) - 1), _NARROWEST))

    def _choose(self) -> None:
        rows = self.view.selectionModel().selectedRows()
        line = self.model.row_at(rows[0]) if rows else None
        if line is not None and (line.nodes or line.edges):
            self.lit.emit(line.nodes, line.edges)


def _cell(number: int, line: Line) -> str:
    return line.cells[number] if number < len(line.cells) else ""


def _without_check(do: Callable[[], object], _checked: bool = False) -> None:
    do()


def _button(text: str, tip: str, do: Callable[[], None]) -> QPushButton:
    made = QPushButton(text)
    plain.tooltip(made, tip)
    made.clicked.connect(lambda: do())
    return made
