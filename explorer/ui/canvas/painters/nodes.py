"""Nodes: cards, chips and badges copied from the atlas; their text; and dots where cards would be too small."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from explorer.drawing.cards import CHIP_LEFT, PAD_RIGHT, TEXT_LEFT, TITLE_STEP
from explorer.drawing.compose import BADGE_CENTRE
from explorer.drawing.keeping import PIN_CENTRE
from explorer.drawing.picture import Edit, Ints
from explorer.drawing.tags import STRUCK_UP, TAG_LEFT
from explorer.ui.canvas.atlas import card_fragments
from explorer.ui.canvas.batches import Doubles, draw_fragments, draw_rects, fragments_at
from explorer.ui.canvas.far_names import FarNames, is_far
from explorer.ui.canvas.labels import Labels
from explorer.ui.canvas.painters.far import draw_far_cards, draw_far_names
from explorer.ui.canvas.palette import Palette
from explorer.ui.canvas.scene import Scene
from explorer.ui.canvas.sprites import SIGHT
from explorer.ui.canvas.viewport import Viewport

DOTS_BELOW = 0.14
"""Zoom under which a node is a dot, as small as its card but filled with its colour."""

SHAPED_FROM = 4.0
"""Logical pixels of a dot's height from which it has its node's outline; under that it is a rectangle."""

SECOND_LINES_ABOVE = 0.55
TITLE_BASELINE, SECOND_BASELINE, ONLY_BASELINE = -2.0, 11.0, 4.3
"""From the middle of the card's height."""

TEXTS_AT_ONCE = 60
"""Texts laid out and drawn between two looks at the clock."""

REACH = 14.0
"""How far badges stand out of their card."""


def draw_nodes(
    painter: QPainter,
    viewport: Viewport,
    scene: Scene,
    palette: Palette,
    nodes: Ints,
    names: FarNames | None = None,
) -> Iterator[None]:
    """Draw these nodes where the viewport shows them, from afar with these names."""
    yield from making_drawings(viewport, scene, palette)
    if viewport.zoom < DOTS_BELOW:
        _draw_dots(painter, viewport, scene, palette, nodes)
        yield
    else:
        cards = nodes if names is None else np.setdiff1d(nodes, names.nodes, assume_unique=True)
        if is_far(viewport.zoom, len(scene.picture.nodes)):
            draw_far_cards(painter, viewport, scene, palette, cards, device_boxes(viewport, scene, cards))
            yield
        else:  # also of those that have no room for a name in larger letters
            yield from _draw_near(painter, viewport, scene, palette, cards)
    if names is not None:
        yield from draw_far_names(painter, viewport, scene, palette, names)


def making_drawings(viewport: Viewport, scene: Scene, palette: Palette) -> Iterator[None]:
    """Paint what cards are copied from at this zoom, unless it is there."""
    count = len(scene.picture.nodes)
    if is_far(viewport.nearness, count):
        yield from palette.making_sign_atlas(viewport.lettering)
    if not is_far(viewport.zoom, count):
        yield from palette.making_atlas(viewport.scale)
    elif viewport.zoom >= DOTS_BELOW:
        yield from palette.making_far_atlas(viewport.scale, viewport.ratio, viewport.text)


def device_boxes(viewport: Viewport, scene: Scene, nodes: Ints) -> Doubles:
    """(k, 4) x, y, width, height of these nodes in whole device pixels, so that cards are crisp."""
    scale = viewport.scale
    boxes = np.empty((len(nodes), 4))
    boxes[:, 0] = np.round(scene.x0[nodes].astype(np.float64) * scale) - viewport.left
    boxes[:, 1] = np.round(scene.y0[nodes].astype(np.float64) * scale) - viewport.top
    shapes = scene.picture.nodes.boxes[nodes].astype(np.float64)
    boxes[:, 2:] = np.maximum(1, np.round(shapes[:, 2:] * scale))
    return boxes


def further_lines(titles: Sequence[str], nodes: Ints) -> Doubles:
    """Half the room that the lines of these nodes' titles take beyond the first one, in pixels at zoom 1."""
    return np.array([titles[i].count("\n") * TITLE_STEP / 2 for i in nodes.tolist()], np.float64)


