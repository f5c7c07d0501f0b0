"""Asks for histories of metrics: a CSV file, MLflow's database, or any database with a SELECT."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from explorer.language import marked, tr
from explorer.ui import plain
from explorer.ui.dialog import Dialog

_KINDS = marked("Tables and databases (*.csv *.tsv *.txt *.db *.sqlite *.sqlite3);;All files (*)")
_HELP = marked(
    "A CSV file has a column of days and a column for each metric, headed by the metric's name. "
    "A database is read as MLflow's unless you write a SELECT, which may only read: its first column is the day."
)


class HistoryDialog(Dialog):
    """A file or an address, and a SELECT where one is needed."""

    given = Signal(str, str)
    """The source and the query, which may be empty."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Compare Histories"))
        self.source = QLineEdit()
        self.source.setPlaceholderText(tr("A file, or the address of a database: postgresql://…"))
        self.source.setAccessibleName(tr("Source of the histories"))
        browse = QPushButton(tr("Browse…"))
        browse.clicked.connect(self._browse)
        self.query = QPlainTextEdit()
        self.query.setPlaceholderText("SELECT day, clicks, retention FROM weekly")
        self.query.setAccessibleName(tr("SELECT, for a database that is not MLflow's"))
        self.query.setTabChangesFocus(True)
        self.query.setFixedHeight(4 * self.query.fontMetrics().lineSpacing() + 12)
        help_text = plain.label(tr(_HELP))
        help_text.setObjectName("muted")
        help_text.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.compare = buttons.addButton(tr("Compare"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.compare.setEnabled(False)
        self.source.textChanged.connect(lambda text: self.compare.setEnabled(bool(text.strip())))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.accepted.connect(self._give)
        line = QHBoxLayout()
        line.addWidget(self.source, 1)
        line.addWidget(browse)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addWidget(help_text)
        layout.addLayout(line)
        layout.addWidget(self.query)
        layout.addWidget(buttons)
        self.setMinimumWidth(520)

    def _browse(self) -> None:
        chosen = QFileDialog.getOpenFileName(self, tr("Histories"), "", tr(_KINDS))[0]
        if chosen:
            self.source.setText(chosen)

    def _give(self) -> None:
        self.given.emit(self.source.text().strip(), self.query.toPlainText().strip())
