"""The ways between two nodes, above the canvas: what connects them, each way, and each edge of the chosen one."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from explorer.analysis.ways import Course, Way, Ways
from explorer.analysis.ways_telling import tell_edge, tell_way, tell_ways
from explorer.domain.system_graph import SystemGraph
from explorer.language import tr
from explorer.ui import plain
from explorer.ui.passing_card import PassingCard

_MOST_ROWS = 5


class WaysPanel(PassingCard):
    """Hidden until ways are asked for; the chosen way is lit."""

    lit = Signal(tuple, tuple)
    """The nodes and the edges of the chosen way; nothing when the panel is left."""
    edge_chosen = Signal(object)
    """The EdgeKey of an edge a person clicked."""
    turned = Signal(str, str)
    """The ways from the first of these nodes to the second are wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._graph = SystemGraph()
        self._found: Ways | None = None
        self._told = plain.label()
        self._told.setWordWrap(True)
        self._turn = QPushButton(tr("Turn round"))
        plain.tooltip(self._turn, tr("Look for ways from the second node to the first."))
        self._turn.clicked.connect(self._turn_round)
        self._close = QPushButton(tr("Close"))
        self._close.clicked.connect(self.leave)
        self._ways = _lines(tr("Ways"))
        self._ways.currentRowChanged.connect(self._choose)
        self._edges = _lines(tr("Edges of the way"))
        self._edges.itemClicked.connect(self._tell_edge)
        self._edges.itemActivated.connect(self._tell_edge)
        head = QHBoxLayout()
        head.addWidget(self._told, 1)
        head.addWidget(self._turn)
        head.addWidget(self._close)
        lists = QHBoxLayout()
        lists.setSpacing(16)
        lists.addWidget(self._ways, 3)
        lists.addWidget(self._edges, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 8, 8)
        column.addLayout(head)
        column.addLayout(lists)
        self.hide()

    @property
    def text(self) -> str:
        """What is said of all ways."""
        return self._told.text()

    @property
    def ways(self) -> list[str]:
        """The ways, in words."""
        return [self._ways.item(row).text() for row in range(self._ways.count())]

    @property
    def edges(self) -> list[str]:
        """The edges of the chosen way, in words."""
        return [self._edges.item(row).text() for row in range(self._edges.count())]

    def show_ways(self, graph: SystemGraph, found: Ways) -> None:
        """Show these and light the shortest."""
        self._graph, self._found = graph, found
        self._told.setText(tell_ways(graph, found))
        self._turn.setEnabled(found.course is not Course.NONE)
        _fill(self._ways, ((tell_way(graph, way), way) for way in found.ways))
        longest = max((len(way.edges) for way in found.ways), default=0)
        rows = min(max(len(found.ways), longest), _MOST_ROWS)
        for lines in (self._ways, self._edges):
            lines.setVisible(rows > 0)
            lines.setFixedHeight(rows * (lines.fontMetrics().height() + 8) + 4)
        self.show()
        if found.ways:
            self._ways.setCurrentRow(0)
            self._ways.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._edges.clear()
            self.lit.emit((), ())

    def choose(self, row: int) -> None:
        """Light one of the ways."""
        self._ways.setCurrentRow(row)

    def leave(self) -> None:
        """Show no way any more."""
        if self._found is not None:
            self._found = None
            self.lit.emit((), ())
            super().leave()

    def _choose(self, row: int) -> None:
        if self._found is None or row < 0:
            return
        way: Way = self._found.ways[row]
        _fill(self._edges, ((tell_edge(self._graph, key), key) for key in way.edges))
        self.lit.emit(way.nodes, way.edges)

    def _turn_round(self) -> None:
        if self._found is not None:
            self.turned.emit(self._found.end, self._found.start)

    def _tell_edge(self, item: QListWidgetItem) -> None:
        self.edge_chosen.emit(item.data(Qt.ItemDataRole.UserRole))


def _lines(name: str) -> QListWidget:
    made = QListWidget()
    made.setObjectName("sentences")
    made.setAccessibleName(name)
    made.setWordWrap(True)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return made


def _fill(lines: QListWidget, rows: Iterable[tuple[str, object]]) -> None:
    lines.clear()
    for text, value in rows:
        item = QListWidgetItem(plain.legible(text))
        item.setData(Qt.ItemDataRole.UserRole, value)
        lines.addItem(item)
