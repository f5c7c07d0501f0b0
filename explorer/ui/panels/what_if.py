"""The what-if: the question on the left, who is affected in the middle, why and who would see it on the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QListWidget,
    QListWidgetItem,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from explorer.analysis.what_if.answer_json import lag_text
from explorer.analysis.what_if.impact import explain_step
from explorer.analysis.what_if.protection import Protected
from explorer.domain.entities import EdgeKey
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted, listed
from explorer.drawing.impact_marks import summary_of
from explorer.session.what_ifs import WhatIf
from explorer.ui import plain
from explorer.ui.panels.affected_model import EFFECT_WORDS, WAVES, AffectedModel, AffectedRow
from explorer.ui.panels.what_if_form import WhatIfForm

_WIDTHS = (120, 150, 90, 90)


class WhatIfPanel(QWidget):
    """Asks a what-if and shows its answer; choosing a row lights the path that proves it."""

    lit = Signal(tuple, tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("what-if")
        self._graph = SystemGraph()
        self._answer: WhatIf | None = None
        self._telling = False
        self.form = WhatIfForm()
        self.form.setFixedWidth(320)
        self.model = AffectedModel(self)
        self._summary = plain.label("Choose a node and what happens to it.")
        self._summary.setObjectName("muted")
        self._summary.setWordWrap(True)
        self._table = QTableView()
        self._table.setAccessibleName("Affected nodes")
        self._table.setModel(self.model)
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._table.setShowGrid(False)
        self._table.verticalHeader().hide()
        self._table.verticalHeader().setDefaultSectionSize(24)
        header = self._table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        for column, width in enumerate(_WIDTHS):
            header.resizeSection(column, width)
        self._table.selectionModel().selectionChanged.connect(lambda *_: self._choose())
        self._why = _lines("Why: the path that proves it")
        self._protected = _lines("Protected nodes")
        self._why.itemClicked.connect(lambda item: self.lit.emit(*item.data(Qt.ItemDataRole.UserRole)))
        self._protected.itemClicked.connect(lambda item: self.lit.emit(*item.data(Qt.ItemDataRole.UserRole)))
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._tabs.addTab(self._why, "Why")
        self._tabs.addTab(self._protected, "Protected")
        middle = QVBoxLayout()
        middle.addWidget(self._summary)
        middle.addWidget(self._table, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 8)
        layout.setSpacing(16)
        layout.addWidget(self.form)
        layout.addLayout(middle, 6)
        layout.addWidget(self._tabs, 4)

    def set_graph(self, graph: SystemGraph) -> None:
        """Ask about this system."""
        self._graph = graph
        self.form.set_graph(graph)

    def set_what_if(self, answer: WhatIf | None) -> None:
        """Show an answer, or none."""
        self._answer = answer
        self.form.set_changes(() if answer is None else answer.impact.changes)
        self.model.set_rows(() if answer is None else [_row(answer, row.id) for row in answer.rows])
        self._why.clear()
        self._protected.clear()
        if answer is None:
            self._summary.setText("Choose a node and what happens to it.")
            return
        self._summary.setText(summary_of(answer.impact))
        for shielded in answer.protected:
            self._add(self._protected, _shield_line(answer, shielded), (shielded.id,), shielded.by)
        count = len(answer.protected)
        self._tabs.setTabText(1, f"Protected ({count:,})" if count else "Protected")

    def show_nodes(self, ids: tuple[str, ...]) -> None:
        """Offer the selected node in the form; show its path when it is affected."""
        if len(ids) != 1:
            return
        self.form.offer_node(ids[0])
        row = self.model.row_of(ids[0])
        if row is not None and not self._telling:
            self._telling = True
            self._table.selectRow(row)
            self._telling = False

    def choose(self, row: int) -> None:
        """Choose an affected node, as a click does."""
        self._table.selectRow(row)

    @property
    def summary(self) -> str:
        """The line above the table."""
        return self._summary.text()

    @property
    def path_lines(self) -> list[str]:
        """What the path of the chosen node says, a sentence a step."""
        return [self._why.item(i).text() for i in range(self._why.count())]

    @property
    def protected_lines(self) -> list[str]:
        """What shields whom."""
        return [self._protected.item(i).text() for i in range(self._protected.count())]

    def _choose(self) -> None:
        rows = self._table.selectionModel().selectedRows()
        self._why.clear()
        if not rows or self._answer is None:
            return
        answer, node_id = self._answer, self.model.rows[rows[0].row()].id
        steps = answer.impact.path(node_id)
        if not steps:
            self._add(
                self._why, f"{answer.graph.nodes[node_id].name} is where the change happens.", (node_id,), ()
            )
        for number, step in enumerate(steps, 1):
            text = explain_step(answer.graph, step)
            later = f" ({WAVES[step.wave]})" if step.wave else ""
            line = f"{number}. {text[:1].upper()}{text[1:]}{later}."
            self._add(self._why, line, (step.edge.from_id, step.edge.to_id), (step.edge,))
        for line in _sight_lines(answer, node_id):
            self._add(self._why, line, (node_id,), ())
        self._tabs.setCurrentWidget(self._why)
        if not self._telling:
            nodes = dict.fromkeys(i for s in steps for i in (s.edge.from_id, s.edge.to_id))
            self.lit.emit(tuple(nodes) or (node_id,), tuple(s.edge for s in steps))

    def _add(self, lines: QListWidget, text: str, nodes: tuple[str, ...], edges: tuple[EdgeKey, ...]) -> None:
        item = QListWidgetItem(plain.legible(text))
        item.setData(Qt.ItemDataRole.UserRole, (nodes, edges))
        lines.addItem(item)


def _row(answer: WhatIf, node_id: str) -> AffectedRow:
    row, node = answer.impact.by_id[node_id], answer.graph.nodes[node_id]
    certainty = str(row.certainty)
    if row.certainty == "possible" and row.certain_effect is not None:
        certainty = f"possible; {EFFECT_WORDS[row.certain_effect].split(' ', 1)[1]} for certain"
    return AffectedRow(
        node_id, node.name, str(row.effect), certainty, row.first_wave, _seen_by(answer, node_id)
    )


def _seen_by(answer: WhatIf, node_id: str) -> str:
    """Monitors, else metrics, else nobody; what is blind is said even where another channel is seen."""
    found, nodes = answer.seen[node_id], answer.graph.nodes
    blind = f"nobody ({listed(map(str, found.blind_channels))})" if found.blind_channels else ""
    monitors = dict.fromkeys(nodes[o.monitor].name for o in found.observed_by)
    metrics = [f"{nodes[i].name} would move" for i in found.visible_in]
    seen = listed(monitors) if monitors else listed(metrics, 2) if metrics else ""
    return "; ".join(part for part in (seen, blind) if part)


def _sight_lines(answer: WhatIf, node_id: str) -> list[str]:
    """Where it would be seen, monitor by monitor."""
    found, nodes = answer.seen[node_id], answer.graph.nodes
    lines = []
    for one in found.observed_by:
        lag = lag_text(one.lag, is_least=one.lag_is_least) or "after a time nobody has stated"
        where = nodes[one.at].name
        lines.append(f"Seen by {nodes[one.monitor].name} at {where}, {counted(one.hops, 'step')} on, {lag}.")
    if found.blind_channels:
        lines.append(f"Nobody watches its {listed(map(str, found.blind_channels))}.")
    return lines


def _shield_line(answer: WhatIf, shielded: Protected) -> str:
    nodes = answer.graph.nodes
    by = listed([f"{nodes[k.from_id].name} → {nodes[k.to_id].name}" for k in shielded.by], 2)
    effect = EFFECT_WORDS[shielded.effect].split(" ", 1)[1]
    return f"{nodes[shielded.id].name}: without the shield at {by} it would be {effect}."


def _lines(name: str) -> QListWidget:
    made = QListWidget()
    made.setObjectName("sentences")
    made.setAccessibleName(name)
    made.setWordWrap(True)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return made
