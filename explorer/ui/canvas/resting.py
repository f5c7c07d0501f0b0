"""What the pointer rests on, on the canvas, or what the keyboard asks about; the canvas does not know of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMarginsF, QObject, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from explorer.domain.entities import EdgeKey
from explorer.domain.geometry import Point, Rect
from explorer.ui.canvas.canvas import Canvas
from explorer.ui.canvas.gestures import EDGE_REACH

PAUSE_MS = 400
"""How long the pointer must stay, so that nothing opens under a hand on its way."""

_LEAVES = frozenset(
    (
        *(QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.Wheel),
        *(QEvent.Type.Leave, QEvent.Type.Resize, QEvent.Type.Hide, QEvent.Type.FocusOut),
        QEvent.Type.ContextMenu,
    )
)
_MARKS = QMarginsF(16, 8, 16, 8)
"""Beyond a node's box: its badge, and its name where that is written larger than the box is."""

Subject = str | EdgeKey
"""A node by its id, or an edge."""


class Resting(QObject):
    """Watches one canvas."""

    rested = Signal(object, QRectF)
    """A Subject, and its place on the canvas, in logical pixels."""
    left = Signal()
    """What was rested on is so no longer."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._on: Subject | None = None
        self._at = QPointF()
        self._is_space_alone = False  # pressed, and not yet used to drag the picture
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._rest)
        canvas.viewport_changed.connect(self.leave)
        canvas.installEventFilter(self)

    def leave(self) -> None:
        """Nothing is rested on."""
        self._pause.stop()
        if self._on is not None:
            self._on = None
            self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See what the canvas sees; only Escape is kept from it, while something is rested on."""
        kind = event.type()
        if kind in _LEAVES:
            self._is_space_alone = False
            self.leave()
        elif isinstance(event, QMouseEvent) and kind == QEvent.Type.MouseMove:
            self._move(event)
        elif isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyPress:
            return self._press(event)
        elif isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyRelease:
            self._release(event)
        return False

    def _move(self, event: QMouseEvent) -> None:
        self._at = event.position()
        if event.buttons() != Qt.MouseButton.NoButton:
            self.leave()
        elif self._on is None:
            self._pause.start()
        elif self._under() != self._on:
            self.leave()
            self._pause.start()

    def _press(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Space:
            self._is_space_alone = self._is_space_alone or not event.isAutoRepeat()
            return False
        was_on = self._on is not None
        self._is_space_alone = False
        self.leave()
        return was_on and event.key() == Qt.Key.Key_Escape

    def _release(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Space or event.isAutoRepeat() or not self._is_space_alone:
            return
        self._is_space_alone = False
        node, before = self._canvas.current_id, self._on
        self.leave()
        if node is not None and node != before:
            self._tell(node)

    def _rest(self) -> None:
        found = self._under()
        if found is not None:
            self._tell(found)

    def _tell(self, subject: Subject) -> None:
        self._on = subject
        self.rested.emit(subject, self._place_of(subject))

    def _under(self) -> Subject | None:
        """What is under the pointer, a node before an edge."""
        canvas = self._canvas
        if canvas.is_covered(self._at):
            return None
        node = canvas.node_at(self._at)
        if node is not None:
            return canvas.picture.nodes.ids[node]
        place, viewport = canvas.viewport.to_scene(self._at.x(), self._at.y()), canvas.viewport
        edge = canvas.scene.edge_at(place.x, place.y, EDGE_REACH / viewport.zoom, viewport.scale)
        return None if edge is None else canvas.picture.edges.keys[edge]

    def _place_of(self, subject: Subject) -> QRectF:
        """A node's card; of an edge, where the pointer is."""
        canvas = self._canvas
        if isinstance(subject, EdgeKey):
            reach = QPointF(2 * EDGE_REACH, 2 * EDGE_REACH)
            return QRectF(self._at - reach, self._at + reach)
        extent: Rect = canvas.scene.extent(canvas.scene.places((subject,)))
        first = canvas.viewport.to_view(Point(extent.x0, extent.y0))
        last = canvas.viewport.to_view(Point(extent.x1, extent.y1))
        return QRectF(QPointF(first.x, first.y), QPointF(last.x, last.y)) + _MARKS * canvas.viewport.text
