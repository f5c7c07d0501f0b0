"""The page Sources: what of several sources is one thing and why, decided otherwise by hand, and read again."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QSplitter, QVBoxLayout, QWidget

from explorer.language import marked, tr
from explorer.ui import plain
from explorer.ui.panels.row_model import Column, Group, RowModel
from explorer.ui.panels.row_tree import row_tree, unfold
from explorer.ui.panels.source_rows import (
    SourceRow,
    changed_groups,
    decided_rows,
    merged_groups,
    source_rows,
)
from explorer.ui.source_run import SourceRun, told_difference

_NAME, _WHERE = 330, 330
_UNFOLDED = 200
_PAUSE_MS = 120
_MERGED, _DECIDED, _CHANGED, _READ = range(4)
_PAIR = 2
_FLAT: Mapping[int, Callable[[SourceRun], list[SourceRow]]] = {
    _DECIDED: lambda run: decided_rows(run.graph, run.identities),
    _READ: lambda run: source_rows(run.sources),
}
_COLUMNS = {
    _MERGED: (marked("Called"), marked("Where"), marked("Why it is the same")),
    _DECIDED: (marked("Decision"),),
    _CHANGED: (marked("Name"), marked("Kind"), marked("What is different")),
    _READ: (marked("Source"), marked("Read as")),
}
_HINTS = {
    _MERGED: marked(
        "Several sources, or several names, speak of these. Choose a row to read why; two nodes that are one "
        "can be selected in the picture and merged."
    ),
    _DECIDED: marked("What was merged or split by hand holds again when the sources are read once more."),
    _CHANGED: marked("What the last reading, merging or splitting changed is listed here."),
    _READ: marked("What the system was read from. Nothing of it is opened by itself."),
}


class SourcesPanel(QWidget):
    """A choice of what is listed, the list, why a chosen row is as it is, and what can be done about it."""

    lit = Signal(tuple, tuple)

    def __init__(self, run: SourceRun, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sources")
        self._run = run
        self._selected: tuple[str, ...] = ()
        self._is_stale = True
        self.listed = QComboBox()
        self.listed.setAccessibleName(tr("What is listed"))
        self.listed.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.listed.addItems([""] * 4)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Filter by name, place or rule"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName(tr("Filter what is listed"))
        self.filter.setMaximumWidth(260)
        self.model: RowModel[SourceRow] = RowModel(_columns(_MERGED), self)
        self.tree = row_tree(tr("Sources and what is merged"), self.model, (_NAME, _WHERE))
        self.tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # a path tells most at its end
        self.why = plain.label()
        self.why.setWordWrap(True)
        self.why.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.split = _button(
            tr("&Split Off"),
            tr("Take what the chosen row states out of what it is merged with."),
            self._split,
        )
        self.merge = _button(
            tr("&Merge Selected Nodes"),
            tr("Make one of the two nodes that are selected in the picture; the first keeps its id."),
            self._merge,
        )
        self.take_back = _button(
            tr("Take &Back"), tr("Forget the chosen decision, so that the rules hold again."), self._forget
        )
        self.again = _button(
            tr("Read &Again"),
            tr("Read every source once more; places, notes and edits stay."),
            run.read_again,
        )
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._assemble()
        self._pause.timeout.connect(self._fill)
        self.filter.textChanged.connect(lambda _: self._pause.start())
        self.listed.currentIndexChanged.connect(lambda _: self._fill())
        self.tree.selectionModel().selectionChanged.connect(lambda *_: self._choose())
        run.changed.connect(self._follow)
        self._fill()

    def show_nodes(self, ids: tuple[str, ...]) -> None:
        """These nodes are selected in the picture."""
        self._selected = ids
        self.merge.setEnabled(len(ids) == _PAIR)

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: what nobody looks at is not listed."""
        super().showEvent(event)
        if self._is_stale:
            self._fill()

    def _assemble(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.listed)
        head.addWidget(self.filter, 1)
        head.addStretch(1)
        for button in (self.split, self.take_back, self.merge, self.again):
            head.addWidget(button)
        sides = QSplitter()
        sides.setChildrenCollapsible(False)
        sides.addWidget(self.tree)
        sides.addWidget(self.why)
        sides.setStretchFactor(0, 3)
        sides.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(sides, 1)

    def _follow(self) -> None:
        self._is_stale = True
        if self.isVisible():
            self._fill()

    def _fill(self) -> None:
        run, words = self._run, self.filter.text().lower().split()
        self._is_stale = False
        for place, text in enumerate(_titles(run)):
            self.listed.setItemText(place, text)
        if (which := self.listed.currentIndex()) in _FLAT:
            self.model.set_groups((), _columns(which))
            self.model.set_rows([row for row in _FLAT[which](run) if row.matches(words)])
        else:
            found = merged_groups(run.graph, run.identities)
            if which == _CHANGED:
                found = changed_groups(run.since, run.graph)
            kept = [Group(g.cells, [row for row in g.rows if row.matches(words)]) for g in found]
            groups = [group for group in kept if group.rows]
            self.model.set_groups(groups, _columns(which))
            unfold(self.tree, groups, _UNFOLDED)
        self.again.setEnabled(bool(run.sources))
        self._choose()

    def _choose(self) -> None:
        row = self._row()
        self.split.setEnabled(row is not None and row.merged is not None)
        self.take_back.setEnabled(row is not None and row.decision is not None)
        self.merge.setEnabled(len(self._selected) == _PAIR)
        self.why.setText(self._said(row))
        self.lit.emit(row.nodes if row else (), row.edges if row else ())

    def _said(self, row: SourceRow | None) -> str:
        if row is not None and row.why:
            return row.why
        if self.listed.currentIndex() == _CHANGED and self._run.since is not None:
            return told_difference(self._run.since)
        return tr(_HINTS[self.listed.currentIndex()])

    def _row(self) -> SourceRow | None:
        rows = self.tree.selectionModel().selectedRows()
        return self.model.row_at(rows[0]) if rows else None

    def _split(self) -> None:
        row = self._row()
        if row is not None and row.merged is not None:
            self._run.split(*row.merged)

    def _merge(self) -> None:
        if len(self._selected) == _PAIR:
            self._run.merge(*self._selected)

    def _forget(self) -> None:
        row = self._row()
        if row is not None and row.decision is not None:
            self._run.take_back(row.decision)


def _columns(which: int) -> tuple[Column[SourceRow], ...]:
    return tuple(Column(tr(title), _cell(place)) for place, title in enumerate(_COLUMNS[which]))


def _cell(place: int) -> Callable[[SourceRow], str]:
    return lambda row: row.cells[place]


def _titles(run: SourceRun) -> tuple[str, ...]:
    changed = 0 if run.since is None else len(run.since)
    return (
        tr("Merged ({count:,})", count=len(run.identities.joined)),
        tr("Decided by hand ({count:,})", count=len(run.identities.decisions)),
        tr("Changed last ({count:,})", count=changed),
        tr("Sources ({count:,})", count=len(run.sources)),
    )


def _button(text: str, tip: str, do: Callable[[], None]) -> QPushButton:
    made = QPushButton(text)
    plain.tooltip(made, tip)
    made.clicked.connect(lambda _: do())
    return made
