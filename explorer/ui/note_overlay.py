"""What lies over the canvas while a note is selected: a ring around it, and the note on its way to another place."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from explorer.drawing.picture import NoteShape
from explorer.ui.canvas.canvas import Canvas
from explorer.ui.canvas.painters.notes import draw_note, placed
from explorer.ui.notes import CORNER

_GAP, _RING = 3.0, 2.0


class NoteOverlay(QWidget):
    """Lets every event through to the canvas below."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._shape: NoteShape | None = None
        self._is_moving = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        canvas.viewport_changed.connect(self.update)

    @property
    def shape(self) -> NoteShape | None:
        """The selected note, where it is or is being moved to."""
        return self._shape

    def show_note(self, shape: NoteShape | None, *, is_moving: bool = False) -> None:
        """Ring this note, and draw it where it is moving; None for no note."""
        self._shape, self._is_moving = shape, is_moving
        self.setGeometry(self._canvas.rect())
        self.setVisible(shape is not None)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The note and its ring, in device pixels."""
        shape = self._shape
        if shape is None:
            return
        viewport, palette = self._canvas.viewport, self._canvas.palette_in_use
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.scale(1 / viewport.ratio, 1 / viewport.ratio)
        if self._is_moving:
            draw_note(painter, viewport, shape, palette)
        colour, gap = QColor(palette.theme.selection), _GAP * viewport.ratio
        painter.setPen(QPen(colour, _RING * viewport.ratio))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        ring = placed(shape, viewport).adjusted(-gap, -gap, gap, gap)
        painter.drawRoundedRect(ring, gap + 2, gap + 2)
        side = CORNER * viewport.ratio
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRect(QRectF(ring.right() - side / 2, ring.bottom() - side / 2, side, side))
        painter.end()
