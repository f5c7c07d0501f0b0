"""Arranging by hand in the window: selected nodes in line, evenly spread, held where they are, or given back."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from explorer.domain.changes import MoveNodes, PinNodes
from explorer.domain.geometry import Point, Rect
from explorer.domain.wording import counted, named
from explorer.language import marked, tr

if TYPE_CHECKING:
    from explorer.ui.main_window import MainWindow

NEEDS_TWO = (
    *("align_left", "align_centre", "align_right", "align_top", "align_middle", "align_bottom"),
    *("distribute_across", "distribute_down"),
)
NEEDS_ONE = ("hold", "give_back", "pin", "select_column")
_NOT_DRAWN = marked("None of these nodes is drawn by itself: open its team, or show all nodes, first.")


class Arranging(QObject):
    """Each is one step to undo, with its name; in a focus, which has a layout of its own, it holds only for now."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._project = window.project
        actions = window.actions_by_name
        actions.connect({f"align_{line}": partial(self.align, line) for line in _ALIGNED})
        actions.connect({f"distribute_{way}": partial(self.distribute, way) for way in _SPREAD})
        actions.connect({"hold": self.hold, "give_back": self.give_back, "select_held": self.select_held})
        actions.connect({"pin": self.pin, "unpin": self.unpin, "select_column": self.select_column})
        self.follow_selection(())
        self._project.history_changed.connect(self._follow_positions)

    def follow_selection(self, ids: tuple[str, ...]) -> None:
        """These nodes are selected."""
        self._window.actions_by_name.enable(NEEDS_TWO, len(ids) > 1)
        self._window.actions_by_name.enable(NEEDS_ONE, bool(ids))
        self._follow_positions()

    def align(self, line: str) -> None:
        """Bring a border or the middle of the selected nodes into line."""
        from explorer.session.aligning import aligned

        boxes = self._boxes()
        if not boxes:
            self._project.told.emit(tr(_NOT_DRAWN))
            return
        places = aligned(boxes, line)
        self._put(tr(_ALIGNED[line], nodes=counted(len(boxes), "node")), places, boxes)
        if _lie_over(boxes, places, line):
            if line in _UPRIGHT:
                self._project.told.emit(tr("Some cards now lie over others; Distribute Down parts them."))
            else:
                self._project.told.emit(tr("Some cards now lie over others; Distribute Across parts them."))

    def distribute(self, way: str) -> None:
        """Spread the selected nodes evenly between the two outermost."""
        from explorer.session.aligning import distributed

        boxes = self._boxes()
        if len(boxes) < 3:
            self._project.told.emit(
                tr("Select three nodes or more: the first and the last stay where they are.")
            )
            return
        name = tr(_SPREAD[way], nodes=counted(len(boxes), "node"))
        self._put(name, distributed(boxes, way), boxes)

    def hold(self) -> None:
        """Let no layout move the selected nodes from where they stand now."""
        if self._project.focused is not None:
            self._project.told.emit(
                tr("A focus has a layout of its own: show the whole system first, then hold nodes in it.")
            )
            return
        ids = self._window.selection
        boxes = self._boxes()
        places = {i: _middle(box) for i, box in boxes.items() if i not in self._project.showing.held}
        if not boxes:
            self._project.told.emit(tr(_NOT_DRAWN))
            return
        if not places:
            self._project.told.emit(tr("These nodes are held where they are already."))
            return
        self._project.apply(MoveNodes(tr("Hold {names}", names=named(self._project.graph, ids, 2)), places))
        self._project.told.emit(
            tr("Held {nodes} where they stand; no layout moves them.", nodes=counted(len(places), "node"))
        )

    def give_back(self) -> None:
        """Give the selected nodes back to the layout; what is not selected stays held."""
        held = [i for i in self._window.selection if i in self._project.showing.held]
        if not held:
            self._project.told.emit(tr("None of these nodes was placed by hand."))
            return
        name = tr("Arrange {names} again", names=named(self._project.graph, held, 2))
        self._project.apply(MoveNodes(name, dict.fromkeys(held)))

    def select_held(self) -> None:
        """Select every node that a person placed, and say how many these are."""
        held = tuple(i for i in self._project.showing.held if i in self._project.graph.nodes)
        self._window.select(held)
        self._project.told.emit(
            tr("{nodes} placed by hand.", nodes=counted(len(held), "node"))
            if held
            else tr("No node was placed by hand.")
        )

    def pin(self) -> None:
        """Let every layout keep the selected nodes in the columns in which they stand now.

        Those that a person put there are given back to the layout, which puts them into the column.
        """
        if self._project.showing.has_focus:
            self._project.told.emit(
                tr(
                    "What is shown has a layout of its own: show the whole system first, then pin nodes in it."
                )
            )
            return
        showing, graph = self._project.showing, self._project.graph
        view = showing.view
        columns = {} if view is None else view.layers_at(self._window.selection)
        if not columns:
            self._project.told.emit(tr(_NOT_DRAWN))
            return
        released = {i: None for i in columns if i in showing.held}
        columns = {i: c for i, c in columns.items() if i in released or showing.pins.get(i) != c}
        if not columns:
            self._project.told.emit(tr("These nodes are pinned to their columns already."))
            return
        name = tr("Pin {names} to the column", names=named(graph, list(columns), 2))
        self._project.apply(PinNodes(name, columns, released))
        nodes = counted(len(columns), "node")
        self._project.told.emit(tr("Pinned {nodes}: every layout keeps the column.", nodes=nodes))

    def unpin(self) -> None:
        """Let the selected nodes stand in any column again."""
        pinned = [i for i in self._window.selection if i in self._project.showing.pins]
        if not pinned:
            self._project.told.emit(tr("None of these nodes is pinned to a column."))
            return
        name = tr("Unpin {names}", names=named(self._project.graph, pinned, 2))
        self._project.apply(PinNodes(name, dict.fromkeys(pinned)))

    def select_column(self) -> None:
        """Select every node of the columns in which the selected ones stand."""
        view = self._project.showing.view
        if view is not None:
            columns = view.layers_at([i for i in view.drawn.nodes if i in self._project.graph.nodes])
            chosen = {columns[i] for i in self._window.selection if i in columns}
            if not chosen:
                self._project.told.emit(tr(_NOT_DRAWN))
                return
            self._window.select(tuple(i for i, column in columns.items() if column in chosen))

    def _follow_positions(self) -> None:
        actions, showing = self._window.actions_by_name, self._project.showing
        actions.enable(("select_held",), bool(showing.held))
        pins = showing.pins  # asked for once: thousands may be selected
        actions.enable(("unpin",), any(i in pins for i in self._window.selection))

    def _boxes(self) -> dict[str, Rect]:
        nodes, index = self._window.canvas.picture.nodes, self._window.canvas.scene.index
        ids = [i for i in self._window.selection if i in index]
        corners = nodes.boxes[[index[i] for i in ids]].tolist()
        return {i: Rect(x, y, x + w, y + h) for i, (x, y, w, h) in zip(ids, corners, strict=True)}

    def _put(self, name: str, places: dict[str, Point], boxes: dict[str, Rect]) -> None:
        moved = {i: p for i, p in places.items() if max(map(_apart, p, _middle(boxes[i]))) > _NOTICED}
        if not moved:
            self._project.told.emit(tr("They stand so already."))
        elif self._project.focused is not None:
            self._project.move_nodes(moved)
        else:
            self._project.apply(MoveNodes(name, moved))


_ALIGNED = {
    "left": marked("Align left borders of {nodes}"),
    "centre": marked("Align centres of {nodes}"),
    "right": marked("Align right borders of {nodes}"),
    "top": marked("Align tops of {nodes}"),
    "middle": marked("Align middles of {nodes}"),
    "bottom": marked("Align bottoms of {nodes}"),
}
_UPRIGHT = ("left", "centre", "right")
"""What brings nodes one above the other."""

_SPREAD = {"across": marked("Spread {nodes} across"), "down": marked("Spread {nodes} down")}
_NOTICED = 0.01  # pixels; what is less is rounding


def _lie_over(boxes: dict[str, Rect], places: dict[str, Point], line: str) -> bool:
    """Whether any two of these boxes meet at these places, which are in line."""
    if line in _UPRIGHT:
        spans = [(places[i].y - box.height / 2, places[i].y + box.height / 2) for i, box in boxes.items()]
    else:
        spans = [(places[i].x - box.width / 2, places[i].x + box.width / 2) for i, box in boxes.items()]
    spans.sort()
    return any(one[1] > two[0] for one, two in pairwise(spans))


def _middle(box: Rect) -> Point:
    return Point((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)


def _apart(one: float, other: float) -> float:
    return abs(one - other)
