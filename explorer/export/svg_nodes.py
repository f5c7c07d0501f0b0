"""Cards as SVG: outline, icon, two lines of text, and what an answer marks on them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from explorer.drawing.cards import (
    CHIP,
    CHIP_LEFT,
    HEIGHT,
    PAD_RIGHT,
    SECOND_SIZE,
    TEXT_LEFT,
    TITLE_SIZE,
    TITLE_STEP,
    TITLE_WEIGHT,
)
from explorer.drawing.compose import BADGE_CENTRE, BADGE_RADIUS
from explorer.drawing.edits import sign_of
from explorer.drawing.icons import (
    BLIND_ICON,
    EFFECT_ICONS,
    GRID,
    KEEPING_ICONS,
    KIND_ICONS,
    SEEN_ICON,
)
from explorer.drawing.keeping import PIN_CENTRE, PIN_ICON, PIN_RADIUS
from explorer.drawing.outlines import RADIUS, outline_segments
from explorer.drawing.picture import (
    EFFECTS,
    NO_EFFECT,
    NODE_KINDS,
    Bools,
    Edit,
    Keeping,
    Outline,
    Picture,
    ShownKind,
    Sight,
    Stroke,
)
from explorer.drawing.strokes import POSSIBLE_DASH, edit_stroke
from explorer.drawing.tags import (
    STRUCK_UP,
    TAG_BASELINE,
    TAG_HEIGHT,
    TAG_LEFT,
    TAG_SIZE,
    TAG_WEIGHT,
    tag_width,
)
from explorer.drawing.text import whole_name, width
from explorer.drawing.theme import Theme
from explorer.export.svg_elements import circle, element_id, icon, line, path, rectangle, safe, text

DEPRECATED_DASH = (4.0, 3.0)
WAVE_SIZE, WAVE_WEIGHT = 9.0, 600
_EYE_SCALE = 0.9


def node_elements(picture: Picture, theme: Theme, within: Bools) -> Iterable[str]:
    """The cards, in the order of their ids."""
    nodes = picture.nodes
    for i in np.flatnonzero(within).tolist():
        x, y, wide, high = nodes.boxes[i].tolist()
        title, second = nodes.titles[i], nodes.subtitles[i]
        yield f'<g id="{element_id("node", nodes.ids[i])}">'
        yield f"<title>{safe(f'{whole_name(title)} — {second}')}</title>"
        yield from _card(picture, theme, i, (x, y, wide, high))
        if nodes.effect[i] != NO_EFFECT:
            yield from _marks(picture, theme, i, (x, y, wide, high))
        if nodes.edit[i] != Edit.KEPT:
            yield from _tag(theme, Edit(nodes.edit[i]), x + TAG_LEFT, y)
        if nodes.keeping[i] != Keeping.FREE:
            yield from _pin(theme, Keeping(nodes.keeping[i]), x, y + high, bool(nodes.faded[i]))
        yield "</g>"


def _card(picture: Picture, theme: Theme, i: int, box: tuple[float, float, float, float]) -> Iterable[str]:
    nodes = picture.nodes
    x, y, wide, high = box
    outline, kind, faded = Outline(nodes.outline[i]), NODE_KINDS[nodes.kind[i]], bool(nodes.faded[i])
    lines = nodes.titles[i].split("\n")
    down = y + (high - HEIGHT - TITLE_STEP * (len(lines) - 1)) / 2

    def seen(colour: str) -> str:
        return theme.faded(colour) if faded else colour

    border = _border(picture, theme, i, seen(theme.card_border))
    if outline is Outline.HEXAGON:
        yield path(outline_segments(outline, x, y, wide, high), fill=seen(theme.card), stroke=border)
    else:
        yield rectangle(x, y, wide, high, fill=seen(theme.card), radius=RADIUS[outline], stroke=border)
    gone = bool(nodes.edit[i] == Edit.REMOVED)
    yield from _chip(kind, x + float(CHIP_LEFT[outline]), y + (high - CHIP) / 2, theme, faded or gone)
    left = x + float(TEXT_LEFT[outline])
    ink = seen(theme.removed if gone else theme.text)
    for k, words in enumerate(lines):
        base = down + 17 + k * TITLE_STEP
        yield text(left, base, words, size=TITLE_SIZE, colour=ink, weight=TITLE_WEIGHT)
        if gone:
            right = left + width(words, TITLE_SIZE, TITLE_WEIGHT)
            yield line(left, base - STRUCK_UP, right, base - STRUCK_UP, Stroke(ink, 1.0))
    yield text(
        left, _second_baseline(picture, i), nodes.subtitles[i], size=SECOND_SIZE, colour=seen(theme.muted)
    )


def _tag(theme: Theme, edit: Edit, x: float, y: float) -> Iterable[str]:
    """The sign of what a scenario adds or takes out, on the upper border of a card."""
    is_new = edit is Edit.ADDED
    wide, top = tag_width(edit), y - TAG_HEIGHT / 2
    colour = theme.added if is_new else theme.removed
    yield rectangle(
        x,
        top,
        wide,
        TAG_HEIGHT,
        fill=colour if is_new else theme.ground,
        radius=TAG_HEIGHT / 2,
        stroke=Stroke(theme.ground if is_new else colour, 1.0),
    )
    yield text(
        x + wide / 2,
        top + TAG_BASELINE,
        sign_of(edit),
        size=TAG_SIZE,
        colour=theme.on_effect if is_new else colour,
        weight=TAG_WEIGHT,
        anchor="middle",
    )


def _pin(theme: Theme, keeping: Keeping, x: float, bottom: float, faded: bool) -> Iterable[str]:
    """The mark of what a person keeps where it is, at the lower left corner of a card."""
    cx, cy = x + PIN_CENTRE[0], bottom + PIN_CENTRE[1]
    yield circle(cx, cy, PIN_RADIUS, fill=theme.ground)
    colour = theme.faded(theme.muted) if faded else theme.muted
    yield icon(KEEPING_ICONS[keeping], cx - PIN_ICON / 2, cy - PIN_ICON / 2, colour, PIN_ICON / GRID)


def _second_baseline(picture: Picture, i: int) -> float:
    _, y, _, high = picture.nodes.boxes[i].tolist()
    more_lines = picture.nodes.titles[i].count("\n")
    return float(y + (high - HEIGHT + TITLE_STEP * more_lines) / 2 + 30)


def _chip(kind: ShownKind, x: float, y: float, theme: Theme, faded: bool) -> Iterable[str]:
    chip, hue = theme.chips[kind], theme.kinds[kind]
    if faded:
        chip, hue = theme.faded(chip), theme.faded(hue)
    yield rectangle(x, y, CHIP, CHIP, fill=chip, radius=6)
    yield icon(KIND_ICONS[kind], x + (CHIP - GRID) / 2, y + (CHIP - GRID) / 2, hue)


def _border(picture: Picture, theme: Theme, i: int, plain: str) -> Stroke:
    """An effect's outline is heavy, and dashed where it is only possible; a deprecated one's is dashed.

    What a scenario adds, or takes out without an effect on it, has an outline of its own.
    """
    edit, effect = Edit(picture.nodes.edit[i]), picture.nodes.effect[i]
    if edit is Edit.ADDED or (edit is Edit.REMOVED and effect == NO_EFFECT):
        return edit_stroke(edit, theme)
    if effect != NO_EFFECT:
        dash = POSSIBLE_DASH if picture.nodes.possible[i] else ()
        return Stroke(theme.effects[EFFECTS[effect]], 2.0, dash)
    return Stroke(plain, 1.0, DEPRECATED_DASH if picture.nodes.dashed[i] else ())


def _marks(picture: Picture, theme: Theme, i: int, box: tuple[float, float, float, float]) -> Iterable[str]:
    """The badge at the corner; the wave and the eye at the end of the second line, where room is kept for them."""
    nodes = picture.nodes
    x, y, wide, _ = box
    effect, wave, sight = EFFECTS[nodes.effect[i]], int(nodes.wave[i]), Sight(nodes.sight[i])
    cx, cy = x + wide + BADGE_CENTRE[0], y + BADGE_CENTRE[1]
    yield circle(cx, cy, BADGE_RADIUS, fill=theme.effects[effect], stroke=Stroke(theme.ground, 1.5))
    scale = 0.8
    yield icon(EFFECT_ICONS[effect], cx - GRID / 2 * scale, cy - GRID / 2 * scale, theme.on_effect, scale)
    right = x + wide - float(PAD_RIGHT[nodes.outline[i]])
    line = _second_baseline(picture, i)
    if sight is not Sight.UNSAID:
        drawing, colour = (
            (SEEN_ICON, theme.muted) if sight is Sight.SEEN else (BLIND_ICON, theme.effect_text[effect])
        )
        size = GRID * _EYE_SCALE
        right -= size
        yield icon(drawing, right, line - 3.5 - size / 2, colour, _EYE_SCALE, 1.1)
        right -= 4
    if wave:
        yield text(
            right,
            line,
            f"+{wave}",
            size=WAVE_SIZE,
            colour=theme.effect_text[effect],
            weight=WAVE_WEIGHT,
            anchor="end",
        )
