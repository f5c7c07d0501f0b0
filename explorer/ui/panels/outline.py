"""The outline: the same system as the picture, as a tree one can filter; it is also what a screen reader reads."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QStyle, QTreeView, QVBoxLayout, QWidget

from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted
from explorer.language import tr
from explorer.ui import plain
from explorer.ui.kind_icons import SIZE
from explorer.ui.panels.outline_model import OutlineModel
from explorer.ui.steps import AT_ONCE_UP_TO, Steps

_UNFOLD_UP_TO = 300
"""With more nodes than this, teams start folded."""
_TYPING_PAUSE_MS = 120
_MOST_MEASURED = 300
_MOST_SELECTED = 200
"""Rows that follow a selection made elsewhere; nobody reads so many."""
_AIR = 20
"""Pixels around an icon and a heading."""
_INDENT = 12
"""Pixels: a name stands below a team and a kind, and has little room as it is."""
_WIDEST = 400
"""Pixels that headings may ask for."""


class Outline(QWidget):
    """Team → kind → node, with a filter above; selects what the canvas selects."""

    selection_changed = Signal(tuple)
    """The ids a person selected here."""
    room_wanted = Signal(int)
    """The width at which most names are whole."""
    focus_requested = Signal(str)
    """The id of a node that was double-clicked or entered."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("outline")
        self._model = OutlineModel(self)
        self._filter = QLineEdit(self)
        self._filter.setPlaceholderText(tr("Filter by name, kind or team"))
        self._filter.setClearButtonEnabled(True)
        self._filter.setAccessibleName(tr("Filter the outline"))
        self._count = plain.label(parent=self)
        self._count.setObjectName("muted")
        self._tree = QTreeView(self)
        self._tree.setAccessibleName(tr("Outline of the system"))
        self._tree.setModel(self._model)
        self._tree.setHeaderHidden(True)
        self._tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # a path tells most at its end
        self._tree.setUniformRowHeights(True)
        self._tree.setIconSize(QSize(SIZE, SIZE))
        self._tree.setIndentation(_INDENT)
        self._tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._tree.setExpandsOnDoubleClick(True)
        self.setFocusProxy(self._tree)
        self._column = layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self._filter)
        layout.addWidget(self._tree, 1)
        layout.addWidget(self._count)
        self._steps = Steps(self)
        self._pause = QTimer(self, singleShot=True, interval=_TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._filter_now)
        self._filter.textChanged.connect(lambda _: self._pause.start())
        self._tree.doubleClicked.connect(self._open)
        self._tree.selectionModel().selectionChanged.connect(self._tell_selection)
        self._following = False

    def show_graph(self, graph: SystemGraph) -> Iterator[None]:
        """Show this system, in steps, with the filter kept."""
        yield from self._model.show_graph(graph)
        self._unfold()
        self._widen()
        if graph.nodes:
            self.room_wanted.emit(self._width_of_most())

    def set_dark(self, dark: bool) -> None:
        """Draw the icons dark or light."""
        self._model.set_dark(dark)

    def select(self, ids: tuple[str, ...]) -> None:
        """Follow a selection made elsewhere, without telling of it again."""
        self._following = True
        selection = self._tree.selectionModel()
        selection.select(
            self._model.selection_of(ids[:_MOST_SELECTED]), QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        first = next((row for i in ids[:_MOST_SELECTED] if (row := self._model.index_of(i)).isValid()), None)
        if first is not None:
            self._tree.scrollTo(first)
            selection.setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
        self._following = False

    @property
    def filter_text(self) -> str:
        """What it is filtered by."""
        return self._filter.text()

    def set_filter(self, text: str) -> None:
        """Show only what this finds; an empty text shows all."""
        self._filter.setText(text)

    def focus_filter(self) -> None:
        """Put the cursor into the filter."""
        self._filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._filter.selectAll()

    def changeEvent(self, event: QEvent) -> None:
        """Qt: larger text needs more room."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._widen()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter looks closer at the current node."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self._tree.currentIndex())
            return
        super().keyPressEvent(event)

    def _filter_now(self) -> None:
        graph, text = self._model.wanted
        if text != self._filter.text():
            self._steps.begin(self._filtering(), at_once=len(graph.nodes) <= AT_ONCE_UP_TO)

    def _filtering(self) -> Iterator[None]:
        yield from self._model.show_matching(self._filter.text())
        self._unfold()

    def _unfold(self) -> None:
        shown = self._model.shown_count
        if shown <= _UNFOLD_UP_TO:
            self._tree.expandAll()
        elif self._model.rowCount() == 1:
            self._tree.expand(self._model.index(0, 0))
        nodes = counted(shown, "node")
        self._count.setText(tr("{nodes} shown", nodes=nodes) if self._filter.text() else nodes)

    def _widen(self) -> None:
        """Be wide enough for the headings of kinds; names may be longer, and tell most at their ends."""
        tree, style = self._tree, self.style()
        widest = max(map(tree.fontMetrics().horizontalAdvance, self._model.longest_headings), default=0)
        bar = style.pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent) + 2 * tree.frameWidth()
        before = 2 * tree.indentation() + SIZE + _AIR
        tree.setMinimumWidth(min(before + widest + bar, _WIDEST))

    def _width_of_most(self) -> int:
        """What nine names of ten need, judged by the first few hundred."""
        tree, beside = self._tree, self._column.contentsMargins()
        nodes = islice(self._model.wanted[0].nodes.values(), _MOST_MEASURED)
        widths = sorted(tree.fontMetrics().horizontalAdvance(plain.legible(node.name)) for node in nodes)
        most = widths[len(widths) * 9 // 10] if widths else 0
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent) + 2 * tree.frameWidth()
        return beside.left() + 3 * tree.indentation() + most + _AIR // 2 + bar + beside.right()

    def _open(self, index: QModelIndex) -> None:
        node_id = self._model.node_id(index)
        if node_id is not None:
            self.focus_requested.emit(node_id)

    def _tell_selection(self) -> None:
        if not self._following:
            ids = (self._model.node_id(i) for i in self._tree.selectionModel().selectedIndexes())
            self.selection_changed.emit(tuple(i for i in ids if i is not None))
