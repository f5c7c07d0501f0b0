"""A line in which a person writes one node of the system, by its name or id, and is offered those there are."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from explorer.domain.names import known_node, spoken_name, spoken_names
from explorer.domain.system_graph import SystemGraph
from explorer.ui.panels.completing import Completing
from explorer.ui.steps import AT_ONCE_UP_TO, Steps


class NodeField(QLineEdit):
    """What is offered is only listed when somebody comes to write: of 20,000 nodes that takes 40 ms."""

    def __init__(self, graph: SystemGraph, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._graph = graph
        self._is_listed = False
        self._written: tuple[str, str] | None = None  # what was written of which node
        self._steps = Steps(self)
        self._completing = Completing(self)
        self.setCompleter(self._completing)

    @property
    def node(self) -> str | None:
        """The node that is meant; None where it is none, or more than one."""
        if self._written is not None and self.text() == self._written[0]:
            return self._written[1]  # to look for it among 20,000 takes 8 ms
        return known_node(self._graph, self.text().strip())

    def set_graph(self, graph: SystemGraph) -> None:
        """Offer the nodes of this system."""
        self._graph, self._is_listed, self._written = graph, False, None
        if self.hasFocus():
            self._list()

    def set_node(self, node_id: str) -> None:
        """Write a node as a person would."""
        self._written = None
        if node_id in self._graph.nodes:
            self._written = spoken_name(self._graph, node_id), node_id
        self.setText(self._written[0] if self._written else node_id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: somebody comes to write."""
        super().focusInEvent(event)
        self._list()

    def _list(self) -> None:
        if not self._is_listed:
            self._is_listed = True
            self._steps.begin(self._listing(), at_once=len(self._graph.nodes) <= AT_ONCE_UP_TO)

    def _listing(self) -> Iterator[None]:
        spoken = spoken_names(self._graph)
        yield
        self._completing.offer(list(dict.fromkeys((*spoken.values(), *spoken))))
