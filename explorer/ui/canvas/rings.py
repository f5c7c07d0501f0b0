"""The rings around the selected nodes. Very many are kept as an image of their own, which is laid over the frame.

To draw 20,000 rings takes a frame's time, and they are the same in every frame until one looks elsewhere or selects
something else. So they are shifted and refined in tiles, as the frame below them is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter

from explorer.drawing.picture import Ints
from explorer.ui.canvas.far_names import Place
from explorer.ui.canvas.frame import Frame
from explorer.ui.canvas.painters.overlay import SHAPED_RINGS, draw_plain_rings, draw_rings
from explorer.ui.canvas.scene import NOTHING, Scene
from explorer.ui.canvas.viewport import Viewport

BUDGET = 0.002
"""Seconds of drawing rings in one frame, beside refining what is below them."""

_NO_GROUND = QColor(Qt.GlobalColor.transparent)


class Rings:
    """Of one selection at a time."""

    def __init__(self) -> None:
        self._frame: Frame | None = None  # none while they are few
        self._scene: Scene | None = None
        self._nodes, self._colour = NOTHING, QColor()
        self._budget = BUDGET

    def are_complete(self, nodes: Ints) -> bool:
        """Whether every ring of these nodes that is in view has been drawn."""
        if len(nodes) <= SHAPED_RINGS:
            return True
        return nodes is self._nodes and (self._frame is None or self._frame.is_complete)

    def hurry(self) -> None:
        """Draw all that is left when they are painted next."""
        self._budget = float("inf")

    def paint(
        self,
        painter: QPainter,
        viewport: Viewport,
        scene: Scene,
        nodes: Ints,
        colour: QColor,
        frame_of: Callable[[int], Place | None],
    ) -> None:
        """Draw them over the frame, in device pixels; of very many, as many as the time allows."""
        is_same = nodes is self._nodes and colour == self._colour
        if len(nodes) <= SHAPED_RINGS or len(scene.those_in(nodes, viewport.visible)) <= SHAPED_RINGS:
            self._frame = None
            draw_rings(painter, viewport, scene, nodes, colour, frame_of=frame_of)
        else:
            if self._frame is None or scene is not self._scene:
                self._frame, is_same = Frame(_NO_GROUND), False
            if not is_same:
                self._frame.reset(_NO_GROUND)  # what was selected before stays ringed until this is
            self._frame.show(viewport)
            self._frame.refine(_painting(scene, nodes, colour), self._budget)
            painter.drawImage(0, 0, self._frame.image)
        self._scene, self._nodes, self._colour, self._budget = scene, nodes, colour, BUDGET


def _painting(scene: Scene, nodes: Ints, colour: QColor) -> Callable[[QImage, Viewport], Iterator[None]]:
    def paint(image: QImage, part: Viewport) -> Iterator[None]:
        image.fill(_NO_GROUND)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        try:
            yield from draw_plain_rings(painter, part, scene, nodes, colour)
        finally:
            painter.end()

    return paint
