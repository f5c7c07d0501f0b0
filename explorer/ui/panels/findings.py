"""The findings as a table: how bad, which rule, why, and what to do; choosing one lights it on the canvas."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from explorer.domain.findings import Finding
from explorer.domain.kinds import Severity
from explorer.domain.wording import counted
from explorer.ui import plain, style

_COLUMNS = ("Finding", "Why", "What to do")
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class FindingsModel(QAbstractTableModel):
    """One row a finding, worst first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.findings: Sequence[Finding] = ()
        self._icons = {s: style.severity_icon(s, dark=False) for s in Severity}

    def set_findings(self, findings: Sequence[Finding], *, dark: bool) -> None:
        """Show these."""
        self.beginResetModel()
        self.findings = findings
        self._icons = {s: style.severity_icon(s, dark=dark) for s in Severity}
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Qt: one row a finding."""
        return 0 if parent.isValid() else len(self.findings)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Qt: three columns."""
        return 0 if parent.isValid() else len(_COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Qt: the columns' names."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return _COLUMNS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt: a cell's text; the evidence is its tooltip."""
        if not index.isValid():
            return None
        finding = self.findings[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            texts = (finding.rule.replace("-", " "), finding.reason, finding.remedy)
            return plain.legible(texts[index.column()])
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 0:
            return self._icons[finding.severity]
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            return f"{finding.severity}: {finding.rule.replace('-', ' ')}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain.escaped("\n".join((f"{finding.severity}: {finding.reason}", *finding.evidence)))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        return None


class FindingsPanel(QWidget):
    """The table of findings with a line that sums them up and names what was not looked at."""

    lit = Signal(tuple, tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findings")
        self.model = FindingsModel(self)
        self._summary = plain.label()
        self._summary.setObjectName("muted")
        self._summary.setWordWrap(True)
        self._table = QTableView(self)
        self._table.setAccessibleName("Findings")
        self._table.setModel(self.model)
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._table.setWordWrap(True)
        self._table.setShowGrid(False)
        self._table.verticalHeader().hide()
        header = self._table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        header.sectionResized.connect(lambda *_: self._fit_rows())
        self._table.selectionModel().selectionChanged.connect(lambda *_: self._tell())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self._summary)
        layout.addWidget(self._table, 1)

    def set_findings(self, findings: Sequence[Finding], bounds: Sequence[str], *, dark: bool) -> None:
        """Show these; `bounds` says what was cut short."""
        self.model.set_findings(findings, dark=dark)
        parts = [
            counted(count, str(severity))
            for severity in Severity
            if (count := sum(f.severity is severity for f in findings)) and severity is not Severity.INFO
        ]
        notes = sum(f.severity is Severity.INFO for f in findings)
        parts += [counted(notes, "note")] if notes else []
        told = ", ".join(parts) if parts else "No findings."
        self._summary.setText("  ".join((told, *bounds)))
        self._fit_rows()

    def choose(self, row: int) -> None:
        """Choose a finding, as a click does."""
        self._table.selectRow(row)

    def _fit_rows(self) -> None:
        # measuring thousands of wrapped cells would block; beyond a screenful or two a plain height serves
        if len(self.model.findings) <= 60:
            self._table.resizeRowsToContents()

    def _tell(self) -> None:
        rows = self._table.selectionModel().selectedRows()
        if rows:
            finding = self.model.findings[rows[0].row()]
            self.lit.emit(finding.nodes, finding.edges)
        else:
            self.lit.emit((), ())
