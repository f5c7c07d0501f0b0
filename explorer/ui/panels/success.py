"""What success looks like: per model a chain of chips from what it does to the objective, with the gaps named."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QPushButton,
    QSplitter,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from explorer.analysis.success.links import Standing
from explorer.analysis.success.metric_tree import ChipChain, MetricTree
from explorer.domain.answers import Verdict
from explorer.domain.entities import EdgeKey
from explorer.domain.words import told
from explorer.language import marked, number, tr
from explorer.ui import plain, style
from explorer.ui.history_run import HistoryRun
from explorer.ui.page_run import PageRun
from explorer.ui.panels.chain_layout import ChainLayout, Fonts, laid_out
from explorer.ui.panels.chain_painter import ChainPainter
from explorer.ui.panels.histories import HistoriesView
from explorer.ui.panels.history_dialog import HistoryDialog
from explorer.ui.panels.page_parts import NO_MODEL_YET

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_COLOURS = {
    Standing.VERIFIED: Verdict.YES,
    Standing.ASSUMED: Verdict.PARTLY,
    Standing.BROKEN: Verdict.NO,
}
_ROWS_AT_ONCE = 25
_HINT = marked("Choose a chip or a link to see it on the canvas and why it stands so.")


class ChainModel(QAbstractListModel):
    """One row a chain, as text for whoever does not see it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.chains: Sequence[ChipChain] = ()

    def set_chains(self, chains: Sequence[ChipChain]) -> None:
        """Show these."""
        self.beginResetModel()
        self.chains = chains
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Qt: one row a chain."""
        return 0 if parent.isValid() else len(self.chains)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt: the verdict; a screen reader gets the chips and links too."""
        if not index.isValid():
            return None
        chain = self.chains[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return plain.legible(chain.verdict)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return plain.legible(described(chain))
        return None


class ChainDelegate(QStyledItemDelegate):
    """Draws the rows; knows where each chip and link stands."""

    def __init__(self, view: ChainView) -> None:
        super().__init__(view)
        self._view = view
        self._layouts: dict[int, ChainLayout] = {}
        self._fonts = Fonts.of(view.font())

    def forget(self) -> None:
        """Other chains, or another width."""
        self._layouts.clear()

    def layout_of(self, row: int) -> ChainLayout:
        """Where everything in a row stands, from the row's corner."""
        if row not in self._layouts:
            chain, wide = self._view.chains.chains[row], self._view.viewport().width()
            self._layouts[row] = laid_out(chain, wide, self._fonts)
        return self._layouts[row]

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Qt: as wide as the page."""
        return QSize(1, round(self.layout_of(index.row()).height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt: one chain; the chosen one on a ground of its own."""
        row, box = index.row(), option.rect
        painter.save()
        if row == self._view.currentIndex().row():
            painter.fillRect(box, self._view.palette().color(QPalette.ColorRole.AlternateBase))
        painter.setPen(self._view.palette().color(QPalette.ColorRole.Midlight))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.translate(box.topLeft())
        chosen = self._view.stop if row == self._view.currentIndex().row() else None
        chain = self._view.chains.chains[row]
        ChainPainter(painter, chain, self.layout_of(row), self._view.palette()).paint(self._fonts, chosen)
        painter.restore()

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """Qt: why a link stands as it does."""
        stop = self._view.stop_at(QPointF(event.pos())) if index.isValid() else None
        text = "" if stop is None else why(self._view.chains.chains[index.row()], stop)
        QToolTip.showText(event.globalPos(), plain.escaped(text), view)
        return True


class ChainView(QListView):
    """The rows; a click or the arrow keys choose a row, and in it a chip or a link."""

    chosen = Signal()
    """`currentIndex` or `stop` is another."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chains = ChainModel(self)
        self.stop: int | None = None
        self.setAccessibleName(tr("Chains from models to objectives"))
        self.setModel(self.chains)
        self._rows = ChainDelegate(self)
        self.setItemDelegate(self._rows)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)  # thousands of models do not stop the window
        self.setBatchSize(_ROWS_AT_ONCE)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)

    def set_chains(self, chains: Sequence[ChipChain]) -> None:
        """Show these, none of them chosen."""
        self._rows.forget()
        self.stop = None
        self.chains.set_chains(chains)

    def choose(self, row: int, stop: int | None = None) -> None:
        """Choose a chain, or a chip (even) or link (odd) of it."""
        self.stop = stop
        self.setCurrentIndex(self.chains.index(row))
        self.viewport().update()
        self.chosen.emit()

    def stop_at(self, at: QPointF) -> int | None:
        """Which chip or link is at a point of the view."""
        index = self.indexAt(at.toPoint())
        if not index.isValid():
            return None
        return self._rows.layout_of(index.row()).stop_at(at - QPointF(self.visualRect(index).topLeft()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: choose what is under the mouse."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() is Qt.MouseButton.LeftButton:
            self.choose(index.row(), self.stop_at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: left and right go along the chain, up and down to another."""
        key, row = event.key(), self.currentIndex().row()
        if row >= 0 and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            last = 2 * len(self.chains.chains[row].links)
            step = 1 if key == Qt.Key.Key_Right else -1
            self.choose(row, min(max((-1 if self.stop is None else self.stop) + step, 0), last))
            return
        super().keyPressEvent(event)
        if self.currentIndex().row() != row:
            self.choose(self.currentIndex().row())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: lines break elsewhere."""
        self._rows.forget()
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()  # Qt keeps the old heights where only the width is another


class SuccessPanel(QWidget):
    """The chains with their three counts; choosing a part lights it."""

    lit = Signal(tuple, tuple)

    def __init__(
        self, run: PageRun[MetricTree], histories: HistoryRun, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("success")
        self.histories = HistoriesView(histories)
        self.dialog = HistoryDialog(self)
        self.dialog.given.connect(histories.ask)
        self._compare = QPushButton(tr("Compare histories…"))
        plain.tooltip(self._compare, tr("Whether each objective follows its metric, and since when not."))
        self._compare.clicked.connect(self.dialog.open)
        self._run = run
        self.view = ChainView(self)
        self._counts = {standing: plain.label() for standing in Standing}
        self._told = plain.label()
        self._told.setObjectName("muted")
        self._told.setWordWrap(True)
        self._told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._told.setMinimumHeight(
            2 * self._told.fontMetrics().lineSpacing()
        )  # so that the chains stay in place
        head = QHBoxLayout()
        head.setSpacing(8)
        for standing, label in self._counts.items():
            label.setStyleSheet(style.verdict_sheet(_COLOURS[standing]))
            head.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._told, 1)
        head.addWidget(self._compare, 0, Qt.AlignmentFlag.AlignTop)
        sides = QSplitter()
        sides.setChildrenCollapsible(False)
        sides.addWidget(self.view)
        sides.addWidget(self.histories)
        sides.setStretchFactor(0, 1)
        sides.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addLayout(head)
        layout.addWidget(sides, 1)
        self.view.chosen.connect(self._tell)
        self.histories.lit.connect(self.lit)
        run.changed.connect(self._show)
        run.stopped.connect(self._told.setText)
        self._show()

    @property
    def counts(self) -> tuple[str, ...]:
        """The three counts as they are read."""
        return tuple(label.text() for label in self._counts.values())

    @property
    def told(self) -> str:
        """The line beside the counts: why the chosen part stands so, or what to do."""
        return self._told.text()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: what nobody looks at is not worked out."""
        super().showEvent(event)
        self._run.ask()

    def _show(self) -> None:
        tree = self._run.result
        self.view.set_chains(() if tree is None else tree.chains)
        for standing, label in self._counts.items():
            label.setVisible(tree is not None)
            count = "" if tree is None else number(getattr(tree.counts, standing.value))
            label.setText(f"{count} {told(standing)}" if count else "")
        if tree is None:
            self._told.setText(tr("Working it out…"))
            if self.isVisible():
                self._run.ask()
        elif tree.chains:
            self._told.setText("  ".join((tr(_HINT), *tree.bounds)))
        else:
            nothing = tr("No model is known, so there is nothing whose success could be measured.")
            self._told.setText(f"{nothing} {tr(NO_MODEL_YET)}")

    def _tell(self) -> None:
        row, stop = self.view.currentIndex().row(), self.view.stop
        if row < 0:
            return
        chain = self.view.chains.chains[row]
        self._told.setText(chain.verdict if stop is None else why(chain, stop))
        self.lit.emit(*rests_on(chain, stop))


def rests_on(chain: ChipChain, stop: int | None) -> tuple[tuple[str, ...], tuple[EdgeKey, ...]]:
    """The nodes and edges of a chip, a link or a whole chain; a gap shows what lacks it."""
    if stop is None:
        nodes = tuple(i for chip in chain.chips for i in chip.nodes)
        return nodes, tuple(key for link in chain.links for key in link.edges)
    if stop % 2:
        before, after = chain.chips[stop // 2 : stop // 2 + 2]
        return (*before.nodes, *after.nodes), chain.links[stop // 2].edges
    chip = chain.chips[stop // 2]
    return (chain.chips[stop // 2 - 1] if chip.is_gap else chip).nodes, ()


def why(chain: ChipChain, stop: int) -> str:
    """What there is to say of a chip or a link."""
    if stop % 2:
        link = chain.links[stop // 2]
        word = told(link.standing)
        stands = f"{word[:1].upper()}{word[1:]}"
        return f"{stands}: {link.why}" if link.why else stands
    chip = chain.chips[stop // 2]
    if chip.is_gap:
        return chain.links[stop // 2 - 1].why
    return f"{chip.text} ({told(chip.kind)})" if chip.kind is not None else chip.text


def described(chain: ChipChain) -> str:
    """The chain in words: each chip, and how the link to the next one stands."""
    parts = [chain.chips[0].text]
    for link, chip in zip(chain.links, chain.chips[1:], strict=True):
        missing = tr("{what} missing", what=link.missing) if link.missing else ""
        how = ", ".join(part for part in (link.text, told(link.standing), missing) if part)
        parts.append(tr("({how}) nothing", how=how) if chip.is_gap else f"({how}) {chip.text}")
    return f"{' → '.join(parts)}. {chain.verdict}"
