"""The page Sources: what of several sources is one thing and why, decided otherwise by hand, and read again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from explorer.domain.doubts import told_doubt
from explorer.domain.identity import Doubt
from explorer.domain.wording import counted
from explorer.language import marked, tr
from explorer.ui import plain
from explorer.ui.panels.page_shape import lay_out
from explorer.ui.panels.row_model import Column, Group, RowModel
from explorer.ui.panels.row_tree import row_tree, unfold
from explorer.ui.panels.scrolled import scroll
from explorer.ui.panels.source_rows import (
    SourceRow,
    changed_groups,
    decided_rows,
    doubt_groups,
    merged_groups,
    source_rows,
)
from explorer.ui.source_run import SourceRun, told_difference

_NAME, _WHERE = 330, 330
_UNFOLDED = 200
_LETTERS = 34
"""So wide is what is said of a row at least: as wide as its buttons are."""
_PAUSE_MS = 120
_MERGED, _DOUBTS, _DECIDED, _CHANGED, _READ = range(5)
_PAIR = 2
_FLAT: Mapping[int, Callable[[SourceRun], list[SourceRow]]] = {
    _DECIDED: lambda run: decided_rows(run.graph, run.identities),
    _READ: lambda run: source_rows(run.sources),
}
_GROUPED: Mapping[int, Callable[[SourceRun], list[Group[SourceRow]]]] = {
    _MERGED: lambda run: merged_groups(run.graph, run.identities),
    _DOUBTS: lambda run: doubt_groups(run.graph, run.identities),
    _CHANGED: lambda run: changed_groups(run.since, run.graph),
}
_COLUMNS = {
    _MERGED: (marked("Called"), marked("Where"), marked("Why it is the same")),
    _DOUBTS: (marked("Could be"), marked("Where"), marked("What it is")),
    _DECIDED: (marked("Decision"),),
    _CHANGED: (marked("Name"), marked("Kind"), marked("What is different")),
    _READ: (marked("Source"), marked("Read as")),
}
_TITLES = (
    marked("Merged ({count:,})"),
    marked("Doubts ({count:,})"),
    marked("Decided by hand ({count:,})"),
    marked("Changed last ({count:,})"),
    marked("Sources ({count:,})"),
)
_HINTS = {
    _MERGED: marked(
        "Several sources, or several names, speak of these. Choose a row to read why; two nodes that are one "
        "can be selected in the picture and merged."
    ),
    _DOUBTS: marked(
        "Each of these names could be any of the things under it, so that it counts as none. Choose what it is and "
        "press Enter, or Settle This Way; that can be undone, and holds when the sources are read again."
    ),
    _DECIDED: marked("What was merged or split by hand holds again when the sources are read once more."),
    _CHANGED: marked("What the last reading, merging or splitting changed is listed here."),
    _READ: marked("What the system was read from. Nothing of it is opened by itself."),
}
_NOTHING = {
    _MERGED: marked(
        "Nothing is merged: no two sources, and no two names, speak of one thing. Two nodes that are one can be "
        "selected in the picture and merged with the button above."
    ),
    _DOUBTS: marked("Nothing is in doubt: each name is one thing, or nothing that is known."),
    _DECIDED: marked(
        "Nothing was decided by hand. What is merged, split off or settled here is listed, and can be taken back."
    ),
    _CHANGED: marked(
        "Nothing changed last. What reading again, merging or splitting changes is listed here."
    ),
    _READ: marked(
        "This system was read from no source. File → Import into This System… reads one and joins it to what is "
        "drawn."
    ),
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
        self.listed.addItems([""] * len(_COLUMNS))
        self.open_doubts = _button(
            "", tr("List the names that could be any of several things."), self.show_doubts
        )
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Filter by name, place or rule"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName(tr("Filter what is listed"))
        self.filter.setMaximumWidth(260)
        self.model: RowModel[SourceRow] = RowModel(_columns(_MERGED), self)
        self.tree = row_tree(tr("Sources and what is merged"), self.model, (_NAME, _WHERE))
        self.tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # a path tells most at its end
        self.why = plain.wrapped("")
        self.split = _button(
            tr("&Split Off"),
            tr("Take what the chosen row states out of what it is merged with."),
            self._split,
        )
        self.settle = _button(
            tr("Settle &This Way"),
            tr("Decide that the name is what the chosen row says; Enter in the list does the same."),
            self._settle,
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
            tr("&Read Again"),
            tr("Read every source once more; places, notes and edits stay."),
            run.read_again,
        )
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._assemble()
        self._pause.timeout.connect(self._fill)
        self.filter.textChanged.connect(lambda _: self._pause.start())
        self.listed.currentIndexChanged.connect(lambda _: self._fill())
        self.tree.selectionModel().selectionChanged.connect(lambda *_: self._choose())
        self.tree.activated.connect(lambda _: self._settle())
        run.changed.connect(self._follow)
        self._fill()

    def show_nodes(self, ids: tuple[str, ...]) -> None:
        """These nodes are selected in the picture."""
        self._selected = ids
        self.merge.setEnabled(len(ids) == _PAIR)

    def show_doubts(self, name: str = "") -> None:
        """List what is in doubt, this name chosen, or else the first."""
        self.filter.clear()
        self.listed.setCurrentIndex(_DOUBTS)
        self._fill()
        names = [group.cells[0] for group in self.model.groups]
        self._choose_group(names.index(name) if name in names else 0)
        self.tree.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: what nobody looks at is not listed."""
        super().showEvent(event)
        if self._is_stale:
            self._fill()

    def _assemble(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.listed)
        head.addWidget(self.open_doubts)
        head.addWidget(self.filter, 1)
        head.addStretch(1)
        for button in (self.merge, self.again):
            head.addWidget(button)
        said = QWidget()
        column = QVBoxLayout(said)
        column.setContentsMargins(8, 4, 8, 4)
        column.addWidget(self.why)
        for button in (self.settle, self.split, self.take_back):  # they are about the row that is told of
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        area = QScrollArea()
        area.setAccessibleName(tr("Why the chosen row is as it is"))
        scroll(area, said)
        area.setMinimumWidth(_LETTERS * self.why.fontMetrics().averageCharWidth())
        lay_out(self, head, self.tree, area, (3, 1))

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
            place = self._group_place()
            groups = [kept for group in _GROUPED[which](run) if (kept := _matching(group, words)).rows]
            self.model.set_groups(groups, _columns(which))
            unfold(self.tree, groups, _UNFOLDED)
            if (
                which == _DOUBTS
            ):  # the next one, but none of its ways out, for which Enter might be pressed twice
                self._choose_group(place)
        doubts = len(run.identities.doubts)
        self.open_doubts.setText(tr("Settle {doubts}", doubts=counted(doubts, "doubt")))
        self.open_doubts.setVisible(bool(doubts) and which != _DOUBTS)
        for button, place in ((self.settle, _DOUBTS), (self.split, _MERGED), (self.take_back, _DECIDED)):
            button.setVisible(which == place)
        self.again.setEnabled(bool(run.sources))
        self._choose()

    def _choose(self) -> None:
        row = self._row()
        self.split.setEnabled(row is not None and row.merged is not None)
        self.take_back.setEnabled(row is not None and row.decision is not None)
        self.settle.setEnabled(row is not None and row.settles is not None)
        self.merge.setEnabled(len(self._selected) == _PAIR)
        self.why.setText(self._said(row))
        nodes = row.nodes if row else ()
        if row is None and (doubt := self._headed()) is not None:
            nodes = tuple(i for i in (doubt.name, *doubt.candidates) if i in self._run.graph.nodes)
        self.lit.emit(nodes, row.edges if row else ())

    def _said(self, row: SourceRow | None) -> str:
        if row is not None and row.why:
            return row.why
        if row is None and (doubt := self._headed()) is not None:
            return told_doubt(doubt)
        if self.listed.currentIndex() == _CHANGED and self._run.since is not None:
            return told_difference(self._run.since)
        which = self.listed.currentIndex()
        if self.model.rowCount():
            return tr(_HINTS[which])
        return tr("None of them matches.") if _counts(self._run)[which] else tr(_NOTHING[which])

    def _choose_group(self, place: int) -> None:
        """Choose the heading of a group, or of the last where there are fewer."""
        if self.model.groups:
            heading = self.model.index(min(place, len(self.model.groups) - 1), 0)
            self.tree.setCurrentIndex(heading)
            self.tree.scrollTo(heading, QTreeView.ScrollHint.PositionAtTop)

    def _group_place(self) -> int:
        """Which group is chosen, or a row of it; the first where none is."""
        index = self.tree.currentIndex()
        return max(0, index.parent().row() if index.parent().isValid() else index.row())

    def _headed(self) -> Doubt | None:
        """The doubt of which the heading is chosen."""
        is_one = self.listed.currentIndex() == _DOUBTS and self.model.groups
        settles = self.model.groups[self._group_place()].rows[0].settles if is_one else None
        return settles[0] if settles else None

    def _row(self) -> SourceRow | None:
        rows = self.tree.selectionModel().selectedRows()
        return self.model.row_at(rows[0]) if rows else None

    def _split(self) -> None:
        row = self._row()
        if row is not None and row.merged is not None:
            self._run.split(*row.merged)

    def _settle(self) -> None:
        row = self._row()
        if row is not None and row.settles is not None:
            self._run.settle(*row.settles)

    def _merge(self) -> None:
        if len(self._selected) == _PAIR:
            self._run.merge(*self._selected)

    def _forget(self) -> None:
        row = self._row()
        if row is not None and row.decision is not None:
            self._run.take_back(row.decision)


