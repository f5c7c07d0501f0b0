"""Nodes seen from afar, in their kinds' outlines and colours: frames with names, and cards without words."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPainterPathStroker, QPen

from explorer.drawing.picture import Bools, Edit, Ints, Outline
from explorer.ui.canvas.atlas import FAR_HEIGHT, FarAtlas, SignAtlas, card_fragments
from explorer.ui.canvas.batches import Doubles, draw_fragments, fragments_at
from explorer.ui.canvas.far_names import FarNames
from explorer.ui.canvas.naming import FRAME_HEIGHT, SIGN_ROOM
from explorer.ui.canvas.palette import Palette
from explorer.ui.canvas.scene import Scene
from explorer.ui.canvas.sprites import FAR_DASH, FAR_EFFECT_WIDTH, outline_path
from explorer.ui.canvas.viewport import Viewport

BASELINE = 3.3
"""Of a name, from the middle of its frame."""

FAR_STRUCK_UP = 3.0
"""From the baseline of a name up to the line that strikes it through."""

LEAST_MARK = 5.0
"""Logical pixels of an icon under which nobody knows it."""


NAMES_AT_ONCE = 60
"""Names framed and written between two looks at the clock."""


def draw_far_cards(
    painter: QPainter, viewport: Viewport, scene: Scene, palette: Palette, nodes: Ints, boxes: Doubles
) -> None:
    """Cards without words: the kind's icon in the middle, behind the badge of the effect, where both fit."""
    atlas, looks = palette.far_atlas(viewport.scale, viewport.ratio, viewport.text), palette.looks
    x, y, width, height = boxes.T
    at_x, at_y, sources = card_fragments(atlas.cards, looks.far.of_node[nodes], x, y, width)
    shown = sources[:, 2] > 0
    draw_fragments(painter, atlas.pixmap, fragments_at(at_x[shown], at_y[shown], sources[shown]))
    side = atlas.marks[0, 2] if len(atlas.marks) else 0.0
    if side < LEAST_MARK * viewport.ratio:
        return
    badges = looks.badges.of_node[nodes]
    badged = badges >= 0
    marked = ~badged | (width >= 2.5 * side)
    left = x + np.floor((width - side * (1 + (badged & marked))) / 2)
    top = y + np.floor((height - side) / 2)
    _draw_signs(painter, atlas, atlas.badges[badges[badged]], left[badged], top[badged])
    marks = atlas.marks[looks.chips.of_node[nodes[marked]]]
    _draw_signs(painter, atlas, marks, (left + side * badged)[marked], top[marked])


def draw_far_names(
    painter: QPainter, viewport: Viewport, scene: Scene, palette: Palette, names: FarNames
) -> Iterator[None]:
    """Write the names that are read from afar, each in a frame of its kind's outline; some at a time."""
    chosen: Ints = np.flatnonzero(
        names.meet(viewport.left, viewport.top, viewport.width, viewport.height)
    ).astype(np.int32)
    for first in range(0, len(chosen), NAMES_AT_ONCE):
        _draw_names(painter, viewport, scene, palette, names, chosen[first : first + NAMES_AT_ONCE])
        yield


def _draw_names(
    painter: QPainter, viewport: Viewport, scene: Scene, palette: Palette, names: FarNames, chosen: Ints
) -> None:
    frames = names.frames[chosen] - [viewport.left, viewport.top, viewport.left, viewport.top]
    _draw_frames(painter, viewport, scene, palette, names.nodes[chosen], frames)
    fonts, ratio, of = palette.fonts, viewport.lettering, names.nodes[chosen]
    atlas, looks = palette.sign_atlas(ratio), palette.looks
    texts = [names.texts[i] for i in chosen.tolist()]
    badges, marked = looks.badges.of_node[of], names.marked[chosen]
    badged: Bools = badges >= 0
    signs = (badged.astype(np.float64) + marked) * SIGN_ROOM * ratio
    wide = np.array([fonts.far.width(text) for text in texts]) * ratio + signs
    middle = (frames[:, :2] + frames[:, 2:]) / 2
    left: Doubles = middle[:, 0] - wide / 2
    top = _whole(middle[:, 1] - atlas.marks[0, 3] / 2)
    _draw_signs(painter, atlas, atlas.badges[badges[badged]], _whole(left[badged]), top[badged])
    beside = _whole(left + np.where(badged, SIGN_ROOM * ratio, 0.0))
    marks = atlas.marks[looks.chips.of_node[of[marked]]]
    _draw_signs(painter, atlas, marks, beside[marked], top[marked])
    painter.save()
    painter.scale(ratio, ratio)
    inks = looks.texts.of_node[of]
    baselines = np.stack([(left + signs) / ratio, middle[:, 1] / ratio + BASELINE], axis=1)
    for ink in np.unique(inks):
        own = np.flatnonzero(inks == ink)
        painter.setPen(palette.title_inks[ink])
        fonts.far.draw(painter, [texts[i] for i in own.tolist()], baselines[own].tolist())
    for i in np.flatnonzero(scene.picture.nodes.edit[of] == Edit.REMOVED).tolist():
        x, y = baselines[i].tolist()
        painter.setPen(QPen(palette.title_inks[inks[i]], 1.0))
        painter.drawLine(
            QPointF(x, y - FAR_STRUCK_UP), QPointF(x + fonts.far.width(texts[i]), y - FAR_STRUCK_UP)
        )
    painter.restore()


def _draw_frames(
    painter: QPainter, viewport: Viewport, scene: Scene, palette: Palette, nodes: Ints, frames: Doubles
) -> None:
    shapes, ratio = scene.picture.nodes, viewport.ratio
    scale = max(viewport.scale, FRAME_HEIGHT * viewport.lettering / FAR_HEIGHT)
    ground = QColor(palette.theme.card)
    dots = palette.looks.dots
    uncertain = (shapes.possible[nodes] | shapes.dashed[nodes] | (shapes.edit[nodes] != Edit.KEPT)).tolist()
    for node, place, dashed in zip(nodes.tolist(), frames.tolist(), uncertain, strict=True):
        look = int(dots.of_node[node])
        colour = palette.dot_colours[look]
        width = ratio * (FAR_EFFECT_WIDTH if dots.looks[look].effect else 1.0)
        x0, y0, x1, y1 = place
        frame = QRectF(x0 + width / 2, y0 + width / 2, x1 - x0 - width, y1 - y0 - width)
        outline = outline_path(Outline(int(shapes.outline[node])), frame, scale)
        painter.setBrush(ground)
        painter.setPen(Qt.PenStyle.NoPen if dashed else QPen(colour, width))
        painter.drawPath(outline)
        if dashed:
            painter.fillPath(_dashes(outline, width, ratio), colour)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _dashes(outline: QPainterPath, width: float, ratio: float) -> QPainterPath:
    """A dashed outline as a shape: Qt would begin the dashes of a clipped line elsewhere, and tiles would not fit."""
    stroker = QPainterPathStroker()
    stroker.setWidth(width)
    stroker.setDashPattern([length * ratio / width for length in FAR_DASH])
    return stroker.createStroke(outline)


def _whole(places: Doubles) -> Doubles:
    """On whole pixels, halves always to the same side: rounding to even would depend on where the tile begins."""
    return np.floor(places + 0.5)


def _draw_signs(
    painter: QPainter, atlas: FarAtlas | SignAtlas, sprites: Doubles, x: Doubles, y: Doubles
) -> None:
    draw_fragments(painter, atlas.pixmap, fragments_at(x, y, sprites))
