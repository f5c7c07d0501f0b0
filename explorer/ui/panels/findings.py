"""The findings, folded: which rules, how often and how bad; choosing one lights it and says what would clear it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import QModelIndex, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QToolButton,
    QTreeView,
    QWidget,
)

from explorer.domain.findings import Finding, Findings, SuppressedFinding
from explorer.domain.kinds import Severity
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted_findings, spoken
from explorer.language import marked, tr
from explorer.session.filtering import term
from explorer.session.folding import FindingGroup, Held, folding
from explorer.ui import plain, style
from explorer.ui.panels.finding_card import HINT, NOTHING, FindingCard
from explorer.ui.panels.findings_model import FindingsModel
from explorer.ui.panels.page_shape import lay_out
from explorer.ui.panels.row_tree import scale_columns
from explorer.ui.steps import Steps

_SHOW_EVERY: Mapping[Severity, str] = {
    Severity.ERROR: marked("Show every error"),
    Severity.WARNING: marked("Show every warning"),
    Severity.INFO: marked("Show every note"),
}
_TYPING_PAUSE_MS = 120
_AT_ONCE_UP_TO = 500
"""Findings that are folded in one turn; of more, every rule has a turn of its own."""
_A_TURN = 200
"""Findings that are looked through in one turn: they may name forty nodes each."""
_WHAT = 330
_NODE = "node"
_OF_NODE = re.compile(rf'\b{_NODE}:(?:"([^"]*)"|([^\s"]+))')
"""A term that leaves the findings which speak of one node, by its id."""
_UNFOLD_UP_TO = 200
"""Findings that match a filter are shown without their groups having to be opened, up to so many."""


class FindingsPanel(QWidget):
    """A filter, a button for each severity, the tree, and the chosen finding in full."""

    lit = Signal(tuple, tuple)
    loop_wanted = Signal(object)
    """The Finding that is to be shown on the Loop page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findings")
        self._graph = SystemGraph()
        self._found = Findings(())
        self._wanted: Finding | None = None
        """Chosen once it is shown."""
        self._texts: dict[int, str] = {}  # by identity: what the filter looks through
        self._steps, self._telling = Steps(self), Steps(self)
        self.model = FindingsModel(self)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Filter by rule, node or word"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName(tr("Filter the findings"))
        self.filter.setMaximumWidth(260)
        self.switches = {severity: _switch(tr(_SHOW_EVERY[severity])) for severity in Severity}
        self.held = _switch(tr("Show what is suppressed"))
        self.bounds = QPushButton()
        plain.tooltip(self.bounds, tr("Tell what was cut short or passed over while looking for findings."))
        self._summary = plain.label()
        self._summary.setObjectName("muted")
        self.tree = _tree(self.model)
        self.card = FindingCard()
        self._pause = QTimer(self, singleShot=True, interval=_TYPING_PAUSE_MS)
        self._assemble()
        self._pause.timeout.connect(self._show)
        self.bounds.clicked.connect(self.tell_bounds)
        self.filter.textChanged.connect(lambda _: self._pause.start())
        for button in (*self.switches.values(), self.held):
            button.toggled.connect(lambda _: self._show())
        self.tree.selectionModel().selectionChanged.connect(lambda *_: self._tell())
        self.tree.doubleClicked.connect(lambda _: self.card.open_loop())
        self.card.loop_wanted.connect(self.loop_wanted)

    @property
    def summary(self) -> str:
        """Why there is nothing to be seen, where there is nothing."""
        return self._summary.text()

    def set_dark(self, dark: bool) -> None:
        """Draw the marks dark or light."""
        self.model.set_dark(dark)
        for severity, button in self.switches.items():
            button.setIcon(style.severity_icon(severity, dark=dark))
        self.tree.viewport().update()

    def set_findings(self, graph: SystemGraph, found: Findings) -> None:
        """Show these about `graph`; their bounds say what was cut short."""
        self._graph, self._found, self._wanted = graph, found, None
        self._texts.clear()
        self.model.set_groups(graph, ())  # no row may be of another system than the rest of the page
        counts = Counter(finding.severity for finding in found.findings)
        for severity, button in self.switches.items():
            count = counts[severity]
            button.setText(counted_findings(count, severity))
            button.setEnabled(count > 0)
        self.held.setText(tr("{count:,} suppressed", count=len(found.suppressed)))
        self.held.setVisible(bool(found.suppressed))
        self.bounds.setText(tr("Limits ({count:,})", count=len(found.bounds)))
        self.bounds.setVisible(bool(found.bounds))
        self._show()

    def clear(self, why: str) -> None:
        """Show nothing, and say why: they are still looked for, or that was stopped."""
        self.set_findings(SystemGraph(), Findings(()))
        self._summary.setText(why)
        self.card.tell("")

    def tell_bounds(self) -> None:
        """Tell what was cut short or passed over, in the place of what is chosen."""
        self.tree.clearSelection()
        self._telling.stop()
        self.card.show_bounds(self._found.bounds)
        self.lit.emit((), ())

    def choose(self, index: QModelIndex) -> None:
        """Choose a row, as a click does."""
        self.tree.setCurrentIndex(index)

    def show_finding(self, finding: Finding) -> None:
        """Choose this one, which may be filtered away so far."""
        self._wanted = finding
        if not self._pause.isActive() and self._choose_wanted():
            self._tell()  # it may have been chosen already, and something else be lit since
        else:
            self._show_all("")

    def show_of(self, node_id: str) -> None:
        """Show the findings of this node and no others."""
        self._show_all(term(_NODE, node_id))

    def _show_all(self, text: str) -> None:
        """Show what the filter `text` leaves, of every severity."""
        for switch in self.switches.values():
            with QSignalBlocker(switch):
                switch.setChecked(True)
        self.filter.setText(text)
        self._pause.stop()
        self._show()

    def _choose_wanted(self) -> bool:
        index = QModelIndex() if self._wanted is None else self.model.index_of(self._wanted)
        if index.isValid():
            self._wanted = None
            self.choose(index)
        return index.isValid()

    def _assemble(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.filter, 1)
        for button in (*self.switches.values(), self.held, self.bounds):
            head.addWidget(button)
        head.addWidget(self._summary)
        head.addStretch(1)
        lay_out(self, head, self.tree, self.card, (3, 2))

    def _show(self) -> None:
        """What is wanted of the findings; of many, a part at each turn."""
        self._steps.begin(self._showing(), at_once=self._is_few)

    @property
    def _is_few(self) -> bool:
        return len(self._found.findings) <= _AT_ONCE_UP_TO

    def _showing(self) -> Iterator[None]:
        text = self.filter.text()
        nodes = [quoted or bare for quoted, bare in _OF_NODE.findall(text)]
        words = _OF_NODE.sub(" ", text).lower().split()
        wanted = {severity for severity, button in self.switches.items() if button.isChecked()}
        kept: list[Finding] = []
        for listed in self._parts():
            kept += [f for f in listed if f.severity in wanted and self._matches(f, words, nodes)]
            yield
        held: Sequence[SuppressedFinding] = ()
        if self.held.isChecked():
            held = [s for s in self._found.suppressed if self._matches(s.finding, words, nodes)]
        groups = yield from folding(self._graph, kept, held)
        yield
        self._show_groups(kept, held, groups, is_unfolded=bool(words or nodes))
        for listed in self._parts():
            yield
            for finding in listed:  # so that it is at hand when the first letter is typed
                self._text(finding)

    def _parts(self) -> Iterator[Sequence[Finding]]:
        listed = self._found.findings
        return (listed[start : start + _A_TURN] for start in range(0, len(listed), _A_TURN))

    def _show_groups(
        self,
        kept: Sequence[Finding],
        held: Sequence[SuppressedFinding],
        groups: Sequence[FindingGroup],
        *,
        is_unfolded: bool,
    ) -> None:
        self.model.set_groups(self._graph, groups)
        if is_unfolded and len(kept) <= _UNFOLD_UP_TO:
            self.tree.expandAll()
        self._summary.setText(self._told(kept, held))
        if not self._choose_wanted():
            self._tell()

    def _told(self, kept: Sequence[Finding], held: Sequence[SuppressedFinding]) -> str:
        if not self._found.findings and not self._found.suppressed:
            return tr("No findings.")
        return "" if kept or held else tr("None of them matches.")

    def _matches(self, finding: Finding, words: Sequence[str], nodes: Sequence[str]) -> bool:
        """nodes: the ids of some that it must speak of, as `term` writes them."""
        if nodes:
            ids = {i.replace('"', " ") for i in finding.nodes}
            if not ids.issuperset(nodes):
                return False
        return not words or all(word in self._text(finding) for word in words)

    def _text(self, finding: Finding) -> str:
        text = self._texts.get(id(finding))
        if text is None:
            nodes = self._graph.nodes
            names = (nodes[i].name for i in finding.nodes if i in nodes)
            text = " ".join((finding.rule, spoken(finding.rule), finding.reason, *names)).lower()
            self._texts[id(finding)] = text
        return text

    def _tell(self) -> None:
        rows = self.tree.selectionModel().selectedRows()
        row = self.model.row_at(rows[0]) if rows else None
        self._telling.begin(self._said_of(row), at_once=self._is_few)

    def _said_of(self, row: FindingGroup | Held | None) -> Iterator[None]:
        """What is chosen in full, and then lit: a group may speak of thousands of nodes."""
        if row is None:
            if self._found.bounds and not self._found.findings:
                self.card.show_bounds(self._found.bounds)  # else one could take it that all was looked at
            else:
                is_empty = not self._found.findings and not self._found.suppressed
                self.card.tell(tr(NOTHING if is_empty else HINT))
            yield
            self.lit.emit((), ())
        elif isinstance(row, FindingGroup):
            nodes = row.nodes
            yield
            edges = row.edges
            yield
            self.card.show_group(self._graph, row)
            yield
            self.lit.emit(nodes, edges)
        else:
            self.card.show_finding(self._graph, row)
            yield
            finding = row.finding if isinstance(row, SuppressedFinding) else row
            self.lit.emit(finding.nodes, finding.edges)


def _switch(name: str) -> QToolButton:
    made = QToolButton()
    made.setCheckable(True)
    made.setChecked(True)
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    made.setIconSize(QSize(14, 14))
    made.setAccessibleName(name)
    plain.tooltip(made, name)
    return made


def _tree(model: FindingsModel) -> QTreeView:
    tree = QTreeView()
    tree.setAccessibleName(tr("Findings"))
    tree.setModel(model)
    tree.setUniformRowHeights(True)
    tree.setAllColumnsShowFocus(True)
    tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    tree.setTextElideMode(Qt.TextElideMode.ElideRight)
    header = tree.header()
    header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    header.setStretchLastSection(True)
    scale_columns(tree, header, (_WHAT,))
    return tree
