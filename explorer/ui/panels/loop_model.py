"""The loops one can choose from, named when they are seen: a large system has thousands, and few are read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from explorer.domain.findings import Finding
from explorer.domain.kinds import NodeKind
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted
from explorer.language import marked, tr
from explorer.ui import plain

_NONE = marked("No loop: an example")
_ROOT = QModelIndex()


class LoopModel(QAbstractListModel):
    """A row for each loop, and a last one for none."""

    def __init__(self, graph: Callable[[], SystemGraph], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._graph = graph
        self._loops: Sequence[Finding] = ()

    def set_loops(self, loops: Sequence[Finding]) -> None:
        """Show these."""
        self.beginResetModel()
        self._loops = loops
        self.endResetModel()

    def loop_at(self, row: int) -> Finding | None:
        """The loop of a row; None for the last."""
        return self._loops[row] if 0 <= row < len(self._loops) else None

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        """Qt: the loops, and none."""
        return 0 if parent.isValid() else len(self._loops) + 1

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Qt: a loop in a few words; all of it as its tooltip."""
        loop = self.loop_at(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(_NONE) if loop is None else plain.legible(short_name(self._graph(), loop))
        if role == Qt.ItemDataRole.ToolTipRole and loop is not None:
            return plain.escaped(loop.reason)
        return None


def short_name(graph: SystemGraph, loop: Finding) -> str:
    """A loop in a few words: its first model, what that is fed from on the loop, and how many nodes there are."""
    nodes = [i for i in loop.nodes if i in graph.nodes]
    place = next((n for n, i in enumerate(nodes) if graph.nodes[i].kind is NodeKind.MODEL), 0)
    model, before = graph.nodes[nodes[place]].name, graph.nodes[nodes[place - 1]].name
    return tr(
        "{model} by way of {before}, {nodes}", model=model, before=before, nodes=counted(len(nodes), "node")
    )