def _draw_near(
    painter: QPainter, viewport: Viewport, scene: Scene, palette: Palette, nodes: Ints
) -> Iterator[None]:
    """Whole cards, with all that is written on them."""
    boxes = device_boxes(viewport, scene, nodes)
    _draw_cards(painter, viewport, scene, palette, nodes, boxes)
    yield
    for first in range(0, len(nodes), TEXTS_AT_ONCE):
        some = slice(first, first + TEXTS_AT_ONCE)
        _draw_texts(painter, viewport, scene, palette, nodes[some], boxes[some])
        yield
    _draw_badges(painter, viewport, scene, palette, nodes, boxes)
    _draw_tags(painter, viewport, palette, nodes, boxes)
    if viewport.zoom >= SECOND_LINES_ABOVE:
        _draw_pins(painter, viewport, palette, nodes, boxes)
    yield


def _draw_dots(painter: QPainter, viewport: Viewport, scene: Scene, palette: Palette, nodes: Ints) -> None:
    boxes = device_boxes(viewport, scene, nodes)
    shaped = boxes[:, 3] >= SHAPED_FROM * viewport.ratio
    looks = palette.looks.dots.of_node[nodes]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    plain = np.maximum(boxes, (-np.inf, -np.inf, 2, 2))
    for look in np.unique(looks[~shaped]):
        painter.setBrush(palette.dot_colours[look])
        draw_rects(painter, plain[~shaped & (looks == look)])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    if shaped.any():
        atlas = palette.dot_atlas(viewport.scale)
        x, y, width, _ = boxes[shaped].T
        at_x, at_y, sources = card_fragments(
            atlas.dots, palette.looks.far.of_node[nodes[shaped]], x, y, width
        )
        draw_fragments(painter, atlas.pixmap, fragments_at(at_x, at_y, sources))


def _draw_cards(
    painter: QPainter, viewport: Viewport, scene: Scene, palette: Palette, nodes: Ints, boxes: Doubles
) -> None:
    atlas, scale, looks = palette.atlas(viewport.scale), viewport.scale, palette.looks
    x, y, width, height = boxes.T
    at_x, at_y, sources = card_fragments(atlas.cards, looks.cards.of_node[nodes], x, y, width)
    shown = sources[:, 2] > 0
    draw_fragments(painter, atlas.pixmap, fragments_at(at_x[shown], at_y[shown], sources[shown]))
    left = CHIP_LEFT[scene.picture.nodes.outline[nodes]].astype(np.float64)
    sprites = atlas.chips[looks.chips.of_node[nodes]]
    middle = y + np.floor((height - sprites[:, 3]) / 2)
    draw_fragments(painter, atlas.pixmap, fragments_at(x + np.round(left * scale), middle, sprites))


def _draw_texts(
    painter: QPainter, viewport: Viewport, scene: Scene, palette: Palette, nodes: Ints, boxes: Doubles
) -> None:
    scale, shapes = viewport.scale, scene.picture.nodes
    painter.save()
    painter.scale(scale, scale)
    x = boxes[:, 0] / scale + TEXT_LEFT[shapes.outline[nodes]]
    right = (boxes[:, 0] + boxes[:, 2]) / scale - PAD_RIGHT[shapes.outline[nodes]]
    middle = (boxes[:, 1] + boxes[:, 3] / 2) / scale
    fonts, inks = palette.fonts, palette.looks.texts.of_node[nodes]

    def write(
        labels: Labels, colours: list[QColor], chosen: Ints, text: Callable[[int], str], at: Doubles
    ) -> None:
        for ink in np.unique(inks[chosen]):
            own = chosen[inks[chosen] == ink]
            painter.setPen(colours[ink])
            labels.draw(painter, [text(int(nodes[place])) for place in own], at[own].tolist())

    every = np.arange(len(nodes), dtype=np.int32)
    two_lines = viewport.zoom >= SECOND_LINES_ABOVE
    further = further_lines(shapes.titles, nodes)
    titles = np.stack([x, middle - further + (TITLE_BASELINE if two_lines else ONLY_BASELINE)], axis=1)
    write(fonts.title, palette.title_inks, every, lambda node: shapes.titles[node], titles)
    for place in np.flatnonzero(shapes.edit[nodes] == Edit.REMOVED).tolist():
        _strike(painter, palette, shapes.titles[nodes[place]], *titles[place].tolist())
    if two_lines:
        seconds = np.stack([x, middle + further + SECOND_BASELINE], axis=1)
        write(fonts.second, palette.second_inks, every, lambda node: shapes.subtitles[node], seconds)
        waved = every[(shapes.wave[nodes] > 0)]
        wide = fonts.wave.width("+1")
        eyes = np.where(palette.looks.sights.of_node[nodes] >= 0, SIGHT + 4.0, 0.0)
        waves = np.stack([right - eyes - wide, middle + further + SECOND_BASELINE], axis=1)
        write(fonts.wave, palette.wave_inks, waved, lambda node: f"+{shapes.wave[node]}", waves)
    painter.restore()