def _columns(which: int) -> tuple[Column[SourceRow], ...]:
    return tuple(Column(tr(title), _cell(place)) for place, title in enumerate(_COLUMNS[which]))


def _matching(group: Group[SourceRow], words: Sequence[str]) -> Group[SourceRow]:
    """The rows of a group that hold these words; all where its heading does, or of a doubt."""
    rows = [row for row in group.rows if row.matches(words)]
    heading = " ".join(group.cells).lower()
    is_whole = all(word in heading for word in words) or any(row.settles for row in rows)
    return Group(group.cells, group.rows if is_whole else rows)


def _cell(place: int) -> Callable[[SourceRow], str]:
    return lambda row: row.cells[place]


def _counts(run: SourceRun) -> tuple[int, ...]:
    """How many there are of what each list shows."""
    known = run.identities
    changed = 0 if run.since is None else len(run.since)
    return len(known.joined), len(known.doubts), len(known.decisions), changed, len(run.sources)


def _titles(run: SourceRun) -> list[str]:
    return [tr(title, count=count) for title, count in zip(_TITLES, _counts(run), strict=True)]


def _button(text: str, tip: str, do: Callable[[], None]) -> QPushButton:
    made = QPushButton(text)
    plain.tooltip(made, tip)
    made.clicked.connect(lambda _: do())
    return made
