"""Title and legend in two corners of the canvas, and whether the legend is unfolded."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from explorer.domain.geometry import Rect
from explorer.drawing.picture import Picture
from explorer.ui.canvas.far_names import Place
from explorer.ui.canvas.painters.corners import (
    EDGE,
    HEADER,
    TITLE_HEIGHTS,
    Panel,
    legend_height,
    legend_panel,
    title_panel,
)
from explorer.ui.canvas.palette import Palette
from explorer.ui.canvas.viewport import Viewport

AREA_LABEL = 12.0
"""What the label of a team's area needs above it when one looks from afar."""

MARGIN = 24.0
"""Around a fitted picture, in logical pixels."""

MOST_OF_HEIGHT = 1 / 3
"""A legend that needs more of the canvas is folded until there is room, or until a person unfolds it."""

LEAST_OF_SIZE = 0.9
"""So is one without which the whole picture would be so much larger: this part of it is left with the legend."""

MOST_OF_HEIGHT_FOR_TITLE = 1 / 4
"""A title that needs more of the canvas gives up lines under it."""


class Corners:
    """The panels of the picture shown, painted anew when the picture or the room for them changes."""

    def __init__(self) -> None:
        self._chosen: bool | None = None  # None: unfolded where there is room
        self._has_room = True
        self.tells_answer = False
        """Whether what is asked of the system stands under the title; else a banner tells it."""
        self._measured: tuple[object, ...] = ()
        self._unfolded_height = 0.0
        self._title_made_for: tuple[object, ...] = ()
        self._legend_made_for: tuple[object, ...] = ()
        self._title: Panel | None = None
        self._legend: Panel | None = None
        self._height, self._text = 0.0, 1.0

    @property
    def unfolded(self) -> bool:
        """Whether the legend is shown whole: as a person chose, else where there is room for it."""
        return self._has_room if self._chosen is None else self._chosen

    @unfolded.setter
    def unfolded(self, unfolded: bool) -> None:
        """A choice of what the room asks for anyway leaves it to the room again."""
        self._chosen = None if unfolded == self._has_room else unfolded

    def prepare(
        self, picture: Picture, palette: Palette, width: float, height: float, ratio: float, text: float = 1.0
    ) -> None:
        """Make the panels for a canvas of this size in logical pixels. text: how many times as large as usual."""
        self._height, self._text = height, text
        room, lettering = (width - 2 * EDGE) / text, ratio * text
        lines = sum(high * text <= MOST_OF_HEIGHT_FOR_TITLE * height for high in TITLE_HEIGHTS[1:])
        under = picture.subtitle if self.tells_answer else picture.facts
        for_title = (picture.title, under, palette.theme, width, ratio, text, lines)
        if for_title != self._title_made_for:
            self._title_made_for = for_title
            self._title = _enlarged(title_panel(picture.title, under, palette, room, lettering, lines), text)
        self._measure(picture, palette, room)
        for_legend = (picture.legend, palette.theme, width, ratio, text, self.unfolded)
        if for_legend != self._legend_made_for:
            self._legend_made_for = for_legend
            self._legend = _enlarged(legend_panel(picture, palette, room, lettering, self.unfolded), text)

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
        legend = 0.0 if self._legend is None else self._legend.size.height()
        return self._around(legend if legend <= MOST_OF_HEIGHT * self._height else 0.0)

    def is_on_header(self, at: QPointF) -> bool:
        """Whether a place is on the line that folds and unfolds the legend."""
        rect = self.legend_rect()
        return rect.contains(at) and at.y() <= rect.y() + HEADER * self._text

    def covers(self, at: QPointF) -> bool:
        """Whether a place is on the legend."""
        return self.legend_rect().contains(at)

    def _around(self, legend: float) -> Rect:
        """The room at each side with a legend so high."""
        margin, label = MARGIN * self._text, AREA_LABEL * self._text
        top = margin if self._title is None else self._title.size.height() + EDGE + label
        return Rect(margin, top, margin, legend + 2 * EDGE if legend else margin)

    def _measure(self, picture: Picture, palette: Palette, room: float) -> None:
        """Find out whether there is room; a legend unfolded in spite of too little folds when it returns and goes.

        room: for either panel, in pixels of its own.
        """
        text = self._text
        measured = (picture.legend, room, text)
        if measured != self._measured:
            self._measured = measured
            self._unfolded_height = legend_height(picture, palette, room) * text
        viewport = Viewport(width=round(room * text + 2 * EDGE), height=round(self._height))
        whole, folded = (
            viewport.fitted(picture.bounds, self._around(high)).zoom
            for high in (self._unfolded_height, HEADER * text)
        )
        fits = self._unfolded_height <= MOST_OF_HEIGHT * self._height
        self._has_room = fits and whole >= LEAST_OF_SIZE * folded
        if self._has_room and self._chosen:
            self._chosen = None


def _enlarged(panel: Panel | None, text: float) -> Panel | None:
    """A panel painted with so many times the pixels, in logical pixels."""
    if panel is None:
        return None
    panel.pixmap.setDevicePixelRatio(panel.pixmap.devicePixelRatio() / text)
    return Panel(panel.pixmap, panel.size * text)
