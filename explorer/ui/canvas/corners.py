"""Title and legend in two corners of the canvas, and whether the legend is unfolded."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from explorer.domain.geometry import Rect
from explorer.drawing.picture import Picture
from explorer.ui.canvas.far_names import Place
from explorer.ui.canvas.painters.corners import (
    EDGE,
    TITLE_HEIGHTS,
    Panel,
    legend_height,
    legend_panel,
    title_panel,
)
from explorer.ui.canvas.palette import Palette

AREA_LABEL = 12.0
"""What the label of a team's area needs above it when one looks from afar."""

MARGIN = 24.0
"""Around a fitted picture, in logical pixels."""

MOST_OF_HEIGHT = 1 / 3
"""A legend that needs more of the canvas is folded until there is room, or until a person unfolds it."""

MOST_OF_HEIGHT_FOR_TITLE = 1 / 4
"""A title that needs more of the canvas gives up lines under it."""


class Corners:
    """The panels of the picture shown, painted anew when the picture or the room for them changes."""

    def __init__(self) -> None:
        self._chosen: bool | None = None  # None: unfolded where there is room
        self._has_room = True
        self._measured: tuple[object, ...] = ()
        self._unfolded_height = 0.0
        self._made_for: tuple[object, ...] = ()
        self._title: Panel | None = None
        self._legend: Panel | None = None
        self._height = 0.0

    @property
    def unfolded(self) -> bool:
        """Whether the legend is shown whole: as a person chose, else where there is room for it."""
        return self._has_room if self._chosen is None else self._chosen

    @unfolded.setter
    def unfolded(self, unfolded: bool) -> None:
        """A choice of what the room asks for anyway leaves it to the room again."""
        self._chosen = None if unfolded == self._has_room else unfolded

    def prepare(self, picture: Picture, palette: Palette, width: float, height: float, ratio: float) -> None:
        """Make the panels for a canvas of this size in logical pixels."""
        self._height = height
        room = width - 2 * EDGE
        self._measure(picture, palette, room)
        lines = sum(high <= MOST_OF_HEIGHT_FOR_TITLE * height for high in TITLE_HEIGHTS[1:])
        unfolded = self.unfolded
        wanted = (
            picture.title,
            picture.subtitle,
            picture.legend,
            palette.theme,
            width,
            ratio,
            unfolded,
            lines,
        )
        if wanted == self._made_for:
            return
        self._made_for = wanted
        self._title = title_panel(picture, palette, room, ratio, lines)
        self._legend = legend_panel(picture, palette, room, ratio, unfolded)

    def paint(self, painter: QPainter) -> None:
        """Draw them, in logical pixels."""
        if self._title is not None:
            painter.drawPixmap(self.title_rect().topLeft(), self._title.pixmap)
        if self._legend is not None:
            painter.drawPixmap(self.legend_rect().topLeft(), self._legend.pixmap)

    def title_rect(self) -> QRectF:
        """Where the title is; empty when there is none."""
        if self._title is None:
            return QRectF()
        return QRectF(QPointF(EDGE - 12.0, EDGE - 8.0), self._title.size)

    def legend_rect(self) -> QRectF:
        """Where the legend is; empty when there is none."""
        if self._legend is None:
            return QRectF()
        size = self._legend.size
        return QRectF(QPointF(EDGE, round(self._height - EDGE - size.height())), size)

    def places(self, ratio: float) -> tuple[Place, ...]:
        """Where they lie, in device pixels, of which there are so many to one of theirs."""
        rects = [rect for rect in (self.title_rect(), self.legend_rect()) if not rect.isEmpty()]
        return tuple(
            (rect.left() * ratio, rect.top() * ratio, rect.right() * ratio, rect.bottom() * ratio)
            for rect in rects
        )

    def margins(self) -> Rect:
        """Room to be left at each side, so that a fitted picture lies under neither."""
        top = MARGIN if self._title is None else self._title.size.height() + EDGE + AREA_LABEL
        bottom = MARGIN
        if self._legend is not None and self._legend.size.height() <= MOST_OF_HEIGHT * self._height:
            bottom = self._legend.size.height() + 2 * EDGE
        return Rect(MARGIN, top, MARGIN, bottom)

    def is_on_header(self, at: QPointF) -> bool:
        """Whether a place is on the line that folds and unfolds the legend."""
        rect = self.legend_rect()
        return rect.contains(at) and at.y() <= rect.y() + 24.0

    def covers(self, at: QPointF) -> bool:
        """Whether a place is on the legend."""
        return self.legend_rect().contains(at)

    def _measure(self, picture: Picture, palette: Palette, room: float) -> None:
        """Find out whether there is room; a legend unfolded in spite of too little folds when it returns and goes."""
        measured = (picture.legend, room)
        if measured != self._measured:
            self._measured = measured
            self._unfolded_height = legend_height(picture, palette, room)
        self._has_room = self._unfolded_height <= MOST_OF_HEIGHT * self._height
        if self._has_room and self._chosen:
            self._chosen = None
