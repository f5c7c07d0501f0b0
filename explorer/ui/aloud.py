"""What a screen reader is told where a widget says nothing by itself: of the canvas, what is selected on it.

The outline reads the system node by node; here whoever walks along the edges of the picture hears where they are.
"""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted, named
from explorer.domain.words import told
from explorer.language import tr
from explorer.ui import plain

_MOST_NAMES = 5


def announce_selection(canvas: QWidget, graph: SystemGraph, ids: tuple[str, ...]) -> None:
    """Say what is selected, where the keyboard is on the canvas and somebody listens."""
    if canvas.hasFocus() and QAccessible.isActive():
        announce(canvas, described(graph, ids))


def announce(widget: QWidget, text: str) -> None:
    """Say this, where the keyboard is on the widget and somebody listens."""
    if widget.hasFocus() and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, plain.legible(text)))


def described(graph: SystemGraph, ids: tuple[str, ...]) -> str:
    """The selected nodes in a sentence: one with its kind, its owner and how many it reads and is read by."""
    if not ids:
        return tr("Nothing is selected.")
    if len(ids) > 1:
        return tr(
            "{nodes} selected: {names}.",
            nodes=counted(len(ids), "node"),
            names=named(graph, ids, _MOST_NAMES),
        )
    node = graph.nodes[ids[0]]
    upstream = {e.from_id for e in graph.edges_into(node.id)} - {node.id}
    downstream = {e.to_id for e in graph.edges_from(node.id)} - {node.id}
    owner = tr("owned by {owner}", owner=node.owner) if node.owner else tr("nobody says who owns it")
    return tr(
        "{name}, {kind}, {owner}; {nodes} directly upstream, {count:,} directly downstream.",
        name=node.name,
        kind=told(node.kind),
        owner=owner,
        nodes=counted(len(upstream), "node"),
        count=len(downstream),
    )