def _strike(painter: QPainter, palette: Palette, title: str, x: float, baseline: float) -> None:
    """A line through each line of a title."""
    painter.setPen(QPen(QColor(palette.theme.removed), 1.0))
    for number, words in enumerate(title.split("\n")):
        y = baseline + number * TITLE_STEP - STRUCK_UP
        painter.drawLine(QPointF(x, y), QPointF(x + palette.fonts.title.width(words), y))


def _draw_tags(painter: QPainter, viewport: Viewport, palette: Palette, nodes: Ints, boxes: Doubles) -> None:
    of_tag = palette.looks.tags.of_node[nodes]
    tagged = of_tag >= 0
    if not tagged.any():
        return
    atlas, scale = palette.atlas(viewport.scale), viewport.scale
    sprites = atlas.tags[of_tag[tagged]]
    x = boxes[tagged, 0] + round(TAG_LEFT * scale)
    y = boxes[tagged, 1] - np.round(sprites[:, 3] / 2)
    draw_fragments(painter, atlas.pixmap, fragments_at(x, y, sprites))


def _draw_pins(painter: QPainter, viewport: Viewport, palette: Palette, nodes: Ints, boxes: Doubles) -> None:
    """What a person keeps where it is says so at the lower left."""
    of_pin = palette.looks.pins.of_node[nodes]
    kept = of_pin >= 0
    if not kept.any():
        return
    atlas, scale = palette.atlas(viewport.scale), viewport.scale
    sprites = atlas.pins[of_pin[kept]]
    right, up = (round(offset * scale) for offset in PIN_CENTRE)
    half = sprites[:, 2] // 2
    x, bottom = boxes[kept, 0], boxes[kept, 1] + boxes[kept, 3]
    draw_fragments(painter, atlas.pixmap, fragments_at(x + right - half, bottom + up - half, sprites))


def _draw_badges(
    painter: QPainter, viewport: Viewport, scene: Scene, palette: Palette, nodes: Ints, boxes: Doubles
) -> None:
    atlas, scale, looks = palette.atlas(viewport.scale), viewport.scale, palette.looks
    of_badge, of_sight = looks.badges.of_node[nodes], looks.sights.of_node[nodes]
    right, top = boxes[:, 0] + boxes[:, 2], boxes[:, 1]
    marked = of_badge >= 0
    sprites = atlas.badges[of_badge[marked]]
    half = sprites[:, 2] // 2
    out, down = (round(offset * scale) for offset in BADGE_CENTRE)
    at = fragments_at(right[marked] + out - half, top[marked] + down - half, sprites)
    draw_fragments(painter, atlas.pixmap, at)
    if viewport.zoom < SECOND_LINES_ABOVE:
        return
    seen = of_sight >= 0
    sprites = atlas.sights[of_sight[seen]]
    further = further_lines(scene.picture.nodes.titles, nodes[seen]) * scale
    middle = boxes[seen, 1] + boxes[seen, 3] / 2 + further
    x = right[seen] - np.round(12.0 * scale) - sprites[:, 2]
    y = np.round(middle + (SECOND_BASELINE - 3.5) * scale - sprites[:, 3] / 2)
    draw_fragments(painter, atlas.pixmap, fragments_at(x, y, sprites))
