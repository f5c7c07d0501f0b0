"""What was wrong in the sources, line by line; the rest was read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from explorer.domain.kinds import Severity
from explorer.domain.provenance import Problem
from explorer.domain.wording import counted
from explorer.language import tr
from explorer.ui import plain, style
from explorer.ui.own_keys import keep_key
from explorer.ui.panels.row_tree import scale_columns

_MOST_ROWS = 2000
_WHERE = 320


class Problems(QWidget):
    """A list of problems with their file and line; Ctrl+C copies those chosen, Enter leads to what can be settled."""

    doubt_wanted = Signal(str)
    """Somebody wants to settle what a name is that could be any of several things."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("problems")
        self._shown: Sequence[Problem] = ()
        self._summary = plain.label()
        self._summary.setObjectName("muted")
        self._rows = QTreeWidget(self)
        self._rows.setAccessibleName(tr("Problems in the sources"))
        self._rows.setHeaderLabels([tr("Where"), tr("What")])
        self._rows.setRootIsDecorated(False)
        self._rows.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._rows.setItemDelegateForColumn(0, _Places(self._rows))
        scale_columns(self._rows, self._rows.header(), (_WHERE,))
        self.settle = QPushButton(tr("&Settle on the Page Sources"))
        self.settle.clicked.connect(lambda _: self._lead())
        self._rows.itemActivated.connect(lambda *_: self._lead())
        self._rows.currentItemChanged.connect(lambda *_: self._offer())
        keep_key(self._rows, QKeySequence.StandardKey.Copy, self.copy_chosen)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        head = QHBoxLayout()
        head.addWidget(self._summary, 1)
        head.addWidget(self.settle)
        layout.addLayout(head)
        layout.addWidget(self._rows, 1)

    def set_problems(self, problems: Sequence[Problem], *, dark: bool) -> None:
        """Show these, in the order in which they were met."""
        if problems is not self._shown or not problems:
            self._shown = problems
            self._fill(problems)
        for place, problem in enumerate(problems[:_MOST_ROWS]):
            row = self._rows.topLevelItem(place)
            if row is not None:
                row.setIcon(0, style.severity_icon(problem.severity, dark=dark))

    def _fill(self, problems: Sequence[Problem]) -> None:
        self._rows.clear()
        for problem in problems[:_MOST_ROWS]:
            row = QTreeWidgetItem([plain.legible(str(problem.source)), plain.legible(problem.message)])
            row.setToolTip(1, plain.escaped(problem.message))
            row.setToolTip(0, plain.escaped(str(problem.source)))
            self._rows.addTopLevelItem(row)
        errors = sum(p.severity is Severity.ERROR for p in problems)
        text = tr(
            "{problems}, {errors}; the rest was read.",
            problems=counted(len(problems), "problem"),
            errors=counted(errors, "error"),
        )
        if len(problems) > _MOST_ROWS:
            more = tr("The first {count:,} are shown; `ripplemap graph` lists all.", count=_MOST_ROWS)
            text = f"{text} {more}"
        if not problems:
            text = tr("No problems: everything in the sources was understood.")
        self._summary.setText(text)
        self._offer()

    def _doubt(self) -> str | None:
        """The name that the current problem says could be any of several things."""
        place = self._rows.currentIndex().row()
        return self._shown[place].doubt if 0 <= place < len(self._shown) else None

    def _offer(self) -> None:
        self.settle.setVisible(self._doubt() is not None)

    def _lead(self) -> None:
        if (name := self._doubt()) is not None:
            self.doubt_wanted.emit(name)

    def copy_chosen(self) -> None:
        """Put the chosen problems on the clipboard, one a line."""
        lines = [f"{i.text(0)}: {i.text(1)}" for i in self._rows.selectedItems()]
        QGuiApplication.clipboard().setText("\n".join(lines))

    @property
    def count(self) -> int:
        """How many rows are shown."""
        return self._rows.topLevelItemCount()

    def row_text(self, row: int) -> str:
        """What a row says."""
        item = self._rows.topLevelItem(row)
        return "" if item is None else f"{item.text(0)}: {item.text(1)}"


class _Places(QStyledItemDelegate):
    """Cuts a path in its middle, because it tells most at its end."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Qt: how a cell is drawn."""
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideMiddle
