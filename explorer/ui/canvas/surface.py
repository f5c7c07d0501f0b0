"""The part of the canvas that shows: a picture, through a viewport, in frames that are kept and refined."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QStyle, QWidget

from explorer.domain.entities import EdgeKey
from explorer.domain.geometry import Point, Rect
from explorer.drawing.picture import Ints, Picture
from explorer.drawing.theme import LIGHT, Theme
from explorer.ui import turns
from explorer.ui.canvas.arranging import moved_scene
from explorer.ui.canvas.called_out import MOST as MOST_CALLED_OUT
from explorer.ui.canvas.corners import Corners
from explorer.ui.canvas.far_names import Place, is_map
from explorer.ui.canvas.frame import BUDGET, Frame
from explorer.ui.canvas.lighting import BUDGET as LIGHT_BUDGET
from explorer.ui.canvas.lighting import Lighting
from explorer.ui.canvas.painters.overlay import (
    DIMMED,
    Highlight,
    draw_called_out,
    draw_edges_marked,
    draw_highlight,
    draw_highlight_sketch,
)
from explorer.ui.canvas.palette import Fonts, Palette
from explorer.ui.canvas.prepared import PreparedPicture
from explorer.ui.canvas.renderer import Renderer
from explorer.ui.canvas.scene import NOTHING, Scene, empty_picture
from explorer.ui.canvas.transition import Transition, can_glide
from explorer.ui.canvas.viewport import MAX_ZOOM, Viewport

KEY_ZOOM = 1.25
READYING, MOVING = 0.006, 0.02
"""Seconds of preparing a transition in one frame, and of painting what moves."""

FOCUS_MAX_ZOOM = 1.0
"""Going to a few nodes does not blow them up."""


class Surface(QWidget):
    """Shows a picture. settled: every pixel is as it should be; viewport_changed: another part is seen;
    highlight_changed: something else is lit, or nothing.
    """

    settled = Signal()
    viewport_changed = Signal()
    highlight_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(160, 120)
        self._fonts = Fonts()
        self._theme = LIGHT
        self._empty_text = ""
        self._viewport = Viewport()
        self._is_fitted = True
        self._frame = Frame()
        self._corners = Corners()
        self._transition: Transition | None = None
        self._preparing: Iterator[None] | None = None  # what is to be done before the transition begins
        self._still = QImage()  # what is seen until its first frame is painted
        self._moving: Renderer | None = None  # of the frame of a transition that is seen
        self._coming: Renderer | None = None  # of the one that is being painted
        self._highlight: Highlight | None = None
        self._lighting = Lighting()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.update)
        self._scene = Scene(empty_picture())
        self._palette = Palette(self._scene.picture, self._theme, self._fonts)
        self._renderer = Renderer(self._scene, self._palette)

    @property
    def scene(self) -> Scene:
        """What is shown, made ready for questions of place."""
        return self._scene

    def frame_of(self, node: int) -> Place | None:
        """Where a node is framed with its name larger than its card, in device pixels of the view; else None."""
        return self._renderer.frame_of(node, self._viewport)

    @property
    def picture(self) -> Picture:
        """What is shown; nodes that were just moved are where they were let go."""
        return self._scene.picture

    @property
    def viewport(self) -> Viewport:
        """Which part is seen, and how large."""
        return self._viewport

    @property
    def palette_in_use(self) -> Palette:
        """The picture's colours and fonts."""
        return self._palette

    @property
    def is_settled(self) -> bool:
        """Whether every pixel is as it should be, and nothing moves."""
        is_lit = self._highlight is None or self._lighting.is_complete
        return self._transition is None and (self._scene.is_empty or (self._frame.is_complete and is_lit))

    def is_covered(self, at: QPointF) -> bool:
        """Whether the legend lies over the picture there, in logical pixels."""
        return self._corners.covers(at)

    def title_rect(self) -> QRectF:
        """Where the picture's title stands, in logical pixels."""
        return self._corners.title_rect()

    def set_picture(self, picture: Picture, *, animate: bool = False) -> None:
        """Show a picture. The same part stays in view, unless all was in view: then all of the new one is.

        animate: what both pictures show glides to its new place, where the desktop wants movement.
        """
        old = self._scene
        scene = picture.scene if isinstance(picture, PreparedPicture) else Scene(picture, old)
        scene.take_over(old)
        glides = animate and self.isVisible() and self._wants_movement() and can_glide(old, scene)
        seen = self._seen() if glides else QImage()
        if old.is_empty:
            self._is_fitted = True
        self._show(scene, picture)
        if self._is_fitted:
            self.fit()
        if glides:
            self._transition, self._still = Transition(old, scene), seen
            self._preparing = chain(self._transition.preparing(), self._renderer.placing(self._viewport))
        self.setAccessibleDescription(picture.description)

    def set_theme(self, theme: Theme) -> None:
        """The colours of what is not the picture's own; a picture of the same theme should follow."""
        if theme != self._theme:
            self._theme = theme
            self._show(self._scene, known=self._palette)

    def set_text_size(self, text: float) -> None:
        """Write what keeps its size whatever the zoom so many times as large; never smaller than can be read."""
        text = max(1.0, text)
        if text != self._viewport.text:
            self._viewport = replace(self._viewport, text=text)
            self._show(self._scene, known=self._palette)
            if self._is_fitted:
                self.fit()
            self._look(self._viewport)

    def set_empty_text(self, text: str) -> None:
        """What is said while there is nothing to show: what to do next."""
        self._empty_text = text
        self.update()

    @property
    def highlighted(self) -> tuple[tuple[str, ...], tuple[EdgeKey, ...]]:
        """The ids of the nodes, and the keys of the edges, that are lit."""
        lit = self._highlight
        if lit is None:
            return (), ()
        keys = self.picture.edges.keys
        return self._scene.ids(lit.nodes), tuple(keys[place] for place in lit.edges.tolist())

    def set_highlight(self, nodes: Iterable[str] = (), edges: Iterable[EdgeKey] = ()) -> None:
        """Dim all but these, the edges between the nodes included; nothing to end it."""
        chosen, lit = self._scene.lit_places(nodes, tuple(edges))
        self._highlight = self._lit(chosen, lit) if len(chosen) or len(lit) else None
        self._lighting.outdate()
        self.update()
        self.highlight_changed.emit()

    def set_legend_unfolded(self, unfolded: bool) -> None:
        """Show the legend whole, or only its name, whatever room there is for it."""
        self._corners.unfolded = unfolded
        self._prepare_corners()
        if self._is_fitted:
            self.fit()
        self.update()

    def fit(self) -> None:
        """All of the picture in view; it stays so while the canvas changes its size, until one moves it."""
        if not self._scene.is_empty:
            self._prepare_corners()
            self._look(self._viewport.fitted(self.picture.bounds, self._corners.margins()))
        self._is_fitted = True

    def zoom_to(self, ids: Iterable[str]) -> None:
        """These nodes in view, as large as fits."""
        nodes = self._scene.places(ids)
        if len(nodes):
            self._prepare_corners()
            extent, margins = self._scene.extent(nodes), self._corners.margins()
            self._look(self._viewport.fitted(extent, margins, FOCUS_MAX_ZOOM))
            self._is_fitted = False

    def look_at(self, part: Rect) -> None:
        """All of this part of the picture in view, as large as fits."""
        self._look(self._viewport.fitted(part, Rect(0, 0, 0, 0), MAX_ZOOM))
        self._is_fitted = False

    def follow(self, viewport: Viewport) -> None:
        """Look where another surface looks: the same place in the middle, equally large."""
        self._look(self._viewport.follow(viewport))
        self._is_fitted = False

    def bring_into_view(self, id: str, *, to_read: bool = False) -> None:
        """Move no more than needed to see a node, and not at all where it is seen.

        to_read: from where its name is too small to be written, go as near as its full size.
        """
        nodes = self._scene.places((id,))
        if len(nodes):
            extent, near = self._scene.extent(nodes), self._viewport
            if to_read and is_map(near.nearness, len(self._scene.picture.nodes)):
                near = replace(near, zoom=FOCUS_MAX_ZOOM)
            if near is not self._viewport or not near.shows(extent):
                middle = Point((extent.x0 + extent.x1) / 2, (extent.y0 + extent.y1) / 2)
                self._look(near.centred(middle))
                self._is_fitted = False

    def pan(self, dx: float, dy: float) -> None:
        """The picture moves by this many logical pixels."""
        ratio = self._viewport.ratio
        self._look(self._viewport.panned(round(dx * ratio), round(dy * ratio)))
        self._is_fitted = False

    def zoom_by(self, factor: float, x: float | None = None, y: float | None = None) -> None:
        """Larger by a factor; what is under (x, y), or in the middle, stays where it is."""
        x = self.width() / 2 if x is None else x
        y = self.height() / 2 if y is None else y
        self._look(self._viewport.zoomed(factor, x, y))
        self._is_fitted = False

    def leave_out(self, nodes: Ints) -> None:
        """Show the picture without these nodes and their edges, which are being dragged; NOTHING for all of it."""
        self._renderer = self._painting(self._scene, nodes, before=self._renderer)
        self._frame.reset(QColor(self._theme.ground))
        self.update()

    def move_nodes(self, nodes: Ints, dx: float, dy: float) -> None:
        """Show these nodes elsewhere, until a picture comes in which they are."""
        self._show(moved_scene(self._scene, nodes, dx, dy), known=self._palette)

    def finish(self) -> None:
        """Paint all that is still to be painted now, however long it takes."""
        self._end_transition()
        while not self._frame.is_complete:
            self._frame.refine(self._renderer.paint, 10.0)
        self._light(10.0)
        self.update()

    def shown_at(self, at: QPointF) -> int | None:
        """The node whose name or card is seen at a place of the canvas, in logical pixels."""
        viewport = self._viewport
        named = self._renderer.node_framed_at(at.x() * viewport.ratio, at.y() * viewport.ratio, viewport)
        return self._scene.node_at(*viewport.to_scene(at.x(), at.y())) if named is None else named

    def mark_edges(self, painter: QPainter, edges: Ints, colour: QColor) -> None:
        """Draw these edges over in one colour, below the names."""
        spared = self._renderer.frames_in(self._viewport)
        draw_edges_marked(painter, self._viewport, self._scene, self._palette, edges, colour, spared)

    def call_out(self, painter: QPainter, nodes: Ints) -> None:
        """Name these few nodes, where they stand without names; those that are lit have theirs."""
        if len(nodes) <= MOST_CALLED_OUT:
            nodes = nodes if self._highlight is None else np.setdiff1d(nodes, self._highlight.nodes)
            names = self._renderer.called_out(nodes, self._viewport)
            if names is not None:
                draw_called_out(painter, self._viewport, self._scene, self._palette, names)

    def paint_over(self, painter: QPainter) -> None:
        """For what is laid over the frame, in device pixels."""

    def event(self, event: QEvent) -> bool:
        """Another screen may have another number of device pixels to a logical one."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._resize()
        with turns.window_first():
            return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the middle, or all, in view."""
        super().resizeEvent(event)
        self._resize()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The kept frame, refined for a few milliseconds; what lies over it; the corners."""
        if self._viewport.ratio != self.devicePixelRatioF():
            self._resize()
        was_settled = self.is_settled
        if not self._scene.is_empty:
            self._advance()
        painter = QPainter(self)
        if self._scene.is_empty:
            self._paint_empty(painter)
        else:
            self._paint_frame(painter)
        painter.end()
        if not self.is_settled:
            self._soon.start(0)
        elif not was_settled:
            self.settled.emit()

    def _advance(self) -> None:
        if self._preparing is not None:
            self._prepare(self._preparing)
            return
        if self._transition is not None and self._transition.is_over:
            self._end_transition()
        if self._transition is not None:
            if self._coming is None:
                self._coming = self._painting(self._transition.scene(), arrived=self._renderer)
            if self._frame.replace(self._coming.paint, MOVING):
                self._moving, self._coming = self._coming, None
            self._light()
            return
        self._frame.refine(self._renderer.paint, BUDGET)
        self._light()

    def _prepare(self, steps: Iterator[None]) -> None:
        """Go on preparing for as long as a frame may take; the first frame that moves has another's time."""
        deadline = time.perf_counter() + READYING
        for _ in steps:
            if time.perf_counter() >= deadline:
                return
        self._preparing = None
        if self._transition is not None:
            self._transition.begin()

    def _end_transition(self) -> None:
        self._transition, self._preparing, self._moving, self._coming = None, None, None, None

    def _paint_frame(self, painter: QPainter) -> None:
        ratio = self._viewport.ratio
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)  # device pixels, of which the frame's image is made
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        is_begun = self._transition is None or self._moving is not None
        waits = not is_begun and self._still.size() == self._frame.image.size()
        painter.drawImage(0, 0, self._still if waits else self._lighting.image or self._frame.image)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        if not waits:
            self._draw_team_names(painter)
        if self._transition is None:
            self.paint_over(painter)
        painter.restore()
        self._corners.paint(painter)

    def _seen(self) -> QImage:
        """The frame with the names that are painted over it."""
        image = (self._lighting.image or self._frame.image).copy()
        painter = QPainter(image)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        self._draw_team_names(painter)
        painter.end()
        return image

    def _draw_team_names(self, painter: QPainter) -> None:
        strength = 1.0 if self._lighting.image is None else 1.0 - DIMMED
        panels = self._corners.places(self._viewport.ratio)
        (self._moving or self._renderer).draw_team_names(painter, self._viewport, panels, strength)

    def _light(self, budget: float = LIGHT_BUDGET) -> None:
        """Go on lighting the highlight, or begin, or end."""
        lit = self._highlight
        if lit is None:
            self._lighting.forget()
            return
        self._lighting.refine(
            self._frame.image,
            lit,
            lambda painter: draw_highlight(painter, self._viewport, self._scene, self._palette, lit),
            lambda painter: draw_highlight_sketch(painter, self._viewport, self._scene, self._palette, lit),
            budget,
        )

    def _paint_empty(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), QColor(self._theme.ground))
        painter.setPen(QColor(self._theme.muted))
        room = QRectF(self.rect()).adjusted(40, 24, -40, -24)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(room, flags, self._empty_text)

    def _show(self, scene: Scene, picture: Picture | None = None, known: Palette | None = None) -> None:
        """Show a scene; `picture`: the one it is of, where more than the scene was made ready with it.

        known: its palette in another theme, or of the same with nodes elsewhere.
        """
        if scene.index is not self._scene.index:
            self._highlight = None
            self._fonts.forget()
        before = self._renderer if scene is self._scene else None
        self._scene = scene
        self._end_transition()
        self._palette = Palette(picture or scene.picture, self._theme, self._fonts, known)
        self._renderer = self._painting(scene, before=before)
        if self._highlight is not None:
            self._highlight = self._lit(self._highlight.nodes, self._highlight.edges)
        self._frame.reset(QColor(self._theme.ground))
        self._prepare_corners()
        self.update()

    def _painting(
        self,
        scene: Scene,
        hidden: Ints = NOTHING,
        arrived: Renderer | None = None,
        before: Renderer | None = None,
    ) -> Renderer:
        """What paints a scene in the colours and the text's size that are wanted."""
        return Renderer(scene, self._palette, hidden, arrived, before, self._viewport.text)

    def _lit(self, nodes: Ints, edges: Ints) -> Highlight:
        return Highlight(nodes, edges, self._renderer.naming.alone(nodes))

    def _prepare_corners(self) -> None:
        width, height, text = self.width(), self.height(), self._viewport.text
        self._corners.prepare(self.picture, self._palette, width, height, self.devicePixelRatioF(), text)

    def _resize(self) -> None:
        self._viewport = self._viewport.resized(self.width(), self.height(), self.devicePixelRatioF())
        self._prepare_corners()
        if self._is_fitted:
            self.fit()
        self._look(self._viewport)

    def _look(self, viewport: Viewport) -> None:
        self._viewport = viewport
        if self._frame.viewport != viewport:
            self._frame.show(viewport)
            self.viewport_changed.emit()
            self.update()

    def _wants_movement(self) -> bool:
        return self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, self) > 0
